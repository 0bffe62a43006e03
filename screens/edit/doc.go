// Package edit changes a member's record: the person and, where the vendor takes
// them, further details, level, rate, credit and state. It reads the record
// before it shows it and again before it is confirmed, sends the changed fields
// only, and shows the record as it is read back.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never touch a balance or points, offer a field that
// the vendor does not take, change prices or rights without a second
// confirmation, or pass over what somebody else changed in the meantime.
package edit

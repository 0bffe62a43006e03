// Package edit changes what a member's record says about the person: name,
// phone, birthday and gender. It reads the record before it shows it and again
// before it is confirmed, sends the changed fields only, and shows the record
// as it is read back.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never touch a balance, points or a level, empty a
// field, or pass over what somebody else changed in the meantime.
package edit

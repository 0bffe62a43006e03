// Package change works out what Begin and Move make of a record, what is stored
// of it and what the audit says about it. Every journal uses it, so that they
// cannot differ in anything but where the rows end up.
//
// It may import backend, money, safe and journal of guitai's. It is pure: it
// reads through Reader, returns the Set to be written in the same transaction,
// and must never write, read a clock or keep anything.
package change

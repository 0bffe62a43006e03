// Package probe asks a vendor, by small changes to one test member, what no page
// of theirs answers: whether a key is applied once, whether a refusal keeps it
// usable, whether a history row shows at once. The answers decide what a till may
// do by itself when an answer was lost.
//
// It may import backend, money and safe. It knows vendors only through backend's
// interfaces and two small ones of its own. It says beforehand what it will send
// and how many calls that takes, notes each change in the audit before it is sent,
// and puts the balance back where that can be done. It must never touch a member
// that nobody named as a test member, move more than a fen where a fen is enough,
// or call an answer good that is not clear.
package probe

// Package consume takes a bill from a member's card: an amount, the part of it
// that is open to discount, a preview, F10, and the vendor's own figures beside
// it.
package consume

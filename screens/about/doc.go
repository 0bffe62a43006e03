// Package about shows what this program is and what it knows: its version, the
// vendor's account, the journal and whether anything of it is missing, what was
// seen of the vendor by probing with what that means for the till, and the last
// sweep.
//
// It may import ui, its widgets, texts and theme, the key contract, backend, money
// and safe. It only reads. It must never call an answer good that nobody gave, or
// show more of an account than its name in the journal.
package about

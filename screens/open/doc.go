// Package open opens a card: a number that is typed or scanned, a level, who
// gets it, the further details that the vendor takes, a page to check it all,
// F10, and the new member's own screen.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never send a card to the vendor twice for one F10,
// give a card a balance or points, allow credit that nobody chose, show a
// password, or lose what was typed because an answer did not come.
package open

// Package search is the home screen: one box that always has the caret, and
// below it the members who fit what is in it. The local copy of the members
// answers every key, the vendor a pause or Enter; both make one list, which says
// of every row where it comes from and how old it is.
//
// The last word of the box may be a command: "1234 +500w" finds, fills the form
// and asks for its preview. A scan is never one.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. Every call to its desk is a command of commands.go with a
// context that is cancelled as soon as the text is another. It must never open
// a member that the person at the counter did not mean: only a single hit or an
// exact card number opens by itself, and only for the text for which Enter was
// pressed. It must never move money or trust a balance it shows.
package search

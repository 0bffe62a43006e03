// Package member is an open member: balance and points large, the state of the
// card, what happened lately, and what can be done with it or why not.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. Opening always reads the member anew; until the answer is
// there, what it was opened with is marked as the last known. It must never
// show a whole phone number unless showing it was recorded, never keep it
// visible for longer than ten seconds, and never move money.
package member

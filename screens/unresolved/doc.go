// Package unresolved is the tray of operations whose end nobody knows yet: what
// each is about, what the program does about it next, everything that is known,
// and, where only a person can decide, the decision with its reason.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never move money, decide anything by itself, draw a
// vendor's answer that was not filtered, or let the selection jump while people
// read.
package unresolved

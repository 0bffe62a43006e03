// Package undo takes a settled operation back: what it was, the reason that a
// person types, a preview of what moves and of what has to be handed back by hand,
// F10, and what became of it. Where the vendor cannot take anything back, the same
// keys make a task for somebody at its back office.
//
// It may import ui, its widgets, texts and theme, the key contract, backend, money
// and safe. It must never work out an amount, and never take anything back without a
// reason.
package undo

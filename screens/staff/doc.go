// Package staff looks after people: who works here, as what, with which keys; adding
// somebody, another role, keys, a new PIN, dismissing and unlocking.
//
// It may import ui, its widgets, texts and theme, the key contract, backend, money and
// safe. It decides nothing about rights: its desk says what may be done and refuses
// the rest, and the screen only shows why. It must never draw, log or keep a PIN; the
// fields are overwritten when it leaves for the desk and when the page is left.
package staff

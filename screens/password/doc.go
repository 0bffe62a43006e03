// Package password gives a member a password: typed twice, never shown, checked
// on one page and set with F10.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never draw, log or keep what was typed: the fields are
// overwritten when the password leaves for the vendor and when the screen is
// left.
package password

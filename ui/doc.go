// Package ui is the contract between the shell and its screens: what a screen
// is, how one is made, what it is told and what it may ask for, and how an error
// becomes a sentence.
//
// It may import backend, money, safe, keymap, lang and theme of guitai's. It
// names Bubble Tea so that screens need not, draws nothing itself, and knows no
// screen by more than its name.
package ui

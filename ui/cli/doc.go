// Package cli is the composition root: it reads the command line and the
// configuration, makes the vendor's client, the journal, the till, the screens
// and the shell, and hands them to each other.
//
// It may import every package of guitai's, and only main imports it. It decides
// nothing about money or screens; it only knows who needs whom.
package cli

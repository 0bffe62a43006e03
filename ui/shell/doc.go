// Package shell is what a session runs: it owns the stack of screens and the
// overlays over them, decides what every key press, scan, paste and click means,
// brings replies to the screen that asked, and draws the bars around the body.
//
// It may import ui, its widgets, texts, theme and terminal seam, the key
// contract, the backend's vocabulary, money and safe. It knows screens only by
// their names and makers. It must never import a screen or the till, start a
// goroutine, read the clock other than through Env, or run a timer while nothing
// is waited for.
package shell

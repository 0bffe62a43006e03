// Package theme turns a palette of named colours into the styles that screens
// draw with.
//
// It imports nothing of guitai's. Styles are values of a Theme, made per session
// from that terminal's own abilities; there are no package variables, because
// many sessions with different terminals share the process. What colour shows is
// always shown by a character, bold or reverse as well, so that NO_COLOR loses
// nothing.
package theme

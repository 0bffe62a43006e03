// Package term is the seam between guitai and a terminal, local or behind an
// SSH channel.
//
// It runs a [Model] on Bubble Tea's loop but does the terminal's two halves
// itself. In: bytes become keys only when a whole character or a whole escape
// sequence has arrived, pastes are bounded, and what a terminal answers never
// becomes typed text. Out: after each update the frame is compared with the
// one on the screen and only the cells that changed are written, at once, with
// the real cursor left at the caret. Nothing ticks: a session that rests
// writes no byte and takes no time.
//
// It is a leaf: it imports Bubble Tea, the width tables of x/ansi and the
// system's terminal calls, and nothing of guitai but its own sub-package
// quiet. It must never ask a terminal a question and wait for the answer,
// never forward an escape sequence other than the styles it understands, never
// let a slow terminal hold up the program, and never leave a terminal in raw
// mode or with a member's data on it, whichever way a session ends.
package term

package ui

import (
	"guitai/backend"
	"guitai/keymap"
)

// Intent is a key press that means an action in the screen's scope.
type Intent struct{ Action keymap.Action }

// Typed is one character of text. Characters that came together, as from a
// scanner, share a burst number.
type Typed struct {
	Rune  rune
	Burst uint64
}

// Scanned is a burst that ended with Enter: a scan or a swipe, taken whole. The
// characters of the same burst that were already delivered as Typed are part of
// Text and have to be taken back.
type Scanned struct {
	Text  string
	Burst uint64
}

// Pasted is text from the clipboard, without control characters.
type Pasted struct{ Text string }

// Clicked is a mouse click into a Zone of the body.
type Clicked struct{ Zone int }

// Wheel is a turn of the mouse wheel: -1 is up, 1 is down.
type Wheel struct{ Delta int }

// Shown tells a screen that it is on top again, after another was closed.
type Shown struct{}

// Resumed tells every screen that it goes on at another terminal: commands of before
// never answer.
type Resumed struct{}

// CaseChanged tells every screen that an operation got further.
type CaseChanged struct{ Case backend.Case }

// Noticer is a message that says something even when the screen that waited for
// it is gone.
type Noticer interface{ Notice() Notice }

// Level is how much a notice matters.
type Level uint8

// LevelInfo goes away by itself; LevelWarn stays until a key; LevelBad stays
// until Esc.
const (
	LevelInfo Level = iota
	LevelGood
	LevelWarn
	LevelBad
)

// Notice is a line above the footer.
type Notice struct {
	Level Level
	Text  string
}

// Open asks the shell to put a screen on top.
type Open struct {
	Screen ScreenID
	Args   Args
	// Replace takes the place of the screen that asked.
	Replace bool
}

// Close asks the shell to take the screen that asked away.
type Close struct{}

// GoHome asks the shell to close everything above the search screen and to
// search for Query, if there is one.
type GoHome struct {
	Query string
	// Scan opens an exact card number at once, as a scan does.
	Scan bool
}

// Ask asks the shell to put a question on top. The answer comes back to the
// screen as an Answer.
type Ask struct {
	Title, Body string
	// Yes and No label the choices; No is chosen at first.
	Yes, No string
	// Tag comes back in the Answer.
	Tag string
	// Reason asks for a typed reason of at least four characters.
	Reason bool
}

// Answer is what was chosen.
type Answer struct {
	Tag    string
	Yes    bool
	Reason string
}

// Tell makes a command of a message: Tell(Open{…}), Tell(Notice{…}).
func Tell(m Msg) Cmd { return func() Msg { return m } }

package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/keymap"
	"guitai/ui/lang"
	"guitai/ui/theme"
)

// Clock tells the time and wakes screens up. Tests inject one that they move by
// hand.
type Clock interface {
	Now() time.Time
	// After returns a command that gives msg after d.
	After(d time.Duration, msg Msg) Cmd
}

// WallClock is the clock of a real terminal.
type WallClock struct{}

// Now is the present time.
func (WallClock) Now() time.Time { return time.Now() }

// After returns a command that gives msg after d.
func (WallClock) After(d time.Duration, msg Msg) Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// Env is what every screen of one session shares. It is made once per session
// and only read afterwards.
type Env struct {
	Text  lang.Strings
	Theme theme.Theme
	Keys  *keymap.Map
	Clock Clock
	// Zone is the shop's: every time is shown in it.
	Zone *time.Location
	// MaskPhones hides the middle of phone numbers until they are revealed.
	MaskPhones bool
	// Shop, Till and Operator are the owner's own words for the status bar.
	Shop, Till, Operator string
	// Practice marks the demo, Plain a connection without encryption.
	Practice, Plain bool
}

// Today is the shop's present day.
func (e *Env) Today() time.Time { return e.Clock.Now().In(e.Zone) }

package mirror

import (
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	zoneChoices = 1000
	askAnew     = "anew"
	// The letters of the choices. They are text here, since the letters that are
	// keys mean the same on every screen.
	keyPause, keyAnew = 'p', 'f'
	// pace is between two looks while something moves, calm while nothing does.
	pace = time.Second
	calm = 10 * time.Second
)

type screen struct {
	env  *ui.Env
	desk Desk

	now     Standing
	choices widget.Picker
	// ticks numbers the looks; only the newest goes on.
	ticks int
	// burst is the last one of which a character was taken, and toggled the one
	// that paused or resumed, to take back if it was the beginning of a scan.
	burst, toggled uint64
	// said is what the last choice brought, if that is worth saying.
	said string

	width, height int
}

// look is the time for another one.
type look struct{ n int }

// New makes the screen. It takes no arguments.
func New(env *ui.Env, _ ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk}
	s.read()
	return s
}

func (s *screen) Init() ui.Cmd { return s.tick() }

// tick asks for the next look.
func (s *screen) tick() ui.Cmd {
	wait := calm
	if s.now.Doing == Reading || s.now.Doing == Retrying {
		wait = pace
	}
	s.ticks++
	return s.env.Clock.After(wait, look{s.ticks})
}

// read takes over how the copy stands.
func (s *screen) read() {
	s.now = s.desk.Mirror()
	if !s.now.Offered {
		s.choices = widget.NewPicker(zoneChoices, nil)
		return
	}
	t, at := s.env.Text.Mirror, s.choices.At()
	first := widget.Option{Label: t.Pause, Key: keyPause}
	if s.now.Doing == Paused || s.now.Doing == Failed {
		first.Label = t.Resume
	}
	s.choices = widget.NewPicker(zoneChoices, []widget.Option{first, {Label: t.Anew, Key: keyAnew}})
	s.choices.Choose(at)
}

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Title() string { return s.env.Text.Mirror.Title }

func (s *screen) Scope() keymap.Scope { return keymap.ScopeMenu }

func (s *screen) Offers() []ui.Offer {
	back := ui.Offer{Action: keymap.Back}
	if !s.now.Offered {
		return []ui.Offer{back}
	}
	return []ui.Offer{{Action: keymap.Choose}, back}
}

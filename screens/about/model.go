package about

import (
	"context"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

type screen struct {
	env  *ui.Env
	desk Desk

	facts   Facts
	known   bool
	failure string
	wait    widget.Wait
	// generation numbers the readings; only the newest counts.
	generation int

	// scroll is the first line in sight.
	scroll        int
	width, height int
}

// New makes the screen. It takes no arguments.
func New(env *ui.Env, _ ui.Args, desk Desk) ui.Screen { return &screen{env: env, desk: desk} }

func (s *screen) Init() ui.Cmd { return s.read() }

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.scrollTo(s.scroll)
}

func (s *screen) Title() string { return s.env.Text.About.Title }

func (s *screen) Scope() keymap.Scope { return keymap.ScopeHistory }

func (s *screen) Offers() []ui.Offer {
	return []ui.Offer{{Action: keymap.Back}, {Action: keymap.Reload}, {Action: keymap.PageDown}, {Action: keymap.PageUp}}
}

// arrived answers read.
type arrived struct {
	generation int
	facts      Facts
	err        error
}

func (s *screen) read() ui.Cmd {
	s.generation++
	desk, generation := s.desk, s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		f, err := desk.About(context.Background())
		return arrived{generation, f, err}
	})
}

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, handled := s.wait.Handle(s.env, msg); handled {
		return cmd
	}
	switch m := msg.(type) {
	case arrived:
		s.take(m)
	case ui.Shown:
		return s.read()
	case ui.Wheel:
		s.scrollTo(s.scroll + 3*m.Delta)
	case ui.Intent:
		return s.act(m.Action)
	}
	return nil
}

func (s *screen) take(m arrived) {
	if m.generation != s.generation {
		return
	}
	s.wait.Stop()
	s.failure = ""
	if m.err != nil {
		s.failure = ui.Sentence(s.env.Text, m.err)
		return
	}
	s.facts, s.known = m.facts, true
	s.scrollTo(s.scroll)
}

func (s *screen) act(a keymap.Action) ui.Cmd {
	page := max(s.height-2, 1)
	switch a {
	case keymap.Back:
		return ui.Tell(ui.Close{})
	case keymap.Reload:
		return s.read()
	case keymap.Down:
		s.scrollTo(s.scroll + 1)
	case keymap.Up:
		s.scrollTo(s.scroll - 1)
	case keymap.PageDown:
		s.scrollTo(s.scroll + page)
	case keymap.PageUp:
		s.scrollTo(s.scroll - page)
	case keymap.First:
		s.scrollTo(0)
	case keymap.Last:
		s.scrollTo(len(s.lines()))
	}
	return nil
}

func (s *screen) scrollTo(line int) {
	s.scroll = max(min(line, len(s.lines())-s.room()), 0)
}

// room is how many lines are in sight; the last one of the screen says how many
// are not.
func (s *screen) room() int { return max(s.height-2, 1) }

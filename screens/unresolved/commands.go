package unresolved

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// trayRead answers load.
type trayRead struct {
	generation int
	cases      []backend.Case
	err        error
}

func (s *screen) load() ui.Cmd {
	s.generation++
	s.loading = true
	desk, generation := s.desk, s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		cases, err := desk.Cases(context.Background())
		return trayRead{generation, cases, err}
	})
}

// looked answers look. It needs no notice: the till announces what it finds.
type looked struct {
	id   string
	kase backend.Case
	err  error
	// quiet marks a look that nobody asked for.
	quiet bool
}

// look reads history for the operation now.
func (s *screen) look(id string) ui.Cmd {
	s.looking = id
	delete(s.said, id)
	return ui.Batch(s.wait.Start(s.env), s.lookUp(id, false))
}

func (s *screen) lookUp(id string, quiet bool) ui.Cmd {
	desk := s.desk
	return func() ui.Msg {
		c, err := desk.Look(context.Background(), id)
		return looked{id, c, err, quiet}
	}
}

// decided answers decide.
type decided struct {
	env  *ui.Env
	id   string
	slip string
	kase backend.Case
	err  error
	// closed says that an incident was closed.
	closed bool
}

// Notice is for whoever left the screen before the answer.
func (m decided) Notice() ui.Notice {
	if m.err != nil {
		return ui.Notice{Level: ui.LevelBad, Text: "#" + m.slip + " " + decideSentence(m.env, m.err)}
	}
	t := m.env.Text.Unresolved
	text := t.Decided
	if m.closed {
		text = t.IncidentDone
	}
	return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(text, "slip", m.slip)}
}

// decide records what a supervisor decided. Leaving the screen does not undo it.
func (s *screen) decide(c backend.Case, tag, reason string) ui.Cmd {
	s.deciding = c.ID
	env, desk := s.env, s.desk
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		if tag == askClosed {
			closed, err := desk.CloseIncident(context.Background(), c.ID, reason)
			return decided{env, c.ID, c.Slip, closed, err, true}
		}
		decision, err := desk.Decide(context.Background(), c.ID, tag == askPaid, reason)
		return decided{env, c.ID, c.Slip, decision, err, false}
	})
}

func decideSentence(env *ui.Env, err error) string {
	if backend.KindOf(err) == backend.KindStale {
		return env.Text.Unresolved.CaseGone
	}
	return ui.Sentence(env.Text, err)
}

// second redraws the countdown.
type second struct{ ticks int }

// countDown ticks once a second while the selected operation waits for the next
// look and can be seen.
func (s *screen) countDown() ui.Cmd {
	s.ticks++
	c, ok := s.selected()
	if s.covered || !ok || s.secondsToLook(c) <= 0 {
		return nil
	}
	return s.env.Clock.After(time.Second, second{s.ticks})
}

// secondsToLook is how long it is to the next look, 0 if none is planned.
func (s *screen) secondsToLook(c backend.Case) int {
	if s.hasEnded(c) || c.NextLook.IsZero() {
		return 0
	}
	return int((c.NextLook.Sub(s.env.Clock.Now()) + time.Second - 1) / time.Second)
}

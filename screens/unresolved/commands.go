package unresolved

import (
	"context"
	"errors"
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
	// tag is what was asked.
	tag string
}

// Notice is for whoever left the screen before the answer.
func (m decided) Notice() ui.Notice {
	if m.err != nil {
		return ui.Notice{Level: ui.LevelBad, Text: "#" + m.slip + " " + decideSentence(m.env, m.err)}
	}
	t := m.env.Text.Unresolved
	switch {
	case m.tag == askVoid && m.kase.State == backend.StateVoided:
		return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(t.VoidDone, "slip", m.slip)}
	case m.tag == askVoid:
		return ui.Notice{Level: ui.LevelWarn, Text: lang.Fill(t.VoidOpen, "slip", m.slip, "state", ui.StateWord(m.env.Text.Domain, m.kase.State))}
	case m.tag == askClosed:
		return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(t.IncidentDone, "slip", m.slip)}
	}
	return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(t.Decided, "slip", m.slip)}
}

// decide records what a supervisor decided. Leaving the screen does not undo it.
func (s *screen) decide(c backend.Case, tag, reason string) ui.Cmd {
	s.deciding, s.doing = c.ID, tag
	env, desk := s.env, s.desk
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		ctx := context.Background()
		do := func() (backend.Case, error) { return desk.Decide(ctx, c.ID, tag == askPaid, reason) }
		switch tag {
		case askClosed:
			do = func() (backend.Case, error) { return desk.CloseIncident(ctx, c.ID, reason) }
		case askVoid:
			do = func() (backend.Case, error) { return desk.Void(ctx, c.ID) }
		}
		done, err := do()
		return decided{env, c.ID, c.Slip, done, err, tag}
	})
}

func decideSentence(env *ui.Env, err error) string {
	var e *backend.Error
	switch errors.As(err, &e); backend.KindOf(err) {
	case backend.KindStale:
		return env.Text.Unresolved.CaseGone
	case backend.KindUnsupported:
		return unvoidable(env.Text.Unresolved, e.Field)
	}
	return ui.Sentence(env.Text, err)
}

// unvoidable is the sentence for why an operation cannot be voided.
func unvoidable(t lang.Unresolved, why string) string {
	switch why {
	case "unproven":
		return t.VoidUnproven
	case "twins":
		return t.VoidTwins
	case "old":
		return t.VoidOld
	}
	return t.VoidVendor
}

// second redraws the countdown.
type second struct{ ticks int }

// countDown ticks once a second while the selected operation waits for the next
// look and can be seen.
func (s *screen) countDown() ui.Cmd {
	s.ticks++
	c, ok := s.selected()
	if s.covered || !ok || s.secondsToLook(c) <= 0 && s.secondsLeft(c) <= 0 {
		return nil
	}
	return s.env.Clock.After(time.Second, second{s.ticks})
}

// secondsLeft is how long something of a pending operation may still arrive, 0 or
// below if nothing can or if another till knows.
func (s *screen) secondsLeft(c backend.Case) int {
	if !pending(c) || c.QuietUntil.IsZero() {
		return 0
	}
	return int((c.QuietUntil.Sub(s.env.Clock.Now()) + time.Second - 1) / time.Second)
}

// secondsToLook is how long it is to the next look, 0 if none is planned.
func (s *screen) secondsToLook(c backend.Case) int {
	if s.hasEnded(c) || c.NextLook.IsZero() {
		return 0
	}
	return int((c.NextLook.Sub(s.env.Clock.Now()) + time.Second - 1) / time.Second)
}

package shell

import (
	"slices"
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// overlay is what is drawn over the body: help, palette and questions.
type overlay interface {
	// Update handles what is typed and clicked while it is open. Once it is
	// done it is taken away, and after that then runs, if it is not nil.
	Update(ui.Msg) (done bool, then func() ui.Cmd)
	// Box draws it with its border, at most as large as given.
	Box(width, height int) []string
	Scope() keymap.Scope
	Offers() []ui.Offer
}

// entryOver is an open overlay. One that opened by itself hears nothing at
// first: somebody may be in the middle of typing or scanning.
type entryOver struct {
	overlay
	id        uint64
	deafUntil time.Time
}

// grace is how long a dialog that opened by itself ignores keys, and keyed how
// soon after a key a dialog must come up to be that key's doing.
const (
	grace = 400 * time.Millisecond
	keyed = 50 * time.Millisecond
)

func (s *Shell) overlay() overlay {
	if len(s.overlays) == 0 {
		return nil
	}
	return s.overlays[len(s.overlays)-1].overlay
}

// front names the layer that keys go to: it is another number whenever another
// layer is on top.
func (s *Shell) front() uint64 {
	switch {
	case s.locked:
		return 0
	case len(s.overlays) > 0:
		return s.overlays[len(s.overlays)-1].id
	}
	return s.top().id
}

func (s *Shell) lay(o overlay, deafUntil time.Time) {
	s.nextID++
	s.overlays = append(s.overlays, entryOver{overlay: o, id: s.nextID, deafUntil: deafUntil})
}

func (s *Shell) toOverlay(o overlay, msg ui.Msg) ui.Cmd {
	id := s.front()
	done, then := o.Update(msg)
	if done {
		for i, e := range s.overlays {
			if e.id == id {
				s.overlays = append(s.overlays[:i:i], s.overlays[i+1:]...)
				break
			}
		}
	}
	if then == nil {
		return nil
	}
	return then()
}

// lock hides everything personal until a key. What is running goes on.
func (s *Shell) lock() {
	s.locked = true
	s.gate.pin.Clear()
	s.gate.checking, s.gate.said = false, ""
	s.gate.tries++
}

type idleTimer struct{}

// watchIdle starts the one timer that locks an unattended till. It is not
// started again by each key; it looks at the last key when it ends.
func (s *Shell) watchIdle() ui.Cmd {
	if s.opts.LockAfter <= 0 || s.idle || s.locked {
		return nil
	}
	s.idle = true
	return s.env.Clock.After(s.opts.LockAfter-s.env.Clock.Now().Sub(s.lastKey), idleTimer{})
}

func (s *Shell) idleOver() ui.Cmd {
	s.idle = false
	if s.env.Clock.Now().Sub(s.lastKey) >= s.opts.LockAfter {
		s.lock()
		return nil
	}
	return s.watchIdle()
}

// ask puts a question of a screen on top. A screen that is gone gets no answer,
// so nothing is asked for it; one that is covered may ask, because what it
// waits for may need a person.
func (s *Shell) ask(m envelope, q ui.Ask) ui.Cmd {
	if _, ok := s.find(m.to); !ok {
		return nil
	}
	now := s.env.Clock.Now()
	deafUntil := now.Add(grace)
	if !m.pressed.IsZero() && now.Sub(m.pressed) <= keyed {
		deafUntil = time.Time{}
	}
	question := newQuestion(s.env, q, func(a ui.Answer) ui.Cmd {
		if e, ok := s.find(m.to); ok {
			return s.wrap(e.id, e.screen.Update(a), s.env.Clock.Now())
		}
		return nil
	})
	question.from = m.to
	s.lay(question, deafUntil)
	return nil
}

// withdraw takes questions away whose screen is gone.
func (s *Shell) withdraw() {
	s.overlays = slices.DeleteFunc(s.overlays, func(o entryOver) bool {
		q, ok := o.overlay.(*question)
		if !ok || q.leaving {
			return false
		}
		_, there := s.find(q.from)
		return !there
	})
}

// Question is the title of the question on top, empty if there is none.
func (s *Shell) Question() string {
	if q, ok := s.overlay().(*question); ok {
		return q.ask.Title
	}
	return ""
}

// leave ends the session at once if nothing is open, and asks otherwise.
func (s *Shell) leave() ui.Cmd {
	if q, ok := s.overlay().(*question); ok && q.leaving {
		return nil
	}
	t := s.env.Text.Shell
	running, unsettled := s.running(), s.cases.unsettled
	if !running && unsettled == 0 {
		return s.depart()
	}
	body := t.LeaveRunning
	if !running {
		body = lang.Fill(t.LeaveUnsettled, "n", itoa(unsettled))
	}
	q := newQuestion(s.env, ui.Ask{Title: t.LeaveTitle, Body: body, Yes: t.LeaveYes, No: t.LeaveNo}, func(a ui.Answer) ui.Cmd {
		if a.Yes {
			return s.depart()
		}
		return nil
	})
	q.leaving = true
	s.lay(q, time.Time{})
	return nil
}

// running tells whether money is moving now.
func (s *Shell) running() bool {
	for _, e := range s.stack {
		if e.screen.Scope() == keymap.ScopeBusy {
			return true
		}
	}
	return s.cases.moving()
}

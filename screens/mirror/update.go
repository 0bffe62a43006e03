package mirror

import (
	"strconv"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case look:
		if m.n != s.ticks {
			return nil
		}
		s.read()
		return s.tick()
	case ui.Shown:
		s.read()
		return s.tick()
	case ui.Answer:
		if m.Tag == askAnew && m.Yes {
			s.desk.ReadAnew()
			s.read()
			return s.tick()
		}
	case ui.Typed:
		return s.typed(m)
	case ui.Scanned:
		return s.takeBack(m)
	case ui.Intent:
		if m.Action == keymap.Back {
			s.ticks++
			return ui.Tell(ui.Close{})
		}
		return s.choose(msg, 0)
	case ui.Clicked:
		return s.choose(msg, 0)
	}
	return nil
}

// typed takes the first character of a burst alone: the others may be those of
// a card.
func (s *screen) typed(m ui.Typed) ui.Cmd {
	if m.Burst == s.burst {
		return nil
	}
	s.burst = m.Burst
	return s.choose(m, m.Burst)
}

func (s *screen) choose(msg ui.Msg, burst uint64) ui.Cmd {
	_, done := s.choices.Handle(msg)
	if !done || !s.now.Offered {
		return nil
	}
	if s.choices.At() == 0 {
		s.toggled = burst
		return s.toggle()
	}
	return ui.Tell(s.ask())
}

// toggle pauses or goes on.
func (s *screen) toggle() ui.Cmd {
	s.said = ""
	if err := s.desk.PauseMirror(s.now.Doing != Paused && s.now.Doing != Failed); err != nil {
		s.said = s.env.Text.Mirror.NotKept
	}
	s.read()
	return s.tick()
}

// takeBack undoes what the first letter of a scan did.
func (s *screen) takeBack(m ui.Scanned) ui.Cmd {
	if m.Burst == 0 || m.Burst != s.toggled {
		return nil
	}
	s.toggled = 0
	return s.toggle()
}

func (s *screen) ask() ui.Ask {
	t := s.env.Text.Mirror
	q := ui.Ask{Title: t.AskTitle, Body: t.AskUnknown, Yes: t.AskYes, No: t.AskNot, Tag: askAnew}
	if calls, days, told := s.desk.Forecast(); told && days > 0 {
		q.Body = lang.Fill(t.AskBody, "calls", strconv.Itoa(calls), "days", strconv.Itoa(days))
	}
	return q
}

package levels

import (
	"slices"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, handled := s.wait.Handle(s.env, msg); handled {
		return cmd
	}
	switch m := msg.(type) {
	case levelsRead:
		s.levelsArrived(m)
		return nil
	case found:
		return s.foundArrived(m)
	case changed:
		return s.changedArrived(m)
	case readAgain:
		return s.readAgainArrived(m)
	case ui.Answer:
		if m.Yes && m.Tag == askLose {
			return s.close()
		}
		return nil
	}
	switch s.phase {
	case choosing:
		return s.choose(msg)
	case collecting:
		return s.collect(msg)
	case checking:
		return s.check(msg)
	case ended:
		return s.end(msg)
	}
	if i, ok := msg.(ui.Intent); ok {
		return s.act(i.Action)
	}
	return nil
}

func (s *screen) close() ui.Cmd {
	s.leave()
	return ui.Tell(ui.Close{})
}

func (s *screen) choose(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Typed:
		if i := int(m.Rune - '1'); m.Rune >= '1' && m.Rune <= '9' && i < len(s.levels) {
			s.pick.Select(i)
		}
		return nil
	case ui.Intent:
		switch {
		case m.Action == keymap.Back && len(s.rows) > 0 && s.one == nil:
			t := s.env.Text.Levels
			return ui.Tell(ui.Ask{Title: t.LoseTitle, Body: t.LoseBody, Yes: t.Lose, No: t.Stay, Tag: askLose})
		case m.Action == keymap.Back:
			return s.close()
		case m.Action == keymap.Choose:
			return s.take()
		}
	}
	if s.pick.Handle(msg) == widget.ListChosen {
		return s.take()
	}
	return nil
}

// take goes on with the selected level.
func (s *screen) take() ui.Cmd {
	l, ok := s.picked()
	switch {
	case !ok:
		return nil
	case l.Disabled:
		s.hint = s.env.Text.Levels.DisabledWhy
		return nil
	}
	s.target, s.hint, s.failure = l, "", ""
	if s.one != nil {
		return s.seekOne()
	}
	s.phase = collecting
	s.list.SetCount(len(s.rows))
	return nil
}

// goOn shows the page to check.
func (s *screen) goOn() {
	t := s.env.Text.Levels
	ready, _, _, waits := s.counts()
	switch {
	case waits > 0:
		s.hint = t.StillLooking
		return
	case ready == 0:
		s.hint = t.NothingToDo
		return
	}
	s.preview()
}

func (s *screen) preview() {
	s.moving = s.moving[:0]
	for i, r := range s.rows {
		if s.ready(r) {
			s.moving = append(s.moving, i)
		}
	}
	s.phase, s.hint, s.failure = checking, "", ""
	s.list.SetCount(len(s.moving))
	s.list.Select(0)
	s.gate.Appear(s.env.Clock.Now())
}

func (s *screen) check(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Scanned:
		s.hint = s.keyed(s.env.Text.Levels.ScanIgnored)
		return nil
	case ui.Intent:
		switch m.Action {
		case keymap.Back:
			s.backFromCheck()
			return nil
		case keymap.Confirm:
			if !s.gate.Open(s.env.Clock.Now()) {
				s.hint = s.keyed(s.env.Text.Levels.TooEarly)
				return nil
			}
			return s.change()
		}
	}
	s.list.Handle(msg)
	return nil
}

func (s *screen) backFromCheck() {
	s.hint = ""
	if s.one != nil {
		s.phase = choosing
		return
	}
	s.phase = collecting
	s.list.SetCount(len(s.rows))
}

// act is for the phases in which something is awaited, and for levels that could
// not be read.
func (s *screen) act(a keymap.Action) ui.Cmd {
	switch {
	case a == keymap.Choose && s.phase == unread:
		return s.readLevels()
	case a != keymap.Back:
		return nil
	case s.phase == seeking:
		s.leave()
		s.wait.Stop()
		s.generation++
		s.phase = choosing
		return nil
	case s.phase == changing:
		return ui.Tell(ui.Close{})
	case s.phase == rereading:
		// What is left stays unread, and can be read from the result.
		s.leave()
		s.wait.Stop()
		s.generation++
		s.phase = ended
		return nil
	}
	return s.close()
}

func (s *screen) end(msg ui.Msg) ui.Cmd {
	i, ok := msg.(ui.Intent)
	switch {
	case ok && i.Action == keymap.Back:
		return s.close()
	case ok && i.Action == keymap.Choose:
		if !s.anyUnread() {
			return s.close()
		}
		return s.reread()
	}
	s.list.Handle(msg)
	return nil
}

func (s *screen) anyUnread() bool {
	return slices.ContainsFunc(s.moving, func(at int) bool { return s.rows[at].again || s.rows[at].afterErr != nil })
}

// reread reads again who was changed and is not known to be.
func (s *screen) reread() ui.Cmd {
	hint := s.hint
	s.ask()
	s.hint, s.phase = hint, rereading
	for _, at := range s.moving {
		r := &s.rows[at]
		r.again = r.again || r.afterErr != nil
	}
	return ui.Batch(s.wait.Start(s.env), s.rereadOn())
}

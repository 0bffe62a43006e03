package levels

import (
	"slices"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

func (s *screen) levelsArrived(m levelsRead) {
	if m.generation != s.generation || s.phase != reading {
		return
	}
	s.wait.Stop()
	if m.err != nil {
		s.phase, s.failure = unread, ui.Sentence(s.env.Text, m.err)
		return
	}
	s.levels = slices.Clone(m.levels)
	slices.SortStableFunc(s.levels, func(a, b backend.Level) int {
		switch {
		case a.Disabled == b.Disabled:
			return 0
		case b.Disabled:
			return -1
		}
		return 1
	})
	s.usable = 0
	for _, l := range s.levels {
		if !l.Disabled {
			s.usable++
		}
	}
	s.phase = choosing
	s.pick.SetCount(len(s.levels))
}

func (s *screen) foundArrived(m found) ui.Cmd {
	at := slices.IndexFunc(s.rows, func(r row) bool { return r.serial == m.serial })
	if s.one != nil {
		if m.generation == s.generation && s.phase == seeking && at >= 0 {
			s.oneArrived(m)
		}
		return nil
	}
	s.asking = false
	if at < 0 {
		return s.lookOn()
	}
	r := &s.rows[at]
	twice := slices.ContainsFunc(s.rows, func(o row) bool { return o.state == rowFound && o.member.ID == m.member.ID })
	switch {
	case m.err != nil:
		r.state, r.err = rowFailed, m.err
	case twice:
		r.state, r.member = rowTwice, m.member
	default:
		r.state, r.member = rowFound, m.member
	}
	return s.lookOn()
}

func (s *screen) oneArrived(m found) {
	s.wait.Stop()
	s.phase = choosing
	if m.err != nil {
		s.failure = ui.Sentence(s.env.Text, m.err)
		return
	}
	s.rows[0].state, s.rows[0].member = rowFound, m.member
	*s.one = m.member
	if !s.ready(s.rows[0]) {
		s.hint = lang.Fill(s.env.Text.Levels.Same, "level", s.target.Name.String())
		return
	}
	s.preview()
}

func (s *screen) changedArrived(m changed) ui.Cmd {
	if m.generation != s.generation || s.phase != changing {
		return nil
	}
	if m.err != nil && !mayHaveChanged(m.err) {
		s.wait.Stop()
		s.preview()
		s.failure = ui.Sentence(s.env.Text, m.err)
		return nil
	}
	s.phase = rereading
	t := s.env.Text.Levels
	switch {
	case m.err == nil:
	case backend.KindOf(m.err) == backend.KindRejected:
		s.hint = t.Refused
	default:
		s.hint = t.Lost
	}
	return s.rereadOn()
}

func (s *screen) readAgainArrived(m readAgain) ui.Cmd {
	if m.generation != s.generation || s.phase != rereading {
		return nil
	}
	for i := range s.rows {
		if s.rows[i].serial == m.serial {
			s.rows[i].after, s.rows[i].afterErr, s.rows[i].again = m.member, m.err, false
		}
	}
	return s.rereadOn()
}

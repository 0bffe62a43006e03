package password

import (
	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, handled := s.wait.Handle(s.env, msg); handled {
		return cmd
	}
	if m, ok := msg.(done); ok {
		s.doneArrived(m)
		return nil
	}
	switch s.phase {
	case filling:
		return s.fill(msg)
	case checking:
		return s.check(msg)
	}
	i, ok := msg.(ui.Intent)
	if ok && (i.Action == keymap.Back || i.Action == keymap.Choose && s.phase == ended) {
		return s.close()
	}
	return nil
}

func (s *screen) close() ui.Cmd {
	s.clear()
	return ui.Tell(ui.Close{})
}

func (s *screen) fill(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		return s.close()
	}
	switch s.form.Handle(msg) {
	case widget.FormChanged:
		s.failure = ""
	case widget.FormDone:
		s.goOn()
	}
	return nil
}

// goOn shows the page to check if both fields hold the same.
func (s *screen) goOn() {
	t := s.env.Text.Password
	first, again := s.form.Secret(fieldFirst), s.form.Secret(fieldAgain)
	switch {
	case first.IsEmpty():
		s.clear()
		s.form.SetProblem(fieldFirst, t.Empty)
		return
	case !first.Equal(again):
		s.clear()
		s.form.SetProblem(fieldFirst, t.Differs)
		return
	}
	s.phase, s.failure, s.hint = checking, "", ""
	s.gate.Appear(s.env.Clock.Now())
}

func (s *screen) check(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Scanned:
		s.hint = s.keyed(s.env.Text.Password.ScanIgnored)
	case ui.Intent:
		switch m.Action {
		case keymap.Back:
			s.phase = filling
		case keymap.Confirm:
			if !s.gate.Open(s.env.Clock.Now()) {
				s.hint = s.keyed(s.env.Text.Password.TooEarly)
				return nil
			}
			return s.set()
		}
	}
	return nil
}

func (s *screen) doneArrived(m done) {
	if m.generation != s.generation || s.phase != setting {
		return
	}
	s.wait.Stop()
	if m.err == nil {
		s.phase = ended
		return
	}
	s.phase = filling
	s.clear()
	t := s.env.Text
	switch {
	case isLost(m.err):
		s.failure = t.Password.Lost
	case backend.KindOf(m.err) == backend.KindInvalid:
		s.form.SetProblem(fieldFirst, t.Password.Refused)
	default:
		s.failure = ui.Sentence(t, m.err)
	}
}

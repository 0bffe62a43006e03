package open

import (
	"errors"
	"slices"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
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
	case opened:
		return s.openedArrived(m)
	case ownerRead:
		return s.ownerArrived(m)
	case ui.Answer:
		return s.answered(m)
	}
	switch s.phase {
	case filling:
		return s.fill(msg)
	case checking:
		return s.whileChecking(msg)
	}
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		return s.backFromWaiting()
	}
	return nil
}

func (s *screen) fill(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Typed:
		s.scan.Typing(&s.form, m)
	case ui.Scanned:
		if s.scanned(m) {
			return nil
		}
	case ui.Intent:
		switch {
		case m.Action == keymap.Back:
			return s.giveUp()
		case m.Action == keymap.Choose && s.form.Focused() == fieldLevel && len(s.levels) == 0 && !s.loading:
			return s.loadLevels()
		}
	}
	switch s.form.Handle(msg) {
	case widget.FormChanged:
		s.failure = ""
	case widget.FormDone:
		return s.goOn()
	}
	return nil
}

// scanned takes a scan whole: it is the number and goes on to the next field,
// is text in another one, and never chooses anything.
func (s *screen) scanned(m ui.Scanned) bool {
	switch s.form.Focused() {
	case fieldNumber:
		s.form.Set(fieldNumber, m.Text)
		s.form.SetProblem(fieldNumber, "")
		s.failure = ""
		s.form.Handle(ui.Intent{Action: keymap.NextField})
		return true
	case fieldLevel, fieldGender, fieldCredit:
		s.scan.TakeBack(&s.form, m)
		return true
	}
	return false
}

// goOn shows the page to check, if there is nothing wrong.
func (s *screen) goOn() ui.Cmd {
	card, wrong := s.check()
	if wrong != "" {
		s.form.Focus(wrong)
		if wrong == fieldLevel && !s.loading {
			return s.loadLevels()
		}
		return nil
	}
	s.card, s.phase, s.failure, s.hint = card, checking, "", ""
	s.gate.Appear(s.env.Clock.Now())
	return nil
}

func (s *screen) whileChecking(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Scanned:
		s.hint = s.keyed(s.env.Text.Form.ScanIgnored)
	case ui.Intent:
		switch m.Action {
		case keymap.Back:
			s.phase = filling
		case keymap.Confirm:
			if !s.gate.Open(s.env.Clock.Now()) {
				s.hint = s.keyed(s.env.Text.Form.TooEarly)
				return nil
			}
			return s.save()
		}
	}
	return nil
}

// backFromWaiting leaves the screen to a card that is being opened, whose end
// becomes a notice, and ends a mere reading.
func (s *screen) backFromWaiting() ui.Cmd {
	if s.phase == saving {
		s.clearPassword()
		return ui.Tell(ui.Close{})
	}
	s.leave()
	s.wait.Stop()
	s.generation++
	s.phase = filling
	return nil
}

// giveUp closes the screen, and asks first if something was typed.
func (s *screen) giveUp() ui.Cmd {
	if !s.form.Dirty() {
		return s.close()
	}
	t := s.env.Text.Form
	return ui.Tell(ui.Ask{Title: t.LoseTitle, Body: t.LoseBody, Yes: t.LoseYes, No: t.Stay, Tag: askLose})
}

// close leaves nothing of a password behind.
func (s *screen) close() ui.Cmd {
	s.leave()
	s.clearPassword()
	return ui.Tell(ui.Close{})
}

func (s *screen) answered(m ui.Answer) ui.Cmd {
	switch {
	case !m.Yes || s.phase != filling:
	case m.Tag == askLose:
		return s.close()
	case m.Tag == askExists:
		return s.readOwner()
	}
	return nil
}

func (s *screen) levelsArrived(m levelsRead) {
	if m.generation != s.generation || !s.loading {
		return
	}
	s.wait.Stop()
	s.loading, s.levelsErr = false, m.err
	s.levels = slices.DeleteFunc(slices.Clone(m.levels), func(l backend.Level) bool { return l.Disabled })
	if m.err != nil {
		s.levels, s.failure = nil, ui.Sentence(s.env.Text, m.err)
	}
	s.renew()
}

func (s *screen) openedArrived(m opened) ui.Cmd {
	if m.generation != s.generation || s.phase != saving {
		return nil
	}
	s.wait.Stop()
	s.phase = filling
	t := s.env.Text.Form
	var e *backend.Error
	switch {
	case m.err == nil:
		done := lang.Fill(t.NoticeOpened, "number", m.member.Number.String())
		return ui.Batch(s.show(m.member), ui.Tell(ui.Notice{Level: ui.LevelGood, Text: done}))
	case backend.KindOf(m.err) == backend.KindExists:
		s.form.SetProblem(fieldNumber, t.NumberTaken)
		s.form.Focus(fieldNumber)
		body := lang.Fill(t.ExistsBody, "number", m.number)
		return ui.Tell(ui.Ask{Title: t.ExistsTitle, Body: body, Yes: t.ExistsYes, No: t.Stay, Tag: askExists})
	case isLost(m.err):
		s.failure = lang.Fill(t.OpenLost, "number", m.number) + " " + t.OpenStill
		return nil
	case errors.As(m.err, &e) && e.Kind == backend.KindInvalid && e.Field != "":
		s.form.SetProblem(e.Field, t.FieldRefused)
		s.form.Focus(e.Field)
	}
	s.failure = ui.Sentence(s.env.Text, m.err)
	return nil
}

func (s *screen) ownerArrived(m ownerRead) ui.Cmd {
	if m.generation != s.generation || s.phase != looking {
		return nil
	}
	s.wait.Stop()
	s.phase = filling
	if m.err != nil {
		s.failure = ui.Sentence(s.env.Text, m.err)
		return nil
	}
	return s.show(m.member)
}

func (s *screen) show(m backend.Member) ui.Cmd {
	s.clearPassword()
	return ui.Tell(ui.Open{Screen: ui.ScreenMember, Args: ui.Args{Member: &m}, Replace: true})
}

package edit

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
	case recordRead:
		s.recordArrived(m)
		return nil
	case levelsRead:
		s.levelsArrived(m)
		return nil
	case edited:
		s.editedArrived(m)
		return nil
	case ui.Answer:
		return s.answered(m)
	}
	switch s.phase {
	case filling:
		return s.fill(msg)
	case checking:
		return s.whileChecking(msg)
	}
	if i, ok := msg.(ui.Intent); ok {
		return s.act(i.Action)
	}
	return nil
}

func (s *screen) fill(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Typed:
		s.scan.Typing(&s.form, m)
		s.unmask()
	case ui.Pasted:
		s.unmask()
	case ui.Scanned:
		switch s.form.Focused() {
		case fieldGender, fieldLevel, fieldCredit, fieldStatus:
			s.scan.TakeBack(&s.form, m)
			return nil
		}
		s.unmask()
	case ui.Intent:
		switch {
		case m.Action == keymap.Back:
			return s.giveUp()
		case m.Action == keymap.Choose && s.form.Focused() == fieldLevel && s.levelsErr != nil:
			return s.loadLevels()
		case m.Action == keymap.Backspace, m.Action == keymap.Delete, m.Action == keymap.EraseWord:
			s.unmask()
		}
	}
	switch s.form.Handle(msg) {
	case widget.FormChanged:
		s.failure, s.hint = "", ""
	case widget.FormDone:
		return s.goOn()
	}
	return nil
}

// unmask empties the phone field before its first change: half a number with
// stars in it is nothing that could be corrected.
func (s *screen) unmask() {
	if s.form.Focused() == fieldPhone && s.isMasked() {
		s.form.Set(fieldPhone, "")
	}
}

// goOn reads the record once more and then shows the page to check.
func (s *screen) goOn() ui.Cmd {
	s.hint = ""
	if _, wrong := s.check(); wrong != "" {
		s.form.Focus(wrong)
		return nil
	}
	if !s.form.Dirty() {
		s.hint = s.env.Text.Form.NothingChanged
		return nil
	}
	return s.read(rereading)
}

func (s *screen) giveUp() ui.Cmd {
	if !s.form.Dirty() {
		return ui.Tell(ui.Close{})
	}
	t := s.env.Text.Form
	return ui.Tell(ui.Ask{Title: t.LoseTitle, Body: t.LoseBody, Yes: t.LoseYes, No: t.Stay, Tag: askLose})
}

func (s *screen) whileChecking(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Scanned:
		s.hint = s.keyed(s.env.Text.Form.ScanIgnored)
	case ui.Intent:
		switch m.Action {
		case keymap.Back:
			s.phase, s.hint, s.again = filling, "", false
			s.renew()
		case keymap.Confirm:
			return s.confirm()
		}
	}
	return nil
}

// confirm saves, but a change of prices or rights only at the second press and a
// deletion only after a question of its own.
func (s *screen) confirm() ui.Cmd {
	t := s.env.Text.Form
	switch {
	case !s.gate.Open(s.env.Clock.Now()):
		s.hint = s.keyed(t.TooEarly)
		return nil
	case s.deletes():
		m := s.base
		body := lang.Fill(t.DeleteBody, "number", m.Number.String(), "name", m.Name.String(),
			"balance", m.Balance.Grouped(), "points", m.Points.String())
		return ui.Tell(ui.Ask{Title: t.DeleteTitle, Body: body, Yes: t.DeleteYes, No: t.Stay, Tag: askDelete})
	case s.grave() && !s.again:
		s.again, s.hint = true, ""
		s.gate.Appear(s.env.Clock.Now())
		return nil
	}
	return s.save()
}

func (s *screen) grave() bool {
	return slices.ContainsFunc(s.changes, func(d difference) bool { return d.grave })
}

func (s *screen) deletes() bool {
	return s.change.Status != nil && *s.change.Status == backend.StatusClosed
}

func (s *screen) answered(m ui.Answer) ui.Cmd {
	switch {
	case !m.Yes:
	case m.Tag == askLose && s.phase == filling:
		return ui.Tell(ui.Close{})
	case m.Tag == askDelete && s.phase == checking:
		return s.save()
	}
	return nil
}

// levelsArrived offers what can be chosen. While the page to check is shown the
// form is left alone, since that page was made from it.
func (s *screen) levelsArrived(m levelsRead) {
	s.loading, s.levels, s.levelsErr = false, m.levels, m.err
	if s.phase == filling || s.phase == rereading {
		s.renew()
	}
}

// act is for the phases in which nothing is filled in or checked.
func (s *screen) act(a keymap.Action) ui.Cmd {
	switch {
	case a == keymap.Choose && s.phase == unread:
		return s.read(reading)
	case a == keymap.Choose && s.phase != saved, a != keymap.Choose && a != keymap.Back:
		return nil
	case s.phase == rereading:
		s.leave()
		s.wait.Stop()
		s.generation++
		s.phase = filling
		return nil
	case s.phase == reading:
		s.leave()
	case s.phase == saved && s.deletes():
		// The member's own screen has nothing to show any more.
		return ui.Tell(ui.GoHome{})
	}
	return ui.Tell(ui.Close{})
}

func (s *screen) recordArrived(m recordRead) {
	if m.generation != s.generation || (s.phase != reading && s.phase != rereading) {
		return
	}
	s.wait.Stop()
	s.leave()
	first := s.phase == reading
	switch {
	case m.err != nil && first:
		s.phase, s.failure = unread, ui.Sentence(s.env.Text, m.err)
		return
	case m.err != nil:
		s.phase, s.failure = filling, ui.Sentence(s.env.Text, m.err)
		return
	case first:
		s.base, s.phase = m.member, filling
		s.form = s.newForm()
		return
	}
	s.foreign = s.differences(s.base, m.member, backend.Edit{})
	s.base = m.member
	s.renew()
	s.preview()
}

// preview shows the page to check, if the record read again still leaves
// something to change.
func (s *screen) preview() {
	change, wrong := s.check()
	switch {
	case wrong != "":
		s.phase = filling
		s.form.Focus(wrong)
	case change.IsEmpty():
		s.phase, s.hint = filling, s.env.Text.Form.AlreadySo
	default:
		s.phase, s.change, s.changes, s.again = checking, change, s.planned(change), false
		s.gate.Appear(s.env.Clock.Now())
	}
}

func (s *screen) editedArrived(m edited) {
	if m.generation != s.generation || s.phase != saving {
		return
	}
	s.wait.Stop()
	if m.err == nil {
		s.phase, s.foreign, s.refused = saved, nil, nil
		if s.deletes() && m.member.Status.Kind == backend.StatusClosed {
			s.base.Status = m.member.Status
			return
		}
		s.foreign = s.differences(s.base, m.member, s.change)
		s.refused = s.notTaken(s.change, m.member)
		s.base = m.member
		return
	}
	t := s.env.Text
	s.phase, s.failure = filling, ui.Sentence(t, m.err)
	if isLost(m.err) {
		s.failure = lang.Fill(t.Form.EditLost, "number", m.number) + " " + t.Form.EditStill
	}
	var e *backend.Error
	if errors.As(m.err, &e) && e.Kind == backend.KindInvalid && e.Field != "" {
		s.form.SetProblem(e.Field, t.Form.FieldRefused)
		s.form.Focus(e.Field)
	}
}

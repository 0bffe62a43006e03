package unresolved

import (
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
	case trayRead:
		return s.trayArrived(m)
	case looked:
		return s.lookArrived(m)
	case decided:
		return s.decisionArrived(m)
	case second:
		return s.secondPassed(m)
	case ui.CaseChanged:
		s.put(m.Case)
		return s.countDown()
	case ui.Shown:
		s.covered = false
		return ui.Batch(s.load(), s.countDown())
	case ui.Answer:
		return s.answered(m)
	case ui.Intent:
		return s.act(m)
	case ui.Wheel:
		s.scrollBy(m.Delta * 3)
	case ui.Clicked:
		return s.move(msg)
	}
	return nil
}

func (s *screen) act(m ui.Intent) ui.Cmd {
	s.covered = false // or no key would come here
	switch m.Action {
	case keymap.Back:
		s.ticks++
		return ui.Tell(ui.Close{})
	case keymap.Reload:
		return s.load()
	case keymap.PageDown:
		s.scrollBy(s.detailRoom() - 1)
		return nil
	case keymap.PageUp:
		s.scrollBy(1 - s.detailRoom())
		return nil
	case keymap.LookAgain, keymap.RingAgain, keymap.DecidePaid, keymap.DecideNot, keymap.CloseIncident, keymap.VoidIt:
		return s.actOn(m.Action)
	}
	return s.move(m)
}

// move changes the selection.
func (s *screen) move(msg ui.Msg) ui.Cmd {
	if s.list.Handle(msg) != widget.ListMoved {
		return nil
	}
	s.scroll = 0
	return s.countDown()
}

// actOn does what concerns the selected operation. What is not offered does
// nothing, however it came here.
func (s *screen) actOn(a keymap.Action) ui.Cmd {
	c, ok := s.selected()
	allowed := slices.ContainsFunc(s.Offers(), func(o ui.Offer) bool { return o.Action == a && o.WhyNot == "" })
	if !ok || !allowed {
		return nil
	}
	switch a {
	case keymap.LookAgain:
		if s.looking != "" {
			return nil
		}
		return s.look(c.ID)
	case keymap.RingAgain:
		return s.ring(c)
	case keymap.CloseIncident:
		return s.askClosing(c)
	case keymap.VoidIt:
		return s.askVoiding(c)
	}
	return s.ask(c, a == keymap.DecidePaid)
}

// ring opens the screen of the operation's kind, which reads the member anew.
func (s *screen) ring(c backend.Case) ui.Cmd {
	s.covered = true
	s.ticks++
	m := backend.Member{ID: c.MemberID, Number: c.Number, Name: c.Name, Source: backend.SourceJournal, ReadAt: c.UpdatedAt}
	return ui.Tell(ui.Open{Screen: screenOf(c.Kind), Args: ui.Args{Member: &m, RetryOf: &c}})
}

func screenOf(k backend.OpKind) ui.ScreenID {
	switch k {
	case backend.OpRecharge:
		return ui.ScreenRecharge
	case backend.OpConsume:
		return ui.ScreenConsume
	}
	return ui.ScreenPoints
}

func (s *screen) ask(c backend.Case, paid bool) ui.Cmd {
	t := s.env.Text.Unresolved
	s.asked = c.ID
	q := ui.Ask{Title: t.UnpaidTitle, Body: t.UnpaidBody, Yes: t.UnpaidYes, No: t.NoCancel, Tag: askUnpaid, Reason: true}
	if paid {
		q.Title, q.Body, q.Yes, q.Tag = t.PaidTitle, t.PaidBody, t.PaidYes, askPaid
	}
	q.Body = lang.Fill(q.Body, "slip", c.Slip, "what", ui.OpWord(s.env.Text.Domain, c.Kind), "amount", s.amount(c))
	return ui.Tell(q)
}

func (s *screen) askClosing(c backend.Case) ui.Cmd {
	t := s.env.Text.Unresolved
	s.asked = c.ID
	return ui.Tell(ui.Ask{Title: t.IncidentTitle, Body: lang.Fill(t.IncidentBody, "slip", c.Slip), Yes: t.IncidentYes, No: t.NoCancel,
		Tag: askClosed, Reason: true})
}

func (s *screen) askVoiding(c backend.Case) ui.Cmd {
	t := s.env.Text.Unresolved
	s.asked = c.ID
	return ui.Tell(ui.Ask{Title: t.VoidTitle, Body: lang.Fill(t.VoidBody, "slip", c.Slip, "what", ui.OpWord(s.env.Text.Domain, c.Kind), "amount", s.amount(c)),
		Yes: t.VoidYes, No: t.NoCancel, Tag: askVoid})
}

func (s *screen) answered(m ui.Answer) ui.Cmd {
	id := s.asked
	s.asked = ""
	i := s.index(id)
	if !m.Yes || i < 0 || s.deciding != "" || !slices.Contains([]string{askPaid, askUnpaid, askClosed, askVoid}, m.Tag) {
		return nil
	}
	c := s.cases[i]
	there := c.State == backend.StateHuman || c.State == backend.StateTask || c.State == backend.StateNotFound && m.Tag == askUnpaid
	switch m.Tag {
	case askClosed:
		there = c.Incident.Open()
	case askVoid:
		there = s.mayVoid(c)
	}
	if !there {
		s.said[id] = s.env.Text.Unresolved.CaseGone
		return nil
	}
	delete(s.said, id)
	return s.decide(c, m.Tag, m.Reason)
}

func (s *screen) trayArrived(m trayRead) ui.Cmd {
	if m.generation != s.generation {
		return nil
	}
	s.loading = false
	s.rest()
	if m.err != nil {
		s.failure = ui.Sentence(s.env.Text, m.err)
		return nil
	}
	s.failure, s.loaded = "", true
	looks := s.merge(m.cases)
	s.wanted = ""
	return ui.Batch(append(looks, s.countDown())...)
}

// merge puts the fresh tray first and keeps what has left it: with its end if
// that was told, and otherwise after asking for it.
func (s *screen) merge(fresh []backend.Case) []ui.Cmd {
	var looks []ui.Cmd
	all := slices.Clone(fresh)
	for _, old := range s.cases {
		i := slices.IndexFunc(all, func(c backend.Case) bool { return c.ID == old.ID })
		switch {
		case i < 0:
			all = append(all, old)
			if !s.hasEnded(old) {
				looks = append(looks, s.lookUp(old.ID, true))
			}
		case all[i].UpdatedAt.Before(old.UpdatedAt):
			all[i] = old
		}
	}
	s.setCases(all)
	return looks
}

func (s *screen) lookArrived(m looked) ui.Cmd {
	if !m.quiet && s.looking == m.id {
		s.looking = ""
		s.rest()
	}
	if m.err == nil {
		s.put(m.kase)
	} else if !m.quiet {
		s.said[m.id] = ui.Sentence(s.env.Text, m.err)
	}
	return s.countDown()
}

func (s *screen) decisionArrived(m decided) ui.Cmd {
	if s.deciding == m.id {
		s.deciding = ""
		s.rest()
	}
	if m.err != nil {
		s.said[m.id] = decideSentence(s.env, m.err)
		return s.lookUp(m.id, true)
	}
	s.put(m.kase)
	return ui.Batch(s.countDown(), ui.Tell(m.Notice()))
}

// rest stops the spinner once nothing is awaited any more.
func (s *screen) rest() {
	if !s.loading && s.looking == "" && s.deciding == "" {
		s.wait.Stop()
	}
}

func (s *screen) secondPassed(m second) ui.Cmd {
	if m.ticks != s.ticks {
		return nil
	}
	return s.countDown()
}

package staff

import (
	"slices"

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
	case staffRead:
		s.arrived(m)
		return nil
	case done:
		return s.doneArrived(m)
	case ui.Answer:
		return s.answered(m)
	}
	switch s.phase {
	case listing:
		return s.browse(msg)
	case person:
		return s.onPage(msg)
	case dropping:
		return s.drop(msg)
	case filling:
		return s.fill(msg)
	}
	return s.act(msg)
}

// act is for the phases in which something is awaited, and for people that could not
// be read.
func (s *screen) act(msg ui.Msg) ui.Cmd {
	i, ok := msg.(ui.Intent)
	switch {
	case !ok:
		return nil
	case i.Action == keymap.Back:
		return s.close()
	case i.Action == keymap.Choose && s.phase == unread:
		return s.read()
	}
	return nil
}

func (s *screen) close() ui.Cmd {
	s.cancel()
	s.clear()
	return ui.Tell(ui.Close{})
}

func (s *screen) arrived(m staffRead) {
	if m.generation != s.generation {
		return
	}
	s.wait.Stop()
	if m.err != nil {
		s.phase, s.failure = unread, ui.Sentence(s.env.Text, m.err)
		return
	}
	s.take(m.staff)
	s.phase = listing
}

// take takes everybody over; those who were dismissed stand at the end.
func (s *screen) take(all Staff) {
	slices.SortStableFunc(all.People, func(a, b Person) int {
		switch {
		case a.Revoked.IsZero() == b.Revoked.IsZero():
			return 0
		case a.Revoked.IsZero():
			return -1
		}
		return 1
	})
	s.all = all
	s.list.SetCount(len(all.People) + 1)
}

func isIntent(msg ui.Msg, a keymap.Action) bool {
	i, ok := msg.(ui.Intent)
	return ok && i.Action == a
}

// browse moves in the list, whose last row adds somebody.
func (s *screen) browse(msg ui.Msg) ui.Cmd {
	if isIntent(msg, keymap.Back) {
		return s.close()
	}
	if s.list.Handle(msg) != widget.ListChosen && !isIntent(msg, keymap.Choose) {
		return nil
	}
	i, ok := s.list.Selected()
	s.said = ""
	switch {
	case !ok:
		return nil
	case i == len(s.all.People):
		s.fillNew()
		return nil
	}
	s.actions = widget.Picker{}
	s.show(s.all.People[i].ID)
	return nil
}

func (s *screen) onPage(msg ui.Msg) ui.Cmd {
	if isIntent(msg, keymap.Back) {
		s.phase, s.said = listing, ""
		return nil
	}
	handled, done := s.actions.Handle(msg)
	if handled {
		s.hint, s.said, s.failure = "", "", ""
	}
	if !done {
		return nil
	}
	a := s.offered(s.one())[s.actions.At()]
	if a.why != "" {
		s.hint = a.label + "：" + a.why
		return nil
	}
	return a.run()
}

func (s *screen) chooseKey() ui.Cmd {
	var lines []widget.Option
	for _, k := range s.one().Keys {
		lines = append(lines, widget.Option{Label: k.Short + "  " + k.Comment.String()})
	}
	s.keys, s.phase = widget.NewPicker(zoneKeys, lines), dropping
	return nil
}

func (s *screen) drop(msg ui.Msg) ui.Cmd {
	if isIntent(msg, keymap.Back) {
		s.show(s.who)
		return nil
	}
	keys := s.one().Keys
	if _, done := s.keys.Handle(msg); !done || s.keys.At() >= len(keys) {
		return nil
	}
	k, t := keys[s.keys.At()], s.env.Text.People
	s.dropped = k.Print
	body := lang.Fill(t.AskDropBody, "name", s.one().Name.String(), "key", k.Short)
	return ui.Tell(ui.Ask{Title: t.AskDrop, Body: body, Yes: t.Yes, No: t.No, Tag: askDrop})
}

func (s *screen) askDismissal() ui.Cmd {
	t := s.env.Text.People
	return ui.Tell(ui.Ask{Title: t.AskDismiss, Body: s.named(t.AskDismissBody), Yes: t.Yes, No: t.No, Tag: askDismiss})
}

func (s *screen) answered(m ui.Answer) ui.Cmd {
	switch {
	case !m.Yes || s.phase == saving:
	case m.Tag == askDismiss && s.phase == person:
		return s.change(Change{Do: DoDismiss})
	case m.Tag == askDrop && s.phase == dropping:
		return s.change(Change{Do: DoDropKey, Key: s.dropped})
	}
	return nil
}

func (s *screen) doneArrived(m done) ui.Cmd {
	if m.generation != s.generation || s.phase != saving {
		return nil
	}
	s.wait.Stop()
	if m.unread == nil {
		s.take(m.staff)
	}
	if m.err != nil {
		return s.refused(m)
	}
	s.clear()
	if m.unread != nil {
		// What was read before would show what is no longer so.
		s.phase, s.failure = unread, ui.Sentence(s.env.Text, m.unread)
		return nil
	}
	s.said = lang.Fill(doneWords(s.env.Text.People, m.do), "name", m.name)
	s.show(m.id)
	if i := slices.IndexFunc(s.all.People, func(p Person) bool { return p.ID == m.id }); i >= 0 {
		s.list.Select(i)
	}
	if m.do == 0 {
		return s.fillPIN()
	}
	return nil
}

// refused goes back to where it was asked, with what was wrong beside its field.
func (s *screen) refused(m done) ui.Cmd {
	words, field := fieldWords(s.env.Text.People, m.err)
	switch m.do {
	case DoDismiss, DoUnlock, DoDropKey:
		s.show(m.id)
		s.failure = says(s.env, m.err)
		return nil
	}
	s.phase = filling
	if words == "" {
		s.failure = ui.Sentence(s.env.Text, m.err)
		return nil
	}
	s.form.Focus(field)
	s.form.SetProblem(field, words)
	return nil
}

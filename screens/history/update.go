package history

import (
	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// Update handles one message.
func (s *Screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, mine := s.wait.Handle(s.env, msg); mine {
		return cmd
	}
	if m, ok := msg.(arrived); ok {
		return s.arrived(m)
	}
	switch s.mode {
	case modeKind:
		return s.choosing(msg)
	case modeRange:
		return s.dating(msg)
	}
	switch m := msg.(type) {
	case ui.Intent:
		return s.intent(m)
	case ui.Clicked, ui.Wheel:
		s.list.Handle(m)
		return s.readOn()
	case ui.Scanned:
		s.giveUp()
		return ui.Tell(ui.GoHome{Query: m.Text, Scan: true})
	case ui.CaseChanged:
		return s.caseChanged(m.Case)
	}
	return nil
}

func (s *Screen) intent(m ui.Intent) ui.Cmd {
	switch m.Action {
	case keymap.Back:
		s.giveUp()
		return ui.Tell(ui.Close{})
	case keymap.Choose:
		return s.retry()
	case keymap.Reload:
		return s.restart()
	case keymap.Undo:
		return s.undo()
	case keymap.FilterKind:
		s.pickKind()
		return nil
	case keymap.PeriodRange:
		s.askDates()
		return nil
	case keymap.OnlyPoints:
		s.filter.pointsOnly = !s.filter.pointsOnly
		return s.restart()
	case keymap.PeriodAll:
		return s.show(periodAll)
	case keymap.PeriodToday:
		return s.show(periodToday)
	case keymap.PeriodWeek:
		return s.show(periodWeek)
	case keymap.PeriodMonth:
		return s.show(periodMonth)
	}
	s.list.Handle(m)
	return s.readOn()
}

func (s *Screen) show(p period) ui.Cmd {
	s.filter = s.filter.within(p, s.env.Today())
	return s.restart()
}

// retry reads the page again that failed; what was read stays.
func (s *Screen) retry() ui.Cmd {
	if s.err == nil {
		return nil
	}
	return s.readPage()
}

func (s *Screen) arrived(m arrived) ui.Cmd {
	if m.generation != s.generation {
		return nil
	}
	s.giveUp()
	s.err = m.err
	if m.err != nil {
		return nil
	}
	s.add(m.page)
	return s.readOn()
}

// caseChanged reads again when an operation on this card came to an end while
// the newest rows are in sight; further down the list stays where it is.
func (s *Screen) caseChanged(c backend.Case) ui.Cmd {
	if i, _ := s.list.Selected(); c.MemberID != s.member.ID || c.State.Open() || i > 0 {
		return nil
	}
	return s.restart()
}

func (s *Screen) pickKind() {
	options := make([]widget.Option, 0, len(kinds()))
	for _, k := range kinds() {
		options = append(options, widget.Option{Label: kindWord(s.env, k)})
	}
	s.kinds = widget.NewPicker(zonePicker, options)
	for i, k := range kinds() {
		if k == s.filter.kind {
			s.kinds.Choose(i)
		}
	}
	s.mode = modeKind
}

func (s *Screen) choosing(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		s.mode = modeList
		return nil
	}
	if _, done := s.kinds.Handle(msg); !done {
		return nil
	}
	s.mode = modeList
	s.filter.kind = kinds()[s.kinds.At()]
	return s.restart()
}

func (s *Screen) askDates() {
	t := s.env.Text.History
	from, to := s.filter.days(s.env.Zone)
	s.dates = widget.NewForm(zoneRange,
		widget.FormField{Name: "from", Label: t.RangeFrom, Hint: t.RangeHint, Limit: 10, Value: from},
		widget.FormField{Name: "to", Label: t.RangeTo, Hint: t.RangeHint, Limit: 10, Value: to})
	s.mode = modeRange
}

func (s *Screen) dating(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		s.mode = modeList
		return nil
	}
	was := s.dates.Focused()
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Choose && !s.dayIsRight(was) {
		return nil
	}
	if s.dates.Handle(msg) != widget.FormDone {
		return nil
	}
	return s.takeDates()
}

// dayIsRight says at the field itself what is wrong with it.
func (s *Screen) dayIsRight(name string) bool {
	if _, err := parseDay(s.dates.Value(name), s.env.Today()); err != nil {
		s.dates.SetProblem(name, s.env.Text.History.BadDate)
		return false
	}
	return true
}

func (s *Screen) takeDates() ui.Cmd {
	for _, name := range []string{"from", "to"} {
		if !s.dayIsRight(name) {
			s.dates.Focus(name)
			return nil
		}
	}
	from, _ := parseDay(s.dates.Value("from"), s.env.Today())
	to, _ := parseDay(s.dates.Value("to"), s.env.Today())
	f := s.filter.between(from, to, s.env.Zone)
	if !f.from.IsZero() && !f.to.IsZero() && f.from.After(f.to) {
		s.dates.SetProblem("to", s.env.Text.History.Backwards)
		return nil
	}
	s.mode, s.filter = modeList, f
	return s.restart()
}

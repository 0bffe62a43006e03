package audit

import (
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, handled := s.wait.Handle(s.env, msg); handled {
		return cmd
	}
	switch m := msg.(type) {
	case pageRead:
		return s.pageArrived(m)
	case checked:
		s.checkArrived(m)
		return nil
	case checkTick:
		if s.check == nil || m.ticks != s.ticks {
			return nil
		}
		return s.tick()
	case ui.Scanned:
		return s.scanned(m)
	}
	switch s.mode {
	case modeKind, modeWho:
		return s.choose(msg)
	case modeDates:
		return s.date(msg)
	case modeSlip:
		return s.typeSlip(msg)
	}
	return s.browse(msg)
}

// scanned looks a card up, as everywhere; a slip is typed.
func (s *screen) scanned(m ui.Scanned) ui.Cmd {
	s.giveUp()
	return ui.Tell(ui.GoHome{Query: m.Text, Scan: true})
}

func (s *screen) browse(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Typed:
		s.beginSlip(m)
		return nil
	case ui.Intent:
		if cmd, mine := s.act(m.Action); mine {
			return cmd
		}
	}
	switch s.list.Handle(msg) {
	case widget.ListChosen:
		return s.open()
	case widget.ListMoved, widget.ListSame:
		s.budget = reads
		return s.readOn()
	}
	return nil
}

func (s *screen) act(a keymap.Action) (ui.Cmd, bool) {
	switch a {
	case keymap.Back:
		return s.back(), true
	case keymap.Choose:
		return s.open(), true
	case keymap.Reload:
		return s.restart(), true
	case keymap.VerifyChain:
		return s.verify(), true
	case keymap.FilterKind:
		s.pickKind()
		return nil, true
	case keymap.PeriodRange:
		s.askDates()
		return nil, true
	case keymap.PeriodToday, keymap.PeriodWeek, keymap.PeriodMonth, keymap.PeriodAll:
		s.span = widget.SpanOf(a, s.env.Today())
		return s.restart(), true
	}
	return nil, false
}

// back leaves a slip first, then the screen.
func (s *screen) back() ui.Cmd {
	if s.query.Slip != "" {
		return s.about("")
	}
	s.giveUp()
	return ui.Tell(ui.Close{})
}

// open reads on where that waits for a key, or shows the slip of the row alone.
func (s *screen) open() ui.Cmd {
	e, ok := s.selected()
	switch {
	case s.stuck():
		s.err, s.budget = nil, reads
		return s.readOn()
	case !ok || e.Op == nil || s.query.Slip != "":
		return nil
	}
	return s.about(e.Op.Slip)
}

func (s *screen) about(slip string) ui.Cmd {
	s.query.Slip, s.mode = slip, modeList
	return s.restart()
}

// choose takes a kind, then a person, and then filters.
func (s *screen) choose(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		s.mode = modeList
		return nil
	}
	if _, done := s.picker.Handle(msg); !done {
		return nil
	}
	if s.mode == modeKind {
		s.query.Kind = Kind(s.picker.At())
		s.pickWho()
		return nil
	}
	s.query.Who = ""
	if at := s.picker.At(); at > 0 {
		s.query.Who = s.options[at].Label
	}
	s.mode = modeList
	return s.restart()
}

// beginSlip opens the field for a slip with its first character.
func (s *screen) beginSlip(m ui.Typed) {
	r := []rune(money.Fold(string(m.Rune)))
	if len(r) != 1 || r[0] != '#' && (r[0] < '0' || r[0] > '9') && (r[0] < 'A' || r[0] > 'Z') {
		return
	}
	s.slip.Set("")
	s.mode = modeSlip
	if r[0] != '#' {
		s.slip.Handle(m)
	}
}

func (s *screen) typeSlip(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok {
		switch i.Action {
		case keymap.Back:
			s.mode = modeList
			return nil
		case keymap.Choose:
			typed := strings.TrimPrefix(strings.TrimSpace(money.Fold(s.slip.Value())), "#")
			return s.about(strings.ToUpper(typed))
		}
	}
	s.slip.Handle(msg)
	return nil
}

func (s *screen) askDates() {
	t := s.env.Text.History
	from, to := s.span.Days(s.env.Zone)
	s.dates = widget.NewForm(zoneDates,
		widget.FormField{Name: "from", Label: t.RangeFrom, Hint: t.RangeHint, Limit: widget.DayRoom, Value: from},
		widget.FormField{Name: "to", Label: t.RangeTo, Hint: t.RangeHint, Limit: widget.DayRoom, Value: to})
	s.mode = modeDates
}

func (s *screen) date(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		s.mode = modeList
		return nil
	}
	if s.dates.Handle(msg) != widget.FormDone {
		return nil
	}
	from, right := s.day("from")
	to, also := s.day("to")
	switch {
	case !right:
		s.dates.Focus("from")
		return nil
	case !also:
		return nil
	case !from.IsZero() && !to.IsZero() && from.String() > to.String():
		s.dates.SetProblem("to", s.env.Text.History.Backwards)
		return nil
	}
	s.mode, s.span = modeList, widget.SpanBetween(from, to, s.env.Zone)
	return s.restart()
}

// day reads a field; nothing in it is an open end. It says at the field what is
// wrong with it.
func (s *screen) day(name string) (backend.Date, bool) {
	typed := s.dates.Value(name)
	if typed == "" {
		return backend.Date{}, true
	}
	d, ok := widget.PastDay(typed, s.env.Today())
	if !ok {
		s.dates.SetProblem(name, s.env.Text.History.BadDate)
	}
	return d, ok
}

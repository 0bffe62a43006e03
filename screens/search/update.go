package search

import (
	"slices"

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
	switch m := msg.(type) {
	case ui.Typed, ui.Pasted:
		return s.typed(m)
	case ui.Scanned:
		return s.searchFor(trimTrack(m.Text), keptScan)
	case ui.GoHome:
		return s.sentHome(m)
	case ui.Intent:
		return s.intent(m)
	case ui.Clicked, ui.Wheel:
		return s.pointed(m)
	case ui.Shown:
		s.input.SetOld()
		return s.readRecent()
	case ui.CaseChanged:
		s.caseChanged(m.Case)
	case paused:
		return s.paused(m)
	case found:
		return s.found(m)
	case recently:
		s.recent = slices.Clone(m.rows)
		s.layout()
	}
	return nil
}

func (s *Screen) intent(m ui.Intent) ui.Cmd {
	switch m.Action {
	case keymap.Choose:
		return s.choose()
	case keymap.Back:
		return s.clear()
	case keymap.Up, keymap.Down, keymap.PageUp, keymap.PageDown:
		s.list.Handle(m)
		return nil
	case keymap.Recharge:
		return s.open(ui.ScreenRecharge)
	case keymap.Consume:
		return s.open(ui.ScreenConsume)
	case keymap.Points:
		return s.open(ui.ScreenPoints)
	case keymap.History:
		return s.open(ui.ScreenHistory)
	case keymap.Edit:
		return s.open(ui.ScreenEdit)
	case keymap.OpenCard:
		return s.openCard()
	case keymap.Unresolved:
		return ui.Tell(ui.Open{Screen: ui.ScreenUnresolved})
	}
	return s.typed(m)
}

// typed lets the box have the message and looks up what it then asks for.
func (s *Screen) typed(msg ui.Msg) ui.Cmd {
	was := s.query()
	s.input.Handle(msg)
	if s.query() == was {
		return nil
	}
	return s.changed()
}

// changed gives up on the question before and, once nobody types any more, asks
// the next one. What is listed stays until its answer comes, unless none will.
func (s *Screen) changed() ui.Cmd {
	s.giveUp()
	s.generation++
	s.kept, s.follow = keptNothing, ""
	s.list.Select(0)
	if s.answered() {
		s.layout()
		return nil
	}
	if s.query() == "" || !s.caps.FindWhileTyping || missing(s.query()) > 0 {
		s.answer = answer{}
		s.layout()
		return nil
	}
	s.typing = true
	s.layout()
	return s.pause()
}

func (s *Screen) paused(m paused) ui.Cmd {
	if m.generation != s.generation || !s.typing {
		return nil
	}
	return s.find()
}

// searchFor puts a text into the box and asks for it at once.
func (s *Screen) searchFor(text string, k kept) ui.Cmd {
	s.input.Set(text)
	if s.query() == "" {
		return s.changed()
	}
	cmd := s.find()
	s.kept = k
	s.list.Select(0)
	s.layout()
	return cmd
}

func (s *Screen) sentHome(m ui.GoHome) ui.Cmd {
	switch {
	case m.Scan:
		return s.searchFor(trimTrack(m.Query), keptScan)
	case m.Query != "":
		s.input.Set(m.Query)
		return s.changed()
	}
	s.input.SetOld()
	return s.readRecent()
}

// choose opens the selected row if it belongs to what is in the box, and is
// remembered until it does otherwise.
func (s *Screen) choose() ui.Cmd {
	if s.query() == "" || s.answered() && len(s.answer.rows) > 0 {
		return s.open(ui.ScreenMember)
	}
	if s.cancel != nil {
		s.kept = keptEnter
		return nil
	}
	cmd := s.find()
	s.kept = keptEnter
	return cmd
}

func (s *Screen) found(m found) ui.Cmd {
	if m.generation != s.generation {
		return nil
	}
	k, follow := s.kept, s.follow
	s.giveUp()
	s.kept, s.follow = keptNothing, ""
	rows := rank(m.query, m.rows, s.recent)
	s.answer = answer{query: m.query, rows: rows[:min(len(rows), maxRows)], rest: max(len(rows)-maxRows, 0),
		scanned: k == keptScan, err: m.err, known: true}
	s.list.Select(0)
	s.layout()
	return s.openMeant(k, follow, rows)
}

// openMeant opens the member that Enter or a scan can only have meant, or what
// was asked for with that member while the answer was awaited. Where money may
// not move, the member's own screen says why.
func (s *Screen) openMeant(k kept, follow ui.ScreenID, rows []backend.Member) ui.Cmd {
	hit, ok := exact(s.answer.query, rows)
	if k == keptEnter && !ok && len(rows) == 1 {
		hit, ok = rows[0], true
	}
	if k == keptNothing || !ok {
		return nil
	}
	if follow == "" || widget.MoneyWhyNot(s.env, hit) != "" {
		follow = ui.ScreenMember
	}
	return openScreen(follow, hit)
}

// expectsOne tells whether Enter or a scan waits for its answer.
func (s *Screen) expectsOne() bool { return s.cancel != nil && s.kept != keptNothing }

// Expects tells whether a screen was asked for that opens with the answer.
func (s *Screen) Expects() bool { return s.expectsOne() && s.follow != "" }

// open opens a screen for the selected member, if the list is what the box asks
// for.
func (s *Screen) open(id ui.ScreenID) ui.Cmd {
	if s.expectsOne() {
		s.follow = id
		return nil
	}
	m, ok := s.selected()
	if !ok || s.busy() {
		return nil
	}
	return openScreen(id, m)
}

func openScreen(id ui.ScreenID, m backend.Member) ui.Cmd {
	return ui.Tell(ui.Open{Screen: id, Args: ui.Args{Member: &m}})
}

// openCard opens a new card, with the number that was searched in vain.
func (s *Screen) openCard() ui.Cmd {
	args := ui.Args{}
	if q := s.query(); s.answered() && len(s.answer.rows) == 0 && allDigits(q) {
		args.Number = q
	}
	return ui.Tell(ui.Open{Screen: ui.ScreenOpenCard, Args: args})
}

// caseChanged keeps a listed balance from being shown as live after money moved:
// it becomes that of the receipt, or is marked as no longer live, as it also is
// while nobody knows whether it moved.
func (s *Screen) caseChanged(c backend.Case) {
	unknown := c.State == backend.StateUnknown || c.State == backend.StateHuman
	if c.State.Open() && !unknown || c.Outcome() == backend.OutcomeRefused {
		return
	}
	for _, rows := range [][]backend.Member{s.answer.rows, s.recent} {
		for i := range rows {
			m := &rows[i]
			switch {
			case m.ID != c.MemberID:
			case c.Receipt != nil:
				m.Balance, m.Points, m.ReadAt = c.Receipt.Balance, c.Receipt.Points, c.UpdatedAt
			default:
				m.Source = backend.SourceJournal
			}
		}
	}
}

// clear empties the box.
func (s *Screen) clear() ui.Cmd {
	if s.input.IsEmpty() {
		return nil
	}
	s.input.Set("")
	return s.changed()
}

// pointed is the mouse: a click selects, a second one opens.
func (s *Screen) pointed(msg ui.Msg) ui.Cmd {
	if s.list.Handle(msg) == widget.ListChosen {
		return s.choose()
	}
	return nil
}

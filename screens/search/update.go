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
		return s.scanned(m.Text)
	case ui.GoHome:
		return s.sentHome(m)
	case ui.Intent:
		return s.intent(m)
	case ui.Clicked, ui.Wheel:
		return s.pointed(m)
	case ui.Shown:
		return s.shown()
	case ui.CaseChanged:
		s.caseChanged(m.Case)
	case paused:
		return s.paused(m)
	case found:
		return s.found(m)
	case copied:
		return s.copied(m)
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
		s.chosen = s.list.Handle(m) == widget.ListMoved || s.chosen
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
	case keymap.Reload:
		return s.reload()
	case keymap.Unresolved:
		return ui.Tell(ui.Open{Screen: ui.ScreenUnresolved})
	}
	return s.typed(m)
}

// typed lets the box have the message and looks up what it then asks for. A
// change of the command alone asks for nobody else.
func (s *Screen) typed(msg ui.Msg) ui.Cmd {
	text, was, old := s.input.Value(), s.query(), s.input.Old()
	s.input.Handle(msg)
	if s.input.Value() == text {
		return nil
	}
	if _, erased := msg.(ui.Intent); old && !erased || s.input.IsEmpty() {
		s.literal = false
	}
	s.read()
	if s.query() == was {
		return nil
	}
	return s.changed()
}

// changed gives up on the question before, asks the local copy and, once nobody
// types any more, the vendor. What is listed stays until an answer comes.
func (s *Screen) changed() ui.Cmd {
	s.giveUp()
	s.generation++
	s.chosen, s.looking = false, false
	s.list.Select(0)
	if s.answered() {
		s.layout()
		return nil
	}
	if s.query() == "" {
		s.answer = answer{}
		s.layout()
		return nil
	}
	look := s.look()
	s.layout()
	if !s.caps.FindWhileTyping || missing(s.query()) > 0 {
		return look
	}
	s.typing = true
	return ui.Batch(look, s.pause())
}

func (s *Screen) paused(m paused) ui.Cmd {
	if m.generation != s.generation || !s.typing {
		return nil
	}
	return s.find(s.kept)
}

// scanned searches for a scan at once, as it is: a bar code is no command,
// whatever is in it.
func (s *Screen) scanned(text string) ui.Cmd {
	s.set(trimTrack(text), true)
	cmd := s.changed()
	if s.query() == "" {
		return cmd
	}
	return ui.Batch(cmd, s.find(keptScan))
}

func (s *Screen) sentHome(m ui.GoHome) ui.Cmd {
	switch {
	case m.Scan:
		return s.scanned(m.Query)
	case m.Query != "":
		s.set(m.Query, false)
		return s.changed()
	}
	return s.shown()
}

// shown is on top again: what the member was asked for may have told the copy
// something newer.
func (s *Screen) shown() ui.Cmd {
	s.input.SetOld()
	if !s.listed() {
		return s.readRecent()
	}
	return ui.Batch(s.readRecent(), s.look())
}

// reload asks the vendor now, whatever the local copy said.
func (s *Screen) reload() ui.Cmd {
	if s.query() == "" {
		return s.readRecent()
	}
	return s.find(keptNothing)
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
	for _, rows := range [][]backend.Member{s.answer.rows, s.answer.live, s.copy.Members, s.recent} {
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
	s.set("", false)
	return s.changed()
}

// pointed is the mouse: a click selects, a second one opens.
func (s *Screen) pointed(msg ui.Msg) ui.Cmd {
	switch s.list.Handle(msg) {
	case widget.ListMoved:
		s.chosen = true
	case widget.ListChosen:
		s.chosen = true
		return s.choose()
	}
	return nil
}

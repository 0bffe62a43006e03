package search

import (
	"slices"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// choose opens the selected row if it belongs to what is in the box, or does with
// it what the command says. Otherwise it is kept until the answer comes, and asks
// for it where nothing is under way. A command that is not understood does
// nothing.
func (s *Screen) choose() ui.Cmd {
	switch {
	case s.reading.flaw != nil:
		return nil
	case s.query() == "":
		return s.open(ui.ScreenMember)
	case s.listed() && s.settled() && s.reading.order != nil:
		return s.carryOut()
	case s.listed() && s.settled():
		return s.open(ui.ScreenMember)
	case s.cancel != nil || s.looking && !s.caps.FindWhileTyping:
		s.kept = keptEnter
		return nil
	}
	return s.find(keptEnter)
}

// openMeant opens the member that Enter or a scan can only have meant, or what
// was asked for with that member while the answer was awaited. Where money may
// not move, the member's own screen says why.
func (s *Screen) openMeant(k kept, follow ui.ScreenID) ui.Cmd {
	if k == keptNothing {
		return nil
	}
	if k == keptEnter && s.reading.order != nil && follow == "" {
		return s.carryOut()
	}
	hit, ok := exact(s.answer.query, s.answer.rows)
	if k == keptEnter && !ok && s.answer.total == 1 {
		hit, ok = s.answer.rows[0], true
	}
	if !ok {
		return nil
	}
	if follow == "" || widget.MoneyWhyNot(s.env, hit) != "" {
		follow = ui.ScreenMember
	}
	return openScreen(follow, hit)
}

// carryOut does what the command says with the only member that can be meant: the
// row that a hand chose, the card itself, or a single hit. Of several it does
// nothing but wait for the Enter that chooses one.
func (s *Screen) carryOut() ui.Cmd {
	hit, ok := exact(s.answer.query, s.answer.rows)
	single := len(s.answer.rows) == 1 && s.answer.total == 1
	switch {
	case len(s.answer.rows) == 0:
		return nil
	case s.chosen || s.offered:
		hit, ok = s.selected()
	case ok:
	case !s.answer.asked && !s.complete():
		// The copy has one of the name; the vendor may have another.
		return s.find(keptEnter)
	case single:
		hit, ok = s.answer.rows[0], true
	}
	if !ok {
		s.offered = true
		return nil
	}
	return s.openOrder(hit)
}

// openOrder opens the screen of the command for a member, if its key could. The
// command leaves the box with it, so that no second Enter repeats it.
func (s *Screen) openOrder(m backend.Member) ui.Cmd {
	o := *s.reading.order
	s.list.Select(slices.IndexFunc(s.answer.rows, func(r backend.Member) bool { return r.ID == m.ID }))
	for _, offer := range s.Offers() {
		if offer.Action == keyOf(o.screen) && offer.WhyNot != "" {
			return ui.Tell(ui.Notice{Level: ui.LevelWarn, Text: offer.WhyNot})
		}
	}
	s.set(s.query(), true)
	return ui.Tell(ui.Open{Screen: o.screen, Args: ui.Args{Member: &m, Order: &o.Order}})
}

// keyOf is the key that opens the screen of a command by hand.
func keyOf(screen ui.ScreenID) keymap.Action {
	switch screen {
	case ui.ScreenRecharge:
		return keymap.Recharge
	case ui.ScreenConsume:
		return keymap.Consume
	}
	return keymap.Points
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
	if !ok || !s.settled() {
		return nil
	}
	return openScreen(id, m)
}

func openScreen(id ui.ScreenID, m backend.Member) ui.Cmd {
	return ui.Tell(ui.Open{Screen: id, Args: ui.Args{Member: &m}})
}

// Help is what the help says of the box: what no key of the table tells.
func (s *Screen) Help() []string {
	t, th := s.env.Text.Search, s.env.Theme
	lines := []string{th.Title.Render(t.HelpTitle)}
	for _, l := range t.Help {
		lines = append(lines, th.Key.Render(widget.Cell(l[0], 17, widget.Start))+l[1])
	}
	foot := lang.Fill(t.HelpFoot, "key", widget.KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
	return append(lines, th.Dim.Render(foot), th.Dim.Render(widget.KeyName(s.env, keymap.ScopeHome, keymap.Reload)+"  "+t.HelpReload))
}

package rechargelog

import (
	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	cmd := s.update(msg)
	s.count()
	return cmd
}

func (s *screen) update(msg ui.Msg) ui.Cmd {
	if isInput(msg) {
		switch s.mode {
		case modeStore, modePay:
			return s.choose(msg)
		case modeSums:
			if done, cmd := s.look(msg); done {
				return cmd
			}
		}
	}
	if cmd, mine := s.log.Handle(msg); mine {
		return cmd
	}
	switch m := msg.(type) {
	case ui.Intent:
		return s.act(m.Action)
	case ui.Clicked:
		return s.open()
	case ui.Scanned:
		s.log.GiveUp()
		return ui.Tell(ui.GoHome{Query: m.Text, Scan: true})
	}
	return nil
}

// isInput tells what a person did from what comes back from the vendor.
func isInput(msg ui.Msg) bool {
	switch msg.(type) {
	case ui.Intent, ui.Typed, ui.Pasted, ui.Scanned, ui.Clicked, ui.Wheel:
		return true
	}
	return false
}

func (s *screen) act(a keymap.Action) ui.Cmd {
	t := s.env.Text.RechargeLog
	switch a {
	case keymap.Back:
		s.log.GiveUp()
		return ui.Tell(ui.Close{})
	case keymap.FilterKind:
		s.pick(modeStore, t.AllStores, s.store, s.storeName)
	case keymap.NextField:
		s.mode = modeSums
	case keymap.Choose:
		return s.open()
	}
	return nil
}

// open shows the member of the selected row, who is read anew there.
func (s *screen) open() ui.Cmd {
	i, ok := s.log.List.Selected()
	if !ok {
		return nil
	}
	l := s.log.Row(i)
	m := l.who
	if m.ID == "" {
		m = backend.Member{ID: l.MemberID, Source: backend.SourceMirror, ReadAt: s.env.Clock.Now()}
	}
	return ui.Tell(ui.Open{Screen: ui.ScreenMember, Args: ui.Args{Member: &m}})
}

// look moves in the sums. Periods and filters hold there too.
func (s *screen) look(msg ui.Msg) (done bool, cmd ui.Cmd) {
	if s.log.Dating() {
		return false, nil
	}
	if i, ok := msg.(ui.Intent); ok {
		switch i.Action {
		case keymap.Back, keymap.NextField, keymap.PrevField:
			s.mode = modeList
			return true, nil
		case keymap.Choose:
			return !s.log.CanContinue(), nil
		}
	}
	return s.totals.Handle(msg) != widget.ListNone, nil
}

// choose takes a store, then a pay type, and then filters.
func (s *screen) choose(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		s.mode = modeList
		s.apply()
		return nil
	}
	if _, done := s.picker.Handle(msg); !done {
		return nil
	}
	chosen := ""
	if at := s.picker.At(); at > 0 {
		chosen = s.options[at].Label
	}
	if s.mode == modeStore {
		s.store = chosen
		s.pick(modePay, s.env.Text.RechargeLog.AllPays, s.pay, s.payName)
		return nil
	}
	s.pay, s.mode = chosen, modeList
	s.apply()
	return nil
}

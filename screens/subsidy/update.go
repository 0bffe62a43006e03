package subsidy

import (
	"unicode"

	"guitai/backend/money"
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
	if m, ok := msg.(memberRead); ok {
		s.memberErr = m.err
		if m.err == nil {
			*s.member, s.balance = m.member, true
		}
		return nil
	}
	switch {
	case s.mode == modeKind && isInput(msg):
		return s.chooseKind(msg)
	case s.mode == modeFilter && isInput(msg):
		return s.typeFilter(msg)
	}
	if cmd, mine := s.log.Handle(msg); mine {
		return cmd
	}
	switch m := msg.(type) {
	case ui.Intent:
		return s.act(m.Action)
	case ui.Typed:
		s.begin(m)
	case ui.Pasted:
		s.mode = modeFilter
		return s.typeFilter(m)
	case ui.Scanned:
		s.filter.Set(m.Text)
		s.apply()
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
	switch a {
	case keymap.Back:
		s.log.GiveUp()
		s.leave()
		return ui.Tell(ui.Close{})
	case keymap.FilterKind:
		t := s.env.Text.Subsidy
		s.kinds = widget.NewPicker(zoneKinds, []widget.Option{{Label: t.AllKinds}, {Label: t.Paid}, {Label: t.Cleared}})
		s.kinds.Choose(int(s.kind))
		s.mode = modeKind
	case keymap.NextField:
		s.mode = modeFilter
	}
	return nil
}

// begin starts the filter with a digit or a Han character: letters are keys
// here.
func (s *screen) begin(m ui.Typed) {
	for _, r := range money.Fold(string(m.Rune)) {
		if unicode.IsDigit(r) || unicode.Is(unicode.Han, r) {
			s.mode = modeFilter
			s.filter.SetOld()
			s.typeFilter(m)
		}
	}
}

func (s *screen) typeFilter(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Scanned:
		s.filter.Set(m.Text)
		s.apply()
		return nil
	case ui.Intent:
		switch m.Action {
		case keymap.Choose:
			s.mode = modeList
			return nil
		case keymap.Back:
			s.mode = modeList
			s.filter.Set("")
			s.apply()
			return nil
		case keymap.Up, keymap.Down, keymap.PageUp, keymap.PageDown:
			cmd, _ := s.log.Handle(msg)
			return cmd
		}
	}
	if _, changed := s.filter.Handle(msg); changed {
		s.apply()
	}
	return nil
}

func (s *screen) chooseKind(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		s.mode = modeList
		return nil
	}
	if _, done := s.kinds.Handle(msg); done {
		s.mode, s.kind = modeList, kind(s.kinds.At())
		s.apply()
	}
	return nil
}

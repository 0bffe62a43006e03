package levels

import (
	"slices"
	"strconv"
	"strings"

	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) collect(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Scanned:
		s.input.TakeBack(m.Burst)
		return s.add(m.Text)
	case ui.Pasted:
		s.input.Handle(m)
		if len(numbers(s.input.Value())) > 1 {
			return s.takeInput()
		}
		return nil
	case ui.Intent:
		switch {
		case m.Action == keymap.Back:
			s.phase = choosing
			return nil
		case m.Action == keymap.Choose && strings.TrimSpace(s.input.Value()) != "":
			return s.takeInput()
		case m.Action == keymap.Choose:
			s.goOn()
			return nil
		case m.Action == keymap.Delete && s.input.IsEmpty():
			s.remove()
			return nil
		}
	}
	if handled, _ := s.input.Handle(msg); handled {
		s.hint = ""
		return nil
	}
	s.list.Handle(msg)
	return nil
}

func (s *screen) takeInput() ui.Cmd {
	text := s.input.Value()
	s.input.Set("")
	return s.add(text)
}

// numbers takes a list apart that was typed or pasted.
func numbers(text string) []string {
	return strings.FieldsFunc(money.Fold(text), func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) })
}

// add takes numbers into the list and looks them up.
func (s *screen) add(text string) ui.Cmd {
	s.hint = ""
	for _, n := range numbers(text) {
		if slices.ContainsFunc(s.rows, func(r row) bool { return r.number == n }) {
			continue
		}
		if len(s.rows) >= most {
			s.hint = lang.Fill(s.env.Text.Levels.Full, "n", strconv.Itoa(most))
			break
		}
		s.serial++
		r := row{serial: s.serial, number: n}
		if _, ok := widget.CardNumber(n); !ok {
			r.state = rowBad
		}
		s.rows = append(s.rows, r)
	}
	s.list.SetCount(len(s.rows))
	s.list.Select(len(s.rows) - 1)
	return s.lookOn()
}

func (s *screen) remove() {
	i, ok := s.list.Selected()
	if !ok {
		return
	}
	s.rows = slices.Delete(s.rows, i, i+1)
	s.list.SetCount(len(s.rows))
}

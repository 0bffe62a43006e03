package open

import (
	"guitai/keymap"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	var lines []string
	switch s.phase {
	case filling, looking:
		lines = s.formLines(s.width - 4)
	default:
		lines = s.checkLines(s.width - 4)
	}
	return widget.Body(lines, s.height)
}

func (s *screen) formLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	below := s.belowForm(width)
	lines := append([]string{"", widget.Rule(th, width, t.TitleOpen), ""}, s.form.Window(s.env, width, s.height-4-len(below))...)
	return append(append(lines, ""), below...)
}

// belowForm is what there is to say while the form is filled in.
func (s *screen) belowForm(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	if waiting := s.wait.View(s.env, s.awaited()); waiting != "" {
		return []string{waiting}
	}
	if s.failure == "" {
		return []string{th.Dim.Render(widget.Cut(t.EnterChecks, width))}
	}
	var lines []string
	for _, l := range widget.Wrap("✗ "+s.failure, width, 4) {
		lines = append(lines, th.Bad.Render(l))
	}
	return lines
}

func (s *screen) awaited() string {
	t := s.env.Text.Form
	switch s.phase {
	case saving:
		return t.Opening
	case looking:
		return t.Reading
	}
	return t.LoadingLevels
}

func (s *screen) checkLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	fields := []widget.Field{
		{Label: t.Number, Value: s.card.Number, Style: th.Bold},
		{Label: t.Level, Value: s.form.Value(fieldLevel), Style: th.Bold},
		{Label: t.Name, Value: s.card.Name, Style: th.Bold},
		{Label: t.Phone, Value: s.card.Phone, Style: th.Plain},
		{Label: t.Gender, Value: widget.GenderWord(s.env.Text.Domain, s.card.Gender), Style: th.Plain},
	}
	if s.card.Phone == "" {
		fields[3].Value, fields[3].Style = t.Empty, th.Dim
	}
	fields = append(fields, s.furtherLines()...)
	lines := append([]string{"", widget.Rule(th, width, t.Check), ""}, s.columns(fields, width)...)
	return append(lines, "", s.pressLine(width))
}

// columns draw a short card in one column and a long one in two.
func (s *screen) columns(fields []widget.Field, width int) []string {
	if len(fields) <= 8 {
		return widget.Fields(s.env.Theme, width, fields)
	}
	half, each := (len(fields)+1)/2, (width-2)/2
	return widget.Beside(widget.Fields(s.env.Theme, each, fields[:half]), widget.Fields(s.env.Theme, each, fields[half:]), each, 2)
}

func (s *screen) pressLine(width int) string {
	th := s.env.Theme
	if s.phase == saving {
		if waiting := s.wait.View(s.env, s.awaited()); waiting != "" {
			return widget.Cut(waiting, width)
		}
		return "  " + s.awaited()
	}
	press := th.Good.Render("▶ " + s.keyed(s.env.Text.Form.PressOpen))
	if s.hint != "" {
		press += "   " + th.Warn.Render(s.hint)
	}
	return widget.Cut(press, width)
}

// keyed names the key that confirms, in a sentence that speaks of it.
func (s *screen) keyed(text string) string {
	return lang.Fill(text, "key", widget.KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
}

package open

import (
	"strconv"
	"strings"

	"guitai/keymap"
	"guitai/ui"
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
	lines := append([]string{"", widget.Rule(th, width, t.TitleOpen), ""}, s.form.View(s.env, width)...)
	for i := range lines {
		lines[i] = widget.Cut(s.narrowed(lines[i], width), width)
	}
	lines = append(lines, "")
	if waiting := s.wait.View(s.env, s.awaited()); waiting != "" {
		return append(lines, waiting)
	}
	if s.failure == "" {
		return append(lines, th.Dim.Render(t.EnterChecks))
	}
	for _, l := range widget.Wrap("✗ "+s.failure, width, 4) {
		lines = append(lines, th.Bad.Render(l))
	}
	return lines
}

// narrowed draws a choice of more levels than fit beside each other as the
// chosen one between arrows.
func (s *screen) narrowed(line string, width int) string {
	if widget.Width(line) <= width || s.form.Focused() != fieldLevel {
		return line
	}
	head, _, found := strings.Cut(line, ui.Caret)
	if !found {
		return line
	}
	count := strconv.Itoa(s.form.Choice(fieldLevel)+1) + "/" + strconv.Itoa(len(s.levels))
	chosen := s.env.Theme.Selected.Render("▸" + s.form.Value(fieldLevel) + " ")
	return head + ui.Caret + "◂ " + chosen + " ▸  " + s.env.Theme.Dim.Render(count)
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
	lines := append([]string{"", widget.Rule(th, width, t.Check), ""}, widget.Fields(th, width, fields)...)
	return append(lines, "", s.pressLine(width))
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

package edit

import (
	"guitai/keymap"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	width := s.width - 4
	lines := []string{"", widget.MemberLine(s.env, s.base, width), ""}
	switch s.phase {
	case reading:
		lines = append(lines, s.wait.View(s.env, s.env.Text.Form.Reading))
	case unread:
		lines = append(append(lines, s.failureLines(width)...), "", s.env.Theme.Dim.Render(s.env.Text.Form.ReadAgain))
	case filling, rereading:
		lines = append(lines, s.formLines(width)...)
	case checking, saving:
		lines = append(lines, s.checkLines(width)...)
	case saved:
		lines = append(lines, s.savedLines(width)...)
	}
	return widget.Body(lines, s.height)
}

func (s *screen) failureLines(width int) []string {
	lines := widget.Wrap("✗ "+s.failure, width, 4)
	for i := range lines {
		lines[i] = s.env.Theme.Bad.Render(lines[i])
	}
	return lines
}

func (s *screen) formLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	lines := append([]string{widget.Rule(th, width, t.TitleEdit), ""}, s.form.View(s.env, width)...)
	for i := range lines {
		lines[i] = widget.Cut(lines[i], width)
	}
	lines = append(lines, "")
	waiting := s.wait.View(s.env, t.Reading)
	switch {
	case waiting != "":
		return append(lines, waiting)
	case s.failure != "":
		return append(lines, s.failureLines(width)...)
	case s.hint != "":
		lines = append(lines, th.Warn.Render(widget.Cut("! "+s.hint, width)))
		return append(lines, s.foreignLines(width)...)
	}
	return append(lines, th.Dim.Render(widget.Cut(t.EnterChecks, width)))
}

func (s *screen) checkLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	lines := []string{widget.Rule(th, width, t.Check), ""}
	label := 0
	for _, c := range s.changes {
		label = max(label, widget.Width(c.label))
	}
	word := max(widget.Width(t.Was), widget.Width(t.Becomes))
	for _, c := range s.changes {
		lines = append(lines,
			th.Dim.Render(widget.Cell(c.label, label, widget.Start)+"  "+widget.Cell(t.Was, word, widget.Start))+"  "+s.value(c.was, width-label-word-4),
			widget.Spaces(label+2)+th.Dim.Render(widget.Cell(t.Becomes, word, widget.Start))+"  "+th.Bold.Render(widget.Cut(c.becomes, width-label-word-4)))
	}
	lines = append(lines, "")
	if foreign := s.foreignLines(width); len(foreign) > 0 {
		lines = append(append(lines, foreign...), "")
	}
	return append(lines, s.pressLine(width))
}

// value draws what a field held before; a field without anything says so.
func (s *screen) value(text string, width int) string {
	if text == "" {
		return s.env.Theme.Dim.Render(s.env.Text.Form.Empty)
	}
	return widget.Cut(text, width)
}

// foreignLines say what somebody else changed meanwhile.
func (s *screen) foreignLines(width int) []string {
	return s.warnings(s.foreign, s.env.Text.Form.Foreign, width)
}

func (s *screen) warnings(all []difference, text string, width int) []string {
	lines := make([]string, len(all))
	for i, d := range all {
		says := lang.Fill(text, "field", d.label, "was", s.words(d.was), "becomes", s.words(d.becomes))
		lines[i] = s.env.Theme.Warn.Render(widget.Cut("⚠ "+says, width))
	}
	return lines
}

func (s *screen) words(text string) string {
	if text == "" {
		return s.env.Text.Form.Empty
	}
	return text
}

func (s *screen) pressLine(width int) string {
	th := s.env.Theme
	if s.phase == saving {
		if waiting := s.wait.View(s.env, s.env.Text.Form.Saving); waiting != "" {
			return widget.Cut(waiting, width)
		}
		return "  " + s.env.Text.Form.Saving
	}
	press := th.Good.Render("▶ " + s.keyed(s.env.Text.Form.PressSave))
	if s.hint != "" {
		press += "   " + th.Warn.Render(s.hint)
	}
	return widget.Cut(press, width)
}

func (s *screen) savedLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	title := th.Good.Render("✔ " + t.Saved)
	if len(s.refused) > 0 {
		title = th.Warn.Render("⚠ " + t.SavedPartly)
	}
	fields := []widget.Field{
		{Label: t.Name, Value: s.words(s.base.Name.String()), Style: th.Bold},
		{Label: t.Phone, Value: s.words(s.phone(s.base)), Style: th.Bold},
		{Label: t.Birthday, Value: s.words(s.base.Birthday.String()), Style: th.Bold},
		{Label: t.Gender, Value: widget.GenderWord(s.env.Text.Domain, s.base.Gender), Style: th.Bold},
	}
	lines := append([]string{title, ""}, widget.Fields(th, width, fields)...)
	lines = append(lines, "")
	if odd := append(s.warnings(s.refused, t.NotTaken, width), s.foreignLines(width)...); len(odd) > 0 {
		lines = append(append(lines, odd...), "")
	}
	return append(lines, th.Dim.Render(t.GoBack))
}

// keyed names the key that confirms, in a sentence that speaks of it.
func (s *screen) keyed(text string) string {
	return lang.Fill(text, "key", widget.KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
}

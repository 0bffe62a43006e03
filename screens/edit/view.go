package edit

import (
	"guitai/backend"
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
	below := s.belowForm(width)
	lines := append([]string{widget.Rule(th, width, t.TitleEdit), ""}, s.form.Window(s.env, width, s.height-6-len(below))...)
	return append(append(lines, ""), below...)
}

// belowForm is what there is to say while the form is filled in.
func (s *screen) belowForm(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	waiting := s.wait.View(s.env, t.Reading)
	switch {
	case waiting != "":
		return []string{waiting}
	case s.failure != "":
		return s.failureLines(width)
	case s.hint != "":
		return append([]string{th.Warn.Render(widget.Cut("! "+s.hint, width))}, s.foreignLines(width)...)
	}
	return []string{th.Dim.Render(widget.Cut(t.EnterChecks, width))}
}

// checkLines are the page to check. Where there is no room for two lines a
// change they take one each; the line with the key is always there.
func (s *screen) checkLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	lines := []string{widget.Rule(th, width, t.Check), ""}
	foreign := s.foreignLines(width)
	room := s.height - 3 - len(lines) - 1
	if 2*len(s.changes)+len(foreign)+2 <= room {
		lines = append(append(lines, s.changeLines(width)...), "")
		if len(foreign) > 0 {
			lines = append(append(lines, foreign...), "")
		}
		return append(lines, s.pressLine(width))
	}
	all := append(s.shortLines(width), foreign...)
	if len(all) > room {
		all = append(all[:room-1:room-1], th.Dim.Render("…"))
	}
	return append(append(lines, all...), s.pressLine(width))
}

func (s *screen) labelWidth() int {
	label := 0
	for _, c := range s.changes {
		label = max(label, widget.Width(c.label))
	}
	return label
}

func (s *screen) changeLines(width int) []string {
	t, th := s.env.Text.Form, s.env.Theme
	label := s.labelWidth()
	word := max(widget.Width(t.Was), widget.Width(t.Becomes))
	var lines []string
	for _, c := range s.changes {
		style := th.Bold
		if c.grave {
			style = th.Warn
		}
		lines = append(lines,
			th.Dim.Render(widget.Cell(c.label, label, widget.Start)+"  "+widget.Cell(t.Was, word, widget.Start))+"  "+s.value(c.was, width-label-word-4),
			widget.Spaces(label+2)+th.Dim.Render(widget.Cell(t.Becomes, word, widget.Start))+"  "+style.Render(widget.Cut(s.words(c.becomes), width-label-word-4)))
	}
	return lines
}

func (s *screen) shortLines(width int) []string {
	th := s.env.Theme
	label := s.labelWidth()
	room := (width - label - 5) / 2
	lines := make([]string, len(s.changes))
	for i, c := range s.changes {
		lines[i] = th.Dim.Render(widget.Cell(c.label, label, widget.Start)) + "  " + s.value(c.was, room) + " → " + th.Bold.Render(widget.Cut(s.words(c.becomes), room))
	}
	return lines
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
	if s.again {
		press = th.Warn.Render("▶ " + s.keyed(s.env.Text.Form.GraveAgain))
	}
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
	if s.deletes() && s.base.Status.Kind == backend.StatusClosed {
		gone := lang.Fill(t.Deleted, "number", s.base.Number.String())
		return []string{th.Good.Render("✔ " + gone), "", th.Dim.Render(t.GoBack)}
	}
	var fields []widget.Field
	for _, f := range s.fields() {
		fields = append(fields, widget.Field{Label: f.label, Value: s.words(f.words(s.base)), Style: th.Bold})
	}
	lines := append([]string{title, ""}, s.columns(fields, width)...)
	lines = append(lines, "")
	if odd := append(s.warnings(s.refused, t.NotTaken, width), s.foreignLines(width)...); len(odd) > 0 {
		lines = append(append(lines, odd...), "")
	}
	return append(lines, th.Dim.Render(t.GoBack))
}

// columns draw a short record in one column and a long one in two.
func (s *screen) columns(fields []widget.Field, width int) []string {
	if len(fields) <= 8 {
		return widget.Fields(s.env.Theme, width, fields)
	}
	half, each := (len(fields)+1)/2, (width-2)/2
	return widget.Beside(widget.Fields(s.env.Theme, each, fields[:half]), widget.Fields(s.env.Theme, each, fields[half:]), each, 2)
}

// keyed names the key that confirms, in a sentence that speaks of it.
func (s *screen) keyed(text string) string {
	return lang.Fill(text, "key", widget.KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
}

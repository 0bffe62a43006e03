package password

import (
	"strconv"
	"strings"

	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	width := s.width - 4
	t, th := s.env.Text.Password, s.env.Theme
	lines := []string{"", widget.MemberLine(s.env, s.member, width), ""}
	switch s.phase {
	case filling:
		lines = append(append(lines, widget.Rule(th, width, t.Title), ""), s.form.View(s.env, width)...)
		lines = append(lines, "")
		if s.failure != "" {
			for _, l := range widget.Wrap("✗ "+s.failure, width, 3) {
				lines = append(lines, th.Bad.Render(l))
			}
		}
	case checking, setting:
		lines = append(append(lines, widget.Rule(th, width, t.Check), ""), s.checkLines(width)...)
	case ended:
		lines = append(lines, th.Good.Render("✔ "+t.Done), "", th.Dim.Render(t.GoBack))
	}
	return widget.Body(lines, s.height)
}

func (s *screen) checkLines(width int) []string {
	t, th := s.env.Text.Password, s.env.Theme
	if s.phase == setting {
		if waiting := s.wait.View(s.env, t.Setting); waiting != "" {
			return []string{waiting}
		}
		return []string{t.Setting}
	}
	n := s.form.Secret(fieldFirst).Len()
	length := strings.Repeat("•", n) + "  " + lang.Fill(t.Length, "n", strconv.Itoa(n))
	lines := widget.Fields(th, width, []widget.Field{{Label: t.First, Value: length, Style: th.Bold}})
	if s.env.Plain {
		lines = append(lines, "", th.Warn.Render(widget.Cut("⚠ "+t.Plain, width)))
	}
	press := th.Good.Render("▶ " + s.keyed(t.Press))
	if s.hint != "" {
		press += "   " + th.Warn.Render(s.hint)
	}
	return append(lines, "", widget.Cut(press, width))
}

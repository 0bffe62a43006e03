package search

import (
	"strings"

	"guitai/ui/widget"
)

const (
	// wide is the width from which details stand beside the list.
	wide         = 110
	detailsWidth = 34
	// boxLines are the box, the line below it, what there is to say and the
	// header of the list.
	boxLines = 4
	// detailsLines is the height of the details below the list.
	detailsLines = 5
)

// layout fits the list to the size and its columns to what they hold.
func (s *Screen) layout() {
	rows := s.rows()
	s.list.SetCount(len(rows))
	s.list.SetHeight(s.listHeight())
	s.cols = fitColumns(s.env, rows, widget.RowWidth(s.listWidth()))
	s.list.SetLead(s.cols.cols[colNumber].Width)
}

func (s *Screen) isWide() bool { return s.width >= wide }

func (s *Screen) listWidth() int {
	if s.isWide() {
		return s.width - detailsWidth - 2
	}
	return s.width
}

func (s *Screen) listHeight() int {
	h := s.height - boxLines
	if !s.isWide() && h > detailsLines+3 {
		h -= detailsLines
	}
	return max(h, 1)
}

// View draws the screen.
func (s *Screen) View() string {
	th, t := s.env.Theme, s.env.Text.Search
	prompt := " " + th.Accent.Render(t.Box+" ❯") + " "
	lines := []string{
		prompt + s.input.View(s.env, s.width-widget.Width(prompt)-1, true),
		s.rule(widget.Width(prompt)),
		" " + widget.Cut(s.says(), s.width-1),
	}
	if s.list.Count() == 0 {
		return widget.Fit(append(lines, s.nothing()...), s.height)
	}
	list := append([]string{s.header()}, s.list.View(th, s.listWidth(), s.row)...)
	if s.isWide() {
		lines = append(lines, widget.Beside(list, s.detailsBeside(), s.listWidth(), 2)...)
		return widget.Fit(lines, s.height)
	}
	// The details keep their place however many rows there are.
	list = append(list, make([]string, s.listHeight()+1-len(list))...)
	return widget.Fit(append(append(lines, list...), s.detailsBelow()...), s.height)
}

// heading says what is listed where nothing was asked for, and otherwise where it
// comes from.
func (s *Screen) heading() string {
	switch {
	case s.query() != "":
		return s.where()
	case len(s.recent) > 0:
		return s.env.Text.Search.Recent
	}
	return ""
}

// rule is the line below the box, with a mark under the character at which a
// command cannot be understood.
func (s *Screen) rule(indent int) string {
	th, f := s.env.Theme, s.reading.flaw
	text := []rune(s.input.Value())
	if f == nil || indent+widget.Width(string(text))+2 > s.width {
		return widget.Rule(th, s.width, s.heading())
	}
	at := indent + widget.Width(string(text[:min(f.at, len(text))]))
	return th.Border.Render(strings.Repeat("─", at)) + th.Bad.Render("▲") + th.Border.Render(strings.Repeat("─", s.width-at-1))
}

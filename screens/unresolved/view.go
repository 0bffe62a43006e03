package unresolved

import (
	"strconv"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

const (
	// wide is the width from which the details stand beside the list.
	wide = 100
	gap  = 2
	// evidenceWidth is what the evidence needs beside the list, listLeast and
	// listWidest what the list needs and what it has a use for.
	evidenceWidth = 50
	listLeast     = 47
	listWidest    = 55
	// listMost is the largest number of rows above the details.
	listMost = 4
)

func (s *screen) isWide() bool { return s.width >= wide }

// layout fits the list to the size.
func (s *screen) layout() {
	if s.isWide() {
		s.list.SetHeight(s.height - 1)
		return
	}
	s.list.SetHeight(min(len(s.cases), listMost))
}

func (s *screen) listWidth() int {
	return min(max(s.width-evidenceWidth-gap-1, listLeast), listWidest)
}

func (s *screen) detailWidth() int {
	if s.isWide() {
		return s.width - s.listWidth() - gap - 1
	}
	return s.width - 2
}

// detailHeight is what the list leaves, with its header and the line below it.
func (s *screen) detailHeight() int {
	if s.isWide() {
		return s.height
	}
	return s.height - min(len(s.cases), listMost) - 2
}

// detailRoom is what is left for the part of the details that scrolls; its last
// line says how much is out of sight.
func (s *screen) detailRoom() int {
	c, ok := s.selected()
	if !ok {
		return 1
	}
	return max(s.detailHeight()-len(s.headLines(c))-1, 1)
}

func (s *screen) scrollBy(n int) {
	c, ok := s.selected()
	if !ok {
		return
	}
	most := max(len(s.detailLines(c))-s.detailRoom(), 0)
	s.scroll = max(min(s.scroll+n, most), 0)
}

func (s *screen) View() string {
	c, ok := s.selected()
	if !ok {
		return widget.Body(s.emptyLines(), s.height)
	}
	details := s.details(c)
	if s.isWide() {
		w := s.listWidth()
		list := append([]string{s.header(w)}, s.list.View(s.env.Theme, w, s.shortRow)...)
		return widget.Fit(widget.Beside(list, details, w, gap), s.height)
	}
	lines := append([]string{s.header(s.width)}, s.list.View(s.env.Theme, s.width, s.longRow)...)
	lines = append(lines, widget.Rule(s.env.Theme, s.width, ""))
	for _, d := range details {
		lines = append(lines, " "+d)
	}
	return widget.Fit(lines, s.height)
}

func (s *screen) emptyLines() []string {
	t, th := s.env.Text.Unresolved, s.env.Theme
	switch {
	case s.failure != "":
		return append([]string{""}, s.styled(th.Bad, "✗ "+s.failure, s.width-4, 4)...)
	case !s.loaded:
		return []string{"", s.wait.View(s.env, t.Loading)}
	}
	return []string{"", th.Good.Render("✔ " + t.Empty)}
}

// styled wraps a text and gives each line a style.
func (s *screen) styled(style theme.Style, text string, width, limit int) []string {
	lines := widget.Wrap(text, width, limit)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

func (s *screen) shortColumns() widget.Columns {
	return widget.Columns{{Width: 6}, {Width: 10}, {Width: 10, Align: widget.End}, {Width: widget.RowWidth(s.listWidth()) - 6 - 10 - 10 - 6}}
}

func (s *screen) longColumns() widget.Columns {
	const state = 21
	name := widget.RowWidth(s.width) - 6 - 11 - 10 - 10 - state - 10
	return widget.Columns{{Width: 6}, {Width: 11}, {Width: 10}, {Width: 10, Align: widget.End}, {Width: name}, {Width: state}}
}

func (s *screen) header(width int) string {
	t := s.env.Text.Unresolved
	if s.isWide() {
		return widget.Head(s.env.Theme, width, s.shortColumns().Row(t.Slip, t.What, t.Amount, t.State))
	}
	return widget.Head(s.env.Theme, width, s.longColumns().Row(t.Slip, t.When, t.What, t.Amount, t.Who, t.State))
}

func (s *screen) shortRow(i int, selected bool) string {
	c := s.cases[i]
	return s.shortColumns().Row(c.Slip, ui.OpWord(s.env.Text.Domain, c.Kind), s.figure(c), s.state(c, selected))
}

func (s *screen) longRow(i int, selected bool) string {
	c := s.cases[i]
	return s.longColumns().Row(c.Slip, s.env.When(c.CreatedAt), ui.OpWord(s.env.Text.Domain, c.Kind), s.figure(c),
		c.Name.String(), s.state(c, selected))
}

// state is the state with its sign, in its colour where the row has none of its
// own.
func (s *screen) state(c backend.Case, plain bool) string {
	text := sign(c) + " " + ui.StateWord(s.env.Text.Domain, c.State)
	if plain {
		return text
	}
	return s.style(c).Render(text)
}

func sign(c backend.Case) string {
	switch {
	case c.Incident.Open():
		return "⚠"
	case c.Outcome() == backend.OutcomeSettled:
		return "✔"
	case c.Outcome() == backend.OutcomeRefused:
		return "✘"
	case c.State == backend.StateHuman:
		return "✋"
	case c.State == backend.StateNotFound:
		return "⚠"
	case c.State == backend.StateTask:
		return "☐"
	}
	return "⏳"
}

func (s *screen) style(c backend.Case) theme.Style {
	switch {
	case c.Incident.Open():
		return s.env.Theme.Bad
	case c.Outcome() == backend.OutcomeSettled:
		return s.env.Theme.Good
	case c.Outcome() == backend.OutcomeRefused, c.State == backend.StateHuman:
		return s.env.Theme.Bad
	}
	return s.env.Theme.Warn
}

// figure is the amount or the points without a unit, to stand in a column.
func (s *screen) figure(c backend.Case) string {
	if c.Kind == backend.OpRedeem {
		return s.amount(c)
	}
	return c.Amount.Grouped()
}

// amount is what an operation is about, with its unit.
func (s *screen) amount(c backend.Case) string {
	if c.Kind == backend.OpRedeem {
		return lang.Fill(s.env.Text.Domain.Points, "points", c.Points.String())
	}
	return lang.Fill(s.env.Text.Domain.Yuan, "amount", c.Amount.Grouped())
}

// details draw the selected operation: its head, which never scrolls away, and
// as much of the rest as there is room for.
func (s *screen) details(c backend.Case) []string {
	lines, rest, room := s.headLines(c), s.detailLines(c), s.detailRoom()
	from := min(s.scroll, max(len(rest)-room, 0))
	to := min(from+room, len(rest))
	lines = append(lines, rest[from:to]...)
	if hidden := len(rest) - to; hidden > 0 {
		more := lang.Fill(s.env.Text.Unresolved.More, "n", strconv.Itoa(hidden), "key", s.key(keymap.PageDown))
		lines = append(lines, s.env.Theme.Accent.Render(widget.Cut("↓ "+more, s.detailWidth())))
	}
	return lines
}

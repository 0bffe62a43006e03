package search

import (
	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// detailsBeside is the panel right of the list. What the row has beside it is
// only said again where it is read from afar; figures stand without units, so
// that a move of the selection redraws few cells, and the box is as high as the
// list, so that scrolling the list leaves its frame alone.
func (s *Screen) detailsBeside() []string {
	m, ok := s.selected()
	if !ok {
		return nil
	}
	th, t := s.env.Theme, s.env.Text.Search
	inner := detailsWidth - 4
	lines := []string{th.Bold.Render(widget.Cut(m.Name.String(), inner)), ""}
	fields := s.figures(m, m.Balance.Grouped(), m.Points.String())
	fields = append(fields, s.standing(m)...)
	fields = append(fields, s.birthday(m)...)
	fields = append(fields, s.sums(m)...)
	lines = append(lines, widget.Fields(th, inner, fields)...)
	return widget.Panel(th, t.Details, lines, detailsWidth, s.height-boxLines+1)
}

// detailsBelow are the lines under the list on a narrow screen.
func (s *Screen) detailsBelow() []string {
	m, ok := s.selected()
	if !ok {
		return nil
	}
	th, t := s.env.Theme, s.env.Text.Search
	half := (s.width - 4) / 2
	left := s.figures(m, lang.Fill(s.env.Text.Domain.Yuan, "amount", m.Balance.Grouped()), points(s.env, m))
	left = append(left, s.sums(m)...)
	right := s.standing(m)
	if !m.Phone.IsEmpty() {
		right = append(right, widget.Field{Label: t.Phone, Value: s.env.Phone(m.Phone, false)})
	}
	right = append(right, s.birthday(m)...)
	block := widget.Beside(widget.Fields(th, half, left), widget.Fields(th, half, right), half, 2)
	lines := []string{widget.Rule(th, s.width, m.Name.String()+" "+m.Number.String())}
	for _, l := range block[:min(len(block), detailsLines-1)] {
		lines = append(lines, "  "+l)
	}
	return lines
}

// figures are balance and points, or that they are yet to be read: a row of the
// journal has none, and a zero would be taken for one.
func (s *Screen) figures(m backend.Member, balance, points string) []widget.Field {
	t, th := s.env.Text.Search, s.env.Theme
	if !widget.FiguresKnown(m) {
		return []widget.Field{{Label: t.Balance, Value: t.NotRead, Style: th.Dim}, {Label: t.Points, Value: t.NotRead, Style: th.Dim}}
	}
	return []widget.Field{{Label: t.Balance, Value: balance, Style: th.Bold}, {Label: t.Points, Value: points, Style: th.Bold}}
}

// standing is the state of the card and its level, nothing where neither was
// read. A state that takes the place of the age in the row has it here.
func (s *Screen) standing(m backend.Member) []widget.Field {
	t := s.env.Text.Search
	if m.Status.Kind == backend.StatusUntold && m.Level.Name.IsEmpty() {
		return nil
	}
	status, style := widget.Status(s.env, m.Status)
	fields := []widget.Field{{Label: t.Status, Value: status, Style: style}}
	if !m.Level.Name.IsEmpty() {
		fields = append(fields, widget.Field{Label: t.Level, Value: m.Level.Name.String()})
	}
	if m.Status.Suspicious() && m.Source != backend.SourceLive {
		fields = append(fields, widget.Field{Label: t.Read, Value: widget.Freshness(s.env, m)})
	}
	return fields
}

// birthday is the member's, if it is known.
func (s *Screen) birthday(m backend.Member) []widget.Field {
	t := s.env.Text.Search
	switch {
	case m.Birthday.IsZero():
		return nil
	case m.Birthday.IsBirthday(s.env.Today()):
		return []widget.Field{{Label: t.Birthday, Value: t.BirthdayToday, Style: s.env.Theme.Good}}
	}
	return []widget.Field{{Label: t.Birthday, Value: m.Birthday.String()}}
}

// sums are the lifetime sums, where the vendor tells them.
func (s *Screen) sums(m backend.Member) []widget.Field {
	t := s.env.Text.Search
	var fields []widget.Field
	add := func(label string, a *money.Amount) {
		if a != nil {
			fields = append(fields, widget.Field{Label: label, Value: a.Grouped()})
		}
	}
	add(t.Consumed, m.Consumed)
	add(t.Recharged, m.Recharged)
	return fields
}

func points(env *ui.Env, m backend.Member) string {
	return lang.Fill(env.Text.Domain.Points, "points", m.Points.String())
}

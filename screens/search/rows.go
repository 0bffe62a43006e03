package search

import (
	"guitai/backend"
	"guitai/ui"
	"guitai/ui/widget"
)

// columns are those of the list, as wide as what is in them.
type columns struct{ cols widget.Columns }

// The columns, in order.
const (
	colNumber = iota
	colName
	colPhone
	colLevel
	colBalance
	colPoints
	colState
	colCount
)

// fitColumns gives every column what its widest text needs. Where that is too
// much the name and the level give way first, since the details show them whole.
func fitColumns(env *ui.Env, rows []backend.Member, width int) columns {
	t := env.Text.Search
	var w [colCount]int
	widen := func(texts [colCount]string) {
		for i := range w {
			w[i] = max(w[i], widget.Width(texts[i]))
		}
	}
	widen([colCount]string{numberIndent + t.Number, t.Name, t.Phone, t.Level, t.Balance, t.Points, t.Status})
	for _, m := range rows {
		widen(cells(env, m))
	}
	w[colNumber], w[colName] = min(w[colNumber], 21), min(w[colName], 16)
	w[colState] = max(w[colState], 10)
	for _, give := range []struct{ col, least int }{{colName, 8}, {colLevel, 6}, {colState, 9}, {colNumber, 14}, {colLevel, 0}, {colPoints, 0}} {
		over := total(w) - width
		if over <= 0 {
			break
		}
		w[give.col] = max(min(w[give.col], give.least), w[give.col]-over)
		if give.least == 0 {
			w[give.col] = 0
		}
	}
	return columns{widget.Columns{{Width: w[colNumber]}, {Width: w[colName]}, {Width: w[colPhone]},
		{Width: w[colLevel]}, {Width: w[colBalance], Align: widget.End}, {Width: w[colPoints], Align: widget.End}, {Width: w[colState]}}}
}

func total(w [colCount]int) int {
	sum := -2
	for _, n := range w {
		if n > 0 {
			sum += n + 2
		}
	}
	return sum
}

// cells are the texts of a member's row.
func cells(env *ui.Env, m backend.Member) [colCount]string {
	balance, points := widget.NotRead, widget.NotRead
	if widget.FiguresKnown(m) {
		balance, points = m.Balance.Grouped(), m.Points.String()
	}
	return [colCount]string{liveMark(m) + " " + m.Number.String(), m.Name.String(), env.Phone(m.Phone, false), m.Level.Name.String(),
		balance, points, state(env, m)}
}

// state is the loud status of a card, or how old the row is where the status is
// nothing to speak of.
func state(env *ui.Env, m backend.Member) string {
	if m.Status.Suspicious() {
		text, _ := widget.Status(env, m.Status)
		return text
	}
	return freshness(env, m)
}

// freshness is the age of a row without its sign, which stands before the
// number.
func freshness(env *ui.Env, m backend.Member) string {
	text := widget.Freshness(env, m)
	return text[len("● "):]
}

// numberIndent puts the header of the numbers over them.
const numberIndent = "  "

// liveMark says whether the vendor itself told a row just now.
func liveMark(m backend.Member) string {
	if m.Source == backend.SourceLive {
		return "●"
	}
	return "○"
}

func (s *Screen) header() string {
	t := s.env.Text.Search
	return widget.Head(s.env.Theme, s.listWidth(),
		s.cols.cols.Row(numberIndent+t.Number, t.Name, t.Phone, t.Level, t.Balance, t.Points, t.Status))
}

func (s *Screen) row(i int, selected bool) string {
	m := s.rows()[i]
	c := cells(s.env, m)
	text := s.cols.cols.Row(c[:]...)
	if selected || !m.Status.Suspicious() {
		return text
	}
	return s.env.Theme.Bad.Render(text)
}

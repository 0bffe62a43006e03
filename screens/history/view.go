package history

import (
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

const (
	// wide is the width from which details stand beside the list.
	wide = 100
	// topLines are the head, the line below it, what there is to say and the
	// header of the list.
	topLines     = 4
	detailsLines = 6
)

func (s *Screen) isWide() bool { return s.width >= wide }

func (s *Screen) detailsWidth() int { return max(min(s.width/3, 44), 33) }

func (s *Screen) listWidth() int {
	if s.isWide() {
		return s.width - s.detailsWidth() - 2
	}
	return s.width
}

func (s *Screen) listHeight() int {
	h := s.height - topLines
	if !s.isWide() {
		h -= detailsLines
	}
	return max(h, 1)
}

// View draws the screen.
func (s *Screen) View() string {
	th := s.env.Theme
	who := th.Title.Render(widget.Cut(s.member.Name.String(), 24)) + "   " + s.member.Number.String()
	lines := []string{
		widget.Cut(" "+who+"   "+th.Accent.Render(s.filter.words(s.env)), s.width),
		widget.Rule(th, s.width, ""),
		" " + widget.Cut(s.says(), s.width-1),
	}
	return widget.Fit(append(lines, s.body()...), s.height)
}

func (s *Screen) body() []string {
	switch {
	case s.mode == modeKind:
		return s.dialog(s.env.Text.History.PickKind, s.kinds.Lines(s.env.Theme, 30), s.env.Text.History.PickHint)
	case s.mode == modeRange:
		return s.dialog(s.env.Text.History.RangeTitle, s.dates.View(s.env, min(s.width-6, 60)), s.env.Text.History.RangeKeys)
	case s.list.Count() == 0:
		return s.nothing()
	}
	cols := s.columns()
	t := s.env.Text.History
	list := []string{widget.Head(s.env.Theme, s.listWidth(), cols.Row(t.Time, t.Kind, t.Change, t.Balance, t.Points, t.Check, t.Pay))}
	list = append(list, s.list.View(s.env.Theme, s.listWidth(), func(i int, selected bool) string { return s.row(cols, i, selected) })...)
	if s.isWide() {
		return widget.Beside(list, s.detailsBeside(), s.listWidth(), 2)
	}
	// The details keep their place however many rows there are.
	list = append(list, make([]string, s.listHeight()+1-len(list))...)
	return append(list, s.detailsBelow()...)
}

// dialog draws a choice in the place of the list.
func (s *Screen) dialog(title string, lines []string, hint string) []string {
	th := s.env.Theme
	out := []string{"  " + th.Title.Render(title), ""}
	for _, l := range lines {
		out = append(out, "  "+l)
	}
	return append(out, "", "  "+th.Dim.Render(hint))
}

// says is the line above the list.
func (s *Screen) says() string {
	th, t := s.env.Theme, s.env.Text.History
	var parts []string
	if wait := s.wait.View(s.env, t.Reading); wait != "" {
		parts = append(parts, wait)
	}
	if n := s.list.Count(); n > 0 {
		at, _ := s.list.Selected()
		text := t.AllRead
		if s.more {
			text = t.ReadSoFar
		}
		parts = append(parts, lang.Fill(text, "at", strconv.Itoa(at+1), "n", strconv.Itoa(n)))
		if s.err != nil {
			parts = append(parts, th.Bad.Render("✗ "+t.Retry+" · "+ui.Sentence(s.env.Text, s.err)))
		}
	}
	if len(s.gaps) > 0 {
		parts = append(parts, th.Bad.Render(lang.Fill(t.Gaps, "n", strconv.Itoa(len(s.gaps)))))
	}
	if s.partial {
		parts = append(parts, th.Warn.Render("! "+t.Partial))
	}
	return strings.Join(parts, th.Dim.Render(" · "))
}

// nothing is the body where there is no row: why, and what to do next.
func (s *Screen) nothing() []string {
	th, t := s.env.Theme, s.env.Text.History
	switch {
	case s.err != nil:
		lines := []string{""}
		for _, l := range widget.Wrap("✗ "+ui.Sentence(s.env.Text, s.err), s.width-4, 4) {
			lines = append(lines, "  "+th.Bad.Render(l))
		}
		return append(lines, "  "+t.Retry)
	case s.cancel != nil:
		return nil
	}
	return []string{"", "  " + t.None, "  " + th.Dim.Render(lang.Fill(t.NoneHint,
		"all", widget.KeyName(s.env, keymap.ScopeHistory, keymap.PeriodAll), "kind", widget.KeyName(s.env, keymap.ScopeHistory, keymap.FilterKind)))}
}

// columns leave out what the details show anyway where there is no room.
func (s *Screen) columns() widget.Columns {
	end := widget.End
	switch w := widget.RowWidth(s.listWidth()); {
	case w >= 94:
		return widget.Columns{{Width: 16}, {Width: 13}, {Width: 12, Align: end}, {Width: 13, Align: end}, {Width: 9, Align: end},
			{Width: 12}, {Width: w - 87}}
	case w >= 76:
		return widget.Columns{{Width: 16}, {Width: 11}, {Width: 11, Align: end}, {Width: 11, Align: end}, {Width: 7, Align: end}, {Width: w - 66}}
	default:
		return widget.Columns{{Width: 16}, {Width: 8}, {Width: 10, Align: end}, {Width: 10, Align: end}, {}, {Width: max(w-52, 0)}}
	}
}

func (s *Screen) row(cols widget.Columns, i int, selected bool) string {
	e := s.rows[i]
	change, style := widget.Change(s.env, e)
	check, mark := s.link(e), s.env.Theme.Dim
	if d, ok := s.gaps[i]; ok {
		check, mark = lang.Fill(s.env.Text.History.Differs, "difference", d.Signed()), s.env.Theme.Bad
	}
	if !selected {
		// Cells are cut to their width before they are styled, so that the
		// style does not count.
		change = style.Render(widget.Cell(change, cols[2].Width, widget.End))
		check = mark.Render(widget.Cell(check, cols[5].Width, widget.Start))
	}
	return cols.Row(s.env.When(e.At), ui.EventWord(s.env.Text.Domain, e), change, e.Balance.Grouped(), e.Points.String(), check,
		e.PayType.String())
}

// fields are what is known of a row.
func (s *Screen) fields(e backend.Event) []widget.Field {
	t := s.env.Text.History
	fields := []widget.Field{
		{Label: t.Kind, Value: ui.EventWord(s.env.Text.Domain, e), Style: s.env.Theme.Bold},
		{Label: t.Time, Value: e.At.In(s.env.Zone).Format("2006-01-02 15:04:05")},
	}
	add := func(label, value string, show bool) {
		if show && value != "" {
			fields = append(fields, widget.Field{Label: label, Value: value})
		}
	}
	yuan := func(a money.Amount) string { return lang.Fill(s.env.Text.Domain.Yuan, "amount", a.Grouped()) }
	add(s.env.Text.Undo.Title, s.link(e), true)
	add(t.Gross, yuan(e.Gross), !e.Gross.IsZero())
	add(t.Net, yuan(e.Net), !e.Net.IsZero() && !e.Net.Equal(e.Gross))
	add(t.Off, yuan(e.Gross.Sub(e.Net)), e.Kind == backend.EventConsume && e.Gross.Cmp(e.Net) > 0)
	add(t.Balance, yuan(e.Balance), true)
	add(t.Points, lang.Fill(s.env.Text.Domain.Points, "points", e.Points.String()), true)
	add(t.Pay, e.PayType.String(), true)
	add(t.Shop, e.Shop.String(), true)
	add(t.Source, t.FromJournal, e.Source == backend.SourceJournal)
	add(t.Source, t.FromMirror, e.Source == backend.SourceMirror)
	add(t.ID, strconv.FormatInt(e.ID, 10), e.ID != 0)
	for i, d := range e.Detail {
		label := t.Detail
		if i > 0 {
			label = ""
		}
		add(label, d.String(), true)
	}
	return fields
}

// gapWords explain why a row is marked.
func (s *Screen) gapWords(i int) string {
	d, ok := s.gaps[i]
	if !ok {
		return ""
	}
	e, before := s.rows[i], s.rows[i+1].Balance
	change, _ := e.Change()
	return lang.Fill(s.env.Text.History.Gap, "before", before.Grouped(), "change", change.Signed(),
		"should", before.Add(change).Grouped(), "is", e.Balance.Grouped(), "difference", d.Signed())
}

func (s *Screen) detailsBeside() []string {
	i, e, ok := s.selected()
	if !ok {
		return nil
	}
	th, inner := s.env.Theme, s.detailsWidth()-4
	lines := widget.Fields(th, inner, s.fields(e))
	if words := s.gapWords(i); words != "" {
		lines = append(lines, "")
		for _, l := range widget.Wrap(words, inner, 0) {
			lines = append(lines, th.Bad.Render(l))
		}
	}
	return widget.Panel(th, s.env.Text.History.Title, lines, s.detailsWidth(), min(len(lines)+2, s.listHeight()+1))
}

// detailsBelow are the lines under the list on a narrow screen: two columns,
// and over them why the row is marked.
func (s *Screen) detailsBelow() []string {
	i, e, ok := s.selected()
	if !ok {
		return nil
	}
	th := s.env.Theme
	out := []string{widget.Rule(th, s.width, "")}
	for _, l := range widget.Wrap(s.gapWords(i), s.width-4, 2) {
		if l != "" {
			out = append(out, "  "+th.Bad.Render(l))
		}
	}
	fields := s.fields(e)
	rows := max(detailsLines-len(out), 1)
	half := (s.width - 4) / 2
	left := fields[:min(rows, len(fields))]
	right := fields[len(left):min(2*rows, len(fields))]
	for _, l := range widget.Beside(widget.Fields(th, half, left), widget.Fields(th, half, right), half, 2) {
		out = append(out, "  "+l)
	}
	return out
}

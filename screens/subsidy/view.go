package subsidy

import (
	"strconv"
	"strings"
	"time"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

const (
	// topLines are the head, the filter, the line below, what there is to say,
	// the sums and the header of the list.
	topLines     = 6
	detailsLines = 6
)

func (s *screen) listHeight() int { return max(s.height-topLines-detailsLines, 1) }

func (s *screen) View() string {
	th := s.env.Theme
	lines := []string{s.head(), s.filterLine(), widget.Rule(th, s.width, "")}
	switch {
	case s.mode == modeKind:
		lines = append(lines, s.indented(append([]string{th.Title.Render(s.env.Text.History.PickKind), ""}, s.kinds.Lines(th, 30)...))...)
	case s.log.Dating():
		lines = append(lines, s.indented(s.log.DatesView(s.width-6))...)
	default:
		says := s.log.Says()
		if s.mode == modeFilter {
			says = th.Dim.Render(s.env.Text.Subsidy.FilterKeys) + "   " + says
		}
		lines = append(lines, " "+widget.Cut(says, s.width-1))
		lines = append(lines, s.rows()...)
	}
	return widget.Fit(lines, s.height)
}

func (s *screen) indented(lines []string) []string {
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines
}

// head is the period, and a member's balance with whose it is.
func (s *screen) head() string {
	t, th := s.env.Text.Subsidy, s.env.Theme
	parts := []string{th.Title.Render(t.Title), th.Accent.Render(s.log.Span().Words(s.env) + " · " + s.kindWord())}
	switch {
	case s.member == nil:
	case s.memberErr != nil:
		parts = append(parts, s.member.Name.String(), th.Warn.Render("! "+t.Unread))
	case s.balance && s.member.Subsidy != nil:
		amount := lang.Fill(s.env.Text.Domain.Yuan, "amount", s.member.Subsidy.Grouped())
		parts = append(parts, s.member.Name.String(), t.Balance+" "+th.Bold.Render(amount))
	default:
		parts = append(parts, s.member.Name.String())
	}
	return widget.Cut(" "+strings.Join(parts, "   "), s.width)
}

func (s *screen) kindWord() string {
	t := s.env.Text.Subsidy
	return []string{t.AllKinds, t.Paid, t.Cleared}[s.kind]
}

func (s *screen) filterLine() string {
	t, th := s.env.Text.Subsidy, s.env.Theme
	label := " " + t.Filter + " ❯ "
	if s.mode == modeFilter {
		return th.Accent.Render(label) + s.filter.View(s.env, s.width-widget.Width(label)-1, true)
	}
	hint := lang.Fill(t.FilterHint, "key", widget.KeyName(s.env, keymap.ScopeHistory, keymap.NextField))
	return widget.Cut(th.Dim.Render(label)+s.filter.Value()+"   "+th.Dim.Render(hint), s.width)
}

func (s *screen) rows() []string {
	t, th := s.env.Text.Subsidy, s.env.Theme
	if s.log.Count() == 0 {
		return nil
	}
	all := s.sums
	sum := lang.Fill(t.Sums, "paid", strconv.Itoa(all.paid), "paidsum", all.paidSum.Grouped(),
		"cleared", strconv.Itoa(all.cleared), "clearedsum", all.clearedSum.Grouped())
	if !s.log.Whole() {
		sum += " " + th.Warn.Render(t.SoFar)
	}
	cols := s.columns()
	lines := []string{" " + th.Bold.Render(widget.Cut(sum, s.width-1)),
		widget.Head(th, s.width, cols.Row(t.Time, t.Number, t.Name, t.Kind, t.Amount, t.After, t.Rule))}
	lines = append(lines, s.log.List.View(th, s.width, func(i int, _ bool) string { return s.row(cols, s.log.Row(i)) })...)
	lines = append(lines, make([]string, max(s.listHeight()+2-len(lines), 0))...)
	return append(lines, s.details()...)
}

func (s *screen) columns() widget.Columns {
	w := widget.RowWidth(s.width)
	if w < 100 {
		return widget.Columns{{Width: 16}, {Width: 12}, {Width: 10}, {Width: 7}, {Width: 10, Align: widget.End}, {Width: max(w-65, 0), Align: widget.End}}
	}
	return widget.Columns{{Width: 16}, {Width: 16}, {Width: 14}, {Width: 8}, {Width: 12, Align: widget.End}, {Width: 12, Align: widget.End}, {Width: w - 90}}
}

func (s *screen) row(cols widget.Columns, r backend.Subsidy) string {
	t := s.env.Text.Subsidy
	kind := t.Paid
	if r.Cleared {
		kind = t.Cleared
	}
	return cols.Row(s.env.When(r.At), r.Number.String(), r.Name.String(), kind, r.Amount.Grouped(), r.After.Grouped(), r.Rule.String())
}

// details are what the vendor tells about the selected row.
func (s *screen) details() []string {
	i, ok := s.log.List.Selected()
	if !ok {
		return nil
	}
	t, r := s.env.Text.Subsidy, s.log.Row(i)
	var fields []widget.Field
	for _, f := range [][2]string{
		{t.Time, r.At.In(s.env.Zone).Format(time.DateTime)}, {t.Number, r.Number.String()}, {t.Name, r.Name.String()},
		{t.Phone, s.env.Phone(r.Phone, false)}, {t.Level, r.Level.String()}, {t.Department, r.Department.String()},
		{t.Rule, r.Rule.String()}, {t.Mode, r.Mode.String()}, {t.Remark, r.Remark.String()},
	} {
		if f[1] != "" {
			fields = append(fields, widget.Field{Label: f[0], Value: f[1]})
		}
	}
	half := (s.width - 6) / 2
	left := fields[:min((len(fields)+1)/2, detailsLines-1)]
	right := fields[len(left):]
	lines := []string{widget.Rule(s.env.Theme, s.width, "")}
	return append(lines, s.indented(widget.Beside(widget.Fields(s.env.Theme, half, left), widget.Fields(s.env.Theme, half, right), half, 2))...)
}

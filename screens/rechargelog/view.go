package rechargelog

import (
	"strconv"
	"strings"
	"time"

	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

const (
	// topLines are the head, the line below, what there is to say, the sums and
	// the header of the list.
	topLines     = 5
	detailsLines = 5
	// idEnd is how much of a vendor's id stands for a member who is not known.
	idEnd = 8
)

func (s *screen) listHeight() int { return max(s.height-topLines-detailsLines, 1) }

func (s *screen) View() string {
	t, th := s.env.Text.RechargeLog, s.env.Theme
	lines := []string{s.head(), widget.Rule(th, s.width, "")}
	switch {
	case s.mode == modeStore:
		lines = append(lines, s.dialog(t.PickStore)...)
	case s.mode == modePay:
		lines = append(lines, s.dialog(t.PickPay)...)
	case s.log.Dating():
		lines = append(lines, indented(s.log.DatesView(s.width-6))...)
	case s.mode == modeSums:
		lines = append(lines, " "+widget.Cut(s.log.Says(), s.width-1))
		lines = append(lines, s.sumsPage()...)
	default:
		lines = append(lines, " "+widget.Cut(s.log.Says(), s.width-1))
		lines = append(lines, s.rows()...)
	}
	return widget.Fit(lines, s.height)
}

func indented(lines []string) []string {
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = "  " + lines[i]
	}
	return out
}

func (s *screen) dialog(title string) []string {
	th := s.env.Theme
	lines := append([]string{th.Title.Render(title), ""}, s.picker.Window(th, min(s.width-6, 50), s.height-6)...)
	return indented(append(lines, "", th.Dim.Render(s.env.Text.RechargeLog.PickHint)))
}

func (s *screen) head() string {
	t, th := s.env.Text.RechargeLog, s.env.Theme
	store, pay := s.store, s.pay
	if store == "" {
		store = t.AllStores
	}
	if pay == "" {
		pay = t.AllPays
	}
	words := strings.Join([]string{s.log.Span().Words(s.env), store, pay}, " · ")
	return widget.Cut(" "+th.Title.Render(t.Title)+"   "+th.Accent.Render(words), s.width)
}

// total is the sum of the rows shown, in one line.
func (s *screen) total(all sum) string {
	t, th := s.env.Text.RechargeLog, s.env.Theme
	text := lang.Fill(t.Sums, "n", strconv.Itoa(all.count), "money", all.money.Grouped(), "gift", all.gift.Grouped())
	if !s.log.Whole() {
		text += " " + th.Warn.Render(t.SoFar)
	}
	return th.Bold.Render(text)
}

func (s *screen) keyed(text string) string {
	return s.env.Theme.Dim.Render(lang.Fill(text, "key", widget.KeyName(s.env, keymap.ScopeHistory, keymap.NextField)))
}

func (s *screen) rows() []string {
	t, th := s.env.Text.RechargeLog, s.env.Theme
	if s.log.Count() == 0 {
		return nil
	}
	cols := s.columns()
	lines := []string{widget.Cut(" "+s.total(s.sums.total)+"   "+s.keyed(t.SumsKeys), s.width),
		widget.Head(th, s.width, cols.Row(t.Time, t.Member, t.Money, t.Gift, t.Pay, t.Store, t.Balance))}
	lines = append(lines, s.log.List.View(th, s.width, func(i int, _ bool) string { return s.row(cols, s.log.Row(i)) })...)
	lines = append(lines, make([]string, max(s.listHeight()+2-len(lines), 0))...)
	return append(lines, s.details()...)
}

func (s *screen) columns() widget.Columns {
	w, end := widget.RowWidth(s.width), widget.End
	if w < 100 {
		return widget.Columns{{Width: 11}, {Width: 14}, {Width: 11, Align: end}, {Width: 9, Align: end}, {Width: 9}, {Width: max(w-64, 0)}}
	}
	return widget.Columns{{Width: 16}, {Width: 20}, {Width: 13, Align: end}, {Width: 12, Align: end}, {Width: 12}, {Width: w - 98}, {Width: 13, Align: end}}
}

// who names the member of a row: by what is known here, or else by the end of
// the vendor's id.
func (s *screen) who(l line) string {
	if l.who.ID == "" {
		return "#" + safe.Line(l.MemberID[max(len(l.MemberID)-idEnd, 0):]).String()
	}
	return strings.TrimSpace(l.who.Name.String() + " " + l.who.Number.String())
}

func (s *screen) row(cols widget.Columns, l line) string {
	return cols.Row(s.env.When(l.At), s.who(l), l.Money.Grouped(), l.Gift.Grouped(), s.payName(l), s.storeName(l), l.Balance.Grouped())
}

func (s *screen) details() []string {
	i, ok := s.log.List.Selected()
	if !ok {
		return nil
	}
	t, d, l := s.env.Text.RechargeLog, s.env.Text.Domain, s.log.Row(i)
	half := (s.width - 6) / 2
	left := []widget.Field{
		{Label: t.Time, Value: l.At.In(s.env.Zone).Format(time.DateTime)},
		{Label: t.Member, Value: s.who(l)},
		{Label: t.Store, Value: s.storeName(l)},
		{Label: t.Remark, Value: l.Remark.String()},
	}
	right := []widget.Field{
		{Label: t.Money, Value: lang.Fill(d.Yuan, "amount", l.Money.Grouped()), Style: s.env.Theme.Bold},
		{Label: t.Gift, Value: lang.Fill(d.Yuan, "amount", l.Gift.Grouped())},
		{Label: t.Pay, Value: s.payName(l)},
		{Label: t.Balance, Value: lang.Fill(d.Yuan, "amount", l.Balance.Grouped())},
	}
	lines := []string{widget.Rule(s.env.Theme, s.width, "")}
	return append(lines, indented(widget.Beside(widget.Fields(s.env.Theme, half, left), widget.Fields(s.env.Theme, half, right), half, 2))...)
}

// sumsPage are all sums: by pay type, and by store and pay type.
func (s *screen) sumsPage() []string {
	t, th := s.env.Text.RechargeLog, s.env.Theme
	lines := []string{widget.Cut(" "+s.total(s.sums.total)+"   "+s.keyed(t.ListKeys), s.width),
		widget.Head(th, s.width, s.sumColumns().Row(t.SumsTitle, t.Pay, t.Count, t.Money, t.Gift))}
	all := s.sumLines()
	return append(lines, s.totals.View(th, s.width, func(i int, _ bool) string { return all[i] })...)
}

func (s *screen) sumColumns() widget.Columns {
	w, end := widget.RowWidth(s.width), widget.End
	return widget.Columns{{Width: min(w-58, 40)}, {Width: 14}, {Width: 8, Align: end}, {Width: 14, Align: end}, {Width: 14, Align: end}}
}

func (s *screen) sumLines() []string {
	t, cols, all := s.env.Text.RechargeLog, s.sumColumns(), s.sums
	row := func(head string, m sum) string {
		return cols.Row(head, m.pay, strconv.Itoa(m.count), m.money.Grouped(), m.gift.Grouped())
	}
	lines := []string{row(t.Total, all.total)}
	for i, m := range all.pays {
		head := ""
		if i == 0 {
			head = t.ByPay
		}
		lines = append(lines, row(head, m))
	}
	lines = append(lines, cols.Row(t.ByStore))
	for _, store := range all.stores {
		lines = append(lines, row(store.store, store))
		for _, m := range all.each {
			if m.store == store.store {
				lines = append(lines, row("", m))
			}
		}
	}
	return lines
}

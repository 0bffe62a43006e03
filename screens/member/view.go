package member

import (
	"strconv"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

// View draws the screen.
func (s *Screen) View() string {
	lines := []string{s.head(), widget.Rule(s.env.Theme, s.width, "")}
	lines = append(lines, s.alarms()...)
	lines = append(lines, s.reading()...)
	lines = append(lines, s.figures()...)
	lines = append(lines, s.person()...)
	lines = append(lines, s.lately()...)
	return widget.Fit(lines, s.height)
}

// head is who it is; on the right stands how fresh that is.
func (s *Screen) head() string {
	th, t := s.env.Theme, s.env.Text.Member
	status, style := widget.Status(s.env, s.member.Status)
	parts := []string{th.Title.Render(widget.Cut(s.member.Name.String(), 24)), s.member.Number.String(),
		s.member.Level.Name.String(), style.Render(status)}
	if s.member.Birthday.IsBirthday(s.env.Today()) {
		parts = append(parts, th.Good.Render(t.BirthdayToday))
	}
	left := " " + strings.Join(parts, "   ")
	right := s.freshness()
	room := s.width - widget.Width(right) - 2
	return widget.Cell(left, room, widget.Start) + " " + th.Dim.Render(right)
}

func (s *Screen) freshness() string {
	if s.live {
		return widget.Freshness(s.env, s.member)
	}
	return "○ " + lang.Fill(s.env.Text.Member.AgeOf, "age", s.env.Age(s.member.ReadAt))
}

// alarms are the lines that nobody may overlook: an odd state of the card, and
// operations on it.
func (s *Screen) alarms() []string {
	th, t := s.env.Theme, s.env.Text.Member
	var lines []string
	if s.member.Status.Suspicious() {
		text := lang.Fill(t.StatusAlarm, "status", ui.StatusWord(s.env.Text.Domain, s.member.Status))
		lines = append(lines, th.Alarm.Render(widget.Cell(" ⚠ "+text, s.width, widget.Start)))
	}
	for _, c := range s.cases[:min(len(s.cases), 2)] {
		lines = append(lines, s.caseLines(c)...)
	}
	return lines
}

func (s *Screen) caseLines(c backend.Case) []string {
	th, t, d := s.env.Theme, s.env.Text.Member, s.env.Text.Domain
	amount := lang.Fill(d.Yuan, "amount", c.Amount.Grouped())
	if c.Kind == backend.OpRedeem {
		amount = lang.Fill(d.Points, "points", c.Operation.Points.String())
	}
	fill := func(text string) string {
		return lang.Fill(text, "what", ui.OpWord(d, c.Kind), "amount", amount, "slip", c.Slip, "state", ui.StateWord(d, c.State))
	}
	switch c.Outcome() {
	case backend.OutcomeSettled:
		return []string{th.Good.Render(widget.Cut(" ✓ "+fill(t.CaseDone), s.width))}
	case backend.OutcomeRefused:
		return []string{th.Bad.Render(widget.Cut(" ✗ "+fill(t.CaseDone), s.width))}
	}
	say := t.CaseHint
	if c.State == backend.StateNotFound {
		say = t.CaseNotFound
	}
	hint := lang.Fill(say, "key", widget.KeyName(s.env, keymap.ScopeMember, keymap.Unresolved))
	var lines []string
	for _, l := range widget.Wrap("? "+fill(t.OpenCase)+" · "+hint, s.width-2, 2) {
		lines = append(lines, th.Alarm.Render(widget.Cell(" "+l, s.width, widget.Start)))
	}
	return lines
}

// reading is what is awaited from the vendor, or why nothing came.
func (s *Screen) reading() []string {
	th, t := s.env.Theme, s.env.Text.Member
	if s.err == nil || s.wait.Waiting() {
		return []string{" " + s.wait.View(s.env, t.Reading)}
	}
	failed := lang.Fill(t.Failed, "key", widget.KeyName(s.env, keymap.ScopeMember, keymap.Reload))
	var lines []string
	for _, l := range widget.Wrap("✗ "+ui.Sentence(s.env.Text, s.err)+" "+failed, s.width-2, 3) {
		lines = append(lines, " "+th.Bad.Render(l))
	}
	return lines
}

// figures are balance and points, the largest things here.
func (s *Screen) figures() []string {
	th, t, d := s.env.Theme, s.env.Text.Member, s.env.Text.Domain
	style, label := th.Big, func(text string) string { return th.Dim.Render(text) }
	if !s.live {
		style = th.Dim
		label = func(text string) string { return th.Dim.Render(text) + " " + th.Warn.Render(t.LastKnown) }
	}
	left := s.width * 3 / 5
	balance := append([]string{label(t.Balance)},
		widget.Big(style, lang.Fill(d.Yuan, "amount", s.member.Balance.Grouped()), left-3)...)
	points := append([]string{label(t.Points)},
		widget.Big(style, lang.Fill(d.Points, "points", s.member.Points.String()), s.width-left-3)...)
	return append(indent(widget.Beside(balance, points, left-2, 1)), "")
}

func indent(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = "  " + l
	}
	return out
}

// person is what the record says, in two or three columns. What it does not say
// takes no room.
func (s *Screen) person() []string {
	t, d, m := s.env.Text.Member, s.env.Text.Domain, s.member
	var fields []widget.Field
	add := func(label, value string, style theme.Style) {
		if value != "" {
			fields = append(fields, widget.Field{Label: label, Value: value, Style: style})
		}
	}
	yuan := func(label string, a *money.Amount) {
		if a != nil {
			add(label, lang.Fill(d.Yuan, "amount", a.Grouped()), s.env.Theme.Plain)
		}
	}
	phone := s.env.Theme.Plain
	if s.revealed {
		phone = s.env.Theme.Bold
	}
	add(t.Phone, s.env.Phone(m.Phone, s.revealed), phone)
	add(s.birthday())
	add(t.Gender, s.gender(), s.env.Theme.Plain)
	if m.Rate.Known() {
		add(t.Rate, ui.RateWords(d, m.Rate)+" · "+ui.RateSourceWord(d, m.RateFrom), s.env.Theme.Plain)
	}
	yuan(t.Consumed, m.Consumed)
	yuan(t.Recharged, m.Recharged)
	yuan(t.Subsidy, m.Subsidy)
	add(t.Credit, s.credit(), s.env.Theme.Plain)
	add(s.expiry())
	if m.Details != nil {
		add(t.Remarks, m.Details.Remarks.String(), s.env.Theme.Plain)
	}
	return indent(inColumns(s.env, fields, s.width-2))
}

// inColumns spreads fields over columns, from top to bottom.
func inColumns(env *ui.Env, fields []widget.Field, width int) []string {
	n := max(min(width/38, 3), 1)
	each, rows := width/n, (len(fields)+n-1)/n
	var block []string
	for c := range n {
		part := fields[min(c*rows, len(fields)):min((c+1)*rows, len(fields))]
		block = widget.Beside(block, widget.Fields(env.Theme, each-2, part), c*each, 0)
	}
	return block
}

func (s *Screen) birthday() (label, value string, style theme.Style) {
	label, value = s.env.Text.Member.Birthday, s.member.Birthday.String()
	if s.member.Birthday.IsBirthday(s.env.Today()) {
		return label, value + " ★", s.env.Theme.Good
	}
	return label, value, s.env.Theme.Plain
}

// credit is how far the card may go below zero, and for how long.
func (s *Screen) credit() string {
	t, c := s.env.Text.Member, s.member.Credit
	if c == nil {
		return ""
	}
	text := t.NoLimit
	if !c.Limit.IsZero() {
		text = lang.Fill(t.DownTo, "amount", c.Limit.Neg().Grouped())
	}
	if c.Days > 0 {
		text += " · " + lang.Fill(t.Within, "n", strconv.Itoa(c.Days))
	}
	return text
}

// expiry is the last day of the card, with a sign once it is over.
func (s *Screen) expiry() (label, value string, style theme.Style) {
	label, style = s.env.Text.Member.Expires, s.env.Theme.Plain
	if s.member.Details == nil || s.member.Details.Expires.IsZero() {
		return label, "", style
	}
	end := s.member.Details.Expires.In(s.env.Zone)
	value = end.Format(time.DateOnly)
	if value < s.env.Today().Format(time.DateOnly) {
		return label, "⚠ " + value, s.env.Theme.Bad
	}
	return label, value, style
}

func (s *Screen) gender() string {
	d := s.env.Text.Domain
	switch s.member.Gender {
	case backend.GenderFemale:
		return d.Female
	case backend.GenderMale:
		return d.Male
	}
	return ""
}

// lately are the last events.
func (s *Screen) lately() []string {
	th, t := s.env.Theme, s.env.Text.Member
	lines := []string{"", widget.Rule(th, s.width, t.Lately)}
	switch {
	case s.eventsErr != nil:
		return append(lines, "  "+th.Warn.Render(widget.Cut("! "+t.EventsFailed+" · "+ui.Sentence(s.env.Text, s.eventsErr), s.width-2)))
	case !s.eventsKnown:
		return lines
	case len(s.events) == 0 && s.partial:
		return append(lines, "  "+th.Dim.Render("! "+t.Partial))
	case len(s.events) == 0:
		return append(lines, "  "+th.Dim.Render(t.NoEvents))
	}
	cols := s.eventColumns()
	lines = append(lines, "  "+th.Dim.Render(cols.Row(t.Time, t.Kind, t.Change, t.After, t.Points, t.Where)))
	for _, e := range s.events {
		change, style := widget.Change(s.env, e)
		change = style.Render(change)
		lines = append(lines, "  "+cols.Row(s.env.When(e.At), ui.EventWord(s.env.Text.Domain, e), change,
			e.Balance.Grouped(), e.Points.String(), e.Shop.String()))
	}
	if s.partial {
		lines = append(lines, "  "+th.Dim.Render("! "+t.Partial))
	}
	return lines
}

func (s *Screen) eventColumns() widget.Columns {
	return widget.Columns{{Width: 16}, {Width: 13}, {Width: 11, Align: widget.End}, {Width: 11, Align: widget.End},
		{Width: 7, Align: widget.End}, {Width: max(s.width-2-68, 0)}}
}

package widget

import (
	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
)

// line is one line of figures: a label, an amount that stands on the right so
// that the points line up, and a note behind it.
type line struct {
	label, value, note string
	style              theme.Style
}

// figures draws lines in columns.
func figures(env *ui.Env, width int, lines []line) []string {
	label, value := 0, 0
	for _, l := range lines {
		label, value = max(label, Width(l.label)), max(value, Width(l.value))
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		head := env.Theme.Dim.Render(Cell(l.label, label, Start)) + "  " + l.style.Render(Cell(l.value, value, End))
		out[i] = head
		if l.note != "" {
			out[i] += "  " + env.Theme.Dim.Render(Cut(l.note, width-label-value-4))
		}
	}
	return out
}

// MemberLine is who a money step is about: number, name, level, phone and, if
// it is not normal, the state of the card.
func MemberLine(env *ui.Env, m backend.Member, width int) string {
	th := env.Theme
	text := th.Bold.Render(m.Name.String()) + "  " + m.Number.String() + "  " + m.Level.Name.String() + "  " + env.Phone(m.Phone, false)
	if m.Status.Suspicious() {
		text += "  " + th.Alarm.Render(" "+ui.StatusWord(env.Text.Domain, m.Status)+" ")
	}
	return Cut(text, width)
}

// View draws the step in a body of width by height cells: the preview, what is
// under way, or the end.
func (s *Step) View(width, height int) string {
	var lines []string
	switch s.phase {
	case Confirming:
		lines = s.previewLines(width)
	case Submitting:
		lines = s.busyLines(width)
	case Ended:
		lines = s.endLines(width)
	}
	return Body(lines, height)
}

func indent(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = "  " + l
	}
	return out
}

// WaitLine says that the preview is being fetched, empty while there is nothing
// to say.
func (s *Step) WaitLine() string {
	if s.phase != Quoting {
		return ""
	}
	return s.wait.View(s.env, s.env.Text.Money.Quoting)
}

func (s *Step) previewLines(width int) []string {
	t, th := s.env.Text.Money, s.env.Theme
	lines := []string{"", MemberLine(s.env, s.quote.Member, width-4), "", Rule(th, width-4, t.Preview), ""}
	lines = append(lines, figures(s.env, width-4, s.quoteLines())...)
	lines = append(lines, "")
	for _, w := range s.quote.Warnings {
		if text := s.warning(w); text != "" {
			lines = append(lines, th.Warn.Render(Cut("⚠ "+text, width-4)))
		}
	}
	if len(s.quote.Warnings) > 0 {
		lines = append(lines, "")
	}
	if s.quote.Task {
		for _, l := range Wrap("✎ "+s.env.Text.Undo.WarnTask, width-4, 2) {
			lines = append(lines, th.Warn.Render(l))
		}
		lines = append(append(lines, TaskLines(s.env, s.quote.Operation, "", width-4)...), "")
	}
	return append(lines, s.pressLine(width-4))
}

func (s *Step) pressLine(width int) string {
	t, th := s.env.Text.Money, s.env.Theme
	press := th.Good.Render("▶ " + s.howToConfirm())
	if s.again {
		press = th.Warn.Render("▶ " + s.keyed(t.PressAgain))
	}
	if s.hint != "" {
		press += "   " + th.Warn.Render(s.hint)
	}
	return Cut(press, width)
}

// keyed names the confirming key in a sentence.
func (s *Step) keyed(text string) string {
	return lang.Fill(text, "key", KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
}

// howToConfirm names the key that confirms, and the second one if there is one.
func (s *Step) howToConfirm() string {
	keys := s.env.Keys.Keys(keymap.ScopePreview, keymap.Confirm)
	if len(keys) < 2 {
		return s.keyed(s.env.Text.Money.PressConfirm)
	}
	return lang.Fill(s.env.Text.Money.PressEither, "key", keymap.Shown(keys[0]), "other", keymap.Shown(keys[1]))
}

// scanned says that a bar code was ignored, where the eyes are.
func (s *Step) scanned() ui.Cmd {
	if s.phase == Confirming {
		s.hint = s.keyed(s.env.Text.Money.ScanDropped)
		return nil
	}
	return ui.Tell(ui.Notice{Level: ui.LevelWarn, Text: s.env.Text.Shell.ScanDropped})
}

func (s *Step) warning(w backend.Warning) string {
	t := s.env.Text.Money
	switch w {
	case backend.WarnRepeat:
		return t.WarnRepeat
	case backend.WarnStatus:
		return lang.Fill(t.WarnStatus, "status", ui.StatusWord(s.env.Text.Domain, s.quote.Member.Status))
	case backend.WarnMayCollect:
		return t.WarnMayCollect
	case backend.WarnCollect:
		return lang.Fill(t.WarnCollect, "amount", s.quote.Collect.Grouped())
	case backend.WarnRetry:
		if s.retry == nil {
			return t.WarnRetryAny
		}
		return lang.Fill(t.WarnRetry, "slip", s.retry.Slip)
	case backend.WarnSpent:
		return s.env.Text.Undo.WarnSpent
	case backend.WarnDebt:
		return lang.Fill(t.WarnDebt, "balance", s.quote.BalanceAfter.Grouped())
	}
	return ""
}

func (s *Step) quoteLines() []line {
	switch s.quote.Operation.Kind {
	case backend.OpRecharge:
		return s.rechargeLines()
	case backend.OpConsume:
		return s.consumeLines()
	case backend.OpUndo:
		return s.undoLines()
	}
	t, q := s.env.Text.Money, s.quote
	return []line{
		{label: t.TitleRedeem, value: q.Operation.Points.String(), style: s.env.Theme.Bold},
		s.pointsLine(q.Member.Points, q.PointsAfter),
	}
}

func (s *Step) rechargeLines() []line {
	t, th, q := s.env.Text.Money, s.env.Theme, s.quote
	lines := []line{{label: t.Principal, value: q.Gross.Grouped(), note: q.Operation.PayType.Name.String(), style: th.Bold}}
	for _, g := range q.Gifts {
		lines = append(lines, line{label: t.Gift, value: g.Money.Signed(), note: giftNote(t, g), style: th.Plain})
	}
	if len(q.Gifts) > 0 {
		note := s.estimate()
		if !q.GiftPoints.IsZero() {
			note = lang.Fill(t.RulePoints, "points", q.GiftPoints.String()) + "  " + note
		}
		lines = append(lines, line{label: t.GiftSum, value: q.GiftMoney.Signed(), note: note, style: th.Good})
	}
	lines = append(lines, s.balanceLine(q.Member.Balance, q.BalanceAfter))
	return append(lines, s.pointsLine(q.Member.Points, q.PointsAfter))
}

func giftNote(t lang.Money, g backend.Gift) string {
	note := g.Rule.String()
	if !g.Points.IsZero() {
		note += "  " + lang.Fill(t.RulePoints, "points", g.Points.String())
	}
	return note
}

func (s *Step) consumeLines() []line {
	t, th, q := s.env.Text.Money, s.env.Theme, s.quote
	lines := []line{{label: t.Gross, value: q.Gross.Grouped(), style: th.Bold}}
	if !q.Discountable.Equal(q.Gross) {
		lines = append(lines, line{label: t.Discountable, value: q.Discountable.Grouped(), style: th.Plain})
	}
	rate := ui.RateWords(s.env.Text.Domain, q.Rate)
	source := ""
	if q.Rate.Known() {
		source = ui.RateSourceWord(s.env.Text.Domain, q.RateFrom)
	}
	lines = append(lines, line{label: t.Rate, value: rate, note: source, style: th.Plain},
		line{label: t.Discount, value: q.Discount.Neg().Signed(), note: s.estimate(), style: th.Plain},
		line{label: t.Net, value: q.Net.Grouped(), note: s.estimate(), style: th.Bold},
		line{label: t.FromCard, value: q.FromCard.Grouped(), note: s.estimate(), style: th.Plain})
	if q.Collect.Sign() > 0 {
		lines = append(lines, line{label: t.ToCollect, value: q.Collect.Grouped(), note: s.estimate(), style: th.Alarm})
		if len(q.RestBy) > 0 {
			lines = append(lines, s.restLine())
		}
	}
	lines = append(lines, s.balanceLine(q.Member.Balance, q.BalanceAfter))
	points := s.pointsLine(q.Member.Points, q.PointsAfter)
	if q.Member.Earning == nil && q.PointsAfter.Equal(q.Member.Points) {
		// The vendor books what a bill earns, and does not say it before.
		points.note = "→ " + t.PointsByVendor
	}
	return append(lines, points)
}

// estimate marks what the vendor decides.
func (s *Step) estimate() string {
	if s.quote.Sure {
		return ""
	}
	return s.env.Text.Money.Estimate
}

func (s *Step) balanceLine(before, after money.Amount) line {
	return line{label: s.env.Text.Money.BalanceLine, value: before.Grouped(), note: "→ " + after.Grouped() + "  " + s.estimate(), style: s.env.Theme.Plain}
}

func (s *Step) pointsLine(before, after money.Points) line {
	return line{label: s.env.Text.Money.PointsLine, value: before.String(), note: "→ " + after.String() + "  " + s.estimate(), style: s.env.Theme.Plain}
}

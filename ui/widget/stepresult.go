package widget

import (
	"time"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// busyLong is when waiting for the server deserves the words not to charge
// again.
const busyLong = 2 * time.Second

func (s *Step) busyLines(width int) []string {
	t, th := s.env.Text.Money, s.env.Theme
	text := lang.Fill(t.Busy, "amount", s.amount())
	if s.env.Clock.Now().Sub(s.since) >= busyLong {
		text = t.BusyLong
	}
	spinner := s.wait.View(s.env, text)
	if spinner == "" {
		spinner = th.Accent.Render("  ") + text
	}
	return []string{"", MemberLine(s.env, s.quote.Member, width-4), "", "", Cut(spinner, width-4)}
}

// amount is what the step is about, in yuan or points.
func (s *Step) amount() string { return amountOf(s.env, s.quote.Operation) }

func (s *Step) endLines(width int) []string {
	lines := []string{"", MemberLine(s.env, s.quote.Member, width-4), ""}
	switch {
	case s.result == nil:
		lines = append(lines, s.failedLines(width-4)...)
	case s.failure != nil && unsent(*s.result):
		lines = append(lines, s.failedLines(width-4)...)
	case s.failure != nil && s.result.Receipt != nil:
		lines = append(lines, s.unrecordedLines(width-4)...)
	case s.result.State == backend.StateTask:
		lines = append(lines, s.taskLines(width-4)...)
	case s.result.Outcome() == backend.OutcomeSettled:
		lines = append(lines, s.settledLines(width-4)...)
	case s.result.Outcome() == backend.OutcomeRefused:
		lines = append(lines, s.refusedLines(width-4)...)
	default:
		lines = append(lines, s.unknownLines(width-4)...)
	}
	return lines
}

// failedLines are for what could not be begun: nothing was sent.
func (s *Step) failedLines(width int) []string {
	th := s.env.Theme
	lines := []string{th.Bad.Render("✘ " + s.refusedTitle()), ""}
	lines = append(lines, Wrap(ui.Sentence(s.env.Text, s.failure), width, 4)...)
	return append(lines, "", th.Dim.Render(s.env.Text.Money.TryAgain))
}

// unrecordedLines are for the worst case: done at the vendor, not on this
// machine's disk. They do not say why, because that sentence says that nothing was
// sent.
func (s *Step) unrecordedLines(width int) []string {
	th := s.env.Theme
	lines := []string{th.Alarm.Render(" " + s.env.Text.Money.NotRecorded + " "), "",
		th.Big.Render("#" + s.result.Slip + "  " + ui.OpWord(s.env.Text.Domain, s.result.Kind) + "  " + s.amount() + "  " + s.result.Number.String()), ""}
	if s.result.Receipt.Collect.Sign() > 0 {
		lines = append(lines, s.owedLines(width)...)
	}
	return append(lines, figures(s.env, width, s.receiptLines())...)
}

func (s *Step) refusedTitle() string {
	t := s.env.Text.Money
	switch s.quote.Operation.Kind {
	case backend.OpRecharge:
		return t.RefusedRecharge
	case backend.OpConsume:
		return t.RefusedConsume
	case backend.OpUndo:
		return s.env.Text.Undo.Refused
	}
	return t.RefusedRedeem
}

func (s *Step) refusedLines(width int) []string {
	th, t := s.env.Theme, s.env.Text.Money
	if s.result.State == backend.StateVoided {
		return []string{th.Good.Render("✔ "+t.VoidedTitle+s.refusedTitle()) + "   " + th.Dim.Render("#"+s.result.Slip), "",
			t.VoidedLine, "", th.Dim.Render(t.TryAgain)}
	}
	lines := []string{th.Bad.Render("✘ "+s.refusedTitle()) + "   " + th.Dim.Render("#"+s.result.Slip), ""}
	why := ui.WhyWord(s.env.Text.Domain, s.result.Why)
	if s.result.Refusal != nil {
		why = ui.Sentence(s.env.Text, s.result.Refusal)
	}
	lines = append(lines, Wrap(why, width, 4)...)
	return append(lines, "", th.Dim.Render(t.TryAgain))
}

func (s *Step) unknownLines(width int) []string {
	t, th, c := s.env.Text.Money, s.env.Theme, s.result
	title := t.UnknownTitle
	if c.State == backend.StateVoiding {
		title = t.VoidingTitle
	}
	lines := []string{th.Warn.Render("⏳ "+title) + "   " + th.Bold.Render(s.amount()) + "   " + th.Dim.Render("#"+c.Slip), ""}
	switch c.State {
	case backend.StateNotFound:
		lines = append(lines, Wrap(t.NotFoundLine, width, 3)...)
	case backend.StateHuman:
		lines = append(lines, th.Bad.Render("✋ "+lang.Fill(t.HumanLine, "slip", c.Slip)))
	default:
		lines = append(lines, Big(th.Warn, "", width)[0], th.Alarm.Render(" "+t.UnknownLine+" "))
	}
	lines = append(lines, "", ui.WhyWord(s.env.Text.Domain, c.Why))
	left := int((c.QuietUntil.Sub(s.env.Clock.Now()) + time.Second - 1) / time.Second)
	if c.Looks > 0 && left > 0 && c.State.Open() {
		lines = append(lines, th.Dim.Render(lang.Fill(t.Looks, "n", itoa(c.Looks), "seconds", itoa(left))))
	}
	if n := s.secondsToLook(); n > 0 {
		lines = append(lines, th.Dim.Render(lang.Fill(t.UnknownNext, "seconds", itoa(n))))
	}
	return lines
}

func (s *Step) settledLines(width int) []string {
	t, th, c := s.env.Text.Money, s.env.Theme, s.result
	lines := []string{th.Good.Render("✔ "+s.doneTitle()) + "   " + th.Dim.Render("#"+c.Slip), ""}
	if c.Receipt == nil {
		return append(lines, ui.WhyWord(s.env.Text.Domain, c.Why), "", th.Dim.Render(t.GoOn))
	}
	if c.Receipt.Collect.Sign() > 0 {
		lines = append(lines, s.collectLines(width)...)
	}
	lines = append(lines, figures(s.env, width, s.receiptLines())...)
	if c.Receipt.Odd {
		lines = append(lines, "", th.Warn.Render("⚠ "+t.Odd))
	}
	if c.Receipt.Matched {
		lines = append(lines, "", th.Dim.Render(t.Matched+"  "+ui.WhyWord(s.env.Text.Domain, c.Why)))
	}
	hint := th.Dim.Render(t.GoOn)
	if s.toCollect() && s.warned {
		hint = th.Warn.Render(lang.Fill(s.keyed(t.CollectFirst), "amount", c.Receipt.Collect.Grouped()))
	}
	return append(lines, "", hint)
}

// collectLines make what the guest still owes the largest thing on the screen.
func (s *Step) collectLines(width int) []string {
	t, th, c := s.env.Text.Money, s.env.Theme, s.result
	if !c.Collected.IsZero() {
		return []string{th.Good.Render("✔ " + lang.Fill(t.Collect, "amount", c.Receipt.Collect.Grouped()) + "  " + t.Collected), ""}
	}
	return append(s.owedLines(width), th.Warn.Render("▶ "+s.keyed(t.CollectKey)), "")
}

func (s *Step) owedLines(width int) []string {
	th, sum := s.env.Theme, s.result.Receipt.Collect.Grouped()
	lines := []string{th.Alarm.Render(" ⚠ " + lang.Fill(s.env.Text.Money.Collect, "amount", sum) + " ")}
	return append(lines, Big(th.Bad, sum, width)...)
}

func (s *Step) doneTitle() string {
	t, c := s.env.Text.Money, s.result
	switch c.Kind {
	case backend.OpRecharge:
		return lang.Fill(t.DoneRecharge, "amount", c.Amount.Grouped())
	case backend.OpConsume:
		net := c.Amount
		if c.Receipt != nil {
			net = c.Receipt.FromCard
		}
		return lang.Fill(t.DoneConsume, "net", net.Grouped())
	case backend.OpUndo:
		return lang.Fill(s.env.Text.Undo.Done, "slip", c.Undo.Slip)
	}
	return lang.Fill(t.DoneRedeem, "points", c.Points.String())
}

// receiptLines put what the vendor did beside what was promised, to the fen.
func (s *Step) receiptLines() []line {
	t, th, c, r := s.env.Text.Money, s.env.Theme, s.result, s.result.Receipt
	var lines []line
	switch c.Kind {
	case backend.OpConsume:
		lines = append(lines, line{label: t.Gross, value: c.Amount.Grouped(), note: ui.RateWords(s.env.Text.Domain, r.Rate), style: th.Plain},
			line{label: t.Net, value: r.Net.Grouped(), note: s.compare(r.Net.Sub(c.Quote.Net).Signed(), r.Net.Equal(c.Quote.Net)), style: th.Bold},
			line{label: t.FromCard, value: r.FromCard.Grouped(), style: th.Plain})
	case backend.OpRecharge:
		lines = append(lines, line{label: t.Principal, value: c.Amount.Grouped(), note: c.PayType.Name.String(), style: th.Bold},
			line{label: t.GiftGiven, value: r.GiftMoney.Signed(), note: s.giftNote(), style: th.Good})
	case backend.OpUndo:
		lines = append(lines, s.undoReceipt()...)
	}
	return append(lines,
		line{label: t.BalanceNow, value: r.Balance.Grouped(), style: th.Bold},
		line{label: t.PointsNow, value: r.Points.String(), style: th.Plain})
}

func (s *Step) giftNote() string {
	r, q := s.result.Receipt, s.result.Quote
	note := s.compare(r.GiftMoney.Sub(q.GiftMoney).Signed(), r.GiftMoney.Equal(q.GiftMoney))
	if !r.GiftPoints.IsZero() {
		note = lang.Fill(s.env.Text.Money.RulePoints, "points", r.GiftPoints.String()) + "  " + note
	}
	return note
}

func (s *Step) compare(difference string, same bool) string {
	if same {
		return s.env.Text.Money.Same
	}
	return lang.Fill(s.env.Text.Money.Difference, "amount", difference)
}

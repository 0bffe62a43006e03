package recharge

import (
	"strings"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	if p := s.step.Phase(); p != widget.Entering && p != widget.Quoting {
		return s.step.View(s.width, s.height)
	}
	t, th := s.env.Text.Money, s.env.Theme
	member := s.step.Member(s.member)
	know := s.step.KnowBalance(member)
	lines := []string{"", widget.MemberLine(s.env, member, s.width-4), "",
		widget.Rule(th, s.width-4, t.TitleRecharge), "",
		ui.Zone(zoneAmount, widget.MoneyLine(s.env, t.Amount, &s.amount, s.focus == onAmount, "0.00")),
		widget.MoneyProblem(s.env, &s.amount, s.problem, know), s.payLine(), ""}
	lines = append(lines, s.ruleLines()...)
	lines = append(lines, "")
	lines = append(lines, widget.FailureLines(s.env, s.step, s.width-4)...)
	hint := t.EnterToPreview
	if s.focus != onAmount {
		hint = t.PickHint
	}
	return widget.Body(append(lines, th.Dim.Render(hint)), s.height)
}

// payLine shows the ways of paying; the chosen one is marked, and none is
// before somebody chose.
func (s *screen) payLine() string {
	t, th := s.env.Text.Money, s.env.Theme
	head := "  " + widget.Cell(t.PayType, 12, widget.Start) + "  "
	if s.focus == onPay {
		head = th.Accent.Render("▸ "+widget.Cell(t.PayType, 12, widget.Start)) + "  "
	}
	if s.rules == nil {
		return head + s.pendingPay()
	}
	if s.focus == onPay {
		return head + s.pays.Inline(th)
	}
	var parts []string
	for i, p := range s.rules.PayTypes {
		text := p.Name.String()
		if l := widget.PayLetter(text); l != 0 {
			text = string(l) + " " + text
		}
		text = "  " + text + " "
		if s.pay != nil && s.pay.ID == p.ID {
			text = th.Selected.Render("✔" + text[1:])
		}
		parts = append(parts, ui.Zone(zonePay+i, text))
	}
	return head + strings.Join(parts, " ")
}

func (s *screen) pendingPay() string {
	switch {
	case s.pay != nil:
		return s.pay.Name.String()
	case s.wish != 0:
		return s.env.Theme.Dim.Render(string(s.wish) + " …")
	}
	return s.env.Theme.Dim.Render("…")
}

func (s *screen) ruleLines() []string {
	t, th := s.env.Text.Money, s.env.Theme
	lines := []string{th.Title.Render(t.Rules)}
	switch {
	case s.loading:
		return append(lines, s.wait.View(s.env, t.LoadingRules))
	case s.rulesErr != nil:
		for _, l := range widget.Wrap("✗ "+ui.Sentence(s.env.Text, s.rulesErr), s.width-4, 3) {
			lines = append(lines, th.Bad.Render(l))
		}
		return lines
	case s.rules == nil || len(s.rules.Rules) == 0:
		return append(lines, th.Dim.Render(t.NoRules))
	}
	if s.focus == onRules {
		return append(lines, s.ruleList.Lines(th, s.width-4)...)
	}
	for i, o := range s.ruleOptions() {
		style := th.Plain
		mark := "  "
		if s.fires(s.rules.Rules[i]) {
			style, mark = th.Good, "✔ "
		}
		lines = append(lines, ui.Zone(zoneRules+i, style.Render(mark+widget.Cut(o.Label, s.width-8))))
	}
	return lines
}

// fires tells whether the typed amount reaches a rule; of several thresholds
// only the highest one reached counts.
func (s *screen) fires(r backend.Rule) bool {
	amount, err := s.amount.Amount()
	if err != nil {
		return false
	}
	if r.Kind != backend.RuleThreshold {
		return true
	}
	if amount.Cmp(r.Threshold) < 0 {
		return false
	}
	for _, o := range s.rules.Rules {
		if o.Kind == backend.RuleThreshold && o.Threshold.Cmp(r.Threshold) > 0 && amount.Cmp(o.Threshold) >= 0 {
			return false
		}
	}
	return true
}

// ruleOptions show every rule for what it is, with the shop's own name behind.
func (s *screen) ruleOptions() []widget.Option {
	options := make([]widget.Option, len(s.rules.Rules))
	for i, r := range s.rules.Rules {
		options[i] = widget.Option{Label: widget.Cell(s.ruleWords(r), 28, widget.Start) + "  " + r.Name.String()}
	}
	return options
}

func (s *screen) ruleWords(r backend.Rule) string {
	t := s.env.Text.Money
	var gift []string
	if r.Kind == backend.RulePercent && !r.MoneyShare.IsZero() {
		return lang.Fill(t.RulePercent, "percent", r.MoneyShare.Percent())
	}
	if !r.GiftMoney.IsZero() {
		gift = append(gift, lang.Fill(t.RuleMoney, "money", r.GiftMoney.Grouped()))
	}
	if !r.GiftPoints.IsZero() {
		gift = append(gift, lang.Fill(t.RulePoints, "points", r.GiftPoints.String()))
	}
	words := strings.Join(gift, " + ")
	if r.Kind == backend.RuleThreshold {
		return lang.Fill(t.RuleThreshold, "threshold", r.Threshold.Grouped(), "gift", words)
	}
	return lang.Fill(t.RuleEachTime, "gift", words)
}

package consume

import (
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	if s.asking != nil {
		return s.askView()
	}
	if p := s.step.Phase(); p != widget.Entering && p != widget.Quoting {
		return s.step.View(s.width, s.height)
	}
	t, th := s.env.Text.Money, s.env.Theme
	member := s.step.Member(s.member)
	lines := []string{"", widget.MemberLine(s.env, member, s.width-4), "", widget.Rule(th, s.width-4, t.TitleConsume), ""}
	lines = append(lines, s.fieldLines(zoneAmount, t.Amount, "", s.step.KnowBalance(member))...)
	lines = append(lines, s.fieldLines(zoneDiscountable, t.Discountable, t.DiscountableAll, "")...)
	lines = append(lines, widget.FailureLines(s.env, s.step, s.width-4)...)
	return widget.Body(append(lines, th.Dim.Render(t.EnterToPreview)), s.height)
}

// fieldLines draw one field, what is wrong with it, and a gap.
func (s *screen) fieldLines(zone int, label, empty, know string) []string {
	f, focused := &s.amount, !s.second
	if zone == zoneDiscountable {
		f, focused = &s.discountable, s.second
	}
	below := ""
	if focused {
		below = widget.MoneyProblem(s.env, f, s.problem, know)
	}
	return []string{ui.Zone(zone, widget.MoneyLine(s.env, label, f, focused, empty)), below, ""}
}

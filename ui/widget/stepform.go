package widget

import (
	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// Leaving holds Esc back once where something was typed, so that it is not lost
// by one key too many. The zero value is ready.
type Leaving struct{ asked bool }

// Leave tells whether Esc leaves now; typed says that something would be lost.
func (l *Leaving) Leave(typed bool) bool {
	if !typed || l.asked {
		return true
	}
	l.asked = true
	return false
}

// Stay says that the person went on.
func (l *Leaving) Stay() { l.asked = false }

// Member is whom the form is about as they were read last: for the preview if
// there was one, and otherwise as m.
func (s *Step) Member(m backend.Member) backend.Member {
	if s.quote.Member.ID == m.ID && m.ID != "" {
		return s.quote.Member
	}
	return m
}

// KnowBalance is what is good to know beside an amount: the balance, and what is
// rung again.
func (s *Step) KnowBalance(m backend.Member) string {
	return s.know(s.env.Text.Money.BalanceLine, m, m.Balance.Grouped())
}

// KnowPoints is the same beside a number of points.
func (s *Step) KnowPoints(m backend.Member) string {
	return s.know(s.env.Text.Money.PointsLine, m, m.Points.String())
}

func (s *Step) know(label string, m backend.Member, figure string) string {
	t := s.env.Text.Money
	if !FiguresKnown(m) {
		figure = t.ReadInPreview
	}
	text := label + " " + figure
	if s.retry == nil {
		return text
	}
	return lang.Fill(t.RetryOf, "slip", s.retry.Slip, "amount", amountOf(s.env, s.retry.Operation)) + "   " + text
}

// amountOf is what an operation is about, in yuan or points.
func amountOf(env *ui.Env, o backend.Operation) string {
	if o.Kind == backend.OpUndo && o.Amount.IsZero() && o.Undo != nil {
		return lang.Fill(env.Text.Domain.Points, "points", o.Undo.Points.String())
	}
	if o.Kind == backend.OpRedeem {
		return lang.Fill(env.Text.Domain.Points, "points", o.Points.String())
	}
	return o.Amount.Grouped()
}

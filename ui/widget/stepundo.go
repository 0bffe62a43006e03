package widget

import (
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui"
	"guitai/ui/lang"
)

// OperationLine names an operation in one line: its number, what it was, how much,
// by which way of paying, and when.
func OperationLine(env *ui.Env, c backend.Case) string {
	return namedLine(env, c.Slip, c.Kind, amountOf(env, c.Operation), c.PayType, c.CreatedAt)
}

func namedLine(env *ui.Env, slip string, kind backend.OpKind, amount string, pay backend.PayType, at time.Time) string {
	text := "#" + slip + "  " + ui.OpWord(env.Text.Domain, kind) + "  " + amount
	if !pay.Name.IsEmpty() {
		text += "  " + pay.Name.String()
	}
	if !at.IsZero() {
		text += "  " + env.When(at)
	}
	return text
}

// originalLine is OperationLine of what a correction takes back.
func originalLine(env *ui.Env, op backend.Operation) string {
	u := op.Undo
	amount := u.Gross.Grouped()
	if u.Kind == backend.OpRedeem {
		amount = lang.Fill(env.Text.Domain.Points, "points", u.Points.String())
	}
	return namedLine(env, u.Slip, u.Kind, amount, op.PayType, u.At)
}

// undoLines preview a correction: what of the original moves, what is handed back by
// hand, and the card before and after.
func (s *Step) undoLines() []line {
	t, th, q := s.env.Text.Undo, s.env.Theme, s.quote
	u := q.Operation.Undo
	what := originalLine(s.env, q.Operation)
	lines := []line{{label: t.Of, note: what, style: th.Plain}}
	take := func(a money.Amount) string {
		if u.Kind == backend.OpRecharge {
			a = a.Neg()
		}
		return a.Signed()
	}
	switch {
	case u.Kind == backend.OpRecharge:
		lines = append(lines, line{label: t.Principal, value: take(u.Principal), style: th.Bold},
			line{label: t.Gift, value: take(u.Gift), style: th.Plain})
	case !q.Operation.Amount.IsZero():
		lines = append(lines, line{label: t.ToCard, value: take(u.Principal), style: th.Bold})
	}
	if u.Back.Sign() > 0 {
		lines = append(lines, line{label: t.HandBack, value: u.Back.Grouped(), note: t.HandBackNote, style: th.Alarm})
	}
	return append(lines, s.balanceLine(q.Member.Balance, q.BalanceAfter), s.pointsLine(q.Member.Points, q.PointsAfter),
		line{label: t.Reason, note: u.Reason, style: th.Plain})
}

// TaskLines are what somebody needs at the vendor's back office to do a correction:
// the card, the row that is meant, what to enter, and what not to.
func TaskLines(env *ui.Env, op backend.Operation, slip string, width int) []string {
	t, u := env.Text.Undo, op.Undo
	if u == nil {
		return nil
	}
	number := t.NumberLater
	if slip != "" {
		number = "#" + slip
	}
	row := ""
	if u.Row != 0 {
		row = lang.Fill(t.TaskRow, "row", strconv.FormatInt(u.Row, 10))
	}
	balance, points := u.Due()
	enter := lang.Fill(t.TaskGive, "amount", balance.Grouped())
	switch {
	case balance.Sign() < 0:
		enter = lang.Fill(t.TaskTake, "amount", balance.Neg().Grouped(), "principal", u.Principal.Grouped(), "gift", u.Gift.Grouped())
	case balance.IsZero():
		enter = ""
	}
	if !points.IsZero() {
		text := t.TaskPointsGive
		if points.Sign() < 0 {
			text, points = t.TaskPointsTake, points.Neg()
		}
		enter += " " + lang.Fill(text, "points", points.String())
	}
	lines := []string{
		lang.Fill(t.TaskCard, "number", op.Number.String(), "name", op.Name.String()),
		t.Of + "  " + originalLine(env, op) + row,
		enter,
		lang.Fill(t.TaskRemark, "slip", number),
	}
	var out []string
	for _, l := range lines {
		out = append(out, Wrap(l, width, 2)...)
	}
	return out
}

// taskLines say that a correction became a task.
func (s *Step) taskLines(width int) []string {
	t, th, c := s.env.Text.Undo, s.env.Theme, s.result
	lines := []string{th.Warn.Render("✎ "+t.TaskMade) + "   " + th.Bold.Render("#"+c.Slip), ""}
	lines = append(lines, TaskLines(s.env, c.Operation, c.Slip, width)...)
	if c.Undo != nil && c.Undo.Back.Sign() > 0 {
		lines = append(lines, "", th.Alarm.Render(" ⚠ "+t.HandBack+" "+c.Undo.Back.Grouped()+" "))
	}
	return append(lines, "", th.Dim.Render(t.TaskWaits), th.Dim.Render(s.env.Text.Money.GoOn))
}

// undoReceipt are the lines of a correction that was made.
func (s *Step) undoReceipt() []line {
	t, th, u := s.env.Text.Undo, s.env.Theme, s.result.Undo
	if u == nil || u.Back.IsZero() {
		return nil
	}
	return []line{{label: t.HandBack, value: u.Back.Grouped(), note: t.HandBackNote, style: th.Alarm}}
}

// mayUndo tells whether the result is something that can be taken back.
func (s *Step) mayUndo() bool {
	return s.phase == Ended && s.result != nil && s.result.Outcome() == backend.OutcomeSettled &&
		s.result.Kind != backend.OpUndo && s.failure == nil && !s.toCollect()
}

// undo opens the screen that takes the result back.
func (s *Step) undo() ui.Cmd {
	return ui.Tell(ui.Open{Screen: ui.ScreenUndo, Args: ui.Args{Member: &s.quote.Member, CaseID: s.result.ID}, Replace: true})
}

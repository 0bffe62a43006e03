package verdict

import (
	"guitai/backend"
	"guitai/backend/money"
)

// Task is a correction that somebody does in the vendor's back office, beside what
// the card's history shows since it was asked for.
type Task struct {
	// Money (yuan) and Points are what it has to move, below zero for what it takes.
	Money  money.Amount
	Points money.Points
	// Before is the card as it was when it was asked for, and Rows the history rows
	// above its watermark, oldest first.
	Before backend.Snapshot
	Rows   []backend.Event
	// Ours says of each row that another operation of ours made it.
	Ours []bool
}

// The rules of a task, in their order.
const (
	ruleTaskDone    = "task: one row that only the back office leaves"
	ruleTaskSeveral = "task: several rows that only the back office leaves"
	ruleTaskMaybe   = "task: a row of this amount that anybody may have left"
	ruleTaskOpen    = "task: no row yet"
)

// TaskRules names the rules of a task.
func TaskRules() []string {
	return []string{ruleTaskDone, ruleTaskSeveral, ruleTaskMaybe, ruleTaskOpen}
}

// Judge says whether a task was done, and which rows could be it. It is done by one
// row alone that moves exactly what is to be moved and that no till leaves. What a
// guest's own visit may have left is for a person to tell.
func (t Task) Judge() (v Verdict, fits []int) {
	sure, maybe := t.Fits()
	wait := func(rule string, why backend.Why, rows []int) (Verdict, []int) {
		return Verdict{Rule: rule, State: backend.StateTask, Why: why}, rows
	}
	switch {
	case len(sure) == 1:
		return Verdict{Rule: ruleTaskDone, State: backend.StateApplied, Why: backend.WhyTaskDone, Row: t.Rows[sure[0]].ID}, sure
	case len(sure) > 1:
		return wait(ruleTaskSeveral, backend.WhySeveral, sure)
	case len(maybe) > 0:
		return wait(ruleTaskMaybe, backend.WhyTaskMaybe, maybe)
	}
	return wait(ruleTaskOpen, backend.WhyTask, nil)
}

// Fits are the indexes of the rows that move exactly what is to be moved: those
// that only the back office leaves, and the others. What a row moved is told by the
// balances before and after it, because its kind does not say it of a reversal.
func (t Task) Fits() (sure, maybe []int) {
	balance, points := t.Before.Balance, t.Before.Points
	for i, row := range t.Rows {
		moved, earned := row.Balance.Sub(balance), row.Points.Sub(points)
		balance, points = row.Balance, row.Points
		switch {
		case t.Ours[i] || !moved.Equal(t.Money):
		case t.Money.IsZero():
			// Which rows a change of points leaves is documented nowhere.
			if earned.Equal(t.Points) {
				maybe = append(maybe, i)
			}
		case reverses(row, moved):
			sure = append(sure, i)
		default:
			maybe = append(maybe, i)
		}
	}
	return sure, maybe
}

// reverses tells whether only the back office leaves such a row: money paid out or
// moved between cards, which no till can do, a recharge that takes or a bill that
// gives. Its own amount has to say what the balances say, or a row may be missing
// before it. A plain recharge or bill may be the guest's next visit.
func reverses(row backend.Event, moved money.Amount) bool {
	if !row.Net.Equal(moved) && !row.Net.Neg().Equal(moved) {
		return false
	}
	switch row.Kind {
	case backend.EventWithdraw, backend.EventTransferOut, backend.EventRecharge:
		return moved.Sign() < 0
	case backend.EventTransferIn, backend.EventConsume:
		return moved.Sign() > 0
	}
	return false
}

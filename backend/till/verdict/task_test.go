package verdict_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till/verdict"
)

// happened is a history row: its kind, its own amount, and the card after it.
func happened(kind backend.EventKind, net, balance string) backend.Event {
	return backend.Event{Kind: kind, Net: money.Must(net), Balance: money.Must(balance)}
}

func TestATaskIsDoneByOneRowThatNoTillLeaves(t *testing.T) {
	const (
		done, several = "task: one row that only the back office leaves", "task: several rows that only the back office leaves"
		maybe, open   = "task: a row of this amount that anybody may have left", "task: no row yet"
		take, give    = "-115", "80"
	)
	cases := []struct {
		name, money string
		rows        []backend.Event
		ours        int
		rule        string
		fits        []int
	}{
		{"nothing happened", take, nil, -1, open, nil},
		{"paid out", take, []backend.Event{happened(backend.EventWithdraw, "115", "85")}, -1, done, []int{0}},
		{"a recharge of less than nothing", take, []backend.Event{happened(backend.EventRecharge, "-115", "85")}, -1, done, []int{0}},
		{"a bill that gave", give, []backend.Event{happened(backend.EventConsume, "80", "280")}, -1, done, []int{0}},
		{"after others' rows", take, []backend.Event{happened(backend.EventConsume, "50", "150"), happened(backend.EventWithdraw, "115", "35")}, -1, done, []int{1}},
		{"the wrong sum", take, []backend.Event{happened(backend.EventWithdraw, "100", "100")}, -1, open, nil},
		{"the wrong way", give, []backend.Event{happened(backend.EventWithdraw, "80", "120")}, -1, open, nil},
		{"twice", take, []backend.Event{happened(backend.EventWithdraw, "115", "85"), happened(backend.EventWithdraw, "115", "-30")}, -1, several, []int{0, 1}},
		{"somebody's bill of that sum", take, []backend.Event{happened(backend.EventConsume, "115", "85")}, -1, maybe, []int{0}},
		{"somebody's recharge of that sum", give, []backend.Event{happened(backend.EventRecharge, "80", "280")}, -1, maybe, []int{0}},
		{"moved to another card", take, []backend.Event{happened(backend.EventTransferOut, "115", "85")}, -1, done, []int{0}},
		{"moved from another card", give, []backend.Event{happened(backend.EventTransferIn, "80", "280")}, -1, done, []int{0}},
		{"a kind that nobody knows", take, []backend.Event{happened(backend.EventOther, "115", "85")}, -1, maybe, []int{0}},
		{"the surer of two", take, []backend.Event{happened(backend.EventConsume, "115", "85"), happened(backend.EventWithdraw, "115", "-30")}, -1, done, []int{1}},
		{"another operation of ours", take, []backend.Event{happened(backend.EventWithdraw, "115", "85")}, 0, open, nil},
		{"a row is missing before it", take, []backend.Event{happened(backend.EventWithdraw, "65", "85")}, -1, maybe, []int{0}},
		{"points, which nothing documents", "0", []backend.Event{{Kind: backend.EventOther, Balance: money.Must("200"), Points: money.WholePoints(7)}}, -1, maybe, []int{0}},
	}
	reached := map[string]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			task := verdict.Task{Money: money.Must(c.money), Points: money.WholePoints(7), Before: backend.Snapshot{Balance: money.Must("200")}}
			for i, row := range c.rows {
				row.ID = int64(i + 1)
				task.Rows, task.Ours = append(task.Rows, row), append(task.Ours, i == c.ours)
			}
			v, fits := task.Judge()
			assert.Equal(t, c.rule, v.Rule)
			assert.Equal(t, c.fits, fits)
			if c.rule == done {
				assert.Equal(t, backend.StateApplied, v.State)
				assert.Equal(t, int64(fits[0]+1), v.Row)
			} else {
				assert.Equal(t, backend.StateTask, v.State)
				assert.Zero(t, v.Row)
			}
			reached[v.Rule] = true
		})
	}
	for _, rule := range verdict.TaskRules() {
		assert.True(t, reached[rule], "no case reaches %q", rule)
	}
}

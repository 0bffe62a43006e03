package verdict_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till/verdict"
)

// card is a history of rows with the ids 1, 2, 3 … that end at the given balances,
// beside operations of ours, the newest first.
func card(balances []string, past ...verdict.Past) verdict.Card {
	c := verdict.Card{Past: past}
	for i, b := range balances {
		c.Rows = append(c.Rows, backend.Event{ID: int64(i + 1), Kind: backend.EventConsume, Balance: money.Must(b)})
		c.Bound, c.Told = append(c.Bound, false), append(c.Told, false)
	}
	return c
}

// past is an operation that fits the rows at the given places.
func past(s backend.State, fits ...int) verdict.Past {
	return verdict.Past{State: s, Fits: fits, Ripe: true}
}

// replied is one whose reply told a balance.
func replied(balance string, fits ...int) verdict.Past {
	p := past(backend.StateApplied, fits...)
	p.Receipt = &backend.Receipt{Balance: money.Must(balance)}
	return p
}

// owns is one whose row is known.
func owns(row int64, fits ...int) verdict.Past {
	p := past(backend.StateApplied, fits...)
	p.Row = row
	return p
}

func fresh(p verdict.Past) verdict.Past { p.Ripe = false; return p }
func due(p verdict.Past) verdict.Past   { p.Due = true; return p }
func blind(p verdict.Past) verdict.Past { p.Blind = true; return p }

// bound and told mark rows.
func bound(c verdict.Card, rows ...int) verdict.Card {
	for _, i := range rows {
		c.Bound[i] = true
	}
	return c
}

func told(c verdict.Card, rows ...int) verdict.Card {
	for _, i := range rows {
		c.Told[i] = true
	}
	return c
}

func TestReconcile(t *testing.T) {
	const (
		reply, paid     = "late: the row that the reply spoke of", "late: the row of what a person called paid"
		notFound, no    = "late: a row of what was not found", "late: a row of what was said not to have happened"
		extra, missing  = "late: one more row of what happened once", "late: no row of what is settled"
		human, lateRow  = backend.StateHuman, backend.WhyLateRow
		extraRow, noRow = backend.WhyExtraRow, backend.WhyNoRow
	)
	binds := func(op int, rule string, row int64) verdict.Note { return verdict.Note{Rule: rule, Op: op, Row: row} }
	alarm := func(op int, rule string, why backend.Why, rows ...int) verdict.Note {
		return verdict.Note{Rule: rule, Op: op, Why: why, Rows: rows, Alarm: true}
	}
	cases := []struct {
		name    string
		card    verdict.Card
		notes   []verdict.Note
		foreign []int
	}{
		{"nothing of ours", card([]string{"90"}), nil, []int{0}},
		{"its row", card([]string{"90"}, replied("90", 0)), []verdict.Note{binds(0, reply, 1)}, nil},
		{"its row, and another till's", card([]string{"90", "50"}, replied("90", 0)), []verdict.Note{binds(0, reply, 1)}, []int{1}},
		{"two of ours, one row seen by both", card([]string{"90", "100", "90"}, replied("90", 2), replied("90", 0, 2)),
			[]verdict.Note{binds(0, reply, 3), binds(1, reply, 1)}, []int{1}},
		{"its row belongs to another one", bound(card([]string{"90"}, replied("90", 0)), 0), nil, nil},
		{"not yet there", card([]string{"80"}, fresh(replied("90", 0))), nil, nil},
		{"still not there, and one like it is", card([]string{"80"}, replied("90", 0)), []verdict.Note{alarm(0, extra, extraRow, 0)}, nil},
		{"not there at the end of the day", card(nil, due(replied("90"))), []verdict.Note{alarm(0, missing, noRow)}, nil},
		{"one alarm is enough", card([]string{"80"}, due(replied("90", 0))), []verdict.Note{alarm(0, extra, extraRow, 0)}, nil},
		{"never shown by this vendor", card(nil, blind(due(replied("90")))), nil, nil},
		{"points that another row ends at", card([]string{"90"}, func() verdict.Past {
			p := replied("90", 0)
			p.Redeem, p.Receipt.Points = true, money.WholePoints(5)
			return p
		}()),
			[]verdict.Note{alarm(0, extra, extraRow, 0)}, nil},

		{"its copy", card([]string{"90", "80"}, replied("90", 0, 1)), []verdict.Note{binds(0, reply, 1), alarm(0, extra, extraRow, 1)}, nil},
		{"a copy of what was bound long ago", bound(card([]string{"90", "80"}, owns(1, 0, 1)), 0), []verdict.Note{alarm(0, extra, extraRow, 1)}, nil},
		{"a copy that a person has seen", told(bound(card([]string{"90", "80"}, owns(1, 0, 1)), 0), 1), nil, nil},
		{"charged after a refusal", card([]string{"90"}, past(backend.StateRefused, 0)), []verdict.Note{alarm(0, no, lateRow, 0)}, nil},
		{"charged although nothing was sent", card([]string{"90"}, past(backend.StateNotSent, 0)), []verdict.Note{alarm(0, no, lateRow, 0)}, nil},
		{"charged although voided", card([]string{"90"}, past(backend.StateVoided, 0)), []verdict.Note{alarm(0, no, lateRow, 0)}, nil},
		{"charged although closed as unpaid", card([]string{"90"}, past(backend.StateClosedUnpaid, 0)), []verdict.Note{alarm(0, no, lateRow, 0)}, nil},
		{"what was not found", card([]string{"90", "80"}, past(backend.StateNotFound, 0, 1)), []verdict.Note{alarm(0, notFound, lateRow, 0, 1)}, nil},
		{"what was not found, before a copy", bound(card([]string{"90", "80"}, owns(1, 0, 1), past(backend.StateNotFound, 0, 1)), 0),
			[]verdict.Note{alarm(1, notFound, lateRow, 1)}, nil},
		{"what was not found, before a refusal", card([]string{"90"}, past(backend.StateRefused, 0), past(backend.StateNotFound, 0)),
			[]verdict.Note{alarm(1, notFound, lateRow, 0)}, nil},
		{"closed as paid, and then its row shows", card([]string{"90"}, past(backend.StateClosedPaid, 0)), []verdict.Note{binds(0, paid, 1)}, nil},
		{"closed as paid, and two rows show", card([]string{"90", "80"}, past(backend.StateClosedPaid, 0, 1)), []verdict.Note{alarm(0, extra, extraRow, 0, 1)}, nil},
		{"closed as paid by what a person saw", told(card([]string{"90", "80"}, past(backend.StateClosedPaid, 0, 1)), 0, 1), nil, nil},
		{"closed as paid by a row that a person saw, and one more", told(card([]string{"90", "80"}, past(backend.StateClosedPaid, 0, 1)), 0), []verdict.Note{alarm(0, extra, extraRow, 1)}, nil},
		{"an open one may have left it", card([]string{"90"}, past(backend.StateUnknown, 0), past(backend.StateNotFound, 0)), nil, nil},
		{"a person's case has it", card([]string{"90"}, past(human, 0), past(backend.StateRefused, 0)), nil, nil},
		{"a task in the back office has it", card([]string{"90"}, past(backend.StateTask, 0), past(backend.StateRefused, 0)), nil, nil},
	}
	reached := map[string]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := verdict.Reconcile(c.card)
			assert.Equal(t, c.notes, got.Notes)
			assert.Equal(t, c.foreign, got.Foreign)
			for _, n := range got.Notes {
				reached[n.Rule] = true
			}
		})
	}
	for _, rule := range verdict.LateRules() {
		assert.True(t, reached[rule], "no case reaches %q", rule)
	}
}

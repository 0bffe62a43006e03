package pricing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/pricing"
)

// recharged is a settled recharge.
func recharged(principal, gift string, points int64) backend.Case {
	return backend.Case{Operation: backend.Operation{ID: "op-1", Kind: backend.OpRecharge, Amount: money.Must(principal),
		PayType: backend.PayType{ID: "2"}}, Slip: "A0042", State: backend.StateApplied,
		Receipt: &backend.Receipt{GiftMoney: money.Must(gift), GiftPoints: money.WholePoints(points)}}
}

func TestUndoOfRecharges(t *testing.T) {
	cases := []struct {
		name                     string
		of                       backend.Case
		card                     backend.Member
		share                    pricing.GiftBack
		principal, gift, balance string
		points                   int64
		spent                    bool
	}{
		{"all of it is there", recharged("100", "15", 5), holding("115", 5), pricing.GiftFirst, "100", "15", "0", 5, false},
		{"and more than it", recharged("100", "15", 5), holding("500", 50), pricing.GiftInProportion, "100", "15", "385", 5, false},
		{"a part was spent, the gift is gone first", recharged("100", "15", 0), holding("60", 0), pricing.GiftFirst, "45", "15", "0", 0, true},
		{"less than the gift is left", recharged("100", "15", 0), holding("10", 0), pricing.GiftFirst, "0", "10", "0", 0, true},
		{"in proportion", recharged("100", "15", 0), holding("57.50", 0), pricing.GiftInProportion, "50", "7.50", "0", 0, true},
		{"in proportion, to the fen", recharged("100", "15", 0), holding("0.01", 0), pricing.GiftInProportion, "0.01", "0", "0", 0, true},
		{"nothing is left", recharged("100", "15", 5), holding("0", 2), pricing.GiftFirst, "0", "0", "0", 2, true},
		{"the card is in debt", recharged("100", "0", 0), holding("-30", 0), pricing.GiftFirst, "0", "0", "-30", 0, true},
		{"its points were redeemed", recharged("100", "0", 5), holding("100", 3), pricing.GiftFirst, "100", "0", "0", 3, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := pricing.Undo(c.of, c.card, c.share)
			u := q.Operation.Undo
			assert.Equal(t, money.Must(c.principal).String(), u.Principal.String())
			assert.Equal(t, money.Must(c.gift).String(), u.Gift.String())
			assert.Equal(t, u.Principal.String(), u.Back.String(), "the guest gets what the guest paid")
			assert.Equal(t, money.Must(c.balance).String(), q.BalanceAfter.String())
			assert.Equal(t, money.WholePoints(c.points).String(), u.Points.String())
			assert.Equal(t, c.spent, len(q.Warnings) > 0 && q.Warnings[0] == backend.WarnSpent)
			assert.Equal(t, backend.OpUndo, q.Operation.Kind)
			assert.Equal(t, "A0042", u.Slip)
			assert.Equal(t, "2", q.Operation.PayType.ID)
		})
	}
}

func TestUndoOfBillsAndPoints(t *testing.T) {
	bill := backend.Case{Operation: backend.Operation{ID: "op-1", Kind: backend.OpConsume, Amount: money.Must("100"),
		Quote: backend.Promise{Net: money.Must("80"), Collect: money.Must("20"), PointsAfter: money.WholePoints(8)}}}
	replied := bill
	replied.Receipt = &backend.Receipt{FromCard: money.Must("50"), Collect: money.Must("30")}
	redeemed := backend.Case{Operation: backend.Operation{ID: "op-1", Kind: backend.OpRedeem, Points: money.WholePoints(7)}}
	cases := []struct {
		name             string
		of               backend.Case
		card             backend.Member
		onto, back, then string
		points           int64
	}{
		{"what the reply told", replied, holding("0", 20), "50", "30", "50", 12},
		{"what was promised, where a person said that it was paid", bill, holding("10", 20), "60", "20", "70", 12},
		{"points that were spent since", bill, holding("10", 3), "60", "20", "70", 0},
		{"redeemed points go back", redeemed, holding("10", 3), "0", "0", "10", 10},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := pricing.Undo(c.of, c.card, pricing.GiftFirst)
			assert.Equal(t, money.Must(c.onto).String(), q.Operation.Amount.String())
			assert.Equal(t, money.Must(c.back).String(), q.Operation.Undo.Back.String())
			assert.Equal(t, money.Must(c.then).String(), q.BalanceAfter.String())
			assert.Equal(t, money.WholePoints(c.points).String(), q.PointsAfter.String())
			assert.True(t, q.Sure)
			assert.Empty(t, q.Warnings)
		})
	}
}

// Whatever was recharged and spent: never more than the original of anything, never
// below zero on the card, and the parts are the sum to the fen.
func TestUndoNeverTakesMoreThanThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := func(name string, low int64) money.Amount {
			return money.FromFen(rapid.Int64Range(low, 1e11).Draw(t, name))
		}
		principal, gift := fen("principal", 1), fen("gift", 0)
		of := recharged("1", "0", rapid.Int64Range(0, 1000).Draw(t, "points"))
		of.Amount, of.Receipt.GiftMoney = principal, gift
		m := holding("0", rapid.Int64Range(-10, 1000).Draw(t, "points there"))
		m.Balance = fen("balance", -1e6)
		share := pricing.GiftBack(rapid.Bool().Draw(t, "proportion"))

		q := pricing.Undo(of, m, share)
		u := q.Operation.Undo
		assert.True(t, u.Principal.Sign() >= 0 && u.Principal.Cmp(principal) <= 0, "principal %s", u.Principal)
		assert.True(t, u.Gift.Sign() >= 0 && u.Gift.Cmp(gift) <= 0, "gift %s", u.Gift)
		assert.True(t, u.Points.Sign() >= 0 && u.Points.Cmp(of.Receipt.GiftPoints) <= 0, "points %s", u.Points)
		assert.Equal(t, u.Principal.Add(u.Gift).String(), q.Operation.Amount.String())
		assert.Equal(t, m.Balance.Sub(q.Operation.Amount).String(), q.BalanceAfter.String())
		if m.Balance.Sign() >= 0 {
			assert.True(t, q.BalanceAfter.Sign() >= 0)
			assert.Equal(t, m.Balance.Min(principal.Add(gift)).String(), q.Operation.Amount.String(), "all that is there goes back")
		}
	})
}

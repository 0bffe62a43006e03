package pospal

import (
	"encoding/json"
	"errors"

	"guitai/backend"
	"guitai/backend/money"
)

var errSum = errors.New("reply's figures do not add up")

// verify reads a success and checks that it can only be the answer to what was
// asked: it names the member and the key, repeats the increments, and what was
// there before and afterwards differs by exactly them. A receipt that comes with
// an error is what the reply claims. What it does not tell because it was not
// asked for is as it was before.
func verify(o *object, asked increment, before evidence) (*backend.Receipt, error) {
	if o == nil {
		return nil, errShape
	}
	if o.uid("customerUid") != asked.UID || o.text("dataChangeTime") != asked.Key {
		return nil, errOther
	}
	balance := pairOf(o, "balance", asked.Balance, before.Balance)
	points := pairOf(o, "point", asked.Points, money.Amount(before.Points))
	switch {
	case o.err != nil:
		return nil, o.err
	case !balance.whole || !points.whole:
		return nil, errShape
	}
	r := &backend.Receipt{Balance: balance.after, Points: money.Points(points.after)}
	if !balance.adds || !points.adds {
		r.Odd = true
		return r, errSum
	}
	return r, nil
}

// pair is what a reply says about the balance, or about the points.
type pair struct {
	after money.Amount
	// whole tells that nothing is missing: all three figures of what was sent,
	// and both or none of what was not.
	whole, adds bool
}

func pairOf(o *object, name string, sent *json.Number, untold money.Amount) pair {
	before, hasBefore := o.amount(name + "BeforeUpdate")
	after, hasAfter := o.amount(name + "AfterUpdate")
	step, hasStep := o.amount(name + "Increment")
	if sent == nil {
		p := pair{after: after, whole: hasBefore == hasAfter, adds: step.IsZero() && before.Equal(after)}
		if !hasAfter {
			p.after = untold
		}
		return p
	}
	want, err := money.ParseLiteral(sent.String())
	return pair{
		after: after, whole: hasBefore && hasAfter && hasStep && err == nil,
		adds: step.Equal(want) && after.Sub(before).Equal(want),
	}
}

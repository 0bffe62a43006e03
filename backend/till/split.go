package till

import (
	"context"

	"guitai/backend"
)

// prices tells whether the vendor books the figures that it is sent. A vendor
// that leaves the splitting of a bill to us leaves its price to us as well, so
// that what was quoted is certain.
func (e *engine) prices() bool { return e.o.Backend.Capabilities().Splits }

// payable refuses a bill that the card cannot pay. Where the vendor splits, the
// card must pay a part at least: a bill that it pays nothing of is none of its
// business. A net of nothing cannot be sent there, since a change of nothing
// would use up the operation's token.
func (e *engine) payable(op string, q backend.Quote) *backend.Error {
	short := &backend.Error{Op: op, Kind: backend.KindShortBalance}
	switch {
	case !e.prices() && q.Sure && q.Collect.Sign() > 0:
		return short
	case !e.prices():
		return nil
	case q.Net.IsZero():
		return invalid(op, "amount")
	case q.FromCard.Sign() <= 0:
		return short
	}
	return nil
}

// usable refuses money on a card that the vendor has disabled or deleted, where
// nobody knows whether the vendor itself would. Other states are for a person to
// confirm.
func (e *engine) usable(op string, m backend.Member) *backend.Error {
	if !e.rowless() {
		return nil
	}
	switch m.Status.Kind {
	case backend.StatusDisabled, backend.StatusClosed:
		return &backend.Error{Op: op, Kind: backend.KindRejected, Field: "status", Text: m.Status.Text}
	}
	return nil
}

// restBy lists how what the card does not cover can be paid, where that is for
// us to say.
func (e *engine) restBy(ctx context.Context, q backend.Quote) ([]backend.PayType, error) {
	if !e.prices() || q.Collect.Sign() <= 0 {
		return nil, nil
	}
	rules, err := e.o.Backend.Rules(ctx, q.Member.ID)
	return rules.PayTypes, err
}

// WithRest is the same quote with the pay type of what the card does not cover:
// one operation with two legs. A quote that leaves something to collect needs one
// at a vendor that splits.
func (t *Till) WithRest(q backend.Quote, pay backend.PayType) backend.Quote {
	q.Operation.PayType = pay
	return q
}

// complete refuses a split whose second leg nobody chose.
func (e *engine) complete(name string, op backend.Operation) *backend.Error {
	if op.Kind == backend.OpConsume && e.prices() && op.Quote.Collect.Sign() > 0 && op.PayType.ID == "" {
		return invalid(name, "pay")
	}
	return nil
}

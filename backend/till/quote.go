package till

import (
	"context"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/pricing"
)

// QuoteConsume previews a bill of gross yuan; discountable is the part open to
// discount, above 0 and up to gross, nil for all of it. The member is read anew.
// Errors: KindCardBusy, KindIncident, KindInvalid (Field "amount" or "discountable"),
// KindLimit, KindShortBalance where the net is certain or the card can pay
// nothing of it, KindRejected (Field "status"), KindJournal and those of
// backend.Backend.Member. Where the vendor splits bills, what is left to collect
// needs a pay type: see WithRest.
func (t *Till) QuoteConsume(ctx context.Context, memberID string, gross money.Amount, discountable *money.Amount) (backend.Quote, error) {
	const name = "till.quote-consume"
	m, err := t.begin(ctx, name, memberID, func() *backend.Error {
		if discountable != nil && (discountable.Sign() <= 0 || discountable.Cmp(gross) > 0) {
			return invalid(name, "discountable")
		}
		return t.e.amountAllowed(name, gross)
	})
	if err != nil {
		return backend.Quote{}, err
	}
	terms, err := t.e.terms(ctx, m)
	if err != nil {
		return backend.Quote{}, fault(name, err)
	}
	q := pricing.Consume(m, gross, discountable, terms)
	if wrong := t.e.payable(name, q); wrong != nil {
		return backend.Quote{}, wrong
	}
	if q.RestBy, err = t.e.restBy(ctx, q); err != nil {
		return backend.Quote{}, fault(name, err)
	}
	q.Operation = backend.Operation{Kind: backend.OpConsume, Amount: gross, Discountable: discountable}
	return t.mint(ctx, name, q)
}

// QuoteRecharge previews a recharge of amount yuan (the principal). Member and
// rules are read anew. Errors: KindCardBusy, KindIncident, KindInvalid (Field "amount" or
// "pay"), KindLimit, KindRejected (Field "status"), KindJournal and those of
// backend.Backend.Member.
func (t *Till) QuoteRecharge(ctx context.Context, memberID string, amount money.Amount, pay backend.PayType) (backend.Quote, error) {
	const name = "till.quote-recharge"
	m, err := t.begin(ctx, name, memberID, func() *backend.Error { return t.e.amountAllowed(name, amount) })
	if err != nil {
		return backend.Quote{}, err
	}
	rules, err := t.e.o.Backend.Rules(ctx, memberID)
	if err != nil {
		return backend.Quote{}, fault(name, err)
	}
	pay, known := payType(rules.PayTypes, pay)
	if !known {
		return backend.Quote{}, invalid(name, "pay")
	}
	q := pricing.Recharge(m, amount, rules.Rules)
	q.Sure = q.Sure || t.e.prices()
	q.Operation = backend.Operation{Kind: backend.OpRecharge, Amount: amount, PayType: pay}
	return t.mint(ctx, name, q)
}

// QuoteRedeem previews taking points off a card; points are whole and above 0.
// Errors: KindCardBusy, KindIncident, KindInvalid (Field "points"), KindShortPoints,
// KindRejected (Field "status"), KindJournal and those of
// backend.Backend.Member.
func (t *Till) QuoteRedeem(ctx context.Context, memberID string, points money.Points) (backend.Quote, error) {
	const name = "till.quote-redeem"
	m, err := t.begin(ctx, name, memberID, func() *backend.Error {
		if points.Sign() <= 0 || !points.Decimal().IsInteger() {
			return invalid(name, "points")
		}
		return nil
	})
	if err != nil {
		return backend.Quote{}, err
	}
	if m.Points.Cmp(points) < 0 {
		return backend.Quote{}, &backend.Error{Op: name, Kind: backend.KindShortPoints}
	}
	q := pricing.Redeem(m, points)
	q.Operation = backend.Operation{Kind: backend.OpRedeem, Points: points}
	return t.mint(ctx, name, q)
}

// AsRetry marks a quote as ringing again the operation of that id, which was not
// found. Quotes of the same kind and amount on the same card are marked by
// themselves; this is for a person who says so.
func (t *Till) AsRetry(q backend.Quote, id string) backend.Quote {
	q.Operation.RetryOf = id
	for _, w := range q.Warnings {
		if w == backend.WarnRetry {
			return q
		}
	}
	q.Warnings = append(q.Warnings, backend.WarnRetry)
	return q
}

// begin refuses what needs no vendor to be refused, the open card first, and
// reads the member.
func (t *Till) begin(ctx context.Context, op, memberID string, check func() *backend.Error) (backend.Member, error) {
	if wrong := t.e.free(ctx, op, memberID); wrong != nil {
		return backend.Member{}, wrong
	}
	if wrong := check(); wrong != nil {
		return backend.Member{}, wrong
	}
	m, err := t.Lately(ctx, memberID)
	if err != nil {
		return m, err
	}
	if wrong := t.e.usable(op, m); wrong != nil {
		return backend.Member{}, wrong
	}
	return m, nil
}

// free refuses a card on which something is open or unexplained.
func (e *engine) free(ctx context.Context, op, memberID string) *backend.Error {
	busy, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID, Open: true, Limit: 1})
	if err != nil {
		return journalFault(op, err)
	}
	if len(busy) > 0 {
		other := e.overlay(busy[0].Case)
		return &backend.Error{Op: op, Kind: backend.KindCardBusy, Other: &other}
	}
	return e.blamed(ctx, op, memberID)
}

// blamed refuses a card with an incident that no supervisor closed yet.
func (e *engine) blamed(ctx context.Context, op, memberID string) *backend.Error {
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID, Incident: true, Limit: 1})
	if err != nil {
		return journalFault(op, err)
	}
	if len(recs) == 0 {
		return nil
	}
	other := e.overlay(recs[0].Case)
	return &backend.Error{Op: op, Kind: backend.KindIncident, Other: &other}
}

func (e *engine) amountAllowed(op string, a money.Amount) *backend.Error {
	switch {
	case a.Sign() <= 0:
		return invalid(op, "amount")
	case e.o.Limit.Sign() > 0 && a.Cmp(e.o.Limit) > 0:
		return &backend.Error{Op: op, Kind: backend.KindLimit, Field: "amount", Limit: e.o.Limit}
	}
	return nil
}

// payType finds what was chosen among what the vendor offers now; a vendor that
// lists nothing takes any.
func payType(offered []backend.PayType, chosen backend.PayType) (backend.PayType, bool) {
	for _, p := range offered {
		if p.ID == chosen.ID {
			return p, true
		}
	}
	return chosen, len(offered) == 0
}

// mint completes a priced quote: the operation's id is made here, once.
func (t *Till) mint(ctx context.Context, op string, q backend.Quote) (backend.Quote, error) {
	m := q.Member
	q.Operation.ID = t.e.o.NewID()
	q.Operation.MemberID, q.Operation.Number, q.Operation.Name = m.ID, m.Number, m.Name
	q.Operation.Quote = pricing.Promise(q)
	q.Operation.Till, q.Operation.Operator = t.name, t.operator
	if err := t.e.warn(ctx, &q); err != nil {
		return backend.Quote{}, journalFault(op, err)
	}
	return q, nil
}

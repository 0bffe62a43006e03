package pricing

import (
	"github.com/shopspring/decimal"

	"guitai/backend"
	"guitai/backend/money"
)

// GiftBack says which money a card still holds of a recharge that was spent in
// part.
type GiftBack bool

const (
	// GiftFirst takes the gift back before the principal: a guest who goes has no
	// right to what was given for staying.
	GiftFirst GiftBack = false
	// GiftInProportion takes both back as they were booked.
	GiftInProportion GiftBack = true
)

// Undo says what taking a settled operation back moves, given the card as it is
// now. What was charged goes back onto it; what was recharged is taken off as far
// as it is still there, never more than the original and never below zero. Points
// that came with it are taken off likewise, and redeemed ones go back. Of a card
// that holds nothing any more nothing is taken: both sums are zero then. The
// figures are sure, because nobody but us decides them. What is to be handed back
// to the guest is in the operation's Undo.
func Undo(of backend.Case, m backend.Member, share GiftBack) backend.Quote {
	u := backend.Undo{Of: of.ID, Slip: of.Slip, Kind: of.Kind, Gross: of.Amount, At: of.CreatedAt}
	var whole money.Amount
	switch of.Kind {
	case backend.OpRecharge:
		var points money.Points
		u.Principal, u.Gift, points = rechargeOf(of)
		whole = u.Principal.Add(u.Gift)
		u.Principal, u.Gift = left(u.Principal, u.Gift, m.Balance, share)
		u.Points = fewer(points, m.Points)
		u.Back = u.Principal
	case backend.OpConsume:
		u.Principal, u.Back = chargeOf(of)
		whole = u.Principal
		u.Points = fewer(of.Quote.PointsAfter.Sub(of.Quote.PointsBefore), m.Points)
	case backend.OpRedeem:
		u.Points = of.Points
	}
	sum := u.Principal.Add(u.Gift)
	balance, points := u.Due()
	q := backend.Quote{
		Operation: backend.Operation{Kind: backend.OpUndo, Amount: sum, PayType: of.PayType, Undo: &u},
		Member:    m, Gross: sum, Net: sum,
		BalanceAfter: m.Balance.Add(balance), PointsAfter: m.Points.Add(points), Sure: true,
	}
	if sum.Cmp(whole) < 0 {
		q.Warnings = append(q.Warnings, backend.WarnSpent)
	}
	return q
}

// rechargeOf is what a recharge brought onto the card.
func rechargeOf(c backend.Case) (principal, gift money.Amount, points money.Points) {
	if r := c.Receipt; r != nil {
		return c.Amount, above(r.GiftMoney), abovePoints(r.GiftPoints)
	}
	return c.Amount, above(c.Quote.GiftMoney), abovePoints(c.Quote.GiftPoints)
}

// chargeOf is what a bill took off the card, and what was left to collect of it.
func chargeOf(c backend.Case) (fromCard, collected money.Amount) {
	if r := c.Receipt; r != nil {
		return above(r.FromCard), above(r.Collect)
	}
	return above(c.Quote.Net.Sub(c.Quote.Collect)), above(c.Quote.Collect)
}

// left is what of a recharge is still on the card. Rounding the principal alone
// keeps the sum exact: what is not principal is gift.
func left(principal, gift, balance money.Amount, share GiftBack) (p, g money.Amount) {
	whole := principal.Add(gift)
	there := above(balance).Min(whole)
	switch {
	case there.Equal(whole):
		return principal, gift
	case share == GiftFirst:
		g = there.Min(gift)
		return there.Sub(g), g
	}
	fen := decimal.NewFromInt(there.Fen()).Mul(decimal.NewFromInt(principal.Fen())).
		DivRound(decimal.NewFromInt(whole.Fen()), 0)
	p = money.FromFen(fen.IntPart())
	return p, there.Sub(p)
}

func above(a money.Amount) money.Amount {
	if a.Sign() < 0 {
		return money.Amount{}
	}
	return a
}

func abovePoints(p money.Points) money.Points {
	if p.Sign() < 0 {
		return money.Points{}
	}
	return p
}

// fewer is what can be taken of points when so many are there.
func fewer(points, there money.Points) money.Points {
	points, there = abovePoints(points), abovePoints(there)
	if there.Cmp(points) < 0 {
		return there
	}
	return points
}

package pricing

import (
	"guitai/backend"
	"guitai/backend/money"
)

// Terms is the rate that a bill is priced with and where it comes from. An
// unknown rate prices the bill in full, which is the most it can come to.
type Terms struct {
	Rate money.Rate
	From backend.RateSource
	// Sure says that the vendor itself told the rate for this member.
	Sure bool
}

// Consume prices a bill. Gross is above zero; discountable is the part open to
// discount, between 0 and gross, and nil is all of it (yuan). The net is
// (gross - discountable) + discountable x rate, the product rounded half away
// from zero to the fen. Points are earned on the net, whoever pays it: on what
// the card pays and on the rest, but not on what was taken off. The operation and
// the warnings are left to the caller.
func Consume(m backend.Member, gross money.Amount, discountable *money.Amount, t Terms) backend.Quote {
	open := gross
	if discountable != nil {
		open = *discountable
	}
	net := gross
	if t.Rate.Known() {
		net = gross.Sub(open).Add(open.Times(t.Rate))
	}
	fromCard := coverable(m, net)
	return backend.Quote{
		Member:       m,
		Gross:        gross,
		Discountable: open,
		Discount:     gross.Sub(net),
		Net:          net,
		Rate:         t.Rate,
		RateFrom:     t.From,
		FromCard:     fromCard,
		Collect:      net.Sub(fromCard),
		BalanceAfter: m.Balance.Sub(fromCard),
		PointsAfter:  m.Points.Add(earned(m.Earning, net)),
		Sure:         t.Sure && t.Rate.Known(),
	}
}

// coverable is what of the net a card can pay. A card without credit pays what is
// on it, and nothing when it is in debt. Credit adds its limit; where the vendor
// names none, the card pays everything.
func coverable(m backend.Member, net money.Amount) money.Amount {
	able := m.Balance
	if m.Credit != nil {
		if m.Credit.Limit.IsZero() {
			return net
		}
		able = able.Add(m.Credit.Limit)
	}
	if able.Sign() < 0 {
		return money.Amount{}
	}
	return able.Min(net)
}

// earned is what a net brings in points: so many per yuan, the product rounded as
// the shop wants it. RoundHalf rounds half a point up, KeepTwo half a hundredth.
// Nil earns nothing here, because the vendor books points itself.
func earned(e *backend.Earning, net money.Amount) money.Points {
	if e == nil {
		return money.Points{}
	}
	exact := e.PerYuan.Decimal().Mul(net.Decimal())
	switch e.Rounding {
	case backend.RoundHalf:
		exact = exact.Round(0)
	case backend.KeepTwo:
		exact = exact.Round(2)
	default:
		exact = exact.Truncate(0)
	}
	// More points than there can be would come of a share that nobody meant.
	points, _ := money.PointsFromDecimal(exact)
	return points
}

// Redeem takes points off a card; points is whole and above zero. The balance
// stays as it is.
func Redeem(m backend.Member, points money.Points) backend.Quote {
	return backend.Quote{
		Member:       m,
		BalanceAfter: m.Balance,
		PointsAfter:  m.Points.Sub(points),
		Sure:         true,
	}
}

// Promise is the part of a quote that is kept to be compared with the receipt.
func Promise(q backend.Quote) backend.Promise {
	return backend.Promise{
		BalanceBefore: q.Member.Balance,
		BalanceAfter:  q.BalanceAfter,
		PointsBefore:  q.Member.Points,
		PointsAfter:   q.PointsAfter,
		Net:           q.Net,
		Collect:       q.Collect,
		GiftMoney:     q.GiftMoney,
		GiftPoints:    q.GiftPoints,
		Rate:          q.Rate,
		RateFrom:      q.RateFrom,
		Sure:          q.Sure,
	}
}

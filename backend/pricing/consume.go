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
// from zero to the fen. The operation and the warnings are left to the caller.
func Consume(m backend.Member, gross money.Amount, discountable *money.Amount, t Terms) backend.Quote {
	open := gross
	if discountable != nil {
		open = *discountable
	}
	net := gross
	if t.Rate.Known() {
		net = gross.Sub(open).Add(open.Times(t.Rate))
	}
	fromCard := coverable(m.Balance).Min(net)
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
		PointsAfter:  m.Points,
		Sure:         t.Sure && t.Rate.Known(),
	}
}

// coverable is what a card can pay: a card in debt pays nothing.
func coverable(balance money.Amount) money.Amount {
	if balance.Sign() < 0 {
		return money.Amount{}
	}
	return balance
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

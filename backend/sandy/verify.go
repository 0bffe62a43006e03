package sandy

import (
	"errors"

	"guitai/backend"
	"guitai/backend/money"
)

var errSum = errors.New("reply's figures do not add up")

// verify reads a success and checks that it can only be the answer to op: it
// names the card, and the balance has moved from the baseline by exactly what
// it says. A receipt that comes with an error is what the reply claims.
func verify(o *object, op backend.Operation, before baseline) (*backend.Receipt, error) {
	if o.text("card_id") != op.MemberID {
		return nil, errOther
	}
	var (
		r    *backend.Receipt
		adds bool
	)
	switch op.Kind {
	case backend.OpRecharge:
		r, adds = verifyRecharge(o, op, before)
	case backend.OpConsume:
		r, adds = verifyConsume(o, op, before)
	default:
		r, adds = verifyRedeem(o, op, before)
	}
	switch {
	case o.err != nil:
		return nil, o.err
	case r == nil:
		return nil, errShape
	case !adds:
		r.Odd = true
		return r, errSum
	}
	return r, nil
}

func verifyRecharge(o *object, op backend.Operation, before baseline) (*backend.Receipt, bool) {
	balance, told := o.amount("amount")
	gift, _ := o.amount("add_money")
	giftPoints, _ := o.points("add_score")
	if !told {
		return nil, false
	}
	r := &backend.Receipt{
		Gross: op.Amount, Net: op.Amount.Add(gift), GiftMoney: gift, GiftPoints: giftPoints,
		Balance: balance, Points: pointsOr(o, before.Points.Add(giftPoints)),
	}
	echo, told := o.amount("money")
	return r, (!told || echo.Equal(op.Amount)) && gift.Sign() >= 0 &&
		balance.Equal(before.Balance.Add(r.Net))
}

func verifyConsume(o *object, op backend.Operation, before baseline) (*backend.Receipt, bool) {
	balance, hasBalance := o.amount("amount")
	gross, hasGross := o.amount("ori_money")
	net, hasNet := o.amount("act_money")
	card, hasCard := o.amount("card_money")
	collect, _ := o.amount("depot_money")
	discount, hasDiscount := o.amount("discount_money")
	if !hasBalance || !hasGross || !hasNet || !hasCard {
		return nil, false
	}
	if !hasDiscount {
		discount = gross.Sub(net)
	}
	r := &backend.Receipt{
		Gross: gross, Net: net, Discount: discount, FromCard: card, Collect: collect,
		Balance: balance, Points: pointsOr(o, before.Points),
	}
	// The rate is for people only; one that is no share of a price is left out.
	if s, told := o.figure("discount"); told {
		r.Rate, _ = money.ParseRate(s)
	}
	negative := net.Sign() < 0 || card.Sign() < 0 || collect.Sign() < 0 || discount.Sign() < 0
	return r, !negative && gross.Equal(op.Amount) &&
		net.Equal(card.Add(collect)) && gross.Equal(net.Add(discount)) &&
		balance.Equal(before.Balance.Sub(card))
}

func verifyRedeem(o *object, op backend.Operation, before baseline) (*backend.Receipt, bool) {
	points, told := o.points("cur_score")
	if !told {
		return nil, false
	}
	balance, hasBalance := o.amount("amount")
	if !hasBalance {
		balance = before.Balance
	}
	return &backend.Receipt{Balance: balance, Points: points},
		points.Equal(before.Points.Sub(op.Points)) && balance.Equal(before.Balance)
}

// pointsOr is the points afterwards, which not every reply tells.
func pointsOr(o *object, otherwise money.Points) money.Points {
	if p, told := o.points("cur_score"); told {
		return p
	}
	return otherwise
}

package pricing

import (
	"github.com/shopspring/decimal"

	"guitai/backend"
	"guitai/backend/money"
)

// Recharge says what a principal (yuan, above zero) becomes. Rules stack, as a
// vendor's own sample shows: every percent rule, every each-time rule, and the
// thresholds that are reached, each as often as its Counts says. A rule that
// gives nothing has no line. The figures are sure only where no rule exists: who
// else knows that the rules are applied as they stand must say so.
func Recharge(m backend.Member, principal money.Amount, rules []backend.Rule) backend.Quote {
	q := backend.Quote{
		Member: m,
		Gross:  principal,
		Net:    principal,
		Sure:   len(rules) == 0,
	}
	top, reached := highestReached(principal, rules)
	for _, rule := range rules {
		gift := backend.Gift{Rule: rule.Name, Kind: rule.Kind}
		switch rule.Kind {
		case backend.RulePercent:
			gift.Money = rule.MoneyShare.Of(principal)
			gift.Points = rule.PointShare.PointsOf(principal)
		case backend.RuleEachTime:
			gift.Money, gift.Points = rule.GiftMoney, rule.GiftPoints
		case backend.RuleThreshold:
			n := payments(rule, principal, top, reached)
			gift.Money, gift.Points = timesMoney(rule.GiftMoney, n), timesPoints(rule.GiftPoints, n)
		}
		if gift.Money.IsZero() && gift.Points.IsZero() {
			continue
		}
		q.Gifts = append(q.Gifts, gift)
		q.GiftMoney = q.GiftMoney.Add(gift.Money)
		q.GiftPoints = q.GiftPoints.Add(gift.Points)
	}
	q.BalanceAfter = m.Balance.Add(principal).Add(q.GiftMoney)
	q.PointsAfter = m.Points.Add(q.GiftPoints)
	return q
}

// payments is how often a threshold rule pays for a principal; top is the highest
// threshold reached among those of which only one pays.
func payments(rule backend.Rule, principal, top money.Amount, reached bool) int64 {
	if rule.Threshold.Cmp(principal) > 0 {
		return 0
	}
	switch rule.Counts {
	case backend.CountsHighest:
		if !reached || !rule.Threshold.Equal(top) {
			return 0
		}
	case backend.CountsMultiple:
		if rule.Threshold.Sign() <= 0 {
			return 0 // every amount is endlessly many times nothing
		}
		return principal.Fen() / rule.Threshold.Fen()
	}
	return 1
}

// highestReached is the highest threshold within the principal among the rules
// of which only one pays.
func highestReached(principal money.Amount, rules []backend.Rule) (top money.Amount, found bool) {
	for _, rule := range rules {
		if rule.Kind != backend.RuleThreshold || rule.Counts != backend.CountsHighest || rule.Threshold.Cmp(principal) > 0 {
			continue
		}
		if !found || rule.Threshold.Cmp(top) > 0 {
			top, found = rule.Threshold, true
		}
	}
	return top, found
}

// timesMoney is n gifts. What is larger than any amount can only come from a
// rule that nobody meant, and gives nothing.
func timesMoney(gift money.Amount, n int64) money.Amount {
	sum, _ := money.FromDecimal(gift.Decimal().Mul(decimal.NewFromInt(n)))
	return sum
}

// timesPoints is timesMoney of points.
func timesPoints(gift money.Points, n int64) money.Points {
	sum, _ := money.PointsFromDecimal(gift.Decimal().Mul(decimal.NewFromInt(n)))
	return sum
}

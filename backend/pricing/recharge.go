package pricing

import (
	"guitai/backend"
	"guitai/backend/money"
)

// Recharge estimates what a principal (yuan, above zero) becomes. Rules stack,
// as the vendor's own sample shows: every percent rule, every each-time rule,
// and those of the highest threshold that is reached. Whether a threshold pays
// once or per multiple is not documented, so once is assumed. A rule that gives
// nothing has no line. The figures are sure only where no rule exists.
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
		switch {
		case rule.Kind == backend.RulePercent:
			gift.Money = rule.MoneyShare.Of(principal)
			gift.Points = rule.PointShare.PointsOf(principal)
		case rule.Kind == backend.RuleEachTime,
			rule.Kind == backend.RuleThreshold && reached && rule.Threshold.Equal(top):
			gift.Money, gift.Points = rule.GiftMoney, rule.GiftPoints
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

func highestReached(principal money.Amount, rules []backend.Rule) (top money.Amount, found bool) {
	for _, rule := range rules {
		if rule.Kind != backend.RuleThreshold || rule.Threshold.Cmp(principal) > 0 {
			continue
		}
		if !found || rule.Threshold.Cmp(top) > 0 {
			top, found = rule.Threshold, true
		}
	}
	return top, found
}

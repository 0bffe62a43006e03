package pospalsim

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// rechargesOf makes up a member's recharges of the past months, up to four a
// month. The latest lies two days back at least, so that none looks like
// something that happened just now.
func rechargesOf(m Member, months int, appID string, rng *rand.Rand, now time.Time) []Recharge {
	n := 0
	if months > 0 {
		n = months/2 + rng.IntN(4*months-months/2)
	}
	out := make([]Recharge, n)
	for i := range out {
		back := 48*time.Hour + time.Duration(rng.Int64N(int64(months)*30*24*3600))*time.Second
		out[i] = recharge(rng, appID)
		out[i].Member, out[i].Time = m.UID, now.Add(-back)
	}
	return out
}

// recharge draws one of the usual amounts. One in twenty pays nothing and is
// given something: that is how the vendor logs what a shopping card brought.
func recharge(rng *rand.Rand, appID string) Recharge {
	usual := []int64{10000, 20000, 30000, 50000, 100000}
	ways := [][2]string{{"现金", "payCode_1"}, {"银联卡", "payCode_3"}, {"支付宝", "payCode_11"}, {"微信", "payCode_13"}}
	way := ways[rng.IntN(len(ways))]
	r := Recharge{
		StoreAppID: appID, StoreAccount: mainAccount, PayMethod: way[0], PayCode: way[1],
		Money: money.FromFen(usual[rng.IntN(len(usual))]),
	}
	if rng.IntN(4) == 0 {
		r.StoreAppID, r.StoreAccount, r.Cashier = BranchAppID, branchAccount, 1477885215213525003
	}
	switch {
	case rng.IntN(20) == 0:
		r.Money, r.Gift, r.Remark = money.Amount{}, money.FromFen(5000), "购物卡"
	case r.Money.Fen() >= 20000:
		r.Gift = money.FromFen(r.Money.Fen() / 10)
	}
	r.After = r.Money.Add(r.Gift).Add(money.FromFen(rng.Int64N(30000)))
	return r
}

// logAll logs recharges in the order of their time.
func (l *ledger) logAll(all []Recharge, hostile bool) {
	slices.SortStableFunc(all, func(a, b Recharge) int { return a.Time.Compare(b.Time) })
	texts := sim.HostileTexts()
	for i, r := range all {
		if hostile && i%7 == 3 {
			r.Remark, r.PayMethod = texts[i%len(texts)], texts[(i+1)%len(texts)]
		}
		l.log(r)
	}
}

// grant books the monthly subsidy of the past months: on the first of each,
// what is left of the old one is taken away and the new one given. What is
// there today is this month's less some meals.
func (l *ledger) grant(a *account, months int, rng *rand.Rand, local time.Time) {
	if months == 0 {
		return
	}
	monthly, left := money.FromFen(30000), money.Amount{}
	for i := months - 1; i >= 0; i-- {
		first := time.Date(local.Year(), local.Month()-time.Month(i), 1, 0, 5, 0, 0, local.Location())
		if first.Add(5 * time.Minute).After(local) {
			break // the month is but minutes old
		}
		if left.Sign() > 0 {
			l.subsidies = append(l.subsidies, Subsidy{Member: a.Member.UID, Amount: left.Neg(), Time: first.UTC()})
		}
		l.subsidies = append(l.subsidies, Subsidy{
			Member: a.Member.UID, Grant: true, Amount: monthly, After: monthly, Time: first.Add(5 * time.Minute).UTC(),
		})
		left = monthly.Sub(money.FromFen(rng.Int64N(300) * 100))
	}
	e := a.Member.ext()
	e.Subsidy = left
	a.Member.Ext = &e
}

// numberSubsidies orders the log by time and gives the rows their ids.
func (l *ledger) numberSubsidies() {
	slices.SortStableFunc(l.subsidies, func(a, b Subsidy) int { return cmp.Compare(a.Time.Unix(), b.Time.Unix()) })
	for i := range l.subsidies {
		l.subsidies[i].ID = 501 + int64(i)
	}
}

package pricing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/pricing"
	"guitai/backend/safe"
)

func threshold(name, from, gift string, points int64, c backend.Counts) backend.Rule {
	return backend.Rule{Name: safe.Line(name), Kind: backend.RuleThreshold, Threshold: money.Must(from), Counts: c,
		GiftMoney: money.Must(gift), GiftPoints: money.WholePoints(points)}
}

func TestHowOftenAThresholdPays(t *testing.T) {
	high, once, each := backend.CountsHighest, backend.CountsOnce, backend.CountsMultiple
	cases := []struct {
		name      string
		principal string
		rules     []backend.Rule
		lines     []string
		money     string
		points    string
	}{
		{"the highest of those reached", "1500", []backend.Rule{threshold("a", "500", "50", 0, high), threshold("b", "1000", "120", 9, high),
			threshold("c", "2000", "300", 0, high)}, []string{"b"}, "120.00", "9"},
		{"two rules of one height both pay", "500", []backend.Rule{threshold("a", "500", "50", 0, high), threshold("b", "500", "0", 9, high)},
			[]string{"a", "b"}, "50.00", "9"},
		{"once each", "1500", []backend.Rule{threshold("a", "500", "50", 0, once), threshold("b", "1000", "120", 9, once)},
			[]string{"a", "b"}, "170.00", "9"},
		{"once beside the highest, which it does not displace", "1500", []backend.Rule{threshold("a", "500", "50", 0, high), threshold("b", "1000", "1", 0, once)},
			[]string{"a", "b"}, "51.00", "0"},
		{"for each whole multiple", "1599.99", []backend.Rule{threshold("a", "500", "50", 5, each)}, []string{"a"}, "150.00", "15"},
		{"exactly a multiple", "1500", []backend.Rule{threshold("a", "500", "50.05", 0, each)}, []string{"a"}, "150.15", "0"},
		{"one fen below", "499.99", []backend.Rule{threshold("a", "500", "50", 1, each), threshold("b", "500", "5", 1, once),
			threshold("c", "500", "5", 1, high)}, nil, "0.00", "0"},
		{"multiples of nothing", "1", []backend.Rule{threshold("a", "0", "50", 1, each)}, nil, "0.00", "0"},
		{"a gift beyond all amounts", "999999999999.99", []backend.Rule{threshold("a", "0.01", "999999999999.99", 0, each)}, nil, "0.00", "0"},
		{"all kinds together", "1000", []backend.Rule{
			{Name: safe.Line("p"), Kind: backend.RulePercent, MoneyShare: share("0.05"), PointShare: share("0.5")},
			{Name: safe.Line("e"), Kind: backend.RuleEachTime, GiftMoney: money.Must("8.88"), GiftPoints: money.WholePoints(1)},
			threshold("m", "300", "10", 2, each), threshold("o", "200", "1", 0, once), threshold("h", "100", "2", 0, high),
		}, []string{"p", "e", "m", "o", "h"}, "91.88", "507"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := pricing.Recharge(holding("-10", 3), money.Must(c.principal), c.rules)
			var lines []string
			for _, g := range q.Gifts {
				lines = append(lines, g.Rule.String())
			}
			assert.Equal(t, c.lines, lines)
			assert.Equal(t, c.money, q.GiftMoney.String())
			assert.Equal(t, c.points, q.GiftPoints.String())
			assert.Equal(t, money.Must(c.principal).Add(q.GiftMoney).Sub(money.Must("10")).String(), q.BalanceAfter.String())
			assert.Equal(t, q.GiftPoints.Add(money.WholePoints(3)).String(), q.PointsAfter.String())
		})
	}
}

func TestMultiplesPayInSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := money.FromFen(rapid.Int64Range(1, 1e7).Draw(t, "threshold"))
		n := rapid.Int64Range(0, 100).Draw(t, "times")
		rest := money.FromFen(rapid.Int64Range(0, from.Fen()-1).Draw(t, "rest"))
		gift := money.FromFen(rapid.Int64Range(1, 1e6).Draw(t, "gift"))
		principal := money.FromFen(from.Fen()*n + rest.Fen())
		rule := backend.Rule{Kind: backend.RuleThreshold, Counts: backend.CountsMultiple, Threshold: from, GiftMoney: gift}
		q := pricing.Recharge(backend.Member{}, principal, []backend.Rule{rule})
		assert.Equal(t, gift.Fen()*n, q.GiftMoney.Fen())
		rule.Counts = backend.CountsOnce
		q = pricing.Recharge(backend.Member{}, principal, []backend.Rule{rule})
		assert.Equal(t, gift.Fen()*min(n, 1), q.GiftMoney.Fen())
	})
}

func TestCreditCoversWhatTheBalanceDoesNot(t *testing.T) {
	limit := func(s string) *backend.Credit { return &backend.Credit{Limit: money.Must(s), Days: 30} }
	cases := []struct {
		name                 string
		balance              string
		credit               *backend.Credit
		card, collect, after string
	}{
		{"no credit", "30", nil, "30.00", "70.00", "0.00"},
		{"no credit, in debt", "-30", nil, "0.00", "100.00", "-30.00"},
		{"enough without it", "130", limit("50"), "100.00", "0.00", "30.00"},
		{"within the limit", "60", limit("50"), "100.00", "0.00", "-40.00"},
		{"down to the limit", "30", limit("50"), "80.00", "20.00", "-50.00"},
		{"partly used", "-30", limit("50"), "20.00", "80.00", "-50.00"},
		{"used up", "-50", limit("50"), "0.00", "100.00", "-50.00"},
		{"beyond it already", "-80", limit("50"), "0.00", "100.00", "-80.00"},
		{"no limit is named", "-80", limit("0"), "100.00", "0.00", "-180.00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := holding(c.balance, 0)
			m.Credit = c.credit
			q := pricing.Consume(m, money.Must("100"), nil, pricing.Terms{})
			assert.Equal(t, c.card, q.FromCard.String())
			assert.Equal(t, c.collect, q.Collect.String())
			assert.Equal(t, c.after, q.BalanceAfter.String())
		})
	}
}

func TestNobodyGoesBeyondTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := backend.Member{Balance: money.FromFen(rapid.Int64Range(-1e6, 1e6).Draw(t, "balance"))}
		floor := money.Amount{}
		if limit := rapid.Int64Range(0, 1e6).Draw(t, "limit"); limit > 0 {
			m.Credit = &backend.Credit{Limit: money.FromFen(limit)}
			floor = m.Credit.Limit.Neg()
		}
		q := pricing.Consume(m, money.FromFen(rapid.Int64Range(1, 3e6).Draw(t, "gross")), nil, pricing.Terms{})
		assert.True(t, q.FromCard.Sign() >= 0 && q.Collect.Sign() >= 0 && q.FromCard.Add(q.Collect).Equal(q.Net))
		assert.True(t, q.FromCard.IsZero() || q.BalanceAfter.Cmp(floor) >= 0)
		assert.True(t, q.Collect.IsZero() || q.BalanceAfter.Cmp(floor) <= 0, "the rest is only collected where the card can pay no more")
	})
}

func TestWhatABillEarns(t *testing.T) {
	earning := func(perYuan string, r backend.Rounding) *backend.Earning {
		return &backend.Earning{PerYuan: share(perYuan), Rounding: r}
	}
	cases := []struct {
		name    string
		earning *backend.Earning
		gross   string
		after   string
	}{
		{"the vendor books points itself", nil, "100", "7"},
		{"on the net, not on the gross", earning("1", backend.RoundDown), "100", "87"},
		{"the fraction is dropped", earning("1", backend.RoundDown), "1.24", "7"}, // 0.99
		{"the nearest", earning("1", backend.RoundHalf), "1.24", "8"},
		{"below a half", earning("0.5", backend.RoundHalf), "1.24", "7"}, // 0.495
		{"exactly a half goes up", earning("0.5", backend.RoundHalf), "1.25", "8"},
		{"two decimals", earning("0.1", backend.KeepTwo), "1.24", "7.1"}, // 0.099
		{"nothing per yuan", earning("0", backend.KeepTwo), "100", "7"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := holding("50", 7)
			m.Earning = c.earning
			q := pricing.Consume(m, money.Must(c.gross), nil, pricing.Terms{Rate: rate("0.8"), From: backend.RateLevel, Sure: true})
			assert.Equal(t, c.after, q.PointsAfter.String())
			assert.Equal(t, c.after, pricing.Promise(q).PointsAfter.String())
		})
	}
}

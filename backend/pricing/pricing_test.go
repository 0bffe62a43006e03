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

func rate(s string) money.Rate {
	r, err := money.ParseRate(s)
	if err != nil {
		panic(err)
	}
	return r
}

func share(s string) money.Share {
	v, err := money.ParseShare(s)
	if err != nil {
		panic(err)
	}
	return v
}

func amount(s string) *money.Amount {
	a := money.Must(s)
	return &a
}

func holding(balance string, points int64) backend.Member {
	return backend.Member{ID: "1", Balance: money.Must(balance), Points: money.WholePoints(points)}
}

func TestConsume(t *testing.T) {
	cases := []struct {
		name                         string
		balance, gross               string
		discountable                 *money.Amount
		rate                         money.Rate
		net, discount, card, collect string
	}{
		{"the vendor's sample: all of 100 at 0.8", "14573.80", "100", amount("100"), rate("0.8"), "80", "20", "80", "0"},
		{"nil means all of it", "14573.80", "100", nil, rate("0.8"), "80", "20", "80", "0"},
		{"a part is open to discount", "500", "100", amount("40"), rate("0.8"), "92", "8", "92", "0"},
		{"nothing is open to discount", "500", "100", amount("0"), rate("0.8"), "100", "0", "100", "0"},
		{"no rate is known: the full price", "500", "88.50", nil, money.Rate{}, "88.50", "0", "88.50", "0"},
		{"half a fen goes away from zero", "500", "0.05", nil, rate("0.9"), "0.05", "0", "0.05", "0"},
		{"more than half a fen off", "500", "0.07", nil, rate("0.8"), "0.06", "0.01", "0.06", "0"},
		{"the card covers a part", "50", "100", nil, rate("0.8"), "80", "20", "50", "30"},
		{"an empty card pays nothing", "0", "100", nil, rate("0.8"), "80", "20", "0", "80"},
		{"a card in debt pays nothing", "-5", "100", nil, money.Rate{}, "100", "0", "0", "100"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := pricing.Consume(holding(c.balance, 7), money.Must(c.gross), c.discountable,
				pricing.Terms{Rate: c.rate, From: backend.RateConfig})
			assert.Equal(t, money.Must(c.net).String(), q.Net.String(), "net")
			assert.Equal(t, money.Must(c.discount).String(), q.Discount.String(), "discount")
			assert.Equal(t, money.Must(c.card).String(), q.FromCard.String(), "from the card")
			assert.Equal(t, money.Must(c.collect).String(), q.Collect.String(), "to collect")
			assert.Equal(t, money.Must(c.balance).Sub(money.Must(c.card)).String(), q.BalanceAfter.String())
			assert.Equal(t, "7", q.PointsAfter.String())
			assert.False(t, q.Sure)
		})
	}
}

func TestOnlyAKnownRateCanBeSure(t *testing.T) {
	sure := pricing.Terms{Rate: rate("0.8"), From: backend.RateMember, Sure: true}
	assert.True(t, pricing.Consume(holding("9", 0), money.Must("1"), nil, sure).Sure)
	unknown := pricing.Terms{Sure: true}
	assert.False(t, pricing.Consume(holding("9", 0), money.Must("1"), nil, unknown).Sure)
}

func TestEveryBillAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gross := money.FromFen(rapid.Int64Range(1, 1e12).Draw(t, "gross"))
		open := money.FromFen(rapid.Int64Range(0, gross.Fen()).Draw(t, "open"))
		balance := money.FromFen(rapid.Int64Range(-1e6, 1e12).Draw(t, "balance"))
		terms := pricing.Terms{}
		if mille := rapid.Int64Range(0, 1000).Draw(t, "rate"); mille > 0 {
			terms.Rate = rate(money.FromFen(mille).Decimal().Shift(-1).String())
		}
		q := pricing.Consume(backend.Member{Balance: balance}, gross, &open, terms)
		assert.True(t, q.Net.Add(q.Discount).Equal(q.Gross), "net + discount = gross")
		assert.True(t, q.FromCard.Add(q.Collect).Equal(q.Net), "from the card + to collect = net")
		assert.True(t, q.BalanceAfter.Add(q.FromCard).Equal(balance), "the card loses what it pays")
		assert.True(t, q.FromCard.Sign() >= 0 && q.Collect.Sign() >= 0 && q.Discount.Sign() >= 0)
		p := pricing.Promise(q)
		assert.True(t, p.Net.Equal(q.Net) && p.Collect.Equal(q.Collect) && p.BalanceBefore.Equal(balance))
	})
}

func rules() []backend.Rule {
	return []backend.Rule{
		{Name: safe.Line("充值送10%"), Kind: backend.RulePercent, MoneyShare: share("0.1")},
		{Name: safe.Line("单次送5元"), Kind: backend.RuleEachTime, GiftMoney: money.Must("5"), GiftPoints: money.WholePoints(5)},
		{Name: safe.Line("充500送100"), Kind: backend.RuleThreshold, Threshold: money.Must("500"), GiftMoney: money.Must("100")},
		{Name: safe.Line("充1000送300"), Kind: backend.RuleThreshold, Threshold: money.Must("1000"), GiftMoney: money.Must("300")},
	}
}

func TestRecharge(t *testing.T) {
	cases := []struct {
		name              string
		principal         string
		lines             []string
		money             string
		points            string
		balance, pointsTo string
	}{
		{"the vendor's sample: 100 becomes 115 and 5 points", "100",
			[]string{"充值送10%", "单次送5元"}, "15.00", "5", "14608.80", "2560"},
		{"one fen below a threshold", "499.99", []string{"充值送10%", "单次送5元"}, "55.00", "5", "15048.79", "2560"},
		{"exactly a threshold", "500", []string{"充值送10%", "单次送5元", "充500送100"}, "155.00", "5", "15148.80", "2560"},
		{"only the highest threshold pays", "2000",
			[]string{"充值送10%", "单次送5元", "充1000送300"}, "505.00", "5", "16998.80", "2560"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := pricing.Recharge(holding("14493.80", 2555), money.Must(c.principal), rules())
			var lines []string
			for _, g := range q.Gifts {
				lines = append(lines, g.Rule.String())
			}
			assert.Equal(t, c.lines, lines)
			assert.Equal(t, c.money, q.GiftMoney.String())
			assert.Equal(t, c.points, q.GiftPoints.String())
			assert.Equal(t, c.balance, q.BalanceAfter.String())
			assert.Equal(t, c.pointsTo, q.PointsAfter.String())
			assert.False(t, q.Sure, "the vendor decides which rules fire")
		})
	}
}

func TestRechargeWithoutRules(t *testing.T) {
	q := pricing.Recharge(holding("1", 2), money.Must("9.99"), nil)
	assert.Empty(t, q.Gifts)
	assert.Equal(t, "10.99", q.BalanceAfter.String())
	assert.True(t, q.Sure)
	assert.Equal(t, "9.99", q.Net.String())
}

func TestGiftLinesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		principal := money.FromFen(rapid.Int64Range(1, 1e9).Draw(t, "principal"))
		var set []backend.Rule
		for range rapid.IntRange(0, 6).Draw(t, "rules") {
			set = append(set, backend.Rule{
				Kind:       backend.RuleKind(rapid.IntRange(0, 2).Draw(t, "kind")),
				Threshold:  money.FromFen(rapid.Int64Range(1, 1e9).Draw(t, "threshold")),
				GiftMoney:  money.FromFen(rapid.Int64Range(0, 1e6).Draw(t, "gift")),
				GiftPoints: money.WholePoints(rapid.Int64Range(0, 50).Draw(t, "points")),
				MoneyShare: share(money.FromFen(rapid.Int64Range(0, 200).Draw(t, "share")).String()),
			})
		}
		q := pricing.Recharge(backend.Member{}, principal, set)
		var sum money.Amount
		var points money.Points
		for _, g := range q.Gifts {
			sum, points = sum.Add(g.Money), points.Add(g.Points)
		}
		assert.True(t, sum.Equal(q.GiftMoney) && points.Equal(q.GiftPoints))
		assert.True(t, q.BalanceAfter.Equal(principal.Add(sum)))
	})
}

func TestRedeem(t *testing.T) {
	q := pricing.Redeem(holding("80", 2555), money.WholePoints(100))
	assert.Equal(t, "2455", q.PointsAfter.String())
	assert.Equal(t, "80.00", q.BalanceAfter.String())
	assert.True(t, q.Sure)
}

func TestRateFromText(t *testing.T) {
	cases := []struct {
		name  string
		lines []string
		want  string
	}{
		{"the vendor's sample", []string{"8折(0.8)", "消费80.0,获得积分80"}, "0.8"},
		{"tenths with a point", []string{"8.5折"}, "0.85"},
		{"hundredths", []string{"85折"}, "0.85"},
		{"a share alone", []string{"会员价(0.85)"}, "0.85"},
		{"full-width", []string{"８．５折（０．８５）"}, "0.85"},
		{"no discount at all", []string{"10折(1.0)"}, "1"},
		{"the rate stands on a later line", []string{"消费80.0", "9折"}, "0.9"},
		{"a line that contradicts itself", []string{"8折(0.75)"}, ""},
		{"lines that contradict each other", []string{"8折", "9折"}, ""},
		{"a number in brackets without a point", []string{"(1)"}, ""},
		{"an amount in brackets", []string{"退款(80.50)"}, ""},
		{"a word", []string{"不打折", "打折(无)"}, ""},
		{"not closed", []string{"(0.8"}, ""},
		{"no digits", []string{"折()"}, ""},
		{"zero", []string{"0折", "(0.0)"}, ""},
		{"nothing", nil, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := pricing.RateFromText(c.lines)
			assert.Equal(t, c.want != "", ok)
			if ok {
				assert.Equal(t, c.want, got.String())
			} else {
				assert.False(t, got.Known())
			}
		})
	}
}

func TestRateFromFigures(t *testing.T) {
	cases := []struct {
		name, gross, net, want string
	}{
		{"8折", "100", "80", "0.8"},
		{"8.8折 of an odd bill", "33.30", "29.30", "0.88"},
		{"full price", "12.34", "12.34", "1"},
		{"a bill discounted in part", "100", "93.33", ""},
		{"nothing charged", "100", "0", ""},
		{"more charged than asked", "100", "101", ""},
		{"no gross", "0", "5", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := pricing.RateFromFigures(money.Must(c.gross), money.Must(c.net))
			assert.Equal(t, c.want != "", ok)
			if ok {
				assert.Equal(t, c.want, got.String())
			}
		})
	}
}

func FuzzRateFromText(f *testing.F) {
	f.Add("8折(0.8)")
	f.Add("(..)折折")
	f.Fuzz(func(t *testing.T, line string) {
		r, ok := pricing.RateFromText([]string{line})
		if ok != r.Known() {
			t.Fatalf("%q: %v %v", line, r, ok)
		}
	})
}

package money_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
)

func TestParseLiteral(t *testing.T) {
	cases := map[string]struct {
		literal, want string
		err           error
	}{
		"as Sandy sends it":        {"14493.8", "14493.80", nil},
		"as Pospal sends it":       {"-12.50", "-12.50", nil},
		"whole":                    {"5", "5.00", nil},
		"zero":                     {"0", "0.00", nil},
		"minus zero":               {"-0.00", "0.00", nil},
		"plus":                     {"+5", "5.00", nil},
		"zeros after":              {"1.2500000", "1.25", nil},
		"exponent":                 {"1e2", "100.00", nil},
		"exponent with a plus":     {"1E+2", "100.00", nil},
		"negative exponent":        {"125e-2", "1.25", nil},
		"bare fraction":            {"-.5", "-0.50", nil},
		"the largest":              {"999999999999.99", "999999999999.99", nil},
		"the smallest":             {"-999999999999.99", "-999999999999.99", nil},
		"nothing":                  {"", "0.00", money.ErrEmpty},
		"a binary fraction's tail": {"0.30000000000000004", "0.00", money.ErrPlaces},
		"third decimal":            {"1.005", "0.00", money.ErrPlaces},
		"too large":                {"1000000000000", "0.00", money.ErrRange},
		"too small":                {"-1000000000000", "0.00", money.ErrRange},
		"huge exponent":            {"1e400", "0.00", money.ErrRange},
		"hugest exponent":          {"1e2147483647", "0.00", money.ErrRange},
		"tiny exponent":            {"1e-400", "0.00", money.ErrRange},
		"zero of a huge exponent":  {"0e2147483647", "0.00", money.ErrRange},
		"65 digits":                {strings.Repeat("1", 65), "0.00", money.ErrRange},
		"not a number":             {"NaN", "0.00", money.ErrSyntax},
		"infinity":                 {"-Inf", "0.00", money.ErrSyntax},
		"spaces":                   {" 5", "0.00", money.ErrSyntax},
		"thousands":                {"1,234", "0.00", money.ErrSyntax},
		"a sign in the middle":     {".-5", "0.00", money.ErrSyntax},
		"a sign after the point":   {"1.+5", "0.00", money.ErrSyntax},
		"two signs":                {"+-5", "0.00", money.ErrSyntax},
		"exponent without digits":  {"1e", "0.00", money.ErrSyntax},
		"exponent alone":           {"e5", "0.00", money.ErrSyntax},
		"hexadecimal":              {"0x10", "0.00", money.ErrSyntax},
		"null":                     {"null", "0.00", money.ErrSyntax},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := money.ParseLiteral(c.literal)
			require.ErrorIs(t, err, c.err)
			assert.Equal(t, c.want, got.String())
		})
	}
}

func TestFromDecimalRefusesUnwieldyNumbersAtOnce(t *testing.T) {
	for _, d := range []decimal.Decimal{
		decimal.New(1, 1<<30), decimal.New(1, -1<<30), decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<20), 0),
	} {
		_, err := money.FromDecimal(d)
		require.ErrorIs(t, err, money.ErrRange)
		_, err = money.PointsFromDecimal(d)
		require.ErrorIs(t, err, money.ErrRange)
		_, err = money.RateFromDecimal(d)
		require.ErrorIs(t, err, money.ErrRange)
		_, err = money.ShareFromDecimal(d)
		require.ErrorIs(t, err, money.ErrRange)
	}
}

func TestMust(t *testing.T) {
	assert.Equal(t, "1.50", money.Must("1.5").String())
	assert.PanicsWithValue(t, "money: bad literal 1.005", func() { money.Must("1.005") })
}

func TestArithmetic(t *testing.T) {
	var zero money.Amount
	a, b := money.Must("0.10"), money.Must("0.20")
	assert.Equal(t, "0.30", a.Add(b).String())
	assert.Equal(t, "-0.10", a.Sub(b).String())
	assert.Equal(t, "-0.10", a.Neg().String())
	assert.True(t, a.Add(b).Equal(money.Must("0.3")), "no binary fraction")
	assert.Equal(t, -1, a.Cmp(b))
	assert.Equal(t, 0, a.Cmp(money.Must("0.1")))
	assert.Equal(t, 1, b.Cmp(a))
	assert.Equal(t, a, a.Min(b))
	assert.Equal(t, a, b.Min(a))
	assert.Equal(t, 1, a.Sign())
	assert.Equal(t, -1, a.Neg().Sign())
	assert.Zero(t, zero.Sign())
	assert.True(t, zero.IsZero())
	assert.Equal(t, "0.00", zero.String())
	assert.Equal(t, "0.10", zero.Add(a).String())
	assert.Zero(t, zero.Fen())
}

func TestFen(t *testing.T) {
	for fen, want := range map[int64]string{0: "0.00", 1: "0.01", -1: "-0.01", 8850: "88.50", 99_999_999_999_999: "999999999999.99"} {
		assert.Equal(t, want, money.FromFen(fen).String())
		assert.Equal(t, fen, money.FromFen(fen).Fen())
		assert.Equal(t, fen, money.Must(want).Fen())
	}
}

func TestTimesRoundsHalfAwayFromZero(t *testing.T) {
	cases := []struct{ amount, rate, want string }{
		{"100", "0.8", "80.00"},
		{"88.50", "1", "88.50"},
		{"0.05", "0.5", "0.03"},
		{"-0.05", "0.5", "-0.03"},
		{"0.15", "0.5", "0.08"},
		{"0.25", "0.5", "0.13"},
		{"0.01", "0.5", "0.01"},
		{"0.01", "0.49", "0.00"},
		{"1.01", "0.85", "0.86"},
		{"10.10", "0.85", "8.59"},
		{"33.33", "0.333333", "11.11"},
		{"999999999999.99", "0.999999", "999998999999.99"},
		{"0", "0.8", "0.00"},
	}
	for _, c := range cases {
		rate, err := money.ParseRate(c.rate)
		require.NoError(t, err)
		assert.Equal(t, c.want, money.Must(c.amount).Times(rate).String(), "%s × %s", c.amount, c.rate)
	}
}

func TestGrouped(t *testing.T) {
	cases := []struct{ amount, grouped, signed string }{
		{"0", "0.00", "0.00"},
		{"5", "5.00", "+5.00"},
		{"999.99", "999.99", "+999.99"},
		{"1000", "1,000.00", "+1,000.00"},
		{"-1234.5", "-1,234.50", "-1,234.50"},
		{"-999", "-999.00", "-999.00"},
		{"-0.05", "-0.05", "-0.05"},
		{"123456.78", "123,456.78", "+123,456.78"},
		{"1234567", "1,234,567.00", "+1,234,567.00"},
		{"999999999999.99", "999,999,999,999.99", "+999,999,999,999.99"},
	}
	for _, c := range cases {
		assert.Equal(t, c.grouped, money.Must(c.amount).Grouped())
		assert.Equal(t, c.signed, money.Must(c.amount).Signed())
	}
}

func TestPoints(t *testing.T) {
	fraction, err := money.ParsePointsLiteral("671.20")
	require.NoError(t, err)
	assert.Equal(t, "671.2", fraction.String())
	assert.Equal(t, int64(67120), fraction.Hundredths())
	assert.True(t, fraction.Equal(money.PointsFromHundredths(67120)))
	assert.Equal(t, "2555", money.WholePoints(2555).String())
	assert.Equal(t, "681.2", fraction.Add(money.WholePoints(10)).String())
	assert.Equal(t, "-8.8", fraction.Sub(money.WholePoints(680)).String())
	assert.Equal(t, 1, fraction.Cmp(fraction.Neg()))
	assert.Equal(t, -1, fraction.Neg().Sign())
	assert.True(t, money.Points{}.IsZero())
	assert.Equal(t, "0", money.Points{}.String())
	_, err = money.ParsePointsLiteral("0.005")
	require.ErrorIs(t, err, money.ErrPlaces)
}

func TestRate(t *testing.T) {
	cases := map[string]struct {
		literal, tenths, off string
		err                  error
	}{
		"eight tenths":     {"0.8", "8", "20", nil},
		"eight and a half": {" 0.85 ", "8.5", "15", nil},
		"trailing zero":    {"0.80", "8", "20", nil},
		"full price":       {"1", "10", "0", nil},
		"six decimals":     {"0.333333", "3.33333", "66.6667", nil},
		"seven decimals":   {"0.3333333", "", "", money.ErrRange},
		"zero":             {"0", "", "", money.ErrRange},
		"negative":         {"-0.8", "", "", money.ErrRange},
		"above one":        {"1.01", "", "", money.ErrRange},
		"percent":          {"80%", "", "", money.ErrSyntax},
		"tenths by habit":  {"8", "", "", money.ErrRange},
		"not a number":     {"NaN", "", "", money.ErrSyntax},
		"nothing":          {" ", "", "", money.ErrEmpty},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := money.ParseRate(c.literal)
			require.ErrorIs(t, err, c.err)
			assert.Equal(t, err == nil, r.Known())
			if err == nil {
				assert.Equal(t, c.tenths, r.Tenths())
				assert.Equal(t, c.off, r.PercentOff())
			}
		})
	}
	full, _ := money.ParseRate("1.000")
	assert.True(t, full.Full())
	assert.False(t, money.Rate{}.Full(), "an unknown rate is not the full price")
}

func TestShare(t *testing.T) {
	cases := map[string]struct {
		literal, of, points, percent string
		err                          error
	}{
		"a tenth":        {"0.1", "8.85", "8", "10", nil},
		"half a fen":     {"0.0001", "0.01", "0", "0.01", nil},
		"twice as much":  {"2", "176.90", "176", "200", nil},
		"nothing":        {"0", "0.00", "0", "0", nil},
		"negative":       {"-0.1", "", "", "", money.ErrNegative},
		"above hundred":  {"100.01", "", "", "", money.ErrRange},
		"seven decimals": {"0.0000001", "", "", "", money.ErrRange},
		"not a number":   {"10%", "", "", "", money.ErrSyntax},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, err := money.ParseShare(c.literal)
			require.ErrorIs(t, err, c.err)
			if err != nil {
				assert.True(t, s.IsZero())
				return
			}
			assert.Equal(t, c.of, s.Of(money.Must("88.45")).String())
			assert.Equal(t, c.points, s.PointsOf(money.Must("88.45")).String())
			assert.Equal(t, c.percent, s.Percent())
		})
	}
}

func TestJSON(t *testing.T) {
	type row struct {
		Amount money.Amount `json:"amount"`
		Points money.Points `json:"points"`
		Rate   money.Rate   `json:"rate"`
	}
	rate, err := money.ParseRate("0.85")
	require.NoError(t, err)
	in := row{money.Must("-1234.5"), money.WholePoints(7), rate}
	b, err := json.Marshal(in)
	require.NoError(t, err)
	assert.JSONEq(t, `{"amount":"-1234.50","points":"7","rate":"0.85"}`, string(b))

	var out row
	require.NoError(t, json.Unmarshal(b, &out))
	assert.True(t, in.Amount.Equal(out.Amount) && in.Points.Equal(out.Points) && in.Rate.Equal(out.Rate))

	b, err = json.Marshal(row{})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &out))
	assert.True(t, out.Amount.IsZero() && out.Points.IsZero() && !out.Rate.Known(), "zero values come back")

	require.NoError(t, json.Unmarshal([]byte(`{"amount":14493.8,"points":671.2}`), &out), "bare numbers are read from their literal")
	assert.Equal(t, "14493.80", out.Amount.String())
	assert.Equal(t, "671.2", out.Points.String())

	for _, bad := range []string{`{"amount":1.005}`, `{"amount":"x"}`, `{"amount":null}`, `{"amount":{}}`, `{"amount":[1]}`, `{"amount":true}`,
		`{"amount":""}`, `{"amount":1e99}`, `{"points":0.001}`, `{"rate":8}`, `{"rate":"-1"}`, `{"rate":"x"}`} {
		before := out
		require.Error(t, json.Unmarshal([]byte(bad), &out), bad)
		assert.Equal(t, before, out, "a refused value leaves the old one")
	}
}

func FuzzLiteral(f *testing.F) {
	for _, seed := range []string{"14493.8", "1e2", ".-5", "1e-64", "0e32", "-999999999999.99", "1e400", "NaN", "0.8"} {
		f.Add(seed)
	}
	most := money.Must("999999999999.99")
	f.Fuzz(func(t *testing.T, literal string) {
		if a, err := money.ParseLiteral(literal); err != nil {
			require.True(t, a.IsZero())
		} else {
			require.LessOrEqual(t, a.Cmp(most), 0)
			require.GreaterOrEqual(t, a.Cmp(most.Neg()), 0)
			again, err := money.ParseLiteral(a.String())
			require.NoError(t, err)
			require.True(t, a.Equal(again))
			require.True(t, a.Equal(money.FromFen(a.Fen())))
			exact, ok := new(big.Rat).SetString(literal)
			require.True(t, ok, "what is accepted is a number to others as well")
			require.Zero(t, exact.Cmp(a.Decimal().Rat()), "and the same one")
		}
		if r, err := money.ParseRate(literal); err == nil {
			require.True(t, r.Known())
			again, err := money.ParseRate(r.String())
			require.NoError(t, err)
			require.True(t, r.Equal(again))
		}
		if p, err := money.ParsePointsLiteral(literal); err == nil {
			require.True(t, p.Equal(money.PointsFromHundredths(p.Hundredths())))
		}
	})
}

package money_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
)

func TestParse(t *testing.T) {
	cases := map[string]struct{ typed, want string }{
		"whole yuan":                    {"88", "88.00"},
		"one decimal":                   {"88.5", "88.50"},
		"two decimals":                  {"88.05", "88.05"},
		"a third decimal that is zero":  {"88.500", "88.50"},
		"one fen":                       {"0.01", "0.01"},
		"no digit before the point":     {".5", "0.50"},
		"no digit after the point":      {"5.", "5.00"},
		"leading zeros":                 {"0005", "5.00"},
		"spaces around":                 {"  88.5\t\n", "88.50"},
		"the largest":                   {"999999999999.99", "999999999999.99"},
		"full-width digits":             {"８８．５", "88.50"},
		"full-width stop":               {"88。5", "88.50"},
		"full-width and ideographic":    {"　８８。５　", "88.50"},
		"yuan sign":                     {"¥88.5", "88.50"},
		"full-width yuan sign":          {"￥ 88.5", "88.50"},
		"yuan in words":                 {"88.5元", "88.50"},
		"both, as receipts print it":    {"￥88.5 元", "88.50"},
		"pataca":                        {"MOP$88.5", "88.50"},
		"pataca without the sign":       {"MOP 88.5", "88.50"},
		"dollar sign":                   {"$88.5", "88.50"},
		"renminbi":                      {"RMB88.5", "88.50"},
		"ISO code":                      {"CNY 88.5", "88.50"},
		"thousands":                     {"1,234.50", "1234.50"},
		"millions":                      {"¥12,345,678.90", "12345678.90"},
		"thousands without decimals":    {"1,234", "1234.00"},
		"full-width thousands":          {"１，２３４．５０", "1234.50"},
		"enumeration comma as thousand": {"1、234", "1234.00"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := money.Parse(c.typed)
			require.NoError(t, err)
			assert.Equal(t, c.want, got.String())
		})
	}
}

func TestParseRefuses(t *testing.T) {
	cases := map[string]struct {
		typed string
		want  error
	}{
		"nothing":                      {"", money.ErrEmpty},
		"spaces":                       {" 　\t", money.ErrEmpty},
		"only a sign":                  {"¥", money.ErrEmpty},
		"only a unit":                  {"元", money.ErrEmpty},
		"three decimals":               {"88.505", money.ErrPlaces},
		"less than a fen":              {"0.001", money.ErrPlaces},
		"zero":                         {"0", money.ErrZero},
		"zero with decimals":           {"0.00", money.ErrZero},
		"minus zero":                   {"-0", money.ErrZero},
		"negative":                     {"-5", money.ErrNegative},
		"negative with a dash":         {"－５", money.ErrNegative},
		"negative with a minus sign":   {"−5", money.ErrNegative},
		"negative thousands":           {"-1,234.50", money.ErrNegative},
		"minus alone":                  {"-", money.ErrSyntax},
		"two minus signs":              {"--1", money.ErrSyntax},
		"minus behind":                 {"1-", money.ErrSyntax},
		"minus before the sign":        {"-$5", money.ErrSyntax},
		"plus":                         {"+5", money.ErrSyntax},
		"letters":                      {"abc", money.ErrSyntax},
		"letters among digits":         {"1O0", money.ErrSyntax},
		"exponent":                     {"1e400", money.ErrSyntax},
		"small exponent":               {"1e2", money.ErrSyntax},
		"not a number":                 {"NaN", money.ErrSyntax},
		"infinity":                     {"Inf", money.ErrSyntax},
		"hexadecimal":                  {"0x10", money.ErrSyntax},
		"underscore":                   {"1_000", money.ErrSyntax},
		"point alone":                  {".", money.ErrSyntax},
		"two points":                   {"1.2.3", money.ErrSyntax},
		"space within":                 {"1 234", money.ErrSyntax},
		"two signs":                    {"¥¥5", money.ErrSyntax},
		"foreign sign":                 {"€5", money.ErrSyntax},
		"digits of other scripts":      {"٣", money.ErrSyntax},
		"Chinese numerals":             {"八十八", money.ErrSyntax},
		"a control code":               {"88.50\x00", money.ErrSyntax},
		"invalid UTF-8":                {"88\xff", money.ErrSyntax},
		"comma as a decimal point":     {"1,5", money.ErrSyntax},
		"comma as point, two decimals": {"88,50", money.ErrSyntax},
		"comma as point, three":        {"0,500", money.ErrSyntax},
		"group too long":               {"1234,567", money.ErrSyntax},
		"group too short":              {"1,23,456", money.ErrSyntax},
		"comma first":                  {",123", money.ErrSyntax},
		"comma last":                   {"1,234,", money.ErrSyntax},
		"comma after the point":        {"1.234,5", money.ErrSyntax},
		"comma in the decimals":        {"1,234.5,6", money.ErrSyntax},
		"one fen too much":             {"1000000000000.00", money.ErrRange},
		"a scanned bar code":           {"6901234567892", money.ErrRange},
		"overflows 64 bits":            {"99999999999999999999999999", money.ErrRange},
		"sixty-five digits":            {strings.Repeat("9", 65), money.ErrRange},
		"257 characters":               {strings.Repeat("1", 257), money.ErrRange},
		"257 spaces and a digit":       {strings.Repeat(" ", 257) + "1", money.ErrRange},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := money.Parse(c.typed)
			require.ErrorIs(t, err, c.want)
			assert.True(t, got.IsZero(), "a refused amount must not be usable by accident")
		})
	}
}

func TestParsePoints(t *testing.T) {
	cases := map[string]struct {
		typed, want string
		err         error
	}{
		"whole":            {"100", "100", nil},
		"full-width":       {"１００", "100", nil},
		"zeros after":      {"100.0", "100", nil},
		"thousands":        {"1,000", "1000", nil},
		"a fraction":       {"0.5", "0", money.ErrPlaces},
		"three decimals":   {"0.555", "0", money.ErrPlaces},
		"zero":             {"0", "0", money.ErrZero},
		"negative":         {"-1", "0", money.ErrNegative},
		"negative in part": {"-1.5", "0", money.ErrNegative},
		"nothing":          {"", "0", money.ErrEmpty},
		"letters":          {"p100", "0", money.ErrSyntax},
		"too many":         {"1000000000000", "0", money.ErrRange},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := money.ParsePoints(c.typed)
			require.ErrorIs(t, err, c.err)
			assert.Equal(t, c.want, got.String())
		})
	}
}

func TestFold(t *testing.T) {
	assert.Equal(t, "88.5", money.Fold("８８．５"))
	assert.Equal(t, "88.5", money.Fold("88。5"))
	assert.Equal(t, "¥1,234 -x", money.Fold("￥１，２３４　－ｘ"))
	assert.Equal(t, "张三 100%", money.Fold("张三 100％"), "what is no full-width form stays")
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"88.50", "￥１，２３４．５０元", "1e400", "-", ".5", "0,500", "999999999999.99", "MOP$ 1", "\xff"} {
		f.Add(seed)
	}
	most := money.Must("999999999999.99")
	f.Fuzz(func(t *testing.T, typed string) {
		a, err := money.Parse(typed)
		if err != nil {
			require.True(t, a.IsZero())
			return
		}
		require.Positive(t, a.Sign())
		require.LessOrEqual(t, a.Cmp(most), 0)
		for _, shown := range []string{a.String(), a.Grouped(), "¥" + a.Grouped(), a.String() + "元"} {
			again, err := money.Parse(shown)
			require.NoError(t, err, shown)
			require.True(t, a.Equal(again), shown)
		}
		require.True(t, a.Equal(money.FromFen(a.Fen())), "nothing is below a fen")
	})
}

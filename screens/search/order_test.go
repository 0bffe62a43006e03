package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/backend/money"
	"guitai/ui"
)

func TestACommandStandsBehindSomebody(t *testing.T) {
	part := func(s string) *money.Amount { a := money.Must(s); return &a }
	for _, c := range []struct {
		typed, query string
		screen       ui.ScreenID
		want         ui.Order
	}{
		{"1234 +500w", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("500"), Pay: 'w'}},
		{"1234 +500", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("500")}},
		{"1234 +500X", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("500"), Pay: 'x'}},
		{"1234 +0.5z", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("0.50"), Pay: 'z'}},
		{"1234 +1,500k", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("1500"), Pay: 'k'}},
		{"1234 +500元w", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("500"), Pay: 'w'}},
		{"１２３４　＋５００ｗ", "1234", ui.ScreenRecharge, ui.Order{Amount: money.Must("500"), Pay: 'w'}},
		{"张 8000 －８８。５", "张 8000", ui.ScreenConsume, ui.Order{Amount: money.Must("88.50")}},
		{"1234 -88.5", "1234", ui.ScreenConsume, ui.Order{Amount: money.Must("88.50")}},
		{"1234 −88.5 ", "1234", ui.ScreenConsume, ui.Order{Amount: money.Must("88.50")}},
		{"1234 -88.5/60", "1234", ui.ScreenConsume, ui.Order{Amount: money.Must("88.50"), Discountable: part("60")}},
		{"1234 -88.5／８８．５", "1234", ui.ScreenConsume, ui.Order{Amount: money.Must("88.50"), Discountable: part("88.5")}},
		{"1234 p100", "1234", ui.ScreenPoints, ui.Order{Points: money.WholePoints(100)}},
		{"  欧阳   Ｐ１００  ", "欧阳", ui.ScreenPoints, ui.Order{Points: money.WholePoints(100)}},
		{"Ana-Maria -5", "Ana-Maria", ui.ScreenConsume, ui.Order{Amount: money.Must("5")}},
		{"p100 p100", "p100", ui.ScreenPoints, ui.Order{Points: money.WholePoints(100)}},
		{"1234 p5 +500", "1234 p5", ui.ScreenRecharge, ui.Order{Amount: money.Must("500")}},
	} {
		r := understand(c.typed)
		require.NotNil(t, r.order, c.typed)
		assert.Nil(t, r.flaw, c.typed)
		assert.Equal(t, c.query, r.query, c.typed)
		assert.Equal(t, c.screen, r.order.screen, c.typed)
		assert.Equal(t, c.want.Pay, r.order.Pay, c.typed)
		assert.True(t, c.want.Amount.Equal(r.order.Amount), c.typed)
		assert.Equal(t, c.want.Points.String(), r.order.Points.String(), c.typed)
		assert.Equal(t, c.want.Discountable == nil, r.order.Discountable == nil, c.typed)
		if c.want.Discountable != nil {
			assert.True(t, c.want.Discountable.Equal(*r.order.Discountable), c.typed)
		}
	}
}

func TestWhatIsNoCommandIsLookedFor(t *testing.T) {
	for _, typed := range []string{"", " ", "1234", "p100", "P100", "+500w", "-88.5", "+853 6612", "1234 p", "1234 pw", "p 1234", "1234+500w", "Ana-Maria",
		"Ana -Maria", "Ana - Maria", "Tom + Jerry", "Li p", "p100 张", "1234 p100 张", "张 8000", "1234 P", "-", "+", "王 −小二"} {
		r := understand(typed)
		assert.Nil(t, r.order, typed)
		assert.Nil(t, r.flaw, typed)
		assert.Equal(t, normal(typed), r.query)
	}
}

func TestAFlawIsFoundWhereItIs(t *testing.T) {
	for _, c := range []struct {
		typed string
		at    int
		why   flawWhy
		err   error
	}{
		{"1234 +", 6, flawAmount, money.ErrEmpty},
		{"1234 +w", 6, flawAmount, money.ErrEmpty},
		{"1234 +500q", 9, flawPay, nil},
		{"1234 +500ww", 10, flawPay, nil},
		{"1234 +500w5", 10, flawPay, nil},
		{"1234 +5.005", 10, flawAmount, money.ErrPlaces},
		{"1234 +5.005w", 10, flawAmount, money.ErrPlaces},
		{"1234 +0", 6, flawAmount, money.ErrZero},
		{"1234 +0.00w", 6, flawAmount, money.ErrZero},
		{"1234 +-5", 6, flawAmount, money.ErrNegative},
		{"1234 --5", 6, flawAmount, money.ErrNegative},
		{"1234 +1000000000000", 6, flawAmount, money.ErrRange},
		{"1234 +5.5.5", 9, flawAmount, money.ErrSyntax},
		{"1234 +5张", 7, flawAmount, money.ErrSyntax},
		{"1234 -", 6, flawAmount, money.ErrEmpty},
		{"1234 -88.5/", 11, flawAmount, money.ErrEmpty},
		{"1234 -/5", 6, flawAmount, money.ErrEmpty},
		{"1234 -88.5/90", 11, flawPart, nil},
		{"1234 -88.5/0", 11, flawAmount, money.ErrZero},
		{"1234 -88.5/6/5", 12, flawAmount, money.ErrSyntax},
		{"1234 -88.5w", 10, flawAmount, money.ErrSyntax},
		{"1234 p1.5", 7, flawPoints, nil},
		{"1234 p10a", 8, flawPoints, nil},
		{"1234 p0", 6, flawAmount, money.ErrZero},
		{"1234 p99999999999999", 6, flawAmount, money.ErrRange},
		{"1234 +500 w", 10, flawTail, nil},
		{"1234 +500w 5678", 11, flawTail, nil},
		{"1234 -5 +5", 8, flawTail, nil},
		{"欧阳　＋５００ｑ", 7, flawPay, nil},
	} {
		r := understand(c.typed)
		assert.Nil(t, r.order, c.typed)
		if !assert.NotNil(t, r.flaw, c.typed) {
			continue
		}
		assert.Equal(t, c.at, r.flaw.at, c.typed)
		assert.Equal(t, c.why, r.flaw.why, c.typed)
		assert.ErrorIs(t, r.flaw.err, c.err, c.typed)
		assert.Equal(t, normal(strings.Fields(c.typed)[0]), r.query, c.typed)
	}
}

// holds is what every reading keeps to, whatever was typed.
func holds(t assert.TestingT, typed string) {
	r := understand(typed)
	if r.flaw != nil {
		assert.Nil(t, r.order)
		assert.GreaterOrEqual(t, r.flaw.at, 0)
		assert.LessOrEqual(t, r.flaw.at, utf8.RuneCountInString(typed))
	}
	if r.order == nil {
		return
	}
	o := r.order
	assert.NotEmpty(t, r.query)
	if o.screen == ui.ScreenPoints {
		assert.Positive(t, o.Points.Sign())
		assert.True(t, o.Points.Decimal().IsInteger())
		assert.True(t, o.Amount.IsZero())
		return
	}
	assert.Positive(t, o.Amount.Sign())
	assert.Negative(t, o.Amount.Cmp(money.FromFen(100_000_000_000_000)), "no more than money takes")
	assert.True(t, o.Amount.Decimal().Equal(o.Amount.Decimal().Truncate(2)), "no third decimal")
	if o.Discountable != nil {
		assert.LessOrEqual(t, o.Discountable.Cmp(o.Amount), 0)
		assert.Positive(t, o.Discountable.Sign())
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, s := range []string{"1234 +500w", "1234 -88.5/60", "1234 p100", "张　＋５００ｗ", "1234 +5.005", "\xff +1", "a +\u3002", "a -.", "p1 p1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) { holds(t, typed) })
}

func TestWhateverIsTypedKeepsToTheRules(t *testing.T) {
	char := rapid.SampledFrom([]rune("0123456789.,+-/pwxzk 　＋－．５ｗ张é/¥元\u0301"))
	rapid.Check(t, func(t *rapid.T) { holds(t, rapid.StringOfN(char, 0, 40, -1).Draw(t, "typed")) })
}

func TestWhatIsWrittenAsACommandIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		query := rapid.SampledFrom([]string{"1234", "张 8000", "Ana-Maria", "p100", "ws1234"}).Draw(t, "query")
		amount := money.FromFen(rapid.Int64Range(1, 99999999999).Draw(t, "fen"))
		pay := rapid.SampledFrom([]string{"", "w", "x", "z", "k"}).Draw(t, "pay")
		r := understand(query + " +" + amount.String() + pay)
		if r.order == nil {
			t.Fatalf("%s was not understood: %+v", amount, r.flaw)
		}
		assert.True(t, amount.Equal(r.order.Amount))
		assert.Equal(t, pay, strings.TrimRight(string(r.order.Pay), "\x00"))
		part := money.FromFen(rapid.Int64Range(1, amount.Fen()).Draw(t, "part"))
		r = understand(query + " -" + amount.Grouped() + "/" + part.String())
		if r.order == nil {
			t.Fatalf("%s was not understood: %+v", amount, r.flaw)
		}
		assert.True(t, amount.Equal(r.order.Amount) && part.Equal(*r.order.Discountable))
		assert.Equal(t, query, r.query)
	})
}

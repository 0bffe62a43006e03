package till_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/backend/till"
)

func rate(s string) money.Rate {
	r, err := money.ParseRate(s)
	if err != nil {
		panic(err)
	}
	return r
}

func TestWhereTheRateComesFrom(t *testing.T) {
	elsewhere := func(id string) func(*counter) {
		return func(c *counter) {
			c.shop.elsewhere(id, "10")
			time.Sleep(2 * time.Minute)
		}
	}
	cases := []struct {
		name    string
		options func(*till.Options)
		given   func(*counter)
		from    backend.RateSource
		net     string
		sure    bool
	}{
		{"nothing is known", nil, nil, backend.RateNotKnown, "100.00", false},
		{"the vendor tells it", nil, func(c *counter) {
			m := c.shop.members["1001"]
			m.Rate = rate("0.95")
			c.shop.members["1001"] = m
		}, backend.RateMember, "95.00", true},
		{"the level is configured", func(o *till.Options) { o.LevelRates = map[string]money.Rate{"金卡": rate("0.88")} },
			nil, backend.RateConfig, "88.00", false},
		{"this card's last receipt", nil, func(c *counter) {
			c.do(c.quote(backend.OpConsume, "1001"))
			time.Sleep(2 * time.Minute)
		}, backend.RateLastReceipt, "80.00", false},
		{"this card's history", nil, elsewhere("1001"), backend.RateLastReceipt, "80.00", false},
		{"history's figures where the text says nothing", nil, func(c *counter) {
			elsewhere("1001")(c)
			c.shop.rows["1001"][0].Detail = []safe.Text{safe.Line("消费")}
		}, backend.RateLastReceipt, "80.00", false},
		{"a receipt of the same level", nil, func(c *counter) {
			c.do(c.quote(backend.OpConsume, "1002"))
		}, backend.RateLevelReceipt, "80.00", false},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				change := row.options
				if change == nil {
					change = func(*till.Options) {}
				}
				c := open(t, change)
				if row.given != nil {
					row.given(c)
				}
				q := c.quote(backend.OpConsume, "1001")
				assert.Equal(t, row.from, q.RateFrom)
				assert.Equal(t, row.net, q.Net.String())
				assert.Equal(t, row.sure, q.Sure)
				assert.Equal(t, row.net, q.Operation.Quote.Net.String(), "the promise is kept with the operation")
			})
		})
	}
}

func TestQuotesThatAreRefused(t *testing.T) {
	amount := func(s string) *money.Amount {
		a := money.Must(s)
		return &a
	}
	consume := func(gross string, discountable *money.Amount) func(*counter) error {
		return func(c *counter) error {
			_, err := c.till.QuoteConsume(c.t.Context(), "1001", money.Must(gross), discountable)
			return err
		}
	}
	cases := []struct {
		name  string
		ask   func(*counter) error
		kind  backend.Kind
		field string
	}{
		{"nothing", consume("0", nil), backend.KindInvalid, "amount"},
		{"less than nothing", consume("-5", nil), backend.KindInvalid, "amount"},
		{"above the limit", consume("5000.01", nil), backend.KindLimit, "amount"},
		{"none of it discountable", consume("10", amount("0")), backend.KindInvalid, "discountable"},
		{"more than all of it discountable", consume("10", amount("10.01")), backend.KindInvalid, "discountable"},
		{"less than none of it discountable", consume("10", amount("-1")), backend.KindInvalid, "discountable"},
		{"no such member", func(c *counter) error {
			_, err := c.till.QuoteConsume(c.t.Context(), "9999", money.Must("1"), nil)
			return err
		}, backend.KindNotFound, ""},
		{"surely too little on the card", func(c *counter) error {
			m := c.shop.members["1001"]
			m.Rate = rate("1")
			c.shop.members["1001"] = m
			_, err := c.till.QuoteConsume(c.t.Context(), "1001", money.Must("200.01"), nil)
			return err
		}, backend.KindShortBalance, ""},
		{"an unknown pay type", func(c *counter) error {
			_, err := c.till.QuoteRecharge(c.t.Context(), "1001", money.Must("1"), backend.PayType{ID: "77"})
			return err
		}, backend.KindInvalid, "pay"},
		{"half a point", func(c *counter) error {
			_, err := c.till.QuoteRedeem(c.t.Context(), "1001", money.PointsFromHundredths(50))
			return err
		}, backend.KindInvalid, "points"},
		{"no points", func(c *counter) error {
			_, err := c.till.QuoteRedeem(c.t.Context(), "1001", money.Points{})
			return err
		}, backend.KindInvalid, "points"},
		{"too few points", func(c *counter) error {
			_, err := c.till.QuoteRedeem(c.t.Context(), "1001", money.WholePoints(501))
			return err
		}, backend.KindShortPoints, ""},
		{"the vendor does not answer", func(c *counter) error {
			c.shop.deaf = true
			return consume("10", nil)(c)
		}, backend.KindUnreachable, ""},
		{"levels are not offered", func(c *counter) error {
			_, err := c.till.Levels(c.t.Context())
			return err
		}, backend.KindUnsupported, ""},
		{"an operation without an id", func(c *counter) error {
			_, err := c.till.Do(c.t.Context(), backend.Quote{})
			return err
		}, backend.KindInvalid, "id"},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := open(t, func(o *till.Options) { o.Limit = money.Must("5000") })
				err := row.ask(c)
				require.Equal(t, row.kind, kind(t, err))
				var e *backend.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, row.field, e.Field)
			})
		})
	}
}

func TestWarnings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		assert.Empty(t, c.quote(backend.OpConsume, "1001").Warnings)
		c.do(c.quote(backend.OpConsume, "1001"))
		time.Sleep(50 * time.Second)
		q := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, []backend.Warning{backend.WarnRepeat}, q.Warnings)
		assert.True(t, q.Twice())
		assert.Empty(t, c.quote(backend.OpRecharge, "1001").Warnings, "another kind is no repetition")
		time.Sleep(11 * time.Second)
		assert.Empty(t, c.quote(backend.OpConsume, "1001").Warnings)

		c.shop.will(refusedFate)
		c.do(c.quote(backend.OpConsume, "1001"))
		assert.Empty(t, c.quote(backend.OpConsume, "1001").Warnings, "what was refused may be tried again")

		c.shop.join("1003", "0", 0)
		m := c.shop.members["1003"]
		m.Status = backend.Status{Kind: backend.StatusLost, Text: safe.Line("挂失")}
		c.shop.members["1003"] = m
		assert.Equal(t, []backend.Warning{backend.WarnStatus, backend.WarnCollect}, c.quote(backend.OpConsume, "1003").Warnings)
	})
}

func TestIDsAreMintedOncePerPreview(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		a, b := c.quote(backend.OpConsume, "1001"), c.quote(backend.OpConsume, "1001")
		assert.NotEqual(t, a.Operation.ID, b.Operation.ID)
		assert.Equal(t, "7", a.Operation.ID[14:15], "UUID version 7")
		marked := c.till.AsRetry(c.till.AsRetry(a, "x"), "x")
		assert.Equal(t, []backend.Warning{backend.WarnRetry}, marked.Warnings)
	})
}

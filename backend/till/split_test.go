package till_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

func TestABillTheCardDoesNotCoverIsSplit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		c := at(t, s)
		q, err := c.till.QuoteConsume(t.Context(), "7", money.Must("300"), nil)
		require.NoError(t, err)
		assert.Equal(t, "240.00", q.Net.String())
		assert.Equal(t, "200.00", q.FromCard.String())
		assert.Equal(t, "40.00", q.Collect.String())
		assert.Equal(t, "290", q.PointsAfter.String(), "points are earned on both legs")
		assert.True(t, q.Sure)
		assert.Equal(t, backend.RateLevel, q.RateFrom)
		assert.Equal(t, []backend.Warning{backend.WarnCollect}, q.Warnings)
		assert.NotEmpty(t, q.RestBy, "the ways of paying the rest")

		_, err = c.till.Do(t.Context(), q)
		assert.Equal(t, backend.KindInvalid, kind(t, err), "nobody said how the rest is paid")
		split := c.till.WithRest(q, backend.PayType{ID: "微信", Name: safe.Line("微信")})
		assert.Equal(t, q.Operation.ID, split.Operation.ID, "it is the same operation")
		got := c.do(split)
		assert.Equal(t, backend.StateApplied, got.State)
		assert.Equal(t, "200.00", got.Receipt.FromCard.String())
		assert.Equal(t, "40.00", got.Receipt.Collect.String())
		assert.Equal(t, "微信", got.PayType.ID)
		balance, points := s.books("7")
		assert.Equal(t, "0.00", balance)
		assert.Equal(t, "290", points)
		got, err = c.till.Collected(t.Context(), got.ID)
		require.NoError(t, err)
		assert.False(t, got.Collected.IsZero())
	})
}

func TestWhatAVendorIsNotAskedFor(t *testing.T) {
	consume := func(gross string) func(*counter) error {
		return func(c *counter) error {
			_, err := c.till.QuoteConsume(c.t.Context(), "7", money.Must(gross), nil)
			return err
		}
	}
	recharge := func(c *counter) error {
		_, err := c.till.QuoteRecharge(c.t.Context(), "7", money.Must("1"), backend.PayType{ID: "1"})
		return err
	}
	redeem := func(points int64) func(*counter) error {
		return func(c *counter) error {
			_, err := c.till.QuoteRedeem(c.t.Context(), "7", money.WholePoints(points))
			return err
		}
	}
	status := func(k backend.StatusKind) func(*backend.Member) {
		return func(m *backend.Member) { m.Status = backend.Status{Kind: k, Text: safe.Line("禁用")} }
	}
	cases := []struct {
		name   string
		member func(*backend.Member)
		ask    func(*counter) error
		kind   backend.Kind
		field  string
	}{
		{"a card that can pay nothing", func(m *backend.Member) { m.Balance = money.Amount{} }, consume("1"), backend.KindShortBalance, ""},
		{"a card in debt", func(m *backend.Member) { m.Balance = money.Must("-1") }, consume("1"), backend.KindShortBalance, ""},
		{"credit used up", func(m *backend.Member) {
			m.Balance, m.Credit = money.Must("-9"), &backend.Credit{Limit: money.Must("9")}
		}, consume("1"), backend.KindShortBalance, ""},
		{"a net of nothing", func(m *backend.Member) { m.Rate = rate("0.4") }, consume("0.01"), backend.KindInvalid, "amount"},
		{"more points than there are", nil, redeem(51), backend.KindShortPoints, ""},
		{"points below zero", func(m *backend.Member) { m.Points = money.WholePoints(-5) }, redeem(1), backend.KindShortPoints, ""},
		{"a disabled member's bill", status(backend.StatusDisabled), consume("1"), backend.KindRejected, "status"},
		{"a disabled member's recharge", status(backend.StatusDisabled), recharge, backend.KindRejected, "status"},
		{"a deleted member's points", status(backend.StatusClosed), redeem(1), backend.KindRejected, "status"},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStall()
				if row.member != nil {
					s.change("7", row.member)
				}
				err := row.ask(at(t, s))
				require.Equal(t, row.kind, kind(t, err))
				var e *backend.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, row.field, e.Field)
			})
		})
	}
}

func TestWhatASplittingVendorsQuotesSay(t *testing.T) {
	cases := []struct {
		name     string
		member   func(*backend.Member)
		from     backend.RateSource
		net      string
		after    string
		warnings []backend.Warning
		twice    bool
	}{
		{"the level's rate", nil, backend.RateLevel, "80.00", "120.00", nil, false},
		{"the member's own rate", func(m *backend.Member) { m.Rate, m.RateFrom = rate("0.5"), backend.RateMember },
			backend.RateMember, "50.00", "150.00", nil, false},
		{"no rate is the full price, and sure", func(m *backend.Member) { m.Rate, m.RateFrom = money.Rate{}, 0 },
			backend.RateMember, "100.00", "100.00", nil, false},
		{"into debt", func(m *backend.Member) { m.Balance, m.Credit = money.Must("30"), &backend.Credit{} },
			backend.RateLevel, "80.00", "-50.00", []backend.Warning{backend.WarnDebt}, true},
		{"to the end of the credit", func(m *backend.Member) {
			m.Balance, m.Credit = money.Must("30"), &backend.Credit{Limit: money.Must("10")}
		},
			backend.RateLevel, "80.00", "-10.00", []backend.Warning{backend.WarnCollect, backend.WarnDebt}, true},
		{"credit that is not needed", func(m *backend.Member) { m.Credit = &backend.Credit{} }, backend.RateLevel, "80.00", "120.00", nil, false},
		{"an expired card is for a person to confirm", func(m *backend.Member) { m.Status.Kind = backend.StatusOther },
			backend.RateLevel, "80.00", "120.00", []backend.Warning{backend.WarnStatus}, true},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStall()
				if row.member != nil {
					s.change("7", row.member)
				}
				q := at(t, s).quote(backend.OpConsume, "7")
				assert.Equal(t, row.from, q.RateFrom)
				assert.True(t, q.Sure)
				assert.Equal(t, row.net, q.Net.String())
				assert.Equal(t, row.after, q.BalanceAfter.String())
				assert.Equal(t, row.warnings, q.Warnings)
				assert.Equal(t, row.twice, q.Twice())
			})
		})
	}
}

func TestARechargeGivesWhatWasShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		c := at(t, s)
		q, err := c.till.QuoteRecharge(t.Context(), "7", money.Must("250"), backend.PayType{ID: "1"})
		require.NoError(t, err)
		assert.True(t, q.Sure, "the gift is sent as it was shown")
		assert.Equal(t, "20.00", q.GiftMoney.String())
		got := c.do(q)
		assert.Equal(t, "470.00", got.Receipt.Balance.String())
		balance, points := s.books("7")
		assert.Equal(t, "470.00", balance)
		assert.Equal(t, "52", points)
	})
}

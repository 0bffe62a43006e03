package till_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/staff"
	"guitai/backend/till"
)

// crew is a counter whose people have roles.
type crew struct {
	*counter
	book *staff.Book
}

func withStaff(t *testing.T) *crew {
	t.Helper()
	c := &crew{counter: open(t)}
	n := 0
	book, err := staff.Open(t.Context(), staff.Options{Papers: c.journal, Pepper: bytes.Repeat([]byte{7}, staff.PepperSize),
		Now: time.Now, Rand: rand.Reader, Limits: staff.DefaultLimits(), HashMemory: 8,
		NewID: func() string { n++; return fmt.Sprint("person-", n) }})
	require.NoError(t, err)
	c.book = book
	return c
}

func (c *crew) at(t *testing.T, name string, role staff.Role, pin string) (*till.Till, *staff.Badge) {
	t.Helper()
	p, err := c.book.Add(t.Context(), staff.By{}, name, role)
	require.NoError(t, err)
	require.NoError(t, c.book.SetPIN(t.Context(), staff.By{}, p.ID, []byte(pin)))
	badge := c.book.Seat(p.ID, "till-1", "tty")
	return c.till.By(badge), badge
}

func (c *crew) recharge(t *testing.T, seat *till.Till, card, yuan string) error {
	t.Helper()
	q, err := seat.QuoteRecharge(t.Context(), card, money.Must(yuan), backend.PayType{ID: "1"})
	if err != nil {
		return err
	}
	got, err := seat.Do(t.Context(), q)
	if err == nil {
		require.Equal(t, backend.StateApplied, got.State)
	}
	return err
}

func TestACashierSplittingARechargeComesToTheEndOfTheShift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := withStaff(t)
		mei, badge := c.at(t, "小梅", staff.Cashier, "482917")
		c.at(t, "王", staff.Supervisor, "739162")
		for range 5 {
			require.NoError(t, c.recharge(t, mei, "1001", "1000"))
			time.Sleep(2 * time.Minute)
		}
		err := c.recharge(t, mei, "1001", "0.01")
		var refused *till.Refusal
		require.True(t, errors.As(err, &refused))
		assert.Equal(t, backend.KindLimit, kind(t, err))
		assert.Equal(t, "shift", refused.Cause.Field)
		before := c.shop.submits

		q, err := mei.QuoteRecharge(t.Context(), "1001", money.Must("0.01"), backend.PayType{ID: "1"})
		require.NoError(t, err)
		_, err = mei.Do(t.Context(), q)
		require.True(t, errors.As(err, &refused))
		require.NoError(t, badge.Approve(t.Context(), refused.Ask, "王", []byte("739162")))
		got, err := mei.Do(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, "王", got.Approver)
		assert.Equal(t, "小梅", got.Operator)
		assert.Equal(t, before+1, c.shop.submits)

		time.Sleep(10 * time.Hour)
		require.NoError(t, c.recharge(t, mei, "1001", "1"), "a new shift")
	})
}

func TestTwoAtOnceAreNoMoreThanOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := withStaff(t)
		mei, _ := c.at(t, "小梅", staff.Cashier, "482917")
		c.shop.join("2001", "0", 0)
		for i := range 12 {
			c.shop.join(fmt.Sprint(3000+i), "0", 0)
		}
		var quotes []backend.Quote
		for i := range 12 {
			q, err := mei.QuoteRecharge(t.Context(), fmt.Sprint(3000+i), money.Must("1000"), backend.PayType{ID: "1"})
			require.NoError(t, err)
			quotes = append(quotes, q)
		}
		c.shop.gate = make(chan struct{})
		var all sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for _, q := range quotes {
			all.Go(func() {
				if _, err := mei.Do(t.Context(), q); err == nil {
					mu.Lock()
					defer mu.Unlock()
					done++
				}
			})
		}
		synctest.Wait()
		close(c.shop.gate)
		all.Wait()
		assert.Equal(t, 5, done)
	})
}

func TestWhatAViewerTriesIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := withStaff(t)
		seat, _ := c.at(t, "访客", staff.Viewer, "482917")
		name := "新名"
		level := "金卡"
		_, open := seat.OpenCard(t.Context(), backend.NewMember{Number: "9"})
		_, edit := seat.Edit(t.Context(), "1001", backend.Edit{Name: &name})
		_, levels := seat.Edit(t.Context(), "1001", backend.Edit{LevelName: &level})
		_, decide := seat.Decide(t.Context(), "op", true, "我看过了")
		_, incident := seat.CloseIncident(t.Context(), "op", "我看过了")
		_, void := seat.Void(t.Context(), "op")
		for right, err := range map[staff.Right]error{staff.RightRecharge: c.recharge(t, seat, "1001", "1"), staff.RightDecide: decide,
			staff.RightIncident: incident, staff.RightVoid: void} {
			var e *backend.Error
			require.True(t, errors.As(err, &e), "%s: %v", right, err)
			assert.Equal(t, backend.KindRight, e.Kind)
			assert.Equal(t, string(right), e.Right)
		}
		for _, err := range []error{open, edit, levels} {
			assert.Contains(t, []backend.Kind{backend.KindRight, backend.KindUnsupported}, kind(t, err))
		}
		assert.Zero(t, c.shop.submits)
		recs, err := c.till.Cases(t.Context(), false)
		require.NoError(t, err)
		assert.Empty(t, recs, "nothing was even begun")
	})
}

func TestOneWhoIsDismissedMovesNoMoreMoney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := withStaff(t)
		mei, badge := c.at(t, "小梅", staff.Cashier, "482917")
		require.NoError(t, c.recharge(t, mei, "1001", "10"))
		p, _ := badge.Person()
		require.NoError(t, c.book.Dismiss(t.Context(), staff.By{}, p.ID))
		assert.Equal(t, backend.KindRight, kind(t, c.recharge(t, mei, "1001", "10")))
	})
}

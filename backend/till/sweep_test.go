package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/till"
)

// wholeDay is a counter that sweeps at the end of the day.
func wholeDay(t *testing.T) *counter {
	return open(t, func(o *till.Options) { o.Zone, o.SweepHour = time.UTC, 22 })
}

// shared is a counter that is told when others change the journal.
func shared(t *testing.T) *counter {
	return open(t, func(o *till.Options) { o.SweepHour = -1 })
}

func (c *counter) swept() till.Report {
	c.t.Helper()
	r, err := c.till.LastSweep(c.t.Context())
	require.NoError(c.t, err)
	return r
}

func (c *counter) sweep() till.Report {
	c.t.Helper()
	r, err := c.till.Sweep(c.t.Context())
	require.NoError(c.t, err)
	assert.False(c.t, r.Ended.IsZero())
	return r
}

func TestTheDayEndsWithASweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wholeDay(t)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		c.shop.will(refusedAgo)
		refused := c.quote(backend.OpRecharge, "1002")
		c.do(refused)
		time.Sleep(time.Hour)
		c.shop.elsewhere("1001", "7")
		time.Sleep(20 * time.Hour)
		assert.Nil(t, c.now(refused.Operation.ID).Incident, "nobody opened that card again")
		time.Sleep(2 * time.Hour)

		r := c.swept()
		assert.Equal(t, 22, r.Started.UTC().Hour())
		assert.Equal(t, 2, r.Cards)
		require.Len(t, r.Foreign, 1)
		assert.Equal(t, "1001", r.Foreign[0].Member.ID)
		assert.Equal(t, "7.00", r.Foreign[0].Row.Gross.String())
		require.Len(t, r.Raised, 1)
		c.blamed(refused.Operation.ID, backend.WhyLateRow, 1)
		audit, err := c.journal.Audit(t.Context(), journal.AuditFilter{What: "sweep.end"})
		require.NoError(t, err)
		require.Len(t, audit, 2, "one at the start, one at the end of the day")
		assert.Equal(t, "1", audit[0].Detail["foreign"])
		require.NoError(t, c.journal.Verify(t.Context()))

		time.Sleep(24 * time.Hour)
		r = c.swept()
		assert.Equal(t, 2, r.Cards, "what comes up to a day late is still seen")
		assert.Empty(t, r.Foreign, "what was listed once is no news")
		assert.Empty(t, r.Raised)
		time.Sleep(24 * time.Hour)
		assert.Zero(t, c.swept().Cards)
	})
}

func TestAMissedSweepIsMadeUpForAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wholeDay(t)
		c.do(c.quote(backend.OpConsume, "1001"))
		time.Sleep(time.Hour)
		first := c.swept().Started
		require.NoError(t, c.till.Close())
		time.Sleep(3 * 24 * time.Hour)
		c.shop.elsewhere("1001", "100")
		c.start()
		time.Sleep(time.Minute)
		r := c.swept()
		assert.True(t, r.Started.After(first))
		assert.Equal(t, 1, r.Cards)
		assert.Len(t, r.Foreign, 1)
		_ = c.till.Close()
		c.start()
		time.Sleep(time.Minute)
		assert.Equal(t, r.Started, c.swept().Started, "one that was made is not made again")
	})
}

func TestWhatHistoryNeverShowsIsLoudAtTheEndOfTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wholeDay(t)
		c.shop.set(func(s *shop) { s.blind = true })
		q, points := c.quote(backend.OpConsume, "1001"), c.quote(backend.OpRedeem, "1001")
		points.Member.ReadAt = time.Time{}
		c.do(q)
		c.do(points)
		time.Sleep(time.Minute)
		assert.Empty(t, c.sweep().Raised, "it may just be slow")
		time.Sleep(time.Hour)
		require.Len(t, c.sweep().Raised, 1)
		c.blamed(q.Operation.ID, backend.WhyNoRow, 0)
		assert.Nil(t, c.now(points.Operation.ID).Incident, "points leave no row here")
		assert.Empty(t, c.sweep().Raised, "once is enough")
		c.shop.set(func(s *shop) { s.blind = false })
		assert.Equal(t, 1, c.sweep().Bound, "and when it shows after all, it is bound")
	})
}

func TestACardThatCannotBeReadIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wholeDay(t)
		c.do(c.quote(backend.OpConsume, "1001"))
		time.Sleep(21*time.Hour + 59*time.Minute)
		c.shop.set(func(s *shop) { s.deaf = true })
		time.Sleep(2 * time.Minute)
		require.Len(t, c.swept().Unread, 1)
		c.shop.set(func(s *shop) { s.deaf = false })
		time.Sleep(sweepAgain)
		assert.Empty(t, c.swept().Unread)
		assert.Equal(t, 1, c.swept().Cards)
	})
}

const sweepAgain = 31 * time.Minute

func TestASweepWaitsForPeople(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wholeDay(t)
		c.do(c.quote(backend.OpConsume, "1001"))
		time.Sleep(time.Minute)
		gate := make(chan struct{})
		c.shop.set(func(s *shop) { s.gate = gate })
		q := c.quote(backend.OpConsume, "1002")
		go c.do(q)
		synctest.Wait()
		done := make(chan till.Report)
		go func() { done <- c.sweep() }()
		time.Sleep(20 * time.Second)
		select {
		case <-done:
			t.Fatal("it did not wait")
		default:
		}
		close(gate)
		assert.Equal(t, 2, (<-done).Cards)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.till.Sweep(ctx)
		assert.Equal(t, backend.KindCanceled, kind(t, err))
	})
}

// Nothing is compared where the vendor shows no rows.
func TestASweepWithoutRowsOnlySaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, newStall())
		r, err := c.till.Sweep(t.Context())
		require.NoError(t, err)
		assert.True(t, r.Rowless)
		assert.Zero(t, r.Cards)
	})
}

func TestEveryTillHearsOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := shared(t)
		other := c.neighbour("till 2")
		heard, cancel := other.till.Watch()
		defer cancel()
		latest := map[string]backend.Case{}
		go func() {
			for got := range heard {
				latest[got.ID] = got
			}
		}()
		c.shop.will(lostBefore, twice)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		doubled := c.quote(backend.OpConsume, "1002")
		c.do(doubled)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.Equal(t, backend.StateUnknown, latest[q.Operation.ID].State)
		assert.True(t, latest[doubled.Operation.ID].Incident.Open())
		_, err := c.till.CloseIncident(t.Context(), doubled.Operation.ID, "已退现金")
		require.NoError(t, err)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		assert.Equal(t, backend.StateNotFound, latest[q.Operation.ID].State)
		assert.False(t, latest[doubled.Operation.ID].Incident.Open())
	})
}

// A till that fell silent in the middle leaves its operation to the others: what is
// only to be looked up is looked up by any of them.
func TestWhatATillLeftLyingIsLookedUpByAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := shared(t)
		other := c.neighbour("till 2")
		c.shop.will(lostAfter)
		c.shop.set(func(s *shop) { s.slow = time.Second })
		q := c.quote(backend.OpConsume, "1001")
		time.AfterFunc(time.Second/2, func() { c.shop.set(func(s *shop) { s.deaf = true }) })
		c.do(q)
		require.NoError(t, c.till.Close())
		c.shop.set(func(s *shop) { s.deaf = false })
		time.Sleep(5 * time.Minute)
		got := other.now(q.Operation.ID)
		assert.Equal(t, backend.StateApplied, got.State)
		assert.Equal(t, money.Must("120").String(), got.Receipt.Balance.String())
	})
}

package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till"
)

func TestALostAnswerIsFoundAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostAfter)
		q := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, backend.StateUnknown, c.do(q).State, "first the honest answer")
		synctest.Wait()
		got := c.expect(q.Operation.ID, backend.StateApplied, backend.WhyMatchedAmount)
		require.NotNil(t, got.Receipt)
		assert.True(t, got.Receipt.Matched)
		assert.Equal(t, "80.00", got.Receipt.Net.String())
		assert.Equal(t, "20.00", got.Receipt.Discount.String())
		assert.Equal(t, "0.8", got.Receipt.Rate.String())
		assert.Equal(t, "120.00", got.Receipt.Balance.String())
	})
}

func TestAMatchedRechargeTellsItsGifts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostAfter)
		q := c.quote(backend.OpRecharge, "1001")
		c.do(q)
		synctest.Wait()
		got := c.now(q.Operation.ID)
		require.NotNil(t, got.Receipt)
		assert.Equal(t, "5.00", got.Receipt.GiftMoney.String())
		assert.Equal(t, "5", got.Receipt.GiftPoints.String())
	})
}

func TestLooksFollowTheTimetable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		for _, at := range []struct{ sleep, next time.Duration }{
			{0, 2}, {2, 5}, {3, 10}, {5, 20}, {10, 40}, {20, 60},
		} {
			closed := c.now(q.Operation.ID).Attempts[0].Closed
			time.Sleep(at.sleep * time.Second)
			synctest.Wait()
			got := c.now(q.Operation.ID)
			assert.Equal(t, backend.StateUnknown, got.State)
			assert.Equal(t, at.next*time.Second, got.NextLook.Sub(closed).Round(time.Second))
		}
		time.Sleep(21 * time.Second)
		c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		assert.Equal(t, 7, c.shop.resolves)
	})
}

func TestSomebodyElseOnTheCard(t *testing.T) {
	cases := []struct {
		name   string
		before func(*counter)
		fate   fate
		after  func(*counter)
		state  backend.State
		why    backend.Why
	}{
		{"another amount before ours, in the window", nil, lostLate, func(c *counter) { c.shop.elsewhere("1001", "7") },
			backend.StateHuman, backend.WhyForeign},
		{"the same amount, ours lost", nil, lostBefore, func(c *counter) { c.shop.elsewhere("1001", "100") },
			backend.StateApplied, backend.WhyMatchedAmount}, // the residue that only an own pay type closes
		{"the same amount, ours applied", nil, lostLate, func(c *counter) { c.shop.elsewhere("1001", "10"); c.shop.elsewhere("1001", "100") },
			backend.StateHuman, backend.WhyForeign},
		{"yesterday", func(c *counter) { c.shop.elsewhere("1001", "7"); time.Sleep(23 * time.Hour) }, lostAfter, nil,
			backend.StateHuman, backend.WhyForeign},
		{"the day before yesterday", func(c *counter) { c.shop.elsewhere("1001", "7"); time.Sleep(25 * time.Hour) }, lostAfter, nil,
			backend.StateApplied, backend.WhyMatchedAmount},
		{"only we, earlier today", func(c *counter) { c.do(c.quote(backend.OpRecharge, "1001")); time.Sleep(time.Hour) }, lostAfter, nil,
			backend.StateApplied, backend.WhyMatchedAmount},
		{"only they", nil, lostBefore, func(c *counter) { c.shop.elsewhere("1001", "7") },
			backend.StateHuman, backend.WhyMoved},
		{"no row shows", func(c *counter) { c.shop.blind = true }, lostAfter, nil, backend.StateHuman, backend.WhyBroken},
		{"history stays unreadable", nil, lostAfter, func(c *counter) { c.shop.set(func(s *shop) { s.deaf = true }) },
			backend.StateHuman, backend.WhyUnreadable},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := open(t)
				if row.before != nil {
					row.before(c)
				}
				c.shop.will(row.fate)
				c.shop.slow = time.Second
				q := c.quote(backend.OpConsume, "1001")
				if row.after != nil && row.name == "history stays unreadable" {
					time.AfterFunc(time.Second/2, func() { row.after(c) })
				}
				c.do(q)
				if row.after != nil {
					time.Sleep(time.Second)
					row.after(c)
				}
				time.Sleep(5 * time.Minute)
				c.expect(q.Operation.ID, row.state, row.why)
				assert.Equal(t, 1, c.shop.submitted()-submittedBefore(row.name))
			})
		})
	}
}

func submittedBefore(name string) int {
	if name == "only we, earlier today" {
		return 1
	}
	return 0
}

func TestOneFailedReadingCallsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		time.Sleep(50 * time.Second)
		c.shop.set(func(s *shop) { s.deaf = true })
		time.Sleep(30 * time.Second)
		got := c.expect(q.Operation.ID, backend.StateUnknown, backend.WhyWaiting)
		assert.False(t, got.NextLook.Before(time.Now()), "it says when it looks again")
		c.shop.set(func(s *shop) { s.deaf = false })
		time.Sleep(time.Minute)
		c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
	})
}

func TestSettings(t *testing.T) {
	t.Run("matches by amount can be left to persons", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := open(t, func(o *till.Options) { o.ExactOnly = true })
			c.shop.will(lostAfter)
			q := c.quote(backend.OpConsume, "1001")
			c.do(q)
			synctest.Wait()
			c.expect(q.Operation.ID, backend.StateHuman, backend.WhyMatchedAmount)
		})
	})
	t.Run("a pay type of our own is proof among strangers", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := open(t, func(o *till.Options) { o.ExactOnly, o.OwnPayType = true, "9" })
			c.shop.elsewhere("1001", "7")
			c.shop.will(lostAfter)
			q, err := c.till.QuoteRecharge(t.Context(), "1001", money.Must("100"), backend.PayType{ID: "9"})
			require.NoError(t, err)
			c.do(q)
			synctest.Wait()
			c.expect(q.Operation.ID, backend.StateApplied, backend.WhyMatched)
		})
	})
	t.Run("a shorter quiet period", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := open(t, func(o *till.Options) { o.Quiet = 4 * time.Second })
			c.shop.will(lostBefore)
			q := c.quote(backend.OpConsume, "1001")
			c.do(q)
			time.Sleep(5 * time.Second)
			c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		})
	})
}

func TestALateRowReopensWhatWasNotFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		time.Sleep(2 * time.Minute)
		c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		c.shop.elsewhere("1001", "100")
		_, err := c.till.History(t.Context(), backend.HistoryQuery{MemberID: "1001", Page: 1, Size: 20})
		require.NoError(t, err)
		synctest.Wait()
		c.expect(q.Operation.ID, backend.StateHuman, backend.WhyLateRow)
	})
}

func TestRingingAgainAfterNotFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		first := c.quote(backend.OpConsume, "1001")
		c.do(first)
		time.Sleep(2 * time.Minute)
		again := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, first.Operation.ID, again.Operation.RetryOf)
		assert.Contains(t, again.Warnings, backend.WarnRetry)
		assert.True(t, again.Twice())
		assert.Equal(t, backend.StateApplied, c.do(again).State)
		synctest.Wait()
		_, err := c.till.Look(t.Context(), first.Operation.ID)
		require.NoError(t, err)
		c.expect(first.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		assert.Empty(t, c.quote(backend.OpConsume, "1001").Operation.RetryOf, "it was rung again already")
	})
}

// A row of a settled operation that shows late must not be taken for the row of
// the next operation, whose answer was lost.
func TestARowIsNeverCountedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(arrives, lostBefore)
		c.shop.blind = true
		first := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, backend.StateApplied, c.do(first).State)
		time.Sleep(time.Minute)
		assert.Zero(t, c.now(first.Operation.ID).Receipt.RowID)
		second := c.quote(backend.OpConsume, "1001")
		c.do(second)
		c.shop.set(func(s *shop) { s.blind = false })
		time.Sleep(5 * time.Minute)
		assert.NotEqual(t, backend.StateApplied, c.now(second.Operation.ID).State)
	})
}

func TestARowThatWasNotBoundIsStillOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.blind = true
		first := c.quote(backend.OpConsume, "1001")
		c.do(first)
		time.Sleep(time.Hour)
		c.shop.set(func(s *shop) { s.blind = false })
		assert.Zero(t, c.now(first.Operation.ID).Receipt.RowID)

		c.shop.will(lostAfter)
		second := c.quote(backend.OpConsume, "1001")
		c.do(second)
		synctest.Wait()
		c.expect(second.Operation.ID, backend.StateApplied, backend.WhyMatchedAmount)
		assert.Zero(t, c.now(first.Operation.ID).Receipt.RowID)

		_, err := c.till.History(t.Context(), backend.HistoryQuery{MemberID: "1001", Page: 1, Size: 20})
		require.NoError(t, err)
		synctest.Wait()
		assert.Equal(t, int64(1), c.now(first.Operation.ID).Receipt.RowID, "it is bound when its row is next seen")
	})
}

func TestAPersonDecides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpRedeem, "1001")
		c.do(q)
		id := q.Operation.ID
		_, err := c.till.Decide(t.Context(), id, true, "查过后台了")
		assert.Equal(t, backend.KindStale, kind(t, err), "not while the till may still find out")
		time.Sleep(2 * time.Minute)
		c.expect(id, backend.StateHuman, backend.WhyUndocumented)
		open, err := c.till.Cases(t.Context(), true)
		require.NoError(t, err)
		require.Len(t, open, 1)
		assert.NotNil(t, open[0].Evidence)
		_, err = c.till.Decide(t.Context(), id, true, " abc ")
		assert.Equal(t, backend.KindInvalid, kind(t, err))
		looked, err := c.till.Look(t.Context(), id)
		require.NoError(t, err)
		assert.Equal(t, backend.StateHuman, looked.State, "no look closes what a person decides")
		got, err := c.till.Decide(t.Context(), id, false, "积分未扣")
		require.NoError(t, err)
		assert.Equal(t, backend.StateClosedUnpaid, got.State)
		_, err = c.till.Decide(t.Context(), id, true, "改主意了")
		assert.Equal(t, backend.KindStale, kind(t, err))
	})
}

func TestALookThatIsLeftDecidesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostAfter)
		c.shop.set(func(s *shop) { s.slow = time.Second })
		q := c.quote(backend.OpConsume, "1001")
		time.AfterFunc(time.Second/2, func() { c.shop.set(func(s *shop) { s.deaf = true }) })
		c.do(q)
		time.Sleep(30 * time.Second)
		c.shop.set(func(s *shop) { s.deaf = false })
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.till.Look(ctx, q.Operation.ID)
		if err != nil {
			assert.Equal(t, backend.KindCanceled, kind(t, err))
		}
		synctest.Wait()
		c.expect(q.Operation.ID, backend.StateApplied, backend.WhyMatchedAmount)
	})
}

func TestTheRestIsCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1002")
		assert.Contains(t, q.Warnings, backend.WarnMayCollect)
		got := c.do(q)
		assert.Equal(t, "30.00", got.Receipt.Collect.String())
		got, err := c.till.Collected(t.Context(), got.ID)
		require.NoError(t, err)
		assert.False(t, got.Collected.IsZero())
		whole := c.do(c.quote(backend.OpConsume, "1001"))
		_, err = c.till.Collected(t.Context(), whole.ID)
		assert.Equal(t, backend.KindInvalid, kind(t, err))
		seen, err := c.till.Recent(t.Context(), 5)
		require.NoError(t, err)
		require.Len(t, seen, 2)
		assert.Equal(t, "1001", seen[0].ID)
		assert.Equal(t, "客1002", seen[1].Name.String())
	})
}

func TestASlowReaderGetsTheNewestState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		changes, cancel := c.till.Watch()
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		c.do(c.quote(backend.OpRecharge, "1001"))
		synctest.Wait()
		var states []backend.State
		for len(states) == 0 || states[len(states)-1] != backend.StateApplied {
			if got := <-changes; got.ID == q.Operation.ID {
				states = append(states, got.State)
			}
		}
		assert.LessOrEqual(t, len(states), 2, "what nobody fetched in time was replaced by what came after it")
		cancel()
		cancel()
		for range changes {
			t.Log("the rest is handed over or dropped, and the channel closes")
		}
	})
}

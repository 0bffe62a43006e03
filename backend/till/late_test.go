package till_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till"
)

// reads opens the card's history, as a person at the screen does.
func (c *counter) reads(id string) {
	c.t.Helper()
	_, err := c.till.History(c.t.Context(), backend.HistoryQuery{MemberID: id, Page: 1, Size: 20})
	require.NoError(c.t, err)
	synctest.Wait()
}

// blamed expects an open incident with so many rows.
func (c *counter) blamed(id string, why backend.Why, rows int) *backend.Incident {
	c.t.Helper()
	got := c.now(id).Incident
	require.True(c.t, got.Open(), "an incident is open")
	assert.Equal(c.t, why, got.Why)
	assert.Len(c.t, got.Rows, rows)
	return got
}

func TestADuplicatedDeliveryBarsTheCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(twice)
		early := c.quote(backend.OpRecharge, "1001")
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		id := q.Operation.ID
		synctest.Wait()
		got := c.expect(id, backend.StateApplied, backend.WhyReply)
		assert.Equal(t, int64(1), got.Receipt.RowID, "the row that ends where the reply says")
		assert.Equal(t, int64(2), c.blamed(id, backend.WhyExtraRow, 1).Rows[0].ID)

		_, err := c.till.QuoteConsume(t.Context(), "1001", money.Must("5"), nil)
		require.Equal(t, backend.KindIncident, kind(t, err), "the preview says it already")
		_, err = c.till.Do(t.Context(), early)
		require.Equal(t, backend.KindIncident, kind(t, err), "and so does the journal")
		c.do(c.quote(backend.OpConsume, "1002"))
		cases, err := c.till.Cases(t.Context(), false)
		require.NoError(t, err)
		require.Len(t, cases, 1)
		assert.Equal(t, id, cases[0].ID)

		_, err = c.till.CloseIncident(t.Context(), id, "无")
		assert.Equal(t, backend.KindInvalid, kind(t, err))
		closed, err := c.till.CloseIncident(t.Context(), id, "多扣一笔, 已退现金")
		require.NoError(t, err)
		assert.Equal(t, "小王", closed.Incident.ClosedBy)
		_, err = c.till.CloseIncident(t.Context(), id, "再结一次")
		assert.Equal(t, backend.KindStale, kind(t, err))
		c.do(c.quote(backend.OpRecharge, "1001"))
		c.reads("1001")
		assert.False(t, c.now(id).Incident.Open(), "what a supervisor closed is not told again")
	})
}

func TestChargedAfterWeSaidNo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(refusedAgo)
		q := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, backend.StateRefused, c.do(q).State)
		time.Sleep(5 * time.Minute)
		c.reads("1001")
		c.expect(q.Operation.ID, backend.StateRefused, backend.WhyRefusal)
		c.blamed(q.Operation.ID, backend.WhyLateRow, 1)
	})
}

// What another till does is an alarm only where it could be ours.
func TestNoAlarmOverSomebodyElse(t *testing.T) {
	cases := []struct {
		name  string
		own   bool
		kind  backend.OpKind
		wait  time.Duration
		pay   string
		gross string
		alarm bool
	}{
		{"another amount", false, backend.OpConsume, time.Hour, "", "99", false},
		{"the same amount within the day: nobody can tell", false, backend.OpConsume, time.Hour, "", "100", true},
		{"the same amount two days later", false, backend.OpConsume, 48 * time.Hour, "", "100", false},
		{"the same amount by another pay type", true, backend.OpRecharge, time.Hour, "现金", "100", false},
		{"our own pay type, whenever", true, backend.OpRecharge, 48 * time.Hour, "柜台", "100", true},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := open(t, func(o *till.Options) {
					if row.own {
						o.OwnPayType = "9"
					}
				})
				q := c.quote(backend.OpConsume, "1001")
				if row.kind == backend.OpRecharge {
					var err error
					q, err = c.till.QuoteRecharge(t.Context(), "1001", money.Must("100"), backend.PayType{ID: "9"})
					require.NoError(t, err)
				}
				c.do(q)
				time.Sleep(row.wait)
				c.shop.foreign(row.kind, "1001", row.gross, row.pay)
				c.reads("1001")
				assert.Equal(t, row.alarm, c.now(q.Operation.ID).Incident.Open())
			})
		})
	}
}

func TestWhatWasNotFoundIsLookedForByItself(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := open(t)
			c.shop.will(lostAgo)
			q := c.quote(backend.OpConsume, "1001")
			c.do(q)
			time.Sleep(61 * time.Second)
			got := c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
			assert.Equal(t, 2*time.Minute, got.NextLook.Sub(got.SettledAt).Round(time.Second))
			if restarts {
				c.restart()
			}
			time.Sleep(2 * time.Minute)
			got = c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
			assert.Equal(t, 5*time.Minute, got.NextLook.Sub(got.SettledAt).Round(time.Second))
			time.Sleep(4 * time.Minute)
			got = c.expect(q.Operation.ID, backend.StateHuman, backend.WhyLateRow)
			require.NotNil(t, got.Evidence)
			assert.Equal(t, []int{0}, got.Evidence.Fits)
			assert.Nil(t, got.Incident, "the case itself locks the card")
		})
	}
}

func TestLateLooksEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		time.Sleep(2 * time.Hour)
		got := c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		assert.Zero(t, got.NextLook)
		assert.Equal(t, 7+4, c.shop.resolves)
		time.Sleep(2 * time.Hour)
		c.restart()
		synctest.Wait()
		assert.Equal(t, 7+4+1, c.shop.resolves, "a restart looks once for what it may have missed")
	})
}

// A row of the operation that is rung again is not the first one's.
func TestRingingAgainRaisesNoAlarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore, lostAfter)
		first := c.quote(backend.OpConsume, "1001")
		c.do(first)
		time.Sleep(90 * time.Second)
		again := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, first.Operation.ID, again.Operation.RetryOf)
		c.do(again)
		c.reads("1001")
		time.Sleep(2 * time.Hour)
		c.expect(first.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		c.expect(again.Operation.ID, backend.StateApplied, backend.WhyMatchedAmount)
		assert.Nil(t, c.now(again.Operation.ID).Incident)
	})
}

// Rung again, and then the first one arrives as well: the card's lock is free, so
// it is a person's case.
func TestRungAgainAndThenBothArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostAgo, arrives)
		first := c.quote(backend.OpConsume, "1001")
		c.do(first)
		time.Sleep(90 * time.Second)
		again := c.quote(backend.OpConsume, "1001")
		c.do(again)
		time.Sleep(time.Hour)
		c.expect(first.Operation.ID, backend.StateHuman, backend.WhyLateRow)
		c.expect(again.Operation.ID, backend.StateApplied, backend.WhyReply)
	})
}

// With another case of the card before a person, the lock is taken.
func TestALateRowBesideAnOpenCaseIsAnIncident(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostAgo, lostBefore)
		first := c.quote(backend.OpConsume, "1001")
		c.do(first)
		time.Sleep(90 * time.Second)
		c.do(c.quote(backend.OpRedeem, "1001"))
		time.Sleep(time.Hour)
		c.expect(first.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
		c.blamed(first.Operation.ID, backend.WhyLateRow, 1)
	})
}

func TestAPersonEndsWhatWasNotFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostAgo)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		id := q.Operation.ID
		time.Sleep(90 * time.Second)
		_, err := c.till.Decide(t.Context(), id, true, "客人说扣了")
		assert.Equal(t, backend.KindStale, kind(t, err), "that it happened, only history shows")
		got, err := c.till.Decide(t.Context(), id, false, "客人离开了")
		require.NoError(t, err)
		assert.Equal(t, backend.StateClosedUnpaid, got.State)
		cases, err := c.till.Cases(t.Context(), false)
		require.NoError(t, err)
		assert.Empty(t, cases)
		time.Sleep(4 * time.Minute)
		c.reads("1001")
		c.blamed(id, backend.WhyLateRow, 1)
	})
}

func TestWhatAPersonSawIsNotToldAgain(t *testing.T) {
	for _, paid := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := open(t)
			c.shop.elsewhere("1001", "7")
			c.shop.will(lostAfter)
			q := c.quote(backend.OpConsume, "1001")
			c.do(q)
			time.Sleep(2 * time.Minute)
			c.expect(q.Operation.ID, backend.StateHuman, backend.WhyForeign)
			_, err := c.till.Decide(t.Context(), q.Operation.ID, paid, "看过后台了")
			require.NoError(t, err)
			c.reads("1001")
			assert.Nil(t, c.now(q.Operation.ID).Incident)
			bound, err := c.journal.Bound(t.Context(), account(), "1001")
			require.NoError(t, err)
			assert.Empty(t, bound, "which row it was, the person did not say")
		})
	}
}

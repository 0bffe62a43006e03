package till_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// page reads history and checks what must hold of every page.
func (c *counter) page(q backend.HistoryQuery) (rows []string, more bool) {
	c.t.Helper()
	q.MemberID = "7"
	if q.Size == 0 {
		q.Page, q.Size = 1, 20
	}
	p, err := c.till.History(c.t.Context(), q)
	require.NoError(c.t, err)
	assert.True(c.t, p.Partial)
	ids := map[int64]bool{}
	for i, ev := range p.Events {
		assert.False(c.t, ids[ev.ID], "ids differ")
		ids[ev.ID] = true
		assert.Equal(c.t, ev.Source == backend.SourceJournal, ev.ID < 0)
		assert.True(c.t, i == 0 || !ev.At.After(p.Events[i-1].At), "newest first")
		from := "theirs"
		if ev.Source == backend.SourceJournal {
			from = "ours"
		}
		change, _ := ev.Change()
		rows = append(rows, fmt.Sprint(from, " ", ev.Kind, " ", ev.Gross, " ", change.Signed(), " ", ev.Balance, " ", ev.Points))
	}
	return rows, p.More
}

// busy is a counter at which a day's work was done.
func busy(t *testing.T, logged bool) (*counter, *stall) {
	t.Helper()
	s := newStall()
	s.logged = logged
	c := at(t, s)
	s.set(func(s *stall) { s.recharged("7", "200", "200", 0) })
	time.Sleep(time.Hour)
	c.do(c.quote(backend.OpRecharge, "7")) // 100 + 10
	time.Sleep(time.Hour)
	q, err := c.till.QuoteConsume(t.Context(), "7", money.Must("500"), nil)
	require.NoError(t, err)
	c.do(c.till.WithRest(q, backend.PayType{ID: "微信", Name: safe.Line("微信")}))
	time.Sleep(time.Hour)
	s.fates = []fate{refusedFate}
	c.do(c.quote(backend.OpRedeem, "7"))
	c.do(c.quote(backend.OpRedeem, "7"))
	time.Sleep(time.Hour)
	return c, s
}

func TestHistoryJoinsTheVendorsRowsWithOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const (
			redeem   = "ours 8 0.00 0.00 0.00 351"
			consume  = "ours 7 500.00 -310.00 0.00 451"
			recharge = "ours 6 100.00 +110.00 310.00 51"
			old      = "theirs 6 200.00 +200.00 200.00 0"
		)
		c, s := busy(t, false)
		all, more := c.page(backend.HistoryQuery{})
		assert.Equal(t, []string{redeem, consume, recharge, old}, all)
		assert.False(t, more)

		first, more := c.page(backend.HistoryQuery{Page: 1, Size: 3})
		assert.Equal(t, all[:3], first)
		assert.True(t, more)
		_, _, before := s.seen()
		second, more := c.page(backend.HistoryQuery{Page: 2, Size: 3})
		_, _, after := s.seen()
		assert.Equal(t, all[3:], second)
		assert.False(t, more)
		assert.Equal(t, before, after, "turning pages costs no call")

		points, _ := c.page(backend.HistoryQuery{Page: 1, Size: 9, PointsOnly: true})
		assert.Equal(t, all[:3], points)
		recharges, _ := c.page(backend.HistoryQuery{Page: 1, Size: 9, Kind: backend.EventRecharge})
		assert.Equal(t, all[2:], recharges)
		lately, _ := c.page(backend.HistoryQuery{Page: 1, Size: 9, From: time.Now().Add(-150 * time.Minute)})
		assert.Equal(t, all[:2], lately)
		early, _ := c.page(backend.HistoryQuery{Page: 1, Size: 9, To: time.Now().Add(-200 * time.Minute)})
		assert.Equal(t, all[3:], early)

		p, err := c.till.History(t.Context(), backend.HistoryQuery{MemberID: "7", Page: 1, Size: 9, Kind: backend.EventConsume})
		require.NoError(t, err)
		require.Len(t, p.Events, 1)
		assert.Equal(t, "微信", p.Events[0].PayType.String())
		assert.Equal(t, "till 1", p.Events[0].Shop.String())
		assert.Equal(t, "400.00", p.Events[0].Net.String())
		assert.Equal(t, "90.00", p.Events[0].Collect.String())
		assert.Equal(t, "A0002", p.Events[0].Detail[0].String())
		assert.Equal(t, "小王", p.Events[0].Detail[1].String())
	})
}

func TestARechargeOfOursIsShownOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := busy(t, true)
		rows, _ := c.page(backend.HistoryQuery{})
		assert.Len(t, rows, 4)
	})
	cases := []struct {
		name         string
		sum, balance string
		off          time.Duration
		rows         int
	}{
		{"the same, by a clock that is slow", "110", "310", -9 * time.Minute, 1},
		{"the same, by a clock that is fast", "110", "310", 9 * time.Minute, 1},
		{"too far off", "110", "310", 11 * time.Minute, 2},
		{"another balance", "110", "311", 0, 2},
		{"another sum", "100", "310", 0, 2},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStall()
				c := at(t, s)
				c.do(c.quote(backend.OpRecharge, "7"))
				s.set(func(s *stall) { s.recharged("7", row.sum, row.balance, row.off) })
				rows, _ := c.page(backend.HistoryQuery{})
				assert.Len(t, rows, row.rows)
			})
		})
	}
	t.Run("one row of theirs hides behind one of ours", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStall()
			c := at(t, s)
			c.do(c.quote(backend.OpRecharge, "7"))
			s.set(func(s *stall) {
				s.recharged("7", "110", "310", time.Second)
				s.recharged("7", "110", "310", time.Minute)
			})
			rows, _ := c.page(backend.HistoryQuery{})
			assert.Len(t, rows, 2)
		})
	})
}

func TestHistoryDoesNotGoStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		c := at(t, s)
		rows, _ := c.page(backend.HistoryQuery{})
		assert.Empty(t, rows)
		c.do(c.quote(backend.OpConsume, "7"))
		rows, _ = c.page(backend.HistoryQuery{Page: 1, Size: 1})
		assert.Len(t, rows, 1, "what was done here shows at once")
		s.set(func(s *stall) { s.recharged("7", "5", "125", time.Second) })
		rows, _ = c.page(backend.HistoryQuery{Page: 1, Size: 1})
		assert.Equal(t, []string{"theirs 6 5.00 +5.00 125.00 0"}, rows, "the same page again asks anew")
		s.set(func(s *stall) { s.deaf = true })
		_, err := c.till.History(t.Context(), backend.HistoryQuery{MemberID: "7", Page: 1, Size: 1})
		assert.Equal(t, backend.KindUnreachable, kind(t, err))
	})
}

// What nobody knows yet is not shown as if it had happened; what a person settled
// is shown with what was promised.
func TestOnlyWhatIsSettledIsHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.pushless, s.fates = true, []fate{lostAfter}
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		c.do(q)
		time.Sleep(3 * time.Minute)
		rows, _ := c.page(backend.HistoryQuery{})
		assert.Empty(t, rows)
		_, err := c.till.Decide(t.Context(), q.Operation.ID, true, "后台已扣")
		require.NoError(t, err)
		rows, _ = c.page(backend.HistoryQuery{})
		assert.Equal(t, []string{"ours 7 100.00 -80.00 120.00 130"}, rows)
	})
}

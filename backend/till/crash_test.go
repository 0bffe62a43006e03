package till_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/till"
)

// sleepy is a clock of a laptop whose lid can be closed.
type sleepy struct{ offset atomic.Int64 }

func (s *sleepy) Now() time.Time { return time.Now().Add(time.Duration(s.offset.Load())) }

func (s *sleepy) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

// sleepAt closes the lid for an hour while the journal stores a state.
func (s *sleepy) sleepAt(state backend.State) func(memory.Point, journal.Record) error {
	return func(p memory.Point, r journal.Record) error {
		if p == memory.AfterMove && r.State == state {
			s.offset.Store(int64(time.Hour))
		}
		return nil
	}
}

// TestPowerLoss cuts the power at every commit of an operation, before and after
// it took effect, and holds what the restarted till says against what the vendor
// did.
func TestPowerLoss(t *testing.T) {
	for _, f := range []fate{arrives, dialFails, refusedFate, lostBefore, lostAfter, lostLate} {
		for _, at := range []struct {
			point memory.Point
			state backend.State
		}{
			{memory.BeforeBegin, backend.StateIntent}, {memory.AfterBegin, backend.StateIntent},
			{memory.BeforeMove, backend.StateSending}, {memory.AfterMove, backend.StateSending},
			{memory.BeforeMove, backend.StateApplied}, {memory.AfterMove, backend.StateApplied},
			{memory.BeforeMove, backend.StateUnknown}, {memory.AfterMove, backend.StateUnknown},
			{memory.BeforeMove, backend.StateRefused}, {memory.AfterMove, backend.StateRefused},
			{memory.BeforeMove, backend.StateNotSent}, {memory.AfterMove, backend.StateNotSent},
			{memory.BeforeMove, backend.StateNotFound}, {memory.AfterMove, backend.StateNotFound},
		} {
			t.Run(fmt.Sprint(f, " ", at.point, " ", at.state), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := open(t)
					c.shop.will(f)
					q := c.quote(backend.OpConsume, "1001")
					c.journal.Hook(func(p memory.Point, r journal.Record) error {
						if p == at.point && r.State == at.state {
							return memory.ErrCut
						}
						return nil
					})
					_, _ = c.till.Do(t.Context(), q)
					time.Sleep(5 * time.Minute)
					c.restart()
					time.Sleep(5 * time.Minute)
					c.agrees(q)
				})
			})
		}
	}
}

// agrees holds the journal's end of a quote against the vendor's books.
func (c *counter) agrees(q backend.Quote) {
	c.t.Helper()
	assert.LessOrEqual(c.t, c.shop.submitted(), 1)
	require.NoError(c.t, c.journal.Verify(c.t.Context()))
	charged := c.shop.balance("1001") == "120.00"
	rec, err := c.journal.Get(c.t.Context(), q.Operation.ID)
	if err != nil {
		assert.False(c.t, charged, "what is not in the journal was never sent")
		return
	}
	switch rec.State {
	case backend.StateApplied:
		assert.True(c.t, charged)
	case backend.StateNotFound, backend.StateNotSent, backend.StateRefused:
		assert.False(c.t, charged)
	default:
		assert.Fail(c.t, "left open", "%s %s", rec.State, rec.Why)
	}
}

func TestRestartClosesWhatWasNeverSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		c.journal.FailNext(memory.BeforeMove, memory.ErrCut)
		_, err := c.till.Do(t.Context(), q)
		require.Error(t, err)
		c.restart()
		c.expect(q.Operation.ID, backend.StateNotSent, backend.WhyCrash)
	})
}

func TestRestartRunsTheQuietPeriodAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		time.Sleep(50 * time.Second)
		c.restart()
		time.Sleep(59 * time.Second)
		c.expect(q.Operation.ID, backend.StateUnknown, backend.WhyWaiting)
		time.Sleep(2 * time.Second)
		c.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
	})
}

func TestStartLeavesWhatALivingTillIsSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.slow = 10 * time.Second
		q := c.quote(backend.OpConsume, "1001")
		go func() { _, _ = c.till.Do(t.Context(), q) }()
		synctest.Wait()
		other := c.neighbour("till 2")
		other.expect(q.Operation.ID, backend.StateSending, backend.WhyNone)
		got, err := other.till.Look(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateSending, got.State, "a look does not take over what is young")
		time.Sleep(20 * time.Second)
		other.expect(q.Operation.ID, backend.StateApplied, backend.WhyReply)
	})
}

func TestALookTakesOverWhatADeadTillLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.AfterMove && r.State == backend.StateSending {
				return memory.ErrCut
			}
			return nil
		})
		_, err := c.till.Do(t.Context(), q)
		require.Error(t, err)
		c.journal = c.journal.Cut()
		other := c.neighbour("till 2")
		time.Sleep(2 * time.Minute)
		other.expect(q.Operation.ID, backend.StateSending, backend.WhyNone)
		_, err = other.till.Look(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		time.Sleep(2 * time.Minute)
		other.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
	})
}

func TestAServerTakesOverEverySeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t, func(o *till.Options) { o.TakesOver = func(string) bool { return true } })
		seat := c.till.As("ssh 7", "阿珍")
		q, err := seat.QuoteConsume(t.Context(), "1001", c.quote(backend.OpConsume, "1001").Gross, nil)
		require.NoError(t, err)
		assert.Equal(t, "ssh 7", q.Operation.Till)
		assert.Equal(t, "阿珍", q.Operation.Operator)
		c.journal.FailNext(memory.BeforeMove, memory.ErrCut)
		_, err = seat.Do(t.Context(), q)
		require.Error(t, err)
		c.restart()
		c.expect(q.Operation.ID, backend.StateNotSent, backend.WhyCrash)
	})
}

// A machine that is heard of may stand between its check and its first byte.
func TestWhatAnotherMachineHasInHandIsLeftToIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t, func(o *till.Options) { o.SweepHour = -1 })
		q := c.quote(backend.OpConsume, "1001")
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.AfterMove && r.State == backend.StateSending {
				return memory.ErrCut
			}
			return nil
		})
		_, err := c.till.Do(t.Context(), q)
		require.Error(t, err)
		c.journal = c.journal.Cut()
		heard := true
		c.options.Alive = func(name string) bool { return heard && name == "till 1" }
		c.options.TakesOver = func(string) bool { return true }
		other := c.neighbour("till 2")
		for range 2 {
			time.Sleep(2 * time.Minute)
			_, err = other.till.Look(t.Context(), q.Operation.ID)
			require.NoError(t, err)
			other.expect(q.Operation.ID, backend.StateSending, backend.WhyNone)
		}
		heard = false
		_, err = other.till.Look(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		time.Sleep(2 * time.Minute)
		other.expect(q.Operation.ID, backend.StateNotFound, backend.WhyNotFound)
	})
}

// A database that was away comes back by itself, and then nobody has to look.
func TestAnEndThatIsOwedIsStoredAsSoonAsItCanBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t, func(o *till.Options) { o.SweepHour = -1 })
		q := c.quote(backend.OpConsume, "1001")
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.BeforeMove && r.State == backend.StateApplied {
				return journal.ErrReadOnly
			}
			return nil
		})
		_, err := c.till.Do(t.Context(), q)
		require.Error(t, err)
		time.Sleep(2 * time.Minute)
		require.Error(t, c.till.Health())
		c.expect(q.Operation.ID, backend.StateSending, backend.WhyNone)
		c.journal.Hook(nil)
		time.Sleep(2 * time.Minute)
		require.NoError(t, c.till.Health())
		c.expect(q.Operation.ID, backend.StateApplied, backend.WhyReply)
	})
}

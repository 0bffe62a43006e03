package till_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/till"
)

func TestConsumeRechargeRedeem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		assert.Equal(t, backend.RateNotKnown, q.RateFrom)
		got := c.do(q)
		assert.Equal(t, backend.StateApplied, got.State)
		assert.Equal(t, "80.00", got.Receipt.Net.String())
		assert.Equal(t, "A0001", got.Slip)
		assert.Equal(t, "120.00", c.shop.balance("1001"))

		got = c.do(c.quote(backend.OpRecharge, "1001"))
		assert.Equal(t, backend.OutcomeSettled, got.Outcome())
		assert.Equal(t, "225.00", c.shop.balance("1001"))

		got = c.do(c.quote(backend.OpRedeem, "1001"))
		assert.Equal(t, backend.OutcomeSettled, got.Outcome())
		assert.Equal(t, "405", c.shop.points("1001"))

		time.Sleep(15 * time.Second) // rows are not bound while the next operation is open
		synctest.Wait()
		states := c.told.states(q.Operation.ID)
		assert.Equal(t, backend.StateApplied, states[len(states)-1])
		assert.Equal(t, int64(1), c.now(q.Operation.ID).Receipt.RowID, "the row was bound by itself")
		require.NoError(t, c.journal.Verify(t.Context()))
	})
}

func TestEnterTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.slow = time.Second
		q := c.quote(backend.OpConsume, "1001")
		var pressing sync.WaitGroup
		slips := make([]string, 8)
		for i := range slips {
			pressing.Go(func() { slips[i] = c.do(q).Slip })
		}
		pressing.Wait()
		for _, s := range slips {
			assert.Equal(t, "A0001", s)
		}
		assert.Equal(t, "A0001", c.do(q).Slip, "also long afterwards")
		assert.Equal(t, 1, c.shop.submitted())
	})
}

func TestLeavingTheScreenLeavesTheOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.slow = 3 * time.Second
		q := c.quote(backend.OpConsume, "1001")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.till.Do(ctx, q)
		require.Error(t, err)
		time.Sleep(3 * time.Second)
		c.expect(q.Operation.ID, backend.StateApplied, backend.WhyReply)
		last, ok := c.till.Last(t.Context())
		require.True(t, ok)
		assert.Equal(t, q.Operation.ID, last.ID)
		_, err = c.till.Acknowledge(t.Context(), last.ID)
		require.NoError(t, err)
		_, ok = c.till.Last(t.Context())
		assert.False(t, ok)
	})
}

func TestDrainWaitsForSubmissions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.slow = 5 * time.Second
		q := c.quote(backend.OpConsume, "1001")
		go func() { _, _ = c.till.Do(t.Context(), q) }()
		synctest.Wait()
		require.NoError(t, c.till.Close())
		got, err := c.journal.Get(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
		_, err = c.till.Do(t.Context(), c.quote(backend.OpConsume, "1002"))
		assert.Equal(t, backend.KindCanceled, kind(t, err), "a closed till begins nothing")
	})
}

// TestFates holds every kind of operation against everything that can become of
// its one submission, 10 minutes later.
func TestFates(t *testing.T) {
	applied, refused, unknown := backend.StateApplied, backend.StateRefused, backend.StateUnknown
	notSent, human, notFound := backend.StateNotSent, backend.StateHuman, backend.StateNotFound
	cases := []struct {
		name         string
		fate         fate
		first, later backend.State
		why          backend.Why
		redeem       backend.State
		moved        bool
	}{
		{"arrives", arrives, applied, applied, backend.WhyReply, applied, true},
		{"no connection", dialFails, notSent, notSent, backend.WhyNothingSent, notSent, false},
		{"refused", refusedFate, refused, refused, backend.WhyRefusal, refused, false},
		{"refused and yet applied", refusedYet, human, human, backend.WhyRefusedButRow, human, true},
		{"lost on the way", lostBefore, unknown, notFound, backend.WhyNotFound, human, false},
		{"answer lost", lostAfter, unknown, applied, backend.WhyMatchedAmount, human, true},
		{"arrives late", lostLate, unknown, applied, backend.WhyMatchedAmount, human, true},
		{"delivered twice", twice, applied, applied, backend.WhyReply, applied, true},
		{"success without a receipt", emptyYes, unknown, notFound, backend.WhyNotFound, human, false},
		{"a denied write", claimsNotSent, unknown, notFound, backend.WhyNotFound, human, false},
		{"an answer nobody asked for", hookless, unknown, applied, backend.WhyMatchedAmount, human, true},
		{"a duplicate", duplicate, unknown, notFound, backend.WhyNotFound, human, false},
	}
	for _, kind := range []backend.OpKind{backend.OpConsume, backend.OpRecharge, backend.OpRedeem} {
		for _, row := range cases {
			t.Run(kind.String()+" "+row.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := open(t)
					c.shop.will(row.fate)
					q := c.quote(kind, "1001")
					before := c.shop.balance("1001") + c.shop.points("1001")
					got := c.do(q)
					assert.Equal(t, row.first, got.State)
					time.Sleep(10 * time.Minute)
					got = c.now(q.Operation.ID)
					later := row.later
					if kind == backend.OpRedeem {
						later = row.redeem
					}
					assert.Equal(t, later, got.State)
					if kind != backend.OpRedeem {
						assert.Equal(t, row.why, got.Why)
					}
					if later == applied {
						assert.NotNil(t, got.Receipt)
					}
					assert.Equal(t, row.moved, before != c.shop.balance("1001")+c.shop.points("1001"))
					assert.LessOrEqual(t, c.shop.submitted(), 1, "one write, never a second")
					require.NoError(t, c.journal.Verify(t.Context()))
				})
			})
		}
	}
}

func TestARefusalThatCannotBeConfirmedIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(refusedFate)
		c.shop.slow = time.Second
		q := c.quote(backend.OpConsume, "1001")
		time.AfterFunc(time.Second/2, func() { c.shop.set(func(s *shop) { s.deaf = true }) })
		assert.Equal(t, backend.StateUnknown, c.do(q).State)
		time.Sleep(3 * time.Second)
		c.shop.set(func(s *shop) { s.deaf = false })
		time.Sleep(10 * time.Second)
		got := c.expect(q.Operation.ID, backend.StateRefused, backend.WhyRefusal)
		assert.Equal(t, backend.KindRejected, got.Refusal.Kind)
	})
}

func TestTwoTillsOneCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		other := c.neighbour("till 2")
		c.shop.slow = 2 * time.Second
		mine, theirs := c.quote(backend.OpConsume, "1001"), other.quote(backend.OpConsume, "1001")
		time.Sleep(time.Second)
		go func() { _, _ = c.till.Do(t.Context(), mine) }()
		synctest.Wait()
		_, err := other.till.Do(t.Context(), theirs)
		require.Equal(t, backend.KindCardBusy, kind(t, err))
		var busy *backend.Error
		require.True(t, errors.As(err, &busy))
		assert.Equal(t, mine.Operation.ID, busy.Other.ID)
		_, err = other.till.QuoteConsume(t.Context(), "1001", money.Must("-1"), nil)
		assert.Equal(t, backend.KindCardBusy, kind(t, err), "the open card is said before anything else")
		time.Sleep(5 * time.Second)
		assert.Equal(t, backend.StateNotSent, other.do(theirs).State, "its preview is from before")
		assert.Equal(t, backend.StateApplied, other.do(other.quote(backend.OpConsume, "1001")).State)
		assert.Equal(t, 2, c.shop.submitted())
		assert.Equal(t, "40.00", c.shop.balance("1001"))
	})
}

func TestAReadOnlyJournalMovesNoMoney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		c.journal.SetHealth(errors.New("disk full"))
		_, err := c.till.Do(t.Context(), q)
		assert.Equal(t, backend.KindJournal, kind(t, err))
		assert.Equal(t, backend.KindJournal, kind(t, c.till.Health()))
		assert.Zero(t, c.shop.submitted())
	})
}

func TestAJournalThatBreaksBeforeTheFirstByteSendsNothing(t *testing.T) {
	for _, p := range []memory.Point{memory.BeforeMove, memory.AfterMove} {
		t.Run(string(p), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := open(t)
				q := c.quote(backend.OpConsume, "1001")
				c.journal.FailNext(p, errors.New("disk"))
				got, err := c.till.Do(t.Context(), q)
				assert.Equal(t, backend.KindJournal, kind(t, err))
				assert.Equal(t, backend.StateNotSent, got.State)
				assert.Zero(t, c.shop.submitted())
			})
		})
	}
}

func TestAnEndThatIsNotRecordedIsNotSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		c.shop.gate = make(chan struct{})
		type answer struct {
			c   backend.Case
			err error
		}
		answers := make(chan answer, 1)
		go func() {
			got, err := c.till.Do(t.Context(), q)
			answers <- answer{got, err}
		}()
		synctest.Wait()
		c.journal.Break(errors.New("io"))
		close(c.shop.gate)
		a := <-answers
		assert.Equal(t, backend.KindJournal, kind(t, a.err))
		assert.Equal(t, backend.StateSending, a.c.State)
		require.NotNil(t, a.c.Receipt)
		assert.Equal(t, "120.00", a.c.Receipt.Balance.String())
		assert.Error(t, c.till.Health())
		assert.NotContains(t, c.told.states(q.Operation.ID), backend.StateApplied)
		again, err := c.till.Do(t.Context(), q)
		assert.Equal(t, backend.KindJournal, kind(t, err))
		assert.NotNil(t, again.Receipt, "pressing again says the same")

		c.restart()
		time.Sleep(time.Minute)
		c.expect(q.Operation.ID, backend.StateApplied, backend.WhyMatchedAmount)
		assert.Equal(t, 1, c.shop.submitted())
	})
}

func TestAnOwedEndIsStoredByALook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		c.shop.gate = make(chan struct{})
		done := make(chan error, 1)
		go func() { _, err := c.till.Do(t.Context(), q); done <- err }()
		synctest.Wait()
		c.journal.Break(errors.New("io"))
		close(c.shop.gate)
		for _, err := range []error{<-done, c.till.Health(), looked(c, q.Operation.ID)} {
			var e *backend.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, backend.KindJournal, e.Kind)
			assert.Equal(t, "end", e.Field, "it must not read as if nothing had been sent")
		}
		c.journal.Break(nil)
		got, err := c.till.Look(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
		assert.Equal(t, backend.WhyReply, got.Why)
		assert.NoError(t, c.till.Health())
	})
}

func looked(c *counter, id string) error {
	_, err := c.till.Look(c.t.Context(), id)
	return err
}

func TestPrepareThatFailsSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		q := c.quote(backend.OpConsume, "1001")
		c.shop.noPrep = &backend.Error{Op: "shop", Kind: backend.KindStale}
		got := c.do(q)
		assert.Equal(t, backend.StateNotSent, got.State)
		assert.Equal(t, backend.KindStale, got.Refusal.Kind)
		assert.Zero(t, c.shop.submitted())
		c.shop.noPrep = nil
		assert.Equal(t, backend.StateNotSent, c.do(q).State, "a quote is done once")
		assert.Equal(t, backend.StateApplied, c.do(c.quote(backend.OpConsume, "1001")).State)
	})
}

func TestAMachineThatSleptDoesNotSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &sleepy{}
		c := open(t, func(o *till.Options) { o.Clock = clock })
		q := c.quote(backend.OpConsume, "1001")
		c.journal.Hook(clock.sleepAt(backend.StateSending))
		got := c.do(q)
		assert.Equal(t, backend.StateNotSent, got.State)
		assert.Zero(t, c.shop.submitted())
	})
}

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
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/till"
)

// away begins a consumption at a process that then stands still in the middle of
// its submission, until its gate is closed.
func away(t *testing.T, c *counter) (id string, ended chan backend.Case) {
	t.Helper()
	q := c.quote(backend.OpConsume, "1001")
	c.shop.gate = make(chan struct{})
	ended = make(chan backend.Case, 1)
	go func() {
		got, err := c.till.Do(t.Context(), q)
		assert.NoError(t, err)
		ended <- got
	}()
	synctest.Wait()
	return q.Operation.ID, ended
}

// presumed lets a neighbour take an operation over and not find it.
func presumed(t *testing.T, other *counter, id string) {
	t.Helper()
	time.Sleep(61 * time.Second)
	_, err := other.till.Look(t.Context(), id)
	require.NoError(t, err)
	time.Sleep(5 * time.Minute)
	other.expect(id, backend.StateNotFound, backend.WhyNotFound)
}

func TestASuccessThatComesAfterItWasNotFoundCallsAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		other := c.neighbour("till 2")
		id, ended := away(t, c)
		presumed(t, other, id)
		close(c.shop.gate)
		assert.Equal(t, backend.StateHuman, (<-ended).State)
		got := c.expect(id, backend.StateHuman, backend.WhyReply)
		require.NotNil(t, got.Receipt, "the proof is kept")
		assert.Equal(t, "120.00", got.Receipt.Balance.String())
		assert.Equal(t, backend.ReplyYes, got.Attempts[0].Class)
	})
}

func TestASuccessThatComesWhileItIsRungAgainIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		other := c.neighbour("till 2")
		id, ended := away(t, c)
		presumed(t, other, id)
		c.shop.set(func(s *shop) { s.slow = time.Second })
		again := other.quote(backend.OpConsume, "1001")
		done := make(chan backend.Case, 1)
		go func() { got, _ := other.till.Do(t.Context(), again); done <- got }()
		synctest.Wait()
		close(c.shop.gate)
		first := <-ended
		<-done
		assert.Equal(t, backend.StateNotFound, first.State, "the card is another operation's now")
		got := c.now(id)
		assert.Equal(t, backend.ReplyYes, got.Attempts[0].Class)
		require.NotNil(t, got.Receipt)
	})
}

func TestAPreviewFromBeforeAnotherOperationIsNotCarriedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		other := c.neighbour("till 2")
		mine, theirs := c.quote(backend.OpConsume, "1001"), other.quote(backend.OpConsume, "1001")
		time.Sleep(time.Second)
		assert.Equal(t, backend.StateApplied, c.do(mine).State)
		got := other.do(theirs)
		assert.Equal(t, backend.StateNotSent, got.State, "nobody was warned of the same amount on the same card")
		require.NotNil(t, got.Refusal)
		assert.Equal(t, backend.KindStale, got.Refusal.Kind)
		assert.Equal(t, 1, c.shop.submitted())
		anew := other.quote(backend.OpConsume, "1001")
		assert.Contains(t, anew.Warnings, backend.WarnRepeat)
		assert.Equal(t, backend.StateApplied, other.do(anew).State)
	})
}

func TestARefusedOperationLeavesOtherPreviewsAsTheyAre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		mine, theirs := c.quote(backend.OpConsume, "1001"), c.quote(backend.OpConsume, "1001")
		time.Sleep(time.Second)
		c.shop.will(refusedFate)
		assert.Equal(t, backend.StateRefused, c.do(mine).State)
		assert.Equal(t, backend.StateApplied, c.do(theirs).State)
	})
}

func TestTwoPeopleLookAtOneCase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.shop.will(lostBefore)
		q := c.quote(backend.OpRedeem, "1001")
		c.do(q)
		time.Sleep(2 * time.Minute)
		c.expect(q.Operation.ID, backend.StateHuman, backend.WhyUndocumented)
		c.options.Backend = newSlowEyes(c.shop)
		c.restart()
		var both sync.WaitGroup
		for _, seat := range []*till.Till{c.till, c.till.As("till 2", "小李")} {
			both.Go(func() {
				got, err := seat.Look(t.Context(), q.Operation.ID)
				assert.NoError(t, err, "whose evidence is stored first does not matter")
				assert.Equal(t, backend.StateHuman, got.State)
			})
		}
		both.Wait()
	})
}

// slowEyes is a shop whose history takes so long to be read; the waits are those
// of the readings to come, then a second each.
type slowEyes struct {
	*shop
	waits chan time.Duration
}

func newSlowEyes(s *shop, waits ...time.Duration) slowEyes {
	e := slowEyes{s, make(chan time.Duration, len(waits))}
	for _, w := range waits {
		e.waits <- w
	}
	return e
}

func (s slowEyes) Resolve(ctx context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	e, err := s.shop.Resolve(ctx, op, token)
	wait := time.Second
	select {
	case wait = <-s.waits:
	default:
	}
	time.Sleep(wait)
	return e, err
}

func TestALookThatWasOvertakenDoesNotTellThePast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		c.options.Backend = newSlowEyes(c.shop, 10*time.Second)
		c.restart()
		c.shop.will(lostLate)
		q := c.quote(backend.OpConsume, "1001")
		c.do(q)
		id := q.Operation.ID
		time.Sleep(8500 * time.Millisecond) // the first look is still reading what was there before
		got, err := c.till.Look(t.Context(), id)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
		time.Sleep(10 * time.Second)
		states := c.told.states(id)
		assert.Equal(t, backend.StateApplied, states[len(states)-1])
	})
}

func TestASuccessThatWasOwedIsKeptBesideWhatAPersonDecides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t)
		other := c.neighbour("till 2")
		q := c.quote(backend.OpRedeem, "1001")
		id := q.Operation.ID
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.BeforeMove && r.State == backend.StateApplied {
				return errors.New("busy")
			}
			return nil
		})
		_, err := c.till.Do(t.Context(), q)
		assert.Equal(t, backend.KindJournal, kind(t, err))
		c.journal.Hook(nil)
		time.Sleep(61 * time.Second)
		_, err = other.till.Look(t.Context(), id)
		require.NoError(t, err)
		time.Sleep(5 * time.Minute)
		other.expect(id, backend.StateHuman, backend.WhyUndocumented)
		_, err = c.till.Look(t.Context(), id)
		require.NoError(t, err)
		got := c.expect(id, backend.StateHuman, backend.WhyUndocumented)
		assert.NotNil(t, got.Receipt)
		assert.Equal(t, backend.ReplyYes, got.Attempts[0].Class)
	})
}

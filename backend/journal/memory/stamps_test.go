package memory_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/memory"
)

// jumpy is a till's clock that is a little wrong and sometimes very.
type jumpy struct {
	base   *atomic.Int64 // the true time in nanoseconds, the same for every till
	skew   time.Duration
	random *rand.Rand
}

func (c *jumpy) now() time.Time {
	switch n := c.random.IntN(8000); {
	case n == 0:
		c.skew = time.Duration(c.random.Int64N(int64(2*time.Hour))) - time.Hour
	case n < 200:
		c.skew = time.Duration(c.random.Int64N(int64(4*time.Second))) - 2*time.Second
	}
	return time.Unix(0, c.base.Add(int64(time.Millisecond))).Add(c.skew)
}

// Thirty-two tills on one journal ring up one customer a thousand times each, ten
// thousand where nothing may be left out, with clocks that jump. No stamp is given twice and none lies further ahead of
// its till's clock than 30 s.
func TestThirtyTwoTillsOnOneCustomer(t *testing.T) {
	const tills = 32
	each := 1000
	if os.Getenv("GUITAI_ALL") != "" {
		each = 10_000
	}
	var base atomic.Int64
	base.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixNano())
	first := memory.New(time.Now)
	var mu sync.Mutex
	given := make(map[backend.Stamp]string, tills*each)
	refused, drift := 0, time.Duration(0)
	var all sync.WaitGroup
	for n := range tills {
		all.Go(func() {
			var asked time.Time
			clock := &jumpy{base: &base, random: rand.New(rand.NewPCG(6, uint64(n)))}
			j := first.Again(func() time.Time { asked = clock.now(); return asked })
			op := journaltest.Consume("", "customer")
			for i := range each {
				op.ID = fmt.Sprintf("%d-%d", n, i)
				mu.Lock() // a customer has one operation at a time; who comes next is anybody's guess
				base.Add(int64(clock.random.Int64N(int64(2 * time.Second))))
				rec, err := j.Begin(t.Context(), shop(), op)
				if err != nil {
					if !assert.ErrorIs(t, err, journal.ErrClock) {
						mu.Unlock()
						return
					}
					refused++
					mu.Unlock()
					continue
				}
				if other, twice := given[rec.Stamp]; twice {
					t.Errorf("%s and %s were both given %d", other, op.ID, rec.Stamp)
				}
				given[rec.Stamp] = op.ID
				drift = max(drift, time.Unix(int64(rec.Stamp), 0).Sub(asked))
				_, err = j.Move(t.Context(), op.ID, rec.Ver, journal.Step{To: backend.StateNotSent})
				mu.Unlock()
				if !assert.NoError(t, err) {
					return
				}
			}
		})
	}
	all.Wait()
	require.Equal(t, tills*each, len(given)+refused)
	assert.LessOrEqual(t, drift, 30*time.Second)
	assert.Greater(t, len(given), tills*each/4)
	assert.Positive(t, refused, "the clocks were too well-behaved to show anything")
	t.Logf("%d given, %d refused, at most %v ahead", len(given), refused, drift)
}

// Ten tills with journals of their own, each in its slot.
func TestTenTillsWithoutACommonJournal(t *testing.T) {
	given := make(map[backend.Stamp]int)
	for till := range 10 {
		clock := journaltest.NewClock()
		j := memory.Open(memory.Options{Clock: clock.Now, Slot: till, Slots: 10})
		for n := range 500 {
			clock.Advance(time.Duration(n%17) * time.Second)
			rec, err := j.Begin(t.Context(), shop(), journaltest.Consume(fmt.Sprint(till, "-", n), "customer"))
			if err != nil {
				require.ErrorIs(t, err, journal.ErrClock)
				continue
			}
			other, twice := given[rec.Stamp]
			require.False(t, twice, "%d and %d", other, till)
			given[rec.Stamp] = till
			_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateNotSent})
			require.NoError(t, err)
		}
	}
	assert.Greater(t, len(given), 3500)
}

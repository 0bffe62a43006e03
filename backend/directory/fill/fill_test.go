package fill_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/directory/fill"
)

// line is the way to the vendor: it takes a round trip, and ends with ctx.
type line struct{ *list }

func (l line) Pages(ctx context.Context, since time.Time, cursor []byte) ([]backend.Member, []byte, error) {
	select {
	case <-time.After(l.trip):
	case <-ctx.Done():
		return nil, nil, &backend.Error{Op: "line", Kind: backend.KindCanceled, Err: ctx.Err()}
	}
	return l.list.Pages(0, since, cursor)
}

type clock struct{}

func (clock) Now() time.Time { return time.Now() }

func (clock) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

func options(l *list, c *copied) fill.Options {
	return fill.Options{Pager: line{l}, Store: c, Budget: l, Clock: clock{}, PagesPerSecond: 2}
}

// everybody are the ids of the first n members, in order.
func everybody(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprint(i+1))
	}
	return ids
}

// background runs the filler until the test ends.
func background(t *testing.T, f *fill.Filler) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		<-ended
	})
}

func TestAWholeReadingAndThenOnlyWhoIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		f := fill.New(options(l, c))
		began := time.Now()
		background(t, f)
		time.Sleep(time.Minute)
		assert.Equal(t, everybody(950), c.ids())
		assert.Len(t, l.calls(), 10)
		p := f.Progress()
		assert.Equal(t, fill.Resting, p.State)
		assert.Equal(t, 950, p.Known)
		assert.True(t, p.Whole)

		l.open(time.Now())
		l.open(time.Now())
		time.Sleep(fill.DefaultEvery)
		calls := l.calls()
		require.Len(t, calls, 11)
		assert.Equal(t, began.Add(-24*time.Hour).UTC(), calls[10].since.UTC(), "from a day before the last reading began")
		assert.Equal(t, 952, f.Progress().Known)
		assert.False(t, f.Progress().Whole)

		time.Sleep(fill.DefaultWholeEvery)
		assert.True(t, c.Notes().WholeDone.After(began.Add(6*24*time.Hour)), "after a week everybody is read again")
	})
}

func TestPagesAreNotAskedForFasterThanAgreed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		require.NoError(t, fill.New(options(l, c)).Once(t.Context(), false, false))
		calls := l.calls()
		for i := range calls[1:] {
			assert.GreaterOrEqual(t, calls[i+1].at.Sub(calls[i].at), 500*time.Millisecond)
		}
	})
}

func TestTheNextPageIsAskedForWhileTheLastIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(300, 100), newCopied()
		c.before = func(pages int) {
			if pages == 1 {
				time.Sleep(10 * time.Second)
				assert.Len(t, l.calls(), 2, "the second page has come while the first is stored, and the third was not asked for")
			}
		}
		require.NoError(t, fill.New(options(l, c)).Once(t.Context(), false, false))
		assert.Equal(t, everybody(300), c.ids())
	})
}

func TestTheDaysCallsRunOutInTheMiddle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(1950, 100), newCopied()
		l.daily = 10
		f := fill.New(options(l, c))
		background(t, f)
		time.Sleep(time.Hour)
		p := f.Progress()
		assert.Equal(t, fill.NoCalls, p.State)
		assert.Equal(t, 7, p.Pages, "three of ten calls are left for people")
		assert.Equal(t, 7, p.CallsToday)
		assert.Equal(t, "00:05", p.Until.In(china()).Format("15:04"))
		time.Sleep(time.Until(p.Until) + time.Minute)
		assert.Equal(t, 14, f.Progress().Pages, "it goes on by itself")
		time.Sleep(24 * time.Hour)
		assert.Equal(t, everybody(1950), c.ids()[:1950])
		assert.Equal(t, fill.Resting, f.Progress().State)
		byDay := map[string]int{}
		for _, a := range l.calls() {
			byDay[a.at.In(china()).Format(time.DateOnly)]++
		}
		for day, n := range byDay {
			assert.LessOrEqual(t, n, 7, day)
		}
	})
}

func TestTheVendorsOwnCountIsBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(300, 100), newCopied()
		l.fails = []error{nil, &backend.Error{Kind: backend.KindQuota}}
		f := fill.New(options(l, c))
		require.ErrorIs(t, f.Once(t.Context(), false, false), fill.ErrNoCalls)
		assert.Equal(t, fill.NoCalls, f.Progress().State)
		time.Sleep(25 * time.Hour)
		require.NoError(t, f.Once(t.Context(), false, false))
		assert.Equal(t, everybody(300), c.ids())
	})
}

func TestAPauseHoldsAcrossARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(2000, 100), newCopied()
		f := fill.New(options(l, c))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- f.Run(ctx) }()
		time.Sleep(3 * time.Second)
		require.NoError(t, f.Pause())
		time.Sleep(time.Hour)
		n := len(l.calls())
		assert.Equal(t, n, f.Progress().Pages, "what was under way is stored")
		assert.Equal(t, fill.Paused, f.Progress().State)
		stop()
		<-ended

		f = fill.New(options(l, c))
		assert.Equal(t, fill.Paused, f.Progress().State)
		background(t, f)
		time.Sleep(time.Hour)
		assert.Len(t, l.calls(), n)
		require.NoError(t, f.Resume())
		time.Sleep(time.Minute)
		assert.Equal(t, everybody(2000), c.ids())
	})
}

func TestALineThatFailsIsTriedAgainWithGrowingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(150, 100), newCopied()
		down := &backend.Error{Kind: backend.KindUnreachable}
		l.fails = []error{nil, down, &backend.Error{Kind: backend.KindTimeout}, &backend.Error{Kind: backend.KindUnreadable}, down}
		f := fill.New(options(l, c))
		require.NoError(t, f.Once(t.Context(), false, false))
		assert.Equal(t, everybody(150), c.ids())
		calls := l.calls()
		require.Len(t, calls, 6)
		for i, least := range []time.Duration{2, 4, 8, 16} {
			assert.GreaterOrEqual(t, calls[i+2].at.Sub(calls[i+1].at), least*time.Second)
		}
		assert.NoError(t, f.Progress().Err, "what was mended is not shown any more")
	})
}

func TestWhoWaitsForTheEndDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(150, 100), newCopied()
		for range 100 {
			l.fails = append(l.fails, &backend.Error{Kind: backend.KindUnreachable})
		}
		f := fill.New(options(l, c))
		assert.Equal(t, backend.KindUnreachable, backend.KindOf(f.Once(t.Context(), false, false)))
		assert.Equal(t, fill.Failed, f.Progress().State)
		assert.Len(t, l.calls(), 6)
		background(t, f)
		time.Sleep(2 * 24 * time.Hour)
		assert.Equal(t, fill.Retrying, f.Progress().State)
		assert.Less(t, len(l.calls()), 80, "in the background it goes on, at most once an hour")
	})
}

func TestWhatOnlyAPersonCanMendStopsIt(t *testing.T) {
	for _, kind := range []backend.Kind{backend.KindAccess, backend.KindExpired, backend.KindForbidden, backend.KindRejected} {
		synctest.Test(t, func(t *testing.T) {
			l, c := newList(150, 100), newCopied()
			l.fails = []error{&backend.Error{Kind: kind}}
			f := fill.New(options(l, c))
			background(t, f)
			time.Sleep(48 * time.Hour)
			p := f.Progress()
			assert.Equal(t, fill.Failed, p.State)
			assert.Equal(t, kind, backend.KindOf(p.Err))
			assert.Len(t, l.calls(), 1)
			require.NoError(t, f.Resume())
			time.Sleep(time.Minute)
			assert.Equal(t, everybody(150), c.ids())
		})
	}
}

func TestACursorThatIsNotTakenBackBeginsTheReadingAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(350, 100), newCopied()
		f := fill.New(options(l, c))
		ctx, stop := context.WithCancel(t.Context())
		c.before = func(pages int) {
			if pages == 2 {
				stop()
			}
		}
		require.Error(t, f.Once(ctx, false, false))
		was := c.Mark()
		require.Equal(t, 2, was.Pages)
		c.before = nil
		l.fails = []error{&backend.Error{Kind: backend.KindInvalid}}
		require.NoError(t, f.Once(t.Context(), false, false))
		assert.Equal(t, append(everybody(200), everybody(350)...), c.ids())
		assert.Greater(t, c.Mark().Generation, was.Generation)
		assert.Equal(t, 1, f.Progress().Forgot)
	})
}

func TestCursorsThatGoInCirclesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCopied()
		n := 0
		o := options(newList(0, 100), c)
		o.Pager = pager(func(time.Time, []byte) ([]backend.Member, []byte, error) {
			n++
			return []backend.Member{{ID: fmt.Sprint(n)}}, fmt.Appendf(nil, "c%d", n%7), nil
		})
		assert.Equal(t, backend.KindUnreadable, backend.KindOf(fill.New(o).Once(t.Context(), false, false)))
		assert.Less(t, n, 30)
	})
}

type pager func(since time.Time, cursor []byte) ([]backend.Member, []byte, error)

func (p pager) Pages(_ context.Context, since time.Time, cursor []byte) ([]backend.Member, []byte, error) {
	return p(since, cursor)
}

func TestAPersonsCallGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		o := options(l, c)
		free := make(chan struct{})
		o.Yield = func(ctx context.Context) error {
			if len(l.calls()) != 3 {
				return nil
			}
			select {
			case <-free:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		background(t, fill.New(o))
		time.Sleep(time.Hour)
		assert.Len(t, l.calls(), 3)
		close(free)
		time.Sleep(time.Minute)
		assert.Equal(t, everybody(950), c.ids())
	})
}

func TestAHaltKeepsThePageUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		f := fill.New(options(l, c))
		ended := make(chan error, 1)
		go func() { ended <- f.Once(t.Context(), false, true) }()
		time.Sleep(1010 * time.Millisecond) // the third page is on its way
		f.Halt()
		require.ErrorIs(t, <-ended, fill.ErrHalted)
		assert.Len(t, l.calls(), 3)
		assert.Equal(t, everybody(300), c.ids())
	})
}

// A kill takes the page that is on its way and whatever was not stored; the next
// start goes on behind the last page that was.
func TestAKillBehindAnyPageLosesAndRepeatsNobody(t *testing.T) {
	for at := 1; at <= 10; at++ {
		synctest.Test(t, func(t *testing.T) {
			l, c := newList(950, 100), newCopied()
			ctx, kill := context.WithCancel(t.Context())
			c.before = func(pages int) {
				if pages == at {
					kill()
				}
			}
			err := fill.New(options(l, c)).Once(ctx, false, false)
			if at < 10 {
				require.ErrorIs(t, err, context.Canceled)
			}
			c.before = nil
			require.NoError(t, fill.New(options(l, c)).Once(t.Context(), at == 0, false))
			assert.Equal(t, everybody(950), c.ids()[:950])
			assert.LessOrEqual(t, len(l.calls()), 12)
		})
	}
}

func TestAKillBeforeTheEndIsStoredAsksNothingAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(150, 100), newCopied()
		m := fill.Mark{Pages: 2, Members: 150, StartedAt: time.Now(), UpdatedAt: time.Now(), Generation: 4}
		require.NoError(t, c.Page(nil, m))
		require.NoError(t, fill.New(options(l, c)).Once(t.Context(), false, false))
		assert.Empty(t, l.calls())
		assert.False(t, c.Mark().DoneAt.IsZero())
	})
}

func TestNobodyIsGoneBeforeAWholeReadingMissedThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(250, 100), newCopied()
		f := fill.New(options(l, c))
		require.NoError(t, f.Once(t.Context(), false, false))
		l.members[7].ID = "" // the vendor has dropped number 8
		l.members[9].Status.Kind = backend.StatusDisabled
		require.NoError(t, f.Once(t.Context(), false, false))
		assert.Zero(t, f.Progress().Gone, "who is new tells nothing about who is not")
		assert.Equal(t, 250, c.Len())
		require.NoError(t, f.Once(t.Context(), true, false))
		assert.Equal(t, 1, f.Progress().Gone)
		assert.True(t, c.gone["8"])
		assert.Equal(t, backend.StatusDisabled, c.members["10"].Status.Kind)
	})
}

func TestAWholeReadingOnRequestTakesThePlaceOfWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		f := fill.New(options(l, c))
		background(t, f)
		time.Sleep(1600 * time.Millisecond)
		f.Anew()
		time.Sleep(time.Minute)
		assert.Equal(t, everybody(950), c.ids()[len(c.ids())-950:])
		assert.Equal(t, uint64(2), c.Mark().Generation)
		assert.Equal(t, 10, c.Mark().Pages)
	})
}

func TestOnlyOneProgramFillsACopy(t *testing.T) {
	l, c := newList(50, 100), newCopied()
	o := options(l, c)
	var held sync.Mutex
	o.Lock = func() (func(), error) {
		if !held.TryLock() {
			return nil, fill.ErrElsewhere
		}
		return held.Unlock, nil
	}
	held.Lock()
	f := fill.New(o)
	require.ErrorIs(t, f.Once(t.Context(), false, false), fill.ErrElsewhere)
	assert.Equal(t, fill.Elsewhere, f.Progress().State)
	assert.Empty(t, l.calls())
	held.Unlock()
	require.NoError(t, f.Once(t.Context(), false, false))
	require.NoError(t, f.Once(t.Context(), false, false), "it lets go at the end")
}

func TestTheOneThatWaitsTakesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(50, 100), newCopied()
		o := options(l, c)
		free := time.Now().Add(10 * time.Minute)
		o.Lock = func() (func(), error) {
			if time.Now().Before(free) {
				return nil, fill.ErrElsewhere
			}
			return func() {}, nil
		}
		f := fill.New(o)
		background(t, f)
		time.Sleep(5 * time.Minute)
		assert.Equal(t, fill.Elsewhere, f.Progress().State)
		time.Sleep(10 * time.Minute)
		assert.Equal(t, everybody(50), c.ids())
	})
}

func TestADiskThatIsFullStopsTheReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		c.fail = errors.New("no space left")
		f := fill.New(options(l, c))
		require.ErrorIs(t, f.Once(t.Context(), false, false), c.fail)
		assert.Zero(t, f.Progress().Pages)
		c.fail = nil
		require.NoError(t, f.Once(t.Context(), false, false))
		assert.Equal(t, everybody(950), c.ids())
	})
}

func TestWhatAReadingTakesIsSaidBeforeItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(1950, 100), newCopied()
		l.daily = 13
		f := fill.New(options(l, c))
		whole, goesOn, e, calls := f.Forecast(false)
		assert.True(t, whole)
		assert.False(t, goesOn)
		assert.False(t, e.Told, "nobody knows how many members there are")
		assert.Equal(t, fill.Calls{Limit: 13, Left: 10, Daily: 10}, calls)
		require.NoError(t, f.Once(t.Context(), false, true))

		whole, _, e, _ = f.Forecast(false)
		assert.False(t, whole)
		assert.Equal(t, 1, e.Calls)
		_, _, e, calls = f.Forecast(true)
		assert.Equal(t, fill.Estimate{Told: true, Members: 1950, Calls: 21, Days: 4, Left: 21 * 500 * time.Millisecond}, e)
		assert.Zero(t, calls.Left)
	})
}

func TestTheProgressIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newList(950, 100), newCopied()
		f := fill.New(options(l, c))
		changes, cancel := f.Watch()
		var states []fill.State
		most := 0
		read := make(chan struct{})
		go func() {
			defer close(read)
			for p := range changes {
				states, most = append(states, p.State), max(most, p.PerMinute)
			}
		}()
		require.NoError(t, f.Once(t.Context(), false, false))
		cancel()
		<-read
		assert.Contains(t, states, fill.Running)
		assert.Equal(t, fill.Resting, states[len(states)-1])
		assert.InDelta(t, 12000, most, 1500, "two pages of a hundred a second")
		assert.True(t, slices.Contains([]string{"done"}, states[len(states)-1].String()))
	})
}

package memory_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/memory"
)

func TestConformance(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Opener {
		var first *memory.Journal
		return func(clock func() time.Time) journaltest.Store {
			if first == nil {
				first = memory.Open(memory.Options{Clock: clock, Born: clock()})
				return first
			}
			return first.Again(clock)
		}
	})
}

// A power loss after every call must leave exactly what the calls returned, so
// the suite also passes with the plug pulled wherever it opens again.
func TestConformanceOverPowerLoss(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Opener {
		var last *memory.Journal
		var isOpen bool
		return func(clock func() time.Time) journaltest.Store {
			switch {
			case last == nil:
				last = memory.Open(memory.Options{Clock: clock, Born: clock()})
			case isOpen && (strings.HasSuffix(t.Name(), "/Begin_locks_across_handles") || strings.HasSuffix(t.Name(), "/Others'_changes_are_told")):
				return last.Again(clock)
			default:
				last = last.Cut().Again(clock)
			}
			isOpen = true
			return last
		}
	})
}

func shop() journal.Account { return journal.Account{Backend: "sandy", Name: "shop"} }

func TestCutKeepsWhatWasCommittedAndNothingElse(t *testing.T) {
	for name, test := range map[string]struct {
		at   memory.Point
		want backend.State
	}{
		"before the commit": {memory.BeforeMove, backend.StateIntent},
		"after the commit":  {memory.AfterMove, backend.StateSending},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			j := memory.New(journaltest.NewClock().Now)
			rec, err := j.Begin(ctx, shop(), journaltest.Consume("1", "card"))
			require.NoError(t, err)
			j.FailNext(test.at, memory.ErrCut)
			_, err = j.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
			require.ErrorIs(t, err, memory.ErrCut)
			_, err = j.Get(ctx, rec.ID)
			require.ErrorIs(t, err, memory.ErrCut, "a dead process reads nothing either")
			require.ErrorIs(t, j.Health(), memory.ErrCut)

			after := j.Cut()
			got, err := after.Get(ctx, rec.ID)
			require.NoError(t, err)
			assert.Equal(t, test.want, got.State)
			require.NoError(t, after.Verify(ctx))
			_, err = j.Get(ctx, rec.ID)
			require.ErrorIs(t, err, memory.ErrCut, "what was cut stays so")
		})
	}
}

func TestCutDuringBegin(t *testing.T) {
	for point, begun := range map[memory.Point]int{memory.BeforeBegin: 0, memory.AfterBegin: 1} {
		j := memory.New(journaltest.NewClock().Now)
		j.FailNext(point, memory.ErrCut)
		_, err := j.Begin(t.Context(), shop(), journaltest.Consume("1", "card"))
		require.ErrorIs(t, err, memory.ErrCut)
		list, err := j.Cut().List(t.Context(), journal.Filter{})
		require.NoError(t, err)
		assert.Len(t, list, begun, point)
	}
}

func TestHookChoosesByState(t *testing.T) {
	ctx := t.Context()
	j := memory.New(journaltest.NewClock().Now)
	fault := errors.New("fault")
	j.Hook(func(p memory.Point, r journal.Record) error {
		if p == memory.BeforeMove && r.State == backend.StateApplied {
			return fault
		}
		return nil
	})
	rec, err := j.Begin(ctx, shop(), journaltest.Consume("1", "card"))
	require.NoError(t, err)
	rec, err = j.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err)
	_, err = j.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateApplied})
	require.ErrorIs(t, err, fault)
	got, err := j.Get(ctx, rec.ID)
	require.NoError(t, err)
	assert.Equal(t, backend.StateSending, got.State)
}

func TestLazyLosesItsTail(t *testing.T) {
	ctx := t.Context()
	j := memory.NewLazy(journaltest.NewClock().Now, 3)
	rec, err := j.Begin(ctx, shop(), journaltest.Consume("1", "card"))
	require.NoError(t, err)
	_, err = j.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err)
	_, err = j.Cut().Get(ctx, rec.ID)
	require.ErrorIs(t, err, journal.ErrNotFound)
}

func TestTroubleWithTheDisk(t *testing.T) {
	ctx := t.Context()
	j := memory.New(journaltest.NewClock().Now)
	op := journaltest.Consume("1", "card")
	rec, err := j.Begin(ctx, shop(), op)
	require.NoError(t, err)

	j.SetHealth(errors.New("nearly full"))
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
	_, err = j.Begin(ctx, shop(), journaltest.Consume("2", "other"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	_, err = j.Begin(ctx, shop(), op)
	require.NoError(t, err, "what was begun is no new money")
	rec, err = j.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err)

	j.SetHealth(nil)
	j.Break(errors.New("fsync failed"))
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
	_, err = j.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateApplied})
	require.ErrorIs(t, err, journal.ErrReadOnly)
	got, err := j.Get(ctx, rec.ID)
	require.NoError(t, err)
	assert.Equal(t, backend.StateSending, got.State)
	require.NoError(t, j.Cut().Health())
}

func TestWorksInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := memory.New(time.Now)
		first, err := j.Begin(t.Context(), shop(), journaltest.Consume("1", "a"))
		require.NoError(t, err)
		time.Sleep(time.Hour)
		second, err := j.Begin(t.Context(), shop(), journaltest.Consume("2", "b"))
		require.NoError(t, err)
		assert.Equal(t, time.Hour, second.CreatedAt.Sub(first.CreatedAt))
	})
}

func TestClosed(t *testing.T) {
	j := memory.New(journaltest.NewClock().Now)
	require.NoError(t, j.Close())
	_, err := j.Begin(t.Context(), shop(), journaltest.Consume("1", "a"))
	require.ErrorIs(t, err, memory.ErrClosed)
}

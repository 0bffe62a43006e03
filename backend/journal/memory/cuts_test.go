package memory_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/memory"
)

// shopping is a journal whose power goes all the time, and what it promised.
type shopping struct {
	j      *memory.Journal
	random *rand.Rand
	clock  *journaltest.Clock
	told   map[string]journal.Record
	papers map[string]journal.Paper
	notes  int
	// doubtful is how many changes were under way when the power went.
	doubtful int
}

// step does one thing at random. It tells whether the power is gone.
func (s *shopping) step(t *testing.T, n int) bool {
	t.Helper()
	ctx, err := t.Context(), error(nil)
	switch kind := s.random.IntN(8); {
	case kind < 2 || len(s.told) == 0:
		var rec journal.Record
		id := fmt.Sprint("op-", n)
		if rec, err = s.j.Begin(ctx, shop(), journaltest.Consume(id, id)); err == nil {
			s.told[id] = rec
		}
	case kind < 6:
		for id, rec := range s.told {
			if rec, err = s.j.Move(ctx, id, rec.Ver, s.change(rec)); err == nil {
				s.told[id] = rec
			}
			break
		}
	case kind == 6:
		p := s.papers["k"]
		p.Kind, p.Key, p.Body = "kind", "k", fmt.Append(nil, n)
		if p, err = s.j.Put(ctx, p, journal.Note{What: "paper.put"}); err == nil {
			s.papers["k"] = p
		}
	default:
		if err = s.j.Tell(ctx, journal.Note{What: "told", About: fmt.Sprint(n)}); err == nil {
			s.notes++
		}
	}
	if err != nil && !errors.Is(err, memory.ErrCut) {
		t.Fatal(err)
	}
	return err != nil
}

func (s *shopping) change(rec journal.Record) journal.Step {
	to := map[backend.State]backend.State{backend.StateIntent: backend.StateSending,
		backend.StateSending: backend.StateUnknown, backend.StateUnknown: backend.StateApplied}[rec.State]
	return journal.Step{To: to, Reason: "r", Attempt: &backend.Attempt{N: 1 + s.random.IntN(3)}}
}

// check compares what is there after a cut with what was promised before it, and
// takes over what got there unpromised.
func (s *shopping) check(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, s.j.Health())
	require.NoError(t, s.j.Verify(ctx))
	list, err := s.j.List(ctx, journal.Filter{})
	require.NoError(t, err)
	have, unpromised := make(map[string]journal.Record), 0
	for _, rec := range list {
		have[rec.ID] = rec
		if rec.Ver != s.told[rec.ID].Ver {
			unpromised++
		}
	}
	for id, rec := range s.told {
		if have[id].Ver < rec.Ver {
			t.Fatalf("%s was acknowledged at version %d and is at %d", id, rec.Ver, have[id].Ver)
		}
		if have[id].Ver == rec.Ver {
			require.Equal(t, rec, have[id])
		}
	}
	if want, promised := s.papers["k"]; promised {
		got, err := s.j.Paper(ctx, "kind", "k")
		require.NoError(t, err)
		require.GreaterOrEqual(t, got.Ver, want.Ver)
		if got.Ver != want.Ver {
			unpromised++
		}
	}
	notes, err := s.j.Audit(ctx, journal.AuditFilter{What: "told"})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(notes), s.notes)
	unpromised += len(notes) - s.notes
	require.LessOrEqual(t, unpromised, 1, "only what was under way may have got there")
	s.doubtful += unpromised
	s.told, s.notes = have, len(notes)
	if p, err := s.j.Paper(ctx, "kind", "k"); err == nil {
		s.papers["k"] = p
	}
}

// Wherever the power goes, what was acknowledged is there afterwards, and of what was
// not at most the one change that was under way.
func TestCutsLoseNothingAcknowledged(t *testing.T) {
	cuts := 4000
	if os.Getenv("GUITAI_ALL") != "" {
		cuts = 20_000
	}
	points := []memory.Point{memory.BeforeBegin, memory.DuringBegin, memory.AfterBegin, memory.BeforeMove, memory.DuringMove,
		memory.AfterMove, memory.BeforePut, memory.DuringPut, memory.AfterPut}
	s := &shopping{random: rand.New(rand.NewPCG(4, 4)), clock: journaltest.NewClock()}
	for cut := range cuts {
		if cut%8 == 0 {
			s.j, s.told, s.papers, s.notes = memory.New(s.clock.Now), map[string]journal.Record{}, map[string]journal.Paper{}, 0
		}
		s.j.FailNext(points[s.random.IntN(len(points))], memory.ErrCut)
		for n := range 1 + s.random.IntN(4) {
			if s.step(t, cut*10+n) {
				break
			}
		}
		s.j = s.j.CutKeeping(s.random.IntN(2))
		s.check(t)
	}
	assert.Positive(t, s.doubtful, "nothing was ever under way")
}

// Of commits that waited to be synced together, any beginning may survive.
func TestWhatSurvivesIsABeginning(t *testing.T) {
	for keep := range 4 {
		j := memory.Open(memory.Options{Clock: journaltest.NewClock().Now, Every: 10})
		for n := range 3 {
			_, err := j.Begin(t.Context(), shop(), journaltest.Consume(fmt.Sprint(n), fmt.Sprint(n)))
			require.NoError(t, err)
		}
		after := j.CutKeeping(keep)
		list, err := after.List(t.Context(), journal.Filter{})
		require.NoError(t, err)
		assert.Len(t, list, keep)
		require.NoError(t, after.Verify(t.Context()))
	}
}

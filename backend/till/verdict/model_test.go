package verdict_test

import (
	"flag"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/till/verdict"
)

// The model plays whole days of one card, in virtual time and from a seed: guests,
// other tills, a network that loses, delays and doubles, a till that is killed. It
// asks the shipped tables and compares what they say with what really happened.
//
//	go test ./backend/till/verdict -run Model -v -schedules 200000
//	go test ./backend/till/verdict -run 'Model/<row>' -v -seed 4711

func TestMain(m *testing.M) {
	flag.Int("schedules", usual, "schedules of the model in each row")
	flag.Uint64("seed", 0, "replay this one schedule of the model with its trace")
	os.Exit(m.Run())
}

func flagged[T any](name string) T { return flag.Lookup(name).Value.(flag.Getter).Get().(T) }

// promise is what a row must not break.
type promise uint8

const (
	nothing promise = iota // only reported
	loud                   // nothing wrong without somebody being told
	right                  // nothing wrong at all, and no alarm over nothing
	bites                  // a tenth goes wrong: the model bites
)

func (p promise) broken(t tally) bool {
	switch p {
	case loud:
		return t.silent > 0
	case right:
		return t.wrong > 0 || t.twice > 0 || t.silent > 0 || t.alarms > 0
	}
	return false
}

type modelRow struct {
	name string
	shop
	promise
}

func sandy(change ...func(*shop)) shop {
	s := shop{kind: backend.OpRecharge, fingerprint: true, quiet: minute, late: 40 * second}
	for _, c := range change {
		c(&s)
	}
	return s
}

func pospal(change ...func(*shop)) shop {
	s := shop{pospal: true, kind: backend.OpConsume, quiet: minute, late: 5 * minute, keyKept: true}
	for _, c := range change {
		c(&s)
	}
	return s
}

// modelRows are the rows of the report. "As shipped" is what the till does: it
// looks at what was not found again, works a card through when somebody opens its
// history, and sweeps at the end of the day.
func modelRows() []modelRow {
	single := func(s *shop) { s.single = true }
	ago := func(s *shop) { s.late = 5 * minute }
	naive := func(s *shop) { s.naive = true }
	plain := func(s *shop) { s.fingerprint, s.kind = false, backend.OpConsume }
	alone := func(s *shop) { s.alone = true }
	unsure := func(s *shop) { s.keyKept = false }
	burns := func(s *shop) { s.burns = true }
	first := func(s *shop) { s.balanceFirst = true }
	void := func(s *shop) { s.voids, s.ownKeys = true, true }
	shared := func(s *shop) { s.collides = 10 }
	return []modelRow{
		{"Sandy: no protocol, send again", sandy(naive), bites},
		{"Sandy: own pay type, Q over lateness, as shipped", sandy(), loud},
		{"Sandy: own pay type, Q over lateness, nothing doubled, as shipped", sandy(single), right},
		{"Sandy: own pay type, lateness far over Q, as shipped", sandy(ago), loud},
		{"Sandy: own pay type, lateness far over Q, nothing doubled, as shipped", sandy(ago, single), loud},
		{"Sandy: by amount only, nobody else about, as shipped", sandy(plain, alone), loud},
		{"Sandy: by amount only, Q over lateness, as shipped", sandy(plain), nothing},
		{"Sandy: by amount only, Q over lateness, nothing doubled, as shipped", sandy(plain, single), nothing},
		{"Pospal: no protocol, send again", pospal(naive), bites},
		{"Pospal: push, void and fence", pospal(void), right},
		{"Pospal: push, void and fence, balance checked first", pospal(void, first), right},
		{"Pospal: push, void and fence, refused keys not known to be kept", pospal(void, unsure), right},
		{"Pospal: push, void and fence, refused keys used up (P2 bad)", pospal(void, unsure, burns), right},
		{"Pospal: push, void and fence, other software uses 1 % of our keys (OWN broken)", pospal(void, shared), nothing},
		{"Pospal: push, void and fence, 1 % used by others, which is known", pospal(void, shared, func(s *shop) { s.ownKeys = false }), nothing},
		{"Pospal: push, nothing probed about a change of nothing", pospal(), nothing},
		{"Pospal: push, nothing probed about it, nothing doubled", pospal(single), right},
		{"Pospal: push, nothing probed at all, nothing doubled", pospal(unsure, single), right},
	}
}

func TestModel(t *testing.T) {
	t.Log("| row | schedules | operations | charged twice | wrong money | of these silent | to a person |")
	for _, r := range modelRows() {
		t.Run(r.name, func(t *testing.T) {
			if seed := flagged[uint64]("seed"); seed != 0 {
				t.Log(replay(r.shop, seed))
				return
			}
			got := play(r, flagged[int]("schedules"))
			t.Logf("| %s | %d | %d | %d | %d | %d | %d |", r.name,
				got.schedules, got.deeds, got.twice, got.wrong, got.silent, got.human)
			if r.promise == bites {
				assert.Greater(t, got.silent*10, got.schedules, "the model does not bite")
			}
			if got.first != 0 {
				t.Errorf("broken by -seed %d:\n%s", got.first, replay(r.shop, got.first))
			}
		})
	}
}

// replay is the trace of one schedule.
func replay(s shop, seed uint64) string {
	w := newWorld(s)
	w.tracing = true
	w.run(seed)
	return strings.Join(w.log, "\n")
}

// play runs the schedules with the seeds from 1 on.
func play(r modelRow, n int) tally {
	var (
		sum   tally
		mu    sync.Mutex
		hands sync.WaitGroup
	)
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		hands.Go(func() {
			w, mine := newWorld(r.shop), tally{}
			for seed := uint64(k + 1); seed <= uint64(n); seed += uint64(workers) {
				one := w.run(seed)
				if r.broken(one) {
					one.first = seed
				}
				mine.add(one)
			}
			mu.Lock()
			defer mu.Unlock()
			sum.add(mine)
		})
	}
	hands.Wait()
	return sum
}

// mutant is a till that was made wrong on purpose, and the row that must show it.
type mutant struct {
	name string
	modelRow
}

func mutants() []mutant {
	of := func(s shop, p promise, r rules) modelRow {
		s.rules = r
		return modelRow{shop: s, promise: p}
	}
	one := func(s *shop) { s.single = true }
	ago := func(s *shop) { s.late = 5 * minute }
	burns := func(s *shop) { s.keyKept, s.burns = false, true }
	tombs := func(s *shop) { s.voids, s.ownKeys = true, true }
	over := func(s *shop) { s.balanceFirst = true }
	leave := func(s *shop) { s.leaves = 8 }
	shared := func(s *shop) { s.keyKept, s.collides = false, 100 }
	return []mutant{
		{"a push takes a fresh key", of(pospal(one), right, rules{freshKey: true})},
		{"a refusal of a push is believed", of(pospal(one), right, rules{decide: believesRefusals})},
		{"a duplicate at first is a success", of(pospal(one, shared), right, rules{decide: believesDuplicates})},
		{"a refused key counts as kept, unseen", of(pospal(one, burns), right, rules{decide: trustsKeys})},
		{"a tombstone is not journaled", of(pospal(tombs, leave), right, rules{unmarked: true})},
		{"the fence is left out", of(pospal(tombs), right, rules{unfenced: true})},
		{"a refusal and an exact change are believed", of(pospal(tombs, over), right, rules{hinted: true, decide: believesHints})},
		{"a balance that fits is a proof", of(sandy(one), right, rules{decide: believesBalances})},
		{"an unknown operation lets its card go", of(sandy(one), right, rules{unlocked: true})},
		{"nothing is waited for", of(sandy(one), right, rules{decide: hurries})},
		{"nobody looks for late rows", of(sandy(ago), loud, rules{forgets: true})},
		{"the alarm sweep is off", of(sandy(), loud, rules{unswept: true})},
		{"a row is an alarm before it is bound", of(sandy(one), right, rules{reckon: alarmsFirst})},
		{"a copy of what happened counts as another till's", of(sandy(), loud, rules{reckon: trustsCopies})},
	}
}

func believesRefusals(in verdict.Input) verdict.Verdict {
	if in.Seen == backend.ReplyRefused && in.Attempts > 1 {
		return verdict.Verdict{State: backend.StateRefused}
	}
	return verdict.Decide(in)
}

func believesHints(in verdict.Input) verdict.Verdict {
	if in.Seen == backend.ReplyRefused && in.Attempts > 1 && exact(in) {
		return verdict.Verdict{State: backend.StateApplied}
	}
	return verdict.Decide(in)
}

func believesDuplicates(in verdict.Input) verdict.Verdict {
	if in.Seen == backend.ReplyDuplicate && in.Attempts == 1 {
		return verdict.Verdict{State: backend.StateApplied}
	}
	return verdict.Decide(in)
}

func believesBalances(in verdict.Input) verdict.Verdict {
	if in.Seen != backend.ReplyYes && in.Evidence.Moved() {
		return verdict.Verdict{State: backend.StateApplied}
	}
	return verdict.Decide(in)
}

func trustsKeys(in verdict.Input) verdict.Verdict {
	in.KeyKept = true
	return verdict.Decide(in)
}

func hurries(in verdict.Input) verdict.Verdict {
	in.QuietOver = true
	return verdict.Decide(in)
}

// alarmsFirst compares before anything is bound.
func alarmsFirst(c verdict.Card) verdict.Reckoning {
	first := c
	first.Past = slices.Clone(c.Past)
	for i := range first.Past {
		if first.Past[i].Row == 0 && first.Past[i].State == backend.StateApplied {
			first.Past[i].Receipt, first.Past[i].Ripe = nil, true
		}
	}
	return verdict.Reconcile(first)
}

// trustsCopies never thinks of a second copy.
func trustsCopies(c verdict.Card) verdict.Reckoning {
	r := verdict.Reconcile(c)
	r.Notes = slices.DeleteFunc(r.Notes, func(n verdict.Note) bool { return n.Alarm && n.Why == backend.WhyExtraRow })
	return r
}

// TestModelCatchesMutants proves that the model would see it if a rule fell, and
// that the same days go well with the rule in place.
func TestModelCatchesMutants(t *testing.T) {
	const within = 10_000
	for _, m := range mutants() {
		t.Run(m.name, func(t *testing.T) {
			sound, w := m.modelRow, newWorld(m.shop)
			sound.rules = rules{}
			require.Zero(t, play(sound, within).first, "without the mutant nothing may break")
			for seed := uint64(1); seed <= within; seed++ {
				if m.broken(w.run(seed)) {
					t.Logf("caught by schedule %d", seed)
					return
				}
			}
			require.Fail(t, "not caught", "within %d schedules", within)
		})
	}
}

// TestModelReplaysToTheLetter is what makes a seed worth keeping.
func TestModelReplaysToTheLetter(t *testing.T) {
	for _, r := range modelRows() {
		for seed := range uint64(50) {
			assert.Equal(t, replay(r.shop, seed+1), replay(r.shop, seed+1), r.name)
		}
	}
}

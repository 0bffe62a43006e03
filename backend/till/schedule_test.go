package till_test

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	schedulesFlag = flag.Int("schedules", 0, "so many whole schedules over all rows; 0 is the usual part")
	seedFlag      = flag.Uint64("seed", 0, "one schedule of each row that -run chooses, with its trace")
)

// inParallel runs f on every core.
func inParallel(t *testing.T, f func(t *testing.T)) {
	t.Run("", func(t *testing.T) {
		for n := range runtime.GOMAXPROCS(0) {
			t.Run(strconv.Itoa(n), func(t *testing.T) {
				t.Parallel()
				f(t)
			})
		}
	})
}

// sum is a row of the report while it adds up.
type sum struct {
	mu      sync.Mutex
	t       tally
	waits   []time.Duration
	rules   map[string]int
	first   map[string]string
	crashes map[string]int
}

func (s *sum) add(w *world) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.t.add(w.end.tally)
	s.waits = append(s.waits, w.end.waits...)
	for what, n := range w.crashes {
		s.crashes[what] += n
	}
	for _, b := range w.breaches {
		s.rules[b.rule]++
		if s.rules[b.rule] <= 3 {
			s.first[b.rule] += fmt.Sprintf("\n  seed %d: %s", w.s.seed, b.what)
		}
	}
}

// TestSchedules plays whole days of tills, from a seed each, against the true
// ledger of the vendor, and holds every one against what is promised.
func TestSchedules(t *testing.T) {
	rows := scenes()
	n := cmp.Or(*schedulesFlag, usualSchedules) / len(rows)
	report := &strings.Builder{}
	crashes := map[string]int{}
	began, played := time.Now(), 0
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if *seedFlag != 0 {
				trace(t, drawn(row, *seedFlag))
				return
			}
			s := playRow(t, row, max(n, 1))
			played += s.t.schedules
			fmt.Fprintln(report, s.line(row))
			for what, n := range s.crashes {
				crashes[what] += n
			}
		})
	}
	if *seedFlag != 0 || played == 0 {
		return
	}
	took := time.Since(began)
	t.Logf("%d schedules in %s, %.0f a second and core\n\n%s\n%s\n\ncrashes: %v", played, took.Round(time.Second),
		float64(played)/took.Seconds()/float64(runtime.GOMAXPROCS(0)), tableHead, report, crashes)
}

const tableHead = "| row | schedules | operations | unknown | settled by itself | to a person | double | silent | lost | settled within 95 % / 99.9 % | calls a sale |\n" +
	"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"

func (s *sum) line(row scene) string {
	slices.Sort(s.waits)
	at := func(permille int) string {
		if len(s.waits) == 0 {
			return "–"
		}
		return s.waits[min(len(s.waits)*permille/1000, len(s.waits)-1)].Round(100 * time.Millisecond).String()
	}
	calls := "–"
	if row.calm {
		calls = fmt.Sprintf("%.2f", float64(s.t.requests)/float64(max(s.t.sales, 1)))
	}
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %s / %s | %s |", row.name, s.t.schedules, s.t.operations,
		s.t.unknown, s.t.itself, s.t.person, s.t.double, s.t.silent, s.t.lost, at(950), at(999), calls)
}

func playRow(t *testing.T, row scene, n int) *sum {
	s := &sum{rules: map[string]int{}, first: map[string]string{}, crashes: map[string]int{}}
	for _, seed := range keptSeeds(t, row.name) {
		w := play(t, drawn(row, seed), mutant{}, false)
		assert.Empty(t, w.breaches, "seed %d, which failed before", seed)
	}
	var next atomic.Uint64
	inParallel(t, func(t *testing.T) {
		for seed := next.Add(1); seed <= uint64(n); seed = next.Add(1) {
			s.add(play(t, drawn(row, seed), mutant{}, false))
		}
	})
	for _, rule := range slices.Sorted(maps.Keys(s.rules)) {
		assert.Fail(t, rule, "%d times; again with -run 'Schedules/%s' -seed N%s", s.rules[rule],
			strings.ReplaceAll(row.name, " ", "_"), s.first[rule])
	}
	return s
}

// keptSeeds are the schedules that failed once. A line is a seed, its row and
// what it was.
func keptSeeds(t *testing.T, row string) (seeds []uint64) {
	f, err := os.Open("testdata/seeds.txt")
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		parts := strings.SplitN(lines.Text(), "|", 3)
		if len(parts) < 2 || strings.TrimSpace(parts[1]) != row {
			continue
		}
		seed, err := strconv.ParseUint(strings.TrimSpace(parts[0]), 10, 64)
		require.NoError(t, err)
		seeds = append(seeds, seed)
	}
	return seeds
}

// trace prints one schedule.
func trace(t *testing.T, s schedule) {
	w := play(t, s, mutant{}, true)
	t.Logf("%s, seed %d\n%s\n\n%s", s.row.name, s.seed, strings.Join(w.trace, "\n"), w.log.String())
	for _, b := range w.breaches {
		assert.Fail(t, b.rule, b.what)
	}
}

// TestScheduleReplays: one seed is one schedule, to the letter.
func TestScheduleReplays(t *testing.T) {
	for _, row := range scenes() {
		t.Run(row.name, func(t *testing.T) {
			letters := 0
			for seed := range uint64(12) {
				s := drawn(row, seed+1)
				one, two := play(t, s, mutant{}, true), play(t, s, mutant{}, true)
				same(t, seed+1, strings.Join(one.trace, "\n"), strings.Join(two.trace, "\n"))
				same(t, seed+1, one.end.history, two.end.history)
				letters += len(one.end.history)
			}
			require.NotZero(t, letters)
		})
	}
}

// same compares two texts, and shows where they part.
func same(t *testing.T, seed uint64, one, two string) {
	t.Helper()
	a, b := strings.Split(one, "\n"), strings.Split(two, "\n")
	for i := range min(len(a), len(b)) {
		require.Equal(t, a[i], b[i], "seed %d, after\n%s", seed, strings.Join(a[max(0, i-6):i], "\n"))
	}
	require.Len(t, b, len(a), "seed %d", seed)
}

// TestSchedulesShrink draws the same schedules from rapid, which makes one that
// fails as small as it can.
func TestSchedulesShrink(t *testing.T) {
	for _, name := range []string{sandyOwn, sandyExact, pospalPush} {
		row := sceneNamed(t, name)
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				s := plan(shrinking{rt}, row)
				w := play(t, s, mutant{}, false)
				if len(w.breaches) > 0 {
					rt.Fatalf("%v\n%v", w.breaches, s.acts)
				}
			})
		})
	}
}

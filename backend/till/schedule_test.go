package till_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"guitai/backend"
)

var (
	schedulesFlag = flag.Int("schedules", 0, "so many whole schedules, over all rows; 0 is the usual part")
	seedFlag      = flag.Uint64("seed", 0, "one schedule of each row chosen by -run, with its trace")
)

func scenes() []scene {
	recharges, bills := []backend.OpKind{backend.OpRecharge}, []backend.OpKind{backend.OpConsume, backend.OpConsume, backend.OpRecharge}
	all := append(bills, backend.OpRedeem)
	return []scene{
		{name: "Sandy: calm", kinds: bills, own: true, calm: true},
		{name: "Sandy: own pay type", kinds: recharges, own: true, faults: 45, late: 40 * time.Second},
		{name: "Pospal: calm", pospal: true, kinds: bills, keyKept: true, calm: true},
		{name: "Pospal: push", pospal: true, kinds: all, keyKept: true, faults: 45, late: 300 * time.Second},
	}
}

func TestSchedulesTry(t *testing.T) {
	for _, row := range scenes() {
		t.Run(row.name, func(t *testing.T) {
			n := *schedulesFlag
			if n == 0 {
				n = 50
			}
			from := uint64(0)
			if *seedFlag > 0 {
				from, n = *seedFlag, 1
			}
			began := time.Now()
			var sum tally
			kinds := map[string]int{}
			for seed := from; seed < from+uint64(n); seed++ {
				s := drawn(row, seed)
				w := play(t, s, mutant{}, *seedFlag > 0)
				sum.operations += w.end.tally.operations
				sum.unknown += w.end.tally.unknown
				sum.person += w.end.tally.person
				sum.silent += w.end.tally.silent
				sum.requests += w.end.tally.requests
				for _, b := range w.breaches {
					if kinds[b.rule]++; kinds[b.rule] <= 2 {
						t.Errorf("seed %d: %s: %s", seed, b.rule, b.what)
					}
				}
				if *seedFlag > 0 {
					for _, line := range w.trace {
						fmt.Println(line)
					}
				}
			}
			took := time.Since(began)
			t.Logf("%d schedules in %s (%.0f/s) %+v %v", n, took.Round(time.Millisecond), float64(n)/took.Seconds(), sum, kinds)
		})
	}
}

func TestReplayTry(t *testing.T) {
	for _, row := range scenes() {
		bad := 0
		for seed := range uint64(400) {
			s := drawn(row, seed)
			a, b := play(t, s, mutant{}, true), play(t, s, mutant{}, true)
			x, y := a.trace, b.trace
			for i := range min(len(x), len(y)) {
				if x[i] != y[i] {
					if bad++; bad < 4 {
						t.Logf("%s seed %d:\n%s\n%s\n\n%s", row.name, seed, strings.Join(x[max(0, i-4):i], "\n"), strings.Join(x[i:min(len(x), i+3)], "\n"), strings.Join(y[i:min(len(y), i+3)], "\n"))
					}
					break
				}
			}
		}
		t.Log(row.name, bad)
	}
}

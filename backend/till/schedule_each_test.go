package till_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/sim"
)

// single is a schedule of one operation.
func single(row scene, a act) schedule {
	a.kind, a.op, a.fen, a.gap = ring, backend.OpRecharge, 1000, time.Second
	return schedule{row: row, tills: 1, seed: 16, acts: []act{a}}
}

// TestEveryFaultOnce plays every way in which one request can go wrong, the bombs
// too, which are too dear for the many schedules. The operation must settle, and
// at Pospal within nine calls.
func TestEveryFaultOnce(t *testing.T) {
	var faults []sim.Fault
	for _, text := range append(moneyFaults(), "late:40s", "twice", "twice-second", "twice-late:40s", "slow-header", "endless",
		"gzip-bomb", "big-header") {
		f, err := sim.ParseFault(text)
		require.NoError(t, err)
		faults = append(faults, f)
	}
	for n := range corpusSize() {
		faults = append(faults, corpusFault(n))
	}
	for _, name := range []string{sandyOwn, pospalPush} {
		row, most := sceneNamed(t, name), 0
		for _, f := range faults {
			t.Run(fmt.Sprint(name, " ", f), func(t *testing.T) {
				w := play(t, single(row, act{money: []sim.Fault{f}}), mutant{}, true)
				assert.Empty(t, w.breaches)
				require.Len(t, w.end.records, 1)
				assert.NotEqual(t, backend.StateUnknown, w.end.records[0].State)
				most = max(most, w.callsIn(5*time.Minute))
				if row.pospal {
					assert.LessOrEqual(t, w.callsIn(5*time.Minute), 9)
				}
			})
		}
		t.Logf("%s: %d calls at most", name, most)
	}
}

// callsIn counts what the vendor was asked from the operation's preview on.
func (w *world) callsIn(d time.Duration) (n int) {
	for _, r := range w.end.requests {
		if r.At.Sub(w.began) < guardTime+d {
			n++
		}
	}
	return n
}

// TestEveryCrashOnce kills the till, and cuts the power, at every step of one
// operation whose answer comes and of one whose answer is lost.
func TestEveryCrashOnce(t *testing.T) {
	met := map[string]int{}
	for _, name := range []string{sandyOwn, pospalPush} {
		row := sceneNamed(t, name)
		for _, fault := range []sim.Kind{sim.None, sim.ResetBefore, sim.ResetAfter} {
			for step := 1; step <= 30; step++ {
				for n, how := range []crash{{back: time.Second}, {power: true, back: time.Second}, {linger: true, back: time.Minute},
					{power: true, linger: true, back: time.Second}} {
					how.after = step
					w := play(t, single(row, act{money: []sim.Fault{{Kind: fault}, {Kind: fault}}, crash: how, gone: n%2 == 1}), mutant{}, false)
					assert.Empty(t, w.breaches, "%s, %s, %+v", name, fault, how)
					for what, n := range w.crashes {
						met[what] += n
					}
				}
			}
		}
	}
	for _, what := range []string{"before F1", "after F1", "before F2", "after F2", "before write", "mid-write", "after write",
		"reply", "before F3", "after F3", "before F4", "after F4", "before push 2", "after push 2", "before bind", "after bind"} {
		assert.NotZero(t, met[what], "nothing died at %q", what)
	}
	t.Logf("died at: %v", met)
}

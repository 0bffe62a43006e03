package cli_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// How often the built program is killed, and from which seed the times and the
// faults are drawn. Ten thousand times: -kills 10000.
var (
	kills    = flag.Int("kills", 520, "how often TestKilled kills the built program")
	killSeed = flag.Uint64("kill-seed", 1, "the seed of TestKilled")
)

// deskWorkers is how many programs run, and die, side by side. They mostly wait.
const deskWorkers = 8

// scene is where the program is killed, and what becomes of the request's answer
// so that it gets there.
type scene struct {
	step  string
	fault sim.Kind
	// poor lets somebody else empty the card before the confirmation, so that the
	// vendor refuses and the operation has to be made impossible.
	poor bool
	// then are keys pressed after the confirmation.
	then []string
}

// scenes are the named steps that an operation at a vendor can come to.
func scenes(vendor string) []scene {
	var all []scene
	for _, step := range []string{"before-F1", "after-F1", "before-prepare", "after-prepare", "before-F2", "after-F2",
		"before-write", "mid-write", "after-write", "reply", "before-F3", "after-F3"} {
		all = append(all, scene{step: step})
	}
	for _, step := range []string{"before-mark", "after-mark"} {
		all = append(all, scene{step: step, then: []string{"Enter"}})
	}
	for _, step := range []string{"before-unknown", "after-unknown", "before-look", "after-look"} {
		all = append(all, scene{step: step, fault: sim.ResetAfter}, scene{step: step, fault: sim.ResetBefore})
	}
	if vendor == "sandy" {
		return append(all, scene{step: "before-bind"}, scene{step: "after-bind"})
	}
	for _, step := range []string{"before-F4", "after-F4", "void-reply"} {
		all = append(all, scene{step: step, poor: true})
	}
	for _, step := range []string{"before-push", "after-push", "before-note", "after-note"} {
		all = append(all, scene{step: step, fault: sim.ResetAfter}, scene{step: step, fault: sim.ResetBefore})
	}
	return all
}

// killed is a shop whose program is killed again and again. Every operation has a
// card and an amount of its own, so that its effects can be told in the vendor's
// books.
type killed struct {
	vendor string
	plan   *sim.Plan
	sandy  *sandysim.Server
	pospal *pospalsim.Server
	env    []string
	args   []string
	data   string
	rand   *rand.Rand
	// first is the number of this desk's first card, and used how many were.
	first, used int
	// open opens the journal, as nobody who works on it does.
	open func() (booksForReading, error)
	// patient says that a desk may be turned away, because what it needs is not
	// there; otherwise that is a fault.
	patient bool
	// told are the cards for which the screen said that it was done.
	told map[string]bool
	// reached counts the kills at each step, and those at no step in particular.
	reached map[string]int
}

// booksForReading is a journal as the comparison needs it.
type booksForReading interface {
	List(ctx context.Context, f journal.Filter) ([]journal.Record, error)
	Verify(ctx context.Context) error
	Close() error
}

func newKilled(t *testing.T, vendor string, seed uint64) *killed {
	t.Helper()
	k := &killed{vendor: vendor, plan: &sim.Plan{}, data: t.TempDir(), rand: rand.New(rand.NewPCG(seed, 26)),
		told: map[string]bool{}, reached: map[string]int{}, env: home(t)}
	k.open = func() (booksForReading, error) {
		return sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(k.data, "journal.db")})
	}
	require.NoError(t, os.WriteFile(filepath.Join(k.data, "crash-for-tests"), nil, 0o600))
	return k
}

func killShop(t *testing.T, vendor string, seed uint64, cards int) *killed {
	t.Helper()
	k := newKilled(t, vendor, seed)
	people := make([]sim.Person, cards)
	for i := range people {
		people[i] = sim.Person{Card: card(i), Name: fmt.Sprintf("顾客%d", i), Level: "普通卡", Status: sim.Normal, Balance: money.Must("1000")}
	}
	var handler http.Handler
	settings := "\npospal:\n  app_id: " + pospalsim.DefaultAppID + "\n  app_key: \"" + pospalsim.DefaultAppKey + "\"\n  daily_calls: 1000000\n  base_url: "
	if vendor == "sandy" {
		k.sandy = sandysim.New(sandysim.Options{Plan: k.plan, People: people, History: sandysim.NoHistory})
		handler = k.sandy
		settings = "\nsandy:\n  token: test\n  customer_guid: \"" + sandysim.DefaultGUID + "\"\n  base_url: "
	} else {
		k.pospal = pospalsim.New(pospalsim.Options{Plan: k.plan, People: people, History: pospalsim.NoHistory, DailyLimit: -1})
		handler = k.pospal
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	file := configFile(t, "backend: "+vendor+"\ndata_dir: "+k.data+settings+server.URL+"\n")
	k.args = []string{"--config", file}
	if vendor == "pospal" {
		k.probe(t, server.URL)
	}
	return k
}

// probe stores that this vendor was seen to keep refused keys usable and to use a key
// up for a change of nothing, as the simulator does.
func (k *killed) probe(t *testing.T, url string) {
	t.Helper()
	able := pospal.New(pospal.Options{BaseURL: url, AppID: config.NewSecret(pospalsim.DefaultAppID), AppKey: config.NewSecret(pospalsim.DefaultAppKey)}).Capabilities()
	// The journal is some minutes old: a new one gives out no keys in its first minute.
	earlier := func() time.Time { return time.Now().Add(-5 * time.Minute) }
	j, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(k.data, "journal.db"), Clock: earlier})
	require.NoError(t, err)
	for _, p := range []backend.Probe{backend.ProbeOneOfTwins, backend.ProbeRefusalKeeps, backend.ProbeNothingUses} {
		body, err := json.Marshal(backend.Finding{Probe: p, Answer: backend.AnswerGood, At: time.Now()})
		require.NoError(t, err)
		_, err = j.Put(t.Context(), backend.Paper{Kind: "probe", Key: able.Kind + "/" + able.Account + "/" + string(p), Body: body}, backend.Note{What: "probe.found"})
		require.NoError(t, err)
	}
	require.NoError(t, j.Close())
}

func card(i int) string { return fmt.Sprintf("K%06d", i) }

// once lets the program carry out one operation until it is killed.
func (k *killed) once(t *testing.T, s scene, number string, fen int) {
	env := k.env
	if s.step != "" {
		env = append(env[:len(env):len(env)], "GUITAI_CRASH_AT="+s.step+":1")
	}
	k.plan.Clear()
	if s.fault != "" {
		faults := []sim.Fault{{Kind: s.fault}, {Kind: s.fault}}
		k.plan.Next("money", faults...)
	}
	w := openWindow(t, 80, 24, env, k.args...)
	defer func() { _ = w.pty.Close() }()
	amount := money.FromFen(int64(fen)).String()
	bill := append([]string{[]string{"F2", "F3"}[fen%2]}, letters(amount)...)
	if fen%2 == 0 {
		bill = append(bill, "x")
	}
	// What an earlier run left open is taken up at the start, so the step may come
	// before the operation does.
	alive := k.waits(w, "F9") && k.types(w, number+"\r") && k.waits(w, "最近记录") &&
		k.types(w, bill...) && k.waits(w, amount) && k.types(w, "Enter") && k.waits(w, "请核对")
	if alive {
		w.readable()
		if s.poor {
			k.empties(t, number)
		}
		alive = k.types(w, "F10")
	}
	if alive && s.step == "" {
		time.Sleep(time.Duration(k.rand.IntN(400)) * time.Millisecond)
	}
	if alive && len(s.then) > 0 && k.waits(w, "✔") {
		time.Sleep(400 * time.Millisecond) // a result that is new takes no keys
		k.types(w, s.then...)
	}
	k.dies(w, s)
	if strings.Contains(w.text(), "✔ 已") {
		k.told[number] = true
	}
}

// empties lets somebody else take what is on a card.
func (k *killed) empties(t *testing.T, number string) {
	t.Helper()
	m, ok := k.pospal.Numbered(number)
	require.True(t, ok)
	_, err := k.pospal.Foreign(m.UID, m.Balance.Neg(), money.Points{}, "")
	require.NoError(t, err)
}

// waits is false if the program ended before the text was on its screen.
func (k *killed) waits(w *window, text string) bool {
	patience := 30 * time.Second
	if k.patient {
		patience = 8 * time.Second
	}
	for deadline := time.Now().Add(patience); !strings.Contains(w.text(), text); {
		select {
		case err := <-w.ended:
			w.ended <- err
			return false
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) && k.patient {
			return false
		}
		if time.Now().After(deadline) {
			w.t.Errorf("%q never appeared on\n%s", text, w.text())
			return false
		}
	}
	return true
}

// types is false if the program has ended.
func (k *killed) types(w *window, keys ...string) bool {
	for _, key := range keys {
		if _, err := w.pty.WriteString(keyBytes(key)); err != nil {
			return false
		}
		time.Sleep(60 * time.Millisecond) // a person, not a scanner
	}
	return true
}

// dies waits until the step has ended the program; one that never gets there is
// ended from outside.
func (k *killed) dies(w *window, s scene) {
	wait := time.Duration(0)
	if s.step != "" {
		wait = 8 * time.Second
	}
	select {
	case err := <-w.ended:
		k.reached[s.step]++
		w.ended <- err
	case <-time.After(wait):
		k.reached["at random"]++
		_ = w.cmd.Process.Kill()
		<-w.ended
	}
}

// killsOf lets the program be killed n times, over all its steps and in between.
func (k *killed) killsOf(t *testing.T, n, turn int) {
	all := scenes(k.vendor)
	next := turn * len(all) * 2 / deskWorkers
	for i := range n {
		var s scene
		if i%5 != 4 {
			s, next = all[next%len(all)], next+1
		}
		fen := 1000 + k.used
		if s.poor {
			fen = 1001 + 2*k.used // a bill, which a card can be too poor for
		}
		k.once(t, s, card(k.first+k.used), fen)
		k.used++
		if t.Failed() {
			return
		}
	}
}

// settles opens the counter once more and waits until nothing is looked up any
// more.
func (k *killed) settles(t *testing.T) []journal.Record {
	k.plan.Clear()
	w := openWindow(t, 80, 24, k.env, k.args...)
	w.sees("F9")
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for {
		recs := k.records(t)
		open := 0
		for _, r := range recs {
			switch r.State {
			case backend.StateIntent, backend.StateSending, backend.StateUnknown, backend.StateVoiding:
				open++
			}
		}
		if open == 0 {
			w.presses("Ctrl+C")
			_ = w.cmd.Process.Kill()
			<-w.ended
			return recs
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%d operations are still open\n%s", open, w.text())
		case <-time.After(time.Second):
		}
	}
}

func (k *killed) records(t *testing.T) []journal.Record {
	j, err := k.open()
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	recs, err := j.List(t.Context(), journal.Filter{Limit: 100_000})
	require.NoError(t, err)
	return recs
}

// verify walks the audit.
func (k *killed) verify(t *testing.T) {
	j, err := k.open()
	require.NoError(t, err)
	require.NoError(t, j.Verify(t.Context()), "the audit is whole")
	require.NoError(t, j.Close())
}

// effects counts what the vendor's books show of an operation on a card.
func (k *killed) effects(t *testing.T, number string) int {
	n := 0
	if k.vendor == "sandy" {
		for _, row := range k.sandy.Rows(number) {
			if row.Type == sandysim.Consume || row.Type == sandysim.Recharge {
				n++
			}
		}
		return n
	}
	m, ok := k.pospal.Numbered(number)
	require.True(t, ok)
	for _, c := range k.pospal.Changes(m.UID) {
		if !c.Balance.IsZero() && !c.Foreign {
			n++
		}
	}
	return n
}

// agree compares the journal with the vendor's books, card by card.
func (k *killed) agree(t *testing.T, recs []journal.Record) map[backend.State]int {
	byCard := map[string]journal.Record{}
	states := map[backend.State]int{}
	for _, r := range recs {
		number := r.Number.String()
		_, second := byCard[number]
		assert.False(t, second, "%s has two operations", number)
		byCard[number] = r
		states[r.State]++
	}
	for i := range k.used {
		number := card(k.first + i)
		effects := k.effects(t, number)
		r, recorded := byCard[number]
		where := fmt.Sprintf("%s %s %s at %s", k.vendor, number, r.Slip, r.State)
		assert.LessOrEqual(t, effects, 1, "%s: charged twice", where)
		if !recorded {
			assert.Zero(t, effects, "%s: money moved that the journal does not know", where)
		}
		switch r.Outcome() {
		case backend.OutcomeSettled:
			assert.Equal(t, 1, effects, "%s: said to be done", where)
		case backend.OutcomeRefused:
			assert.Zero(t, effects, "%s: said not to be done", where)
		case backend.OutcomeUnknown:
			if r.State == backend.StateNotFound {
				assert.Zero(t, effects, "%s: presumed not to be done", where)
			}
		}
		if k.told[number] {
			assert.Equal(t, backend.StateApplied, r.State, "%s: the screen said that it was done", where)
		}
	}
	return states
}

// The built program, with real sockets and a real journal on the disk, is killed
// at every step that an operation has and at random, started again and again, and
// in the end its journal is compared with what the vendor really did.
func TestKilledAtEveryStepAndStartedAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program for minutes")
	}
	t.Parallel() // with the other one that mostly waits
	program(t)
	var mu sync.Mutex
	reached, states := map[string]int{}, map[string]int{}
	var desks sync.WaitGroup
	for i := range deskWorkers {
		vendor := []string{"sandy", "pospal"}[i%2]
		// Not t.Parallel: these mostly wait, and there are more of them than cores.
		desks.Go(func() {
			t.Run(fmt.Sprintf("%s-%d", vendor, i), func(t *testing.T) {
				k := killShop(t, vendor, *killSeed+uint64(i), *kills/deskWorkers)
				k.killsOf(t, *kills/deskWorkers, i/2)
				ends := k.agree(t, k.settles(t))
				k.verify(t)
				mu.Lock()
				defer mu.Unlock()
				for step, n := range k.reached {
					reached[vendor+" "+step] += n
				}
				for s, n := range ends {
					states[vendor+" "+string(s)] += n
				}
			})
		})
	}
	desks.Wait()
	total := 0
	for _, n := range reached {
		total += n
	}
	t.Logf("%d kills from seed %d", total, *killSeed)
	for _, name := range slices.Sorted(maps.Keys(states)) {
		t.Logf("ended as %-22s %d", name, states[name])
	}
	for _, vendor := range []string{"sandy", "pospal"} {
		for _, s := range append(scenes(vendor), scene{step: "at random"}) {
			name := vendor + " " + s.step
			if n, first := reached[name]; first {
				t.Logf("killed   %-22s %d", name, n)
				delete(reached, name)
			} else if s.fault != sim.ResetBefore && *kills >= 500 {
				t.Errorf("%s never came to %s", vendor, s.step)
			}
		}
	}
}

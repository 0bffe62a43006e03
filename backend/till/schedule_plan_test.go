package till_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// scene is a row of the report: a vendor, how it is used, and how bad the day is.
type scene struct {
	name   string
	pospal bool
	kinds  []backend.OpKind
	// own says that the tills have a pay type that nobody else uses, exact that a
	// match by amount is a person's to decide.
	own, exact bool
	// keyKept and voids are what was seen of the vendor by probing: that a refused
	// key stays usable, and that a change of nothing uses its key up.
	keyKept, voids bool
	// calm leaves faults out altogether; otherwise faults of a hundred money
	// requests meet one.
	calm   bool
	faults int
	// late is the longest that a request may lie about, doubles says that some
	// are delivered twice.
	late    time.Duration
	doubles bool
	// collides says that other software uses some of our keys.
	collides bool
	// counted rows promise nothing about the vendor's ledger and are only counted.
	counted        bool
	short          bool // cards that are often short
	sandySwitches  sandysim.Switches
	pospalSwitches pospalsim.Switches
}

// contract is what the tills of a row know about their vendor.
func (r scene) contract() backend.Contract {
	c := backend.Contract{}
	for probe, good := range map[backend.Probe]bool{backend.ProbeOneOfTwins: true, backend.ProbeKeyLife: true,
		backend.ProbeRefusalKeeps: r.keyKept, backend.ProbeNothingUses: r.voids} {
		if good {
			c[probe] = backend.Finding{Probe: probe, Answer: backend.AnswerGood}
		}
	}
	return c
}

func (r scene) daily() int { return -1 }

// schedule is one whole day, decided beforehand.
type schedule struct {
	row   scene
	seed  uint64
	tills int
	acts  []act
}

type actKind int

// What can happen in a day.
const (
	ring     actKind = iota // somebody rings something up
	crowd                   // several sessions ring up the same card at once
	stranger                // somebody else moves a card's money
	burst                   // somebody else moves it thirty times in a row
	wind                    // a clock is set wrong
	lookAll                 // somebody looks at everything that is open
	leaf                    // somebody opens a card's history
	lock                    // the next commits fail or wait
	outage                  // the next money lines find no connection
	revoke                  // the vendor knows our credentials no more, for a while
	exhaust                 // other software uses the day's calls up
	stale                   // the vendor's copies lag behind, for a while
	decide                  // a supervisor closes what only persons can
	void                    // the guest leaves before an answer
	lastKind
)

func (k actKind) String() string {
	return [...]string{"ring", "crowd", "stranger", "burst", "wind", "look", "leaf", "lock", "outage", "revoke", "exhaust",
		"stale", "decide", "void"}[k]
}

// act is one thing that happens, after gap.
type act struct {
	kind       actKind
	gap        time.Duration
	till, card int
	op         backend.OpKind
	fen        int64
	n          int
	money      []sim.Fault // what the next money requests meet
	reads      []sim.Fault // what the next reads meet
	leave      time.Duration
	again      bool // Enter twice
	between    bool // somebody else moves the card between preview and confirmation
	during     bool // and while the request is under way
	crash      crash
	nap        time.Duration
	disk       disk
	gone       bool // the guest leaves before an answer
}

func (a act) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "+%s %s till %d card %d", a.gap, a.kind, a.till+1, a.card+1)
	if a.kind == ring || a.kind == crowd {
		fmt.Fprintf(&b, " %s %d.%02d", a.op, a.fen/100, a.fen%100)
	}
	if a.kind != ring {
		fmt.Fprintf(&b, " n=%d", a.n)
	}
	for _, part := range []struct {
		is   bool
		text string
	}{
		{len(a.money) > 0, fmt.Sprint(" money=", a.money)}, {len(a.reads) > 0, fmt.Sprint(" reads=", a.reads)},
		{a.leave > 0, fmt.Sprint(" session ends after ", a.leave)}, {a.again, " Enter twice"},
		{a.between, " a stranger before"}, {a.during, " a stranger meanwhile"}, {a.gone, " the guest leaves"},
		{a.crash.after > 0, fmt.Sprintf(" crash=%+v", a.crash)}, {a.nap > 0, fmt.Sprint(" sleeps ", a.nap)},
		{a.kind == lock, fmt.Sprintf(" disk=%+v", a.disk)},
	} {
		if part.is {
			b.WriteString(part.text)
		}
	}
	return b.String()
}

// dice are where a schedule comes from: a seed, or rapid, which also makes what
// it drew smaller until it no longer fails. 0 is always the harmless draw.
type dice interface {
	// below draws a number from 0 to n-1.
	below(label string, n int) int
	// repeat calls f up to most times.
	repeat(label string, most int, f func(dice))
}

type seeded struct{ *rand.Rand }

func (s seeded) below(_ string, n int) int { return s.IntN(n) }

func (s seeded) repeat(_ string, most int, f func(dice)) {
	for range 1 + s.IntN(most) {
		f(s)
	}
}

type shrinking struct{ *rapid.T }

func (s shrinking) below(label string, n int) int { return rapid.IntRange(0, n-1).Draw(s.T, label) }

func (s shrinking) repeat(label string, most int, f func(dice)) {
	one := rapid.Custom(func(t *rapid.T) bool { f(shrinking{t}); return t != nil })
	rapid.SliceOfN(one, 1, most).Draw(s.T, label)
}

// drawn is the schedule of a row and a seed.
func drawn(row scene, seed uint64) schedule {
	h := fnv.New64a()
	_, _ = h.Write([]byte(row.name))
	s := plan(seeded{rand.New(rand.NewPCG(seed, h.Sum64()))}, row)
	s.seed = seed
	return s
}

// one is true once in n.
func one(d dice, label string, n int) bool { return d.below(label, n) == n-1 }

func plan(d dice, row scene) schedule {
	s := schedule{row: row, tills: 1 + d.below("tills", 6)/3}
	if one(d, "third till", 12) {
		s.tills = 3
	}
	d.repeat("acts", 8, func(d dice) { s.acts = append(s.acts, drawAct(d, row, s.tills)) })
	return s
}

// drawGap is the wait before an act: until what ran is settled, at once, while
// something runs, much later, and now and then the hours between two zones.
func drawGap(d dice) time.Duration {
	gaps := []time.Duration{2 * time.Second, 300 * time.Millisecond, 3 * time.Second, 2 * time.Second, 20 * time.Second,
		45 * time.Second, 90 * time.Second, 3 * time.Minute}
	gap := gaps[d.below("gap", len(gaps))]
	if one(d, "hours", 40) {
		gap = 8 * time.Hour
	}
	return gap + time.Duration(d.below("odd", 997))*time.Microsecond
}

func drawAct(d dice, row scene, tills int) act {
	a := act{kind: drawKind(d, row), gap: drawGap(d),
		till: d.below("till", tills), card: d.below("card", 5) / 4, n: d.below("n", 12)}
	a.op = row.kinds[d.below("op", len(row.kinds))]
	amounts := []int64{1000, 1000, 2550, 4000, 9999}
	if row.short {
		amounts = []int64{1000, 9000, 12000, 17000, 25000}
	}
	a.fen = amounts[d.below("amount", len(amounts))]
	if row.calm {
		return a
	}
	switch a.kind {
	case ring, crowd:
		drawTrouble(d, row, &a)
	case lock:
		a.disk = disk{kind: diskKind(d.below("disk", 4)), left: 1 + d.below("commits", 6),
			wait: []time.Duration{time.Second, 4 * time.Second, 20 * time.Second, time.Minute}[d.below("held", 4)]}
	}
	return a
}

func drawKind(d dice, row scene) actKind {
	if row.calm {
		return ring
	}
	n := d.below("kind", 100)
	for _, k := range []struct {
		share int
		kind  actKind
	}{
		{62, ring}, {4, crowd}, {8, stranger}, {1, burst}, {4, wind}, {4, lookAll}, {4, leaf}, {5, lock}, {2, outage},
		{2, revoke}, {1, exhaust}, {1, stale}, {2, decide},
	} {
		if n < k.share {
			return k.kind
		}
		n -= k.share
	}
	return ring
}

// drawTrouble is what happens to one operation.
func drawTrouble(d dice, row scene, a *act) {
	for range 3 {
		if f := drawFault(d, row); f.Kind != sim.None || len(a.money) > 0 {
			a.money = append(a.money, f)
			continue
		}
		break
	}
	if one(d, "reads fail", 10) {
		for range d.below("reads until", 6) {
			a.reads = append(a.reads, sim.Fault{Kind: sim.None})
		}
		a.reads = append(a.reads, readFaults()[d.below("read fault", len(readFaults()))])
	}
	if one(d, "leaves", 12) {
		a.leave = time.Duration(1+d.below("after", 200)) * time.Millisecond
	}
	a.again = one(d, "twice", 12)
	a.between = one(d, "between", 14)
	a.during = one(d, "during", 14)
	if row.pospal {
		a.gone = one(d, "gone", 8)
	}
	if one(d, "crashes", 7) {
		a.crash = crash{after: 1 + d.below("at step", 24), power: one(d, "power", 3), linger: one(d, "linger", 3),
			back: []time.Duration{time.Second, 10 * time.Second, time.Minute}[d.below("back", 3)]}
	}
	if one(d, "nap", 60) {
		a.nap = []time.Duration{time.Second, 3 * time.Second, 8 * time.Hour}[d.below("nap for", 3)]
	}
}

// moneyFaults are those of a request that moves money, in the words of the plan.
func moneyFaults() []string {
	return []string{"reset-after", "reset-before", "hang", "hang-after", "delay:4s", "delay:12s", "delay:25s", "http502",
		"http502-after", "http503", "http500-after", "http504-after", "http429", "http413", "html", "html-after", "http511",
		"truncated", "half-headers", "empty", "garbage", "redirect302", "redirect307", "trailing", "duplicate-keys",
		"wrong-card", "slow", "int-errcode"}
}

func drawFault(d dice, row scene) sim.Fault {
	if d.below("faulty", 100) < 100-row.faults {
		return sim.Fault{Kind: sim.None}
	}
	n := d.below("fault", 100)
	switch {
	case n < 14 && row.late > 0:
		wait := time.Duration(1+d.below("late", int(row.late/time.Second))) * time.Second
		return sim.Fault{Kind: sim.Late, Wait: wait}
	case n < 24 && row.doubles:
		return drawDouble(d)
	case n < 36:
		return corpusFault(d.below("corpus", corpusSize()))
	}
	f, err := sim.ParseFault(moneyFaults()[d.below("money fault", len(moneyFaults()))])
	if err != nil {
		panic(err)
	}
	return f
}

func drawDouble(d dice) sim.Fault {
	kinds := []sim.Kind{sim.Twice, sim.TwiceSecond, sim.TwiceLate, sim.TwiceLate}
	return sim.Fault{Kind: kinds[d.below("double", len(kinds))], Wait: time.Duration(1+d.below("copy", 120)) * time.Second}
}

// readFaults never forge a figure: what a vendor reads out wrongly but well
// formed nobody can know.
func readFaults() []sim.Fault {
	return []sim.Fault{{Kind: sim.ResetBefore}, {Kind: sim.ResetAfter}, {Kind: sim.Hang}, {Kind: sim.HTTPBefore, Status: 502},
		{Kind: sim.HTML}, {Kind: sim.Truncated}, {Kind: sim.Empty}, {Kind: sim.Garbage}, {Kind: sim.Delay, Wait: 8 * time.Second},
		{Kind: sim.WrongCard}}
}

// corpus are well-known ways to spoil a reply that was applied.
func corpus() []struct {
	name  string
	spoil func([]byte) []byte
} {
	sub := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return []byte(strings.Replace(string(b), old, new, 1)) }
	}
	numbers := func(to func(string) string) func([]byte) []byte {
		return func(b []byte) []byte { return rewriteNumbers(b, to) }
	}
	return []struct {
		name  string
		spoil func([]byte) []byte
	}{
		{"bom", func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }},
		{"gbk", func(b []byte) []byte { return append(b[:len(b)-1:len(b)-1], []byte(",\"x\":\"\xc4\xe3\xba\xc3\"}")...) }},
		{"nan", numbers(func(string) string { return "NaN" })},
		{"1e400", numbers(func(string) string { return "1e400" })},
		{"three decimals", numbers(func(n string) string { return n + ".001" })},
		{"null", numbers(func(string) string { return "null" })},
		{"one more", numbers(func(n string) string { return "1" + strings.TrimPrefix(n, "-") })},
		{"negative", numbers(func(n string) string { return "-" + strings.TrimPrefix(n, "-") })},
		{"upper case keys", func(b []byte) []byte {
			return []byte(strings.NewReplacer("amount", "Amount", "balance", "Balance").Replace(string(b)))
		}},
		{"half", func(b []byte) []byte { return b[:len(b)/2] }},
		{"tail", func(b []byte) []byte { return append(b, '}') }},
		{"array", func(b []byte) []byte { return append(append([]byte{'['}, b...), ']') }},
		{"null body", func([]byte) []byte { return []byte("null") }},
		{"true", func([]byte) []byte { return []byte("true") }},
		{"error beside", sub("{", `{"errcode":"500",`)},
		{"status unknown", sub(`"success"`, `"maybe"`)},
	}
}

func corpusSize() int { return len(corpus()) }

func corpusFault(n int) sim.Fault {
	c := corpus()[n]
	return sim.Fault{Kind: sim.Rewrite, Target: c.name, Rewrite: c.spoil}
}

// rewriteNumbers changes every number of a JSON text.
func rewriteNumbers(b []byte, to func(string) string) []byte {
	var out []byte
	inText := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == '"' {
			inText = !inText
		}
		if inText || c != '-' && (c < '0' || c > '9') {
			out = append(out, c)
			continue
		}
		end := i
		for end < len(b) && strings.IndexByte("-0123456789.eE+", b[end]) >= 0 {
			end++
		}
		out = append(out, to(string(b[i:end]))...)
		i = end - 1
	}
	return out
}

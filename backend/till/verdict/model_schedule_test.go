package verdict_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till/verdict"
)

// The model's times are milliseconds since the schedule began.
const (
	second = int64(1000)
	minute = 60 * second
	// giveUp is how long after the quiet period a history may stay unreadable.
	giveUp = 2 * minute
	// timeout is how long the till waits for an answer.
	timeout = 10 * second
)

// shop is the world of one row of the report.
type shop struct {
	pospal bool
	// kind is what the till does: a fingerprint exists for recharges only.
	kind        backend.OpKind
	fingerprint bool
	// quiet is the till's quiet period, late how long after it was sent a request
	// may still arrive.
	quiet, late int64
	// single says that the network delivers nothing twice; otherwise it does so
	// with one request in a hundred.
	single bool
	// keyKept is what the till was told about the vendor, burns and balanceFirst
	// how the vendor really is, and collides how many keys of a thousand some
	// other software used.
	keyKept, burns, balanceFirst bool
	collides                     int
	// voids says that the vendor was seen to use a key up for a change of nothing,
	// and ownKeys that the till was told that nobody else uses its keys.
	voids, ownKeys bool
	// leaves is how many guests of eight give up what nobody knows, at least one.
	leaves int
	// alone says that nobody else is at work on the card.
	alone bool
	// naive is a till without any protocol: it sends again until somebody answers.
	naive bool
	rules rules
}

// rules are where a till can be made wrong on purpose.
type rules struct {
	decide func(verdict.Input) verdict.Verdict
	reckon func(verdict.Card) verdict.Reckoning
	// freshKey pushes with a new key, unlocked lets an unknown operation's card
	// go, unswept never looks by itself for what may have come late, forgets not
	// even when somebody reads.
	freshKey, unlocked, unswept, forgets bool
	// unmarked sends a tombstone without a word in the journal, unfenced believes
	// a first refusal without one, and hinted believes a refusal of a push whose
	// card moved by exactly this.
	unmarked, unfenced, hinted bool
}

// deed is an operation as the journal has it, and what it really did.
type deed struct {
	n, purchase int
	state       backend.State
	key         int64
	attempts    []backend.ReplyClass
	// tombs are what the changes of nothing brought, voided that one may be on its
	// way, and pushed that no more is sent. busy is until when an attempt may be
	// answered.
	tombs          []backend.ReplyClass
	voided, pushed bool
	busy           int64
	before         snapshot
	receipt        *backend.Receipt
	row            int64
	// quiet is when the quiet period ends.
	quiet   int64
	created int64
	settled int64
	effects int
}

// event is something that happens at a moment. What a till does dies with its
// process: epoch is the life that it belongs to, 0 for the world outside.
type event struct {
	at    int64
	epoch int
	do    func()
}

// world is one schedule.
type world struct {
	shop
	*rand.Rand
	pcg    *rand.PCG
	ledger ledger
	now    int64
	queue  []event
	// life counts the till's processes.
	life int
	down bool
	// calm says that the day is over: who is killed reading starts again.
	calm      bool
	deeds     []*deed
	purchases []int // how often each was tried
	keys      int64
	// alarm says that a person was told of money that nothing accounts for, and
	// incident that no more moves on the card because of it.
	alarm, incident bool
	row             backend.EventKind
	gross           int64
	net             int64
	log             []string
	tracing         bool
	yuans           map[int64]money.Amount
}

func newWorld(s shop) *world {
	pcg := rand.NewPCG(0, 0)
	return &world{shop: s, pcg: pcg, Rand: rand.New(pcg), yuans: map[int64]money.Amount{}}
}

func (w *world) trace(format string, args ...any) {
	if w.tracing {
		w.log = append(w.log, fmt.Sprintf("%5d.%03d s  ", w.now/second, w.now%second)+fmt.Sprintf(format, args...))
	}
}

// span is a moment between two delays.
func (w *world) span(from, to int64) int64 { return from + w.Int64N(to-from+1) }

func (w *world) insert(e event) {
	i := len(w.queue)
	for i > 0 && w.queue[i-1].at <= e.at {
		i--
	}
	w.queue = slices.Insert(w.queue, i, e)
}

// outside happens whether or not the till lives; inside dies with this process.
func (w *world) outside(delay int64, do func()) { w.insert(event{w.now + max(delay, 0), 0, do}) }
func (w *world) inside(delay int64, do func())  { w.insert(event{w.now + max(delay, 0), w.life, do}) }

// run lives one schedule through to the end of the day.
func (w *world) run(seed uint64) tally {
	w.pcg.Seed(seed, 0x9e3779b97f4a7c15)
	w.now, w.life, w.keys = 0, 1, 0
	w.down, w.calm, w.alarm, w.incident = false, false, false, false
	w.queue, w.deeds, w.purchases, w.log = w.queue[:0], w.deeds[:0], w.purchases[:0], w.log[:0]
	w.draw()
	for len(w.queue) > 0 {
		e := w.queue[len(w.queue)-1]
		w.queue = w.queue[:len(w.queue)-1]
		w.now = e.at
		if e.epoch == 0 || e.epoch == w.life {
			e.do()
		}
	}
	w.endOfDay()
	return w.audit()
}

// draw makes the card, its guests and who else is about.
func (w *world) draw() {
	w.gross, w.net, w.row = 1000, 1000, backend.EventConsume
	if w.kind == backend.OpRecharge {
		w.row = backend.EventRecharge
	}
	if w.IntN(2) == 0 { // a discount, or a gift
		w.net += signed(w.row, 200)
	}
	balance := []int64{0, w.net, 2*w.net - 1, 100 * w.net}[w.IntN(4)]
	w.ledger.reset(balance, balance+[]int64{w.net, 2 * w.net, 100 * w.net}[w.IntN(3)])
	w.trace("a card with %d, at most %d; each operation moves %+d", balance, w.ledger.most, signed(w.row, w.net))
	for range 1 + w.IntN(3) {
		p := len(w.purchases)
		w.purchases = append(w.purchases, 0)
		w.outside(w.span(0, 90*second), func() { w.ring(p, 0) })
	}
	if w.IntN(10) < 3 && !w.alone {
		for range 1 + w.IntN(3) {
			w.outside(w.span(0, 3*minute), w.others)
		}
	}
	if w.IntN(4) == 0 {
		w.outside(w.span(0, 5*minute), w.someoneReads)
	}
}

// ring is a guest at the till. Whoever finds the card locked comes back.
func (w *world) ring(p, waited int) {
	if w.down || w.barred() {
		if waited < 8 {
			w.outside(15*second, func() { w.ring(p, waited+1) })
		}
		return
	}
	before, made := w.ledger.read(), len(w.deeds)
	if !w.pospal {
		w.begin(p, before)
		return
	}
	if !w.ledger.allows(w.row, w.net) && w.IntN(2) == 0 {
		return // the preview shows that the card cannot pay
	}
	// The preview is the baseline there. One from before another operation is
	// refused and made anew.
	w.outside(w.span(second, 30*second), func() {
		if w.down || w.barred() || len(w.deeds) != made {
			w.ring(p, waited+1)
			return
		}
		w.begin(p, before)
	})
}

// locked tells whether the card has an open operation, barred whether for that
// or another reason nothing may begin on it.
func (w *world) barred() bool { return w.incident || w.locked() }

func (w *world) locked() bool {
	return slices.ContainsFunc(w.deeds, func(o *deed) bool {
		return o.state.Open() && !(w.rules.unlocked && o.state == backend.StateUnknown)
	})
}

// crash kills the till once in 25 steps; another process starts later.
func (w *world) crash(o *deed, step string) bool {
	if w.naive || w.calm || w.IntN(25) > 0 {
		return false
	}
	w.trace("kill -9 of #%d: %s", o.n, step)
	w.life++
	w.down = true
	w.outside(w.span(second, 20*second), w.restart)
	return true
}

// restart takes over what was left open.
func (w *world) restart() {
	w.down = false
	for _, o := range w.deeds {
		if w.rules.unmarked {
			o.voided, o.tombs = false, nil
		}
		switch o.state {
		case backend.StateIntent:
			w.end(o, backend.StateNotSent)
		case backend.StateSending:
			o.state = backend.StateUnknown
			w.watch(o)
		case backend.StateUnknown, backend.StateVoiding:
			w.watch(o)
		case backend.StateNotFound:
			w.looksLate(o)
		}
	}
}

func (w *world) newKey() int64 {
	w.keys++
	if w.IntN(1000) < w.collides {
		key := w.keys
		w.outside(w.span(0, 20*second), func() {
			w.trace("other software: key %d", key)
			w.ledger.used = append(w.ledger.used, key)
		})
	}
	return w.keys
}

func (w *world) begin(p int, before snapshot) {
	w.purchases[p]++
	o := &deed{n: len(w.deeds) + 1, purchase: p, state: backend.StateIntent, before: before, created: w.now, key: w.newKey()}
	w.deeds = append(w.deeds, o)
	w.trace("purchase %d: #%d begins", p, o.n)
	if w.crash(o, "locked, nothing sent") {
		return
	}
	if w.pospal {
		w.submit(o)
		return
	}
	w.inside(w.span(20, 900), func() {
		if w.IntN(30) == 0 {
			w.end(o, backend.StateNotSent)
			return
		}
		o.before = w.ledger.read()
		w.submit(o)
	})
}

// end stores an end and lets the guest act on it.
func (w *world) end(o *deed, s backend.State) {
	if s == backend.StateNotSent {
		w.trace("#%d %s", o.n, s)
	}
	o.state = s
	if w.purchases[o.purchase] >= 3 {
		return
	}
	again := func() { w.ring(o.purchase, 0) }
	switch s {
	case backend.StateNotSent, backend.StateNotFound, backend.StateVoided:
		if w.IntN(10) < 7 {
			w.outside(w.span(second, 20*second), again)
		}
	case backend.StateRefused:
		if w.IntN(2) == 0 { // elsewhere the card is put right, and then rung again
			room := line{kind: backend.EventRecharge, gross: 5000, net: 5000}
			if w.row == backend.EventRecharge {
				room.kind, room.gross, room.net = backend.EventConsume, w.ledger.balance, w.ledger.balance
			}
			w.outside(w.span(second, 20*second), func() { w.foreign(room) })
			w.outside(w.span(20*second, 40*second), again)
		}
	}
}

package till_test

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// act does one thing of a schedule. What it starts may still run when it returns.
func (w *world) act(a act) {
	time.Sleep(a.gap)
	w.say("%s", a)
	l := w.seats[a.till%len(w.seats)].now()
	switch a.kind {
	case ring:
		w.queue(a)
		w.ring(l, a)
	case crowd:
		w.crowd(l, a)
	case stranger:
		w.stranger(a.card, a.n, a.fen)
	case burst:
		for range 30 {
			w.stranger(a.card, a.n, 1)
			time.Sleep(3 * time.Millisecond)
		}
	case wind:
		w.wind(l.seat, a.n)
	case lookAll:
		w.lookAll(l)
	case leaf:
		w.leaf(l, a.card)
	case lock:
		w.mu.Lock()
		w.disk = a.disk
		w.mu.Unlock()
	case outage:
		w.mu.Lock()
		w.down = 1 + a.n%4
		w.mu.Unlock()
	case revoke, exhaust, stale:
		w.spell(a)
	case decide:
		w.decide(l)
	}
}

// queue lays out the faults that the next calls meet.
func (w *world) queue(a act) {
	w.plan.Next("money", a.money...)
	w.plan.Next("read", a.reads...)
}

// quote asks for a preview, and keeps what it showed.
func (w *world) quote(l *life, a act) (backend.Quote, error) {
	id := w.newID()
	ctx, guest, called := context.Background(), w.guests[a.card], time.Now()
	amount := money.FromFen(a.fen)
	var q backend.Quote
	var err error
	switch {
	case a.op == backend.OpRecharge && w.row.pospal:
		q, err = l.till.QuoteRecharge(ctx, guest, amount, backend.PayType{ID: "现金"})
	case a.op == backend.OpRecharge:
		q, err = l.till.QuoteRecharge(ctx, guest, amount, backend.PayType{ID: ownPay})
	case a.op == backend.OpRedeem:
		q, err = l.till.QuoteRedeem(ctx, guest, money.WholePoints(int64(1+a.n)))
	default:
		q, err = l.till.QuoteConsume(ctx, guest, amount, nil)
		if err == nil && len(q.RestBy) > 0 {
			q = l.till.WithRest(q, q.RestBy[0])
		}
	}
	if err != nil || l.isDead() {
		w.say("%s turns it away: %v", l.seat.name, err)
		return q, err
	}
	q.Operation.ID = id
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deeds[q.Operation.ID] = &deed{id: q.Operation.ID, seat: l.seat.name, card: a.card, quote: q}
	if read := q.Member.ReadAt.Add(-time.Duration(l.seat.skew.Load())); !read.Before(called) {
		// Otherwise it is what was read a moment ago, which nobody takes for fresh.
		w.looks = append(w.looks, glance{a.card, called, time.Now(), q.Member.Balance.Fen()})
	}
	return q, nil
}

// ring is one operation from its preview to whatever the cashier sees of it.
func (w *world) ring(l *life, a act) {
	q, err := w.quote(l, a)
	if err != nil || l.isDead() {
		return
	}
	if a.between {
		time.Sleep(70 * time.Millisecond)
		w.stranger(a.card, a.n, a.fen)
	}
	time.Sleep(400*time.Millisecond + time.Duration(a.n)*time.Millisecond)
	l.prepareFor(a)
	w.confirm(l, q, a.leave)
	if a.again {
		time.Sleep(time.Duration(1+a.n) * time.Millisecond)
		w.confirm(l, q, 0)
	}
	if a.during {
		time.Sleep(55*time.Millisecond + time.Duration(a.n)*time.Millisecond)
		w.stranger(a.card, a.n, a.fen)
	}
	if a.gone {
		time.Sleep(3 * time.Second)
		w.leaves(l, q.Operation.ID)
	}
}

// leaves is the guest walking away from an operation of which nobody knows yet.
func (w *world) leaves(l *life, id string) {
	if l.isDead() {
		return
	}
	c, err := l.till.Void(context.Background(), id)
	w.say("%s voids %s: %s %v", l.seat.name, tail(id), c.State, err)
	if !l.isDead() && err == nil {
		w.screen(l, c, err, "void")
	}
}

// prepareFor lays out how the process fares.
func (l *life) prepareFor(a act) {
	if a.crash.after > 0 {
		l.arm(a.crash)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.naps = a.nap
}

// confirm presses the key, in a session that may end before the answer.
func (w *world) confirm(l *life, q backend.Quote, leave time.Duration) {
	session, end := context.WithCancel(context.Background())
	w.mu.Lock()
	d := w.deeds[q.Operation.ID]
	if d.asked.IsZero() {
		d.asked = time.Now()
		w.sessions[d.id] = session
	}
	w.mu.Unlock()
	w.workers.Go(func() {
		defer end()
		c, err := l.till.Do(session, q)
		if !l.isDead() {
			c.ID = q.Operation.ID
			w.screen(l, c, err, "do")
		}
	})
	if leave > 0 {
		w.workers.Go(func() {
			time.Sleep(leave)
			end()
		})
	}
}

// crowd lets 2 to 16 sessions ring up one card within a second.
func (w *world) crowd(l *life, a act) {
	many := 2 + a.n%4
	if a.n == 11 {
		many = 16
	}
	w.queue(a)
	for i := range many {
		b := a
		b.fen += int64(i % 3)
		w.workers.Go(func() {
			time.Sleep(time.Duration(i)*7*time.Millisecond + time.Duration(a.n)*time.Microsecond)
			seat := w.seats[(a.till+i)%len(w.seats)].now()
			if q, err := w.quote(seat, b); err == nil && !seat.isDead() {
				time.Sleep(time.Duration(100+i*3) * time.Millisecond)
				w.confirm(seat, q, 0)
			}
		})
	}
	l.prepareFor(a)
	time.Sleep(time.Second)
}

// stranger moves a card's money as another till or the back office does: the
// same amount, or another one.
func (w *world) stranger(card, n int, fen int64) {
	at := time.Now()
	if w.row.pospal {
		w.strangerPospal(card, n, fen, at)
		return
	}
	kinds := []sandysim.Event{sandysim.Consume, sandysim.Recharge, sandysim.TransferIn, sandysim.TransferOut}
	kind := kinds[n%len(kinds)]
	if n >= 6 && fen > 1 {
		fen += 300
	}
	row, err := w.sandy.Foreign(w.guests[card], kind, money.FromFen(fen), "别处", "现金")
	if err != nil {
		w.say("the stranger is refused: %v", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.others[card] = append(w.others[card], foreign{at, row.Delta().Fen(), row.Balance.Fen(), row.ID})
	w.note("a stranger moves card %d by %s (row %d)", card+1, row.Delta(), row.ID)
}

func (w *world) strangerPospal(card, n int, fen int64, at time.Time) {
	if n%2 == 0 {
		fen = -fen
	}
	if n >= 6 && fen != 1 && fen != -1 {
		fen += 300
	}
	uid, _ := strconv.ParseInt(w.guests[card], 10, 64)
	key := ""
	if w.row.collides && n >= 3 {
		// The second that the till's next operation on this card will take.
		key = at.Add(time.Duration(n%3) * time.Second).In(sim.Zone()).Format(time.DateTime)
	}
	m, _ := w.pospal.Member(uid)
	if m.Balance.Fen()+fen < 0 {
		return
	}
	c, err := w.pospal.Foreign(uid, money.FromFen(fen), money.Points{}, key)
	if err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.others[card] = append(w.others[card], foreign{at: at, change: fen, left: c.BalanceAfter.Fen()})
	w.note("a stranger moves card %d by %d.%02d %s", card+1, fen/100, fen%100, key)
}

// wind sets a machine's clock wrong, or right again.
func (w *world) wind(p *seat, n int) {
	p.skew.Store(int64(offBy(n)))
	w.say("%s's clock is off by %s", p.name, offBy(n))
}

// offBy is how far clocks are set wrong.
func offBy(n int) time.Duration {
	const year = 365 * 24 * time.Hour
	return []time.Duration{0, time.Second, -time.Second, 40 * time.Second, -40 * time.Second, time.Hour, -time.Hour, year, -year,
		-26 * year, 20 * time.Second, 0}[n]
}

// spell is a bad time at the vendor that ends by itself.
func (w *world) spell(a act) {
	on := func(bad bool) {
		switch {
		case a.kind == revoke && w.row.pospal:
			w.pospal.Switch(func(s *pospalsim.Switches) { s.Revoked = bad })
		case a.kind == revoke:
			w.sandy.Switch(func(s *sandysim.Switches) { s.Expired = bad })
		case a.kind == exhaust && w.row.pospal:
			w.pospal.Switch(func(s *pospalsim.Switches) { s.Exhausted = bad })
		case a.kind == stale && w.row.pospal:
			w.pospal.Switch(func(s *pospalsim.Switches) { s.ReplicaLag = lagOf(a.n, bad) })
		case a.kind == stale:
			w.sandy.Switch(func(s *sandysim.Switches) { s.ReplicaLag = lagOf(a.n, bad) })
		}
	}
	on(true)
	w.workers.Go(func() {
		time.Sleep([]time.Duration{time.Second, 10 * time.Second, 40 * time.Second, 3 * time.Minute}[a.n%4])
		on(false)
	})
}

func lagOf(n int, bad bool) time.Duration {
	if !bad {
		return 0
	}
	return time.Duration(1+n) * 10 * time.Second
}

// lookAll is somebody at the list of what is unknown.
func (w *world) lookAll(l *life) {
	cases, err := l.till.Cases(context.Background(), false)
	if err != nil {
		return
	}
	for _, c := range cases {
		time.Sleep(time.Millisecond)
		_, _ = l.till.Look(context.Background(), c.ID)
	}
}

// leaf opens a card's history.
func (w *world) leaf(l *life, card int) {
	if _, err := l.till.History(context.Background(), backend.HistoryQuery{MemberID: w.guests[card], Page: 1, Size: 100}); err != nil {
		w.say("%s cannot show the history of card %d: %v", l.seat.name, card+1, err)
	}
	time.Sleep(time.Second)
}

// decide closes the oldest case that waits for a person as the vendor's back
// office shows it.
func (w *world) decide(l *life) {
	cases, err := l.till.Cases(context.Background(), true)
	if err != nil {
		return
	}
	for _, c := range cases {
		if c.State != backend.StateHuman {
			continue
		}
		seen := w.effects()[c.ID]
		w.mu.Lock()
		w.deeds[c.ID].decided = seen
		w.mu.Unlock()
		_, _ = l.till.Decide(context.Background(), c.ID, seen > 0, "主管看过后台")
		return
	}
}

// evening lets everything arrive that still can, looks at what is left as staff
// do at closing time, and closes; the next morning does it once more.
func (w *world) evening() {
	w.calls = len(w.requests())
	time.Sleep(30 * time.Second)
	w.plan.Clear()
	w.mu.Lock()
	w.disk, w.down = disk{}, 0
	w.mu.Unlock()
	for _, p := range w.seats {
		p.skew.Store(0)
		l := p.now()
		l.arm(crash{})
		if l.broken.Load() && !l.isDead() {
			l.restart()
		}
	}
	time.Sleep(9 * time.Minute)
	w.surfaced()
	w.settled()
	for _, p := range w.seats {
		p.now().restart()
	}
	time.Sleep(2 * time.Minute)
	if !w.mutant.unswept {
		w.sweep()
	}
	time.Sleep(2 * time.Minute)
	w.surfaced()
}

// restart closes a till in good order and opens it again.
func (l *life) restart() {
	l.close()
	l.seat.start()
}

// sweep is the end of a day: the cards of the day are read, and somebody looks at
// what is still open.
func (w *world) sweep() {
	if _, err := w.seats[0].now().till.Sweep(context.Background()); err != nil {
		w.say("no sweep: %v", err)
	}
	for _, p := range w.seats {
		time.Sleep(time.Second)
		w.lookAll(p.now())
	}
}

// surfaced holds what every till lists against what is open in the journal.
func (w *world) surfaced() {
	w.mu.Lock()
	open := map[string]bool{}
	for _, id := range w.holders {
		open[id] = true
	}
	w.mu.Unlock()
	for _, p := range w.seats {
		l := p.now()
		if l.isDead() {
			continue
		}
		cases, err := l.till.Cases(context.Background(), true)
		if err != nil {
			w.breach("I7 what is open is on every screen", err.Error())
			continue
		}
		seen := map[string]bool{}
		for _, c := range cases {
			seen[c.ID] = true
		}
		for id := range open {
			if !seen[id] {
				w.breach("I7 what is open is on every screen", fmt.Sprintf("%s does not list %s", p.name, id))
			}
		}
	}
}

const slowRule = "nothing waits for a till"

// settled: after all that time nothing waits for a till any more unless a clock
// or a disk was in the way, or the vendor would not have us until tomorrow.
func (w *world) settled() {
	for _, a := range w.s.acts {
		switch a.kind {
		case wind, lock, revoke, exhaust:
			return
		}
		if a.nap > 0 {
			return
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range w.order {
		d := w.deeds[id]
		if d == nil {
			continue
		}
		switch d.state {
		case backend.StateIntent, backend.StateSending, backend.StateUnknown, backend.StateVoiding:
			w.breaches = append(w.breaches, breach{slowRule, id + " is still " + string(d.state)})
		}
	}
}

package verdict_test

import (
	"slices"

	"guitai/backend"
	"guitai/backend/till/verdict"
)

// The rules of the shipped till, as far as the decision tables need them: when it
// sends, reads and asks the table, and what it does with the answer.

// submit sends once. Five in ten requests go well.
func (w *world) submit(o *deed) {
	first := len(o.attempts) == 0
	fault := w.IntN(100)
	if fault < 3 { // no connection: nothing is recorded of a push
		w.trace("#%d: no connection", o.n)
		if first || w.naive {
			w.end(o, backend.StateNotSent)
		}
		return
	}
	if w.rules.freshKey && !first {
		o.key = w.newKey()
	}
	o.attempts = append(o.attempts, backend.ReplyUnclear)
	if first {
		o.state = backend.StateSending
	}
	if w.crash(o, "marked as sending, nothing sent") {
		return
	}
	if fault < 4 { // the machine slept between the mark and the first byte
		o.attempts[len(o.attempts)-1] = backend.ReplyNotSent
		if first || w.naive {
			w.end(o, backend.StateNotSent)
		}
		return
	}
	n, life := len(o.attempts), w.life
	w.transmit(o, fault, false, func(delay int64, c backend.ReplyClass, balance int64) {
		w.insert(event{w.now + delay, life, func() { w.heard(o, n, c, balance) }})
	})
}

// transmit lets the network do its worst.
func (w *world) transmit(o *deed, fault int, tomb bool, hear func(int64, backend.ReplyClass, int64)) {
	o.busy = w.now + 11*second
	arrives, answers := w.span(5, 400), true
	switch {
	case fault < 14: // lost on its way
		w.trace("#%d: lost", o.n)
		hear(w.span(5, timeout), backend.ReplyUnclear, 0)
		w.crash(o, "sent, no answer")
		return
	case fault < 24: // the answer is lost, or cannot be read
		answers = false
	case fault < 45: // late
		arrives, answers = w.span(0, w.late), false
	}
	deliver := func(after int64, answers bool) {
		key := o.key
		w.outside(after, func() {
			c, balance := w.arrive(o, key, tomb)
			if answers {
				hear(w.span(5, 400), c, balance)
			}
		})
	}
	twice := !w.single && w.IntN(100) == 0
	switch {
	case twice && answers && w.IntN(3) == 0: // the second copy's answer is heard
		deliver(arrives, false)
		deliver(arrives+w.span(0, 5000), true)
	case twice:
		deliver(arrives, answers)
		deliver(w.span(arrives, max(arrives, w.late)), false)
	default:
		deliver(arrives, answers)
	}
	if !answers {
		hear(w.span(min(arrives, timeout), timeout), backend.ReplyUnclear, 0)
	}
	w.crash(o, "sent, no answer")
}

// heard is the end of an attempt.
func (w *world) heard(o *deed, n int, c backend.ReplyClass, balance int64) {
	if c == backend.ReplyYes && !w.pospal && balance != o.before.balance+signed(w.row, w.net) {
		c = backend.ReplyUnclear // its figures do not follow from the baseline
	}
	w.trace("#%d: answer to attempt %d: %v", o.n, n, c)
	if w.naive {
		w.shrug(o, c)
		return
	}
	if w.crash(o, "answered, not stored") {
		return
	}
	o.attempts[n-1] = c
	switch {
	case c == backend.ReplyYes:
		o.receipt = &backend.Receipt{Gross: w.yuan(w.gross), Balance: w.yuan(balance)}
		w.store(o, verdict.Verdict{Rule: "the answer", State: backend.StateApplied})
	case n > 1 && (c == backend.ReplyUnclear || w.voidable(o)):
	case n > 1:
		w.look(o)
	case c == backend.ReplyRefused && w.voidable(o):
		w.fence(o)
	default:
		if c == backend.ReplyRefused {
			if v := w.examine(o, inQuiet); v.State != backend.StateUnknown {
				w.store(o, v)
				return
			}
		}
		o.state = backend.StateUnknown
		w.watch(o)
	}
}

// shrug is what a till without a protocol makes of an answer.
func (w *world) shrug(o *deed, c backend.ReplyClass) {
	switch {
	case c == backend.ReplyYes:
		o.state = backend.StateApplied
	case c == backend.ReplyRefused || len(o.attempts) == 3:
		w.end(o, backend.StateRefused)
	default:
		o.key = w.newKey()
		w.submit(o)
	}
}

// watch looks after an unknown operation, from now on until it is settled.
func (w *world) watch(o *deed) {
	o.quiet = w.now + w.quiet
	if w.pospal {
		w.push(o, 0, w.now)
		if w.voids && w.IntN(8) < max(w.leaves, 1) {
			w.inside(w.span(0, 40*second), func() { w.giveUp(o) })
		}
		return
	}
	w.looks(o, 0, w.now)
}

// push sends the same key again after each wait, and then makes it impossible.
func (w *world) push(o *deed, n int, from int64) {
	waits := [...]int64{1500, 3 * second, 6 * second, 12 * second}
	if n == len(waits) {
		o.pushed = true
		w.bury(o, 0, from)
		return
	}
	o.quiet = from + waits[n] + 30*second + w.quiet
	w.inside(from+waits[n]-w.now, func() {
		if !w.pushable(o) {
			o.pushed = true
			w.bury(o, 0, from)
			return
		}
		tried := len(o.attempts)
		w.submit(o)
		// The attempt is over within ten seconds, however it ends.
		ends := 11 * second
		if len(o.attempts) == tried {
			ends = 0
		}
		w.inside(ends, func() {
			if pending(o) {
				w.push(o, n+1, w.now)
			}
		})
	})
}

// pushable: only silence is worth sending again.
func (w *world) pushable(o *deed) bool {
	if o.state != backend.StateUnknown || o.voided || len(o.attempts) > 4 || w.now-o.created >= 10*minute {
		return false
	}
	for _, c := range o.attempts {
		if c != backend.ReplyUnclear && c != backend.ReplyNotSent {
			return false
		}
	}
	return true
}

// looks reads at 0, 2, 5, 10, 20, 40 seconds, at the end of the quiet period,
// and then every 30 seconds. Without rows it only reads early what was answered.
func (w *world) looks(o *deed, n int, from int64) {
	waits := []int64{0, 2, 5, 10, 20, 40}
	switch {
	case w.pospal && o.explained():
		waits = []int64{0, 5, 20}
	case w.pospal:
		waits = nil
	}
	for len(waits) > 0 && waits[len(waits)-1]*second >= w.quiet {
		waits = waits[:len(waits)-1]
	}
	due := w.quiet + int64(n-len(waits))*30*second
	if n < len(waits) {
		due = waits[n] * second
	}
	w.inside(from+due-w.now, func() {
		if pending(o) && w.look(o) && pending(o) {
			w.looks(o, n+1, from)
		}
	})
}

// look asks the table once; false when the till died over it.
func (w *world) look(o *deed) bool {
	waited := inQuiet
	switch {
	case w.now >= o.quiet+giveUp:
		waited = allOver
	case w.now >= o.quiet:
		waited = quietOver
	}
	if w.voidable(o) {
		return w.void(o)
	}
	v := w.examine(o, waited)
	if w.crash(o, "looked, not stored") {
		return false
	}
	if v.State == backend.StateVoiding && !o.voided {
		return w.void(o)
	}
	if v.State != o.state || v.Row != 0 {
		w.store(o, v)
	}
	return true
}

// store keeps what was decided, as the journal would.
func (w *world) store(o *deed, v verdict.Verdict) {
	w.trace("#%d %s by %q, row %d", o.n, v.State, v.Rule, v.Row)
	if v.Row != 0 && o.row == 0 {
		o.row = v.Row
		w.ledger.lines[v.Row-1].bound = o.n
		if o.receipt == nil {
			o.receipt = &backend.Receipt{RowID: v.Row}
		}
	}
	if o.state == v.State {
		return
	}
	w.end(o, v.State)
	o.settled = w.now
	w.looksLate(o)
	if w.crash(o, "stored") || o.state != backend.StateApplied || w.pospal {
		return
	}
	w.inside(0, func() { w.reconcile(false) })
	w.inside(10*second, func() { w.reconcile(false) })
}

// looksLate looks for what was not found, 2, 5, 15 and 60 minutes after that.
func (w *world) looksLate(o *deed) {
	if o.state != backend.StateNotFound || w.rules.forgets || w.rules.unswept {
		return
	}
	for _, wait := range []int64{2, 5, 15, 60} {
		w.inside(o.settled+wait*minute-w.now, func() {
			if o.state == backend.StateNotFound {
				w.reconcile(false)
			}
		})
	}
}

// someoneReads is a person who opens the card's history, which the till follows up.
func (w *world) someoneReads() {
	if !w.pospal && !w.naive && !w.rules.forgets && !w.down {
		w.reconcile(false)
	}
}

// endOfDay is the sweep, which reads every card of the day.
func (w *world) endOfDay() {
	w.down, w.calm = false, true
	w.trace("the day ends")
	if !w.pospal && !w.naive && !w.rules.forgets && !w.rules.unswept {
		w.reconcile(true)
	}
}

// fits tells whether a row could be of any operation of ours.
func (w *world) fits(n line) bool {
	return n.kind == w.row && n.gross == w.gross && n.ours == w.fingerprint
}

// reconcile works the card through and does what comes of it.
func (w *world) reconcile(due bool) {
	left := slices.ContainsFunc(w.ledger.lines, func(n line) bool { return n.bound == 0 && !n.told && w.fits(n) })
	if !left && !due {
		return // there is nothing that it could find
	}
	card, deeds := w.card(due)
	for _, note := range w.reckon(card).Notes {
		o := deeds[note.Op]
		w.trace("#%d: %q, row %d, rows %v", o.n, note.Rule, note.Row, note.Rows)
		for _, i := range note.Rows {
			w.ledger.lines[i].told = true
		}
		switch {
		case note.Row != 0:
			o.row = note.Row
			w.ledger.lines[note.Row-1].bound = o.n
		case o.state == backend.StateNotFound && !w.locked():
			o.state, w.alarm = backend.StateHuman, true
		default:
			w.alarm, w.incident = true, true
		}
	}
}

func (w *world) reckon(c verdict.Card) verdict.Reckoning {
	if w.rules.reckon != nil {
		return w.rules.reckon(c)
	}
	return verdict.Reconcile(c)
}

// card is all that history and the journal know, the newest operation first. An
// operation of which nothing ever left has no watermark and no part in it.
func (w *world) card(due bool) (verdict.Card, []*deed) {
	c, deeds := verdict.Card{}, []*deed{}
	for i, n := range w.ledger.lines {
		c.Rows = append(c.Rows, backend.Event{ID: int64(i + 1), Kind: n.kind, Balance: w.yuan(n.balance)})
		c.Bound, c.Told = append(c.Bound, n.bound != 0), append(c.Told, n.told)
	}
	for _, o := range slices.Backward(w.deeds) {
		if len(o.attempts) == 0 {
			continue
		}
		p := verdict.Past{State: o.state, Row: o.row, Receipt: o.receipt, Ripe: w.now-o.settled >= 10*second, Due: due}
		for i := int(o.before.head); i < len(w.ledger.lines); i++ {
			if w.fits(w.ledger.lines[i]) {
				p.Fits = append(p.Fits, i)
			}
		}
		c.Past, deeds = append(c.Past, p), append(deeds, o)
	}
	return c, deeds
}

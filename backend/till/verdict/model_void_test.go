package verdict_test

import (
	"slices"

	"guitai/backend"
	"guitai/backend/till/verdict"
)

// What the shipped till does to make an operation impossible.

func pending(o *deed) bool {
	return o.state == backend.StateUnknown || o.state == backend.StateVoiding
}

// explained tells whether an answer came that a balance can explain.
func (o *deed) explained() bool {
	return slices.Contains(o.attempts, backend.ReplyDuplicate) || slices.Contains(o.tombs, backend.ReplyDuplicate) ||
		!o.voided && slices.Contains(o.attempts, backend.ReplyRefused)
}

// voidable tells whether the table asks for a tombstone.
func (w *world) voidable(o *deed) bool {
	in := w.input(o)
	if w.rules.hinted && in.Seen == backend.ReplyRefused && in.Attempts > 1 && !o.voided {
		return false
	}
	v, ok := verdict.AtOnce(in)
	return ok && v.State == backend.StateVoiding
}

// fence keeps out every other copy of what was refused.
func (w *world) fence(o *deed) {
	w.mark(o)
	if !w.crash(o, "to be fenced") && w.void(o) {
		w.inside(11*second, func() { w.bury(o, 1, w.now) })
	}
}

// mark is the journal's word, before anything is sent.
func (w *world) mark(o *deed) {
	if !w.rules.unmarked {
		o.state, o.voided = backend.StateVoiding, true
	}
}

// giveUp is a guest who leaves: the cashier wants it not to have happened, once
// what is under way has been answered.
func (w *world) giveUp(o *deed) {
	if o.state != backend.StateUnknown {
		return
	}
	if o.busy > w.now {
		w.inside(o.busy-w.now, func() { w.giveUp(o) })
		return
	}
	w.trace("#%d: the guest leaves", o.n)
	w.mark(o)
	if (w.rules.unmarked || w.voidable(o)) && !w.crash(o, "given up") {
		w.void(o)
	}
}

// bury sends tombstones for as long as the table asks for them, and then looks.
func (w *world) bury(o *deed, n int, from int64) {
	waits := [...]int64{0, 1500, 3 * second, 6 * second, 12 * second}
	if !pending(o) {
		return
	}
	if n == len(waits) || !w.voidable(o) {
		o.quiet = from + w.quiet
		w.looks(o, 0, from)
		return
	}
	o.quiet = from + waits[n] + 30*second + w.quiet
	w.inside(max(from+waits[n], o.busy)-w.now, func() {
		if !pending(o) {
			return
		}
		if w.voidable(o) && !w.void(o) {
			return
		}
		w.inside(max(o.busy-w.now, 0), func() { w.bury(o, n+1, w.now) })
	})
}

// void sends one tombstone; false when the till died over it.
func (w *world) void(o *deed) bool {
	fault := w.IntN(100)
	if fault < 3 {
		w.trace("#%d: no connection for its tombstone", o.n)
		return true
	}
	w.mark(o)
	if !w.rules.unmarked {
		o.tombs = append(o.tombs, backend.ReplyUnclear)
	}
	if w.crash(o, "marked as voiding, nothing sent") {
		return false
	}
	n, life := len(o.tombs), w.life
	w.trace("#%d: a tombstone", o.n)
	w.transmit(o, fault, true, func(delay int64, c backend.ReplyClass, _ int64) {
		w.insert(event{w.now + delay, life, func() { w.buried(o, n, c) }})
	})
	return w.life == life
}

// buried is the end of a tombstone's attempt.
func (w *world) buried(o *deed, n int, c backend.ReplyClass) {
	w.trace("#%d: answer to tombstone %d: %v", o.n, n, c)
	if !pending(o) || w.crash(o, "answered, not stored") {
		return
	}
	if w.rules.unmarked {
		// It is only known to this process, and only while it lives.
		o.voided, o.tombs, n = true, append(o.tombs, c), len(o.tombs)+1
	}
	o.tombs[n-1] = c
	v, ok := verdict.AtOnce(w.input(o))
	switch {
	case ok && v.State != backend.StateVoiding:
		w.store(o, v)
	case c == backend.ReplyDuplicate:
		w.look(o)
	}
}

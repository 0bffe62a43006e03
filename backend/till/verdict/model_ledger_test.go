package verdict_test

import (
	"slices"

	"guitai/backend"
)

// line is a row of the vendor's history. Its id is its place in the ledger,
// counted from 1.
type line struct {
	kind                backend.EventKind
	gross, net, balance int64 // fen
	// ours says that the row shows our till's own pay type.
	ours bool
	// bound is the deed that our journal believes to have made the row, counted
	// from 1; 0 for none.
	bound int
	// told says that a person was told of the row as one too many.
	told bool
}

// ledger is the truth: what the vendor did, whatever anybody was told.
type ledger struct {
	balance, most       int64 // fen; a card holds at least nothing
	consumed, recharged int64
	lines               []line
	// used are the keys that will not be taken again.
	used []int64
}

func (l *ledger) reset(balance, most int64) {
	*l = ledger{balance: balance, most: most, lines: l.lines[:0], used: l.used[:0]}
}

// snapshot is what a reading of the card shows.
type snapshot struct{ balance, consumed, recharged, head int64 }

func (l *ledger) read() snapshot {
	return snapshot{l.balance, l.consumed, l.recharged, int64(len(l.lines))}
}

func signed(k backend.EventKind, net int64) int64 {
	if k == backend.EventConsume {
		return -net
	}
	return net
}

// allows tells whether the vendor would take this much off the card or add it.
func (l *ledger) allows(k backend.EventKind, net int64) bool {
	after := l.balance + signed(k, net)
	return after >= 0 && (k == backend.EventConsume || after <= l.most)
}

// book moves the money and leaves a row.
func (l *ledger) book(n line) {
	l.balance += signed(n.kind, n.net)
	if n.kind == backend.EventConsume {
		l.consumed += n.net
	} else {
		l.recharged += n.net
	}
	n.balance = l.balance
	l.lines = append(l.lines, n)
}

// arrive is one copy of a request of ours reaching the vendor; it gives what the
// vendor answers, and the balance that a success speaks of. A tombstone is a change
// of nothing.
func (w *world) arrive(o *deed, key int64, tomb bool) (backend.ReplyClass, int64) {
	l, allowed := &w.ledger, w.ledger.allows(w.row, w.net)
	known := w.pospal && slices.Contains(l.used, key)
	if tomb {
		if known {
			return w.answered(o, backend.ReplyDuplicate)
		}
		l.used = append(l.used, key)
		return w.answered(o, backend.ReplyYes)
	}
	switch {
	case known && (allowed || !w.balanceFirst):
		return w.answered(o, backend.ReplyDuplicate)
	case !allowed:
		if w.burns && !known {
			l.used = append(l.used, key)
		}
		return w.answered(o, backend.ReplyRefused)
	}
	l.used = append(l.used, key)
	l.book(line{kind: w.row, gross: w.gross, net: w.net, ours: w.fingerprint})
	o.effects++
	return w.answered(o, backend.ReplyYes)
}

func (w *world) answered(o *deed, c backend.ReplyClass) (backend.ReplyClass, int64) {
	w.trace("server: #%d %v, balance %d", o.n, c, w.ledger.balance)
	return c, w.ledger.balance
}

// others is what somebody else does on the card, if the vendor lets them: the
// same again, the opposite of the same net amount, or anything.
func (w *world) others() {
	other := backend.EventRecharge
	if w.row == backend.EventRecharge {
		other = backend.EventConsume
	}
	n := line{kind: w.row, gross: w.gross, net: w.net}
	switch w.IntN(4) {
	case 0, 1:
	case 2:
		n.kind = other
	default:
		n.gross, n.net = 700, 700
	}
	w.foreign(n)
}

func (w *world) foreign(n line) {
	if !w.ledger.allows(n.kind, n.net) {
		return
	}
	w.ledger.book(n)
	w.trace("another till: %+d, balance %d", signed(n.kind, n.net), w.ledger.balance)
}

// tally is what a row of the report counts.
type tally struct {
	schedules, deeds, twice, wrong, silent, human, alarms int
	// first is the least seed whose schedule breaks what the row promises.
	first uint64
}

func (t *tally) add(u tally) {
	t.schedules += u.schedules
	t.deeds += u.deeds
	t.twice += u.twice
	t.wrong += u.wrong
	t.silent += u.silent
	t.human += u.human
	t.alarms += u.alarms
	if u.first != 0 && (t.first == 0 || u.first < t.first) {
		t.first = u.first
	}
}

// audit compares the journal with the truth at the end of the day.
//
// A purchase is charged twice when its deeds have more than one effect, told or
// not. A card is wrong when its money cannot be what the journal says, whatever
// the cases that a person has before him turn out to be. It is silent when nobody
// was told.
func (w *world) audit() tally {
	t := tally{schedules: 1, deeds: len(w.deeds)}
	if w.alarm {
		t.alarms = 1
	}
	settled, waiting, effects, told, differs := 0, 0, 0, w.alarm, false
	for _, o := range w.deeds {
		effects += o.effects
		switch {
		case o.state == backend.StateApplied:
			settled++
			differs = differs || o.effects != 1
		case o.state.Open():
			waiting++
			told = true
			t.human++
		default:
			differs = differs || o.effects != 0
		}
	}
	for p := range w.purchases {
		sum := 0
		for _, o := range w.deeds {
			if o.purchase == p {
				sum += o.effects
			}
		}
		if sum > 1 {
			t.twice++
		}
	}
	// Rows of one amount on one card are all alike at a vendor without keys: where
	// one purchase's second row pays for another one that was lost, the guest has
	// paid what he owes. So only the card as a whole can be wrong there.
	wrong := effects < settled || effects > settled+waiting
	if w.pospal {
		wrong = differs
	}
	if wrong {
		t.wrong = 1
		if !told {
			t.silent = 1
		}
	}
	w.trace("end: %d settled, %d with a person, %d effects: %+v", settled, waiting, effects, t)
	return t
}

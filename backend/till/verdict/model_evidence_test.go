package verdict_test

import (
	"slices"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till/verdict"
)

// patience is how long an operation has been waited for.
type patience uint8

const (
	inQuiet patience = iota
	quietOver
	allOver
)

func (w *world) decide(in verdict.Input) verdict.Verdict {
	if w.rules.decide != nil {
		return w.rules.decide(in)
	}
	return verdict.Decide(in)
}

// input is what is known before history is read.
func (w *world) input(o *deed) verdict.Input {
	in := verdict.Input{Kind: w.kind, Attempts: len(o.attempts), Receipt: o.receipt, ByAmount: true}
	if n := len(o.attempts); n > 0 {
		in.Seen = o.attempts[n-1]
	}
	if !w.pospal {
		return in
	}
	in.Rowless, in.KeyKept, in.OwnKeys, in.CanVoid = true, w.keyKept, w.ownKeys, w.voids
	in.KeyBurns, in.KeyFirst = w.burns && !w.keyKept, !w.balanceFirst
	in.DueMoney = w.yuan(signed(w.row, w.net))
	in.Voided, in.PushesOver = o.voided, o.pushed || !w.pushable(o)
	in.VoidsOver = len(o.attempts)+len(o.tombs) >= 7
	for _, c := range o.tombs {
		if c == backend.ReplyNotSent {
			continue
		}
		if in.Voids++; in.Voids == 1 || in.Void == backend.ReplyUnclear {
			in.Void = c
		}
	}
	if w.rules.unfenced && in.Attempts == 1 && in.Seen == backend.ReplyRefused {
		in.CanVoid = false
	}
	return in
}

// exact tells whether the card moved by what the operation was to move.
func exact(in verdict.Input) bool {
	return !in.Unread && in.Evidence.Now.Balance.Sub(in.Evidence.Before.Balance).Equal(in.DueMoney)
}

// examine gathers what the till would, and asks the table.
func (w *world) examine(o *deed, waited patience) verdict.Verdict {
	in := w.input(o)
	in.QuietOver = waited >= quietOver
	if !w.calm && w.IntN(20) == 0 { // the reading fails
		in.Unread, in.QuietOver = true, waited >= allOver
		return w.decide(in)
	}
	in.Evidence = w.evidence(o)
	if len(in.Evidence.Fits) == 1 && !in.Evidence.Own && in.Seen != backend.ReplyYes {
		in.ForeignLately = w.foreignLately(in.Evidence.Rows[in.Evidence.Fits[0]].ID)
	}
	return w.decide(in)
}

// evidence is what the vendor's client makes of a reading, without the rows that
// belong to other operations of ours.
func (w *world) evidence(o *deed) backend.Evidence {
	e := backend.Evidence{Before: w.shown(o.before), Now: w.shown(w.ledger.read()), Own: w.fingerprint}
	if w.pospal {
		e.Before.Consumed, e.Before.Recharged = nil, nil
		e.Chained = !e.Moved()
		return e
	}
	balance := o.before.balance
	e.Chained = true
	for i := int(o.before.head); i < len(w.ledger.lines); i++ {
		n := w.ledger.lines[i]
		balance += signed(n.kind, n.net)
		e.Chained = e.Chained && balance == n.balance
		e.Rows = append(e.Rows, backend.Event{ID: int64(i + 1), Kind: n.kind,
			Gross: w.yuan(n.gross), Net: w.yuan(n.net), Balance: w.yuan(n.balance)})
		fits := n.kind == w.row && n.gross == w.gross && n.ours == w.fingerprint
		switch taken := w.taken(n, o.n); {
		case fits && !taken:
			e.Fits = append(e.Fits, len(e.Rows)-1)
		case !fits && !taken:
			e.Foreign = true
		}
	}
	e.Chained = e.Chained && balance == w.ledger.balance
	return e
}

// taken tells whether a row belongs to another operation of ours.
func (w *world) taken(n line, deedN int) bool {
	if n.bound != 0 {
		return n.bound != deedN
	}
	return slices.ContainsFunc(w.deeds, func(o *deed) bool { return o.n != deedN && w.claims(o, n) })
}

// claims tells whether a row is the one that a settled operation's reply spoke of.
func (w *world) claims(o *deed, n line) bool {
	return o.state == backend.StateApplied && o.receipt != nil && o.row == 0 &&
		n.kind == w.row && n.gross == w.gross && o.receipt.Balance.Fen() == n.balance
}

// foreignLately: the whole schedule lies within a day.
func (w *world) foreignLately(fit int64) bool {
	for i, n := range w.ledger.lines {
		if int64(i+1) != fit && n.bound == 0 && !w.taken(n, 0) {
			return true
		}
	}
	return false
}

func (w *world) shown(s snapshot) backend.Snapshot {
	consumed, recharged := w.yuan(s.consumed), w.yuan(s.recharged)
	return backend.Snapshot{Balance: w.yuan(s.balance), Consumed: &consumed, Recharged: &recharged, HeadID: s.head}
}

// yuan keeps the few amounts that occur, because making one costs more than the
// rest of a step.
func (w *world) yuan(fen int64) money.Amount {
	a, known := w.yuans[fen]
	if !known {
		a = money.FromFen(fen)
		w.yuans[fen] = a
	}
	return a
}

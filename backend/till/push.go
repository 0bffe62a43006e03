package till

import (
	"context"
	"errors"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// Where the vendor applies a token at most once, an operation whose answer was
// lost is pushed: sent again with the same token, so that the answer to any
// attempt tells about all of them.

// pushLife is how old an operation may be and still be pushed. Nobody promised
// for how long a vendor remembers a token, and after so long the guest has left
// and the cashier has found another way.
const pushLife = 10 * time.Minute

// pushWaits are the waits before each push, from the end of the attempt before.
func pushWaits() []time.Duration {
	return []time.Duration{1500 * time.Millisecond, 3 * time.Second, 6 * time.Second, 12 * time.Second}
}

// pushOver pushes an operation until an answer tells something or the timetable
// ends. It gives the end of the last attempt, from which the quiet period runs,
// and whether anything is left to look up.
func (e *engine) pushOver(ctx context.Context, id string, from time.Time) (closed time.Time, open bool) {
	for _, wait := range pushWaits() {
		if rec, err := e.o.Journal.Get(ctx, id); err != nil || !e.pushable(rec) {
			break
		}
		due := from.Add(wait)
		e.plan(id, due)
		e.extend(id, due.Add(submitTime+e.o.Quiet))
		if !e.sleepUntil(ctx, due) {
			return from, false
		}
		rec, err := e.push(ctx, id)
		if errors.Is(err, errRest) {
			return from, false
		} else if err != nil {
			e.o.Logger.Error("till: a push was not recorded", "slip", rec.Slip, "err", err)
		}
		from = e.o.Clock.Now()
		if !pending(rec.State) && rec.ID != "" {
			return from, false
		}
	}
	e.pushedEnough(id)
	e.extend(id, from.Add(e.o.Quiet))
	return from, true
}

// pushable tells whether sending again can tell anything. Only silence is worth
// it: whoever was refused must not be charged later, and a token that is known is
// known again.
func (e *engine) pushable(rec journal.Record) bool {
	n := len(rec.Attempts)
	if rec.State != backend.StateUnknown || n == 0 || n > len(pushWaits()) || rec.Voided || !e.pushes() {
		return false
	}
	for _, a := range rec.Attempts {
		if a.Class != backend.ReplyUnclear && a.Class != backend.ReplyNotSent {
			return false
		}
	}
	if _, owing := e.debtor(rec.ID); owing {
		return false // how it ended is known, and only waits to be stored
	}
	age := e.o.Clock.Now().Sub(rec.CreatedAt)
	return age >= 0 && age < pushLife
}

// push sends an unknown operation once more. The attempt is in the journal before
// its first byte, and closing waits for it as for any submission.
func (e *engine) push(ctx context.Context, id string) (journal.Record, error) {
	release, ok := e.turn(ctx, id)
	if !ok {
		return journal.Record{}, nil
	}
	defer release()
	rec, err := e.o.Journal.Get(ctx, id)
	if err != nil || !e.pushable(rec) {
		return rec, err
	}
	s := e.attempt(rec, false)
	reply := e.deliver(s)
	if rec, over, err := e.unanswered(s, reply); over {
		return rec, err
	}
	if reply.Class == backend.ReplyYes {
		return e.pushedYes(s, reply)
	}
	return e.pushedNo(s, reply)
}

// pushedYes settles what a push proved.
func (e *engine) pushedYes(s *sending, reply backend.Reply) (journal.Record, error) {
	step := journal.Step{To: backend.StateApplied, Why: backend.WhyReply, Attempt: &s.attempt, Receipt: reply.Receipt}
	rec, err := e.settle(s.rec, step)
	if err != nil {
		return rec, e.owe(s.rec, step, err)
	}
	if rec, err = e.belated(rec, step); err != nil {
		return rec, e.owe(rec, step, err)
	}
	return rec, nil
}

// pushedNo judges a push that was refused: as known, which speaks of the attempts
// before it, or otherwise, which does not.
func (e *engine) pushedNo(s *sending, reply backend.Reply) (journal.Record, error) {
	rec, err := e.note(s.rec, journal.Step{Attempt: &s.attempt, Refusal: reply.Err})
	if err != nil || !pending(rec.State) || e.voidable(rec) {
		return rec, err // a change of nothing is for whoever has the next turn
	}
	return e.look(context.Background(), rec)
}

// note records how an attempt ended without moving the operation. Somebody else's
// change in between only means to read again.
func (e *engine) note(rec journal.Record, s journal.Step) (journal.Record, error) {
	ctx := context.Background()
	var err error
	for range 5 {
		var next journal.Record
		if next, err = e.o.Journal.Move(ctx, rec.ID, rec.Ver, s); err == nil {
			e.hub.publish(e.overlay(next.Case))
			return next, nil
		}
		fresh, unread := e.o.Journal.Get(ctx, rec.ID)
		if unread != nil {
			return rec, err
		}
		if rec = fresh; s.To != "" && s.To != rec.State {
			s.To, s.Why, s.NextLook = "", "", time.Time{}
		}
	}
	return rec, err
}

// due is what an operation was to add to its card, below zero for what it was to
// take.
func due(op backend.Operation) backend.Promise {
	q := op.Quote
	switch op.Kind {
	case backend.OpRecharge:
		return backend.Promise{BalanceAfter: op.Amount.Add(q.GiftMoney), PointsAfter: q.GiftPoints}
	case backend.OpConsume:
		return backend.Promise{BalanceAfter: q.Collect.Sub(q.Net), PointsAfter: q.PointsAfter.Sub(q.PointsBefore)}
	case backend.OpUndo:
		balance, points := op.Undo.Due()
		return backend.Promise{BalanceAfter: balance, PointsAfter: points}
	}
	return backend.Promise{PointsAfter: op.Points.Neg()}
}

// promised makes a receipt of what the quote promised, for an operation that is
// proven without a reply and without a row.
func promised(op backend.Operation, now backend.Snapshot) *backend.Receipt {
	q := op.Quote
	r := &backend.Receipt{Gross: op.Amount, Net: q.Net, Balance: now.Balance, Points: now.Points, Matched: true}
	switch op.Kind {
	case backend.OpRecharge:
		r.Net, r.GiftMoney, r.GiftPoints = op.Amount.Add(q.GiftMoney), q.GiftMoney, q.GiftPoints
	case backend.OpConsume:
		r.Discount, r.Rate = op.Amount.Sub(q.Net), q.Rate
		r.FromCard, r.Collect = q.Net.Sub(q.Collect), q.Collect
	}
	return r
}

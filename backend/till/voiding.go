package till

import (
	"context"
	"errors"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/staff"
	"guitai/backend/till/verdict"
)

// Where the vendor uses a token up for a change of nothing, an operation can be
// made impossible: what was refused, so that no second copy of it can be applied
// later, what was sent again in vain, and what a person gave up.

// mostWrites bounds the attempts of one operation that may have reached the
// vendor. With the look-up before and one reading at the end they are nine calls.
const mostWrites = 7

// errRest ends the work on an operation for now: the vendor takes no more calls
// today, or does not accept this program's signature any more.
var errRest = errors.New("till: nothing more can be done about it now")

// Void makes an operation impossible whose answer is not known, because its guest
// has left: from now on it is never sent again, and its token is used up. The case
// it gives is VOIDED or REFUSED if that is proven, and otherwise still open.
// Errors: KindUnsupported where that cannot be done, with the reason in Field
// ("vendor", "unproven", "twins" or "old"), KindStale for an operation that is not
// unknown, KindNotFound, KindJournal, KindCanceled.
func (t *Till) Void(ctx context.Context, id string) (backend.Case, error) {
	const name = "till.void"
	return t.e.await(ctx, name, func(ctx context.Context) (backend.Case, error) {
		if _, err := t.May(staff.RightVoid, id); err != nil {
			return backend.Case{}, err
		}
		rec, err := t.e.abandon(ctx, name, id, t.operator)
		if err != nil {
			return t.e.overlay(rec.Case), err
		}
		if rec, err = t.e.void(ctx, rec); err != nil && !errors.Is(err, errRest) {
			return t.e.overlay(rec.Case), journalFault(name, err)
		}
		t.e.resume(rec)
		return t.e.overlay(rec.Case), nil
	})
}

// abandon stores that an operation is not wanted any more. It waits for an attempt
// that is under way: its answer may settle what a person is about to give up.
func (e *engine) abandon(ctx context.Context, name, id, who string) (journal.Record, error) {
	release, ok := e.turn(ctx, id)
	if !ok {
		return journal.Record{}, &backend.Error{Op: name, Kind: backend.KindCanceled, Err: errClosing}
	}
	defer release()
	rec, err := e.o.Journal.Get(ctx, id)
	if err == nil && pending(rec.State) {
		rec, err = e.pay(rec)
	}
	switch {
	case err != nil:
		return rec, journalFault(name, err)
	case !pending(rec.State) || e.inFlight(id):
		return rec, &backend.Error{Op: name, Kind: backend.KindStale}
	}
	if err := e.unvoidable(rec); err != nil {
		return rec, &backend.Error{Op: name, Kind: backend.KindUnsupported, Field: reason(err), Err: err}
	}
	if rec.State == backend.StateVoiding {
		return rec, nil
	}
	next, err := e.o.Journal.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateVoiding, Who: who,
		Why: backend.WhyWaiting, NextLook: e.o.Clock.Now()})
	if errors.Is(err, journal.ErrChanged) {
		return rec, &backend.Error{Op: name, Kind: backend.KindStale, Err: err}
	}
	if err != nil {
		return rec, journalFault(name, err)
	}
	e.hub.publish(next.Case)
	return next, nil
}

func reason(err error) string {
	switch {
	case errors.Is(err, errUnproven):
		return "unproven"
	case errors.Is(err, errTwins):
		return "twins"
	case errors.Is(err, errTooOld):
		return "old"
	}
	return "vendor"
}

// pending tells whether a state is left by evidence that the till itself gathers.
func pending(s backend.State) bool { return s == backend.StateUnknown || s == backend.StateVoiding }

// turn lets one attempt of an operation go at a time; false when the engine ends.
// Closing waits for who has it.
func (e *engine) turn(ctx context.Context, id string) (release func(), ok bool) {
	e.mu.Lock()
	turn := e.turns[id]
	if turn == nil {
		turn = make(chan struct{}, 1)
		e.turns[id] = turn
	}
	e.mu.Unlock()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closing {
		<-turn
		return nil, false
	}
	e.submissions.Add(1)
	return func() { <-turn; e.submissions.Done() }, true
}

// voidOver sends changes of nothing for as long as the table asks for them. It
// gives the end of the last attempt and whether anything is left to look up.
func (e *engine) voidOver(ctx context.Context, id string, from time.Time) (closed time.Time, open bool) {
	for _, wait := range append([]time.Duration{0}, pushWaits()...) {
		rec, err := e.o.Journal.Get(ctx, id)
		if err != nil || !e.voidable(rec) {
			break
		}
		due := from.Add(wait)
		e.plan(id, due)
		e.extend(id, due.Add(submitTime+e.o.Quiet))
		if !e.sleepUntil(ctx, due) {
			return from, false
		}
		if rec, err = e.void(ctx, rec); errors.Is(err, errRest) {
			return from, false
		} else if err != nil {
			e.o.Logger.Error("till: a voiding was not recorded", "slip", rec.Slip, "err", err)
		}
		from = e.o.Clock.Now()
		if !pending(rec.State) {
			return from, false
		}
	}
	e.extend(id, from.Add(e.o.Quiet))
	return from, true
}

// voidable tells whether a change of nothing is to be sent now.
func (e *engine) voidable(rec journal.Record) bool {
	if _, owing := e.debtor(rec.ID); owing || !pending(rec.State) {
		return false
	}
	v, ok := verdict.AtOnce(e.input(rec))
	return ok && v.State == backend.StateVoiding
}

// void sends a change of nothing, unless something else settled the operation
// meanwhile.
func (e *engine) void(ctx context.Context, rec journal.Record) (journal.Record, error) {
	release, ok := e.turn(ctx, rec.ID)
	if !ok {
		return rec, nil
	}
	defer release()
	fresh, err := e.o.Journal.Get(ctx, rec.ID)
	if err != nil || !e.voidable(fresh) {
		return fresh, err
	}
	s := e.attempt(fresh, true)
	reply := e.deliver(s)
	if rec, over, err := e.unanswered(s, reply); over {
		return rec, err
	}
	judged := fresh
	judged.Voided = true
	judged.Attempts = append(judged.Attempts[:len(judged.Attempts):len(judged.Attempts)], s.attempt)
	if v, ok := verdict.AtOnce(e.input(judged)); ok && v.State != backend.StateVoiding {
		return e.voided(s, v)
	}
	rec, err = e.note(s.rec, journal.Step{Attempt: &s.attempt})
	if err != nil || !pending(rec.State) || s.attempt.Class != backend.ReplyDuplicate || e.voidable(rec) {
		return rec, err // another one is for whoever has the next turn
	}
	return e.look(context.Background(), rec)
}

// voided stores that an operation cannot happen any more. Where a person decided
// meanwhile, the proof is kept beside that.
func (e *engine) voided(s *sending, v verdict.Verdict) (journal.Record, error) {
	step := journal.Step{To: v.State, Why: v.Why, Attempt: &s.attempt}
	rec, err := e.settle(s.rec, step)
	switch {
	case err != nil:
		return rec, e.owe(s.rec, step, err)
	case rec.State != v.State:
		e.o.Logger.Error("till: alarm", "slip", rec.Slip, "rule", "voided after another end", "state", rec.State)
		return e.note(rec, journal.Step{Attempt: &s.attempt})
	}
	return rec, nil
}

// attempt prepares the next attempt of an operation that was sent before.
func (e *engine) attempt(rec journal.Record, void bool) *sending {
	n := 1
	if last := len(rec.Attempts); last > 0 {
		n = rec.Attempts[last-1].N + 1
	}
	return &sending{e: e, rec: rec, token: rec.Token, attempt: backend.Attempt{N: n, Void: void, At: e.o.Clock.Now()}}
}

// unanswered stores the ends of an attempt after the first that say nothing about
// the operation; over is false for an answer that has to be judged.
func (e *engine) unanswered(s *sending, reply backend.Reply) (rec journal.Record, over bool, err error) {
	s.stamp(reply)
	a := &s.attempt
	note := func(step journal.Step) (journal.Record, bool, error) {
		step.Attempt = a
		rec, err := e.note(s.rec, step)
		return rec, true, err
	}
	refusal := reply.Err
	if a.Void {
		refusal = nil // what a person reads is why the operation itself was refused
	}
	switch {
	case !s.called || s.refused != nil:
		// Not a byte left and nothing is recorded: as if it had not been tried.
		if reply.Class != backend.ReplyNotSent {
			e.o.Logger.Error("till: an answer came although no byte was let go", "slip", s.rec.Slip)
		}
		return s.rec, true, nil
	case !s.open:
		a.Class = backend.ReplyNotSent
		return note(journal.Step{})
	case kindOf(reply) == backend.KindQuota:
		a.Class = backend.ReplyUnclear
		rec, err := e.park(s.rec, journal.Step{Attempt: a})
		return rec, true, err
	case reply.Class == backend.ReplyRefused && kindOf(reply) == backend.KindAccess:
		// The key was changed meanwhile: that says nothing about the operation, and
		// whatever else is sent will be answered the same.
		a.Class = backend.ReplyUnclear
		e.o.Logger.Error("till: alarm", "slip", s.rec.Slip, "rule", "the vendor does not accept this program's key any more")
		rec, _, err := note(journal.Step{To: s.rec.State, Refusal: refusal})
		if err == nil {
			err = errRest
		}
		return rec, true, err
	case reply.Class == backend.ReplyYes && reply.Receipt != nil,
		reply.Class == backend.ReplyRefused, reply.Class == backend.ReplyDuplicate:
		return s.rec, false, nil
	}
	a.Class = backend.ReplyUnclear
	return note(journal.Step{Refusal: refusal})
}

func kindOf(reply backend.Reply) backend.Kind {
	if reply.Err == nil {
		return backend.KindNone
	}
	return reply.Err.Kind
}

// WhyNotVoid is why Void would not be begun for a case: "vendor", "unproven",
// "twins" or "old" as in its error, "" if it would. It asks nobody and reads
// nothing.
func (t *Till) WhyNotVoid(c backend.Case) string {
	// Whether there is a token is only known to the journal; what was sent has one.
	err := t.e.unvoidable(journal.Record{Case: c, Token: backend.Token{Key: c.ID}})
	if err == nil {
		return ""
	}
	return reason(err)
}

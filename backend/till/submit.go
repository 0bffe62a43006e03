package till

import (
	"context"
	"errors"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/till/verdict"
)

// sending guards the moment between the journal's commit and the first byte.
type sending struct {
	e     *engine
	token backend.Token

	mu      sync.Mutex
	rec     journal.Record
	attempt backend.Attempt
	called  bool
	// over says that the attempt has ended.
	over bool
	// open says that bytes may have left.
	open bool
	// refused is why the journal did not let the first byte go.
	refused error
}

var (
	errTwice = errors.New("till: an attempt is written once")
	errSlept = errors.New("till: too long between the commit and the first byte")
)

// commit is the hook before the first byte. Its commit reaches the disk before
// any byte leaves; if this machine slept in between, nothing may leave any more.
func (s *sending) commit() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.called || s.over {
		return errTwice
	}
	s.called = true
	start := s.e.o.Clock.Now()
	s.attempt.At, s.attempt.Wrote = start, true
	step := journal.Step{SendBy: start.Add(sendTime), Attempt: &s.attempt}
	switch {
	case s.attempt.Void:
		// From here on nobody may take "known already" for the operation.
		step.To, step.Voided = backend.StateVoiding, true
	case s.attempt.N == 1:
		step.To, step.Token = backend.StateSending, &s.token
	}
	rec, err := s.e.o.Journal.Move(context.Background(), s.rec.ID, s.rec.Ver, step)
	if err != nil {
		s.refused = err
		return err
	}
	s.rec = rec
	s.e.hub.publish(rec.Case)
	if slept(start, s.e.o.Clock.Now()) {
		return errSlept
	}
	s.open = true
	return nil
}

// slept compares on both clocks: the monotonic one stands still while a laptop
// sleeps, and the wall clock can be set.
func slept(start, now time.Time) bool {
	return now.Sub(start) > sendTime || now.Round(0).Sub(start.Round(0)) > sendTime
}

// close makes every later call of the hook fail: a transport may still be about
// to write when its caller has given up.
func (s *sending) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

// submit sends once and stores what came of it. An error means that the journal
// did not store it.
func (e *engine) submit(rec journal.Record, token backend.Token) (journal.Record, error) {
	s := &sending{e: e, rec: rec, token: token, attempt: backend.Attempt{N: 1, At: e.o.Clock.Now()}}
	return e.classify(s, e.deliver(s))
}

// deliver makes one attempt. The first byte waits for the hook.
func (e *engine) deliver(s *sending) backend.Reply {
	ctx, cancel := context.WithTimeout(context.Background(), submitTime)
	defer cancel()
	defer s.close()
	if s.attempt.Void {
		return e.o.Backend.Capabilities().Voider.Void(ctx, s.rec.Operation, s.token, s.commit)
	}
	return e.o.Backend.Submit(ctx, s.rec.Operation, s.token, s.commit)
}

// stamp notes on the attempt how it ended.
func (s *sending) stamp(reply backend.Reply) {
	a := &s.attempt
	a.HTTP, a.Class, a.Closed, a.Body, a.Wrote = reply.HTTP, reply.Class, reply.Closed, reply.Body, s.open
	if now := s.e.o.Clock.Now(); a.Closed.IsZero() || a.Closed.After(now) {
		a.Closed = now
	}
}

// classify believes "not sent" only if the hook did not let a byte go, and an
// answer only if it did.
func (e *engine) classify(s *sending, reply backend.Reply) (journal.Record, error) {
	a := &s.attempt
	s.stamp(reply)
	answered := reply.Class == backend.ReplyYes || reply.Class == backend.ReplyRefused
	switch {
	case !s.open && !answered:
		return e.notSent(s, reply)
	case !s.open:
		return e.unhooked(s, reply)
	case reply.Class == backend.ReplyYes && reply.Receipt != nil:
		return e.yes(s, reply)
	case reply.Class == backend.ReplyRefused:
		return e.refused(s, reply)
	}
	a.Class = unbelieved(a.Class)
	return e.unknown(s, reply)
}

// unbelieved is the class of a reply that claims more than can be true: a
// success without a receipt, or nothing sent after the first byte was let go.
func unbelieved(c backend.ReplyClass) backend.ReplyClass {
	if c == backend.ReplyDuplicate {
		return c
	}
	return backend.ReplyUnclear
}

func (e *engine) notSent(s *sending, reply backend.Reply) (journal.Record, error) {
	s.attempt.Class = backend.ReplyNotSent
	rec, err := e.settle(s.rec, journal.Step{To: backend.StateNotSent, Why: backend.WhyNothingSent,
		Attempt: &s.attempt, Refusal: reply.Err})
	if err == nil && s.refused != nil {
		// Nothing left, and the journal is the reason.
		return rec, s.refused
	}
	return rec, err
}

// unhooked is for an answer to what was never let go. It cannot be, so it is
// unknown, and loud.
func (e *engine) unhooked(s *sending, reply backend.Reply) (journal.Record, error) {
	e.o.Logger.Error("till: an answer came although no byte was let go", "slip", s.rec.Slip)
	s.attempt.Class, s.attempt.Wrote = backend.ReplyUnclear, true
	rec, err := e.settle(s.rec, journal.Step{To: backend.StateSending, Token: &s.token, Attempt: &s.attempt})
	if err != nil {
		return rec, err
	}
	s.rec = rec
	return e.unknown(s, reply)
}

func (e *engine) yes(s *sending, reply backend.Reply) (journal.Record, error) {
	step := journal.Step{To: backend.StateApplied, Why: backend.WhyReply,
		Attempt: &s.attempt, Receipt: reply.Receipt}
	rec, err := e.settle(s.rec, step)
	if err != nil {
		rec.Receipt = reply.Receipt
		return rec, e.owe(s.rec, step, err)
	}
	if rec, err = e.belated(rec, step); err != nil {
		return rec, e.owe(rec, step, err)
	}
	e.bindSoon(rec)
	return rec, nil
}

// fence makes a refused operation impossible, so that no second copy of it can be
// applied when the card has been put right. Its first attempt's end and the wish
// are stored in one step.
func (e *engine) fence(s *sending, reply backend.Reply) (journal.Record, error) {
	step := journal.Step{To: backend.StateVoiding, Why: backend.WhyWaiting, Attempt: &s.attempt,
		Refusal: reply.Err, NextLook: s.attempt.Closed}
	rec, err := e.settle(s.rec, step)
	if err != nil {
		return rec, e.owe(s.rec, step, err)
	}
	rec, err = e.void(context.Background(), rec)
	switch {
	case err == nil, parked(rec, e.o.Clock.Now()):
		e.resume(rec)
		return rec, nil
	case errors.Is(err, errRest):
		return rec, nil
	}
	return rec, err
}

// refused believes a refusal only behind a fence, or where there can be none
// after one look at history.
func (e *engine) refused(s *sending, reply backend.Reply) (journal.Record, error) {
	fenced := s.rec
	fenced.Attempts = []backend.Attempt{s.attempt}
	if v, ok := verdict.AtOnce(e.input(fenced)); ok && v.State == backend.StateVoiding {
		return e.fence(s, reply)
	}
	rec, err := e.o.Journal.Move(context.Background(), s.rec.ID, s.rec.Ver,
		journal.Step{Attempt: &s.attempt, Refusal: reply.Err})
	if err != nil {
		rec = s.rec
	}
	rec.Attempts = []backend.Attempt{s.attempt}
	found, err := e.examine(context.Background(), rec, inQuiet)
	if err != nil || found.State == backend.StateUnknown {
		return e.unknown(s, reply)
	}
	step := found.step(rec)
	step.Attempt, step.Refusal = &s.attempt, reply.Err
	settled, err := e.settle(rec, step)
	if err != nil {
		err = e.owe(rec, step, err)
	}
	return settled, err
}

// unknown stores that nobody knows and starts looking.
func (e *engine) unknown(s *sending, reply backend.Reply) (journal.Record, error) {
	step := journal.Step{To: backend.StateUnknown, Why: backend.WhyWaiting, Attempt: &s.attempt,
		Refusal: reply.Err, NextLook: s.attempt.Closed}
	if e.rowless() && kindOf(reply) == backend.KindQuota {
		step.Why, step.NextLook = backend.WhyQuota, newDay(e.o.Clock.Now())
	}
	rec, err := e.settle(s.rec, step)
	if err != nil {
		return rec, e.owe(s.rec, step, err)
	}
	switch {
	case parked(rec, e.o.Clock.Now()):
		e.resume(rec)
	case rec.State == backend.StateUnknown:
		e.watch(rec.ID, s.attempt.Closed)
	}
	return rec, nil
}

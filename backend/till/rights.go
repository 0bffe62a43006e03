package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/staff"
)

// Refusal is why the person at a till alone may not do something, with what
// somebody else would have to allow. It is a *backend.Error of KindRight or
// KindLimit.
type Refusal struct {
	Cause *backend.Error
	Ask   staff.Ask
}

// Error is for logs.
func (r *Refusal) Error() string { return r.Cause.Error() }

// Unwrap gives the error that people read.
func (r *Refusal) Unwrap() error { return r.Cause }

// By is the same seat with a person at it, who may do what the badge says. Without
// a badge everything is allowed.
func (t *Till) By(g *staff.Badge) *Till {
	seat := *t
	seat.badge, seat.operator = g, g.Name()
	return &seat
}

// Seat is who sits at the till and what it is called.
func (t *Till) Seat() (operator, name string) { return t.operator, t.name }

// May tells whether the person at the till may do something that is about a member
// or an operation, and who allowed it if somebody else had to. Errors: *Refusal.
func (t *Till) May(x staff.Right, about string) (approver string, err error) {
	return t.ask(staff.Ask{Right: x, About: about})
}

func (t *Till) ask(a staff.Ask) (string, error) {
	approver, err := t.badge.May(a)
	if err != nil {
		return "", refusal(err, a)
	}
	return approver, nil
}

func refusal(err error, a staff.Ask) error {
	return &Refusal{Cause: fault("till.may", err), Ask: a}
}

// shiftTime is how far back a shift reaches.
const shiftTime = 10 * time.Hour

// allowed gives the operation with the name of who allowed it. What an operation
// moves counts from here on, before its journal has it, so that two at once are
// together no more than one after the other; done ends that. Asking for the same
// operation twice is asking once. Errors: *Refusal, KindJournal.
func (t *Till) allowed(ctx context.Context, op backend.Operation) (_ backend.Operation, done func(), err error) {
	if t.badge == nil {
		return op, func() {}, nil
	}
	e := t.e
	e.rights.Lock()
	defer e.rights.Unlock()
	if p, promised := e.promises[op.ID]; promised {
		return p.op, func() {}, nil
	}
	if rec, err := e.o.Journal.Get(ctx, op.ID); err == nil {
		return rec.Operation, func() {}, nil
	}
	op.Operator = t.operator
	moved, err := e.moved(ctx, op)
	if err != nil {
		return op, nil, journalFault("till.may", err)
	}
	ask := staff.Ask{Right: rightFor(op.Kind), About: op.ID, Member: op.MemberID, Kind: op.Kind, Amount: op.Amount, Moved: moved}
	if op.Approver, err = t.ask(ask); err != nil {
		return op, nil, err
	}
	e.promises[op.ID] = promise{op}
	return op, func() {
		e.rights.Lock()
		defer e.rights.Unlock()
		delete(e.promises, op.ID)
	}, nil
}

// promise is an operation that was allowed and is perhaps not in the journal yet.
type promise struct{ op backend.Operation }

// moved sums what a person has moved of a kind, in this shift and today, in all
// shops of the journal: everything but what surely did not happen.
func (e *engine) moved(ctx context.Context, op backend.Operation) (staff.Moved, error) {
	now := e.o.Clock.Now()
	shift, today := now.Add(-shiftTime), startOfDay(now, e.o.Zone)
	since := shift
	if today.Before(shift) {
		since = today
	}
	recs, err := e.o.Journal.List(ctx, journal.Filter{Operator: op.Operator, Since: since, Limit: mostOfOne})
	if err != nil {
		return staff.Moved{}, err
	}
	var so staff.Moved
	add := func(at time.Time, amount money.Amount) {
		if !at.Before(shift) {
			so.Shift = so.Shift.Add(amount)
		}
		if !at.Before(today) {
			so.Day = so.Day.Add(amount)
		}
	}
	stored := make(map[string]bool, len(recs))
	for _, r := range recs {
		stored[r.ID] = true
		if r.Kind == op.Kind && r.Outcome() != backend.OutcomeRefused {
			add(r.CreatedAt, r.Amount)
		}
	}
	for id, p := range e.promises {
		if !stored[id] && p.op.Operator == op.Operator && p.op.Kind == op.Kind {
			add(now, p.op.Amount)
		}
	}
	return so, nil
}

// mostOfOne is more than one person can do in a day.
const mostOfOne = 100_000

func startOfDay(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

func rightFor(k backend.OpKind) staff.Right {
	switch k {
	case backend.OpRecharge:
		return staff.RightRecharge
	case backend.OpConsume:
		return staff.RightConsume
	case backend.OpRedeem:
		return staff.RightRedeem
	}
	return staff.RightUndo
}

package till

import (
	"context"
	"errors"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// newDay is when the vendor's count of calls surely begins anew. Its days are
// those of its own zone, wherever the shop or this machine stands.
func newDay(now time.Time) time.Time {
	now = now.In(time.FixedZone("UTC+8", 8*60*60))
	at := time.Date(now.Year(), now.Month(), now.Day(), 0, 5, 0, 0, now.Location())
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// park leaves an operation as it is until the vendor takes calls again. It keeps
// its card's lock and is seen by everybody.
func (e *engine) park(rec journal.Record, step journal.Step) (journal.Record, error) {
	step.To, step.Why, step.NextLook = rec.State, backend.WhyQuota, newDay(e.o.Clock.Now())
	rec, err := e.note(rec, step)
	if err == nil && parked(rec, e.o.Clock.Now()) {
		err = errRest
	}
	return rec, err
}

// parked tells whether an operation waits for a new day.
func parked(rec journal.Record, now time.Time) bool {
	return pending(rec.State) && rec.Why == backend.WhyQuota && rec.NextLook.After(now)
}

// resume looks after an operation that was left open: now, or when the vendor
// takes calls again.
func (e *engine) resume(rec journal.Record) {
	if !pending(rec.State) {
		return
	}
	from := e.o.Clock.Now()
	if parked(rec, from) {
		from = rec.NextLook
	}
	e.watch(rec.ID, from)
}

// pursue works on an operation until it is settled or has to rest.
func (e *engine) pursue(ctx context.Context, id string, from time.Time) {
	closed, open := e.pushOver(ctx, id, from)
	if open {
		closed, open = e.voidOver(ctx, id, closed)
	}
	if open {
		e.watchOver(ctx, id, closed)
	}
	e.forget(id)
	if ctx.Err() != nil {
		return
	}
	rec, err := e.o.Journal.Get(ctx, id)
	if err == nil && parked(rec, e.o.Clock.Now()) {
		e.resume(rec)
	}
}

// quotaGone tells whether a reading failed for want of calls.
func quotaGone(err error) bool {
	var e *backend.Error
	return errors.As(err, &e) && e.Kind == backend.KindQuota
}

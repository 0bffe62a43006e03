package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// lookout is an unknown operation that is looked up until it is settled.
type lookout struct {
	// quiet is when the quiet period ends.
	quiet time.Time
	next  time.Time
}

// lookTimes are the waits after the connection ended; the last look is at the
// end of the quiet period, after which the table always decides.
func lookTimes(quiet time.Duration) []time.Duration {
	times := []time.Duration{0}
	for _, s := range []time.Duration{2, 5, 10, 20, 40} {
		if s*time.Second < quiet {
			times = append(times, s*time.Second)
		}
	}
	return append(times, quiet)
}

// patience is the wait between looks that the journal could not store.
const patience = 30 * time.Second

// watch looks an operation up until it is settled; from is when its connection
// ended, or when it was taken over.
func (e *engine) watch(id string, from time.Time) {
	quiet := from.Add(e.o.Quiet)
	e.mu.Lock()
	if e.looks[id] != nil {
		e.mu.Unlock()
		return
	}
	e.looks[id] = &lookout{quiet: quiet, next: from}
	e.mu.Unlock()
	if !e.spawn(func(ctx context.Context) {
		e.watchOver(ctx, id, from)
		e.forget(id)
	}) {
		e.forget(id)
	}
}

func (e *engine) forget(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.looks, id)
}

func (e *engine) watchOver(ctx context.Context, id string, from time.Time) {
	times := lookTimes(e.o.Quiet)
	for n := 0; ; n++ {
		wait := e.o.Quiet + time.Duration(n+1-len(times))*patience
		if n < len(times) {
			wait = times[n]
		}
		e.plan(id, from.Add(wait))
		if !e.sleepUntil(ctx, from.Add(wait)) {
			return
		}
		rec, err := e.o.Journal.Get(ctx, id)
		if ctx.Err() != nil || err == nil && rec.State != backend.StateUnknown {
			return
		}
		if err != nil {
			continue
		}
		if n+1 < len(times) {
			e.plan(id, from.Add(times[n+1]))
		}
		if rec, err = e.look(ctx, rec); err == nil && rec.State != backend.StateUnknown {
			return
		}
	}
}

// plan tells when the next look will be.
func (e *engine) plan(id string, at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.looks[id]; l != nil {
		l.next = at
	}
}

// overlay adds to a case what only the engine knows.
func (e *engine) overlay(c backend.Case) backend.Case {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.looks[c.ID]; l != nil && c.State == backend.StateUnknown {
		c.NextLook = l.next
	}
	if debt, owing := e.owed[c.ID]; owing && c.Receipt == nil {
		c.Receipt = debt.step.Receipt
	}
	return c
}

// quietOver tells whether nothing of an operation can arrive any more. One that
// this engine does not watch is judged by its last connection.
func (e *engine) quietOver(rec journal.Record) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	quiet := rec.UpdatedAt.Add(e.o.Quiet)
	if l := e.looks[rec.ID]; l != nil {
		quiet = l.quiet
	}
	return !e.o.Clock.Now().Before(quiet)
}

// look examines an operation once and stores what that changes. Nothing new is
// not stored, only told.
func (e *engine) look(ctx context.Context, rec journal.Record) (journal.Record, error) {
	found, err := e.examine(ctx, rec, e.quietOver(rec))
	if err != nil {
		return rec, err
	}
	if found.State == rec.State && found.Row == 0 {
		if found.evidence != nil {
			rec.Evidence = found.evidence
		}
		e.hub.publish(e.overlay(rec.Case))
		return rec, nil
	}
	if found.Alarm {
		e.o.Logger.Error("till: alarm", "slip", rec.Slip, "rule", found.Rule)
	}
	return e.settle(rec, found.step(rec))
}

// sleepUntil is false when the engine ends first.
func (e *engine) sleepUntil(ctx context.Context, at time.Time) bool {
	d := at.Sub(e.o.Clock.Now())
	if d <= 0 {
		return ctx.Err() == nil
	}
	fired, stop := e.o.Clock.NewTimer(d)
	defer stop()
	select {
	case <-fired:
		return true
	case <-ctx.Done():
		return false
	}
}

package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// lateWaits are the waits after which what was not found is looked for again by
// itself. What comes later still is for whoever reads the card, and for the sweep.
func lateWaits() []time.Duration {
	return []time.Duration{2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 60 * time.Minute}
}

// lateMissed is how old a look may be and still be made up for at a start.
const lateMissed = 24 * time.Hour

// watchLate looks for the row of an operation that was not found, at growing
// waits. Looks that were missed while no program ran are made up for by one.
func (e *engine) watchLate(rec journal.Record) {
	now := e.o.Clock.Now()
	if rec.State != backend.StateNotFound || !e.watchesRows() || now.Sub(rec.SettledAt) > lateMissed || !e.claim(rec.ID) {
		return
	}
	if !e.spawn(func(ctx context.Context) {
		defer e.release(rec.ID)
		waits := lateWaits()
		for n, wait := range waits {
			due := rec.SettledAt.Add(wait)
			if n+1 < len(waits) && !e.o.Clock.Now().Before(rec.SettledAt.Add(waits[n+1])) {
				continue
			}
			e.planLate(rec.ID, due)
			if !e.sleepUntil(ctx, due) {
				return
			}
			fresh, err := e.o.Journal.Get(ctx, rec.ID)
			if err == nil && fresh.State == backend.StateNotFound {
				fresh, err = e.lookLate(ctx, fresh)
			}
			if err == nil && fresh.State != backend.StateNotFound {
				return
			}
			if err != nil {
				e.o.Logger.Info("till: late row not looked for", "slip", rec.Slip, "err", err)
			}
		}
	}) {
		e.release(rec.ID)
	}
}

// claim makes one watcher the only one of an operation.
func (e *engine) claim(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, watched := e.lates[id]; watched {
		return false
	}
	e.lates[id] = time.Time{}
	return true
}

func (e *engine) release(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.lates, id)
}

func (e *engine) planLate(id string, at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lates[id] = at
}

// lookLate looks once for the row of what was not found. Nothing new is not
// stored, only told.
func (e *engine) lookLate(ctx context.Context, rec journal.Record) (journal.Record, error) {
	if !e.watchesRows() {
		return rec, nil
	}
	found, err := e.reconcile(ctx, rec, false)
	if err != nil {
		return rec, err
	}
	fresh, err := e.o.Journal.Get(ctx, rec.ID)
	if err != nil || fresh.State != backend.StateNotFound {
		return fresh, err
	}
	fresh.Evidence = &found.evidence
	e.hub.publish(e.overlay(fresh.Case))
	return fresh, nil
}

// lookBack holds the card of an operation that has ended against its history.
func (e *engine) lookBack(ctx context.Context, rec journal.Record) (journal.Record, error) {
	if !e.watchesRows() || len(rec.Token.Evidence) == 0 {
		return rec, nil
	}
	if _, err := e.reconcile(ctx, rec, false); err != nil {
		return rec, err
	}
	return e.o.Journal.Get(ctx, rec.ID)
}

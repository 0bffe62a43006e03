package till

import (
	"context"
	"errors"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// lookout is an unknown operation that is looked up until it is settled.
type lookout struct {
	// quiet is when the quiet period ends.
	quiet time.Time
	next  time.Time
	// pushed says that the timetable of pushes is over.
	pushed bool
	// tries counts what was planned: looks, pushes and voidings.
	tries int
}

const (
	// lookEvery is the wait between looks after the timetable's end, which are
	// for histories that could not be read and journals that could not store.
	lookEvery = 30 * time.Second
	// giveUp is how long after the quiet period a history may stay unreadable
	// before a person is asked.
	giveUp = 2 * time.Minute
)

// lookWait is how long after the connection ended the n-th look is due, n from 0.
// One falls on the end of the quiet period, when the table decides whatever
// could be read. A vendor without rows shows nothing in between that decides,
// unless it answered what only a balance can explain; each reading costs a call.
func (e *engine) lookWait(n int, answered bool) time.Duration {
	quiet, waits := e.quiet(), []time.Duration{0, 2, 5, 10, 20, 40}
	switch {
	case e.rowless() && answered:
		waits = []time.Duration{0, 5, 20}
	case e.rowless():
		waits = nil
	}
	for _, wait := range waits {
		if wait *= time.Second; wait >= quiet {
			break
		} else if n == 0 {
			return wait
		}
		n--
	}
	return quiet + time.Duration(n)*lookEvery
}

// watch looks an operation up until it is settled; from is when its connection
// ended, or when it was taken over.
func (e *engine) watch(id string, from time.Time) {
	quiet := from.Add(e.quiet())
	e.mu.Lock()
	if e.looks[id] != nil {
		e.mu.Unlock()
		return
	}
	e.looks[id] = &lookout{quiet: quiet, next: from}
	e.mu.Unlock()
	if !e.spawn(func(ctx context.Context) { e.pursue(ctx, id, from) }) {
		e.forget(id)
	}
}

func (e *engine) forget(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.looks, id)
}

func (e *engine) watchOver(ctx context.Context, id string, from time.Time) {
	rec, err := e.o.Journal.Get(ctx, id)
	answered := err == nil && explains(rec)
	for n := 0; ; n++ {
		e.plan(id, from.Add(e.lookWait(n, answered)))
		if !e.sleepUntil(ctx, from.Add(e.lookWait(n, answered))) {
			return
		}
		rec, err := e.o.Journal.Get(ctx, id)
		if err == nil && pending(rec.State) {
			rec, err = e.pay(rec)
		}
		if err == nil && pending(rec.State) {
			rec, err = e.look(ctx, rec)
		}
		if errors.Is(err, errRest) || err == nil && !pending(rec.State) {
			return
		}
	}
}

// explains tells whether a vendor answered what a balance can explain. A refusal
// behind which a change of nothing was sent is not explained by it.
func explains(rec journal.Record) bool {
	return slices.ContainsFunc(rec.Attempts, func(a backend.Attempt) bool {
		return a.Class == backend.ReplyDuplicate || a.Class == backend.ReplyRefused && !rec.Voided
	})
}

// pushedEnough notes that the timetable of pushes is over.
func (e *engine) pushedEnough(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.looks[id]; l != nil {
		l.pushed = true
	}
}

func (e *engine) hasPushed(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := e.looks[id]
	return l != nil && l.pushed
}

// plan tells when the next look will be.
func (e *engine) plan(id string, at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.looks[id]; l != nil {
		l.next = at
		l.tries++
	}
}

// extend moves the end of the quiet period, because something was sent again.
func (e *engine) extend(id string, quiet time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.looks[id]; l != nil {
		l.quiet = quiet
	}
}

// overlay adds to a case what only the engine knows.
func (e *engine) overlay(c backend.Case) backend.Case {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.looks[c.ID]; l != nil && pending(c.State) {
		c.NextLook, c.Looks, c.QuietUntil = l.next, l.tries, l.quiet
	}
	if c.State == backend.StateNotFound {
		c.NextLook = e.lates[c.ID]
	}
	if debt, owing := e.owed[c.ID]; owing && c.Receipt == nil {
		c.Receipt = debt.step.Receipt
	}
	return c
}

// waited tells how long an operation has been waited for. One that this engine
// does not watch is judged by its last change.
func (e *engine) waited(rec journal.Record) patience {
	e.mu.Lock()
	defer e.mu.Unlock()
	quiet := rec.UpdatedAt.Add(e.quiet())
	if l := e.looks[rec.ID]; l != nil {
		quiet = l.quiet
	}
	switch now := e.o.Clock.Now(); {
	case now.Before(quiet):
		return inQuiet
	case now.Before(quiet.Add(giveUp)):
		return quietOver
	}
	return allOver
}

// look examines an operation once and stores what that changes. Nothing new is
// not stored, only told.
func (e *engine) look(ctx context.Context, rec journal.Record) (journal.Record, error) {
	if e.voidable(rec) {
		return e.void(ctx, rec)
	}
	found, err := e.examine(ctx, rec, e.waited(rec))
	if e.rowless() && quotaGone(err) {
		return e.park(rec, journal.Step{})
	}
	if err != nil {
		return rec, err
	}
	if found.State == rec.State && found.Row == 0 {
		// Reading takes time. What was settled meanwhile must not be told as it was.
		fresh, err := e.o.Journal.Get(ctx, rec.ID)
		if err != nil || fresh.Ver != rec.Ver {
			return fresh, err
		}
		if found.evidence != nil {
			rec.Evidence = found.evidence
		}
		e.hub.publish(e.overlay(rec.Case))
		return rec, nil
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

package till

import (
	"context"
	"errors"
	"time"

	"guitai/backend/journal"
)

// sweepDaily sweeps at the hour of the day that was set, and at once where the
// last time for it passed while no program ran. Several tills of one journal share
// the work: whoever begins first has it.
func (e *engine) sweepDaily(till string) {
	_, keeps := e.o.Journal.(journal.Papers)
	if !keeps || e.o.SweepHour < 0 || !e.watchesRows() {
		return
	}
	e.spawn(func(ctx context.Context) {
		due := e.sweepDue(e.o.Clock.Now(), 0)
		for {
			next := e.sweepDue(due, 1)
			again := e.sweepOnce(ctx, till, due)
			if at := e.o.Clock.Now().Add(sweepAgain); again && at.Before(next) {
				next = at
			}
			if !e.sleepUntil(ctx, next) {
				return
			}
			due = e.sweepDue(e.o.Clock.Now(), 0)
		}
	})
}

// sweepDue is the last time at or before now at which a sweep was due, or so many
// days after that.
func (e *engine) sweepDue(now time.Time, days int) time.Time {
	now = now.In(e.o.Zone)
	due := time.Date(now.Year(), now.Month(), now.Day()+days, e.o.SweepHour, 0, 0, 0, e.o.Zone)
	if days == 0 && due.After(now) {
		due = time.Date(now.Year(), now.Month(), now.Day()-1, e.o.SweepHour, 0, 0, 0, e.o.Zone)
	}
	return due
}

// sweepOnce sweeps unless somebody has done so since it was due; again says that
// something was left to do.
func (e *engine) sweepOnce(ctx context.Context, till string, due time.Time) (again bool) {
	last, ver, err := e.lastSweep(ctx)
	if err != nil {
		e.o.Logger.Error("till: the last sweep cannot be read", "err", err)
		return true
	}
	now := e.o.Clock.Now()
	switch {
	case last.Ended.IsZero() && now.Sub(last.Started) < sweepStuck:
		return true // another till is at it; if it dies, this one goes on
	case !last.Started.Before(due) && !last.Ended.IsZero() && len(last.Unread) == 0:
		return false
	}
	r, err := e.sweep(ctx, till, last, ver)
	switch {
	case errors.Is(err, journal.ErrChanged):
		return true
	case err != nil:
		e.o.Logger.Error("till: sweep ended early", "err", err)
		return true
	case len(r.Foreign)+len(r.Raised) > 0:
		e.o.Logger.Warn("till: sweep", "foreign rows", len(r.Foreign), "raised", len(r.Raised), "cards", r.Cards)
	}
	return len(r.Unread) > 0
}

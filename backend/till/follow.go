package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

const (
	// followBack is how old an operation may be for others' changes of it to be
	// news here, beside those that still wait for something; followMost bounds them.
	followBack = 24 * time.Hour
	followMost = 500
	// followEvery is how often what others left lying is looked for.
	followEvery = time.Minute
)

// followOthers tells this engine's watchers what other processes made of the same
// journal, so that every till shows what is open, and takes over what was left.
func (e *engine) followOthers(ctx context.Context) {
	w, can := e.o.Journal.(journal.Watcher)
	if !can {
		return
	}
	changes := w.Changes(e.ctx)
	known := map[string]int64{}
	began := e.o.Clock.Now()
	// What was there before anybody could watch is no news; all that came later is.
	// Reading a busy day takes longer than a person waits for the first screen, so it
	// is read behind it, and what changed meanwhile is told once more.
	unheard := func(rec journal.Record) {
		if !rec.UpdatedAt.Before(began) {
			e.tell(rec)
		}
	}
	e.spawn(func(ctx context.Context) {
		if err := e.news(ctx, known, unheard); err != nil && ctx.Err() == nil {
			e.o.Logger.Error("till: journal not followed", "err", err)
		}
		for {
			tick, stop := e.o.Clock.NewTimer(followEvery)
			select {
			case <-ctx.Done():
				stop()
				return
			case <-tick:
			case _, more := <-changes:
				if !more {
					changes = nil
				}
			}
			stop()
			e.payAll()
			if err := e.news(ctx, known, e.tell); err != nil && ctx.Err() == nil {
				e.o.Logger.Error("till: journal not followed", "err", err)
			}
		}
	})
}

// news hands over every record that changed since it was last asked. known holds
// the versions of before.
func (e *engine) news(ctx context.Context, known map[string]int64, tell func(journal.Record)) error {
	a := &e.o.Account
	fresh := map[string]int64{}
	for _, f := range []journal.Filter{{Account: a, Unsettled: true}, {Account: a, Incident: true},
		{Account: a, Since: e.o.Clock.Now().Add(-followBack), Limit: followMost}} {
		recs, err := e.o.Journal.List(ctx, f)
		if err != nil {
			return err
		}
		for _, rec := range recs {
			if _, twice := fresh[rec.ID]; twice {
				continue
			}
			fresh[rec.ID] = rec.Ver
			if rec.Ver > known[rec.ID] {
				tell(rec)
			}
			e.adopt(ctx, rec)
		}
	}
	for id, ver := range known {
		if _, listed := fresh[id]; listed {
			continue
		}
		// It waits for nobody any more, or it grew old: how it ended is news too.
		if rec, err := e.o.Journal.Get(ctx, id); err == nil && rec.Ver > ver {
			tell(rec)
		}
	}
	clear(known)
	for id, ver := range fresh {
		known[id] = ver
	}
	return nil
}

// tell is for a change that somebody else made, or that was told already.
func (e *engine) tell(rec journal.Record) {
	e.shelf.drop(rec.MemberID)
	e.hub.publish(e.overlay(rec.Case))
}

// adopt goes on with what its own process has left lying. An operation that may
// have been sent is only taken over where that process is surely dead; one that is
// only to be looked up, anybody may look up, and the journal keeps one result.
func (e *engine) adopt(ctx context.Context, rec journal.Record) {
	age := e.o.Clock.Now().Sub(rec.UpdatedAt)
	e.mu.Lock()
	_, owing := e.owed[rec.ID]
	mine := owing || e.flights[rec.ID] != nil || e.looks[rec.ID] != nil
	e.mu.Unlock()
	switch rec.State {
	case backend.StateIntent, backend.StateSending:
		if mine || age < abandoned || !e.o.TakesOver(rec.Till) || e.o.Alive(rec.Till) {
			return
		}
	case backend.StateUnknown:
		if mine || age < e.quiet()+giveUp+lookEvery {
			return
		}
	case backend.StateTask:
		e.followTask(rec)
		return
	default:
		return
	}
	if _, err := e.takeOver(ctx, rec); err != nil {
		e.o.Logger.Info("till: not taken over", "slip", rec.Slip, "err", err)
	}
}

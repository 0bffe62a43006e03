package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// bindWait is how long a row may take to show before binding is left to whoever
// reads the card's history next.
const bindWait = 10 * time.Second

// bindSoon finds the row of a settled operation, off the cashier's path. A bound
// row can never be taken for another operation's.
func (e *engine) bindSoon(rec journal.Record) {
	if rec.State != backend.StateApplied || rec.Receipt == nil || rec.Receipt.RowID != 0 || e.rowless() {
		return
	}
	e.spawn(func(ctx context.Context) {
		for _, wait := range []time.Duration{0, bindWait} {
			if !e.sleepUntil(ctx, rec.SettledAt.Add(wait)) || e.bind(ctx, rec.ID) {
				return
			}
		}
	})
}

// bind looks once for the row of a settled operation; it is true when there is
// nothing more to do. While another operation on the card is open its row may
// look like an extra one of ours, so nothing is concluded then.
func (e *engine) bind(ctx context.Context, id string) bool {
	if e.rowless() {
		return true
	}
	rec, err := e.o.Journal.Get(ctx, id)
	if err != nil || rec.State != backend.StateApplied || rec.Receipt == nil || rec.Receipt.RowID != 0 {
		return err == nil
	}
	open, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: rec.MemberID, Open: true, Limit: 1})
	if err != nil || len(open) > 0 {
		return false
	}
	found, err := e.examine(ctx, rec, allOver)
	switch {
	case err != nil || found.Row == 0 && !found.Alarm:
		return false
	case found.Alarm && rec.Why == found.Why && found.Row == 0:
		return true
	case found.Alarm:
		e.o.Logger.Error("till: alarm", "slip", rec.Slip, "rule", found.Rule)
	}
	step := found.step(rec)
	// The proof is the reply and stays; the rows only say which one it made.
	step.Evidence = nil
	next, err := e.o.Journal.Move(ctx, rec.ID, rec.Ver, step)
	if err != nil {
		e.o.Logger.Info("till: row not bound", "slip", rec.Slip, "err", err)
		return false
	}
	e.hub.publish(next.Case)
	return true
}

// attribute follows up what a page of history shows about our operations on the
// card: rows of settled ones that are not bound yet, and late rows of those that
// were presumed not applied.
func (e *engine) attribute(ctx context.Context, memberID string, events []backend.Event) {
	if len(events) == 0 {
		return
	}
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID, Limit: recent})
	if err != nil || len(recs) == 0 {
		return
	}
	bound, err := e.o.Journal.Bound(ctx, e.o.Account, memberID)
	if err != nil {
		return
	}
	for _, rec := range recs {
		for _, row := range events {
			if bound[row.ID] != "" || row.Kind != rowKind(rec.Kind) || !row.Gross.Equal(rec.Amount) {
				continue
			}
			if claims(rec, row) {
				e.bind(ctx, rec.ID)
				break
			}
			if rec.State == backend.StateNotFound && !row.At.Before(since(rec)) {
				if _, err := e.look(ctx, rec); err != nil {
					e.o.Logger.Info("till: late row not followed up", "slip", rec.Slip, "err", err)
				}
				break
			}
		}
	}
}

// since is when rows of an operation can begin, generously: the vendor's clock
// is not ours, and the look that follows goes by row ids.
func since(rec journal.Record) time.Time { return rec.CreatedAt.Add(-24 * time.Hour) }

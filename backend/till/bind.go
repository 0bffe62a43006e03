package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// bindWait is how long a row may take to show before it is left to whoever reads
// the card's history next, and at last to the sweep.
const bindWait = 10 * time.Second

// bindSoon finds the row of a settled operation, off the cashier's path. A bound
// row can never be taken for another operation's.
func (e *engine) bindSoon(rec journal.Record) {
	if rec.State != backend.StateApplied || rec.Receipt == nil || rec.Receipt.RowID != 0 || !e.watchesRows() {
		return
	}
	e.spawn(func(ctx context.Context) {
		for _, wait := range []time.Duration{0, bindWait} {
			if !e.sleepUntil(ctx, rec.SettledAt.Add(wait)) {
				return
			}
			if done, err := e.bind(ctx, rec); done || err != nil && ctx.Err() != nil {
				return
			}
		}
	})
}

// bind works the card of a settled operation through; done says that its row is
// known.
func (e *engine) bind(ctx context.Context, rec journal.Record) (done bool, err error) {
	found, err := e.reconcile(ctx, rec, false)
	if err != nil {
		e.o.Logger.Info("till: row not looked for", "slip", rec.Slip, "err", err)
		return false, err
	}
	return found.own[rec.ID], nil
}

// attribute follows up what a page of history shows about our operations on the
// card: rows of settled ones that are not bound yet, and rows that nothing of
// ours accounts for. The page may be any part of the history, so that only a
// reading of the whole is believed.
func (e *engine) attribute(ctx context.Context, memberID string, events []backend.Event) {
	if len(events) == 0 || !e.watchesRows() {
		return
	}
	b, err := e.books(ctx, memberID)
	if err != nil {
		e.o.Logger.Info("till: page of history not followed up", "err", err)
		return
	}
	from, wanted := b.suspect(events)
	if !wanted {
		return
	}
	if _, err := e.reconcile(ctx, from, false); err != nil {
		e.o.Logger.Info("till: card not worked through", "slip", from.Slip, "err", err)
	}
}

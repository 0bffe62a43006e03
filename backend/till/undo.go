package till

import (
	"context"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/pricing"
)

// A settled operation is taken back by one more operation that is linked to it and
// can be made once. Where the vendor takes an opposite change it is submitted like
// every other operation; elsewhere it becomes a task for a person.

// QuoteUndo previews the correction of a settled operation of this account: how
// much of it is still there to take back, what goes back onto the card, and what
// has to be handed back by hand. The member is read anew. The reason has at least
// four characters and is kept for ever. Errors: KindInvalid (Field "reason"),
// KindUnsupported, KindNotFound, KindNoUndo with the reason in Field, KindUndone and
// KindCardBusy and KindIncident with Other, KindRejected (Field "status"),
// KindJournal and those of backend.Backend.Member.
func (t *Till) QuoteUndo(ctx context.Context, id, reason string) (backend.Quote, error) {
	const name = "till.quote-undo"
	e := t.e
	reason, wrong := explained(name, reason)
	if wrong != nil {
		return backend.Quote{}, wrong
	}
	rec, err := e.undoable(ctx, name, id)
	if err != nil {
		return backend.Quote{}, err
	}
	if wrong := e.free(ctx, name, rec.MemberID); wrong != nil {
		return backend.Quote{}, wrong
	}
	m, err := t.Member(ctx, rec.MemberID)
	if err != nil {
		return backend.Quote{}, err
	}
	if wrong := e.usable(name, m); wrong != nil {
		return backend.Quote{}, wrong
	}
	q := pricing.Undo(rec.Case, m, pricing.GiftBack(e.o.GiftInProportion))
	if q.Operation.Amount.IsZero() && (rec.Kind != backend.OpRedeem || q.Operation.Undo.Points.IsZero()) {
		return backend.Quote{}, noUndo(name, "nothing")
	}
	q.Operation.Undo.Reason = reason
	if q.Operation.Undo.Row, err = e.rowOf(ctx, rec); err != nil {
		return backend.Quote{}, journalFault(name, err)
	}
	q.Task = e.o.Backend.Capabilities().Undoes == backend.UndoTask
	return t.mint(ctx, name, q)
}

// undoable is the operation of that id if it may be taken back.
func (e *engine) undoable(ctx context.Context, name, id string) (journal.Record, error) {
	if e.o.Backend.Capabilities().Undoes == "" {
		return journal.Record{}, unsupported(name)
	}
	rec, err := e.o.Journal.Get(ctx, id)
	switch {
	case err != nil:
		return rec, journalFault(name, err)
	case rec.Account != e.o.Account:
		return rec, &backend.Error{Op: name, Kind: backend.KindNotFound}
	case rec.Kind == backend.OpUndo:
		return rec, noUndo(name, "kind")
	case rec.Outcome() != backend.OutcomeSettled:
		return rec, noUndo(name, "state")
	}
	others, err := e.o.Journal.List(ctx, journal.Filter{UndoOf: id})
	if err != nil {
		return rec, journalFault(name, err)
	}
	for _, other := range others {
		if other.Outcome() != backend.OutcomeRefused {
			c := e.overlay(other.Case)
			return rec, &backend.Error{Op: name, Kind: backend.KindUndone, Other: &c}
		}
	}
	return rec, nil
}

func noUndo(op, why string) *backend.Error {
	return &backend.Error{Op: op, Kind: backend.KindNoUndo, Field: why}
}

// rowOf is the history row of an operation, 0 where none is known.
func (e *engine) rowOf(ctx context.Context, rec journal.Record) (int64, error) {
	bound, err := e.o.Journal.Bound(ctx, e.o.Account, rec.MemberID)
	if err != nil {
		return 0, err
	}
	for row, id := range bound {
		if id == rec.ID {
			return row, nil
		}
	}
	if rec.Receipt != nil {
		return rec.Receipt.RowID, nil
	}
	return 0, nil
}

// undoing checks a correction that Do is asked for. No limit holds for it beside
// the right: it is never more than the operation that was within one.
func undoing(name string, op backend.Operation) *backend.Error {
	u := op.Undo
	switch {
	case u == nil || u.Of == "" || u.Of == op.ID:
		return invalid(name, "undo")
	case op.Amount.Sign() < 0 || u.Points.Sign() < 0 || op.Amount.IsZero() && u.Points.IsZero():
		return invalid(name, "amount")
	case !u.Principal.Add(u.Gift).Equal(op.Amount):
		return invalid(name, "undo")
	}
	_, wrong := explained(name, u.Reason)
	return wrong
}

// owning tells of each row which operation of ours made it, and how that is linked
// with its correction.
func (e *engine) owning(ctx context.Context, memberID string, rows []backend.Event) ([]backend.Event, error) {
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID, Limit: mostOwn})
	if err != nil || len(recs) == 0 {
		return rows, err
	}
	bound, err := e.o.Journal.Bound(ctx, e.o.Account, memberID)
	if err != nil {
		return rows, err
	}
	links := linked(recs)
	for i, row := range rows {
		id := bound[row.ID]
		for _, r := range recs {
			if id == "" && claims(r, row) {
				id = r.ID
			}
		}
		if own, ours := links[id]; ours {
			rows[i].Own = &own
		}
	}
	return rows, nil
}

// linked is what there is to say of each operation beside its row.
func linked(recs []journal.Record) map[string]backend.Own {
	links := make(map[string]backend.Own, len(recs))
	for _, r := range recs {
		own := backend.Own{ID: r.ID, Slip: r.Slip, Kind: r.Kind}
		if r.Undo != nil {
			own.Undoes = r.Undo.Slip
		}
		links[r.ID] = own
	}
	for _, r := range recs {
		if r.Undo == nil || r.Outcome() == backend.OutcomeRefused {
			continue
		}
		if own, known := links[r.Undo.Of]; known {
			own.UndoneBy, own.UndoneState = r.Slip, r.State
			links[r.Undo.Of] = own
		}
	}
	return links
}

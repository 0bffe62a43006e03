package till

import (
	"context"
	"errors"
	"fmt"

	"guitai/backend"
	"guitai/backend/journal"
)

// settle stores an end. A commit that failed may nevertheless have reached the
// disk, and somebody else may have moved the record: so it is read again before
// trying again. It gives the record as stored, or the error of a journal that
// cannot store it.
func (e *engine) settle(rec journal.Record, s journal.Step) (journal.Record, error) {
	ctx := context.Background()
	var err error
	for range 5 {
		var next journal.Record
		if next, err = e.o.Journal.Move(ctx, rec.ID, rec.Ver, s); err == nil {
			e.watchLate(next)
			e.hub.publish(e.overlay(next.Case))
			return next, nil
		}
		var open *journal.OpenError
		if errors.Is(err, journal.ErrReadOnly) || errors.Is(err, journal.ErrBound) || errors.As(err, &open) {
			return rec, err
		}
		fresh, unread := e.o.Journal.Get(ctx, rec.ID)
		if unread != nil {
			return rec, err
		}
		landed := fresh.Ver > rec.Ver && fresh.State == s.To
		if landed || !journal.MayMove(fresh.State, s.To) {
			e.hub.publish(fresh.Case)
			return fresh, nil
		}
		rec = fresh
	}
	return rec, err
}

// belated keeps a success that came after somebody else had concluded something
// else: this process may have stood still until it was given up. What was presumed
// not to have happened is a person's to decide then, because it may have been rung
// again; what a person decides or decided keeps the proof beside it. It gives the
// record unchanged if it is settled as the success says.
func (e *engine) belated(rec journal.Record, success journal.Step) (journal.Record, error) {
	if rec.State == backend.StateApplied {
		return rec, nil
	}
	e.o.Logger.Error("till: alarm", "slip", rec.Slip, "rule", "success after another end", "state", rec.State)
	proof := journal.Step{Attempt: success.Attempt, Receipt: success.Receipt}
	if rec.State == backend.StateNotFound {
		called := proof
		called.To, called.Why = backend.StateHuman, success.Why
		// Another operation may hold the card's lock by now.
		if next, err := e.settle(rec, called); err == nil && next.State == backend.StateHuman {
			return next, nil
		}
	}
	return e.note(rec, proof)
}

// owe remembers an end that could not be stored, so that a later look can. It gives
// the error to tell.
func (e *engine) owe(rec journal.Record, s journal.Step, err error) error {
	e.o.Logger.Error("till: the journal did not store an end", "slip", rec.Slip, "to", s.To)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.owed[rec.ID] = owed{rec, s}
	return fmt.Errorf("%w: %w", errOwed, err)
}

// debtor is the record of an operation whose end is owed.
func (e *engine) debtor(id string) (journal.Record, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	debt, owing := e.owed[id]
	return debt.rec, owing
}

// payAll stores what is owed, as soon as the journal takes it again: a database that
// was away comes back by itself.
func (e *engine) payAll() {
	e.mu.Lock()
	var debts []journal.Record
	for _, debt := range e.owed {
		debts = append(debts, debt.rec)
	}
	e.mu.Unlock()
	for _, rec := range debts {
		if _, err := e.pay(rec); err != nil {
			e.o.Logger.Error("till: the journal still does not store an end", "slip", rec.Slip, "err", err)
		}
	}
}

// pay stores what is owed for a record. It gives the record unchanged if nothing
// is owed, and with the receipt if the journal refuses again.
func (e *engine) pay(rec journal.Record) (journal.Record, error) {
	e.mu.Lock()
	debt, owing := e.owed[rec.ID]
	e.mu.Unlock()
	if !owing {
		return rec, nil
	}
	paid, err := e.settle(debt.rec, debt.step)
	if err != nil {
		rec.Receipt = debt.step.Receipt
		return rec, fmt.Errorf("%w: %w", errOwed, err)
	}
	if debt.step.To == backend.StateApplied {
		if paid, err = e.belated(paid, debt.step); err != nil {
			return paid, fmt.Errorf("%w: %w", errOwed, err)
		}
	}
	e.mu.Lock()
	delete(e.owed, rec.ID)
	e.mu.Unlock()
	if pending(paid.State) {
		e.watch(rec.ID, debt.step.Attempt.Closed)
	}
	return paid, nil
}

package till

import (
	"context"

	"guitai/backend"
	"guitai/backend/journal"
)

// flight is one call of Do that is under way.
type flight struct {
	done chan struct{}
	c    backend.Case
	err  error
}

// Do carries out what a quote promised and tells what became of it: settled,
// refused or unknown, in that order of luck. Doing the same quote twice is one
// operation and gives the same case. Whoever leaves (ctx) stops waiting with
// KindCanceled while the operation goes on; Watch and Case tell its end.
//
// A bill whose rest nobody chose a pay type for, at a vendor that splits, is
// KindInvalid with Field "pay".
//
// KindJournal beside a case that has a receipt means: applied at the vendor, but
// not recorded here, so the receipt must be written down. Beside a case that is
// SENDING without a receipt, nobody knows; both have Field "end". Otherwise nothing
// was sent. The other errors are KindInvalid, KindLimit, KindClock where the journal
// is too young to give out tokens, and KindCardBusy, KindIncident and KindUndone with
// Other: nothing was sent.
// A correction that a person has to do at the vendor is TASK, and nothing was sent.
// A preview from before another operation on the card ends as not sent, with a
// refusal of KindStale.
func (t *Till) Do(ctx context.Context, q backend.Quote) (backend.Case, error) {
	const name = "till.do"
	wrong := t.e.operable(name, q.Operation)
	if wrong == nil {
		wrong = t.e.complete(name, q.Operation)
	}
	if wrong == nil {
		wrong = t.e.young(name)
	}
	if wrong != nil {
		return backend.Case{}, wrong
	}
	op, done, err := t.allowed(ctx, q.Operation)
	if err != nil {
		return backend.Case{}, err
	}
	defer done()
	q.Operation = op
	f, wrong := t.e.fly(name, q)
	if wrong != nil {
		return backend.Case{}, wrong
	}
	select {
	case <-f.done:
		return f.c, f.err
	case <-ctx.Done():
		return backend.Case{Operation: q.Operation}, fault(name, ctx.Err())
	}
}

// operable refuses what no quote of ours can ask for.
func (e *engine) operable(name string, op backend.Operation) *backend.Error {
	switch {
	case op.ID == "" || op.MemberID == "":
		return invalid(name, "id")
	case op.Kind == backend.OpConsume || op.Kind == backend.OpRecharge:
		return e.amountAllowed(name, op.Amount)
	case op.Kind == backend.OpRedeem && op.Points.Sign() > 0:
		return nil
	case op.Kind == backend.OpUndo:
		return undoing(name, op)
	}
	return invalid(name, "points")
}

// fly joins the flight of the operation or starts it.
func (e *engine) fly(name string, q backend.Quote) (*flight, *backend.Error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := q.Operation.ID
	if f := e.flights[id]; f != nil {
		return f, nil
	}
	if e.closing {
		return nil, &backend.Error{Op: name, Kind: backend.KindCanceled, Err: errClosing}
	}
	f := &flight{done: make(chan struct{})}
	e.flights[id] = f
	e.submissions.Go(func() {
		f.c, f.err = e.run(name, q)
		e.mu.Lock()
		delete(e.flights, id)
		e.mu.Unlock()
		close(f.done)
	})
	return f, nil
}

func (e *engine) inFlight(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.flights[id] != nil
}

// run carries one operation from its lock to its first answer. It lives on no
// caller's context.
func (e *engine) run(name string, q backend.Quote) (backend.Case, error) {
	op := q.Operation
	if rec, owing := e.debtor(op.ID); owing {
		rec, err := e.pay(rec)
		return e.answer(name, rec, err)
	}
	rec, err := e.o.Journal.Begin(context.Background(), e.o.Account, op)
	if err != nil {
		return backend.Case{}, journalFault(name, err)
	}
	if rec.State != backend.StateIntent {
		return e.answer(name, rec, nil)
	}
	e.hub.publish(rec.Case)
	var token backend.Token
	if err = e.fresh(name, q); err == nil {
		token, err = e.prepare(op, rec.Stamp)
	}
	if err != nil {
		rec, err = e.settle(rec, journal.Step{To: backend.StateNotSent, Why: backend.WhyNothingSent,
			Refusal: fault(name, err)})
		return e.answer(name, rec, err)
	}
	if op.Kind == backend.OpUndo && e.o.Backend.Capabilities().Undoes == backend.UndoTask {
		rec, err = e.entrust(rec, token)
		return e.answer(name, rec, err)
	}
	rec, err = e.submit(rec, token)
	e.shelf.drop(op.MemberID)
	e.booked(q.Member, rec)
	if err == nil && rec.Receipt != nil {
		e.learn(q.Member.Level, rec.Receipt.Rate)
	}
	return e.answer(name, rec, err)
}

// fresh refuses a preview that was made before another operation on the card
// began: its figures are from before that, and it could not warn of the same
// amount. It is asked under the card's lock, so nothing can begin in between.
func (e *engine) fresh(name string, q backend.Quote) error {
	read := q.Member.ReadAt
	if read.IsZero() {
		return nil
	}
	recs, err := e.o.Journal.List(context.Background(), journal.Filter{Account: &e.o.Account,
		MemberID: q.Operation.MemberID, Since: read, Limit: recent})
	if err != nil {
		return journalFault(name, err)
	}
	for _, r := range recs {
		if r.ID != q.Operation.ID && r.CreatedAt.After(read) && r.Outcome() != backend.OutcomeRefused {
			return &backend.Error{Op: name, Kind: backend.KindStale}
		}
	}
	return nil
}

// answer is what Do tells. An end that the journal did not store is told as what
// it is.
func (e *engine) answer(name string, rec journal.Record, err error) (backend.Case, error) {
	if err != nil {
		return rec.Case, journalFault(name, err)
	}
	return e.overlay(rec.Case), nil
}

func (e *engine) prepare(op backend.Operation, stamp backend.Stamp) (backend.Token, error) {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	return e.o.Backend.Prepare(ctx, op, stamp)
}

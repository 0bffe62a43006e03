package till

import (
	"context"
	"errors"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/till/verdict"
)

// dueAfter is how long after its reply a settled operation may still be missing
// from history before a sweep calls somebody.
const dueAfter = 5 * time.Minute

// survey is what one reading of a card brought.
type survey struct {
	rows    int
	foreign []backend.Event
	// raised are the cases that a person is called for, and bound how many rows
	// found their operation.
	raised []backend.Case
	bound  int
	own    map[string]bool
	// evidence is what the operation itself would be judged by.
	evidence backend.Evidence
}

// reconcile reads a card's history from one operation on and holds it against
// everything of ours: what can be bound is bound, and what nothing accounts for
// is told. due says that every row must show by now. Somebody else's change in
// between means to read again.
func (e *engine) reconcile(ctx context.Context, from journal.Record, due bool) (survey, error) {
	var s survey
	var err error
	for range 3 {
		if s, err = e.survey(ctx, from, due); !errors.Is(err, journal.ErrChanged) {
			break
		}
	}
	return s, err
}

func (e *engine) survey(ctx context.Context, from journal.Record, due bool) (survey, error) {
	reading, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	read, err := e.o.Backend.Resolve(reading, from.Operation, from.Token)
	if err != nil {
		return survey{}, err
	}
	b, err := e.books(ctx, from.MemberID)
	if err != nil {
		return survey{}, err
	}
	held := b.hold(read.Rows, read.Before.Points, due)
	reckoning := verdict.Reconcile(held)
	s := survey{rows: len(read.Rows), own: map[string]bool{}}
	for n, p := range held.Past {
		s.own[b.ops[n].ID] = p.Row != 0
		if b.ops[n].ID == from.ID {
			s.evidence = b.evidence(n, p.Fits, read)
		}
	}
	for _, i := range reckoning.Foreign {
		if movesMoney(read.Rows[i].Kind) {
			s.foreign = append(s.foreign, read.Rows[i])
		}
	}
	for _, n := range reckoning.Notes {
		if err := e.follow(ctx, b, n, read, &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// follow does what a note asks for.
func (e *engine) follow(ctx context.Context, b *books, n verdict.Note, read backend.Evidence, s *survey) error {
	rec := b.ops[n.Op]
	var err error
	if n.Row != 0 {
		if rec, err = e.claimRow(ctx, rec, n.Row, read.Rows); err == nil {
			s.bound++
			s.own[rec.ID] = true
		}
	} else {
		e.o.Logger.Error("till: alarm", "slip", rec.Slip, "rule", n.Rule)
		if rec, err = e.raise(ctx, rec, n.Why, b.evidence(n.Op, n.Rows, read)); err == nil {
			s.raised = append(s.raised, rec.Case)
		}
	}
	if err == nil {
		b.ops[n.Op] = rec // the next note may be about the same one
		e.hub.publish(e.overlay(rec.Case))
	}
	return err
}

// claimRow binds a row to the settled operation that made it.
func (e *engine) claimRow(ctx context.Context, rec journal.Record, row int64, rows []backend.Event) (journal.Record, error) {
	step := journal.Step{Bind: row, Seen: rows}
	if rec.Receipt != nil {
		bound := *rec.Receipt
		bound.RowID = row
		step.Receipt = &bound
	}
	return e.o.Journal.Move(ctx, rec.ID, rec.Ver, step)
}

// raise calls a person for the fitting rows of the evidence. What was not found
// becomes his case, which locks the card, unless another operation holds the lock
// by now. Everything else has ended and gets an incident, which bars the card
// until a supervisor closed it.
func (e *engine) raise(ctx context.Context, rec journal.Record, why backend.Why, seen backend.Evidence) (journal.Record, error) {
	if rec.State == backend.StateNotFound {
		next, err := e.o.Journal.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateHuman, Why: why,
			Evidence: &seen, Seen: seen.Rows})
		var open *journal.OpenError
		if !errors.As(err, &open) {
			return next, err
		}
	}
	told := backend.Incident{Why: why, At: e.o.Clock.Now()}
	if old := rec.Incident; old != nil && !old.Open() {
		// What a supervisor closed stays known, or it would be raised again.
		told.Rows = slices.Clone(old.Rows)
	}
	for _, i := range seen.Fits {
		told.Rows = append(told.Rows, seen.Rows[i])
	}
	return e.o.Journal.Move(ctx, rec.ID, rec.Ver, journal.Step{Incident: &told, Seen: seen.Rows})
}

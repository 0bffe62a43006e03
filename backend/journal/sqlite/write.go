package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Begin implements journal.Journal.
func (j *Journal) Begin(ctx context.Context, a journal.Account, op backend.Operation) (rec journal.Record, err error) {
	err = j.change(ctx, newMoney, func(t tx) (set *change.Set, err error) {
		rec, set, err = change.Begin(t, a, op, j.clock(), j.slots)
		return set, err
	})
	return known(rec, err)
}

// Move implements journal.Journal.
func (j *Journal) Move(ctx context.Context, id string, ver int64, s journal.Step) (rec journal.Record, err error) {
	err = j.change(ctx, outcome, func(t tx) (set *change.Set, err error) {
		rec, set, err = change.Move(t, id, ver, s, j.clock())
		return set, err
	})
	return known(rec, err)
}

// known hands out a record only where it is stored.
func known(rec journal.Record, err error) (journal.Record, error) {
	if err != nil {
		return journal.Record{}, err
	}
	return rec, nil
}

// work is what a change reads and decides inside its transaction.
type work func(tx) (*change.Set, error)

// purpose is what a write is for, which decides what it may cost when there is
// little room.
type purpose uint8

const (
	newMoney purpose = iota // needs room to spare
	outcome                 // may use up the reserve
	paper                   // takes what is there
)

// change runs one write, in turn.
func (j *Journal) change(ctx context.Context, why purpose, do work) error {
	leave, err := j.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if err := j.disk.trusted(); err != nil {
		return err
	}
	return j.write1(ctx, why, do)
}

// enter waits for the turn, as long as for another process.
func (j *Journal) enter(ctx context.Context) (leave func(), err error) {
	patience := time.NewTimer(j.busy)
	defer patience.Stop()
	select {
	case j.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-patience.C:
		return nil, fmt.Errorf("%w: others are waiting before this", journal.ErrBusy)
	}
	if err := ctx.Err(); err != nil {
		<-j.turn
		return nil, err
	}
	return func() { <-j.turn }, nil
}

// write1 runs one write of whoever has the turn.
func (j *Journal) write1(ctx context.Context, why purpose, do work) error {
	// From here on nobody's leaving stops it: half a commit helps no one.
	ctx = context.WithoutCancel(ctx)
	head, err := j.once(ctx, why, do)
	if isFull(err) && why != paper && j.disk.spill() && why == outcome {
		head, err = j.once(ctx, why, do)
	}
	var unsure *commitError
	if isFatal(err) || errors.As(err, &unsure) && !isBusy(err) && !isFull(err) {
		return j.disk.fail(err)
	}
	if err == nil && head.Seq > 0 && j.anchor != nil {
		j.anchor.Note(head, j.clock())
	}
	return told(err)
}

// commitError is an error of a commit: nobody can tell whether it took effect.
type commitError struct{ cause error }

func (e *commitError) Error() string { return "journal: commit: " + e.cause.Error() }
func (e *commitError) Unwrap() error { return e.cause }

// once returns the link that it added, none where there was nothing to write.
func (j *Journal) once(ctx context.Context, why purpose, do work) (journal.Head, error) {
	var none journal.Head
	sqlTx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return none, err
	}
	defer func() { _ = sqlTx.Rollback() }()
	t := tx{ctx, sqlTx}
	set, err := do(t)
	if err != nil || set == nil {
		return none, err
	}
	if why == newMoney {
		if err := j.disk.roomy(); err != nil {
			return none, err
		}
	}
	if err := t.apply(set); err != nil {
		return none, err
	}
	if j.fault != nil {
		if err := j.fault(); err != nil {
			return none, &commitError{err}
		}
	}
	if err := sqlTx.Commit(); err != nil {
		return none, &commitError{err}
	}
	// Had the file been taken away in the meantime, the commit would be in one that
	// nobody finds any more.
	if err := j.disk.inPlace(); err != nil {
		return none, &commitError{err}
	}
	return journal.Head{Seq: set.Audit.Seq, Hash: set.Audit.Hash}, nil
}

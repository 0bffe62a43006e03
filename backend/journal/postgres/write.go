package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// lockKey names the lock that every change of the journal takes, on whatever machine.
// The audit is one chain and the slips are one sequence, so changes come one after the
// other anyway; taking it first means that they wait there and nowhere else, and that
// none has to be tried again. Whoever has it knows that no earlier change is still on
// its way to the disk: the lock ends with the transaction.
const lockKey = "7239871145120934"

const (
	beginWrite = `begin isolation level read committed read write; select pg_advisory_xact_lock(` + lockKey + `)`
	beginRead  = `begin isolation level repeatable read read only`
)

// Begin implements journal.Journal.
func (j *Journal) Begin(ctx context.Context, a journal.Account, op backend.Operation) (rec journal.Record, err error) {
	j.presence.enter(op.Till)
	err = j.change(ctx, func(t tx) (set *change.Set, err error) {
		rec, set, err = change.Begin(t, a, op, j.clock(), j.slots)
		return set, err
	})
	return known(rec, err)
}

// Move implements journal.Journal.
func (j *Journal) Move(ctx context.Context, id string, ver int64, s journal.Step) (rec journal.Record, err error) {
	err = j.change(ctx, func(t tx) (set *change.Set, err error) {
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

// change runs one write, in turn.
func (j *Journal) change(ctx context.Context, do work) error {
	leave, err := j.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if err := j.state.trusted(); err != nil {
		return err
	}
	return j.write1(ctx, do)
}

// enter waits for the turn, as long as for another machine.
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

// write1 runs one write of whoever has the turn until it is known whether it is
// stored.
func (j *Journal) write1(ctx context.Context, do work) error {
	// From here on nobody's leaving stops it: half a commit helps no one.
	ctx = context.WithoutCancel(ctx)
	var d doubt
	set, err := j.once(ctx, do, &d)
	if d.set != nil {
		set, err = j.findOut(ctx, do, &d, err)
	}
	if err != nil {
		return told(ctx, err)
	}
	if set == nil {
		return nil
	}
	head, now := journal.Head{Seq: set.Audit.Seq, Hash: set.Audit.Hash}, j.clock()
	j.state.stored(head, now)
	if j.anchor != nil {
		j.anchor.Note(head, now)
	}
	return nil
}

// doubt is a change whose COMMIT was sent and not answered; nil for none.
type doubt struct{ set *change.Set }

// findOut asks again, on new connections, until it is known what became of a change.
// One that was lost is made once more. The error of one that stays unknown is
// journal.ErrUnsure.
func (j *Journal) findOut(ctx context.Context, do work, d *doubt, cause error) (*change.Set, error) {
	ctx, cancel := context.WithTimeout(ctx, j.busy)
	defer cancel()
	again := time.NewTicker(j.busy / 50)
	defer again.Stop()
	for {
		set, err := j.once(ctx, do, d)
		if d.set == nil {
			return set, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", journal.ErrUnsure, errors.Join(cause, err))
		case <-again.C:
		}
	}
}

// once runs one write. Before that it settles a doubt: whoever holds the lock knows
// that the change in doubt is not under way any more, and its link in the audit, whose
// hash is over everything that it says, is there or is not.
func (j *Journal) once(ctx context.Context, do work, d *doubt) (*change.Set, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*j.busy)
	defer cancel()
	t, end, err := j.write.begin(ctx, beginWrite)
	if err != nil {
		return nil, err
	}
	defer end()
	if set := d.set; set != nil {
		hash, err := t.hash(set.Audit.Seq)
		if err != nil {
			return nil, err
		}
		d.set = nil
		if hash == set.Audit.Hash {
			return set, nil
		}
		// The change was lost with its connection, so nothing else of it is stored.
	}
	set, err := do(t)
	if err != nil || set == nil {
		return nil, err
	}
	var b batch
	b.put(set)
	j.presence.note(&b, set)
	b.add(`SELECT pg_notify('`+channel+`', $1)`, j.id)
	// The commit takes as long as it takes: one that was given up by the server while
	// it waited for a standby would be called a success.
	b.add(`SELECT set_config('statement_timeout', '0', true)`)
	if err := t.run(&b); err != nil {
		return nil, err
	}
	d.set = set
	if err := t.commit(); err != nil {
		return nil, err
	}
	d.set = nil
	return set, nil
}

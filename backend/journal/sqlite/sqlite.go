package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Options say where the journal is and what it lives by.
type Options struct {
	// Path is the file. Its folder is made if need be; both belong to this user
	// alone.
	Path string
	// Clock is the time; nil is the system's.
	Clock func() time.Time
	// Slot is which of Slots seconds this journal gives as stamps, where several
	// tills have journals of their own: one of 0 to 9, each till another, with
	// Slots 10. Slots 0 is for the only journal there is.
	Slot, Slots int
	// FreeSpace tells how many bytes can still be written in a folder; nil asks
	// the system.
	FreeSpace func(dir string) (uint64, error)

	// busy is how long a write waits for another process.
	busy time.Duration
	// checkAll is up to how many audit entries Open checks everything before it
	// returns.
	checkAll int64
}

const (
	defaultBusy     = 5 * time.Second
	defaultCheckAll = 20_000
	readers         = 4
)

// Journal implements journal.Journal on one SQLite file.
type Journal struct {
	clock       func() time.Time
	slots       change.Slots
	born        atomic.Int64 // Unix milliseconds
	write, read *sql.DB
	disk        *disk
	// turn is held by whoever writes: waiting in line here is fair, waiting for
	// SQLite's lock is not.
	turn chan struct{}
	// fault, unless nil, fails a commit in tests.
	fault func() error

	stop     context.CancelFunc
	checking sync.WaitGroup
	closed   sync.Once
	closeErr error
}

// Open opens or makes a journal. It returns an error if there is none to be had;
// if there is one that cannot be trusted, it opens, can be read, and Health says
// what is wrong.
//
// The newest audit entries and every open operation are checked before it
// returns. Up to 20,000 entries, and always after trouble with the disk,
// everything is; the rest of a larger journal is checked in the background,
// because a shop that cannot take money for many seconds after every start would
// be tempted to switch the check off.
func Open(ctx context.Context, o Options) (*Journal, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	if err := secure(o.Path); err != nil {
		return nil, err
	}
	j := &Journal{
		clock: o.Clock,
		slots: o.slots(),
		write: pool(newConnector(o.Path, o.busy, false), 1),
		read:  pool(newConnector(o.Path, o.busy, true), readers),
		disk:  &disk{path: o.Path, free: o.FreeSpace},
		turn:  make(chan struct{}, 1),
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	j.stop = stop
	if err := j.start(ctx, background, o.checkAll); err != nil {
		return nil, errors.Join(told(err), j.Close())
	}
	return j, nil
}

func (o Options) complete() (Options, error) {
	if o.Path == "" {
		return o, errors.New("journal: no file named")
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return o, fmt.Errorf("journal: %w", err)
	}
	o.Path = path
	if err := o.slots().Check(); err != nil {
		return o, err
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.FreeSpace == nil {
		o.FreeSpace = freeSpace
	}
	if o.busy == 0 {
		o.busy = defaultBusy
	}
	if o.checkAll == 0 {
		o.checkAll = defaultCheckAll
	}
	return o, nil
}

func (o Options) slots() change.Slots { return change.Slots{Mine: o.Slot, Of: o.Slots} }

func (j *Journal) start(ctx, background context.Context, checkAll int64) error {
	if err := migrate(ctx, j.write); err != nil {
		return err
	}
	if err := j.age(ctx); err != nil {
		return err
	}
	if err := j.disk.remember(); err != nil {
		return err
	}
	rest, err := j.checkOpening(ctx, checkAll)
	if ctx.Err() != nil || isBusy(err) {
		return errors.Join(ctx.Err(), err)
	}
	if err != nil {
		// It opens all the same: what was recorded must be there to be read.
		_ = j.disk.fail(err)
		return nil
	}
	if rest {
		j.checking.Go(func() { j.checkRest(background) })
	}
	// Without room for the ballast there is none for new money either; Health
	// says so whenever it is asked.
	_ = j.disk.fill()
	return nil
}

// Begin implements journal.Journal.
func (j *Journal) Begin(ctx context.Context, a journal.Account, op backend.Operation) (journal.Record, error) {
	return j.change(ctx, true, func(r change.Reader) (journal.Record, *change.Set, error) {
		return change.Begin(r, a, op, j.clock(), j.slots)
	})
}

// Move implements journal.Journal.
func (j *Journal) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	return j.change(ctx, false, func(r change.Reader) (journal.Record, *change.Set, error) {
		return change.Move(r, id, ver, s, j.clock())
	})
}

// work is what a change reads and decides inside its transaction.
type work func(change.Reader) (journal.Record, *change.Set, error)

// change runs one write, in turn.
func (j *Journal) change(ctx context.Context, newMoney bool, do work) (journal.Record, error) {
	select {
	case j.turn <- struct{}{}:
		defer func() { <-j.turn }()
	case <-ctx.Done():
		return journal.Record{}, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return journal.Record{}, err
	}
	if err := j.disk.trusted(); err != nil {
		return journal.Record{}, err
	}
	// From here on nobody's leaving stops it: half a commit helps no one.
	ctx = context.WithoutCancel(ctx)
	rec, err := j.once(ctx, newMoney, do)
	if isFull(err) && j.disk.spill() && !newMoney {
		rec, err = j.once(ctx, newMoney, do)
	}
	var unsure *commitError
	if isFatal(err) || errors.As(err, &unsure) && !isBusy(err) && !isFull(err) {
		return journal.Record{}, j.disk.fail(err)
	}
	if err != nil {
		return journal.Record{}, told(err)
	}
	return rec, nil
}

// commitError is an error of a commit: nobody can tell whether it took effect.
type commitError struct{ cause error }

func (e *commitError) Error() string { return "journal: commit: " + e.cause.Error() }
func (e *commitError) Unwrap() error { return e.cause }

func (j *Journal) once(ctx context.Context, newMoney bool, do work) (journal.Record, error) {
	sqlTx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return journal.Record{}, err
	}
	defer func() { _ = sqlTx.Rollback() }()
	t := tx{ctx, sqlTx}
	rec, set, err := do(t)
	if err != nil {
		return journal.Record{}, err
	}
	if set == nil {
		return rec, nil
	}
	if newMoney {
		if err := j.disk.roomy(); err != nil {
			return journal.Record{}, err
		}
	}
	if err := t.apply(set); err != nil {
		return journal.Record{}, err
	}
	if j.fault != nil {
		if err := j.fault(); err != nil {
			return journal.Record{}, &commitError{err}
		}
	}
	if err := sqlTx.Commit(); err != nil {
		return journal.Record{}, &commitError{err}
	}
	return rec, nil
}

// Health implements journal.Journal.
func (j *Journal) Health() error {
	if err := j.disk.trusted(); err != nil {
		return err
	}
	return j.disk.roomy()
}

// Close implements journal.Journal. It waits for the write that is under way.
func (j *Journal) Close() error {
	j.closed.Do(func() {
		j.stop()
		j.checking.Wait()
		j.turn <- struct{}{}
		defer func() { <-j.turn }()
		j.closeErr = errors.Join(j.read.Close(), j.write.Close())
	})
	return j.closeErr
}

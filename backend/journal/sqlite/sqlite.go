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

	"guitai/backend/journal/anchor"
	"guitai/backend/journal/change"
)

// Options say where the journal is and what it lives by.
type Options struct {
	// Path is the file. Its folder is made if need be; both belong to this user
	// alone.
	Path string
	// Clock is the time; nil is the system's.
	Clock func() time.Time
	// Anchor is a file, best on another disk or machine, that is told the newest
	// link of the audit now and then, so that a journal which was set back shows.
	// "" is none.
	Anchor string
	// Slot is which of Slots seconds this journal gives as stamps, where several
	// tills have journals of their own: one of 0 to 9, each till another, with
	// Slots 10. Slots 0 is for the only journal there is.
	Slot, Slots int
	// FreeSpace tells how many bytes can still be written in a folder; nil asks
	// the system.
	FreeSpace func(dir string) (uint64, error)

	// ReadOnly opens a journal that is there only to look at it: nothing is made,
	// upgraded or checked, every change is refused, and a till may be at work on it.
	ReadOnly bool

	// poll is how often changes are looked for.
	poll time.Duration
	// busy is how long a write waits for another process.
	busy time.Duration
	// checkAll is up to how many audit entries Open checks everything before it
	// returns.
	checkAll int64
}

const (
	defaultBusy     = 5 * time.Second
	defaultPoll     = time.Second
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
	busy time.Duration
	// anchor is nil where nothing is noted outside.
	anchor   *anchor.Book
	anchored string
	watch    watch
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
	if o.ReadOnly {
		return openToRead(ctx, o)
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
		busy:  o.busy,
	}
	if o.Anchor != "" {
		j.anchored, j.anchor = o.Anchor, anchor.Open(o.Anchor)
	}
	j.watch = watch{db: j.write, every: o.poll}
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
	if o.poll == 0 {
		o.poll = defaultPoll
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
	if err := j.findsAnchor(ctx); err != nil {
		return err
	}
	if rest {
		j.checking.Go(func() { j.checkRest(background) })
	}
	// Without room for the ballast there is none for new money either; Health
	// says so whenever it is asked.
	_ = j.disk.fill()
	return nil
}

// Anchored is nil while the newest links of the audit can be noted outside, or says
// why not. That stops no money, but somebody should know.
func (j *Journal) Anchored() error {
	if j.anchor == nil {
		return nil
	}
	_, err := anchor.Read(j.anchored, anchor.Tail)
	return errors.Join(err, j.anchor.Err())
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
		j.watch.close()
		j.turn <- struct{}{}
		defer func() { <-j.turn }()
		j.closeErr = errors.Join(j.read.Close(), j.watch.db.Close())
		if j.anchor != nil {
			// What could not be noted does not make the journal any worse.
			_ = j.anchor.Close(j.clock())
		}
	})
	return j.closeErr
}

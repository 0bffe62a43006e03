package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
	"guitai/backend/journal/anchor"
	"guitai/backend/journal/change"
)

// Options say where the journal is and what it lives by.
type Options struct {
	// Address is the database's, postgres://user:password@host/name. It is never
	// printed. It must lead to the server itself: a pooler that shares connections
	// between transactions tells nobody of others' changes.
	Address string
	// Machine is what people call this machine, for those at the others.
	Machine string
	// Clock is the time; nil is the system's.
	Clock func() time.Time
	// Anchor is a file of this machine that is told the newest link of the audit now
	// and then, so that a database which was set back, or another one that took its
	// place without the newest changes, shows. "" is none.
	Anchor string
	// Slot is which of Slots seconds this journal gives as stamps, where others have
	// journals of their own: one of 0 to 9 with Slots 10. Slots 0 is for the only
	// journal there is.
	Slot, Slots int
	// ReadOnly opens a journal that is there only to look at it: nothing is made,
	// upgraded or checked, and every change is refused.
	ReadOnly bool

	// busy is how long a write waits for other machines.
	busy time.Duration
	// retry is how often a server that is away is looked for.
	retry time.Duration
	// beat is how often it is told that this process is at work.
	beat time.Duration
	// checkAll is up to how many audit entries Open checks everything before it
	// returns.
	checkAll int64
}

const (
	defaultBusy     = 5 * time.Second
	defaultRetry    = 2 * time.Second
	defaultBeat     = 20 * time.Second
	defaultCheckAll = 20_000
	readers         = 4
)

// errOnlyRead is why a journal that was opened to be read takes no changes.
var errOnlyRead = errors.New("journal: opened only to be read")

// Journal implements journal.Journal on one PostgreSQL database.
type Journal struct {
	// id is this handle's own: what it changes is no news to it.
	id          string
	clock       func() time.Time
	slots       change.Slots
	born        atomic.Int64 // Unix milliseconds
	accepted    atomic.Int64 // Unix milliseconds
	write, read *lines
	state       state
	presence    presence
	// turn is held by whoever writes: waiting in line here is fair.
	turn chan struct{}
	busy time.Duration
	// anchor is nil where nothing is noted outside.
	anchor   *anchor.Book
	anchored string
	hub      hub

	stop       context.CancelFunc
	background sync.WaitGroup
	closed     sync.Once
}

// Open opens or makes a journal. Errors: journal.ErrUnreachable, journal.ErrReadOnly
// for a server that could lose a commit. A journal that cannot be trusted opens, can
// be read, and Health says what is wrong.
//
// As with the embedded journal, the newest entries and every open operation are
// checked before it returns, and the rest of a large one in the background.
func Open(ctx context.Context, o Options) (*Journal, error) {
	o = o.complete()
	slots := change.Slots{Mine: o.Slot, Of: o.Slots}
	if err := slots.Check(); err != nil {
		return nil, err
	}
	writing, err := settings(o.Address, o.busy, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	reading, err := settings(o.Address, o.busy, true)
	if err != nil {
		return nil, err
	}
	j := &Journal{id: rand.Text(), clock: o.Clock, slots: slots, turn: make(chan struct{}, 1), busy: o.busy}
	j.write = newLines(1, o.busy, func(ctx context.Context) (*pgx.Conn, error) { return j.connect(ctx, writing) })
	j.read = newLines(readers, o.busy, func(ctx context.Context) (*pgx.Conn, error) { return j.connect(ctx, reading) })
	j.presence.machine, j.presence.process = o.Machine, j.id
	j.anchored = o.Anchor
	if o.Anchor != "" && !o.ReadOnly {
		j.anchor = anchor.Open(o.Anchor)
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	j.stop = stop
	if err := j.start(ctx, background, o, reading); err != nil {
		return nil, errors.Join(told(ctx, err), j.Close())
	}
	return j, nil
}

func (o Options) complete() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.busy == 0 {
		o.busy = defaultBusy
	}
	if o.retry == 0 {
		o.retry = defaultRetry
	}
	if o.beat == 0 {
		o.beat = defaultBeat
	}
	if o.checkAll == 0 {
		o.checkAll = defaultCheckAll
	}
	return o
}

func (j *Journal) start(ctx, background context.Context, o Options, listening *pgx.ConnConfig) error {
	if o.ReadOnly {
		_ = j.state.fail(errOnlyRead)
		if err := j.knowsSchema(ctx); err != nil {
			return err
		}
	} else if err := errors.Join(j.migrate(ctx), j.makeAge(ctx)); err != nil {
		return err
	}
	rest, err := j.checkOpening(ctx, o)
	switch {
	case errors.Is(err, change.ErrBroken):
		// It opens all the same: what was recorded must be there to be read.
		_ = j.state.fail(err)
	case err != nil:
		return err
	}
	if err := j.refresh(ctx); err != nil {
		return err
	}
	ear, err := j.listen(ctx, listening)
	if err != nil {
		return err
	}
	j.background.Go(func() { j.follow(background, ear, listening, o.retry) })
	if rest {
		j.background.Go(func() { _ = j.Verify(background) })
	}
	if !o.ReadOnly {
		j.background.Go(func() { j.beats(background, o.beat) })
	}
	return nil
}

// refresh reads what other machines may have decided: since when there has been this
// journal, what was accepted, and whether it still lacks something.
func (j *Journal) refresh(ctx context.Context) error {
	err := j.look(ctx, func(t tx) error {
		var born, accepted int64
		err := t.one(`SELECT COALESCE(MAX(value) FILTER (WHERE name = 'created_ms'), 0),
			COALESCE(MAX(value) FILTER (WHERE name = 'accepted_ms'), 0) FROM meta`, nil, &born, &accepted)
		if err != nil {
			return err
		}
		j.born.Store(max(born, accepted))
		j.accepted.Store(accepted)
		return nil
	})
	if err != nil {
		return err
	}
	err = j.checkAnchor(ctx, anchor.Tail)
	var lost *journal.AnchorError
	if errors.As(err, &lost) {
		j.state.doubts(lost)
		return nil
	}
	if err == nil {
		j.state.doubts(nil)
	}
	return err
}

// makeAge notes since when there has been this journal, in a new one. A time that
// lies ahead was noted by a clock that was wrong; it counts from now.
func (j *Journal) makeAge(ctx context.Context) error {
	t, end, err := j.write.begin(ctx, beginWrite)
	if err != nil {
		return err
	}
	defer end()
	if _, err := t.conn.Exec(ctx, `INSERT INTO meta (name, value) VALUES ('created_ms', $1)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE meta.value > excluded.value`, j.clock().UnixMilli()); err != nil {
		return t.fault(err)
	}
	return t.commit()
}

// Young implements journal.Guard.
func (j *Journal) Young(now time.Time) time.Time {
	return change.Young(time.UnixMilli(j.born.Load()), now)
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

// Health implements journal.Journal. While the server is away it says so, with
// journal.ErrUnreachable, and recovers by itself.
func (j *Journal) Health() error { return j.state.healthy() }

// Close implements journal.Journal. It waits for the write that is under way.
func (j *Journal) Close() error {
	j.closed.Do(func() {
		j.stop()
		j.background.Wait()
		j.hub.close()
		j.turn <- struct{}{}
		defer func() { <-j.turn }()
		ctx, cancel := context.WithTimeout(context.Background(), j.busy)
		defer cancel()
		j.leave(ctx)
		j.write.close(ctx)
		j.read.close(ctx)
		if j.anchor != nil {
			// What could not be noted does not make the journal any worse.
			_ = j.anchor.Close(j.clock())
		}
	})
	return nil
}

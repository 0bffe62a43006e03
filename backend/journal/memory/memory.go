package memory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// ErrCut is returned by every call on a journal whose power was cut.
var ErrCut = errors.New("memory: the power was cut")

// ErrClosed is returned by every call on a journal that was closed.
var ErrClosed = errors.New("memory: the journal was closed")

// Options say how a journal of tests behaves.
type Options struct {
	Clock func() time.Time
	// Every is with how many commits the disk is reached; 0 and 1 are durable ones.
	Every int
	// Slot and Slots are those of tills with journals of their own.
	Slot, Slots int
	// Born is when the journal was made; zero is one that was always there.
	Born time.Time
}

// Journal is one handle of a store. Several handles of one store behave as
// several tills on one file.
type Journal struct {
	store  *store
	o      Options
	life   int
	closed bool
}

// New makes a journal with a store of its own. Every commit is durable when its
// call returns.
func New(clock func() time.Time) *Journal { return Open(Options{Clock: clock}) }

// NewLazy makes a journal that reaches its disk only with every n-th commit, as
// a database does that was told not to wait for it. It is there to prove that
// schedules notice.
func NewLazy(clock func() time.Time, n int) *Journal { return Open(Options{Clock: clock, Every: n}) }

// Open makes a journal with a store of its own.
func Open(o Options) *Journal {
	s := &store{every: max(o.Every, 1), born: o.Born}
	s.reset()
	return &Journal{store: s, o: o}
}

// Again opens another handle of the same store, as another till does, or the
// same one after Close.
func (j *Journal) Again(clock func() time.Time) *Journal {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	o := j.o
	o.Clock = clock
	return &Journal{store: j.store, o: o, life: j.store.life}
}

// Cut is a power loss: every handle of the store is dead, whatever had not
// reached the disk is gone, and the journal returned is what a restart finds.
func (j *Journal) Cut() *Journal {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	return j.restart(j.store.durable)
}

// CutKeeping is Cut with so many of the commits that were written but not synced
// having reached the disk after all. A commit that was torn, or written before an
// earlier one of them, counts as not written, as a database with checksums makes it:
// so what survives is always a beginning.
func (j *Journal) CutKeeping(unsynced int) *Journal {
	s := j.store
	s.mu.Lock()
	defer s.mu.Unlock()
	return j.restart(min(s.durable+unsynced, len(s.commits)))
}

// SetBack is a restart with an older copy of the disk, which has only the first
// commits of it. The journal refuses every write until somebody accepts it.
func (j *Journal) SetBack(commits int) *Journal {
	s := j.store
	s.mu.Lock()
	defer s.mu.Unlock()
	return j.restart(min(commits, s.durable))
}

// restart makes everything from the first commits again.
func (j *Journal) restart(commits int) *Journal {
	s := j.store
	s.life++
	s.dead = false
	s.fail, s.hook, s.health, s.broken = nil, nil, nil, nil
	kept := s.commits[:commits:commits]
	s.reset()
	for _, set := range kept {
		s.take(set)
	}
	s.durable = len(s.commits)
	s.broken = s.anchored()
	return &Journal{store: s, o: j.o, life: s.life}
}

// Begin implements journal.Journal.
func (j *Journal) Begin(ctx context.Context, a journal.Account, op backend.Operation) (journal.Record, error) {
	if err := j.enterToWrite(ctx); err != nil {
		return journal.Record{}, err
	}
	defer j.store.mu.Unlock()
	rec, set, err := change.Begin(j.store, a, op, j.o.Clock(), change.Slots{Mine: j.o.Slot, Of: j.o.Slots})
	switch {
	case err != nil:
		return journal.Record{}, err
	case set == nil:
		return rec, nil
	case j.store.health != nil:
		return journal.Record{}, fmt.Errorf("%w: %w", journal.ErrReadOnly, j.store.health)
	}
	return j.commit(BeforeBegin, rec, set)
}

// Move implements journal.Journal.
func (j *Journal) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	if err := j.enterToWrite(ctx); err != nil {
		return journal.Record{}, err
	}
	defer j.store.mu.Unlock()
	rec, set, err := change.Move(j.store, id, ver, s, j.o.Clock())
	if err != nil {
		return journal.Record{}, err
	}
	return j.commit(BeforeMove, rec, set)
}

// Get implements journal.Journal.
func (j *Journal) Get(ctx context.Context, id string) (journal.Record, error) {
	if err := j.enter(ctx); err != nil {
		return journal.Record{}, err
	}
	defer j.store.mu.Unlock()
	if _, _, found, _ := j.store.Op(id); !found {
		return journal.Record{}, journal.ErrNotFound
	}
	return j.store.record(id)
}

// List implements journal.Journal.
func (j *Journal) List(ctx context.Context, f journal.Filter) ([]journal.Record, error) {
	if err := j.enter(ctx); err != nil {
		return nil, err
	}
	defer j.store.mu.Unlock()
	limit := change.Limit(f.Limit)
	var out []journal.Record
	for _, id := range slices.Backward(j.store.order) {
		if !change.Match(f, j.store.ops[id]) {
			continue
		}
		rec, err := j.store.record(id)
		if err != nil {
			return nil, err
		}
		if out = append(out, rec); len(out) == limit {
			break
		}
	}
	return out, nil
}

// Bound implements journal.Journal.
func (j *Journal) Bound(ctx context.Context, a journal.Account, memberID string) (map[int64]string, error) {
	if err := j.enter(ctx); err != nil {
		return nil, err
	}
	defer j.store.mu.Unlock()
	out := make(map[int64]string)
	for key, row := range j.store.seen {
		if key.account == a && row.Subject == memberID && row.OpID != "" {
			out[row.ID] = row.OpID
		}
	}
	return out, nil
}

// Verify implements journal.Journal.
func (j *Journal) Verify(ctx context.Context) error {
	if err := j.enter(ctx); err != nil {
		return err
	}
	defer j.store.mu.Unlock()
	return j.store.verify()
}

// Health implements journal.Journal.
func (j *Journal) Health() error {
	if err := j.enter(context.Background()); err != nil {
		return err
	}
	defer j.store.mu.Unlock()
	if err := j.store.trusted(); err != nil {
		return err
	}
	if j.store.health != nil {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, j.store.health)
	}
	return nil
}

// Close implements journal.Journal.
func (j *Journal) Close() error {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	j.closed = true
	return nil
}

// enter takes the store for one call; on an error it is not held.
func (j *Journal) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.store.mu.Lock()
	var err error
	switch {
	case j.closed:
		err = ErrClosed
	case j.life != j.store.life || j.store.dead:
		err = ErrCut
	}
	if err != nil {
		j.store.mu.Unlock()
	}
	return err
}

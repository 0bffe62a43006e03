package till

import (
	"context"
	"errors"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/staff"
)

// Till is one seat at an engine: a till's name and the person at it. Its methods
// may be called from many goroutines, and every error is a *backend.Error.
type Till struct {
	e              *engine
	name, operator string
	badge          *staff.Badge
}

// New makes a till with an engine of its own. Start must follow before money
// moves, and Close ends it.
func New(o Options) *Till {
	o = o.withDefaults()
	ctx, stop := context.WithCancel(context.Background())
	e := &engine{
		o:        o,
		hub:      newHub(),
		ctx:      ctx,
		stop:     stop,
		flights:  make(map[string]*flight),
		looks:    make(map[string]*lookout),
		lates:    make(map[string]time.Time),
		tasks:    make(map[string]time.Time),
		owed:     make(map[string]owed),
		promises: make(map[string]promise),
		turns:    make(map[string]chan struct{}),
		lately:   lately{members: make(map[string]backend.Member)},
		rates:    make(map[string]money.Rate),
		shelf:    shelf{lists: make(map[string]list)},
	}
	return &Till{e: e, name: o.Name, operator: o.Operator}
}

// As is another seat at the same engine, for another session or another person.
func (t *Till) As(name, operator string) *Till {
	return &Till{e: t.e, name: name, operator: operator}
}

// engine owns everything that must outlive a screen.
type engine struct {
	o   Options
	hub *hub
	// ctx ends with Close. Only readings in the background live on it: a
	// submission must never be cut short.
	ctx  context.Context
	stop context.CancelFunc
	// once starts what goes on by itself.
	once sync.Once

	// rights is held while somebody is allowed to move money, so that a limit is
	// asked for one operation after the other.
	rights   sync.Mutex
	promises map[string]promise

	mu          sync.Mutex
	closing     bool
	submissions sync.WaitGroup
	background  sync.WaitGroup
	flights     map[string]*flight
	looks       map[string]*lookout
	// lates are the operations that were not found and are looked for again, with
	// the time of the next look.
	lates map[string]time.Time
	// tasks are those whose cards are read from time to time, with the last time.
	tasks map[string]time.Time
	owed  map[string]owed
	// turns are kept until the program ends: unknown operations are few.
	turns  map[string]chan struct{}
	lately lately
	rates  map[string]money.Rate
	shelf  shelf
}

// owed is an end that the journal refused to store.
type owed struct {
	rec  journal.Record
	step journal.Step
}

// spawn runs f until it returns or Close ends its context; false once closing.
func (e *engine) spawn(f func(ctx context.Context)) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closing {
		return false
	}
	e.background.Go(func() { f(e.ctx) })
	return true
}

// await runs f where a caller who leaves cannot cut it short, and waits for it
// as long as the caller does.
func (e *engine) await(ctx context.Context, op string, f func(ctx context.Context) (backend.Case, error)) (backend.Case, error) {
	type result struct {
		c   backend.Case
		err error
	}
	done := make(chan result, 1)
	if !e.spawn(func(ctx context.Context) {
		c, err := f(ctx)
		done <- result{c, err}
	}) {
		return backend.Case{}, &backend.Error{Op: op, Kind: backend.KindCanceled, Err: errClosing}
	}
	select {
	case r := <-done:
		return r.c, r.err
	case <-ctx.Done():
		return backend.Case{}, fault(op, ctx.Err())
	}
}

var errClosing = errors.New("till: closing")

// Start takes over what an earlier run left open: what was never sent is closed,
// what may have been sent is looked up until it is settled. Errors: KindJournal.
func (t *Till) Start(ctx context.Context) error {
	e := t.e
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, Unsettled: true})
	if err != nil {
		return journalFault("till.start", err)
	}
	for _, rec := range recs {
		if e.inFlight(rec.ID) {
			continue
		}
		if !pending(rec.State) && (!e.o.TakesOver(rec.Till) || e.o.Alive(rec.Till)) {
			continue
		}
		if _, err := e.takeOver(ctx, rec); err != nil && !errors.Is(err, journal.ErrChanged) {
			return journalFault("till.start", err)
		}
	}
	e.once.Do(func() {
		e.followOthers(ctx)
		e.sweepDaily(t.name)
	})
	return nil
}

// takeOver resumes an operation whose own process is gone. The quiet period runs
// from here: bytes of a dead process may still sit in a kernel's buffer.
func (e *engine) takeOver(ctx context.Context, rec journal.Record) (journal.Record, error) {
	now := e.o.Clock.Now()
	step := journal.Step{Why: backend.WhyCrash}
	switch rec.State {
	case backend.StateIntent:
		step.To = backend.StateNotSent
	case backend.StateSending:
		step.To, step.NextLook = backend.StateUnknown, now
	case backend.StateNotFound:
		e.watchLate(rec)
		return rec, nil
	default:
		e.resume(rec)
		return rec, nil
	}
	next, err := e.o.Journal.Move(ctx, rec.ID, rec.Ver, step)
	if err != nil {
		return rec, err
	}
	e.hub.publish(next.Case)
	if next.State == backend.StateUnknown {
		e.watch(next.ID, now)
	}
	return next, nil
}

// Drain refuses new operations, waits for running submissions until ctx ends,
// then stops all background work. What is still unknown is resumed by the next
// Start. Errors: KindTimeout or KindCanceled when a submission was left running.
func (t *Till) Drain(ctx context.Context) error {
	e := t.e
	e.mu.Lock()
	e.closing = true
	e.mu.Unlock()
	settled := make(chan struct{})
	go func() {
		e.submissions.Wait()
		close(settled)
	}()
	var err error
	select {
	case <-settled:
	case <-ctx.Done():
		err = fault("till.drain", ctx.Err())
	}
	e.stop()
	e.background.Wait()
	e.hub.close()
	return err
}

// Close is Drain within 20 seconds.
func (t *Till) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	return t.Drain(ctx)
}

// Watch tells every change of every case of the account: those that this engine
// makes at once, and those that others make on a shared journal within two seconds.
// A slow reader gets the newest state of each case. Cancel, or Close, closes the
// channel.
func (t *Till) Watch() (changes <-chan backend.Case, cancel func()) { return t.e.hub.subscribe() }

// Health is nil while new money may be recorded. Errors: KindJournal, with Field
// "end" while an end is not stored.
func (t *Till) Health() error {
	t.e.mu.Lock()
	owing := len(t.e.owed) > 0
	t.e.mu.Unlock()
	if owing {
		return journalFault("till.health", errOwed)
	}
	if err := t.e.o.Journal.Health(); err != nil {
		return journalFault("till.health", err)
	}
	return nil
}

var errOwed = errors.New("till: the journal did not store how an operation ended")

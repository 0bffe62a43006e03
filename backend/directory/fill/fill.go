package fill

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"guitai/backend"
)

// Pager reads one page of all members. since is zero for everybody, cursor nil
// for the first page; next is nil behind the last one. Errors are
// *backend.Error.
type Pager interface {
	Pages(ctx context.Context, since time.Time, cursor []byte) (found []backend.Member, next []byte, err error)
}

// LazyPager is a Pager that can tell what comes next before it has read the page
// itself, so that the vendor need not wait for that.
type LazyPager interface {
	LazyPages(ctx context.Context, since time.Time, cursor []byte) (read func() ([]backend.Member, error), next []byte, err error)
}

// Store is the local copy. Its methods may be called from many goroutines.
type Store interface {
	// Mark is where the last reading stands; the zero Mark if there was none.
	Mark() Mark
	// Page stores a page and where the reading stands behind it in one write:
	// both are there after a crash, or neither.
	Page(members []backend.Member, m Mark) error
	// Finish stores that a reading reached its end. After a whole one it marks
	// who was not seen as gone, and says how many that are.
	Finish(m Mark) (gone int, err error)
	// Len is how many members are known.
	Len() int
	Notes() Notes
	Keep(n Notes) error
}

// Calls is the day's quota as a reading may use it. A Limit of zero is no quota.
type Calls struct {
	// Used of Limit calls are gone today, by anybody at this machine.
	Used, Limit int
	// Left is how many calls a reading may still make today, and Daily how many
	// it has on a day on which nobody else calls: what is kept for open
	// operations and for people is in neither.
	Left, Daily int
}

// Budget tells the quota. It must not block.
type Budget interface{ Calls() Calls }

// Clock is the time that readings live by.
type Clock interface {
	Now() time.Time
	// NewTimer sends once on the channel after d; stop gives it up.
	NewTimer(d time.Duration) (fired <-chan time.Time, stop func() bool)
}

// Options is everything a Filler is made of. Pager and Store are required.
type Options struct {
	Pager Pager
	Store Store
	// Budget is nil where calls cost nothing.
	Budget Budget
	Clock  Clock
	// PagesPerSecond bounds how fast pages are asked for; zero is 2.
	PagesPerSecond int
	// Yield waits while a person's call is under way; nil never waits. Errors:
	// that of ctx.
	Yield func(ctx context.Context) error
	// Lock keeps other programs from filling the same copy; nil is for a copy
	// that nobody else can reach. Errors: ErrElsewhere.
	Lock func() (unlock func(), err error)
	// Every is between two looks for new members, WholeEvery between two whole
	// readings; zero is the default.
	Every, WholeEvery time.Duration
	Logger            *slog.Logger
}

// What ends a reading before its end.
var (
	// ErrElsewhere says that another program fills this copy.
	ErrElsewhere = errors.New("fill: another program fills this copy")
	// ErrHalted says that a reading was asked to stop, and did behind a page.
	ErrHalted = errors.New("fill: stopped behind a page")
	// ErrNoCalls says that the day's calls for readings are used up.
	ErrNoCalls = errors.New("fill: the day's calls for readings are used up")
	// ErrPaused says that a person has paused the readings.
	ErrPaused = errors.New("fill: paused")

	errAnew    = errors.New("fill: a whole reading was asked for")
	errForgot  = errors.New("fill: the vendor does not take its cursor back")
	errSpoilt  = errors.New("fill: a page makes no sense")
	errCircles = errors.New("fill: the vendor's cursors go in circles")
)

// Filler fills one copy. Its methods may be called from many goroutines; Run and
// Once must not run at the same time.
type Filler struct {
	o Options

	mu      sync.Mutex
	changed chan struct{} // closed and replaced when something here changes
	paused  bool
	halted  bool
	anew    bool
	// shut is until when the vendor itself says that the quota is used up.
	shut time.Time
	// asked is when the last page was asked for.
	asked time.Time
	p     Progress
	pace  pace
	hub   []chan Progress
}

// New makes a filler that does nothing yet.
func New(o Options) *Filler {
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.PagesPerSecond <= 0 {
		o.PagesPerSecond = 2
	}
	if o.Every <= 0 {
		o.Every = DefaultEvery
	}
	if o.WholeEvery <= 0 {
		o.WholeEvery = DefaultWholeEvery
	}
	if o.Yield == nil {
		o.Yield = func(context.Context) error { return nil }
	}
	if o.Lock == nil {
		o.Lock = func() (func(), error) { return func() {}, nil }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	f := &Filler{o: o, changed: make(chan struct{}), paused: o.Store.Notes().Paused}
	f.p.State = Resting
	if f.paused {
		f.p.State = Paused
	}
	return f
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

// Pause lets nothing more be asked for, until Resume and across restarts. The
// page that is under way is still stored. Errors: those of Store.Keep; it is
// paused all the same.
func (f *Filler) Pause() error { return f.setPaused(true) }

// Resume ends a pause, and tries again what has failed.
func (f *Filler) Resume() error { return f.setPaused(false) }

func (f *Filler) setPaused(on bool) error {
	f.mu.Lock()
	f.paused = on
	f.stirLocked()
	f.mu.Unlock()
	f.show(func(p *Progress) {
		switch {
		case on:
			p.State = Paused
		case p.State == Paused || p.State == Failed:
			p.State = Resting
		}
	})
	n := f.o.Store.Notes()
	n.Paused = on
	return f.o.Store.Keep(n)
}

// Anew begins a whole reading now, in place of whatever is under way. What was
// stored stays.
func (f *Filler) Anew() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.anew = true
	f.stirLocked()
}

// Halt ends Once and Run behind the page that is under way.
func (f *Filler) Halt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.halted = true
	f.stirLocked()
}

// stirLocked wakes whoever waits for something that a person decides.
func (f *Filler) stirLocked() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// wait until a time, or until something was decided; the zero time waits for
// that alone. Errors: that of ctx.
func (f *Filler) wait(ctx context.Context, until time.Time, changed <-chan struct{}) error {
	var fired <-chan time.Time
	if !until.IsZero() {
		var stop func() bool
		fired, stop = f.o.Clock.NewTimer(until.Sub(f.o.Clock.Now()))
		defer stop()
	}
	select {
	case <-fired:
	case <-changed:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

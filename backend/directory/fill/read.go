package fill

import (
	"bytes"
	"context"
	"errors"
	"time"

	"guitai/backend"
)

// page is what one call brought: who is on it, once read is called, and the
// cursor behind it.
type page struct {
	read func() ([]backend.Member, error)
	next []byte
	err  error
}

// Once does one reading to its end: what is under way, or a whole one where anew
// says so or none was ever done, or else who is new, whether that is due or not.
// wait sits out pauses and days without calls; without it those are errors, and
// so is a vendor that fails for a minute. Errors: ErrElsewhere, ErrHalted,
// ErrPaused, ErrNoCalls, those of Pager and of Store.
func (f *Filler) Once(ctx context.Context, anew, wait bool) error {
	unlock, err := f.o.Lock()
	if err != nil {
		f.show(func(p *Progress) { p.State = Elsewhere })
		return err
	}
	defer unlock()
	if anew {
		f.Anew()
	}
	for {
		m, _ := f.plan()
		err := f.read(ctx, m, wait)
		if !errors.Is(err, errAnew) {
			f.ended(err)
			return err
		}
	}
}

// Run reads what is due until ctx ends or Halt. Errors: that of ctx, ErrHalted.
func (f *Filler) Run(ctx context.Context) error {
	for {
		unlock, err := f.o.Lock()
		if err == nil {
			err = f.run(ctx)
			unlock()
			return err
		}
		f.show(func(p *Progress) { p.State = Elsewhere })
		if err := f.wait(ctx, f.o.Clock.Now().Add(time.Minute), f.change()); err != nil {
			return err
		}
		if f.isHalted() {
			return ErrHalted
		}
	}
}

func (f *Filler) run(ctx context.Context) error {
	for {
		changed := f.change()
		if f.isHalted() {
			return ErrHalted
		}
		m, due := f.plan()
		if due.After(f.o.Clock.Now()) {
			f.show(func(p *Progress) {
				if p.State != Paused {
					p.State, p.Until = Resting, due
				}
			})
			if err := f.wait(ctx, due, changed); err != nil {
				return err
			}
			continue
		}
		changed = f.change()
		err := f.read(ctx, m, true)
		f.ended(err)
		switch {
		case err == nil || errors.Is(err, errAnew):
		case ctx.Err() != nil || errors.Is(err, ErrHalted):
			return err
		default:
			// Trying again by itself would not mend it: a person has to.
			if err := f.wait(ctx, time.Time{}, changed); err != nil {
				return err
			}
		}
	}
}

func (f *Filler) change() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}

func (f *Filler) isHalted() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.halted
}

// plan is the reading that comes next and when it is due.
func (f *Filler) plan() (Mark, time.Time) {
	f.mu.Lock()
	anew := f.anew
	f.anew = false
	f.mu.Unlock()
	m, n := f.o.Store.Mark(), f.o.Store.Notes()
	if n.learn(m) {
		f.keep(n)
	}
	return f.o.next(m, n, f.o.Clock.Now(), anew)
}

// keep stores the notes. Without them the next reading is a whole one, which
// costs calls and loses nothing.
func (f *Filler) keep(n Notes) {
	if err := f.o.Store.Keep(n); err != nil {
		f.o.Logger.Warn("fill: notes not kept", "err", err)
	}
}

// ended shows how a reading ended.
func (f *Filler) ended(err error) {
	f.show(func(p *Progress) {
		switch {
		case err == nil:
			p.State, p.Err, p.Until = Resting, nil, time.Time{}
		case errors.Is(err, ErrHalted), errors.Is(err, errAnew), errors.Is(err, ErrPaused), errors.Is(err, ErrNoCalls), errors.Is(err, context.Canceled):
		default:
			p.State, p.Err, p.Until = Failed, err, time.Time{}
		}
	})
	if err != nil {
		f.o.Logger.Info("fill: reading ended early", "err", err)
	}
}

// read goes on with a reading to its end.
func (f *Filler) read(ctx context.Context, m Mark, wait bool) error {
	f.mu.Lock()
	f.pace, f.p.Err = pace{}, nil
	f.mu.Unlock()
	for failures, forgot := 0, false; ; {
		was := m.Pages
		err := f.readOn(ctx, &m, wait)
		if m.Pages > was {
			failures = 0
		}
		switch {
		case errors.Is(err, errForgot) && !forgot:
			// From the beginning, as another reading: who was seen in the broken
			// one need not be there any more.
			forgot = true
			f.show(func(p *Progress) { p.Forgot++ })
			m = Mark{Since: m.Since, StartedAt: f.o.Clock.Now(), Generation: m.Generation + 1, CallsToday: m.CallsToday, UpdatedAt: m.UpdatedAt}
		case errors.Is(err, errSpoilt):
			failures++
			if !wait && failures >= patience {
				return err
			}
			if err := f.sit(ctx, failures, err); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// readOn reads from a mark on until the end or until something is in the way,
// and moves the mark with each page that is stored. The next page is asked for
// while the last one is read and stored.
func (f *Filler) readOn(ctx context.Context, m *Mark, wait bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if m.readOut() {
		return f.finish(*m)
	}
	circle := circle{}
	arriving := f.ask(ctx, *m, wait)
	for {
		got := <-arriving
		if got.err != nil {
			return got.err
		}
		next := f.behind(*m, got)
		if got.next != nil {
			if circle.closes(next.Pages, got.next) {
				return &backend.Error{Op: "fill.read", Kind: backend.KindUnreadable, Err: errCircles}
			}
			arriving = f.ask(ctx, next, wait)
		}
		members, err := got.read()
		if err != nil {
			return errors.Join(errSpoilt, err)
		}
		next.Members += len(members)
		if err := f.o.Store.Page(members, next); err != nil {
			return err
		}
		*m = next
		f.show(func(p *Progress) { f.pace.add(f.o.Clock.Now(), len(members)); p.Err = nil })
		if got.next == nil {
			return f.finish(*m)
		}
	}
}

// behind is where a reading stands behind a page, but for who was on it.
func (f *Filler) behind(m Mark, got page) Mark {
	now := f.o.Clock.Now()
	m.CallsToday = f.o.callsOn(m, now) + 1
	m.Cursor, m.UpdatedAt, m.Pages = got.next, now, m.Pages+1
	return m
}

func (f *Filler) finish(m Mark) error {
	m.DoneAt = f.o.Clock.Now()
	gone, err := f.o.Store.Finish(m)
	if err != nil {
		return err
	}
	n := f.o.Store.Notes()
	if n.learn(m) {
		f.keep(n)
	}
	f.show(func(p *Progress) {
		if m.whole() {
			p.Gone = gone
		}
	})
	f.o.Logger.Info("fill: reading done", "whole", m.whole(), "pages", m.Pages, "members", m.Members, "gone", gone)
	return nil
}

// ask asks for the page behind m, beside whatever else is done.
func (f *Filler) ask(ctx context.Context, m Mark, wait bool) <-chan page {
	c := make(chan page, 1)
	go func() { c <- f.fetch(ctx, m, wait) }()
	return c
}

// fetch asks until there is a page, or until asking again makes no sense.
func (f *Filler) fetch(ctx context.Context, m Mark, wait bool) page {
	for failures := 0; ; {
		if err := f.gate(ctx, wait); err != nil {
			return page{err: err}
		}
		got := f.call(ctx, m)
		err := got.err
		if err == nil {
			return got
		}
		if ctx.Err() != nil {
			return page{err: ctx.Err()}
		}
		switch judge(err, len(m.Cursor) > 0) {
		case tomorrow:
			// The vendor counts better than this program.
			f.mu.Lock()
			f.shut = reopening(f.o.Clock.Now())
			f.mu.Unlock()
		case forgotten:
			return page{err: errors.Join(errForgot, err)}
		case final:
			return page{err: err}
		case passing:
			failures++
			if !wait && failures >= patience {
				return page{err: err}
			}
			if err := f.sit(ctx, failures, err); err != nil {
				return page{err: err}
			}
		}
	}
}

// call asks once.
func (f *Filler) call(ctx context.Context, m Mark) page {
	if lazy, ok := f.o.Pager.(LazyPager); ok {
		read, next, err := lazy.LazyPages(ctx, m.Since, m.Cursor)
		return page{read, next, err}
	}
	members, next, err := f.o.Pager.Pages(ctx, m.Since, m.Cursor)
	return page{func() ([]backend.Member, error) { return members, nil }, next, err}
}

// sit waits after a failed call.
func (f *Filler) sit(ctx context.Context, failures int, failed error) error {
	changed, until := f.change(), f.o.Clock.Now().Add(retryAfter(failures))
	f.show(func(p *Progress) { p.State, p.Until, p.Err = Retrying, until, failed })
	f.o.Logger.Info("fill: page not read", "err", failed, "failures", failures)
	return f.wait(ctx, until, changed)
}

// circle finds cursors that come again. It keeps one of them and takes a later
// one each time the pages have doubled, so that any circle is found within a few
// rounds and nothing grows.
type circle struct {
	cursor []byte
	taken  int
}

func (c *circle) closes(pages int, cursor []byte) bool {
	if bytes.Equal(c.cursor, cursor) && c.cursor != nil {
		return true
	}
	if c.cursor == nil || pages >= 2*c.taken {
		c.cursor, c.taken = bytes.Clone(cursor), pages
	}
	return false
}

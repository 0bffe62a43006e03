package fill

import (
	"context"
	"time"

	"guitai/backend"
)

// gate waits until the next page may be asked for: not while a person has
// paused, not when the day's calls are used up, not faster than the pace, and
// not while a person's call is under way. wait says whether to sit out what
// takes hours. Errors: ErrHalted, ErrPaused and ErrNoCalls without wait, errAnew
// and that of ctx.
func (f *Filler) gate(ctx context.Context, wait bool) error {
	for {
		until, changed, err := f.hindrance(wait)
		if err != nil {
			return err
		}
		if changed == nil {
			if err := f.o.Yield(ctx); err != nil {
				return err
			}
			// Somebody may have decided otherwise while a person was served.
			if _, changed, err := f.hindrance(wait); err == nil && changed == nil {
				f.mu.Lock()
				f.asked = f.o.Clock.Now()
				f.mu.Unlock()
				f.show(func(p *Progress) { p.State, p.Until = Running, time.Time{} })
				return nil
			}
			continue
		}
		if err := f.wait(ctx, until, changed); err != nil {
			return err
		}
	}
}

// interval is the least time between two pages.
func (o Options) interval() time.Duration { return time.Second / time.Duration(o.PagesPerSecond) }

// hindrance is what keeps the next page from being asked for: until when it
// does at the longest, and what tells that something was decided; nil is
// nothing.
func (f *Filler) hindrance(wait bool) (until time.Time, changed <-chan struct{}, err error) {
	f.mu.Lock()
	now, paced := f.o.Clock.Now(), f.asked.Add(f.o.interval())
	changed = f.changed
	halted, anew, paused, shut := f.halted, f.anew, f.paused, f.shut
	f.mu.Unlock()
	switch {
	case halted:
		return now, nil, ErrHalted
	case paused && !wait:
		return now, nil, ErrPaused
	case paused:
		f.show(func(p *Progress) { p.State, p.Until = Paused, time.Time{} })
		return time.Time{}, changed, nil
	case anew:
		return now, nil, errAnew
	}
	if shut.After(now) || f.spent() {
		until = reopening(now)
		f.show(func(p *Progress) { p.State, p.Until = NoCalls, until })
		if !wait {
			return now, nil, ErrNoCalls
		}
		return until, changed, nil
	}
	if paced.After(now) {
		return paced, changed, nil
	}
	return now, nil, nil
}

// spent tells whether the day's calls for readings are used up.
func (f *Filler) spent() bool {
	if f.o.Budget == nil {
		return false
	}
	c := f.o.Budget.Calls()
	return c.Limit > 0 && c.Left <= 0
}

const (
	// firstRetry is the wait after a call that failed; each further one doubles
	// it up to lastRetry, because failed calls count towards the quota too.
	firstRetry = 2 * time.Second
	lastRetry  = time.Hour
	// patience is how many calls in a row may fail while somebody waits for the
	// end: about a minute.
	patience = 6
)

func retryAfter(failures int) time.Duration {
	d := firstRetry
	for range failures - 1 {
		d = min(2*d, lastRetry)
	}
	return d
}

// what a failed call means for a reading.
type failure uint8

const (
	passing failure = iota // it may work in a while
	tomorrow
	forgotten // the vendor does not take its cursor back
	final
)

// judge sorts the errors of Pager. resumed says that the call had a cursor.
func judge(err error, resumed bool) failure {
	switch backend.KindOf(err) {
	case backend.KindUnreachable, backend.KindTimeout, backend.KindUnreadable, backend.KindVendorFault,
		backend.KindRedirected, backend.KindHours:
		return passing
	case backend.KindQuota:
		return tomorrow
	case backend.KindInvalid, backend.KindRejected, backend.KindNotFound:
		if resumed {
			return forgotten
		}
	}
	return final
}

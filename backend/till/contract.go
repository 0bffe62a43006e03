package till

import (
	"errors"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// What is known about a vendor decides what may be done with an operation whose
// answer was lost. It is asked anew each time, so that a probe counts as soon as
// it was made.

const (
	// keyLife is how old an operation may be and still be settled by its token,
	// where nobody saw for how long the vendor remembers one.
	keyLife = 10 * time.Minute
	// longestLife is the most that is relied upon, however long the vendor was seen
	// to remember one.
	longestLife = 7 * 24 * time.Hour
)

var (
	errYoung    = errors.New("till: the journal is too young to give out tokens")
	errNoVoider = errors.New("till: this vendor has no call that uses a token up")
	errUnproven = errors.New("till: nobody saw this vendor use a token up for a change of nothing")
	errTwins    = errors.New("till: this vendor was seen to apply a token twice")
	errTooOld   = errors.New("till: the vendor may have forgotten the token")
)

func (e *engine) contract() backend.Contract {
	if e.o.Contract == nil {
		return nil
	}
	return e.o.Contract()
}

// once tells whether a token may be trusted to be applied at most once: the
// vendor's page says so, and no probe saw anything else.
func once(c backend.Contract) bool { return c[backend.ProbeOneOfTwins].Answer != backend.AnswerBad }

// pushes tells whether an operation may be sent again with its token.
func (e *engine) pushes() bool { return e.o.Backend.Capabilities().Pushes && once(e.contract()) }

// lifeOf is how old an operation may be and still be settled by its token: as long
// as the vendor was seen to remember one, and longer than keyLife only then.
func lifeOf(c backend.Contract) time.Duration {
	f := c[backend.ProbeKeyLife]
	switch {
	case f.Answer == backend.AnswerGood:
		return max(keyLife, min(f.Span, longestLife))
	case f.Answer == backend.AnswerBad:
		return min(keyLife, f.Span)
	}
	return keyLife
}

// unvoidable is why an operation cannot be made impossible, nil if it can.
func (e *engine) unvoidable(rec journal.Record) error {
	c := e.contract()
	life := lifeOf(c)
	age := e.o.Clock.Now().Sub(rec.CreatedAt)
	switch {
	case e.o.Backend.Capabilities().Voider == nil:
		return errNoVoider
	case !c.Holds(backend.ProbeNothingUses):
		return errUnproven
	case !once(c):
		return errTwins
	case age < 0 || age >= life || rec.Token.Key == "":
		return errTooOld
	}
	return nil
}

// young refuses money that needs a token while the journal is new or was just
// restored: what was given out before may be missing in it.
func (e *engine) young(op string) *backend.Error {
	guard, guarded := e.o.Journal.(interface{ Young(now time.Time) time.Time })
	if !guarded || e.o.Practice || !e.o.Backend.Capabilities().Pushes || guard.Young(e.o.Clock.Now()).IsZero() {
		return nil
	}
	return &backend.Error{Op: op, Kind: backend.KindClock, Field: "journal", Err: errYoung}
}

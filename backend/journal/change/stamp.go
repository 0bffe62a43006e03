package change

import (
	"fmt"
	"time"

	"guitai/backend/journal"
)

// mostDrift is how far a stamp may lie ahead of the clock. Whoever asks for more
// has a clock that was set back, and stamps that drift on would one day meet those
// of another till.
const mostDrift = 30 * time.Second

// slotCount is the only number of slots there is: the scheme works only if
// everybody on the same customers keeps to the same one.
const slotCount = 10

// Slots says which seconds a journal may give as stamps. Tills that cannot see
// each other's journals use different ones, so that two of them can never give the
// same second.
type Slots struct {
	// Mine is the last digit of the seconds that are given, 0 to 9.
	Mine int
	// Of is 10, or 0 for a journal that is the only one and gives every second.
	Of int
}

// Check refuses what is no slot.
func (s Slots) Check() error {
	if s.Of == 0 && s.Mine == 0 || s.Of == slotCount && s.Mine >= 0 && s.Mine < slotCount {
		return nil
	}
	return fmt.Errorf("journal: %d of %d is no slot; there are 0 to %d of %d", s.Mine, s.Of, slotCount-1, slotCount)
}

// Next is the stamp after last, 0 for none: the present second, or the first one
// after it that is both unused and of the slot. Error: journal.ErrClock.
func (s Slots) Next(now time.Time, last int64) (int64, error) {
	if err := s.Check(); err != nil {
		return 0, err
	}
	stamp := max(now.Unix(), last+1)
	if of := int64(s.Of); of > 0 {
		stamp += ((int64(s.Mine)-stamp)%of + of) % of
	}
	if ahead := time.Unix(stamp, 0).Sub(now); ahead > mostDrift {
		return 0, fmt.Errorf("%w: the next key lies %v ahead", journal.ErrClock, ahead.Truncate(time.Second))
	}
	return stamp, nil
}

// quarantine is how long a new journal gives no keys: the most that a stamp of one
// that was there before can lie ahead, and as much again for the clocks.
const quarantine = 2 * mostDrift

// Young tells until when a journal that began at born must give no keys, the zero
// time if it may. A zero born is a journal that was always there.
func Young(born, now time.Time) time.Time {
	until := born.Add(quarantine)
	if born.IsZero() || !now.Before(until) {
		return time.Time{}
	}
	return until
}

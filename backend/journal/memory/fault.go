package memory

import (
	"errors"
	"fmt"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Point is a place in a commit where something can go wrong.
type Point string

// The points. A failure before a commit leaves nothing behind; after it, the
// change is on the disk and only the caller does not know. With the power gone
// during it, the change was written but not yet synced, and CutKeeping says whether
// it got there.
const (
	BeforeBegin Point = "before begin"
	AfterBegin  Point = "after begin"
	BeforeMove  Point = "before move"
	AfterMove   Point = "after move"
	// Papers and notes pass these.
	BeforePut Point = "before put"
	AfterPut  Point = "after put"

	DuringBegin Point = "during begin"
	DuringMove  Point = "during move"
	DuringPut   Point = "during put"
)

// around are the points of one commit, in their order.
type around struct{ before, during, after Point }

func points(p Point) around {
	switch p {
	case BeforeBegin:
		return around{BeforeBegin, DuringBegin, AfterBegin}
	case BeforeMove:
		return around{BeforeMove, DuringMove, AfterMove}
	}
	return around{BeforePut, DuringPut, AfterPut}
}

// FailNext makes the next passage of the point return err. With ErrCut the power
// goes at that very point.
func (j *Journal) FailNext(p Point, err error) {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	if j.store.fail == nil {
		j.store.fail = make(map[Point]error)
	}
	j.store.fail[p] = err
}

// Hook is called at every point with the record as the commit makes it, and what
// it returns happens there, as with FailNext. It runs inside the commit and must
// not call the journal. nil takes the hook away.
func (j *Journal) Hook(hook func(p Point, r journal.Record) error) {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	j.store.hook = hook
}

// SetHealth makes the journal refuse new money for that reason, as a nearly full
// disk does; what was begun still moves. nil is healthy.
func (j *Journal) SetHealth(reason error) {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	j.store.health = reason
}

// Break makes the journal refuse every write until Cut, as it does after an error
// of its disk.
func (j *Journal) Break(reason error) {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	j.store.broken = reason
}

// trusted is nil unless the journal refuses every write.
func (s *store) trusted() error {
	if s.broken != nil {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, s.broken)
	}
	return nil
}

// commit stores a change between its points, which begin with before.
func (j *Journal) commit(before Point, r journal.Record, set *change.Set) (journal.Record, error) {
	s, at := j.store, points(before)
	if err := s.pass(at.before, r); err != nil {
		return journal.Record{}, err
	}
	s.take(set)
	if err := s.pass(at.during, r); err != nil {
		return journal.Record{}, err
	}
	if len(s.commits)-s.durable >= s.every {
		s.durable = len(s.commits)
		s.anchor, _ = s.Head()
	}
	for ch, own := range s.listeners {
		if own == j {
			continue
		}
		select {
		case ch <- struct{}{}:
		default: // it has not heard of the last one yet
		}
	}
	if err := s.pass(at.after, r); err != nil {
		return journal.Record{}, err
	}
	return r, nil
}

func (s *store) pass(p Point, r journal.Record) error {
	err := s.fail[p]
	delete(s.fail, p)
	if err == nil && s.hook != nil {
		err = s.hook(p, r)
	}
	if errors.Is(err, ErrCut) {
		s.dead = true
	}
	return err
}

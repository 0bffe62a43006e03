package postgres

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// state is what is known of the database's health.
type state struct {
	mu sync.Mutex
	// broken is why the journal is not written any more, until it is opened again.
	broken error
	// lost is what the database lacks, until somebody accepts it.
	lost *journal.AnchorError
	// away is why there is no connection; nil while there is one.
	away error
	// newest is the newest link that was confirmed to this process.
	newest change.Mark
}

func (s *state) isAway(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = err
}

func (s *state) isBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = nil
}

// fail makes the journal read-only until it is opened again. The first reason stays.
func (s *state) fail(reason error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil {
		s.broken = reason
	}
	return fmt.Errorf("%w: %w", journal.ErrReadOnly, s.broken)
}

// doubts makes the journal read-only until somebody accepts what it lacks; nil takes
// the doubt away.
func (s *state) doubts(lost *journal.AnchorError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost = lost
}

// missing is what somebody may accept; nil for nothing.
func (s *state) missing() *journal.AnchorError {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

// stored notes the newest link that was confirmed.
func (s *state) stored(head journal.Head, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.newest = change.Mark{Head: head, At: at}
}

func (s *state) confirmed() change.Mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newest
}

// trusted is nil while what is stored may be built upon.
func (s *state) trusted() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lost error
	if s.lost != nil {
		lost = s.lost
	}
	if err := errors.Join(s.broken, lost); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, err)
	}
	return nil
}

// healthy is nil while new money may be recorded.
func (s *state) healthy() error {
	if err := s.trusted(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.away
}

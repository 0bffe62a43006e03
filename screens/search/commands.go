package search

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/ui"
)

// pauseAfter is how long nobody may type before a look-up begins by itself.
const pauseAfter = 150 * time.Millisecond

// paused says that nobody typed for a while.
type paused struct{ generation int }

// found is the answer to one look-up.
type found struct {
	generation int
	query      string
	rows       []backend.Member
	err        error
}

// recently are the members served lately.
type recently struct{ rows []backend.Member }

// find asks for what is in the box and gives up on what was asked before.
func (s *Screen) find() ui.Cmd {
	s.giveUp()
	s.generation++
	query, generation := s.query(), s.generation
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	desk := s.desk
	ask := func() ui.Msg {
		rows, err := lookUp(ctx, desk, query)
		return found{generation, query, rows, err}
	}
	return ui.Batch(ask, s.wait.Start(s.env))
}

// lookUp asks for the word that tells most and keeps those whom all the other
// words fit as well, because no vendor understands more than one.
func lookUp(ctx context.Context, desk Desk, query string) ([]backend.Member, error) {
	key, others := words(query)
	rows, err := desk.Find(ctx, key)
	if err != nil {
		return nil, err
	}
	return fitting(rows, others), nil
}

// giveUp cancels the look-up in flight.
func (s *Screen) giveUp() {
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel, s.typing = nil, false
	s.wait.Stop()
}

func (s *Screen) readRecent() ui.Cmd {
	desk := s.desk
	return func() ui.Msg { return recently{desk.Recent(maxRecent)} }
}

func (s *Screen) pause() ui.Cmd {
	return s.env.Clock.After(pauseAfter, paused{s.generation})
}

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

// found is the vendor's answer to one look-up.
type found struct {
	question int
	query    string
	rows     []backend.Member
	err      error
}

// copied is the local copy's answer.
type copied struct {
	generation int
	query      string
	MirrorAnswer
}

// recently are the members served lately.
type recently struct{ rows []backend.Member }

// find asks the vendor for what is in the box and gives up on what was asked
// before. k says what Enter or a scan wants of the answer.
func (s *Screen) find(k kept) ui.Cmd {
	s.giveUp()
	s.kept = k
	query, question := s.query(), s.question
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	desk := s.desk
	ask := func() ui.Msg {
		rows, err := lookUp(ctx, desk, query)
		return found{question, query, rows, err}
	}
	return ui.Batch(ask, s.wait.Start(s.env))
}

// look asks the local copy, which costs nothing.
func (s *Screen) look() ui.Cmd {
	desk, query, generation := s.desk, s.query(), s.generation
	s.looking = true
	return func() ui.Msg {
		a, err := desk.Mirror(context.Background(), query, maxRows)
		if err != nil {
			a = MirrorAnswer{} // as if there were no copy: the vendor is there
		}
		return copied{generation, query, a}
	}
}

// lookUp asks for the word that tells most, because no vendor understands more
// than one. That the vendor knows nobody is an answer and no failure.
func lookUp(ctx context.Context, desk Desk, query string) ([]backend.Member, error) {
	key, _ := words(query)
	rows, err := desk.Find(ctx, key)
	if err != nil && backend.KindOf(err) != backend.KindNotFound {
		return nil, err
	}
	return rows, nil
}

// giveUp cancels the look-up in flight.
func (s *Screen) giveUp() {
	if s.cancel != nil {
		s.cancel()
	}
	s.question++
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

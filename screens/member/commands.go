package member

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/ui"
)

// revealFor is how long a whole phone number stays visible.
const revealFor = 10 * time.Second

// readMember, readEvents and readCases answer one reading.
type readMember struct {
	generation int
	member     backend.Member
	err        error
}

type readEvents struct {
	generation int
	page       backend.HistoryPage
	err        error
}

type readCases struct {
	generation int
	cases      []backend.Case
	err        error
}

// recorded says whether showing the phone number could be recorded.
type recorded struct{ err error }

// hide ends one revelation.
type hide struct{ revelation int }

// goSearch follows what was typed, once all of it is there.
type goSearch struct{}

// read asks for everything and gives up on an earlier reading.
func (s *Screen) read() ui.Cmd { return s.ask(s.desk.Lately, s.desk.Glance) }

// reload asks for everything anew, because a person wants to see what is there.
func (s *Screen) reload() ui.Cmd { return s.ask(s.desk.Member, s.desk.History) }

func (s *Screen) ask(member func(context.Context, string) (backend.Member, error),
	history func(context.Context, backend.HistoryQuery) (backend.HistoryPage, error)) ui.Cmd {
	s.giveUp()
	s.generation++
	s.stale = false
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	desk, id, n := s.desk, s.member.ID, s.generation
	return ui.Batch(
		func() ui.Msg {
			m, err := member(ctx, id)
			return readMember{n, m, err}
		},
		func() ui.Msg {
			page, err := history(ctx, backend.HistoryQuery{MemberID: id, Page: 1, Size: lastEvents})
			return readEvents{n, page, err}
		},
		func() ui.Msg {
			cases, err := desk.Cases(ctx, id)
			return readCases{n, cases, err}
		},
		s.wait.Start(s.env))
}

// giveUp cancels what is being read.
func (s *Screen) giveUp() {
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel = nil
	s.wait.Stop()
}

// reveal records the look at the phone number first.
func (s *Screen) reveal() ui.Cmd {
	desk, id := s.desk, s.member.ID
	return func() ui.Msg { return recorded{desk.Reveal(context.Background(), id)} }
}

func (s *Screen) hideLater() ui.Cmd {
	s.revelation++
	return s.env.Clock.After(revealFor, hide{s.revelation})
}

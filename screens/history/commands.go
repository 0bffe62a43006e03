package history

import (
	"context"

	"guitai/backend"
	"guitai/ui"
)

// arrived is one page, or why it did not come.
type arrived struct {
	generation int
	page       backend.HistoryPage
	err        error
}

// restart forgets what was read and reads from the newest row on.
func (s *Screen) restart() ui.Cmd {
	s.giveUp()
	s.generation++
	s.clear()
	return s.readPage()
}

// readOn reads the next page if the rows in sight are near the last one.
func (s *Screen) readOn() ui.Cmd {
	_, end := s.list.Visible()
	if !s.more || s.cancel != nil || s.err != nil || end+ahead < len(s.rows) {
		return nil
	}
	return s.readPage()
}

func (s *Screen) readPage() ui.Cmd {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.err = cancel, nil
	desk, q, n := s.desk, s.filter.query(s.member.ID, s.page), s.generation
	return ui.Batch(func() ui.Msg {
		page, err := desk.History(ctx, q)
		return arrived{n, page, err}
	}, s.wait.Start(s.env))
}

// giveUp cancels the page that is awaited.
func (s *Screen) giveUp() {
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel = nil
	s.wait.Stop()
}

package shell

import "guitai/ui"

type newsCame struct {
	n  ui.Notice
	ok bool
}

// readNews waits for the next sentence; it ends when the channel is closed.
func (s *Shell) readNews() ui.Cmd {
	news := s.opts.News
	if news == nil {
		return nil
	}
	return func() ui.Msg {
		n, ok := <-news
		return newsCame{n, ok}
	}
}

func (s *Shell) newsRead(m newsCame) ui.Cmd {
	if !m.ok {
		return nil
	}
	return ui.Batch(s.note(m.n), s.readNews())
}

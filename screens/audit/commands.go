package audit

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"guitai/ui"
	"guitai/ui/lang"
)

// pageRead answers readOn.
type pageRead struct {
	generation int
	page       Page
	err        error
}

// restart forgets what was read and begins with the newest.
func (s *screen) restart() ui.Cmd {
	s.giveUp()
	s.generation++
	s.rows, s.err, s.next, s.more, s.budget = nil, nil, 0, true, reads
	s.list.SetCount(0)
	return s.readOn()
}

// giveUp cancels the page that is awaited.
func (s *screen) giveUp() {
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel = nil
	s.wait.Stop()
}

func (s *screen) readOn() ui.Cmd {
	if s.cancel != nil || s.err != nil || !s.more || s.budget <= 0 || !s.short() {
		return nil
	}
	s.budget--
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	q := s.query
	q.Before = s.next
	q.From, q.To = s.span.Bounds()
	desk, n := s.desk, s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		page, err := desk.Entries(ctx, q)
		return pageRead{n, page, err}
	})
}

func (s *screen) pageArrived(m pageRead) ui.Cmd {
	if m.generation != s.generation {
		return nil
	}
	s.giveUp()
	if s.err = m.err; m.err != nil {
		return nil
	}
	if m.page.Names != nil {
		s.names = m.page.Names
	}
	s.rows = append(s.rows, m.page.Entries...)
	s.next, s.more = m.page.Next, m.page.Next != 0
	s.list.SetCount(len(s.rows))
	return s.readOn()
}

// checking is a walk along the chain. It is written by the command that walks and
// read by the screen that shows how far it is.
type checking struct{ done, all atomic.Int64 }

// pace is between two looks at how far a walk is.
const pace = time.Second / 2

// checkTick is the time for such a look.
type checkTick struct{ ticks int }

// checked answers verify.
type checked struct {
	env     *ui.Env
	check   *checking
	verdict Verdict
	err     error
}

// Notice is for whoever left the screen before the answer: the walk goes on.
func (m checked) Notice() ui.Notice {
	text, bad := m.says()
	if bad {
		return ui.Notice{Level: ui.LevelBad, Text: text}
	}
	return ui.Notice{Level: ui.LevelGood, Text: text}
}

func (m checked) says() (text string, bad bool) {
	t, v := m.env.Text.Audit, m.verdict
	switch {
	case m.err != nil:
		return lang.Fill(t.NotVerified, "why", ui.Sentence(m.env.Text, m.err)), true
	case v.Sound:
		return lang.Fill(t.Holds, "n", strconv.FormatInt(v.Entries, 10), "hash", short(v.Head)), false
	case v.Broken > 0:
		return lang.Fill(t.Breaks, "seq", strconv.FormatInt(v.Broken, 10)), true
	case v.Lost:
		return lang.Fill(t.Lost, "why", v.Says.String()), true
	}
	return lang.Fill(t.Unsound, "why", v.Says.String()), true
}

// short is the beginning of a hash, enough to compare with a slip.
func short(hash string) string { return hash[:min(len(hash), 12)] }

// verify walks the chain. Leaving the screen does not end it.
func (s *screen) verify() ui.Cmd {
	if s.check != nil {
		return nil
	}
	c := &checking{}
	s.check, s.verdict = c, ""
	env, desk := s.env, s.desk
	return ui.Batch(s.tick(), func() ui.Msg {
		verdict, err := desk.Verify(context.Background(), func(done, all int64) {
			c.done.Store(done)
			c.all.Store(all)
		})
		return checked{env, c, verdict, err}
	})
}

func (s *screen) tick() ui.Cmd {
	s.ticks++
	return s.env.Clock.After(pace, checkTick{s.ticks})
}

func (s *screen) checkArrived(m checked) {
	if m.check != s.check {
		return
	}
	s.check = nil
	s.verdict, s.bad = m.says()
}

package levels

import (
	"context"
	"strconv"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// levelsRead answers readLevels.
type levelsRead struct {
	generation int
	levels     []backend.Level
	err        error
}

// found answers the look-up of one row.
type found struct {
	generation, serial int
	member             backend.Member
	err                error
}

// readAgain is one member after the change.
type readAgain struct {
	generation, serial int
	member             backend.Member
	err                error
}

// changed answers change.
type changed struct {
	env        *ui.Env
	generation int
	members    int
	level      string
	err        error
}

// Notice is for whoever left the screen before the answer.
func (m changed) Notice() ui.Notice {
	t := m.env.Text
	if m.err != nil && !mayHaveChanged(m.err) {
		return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.Levels.NoticeFailed, "why", ui.Sentence(t, m.err))}
	}
	return ui.Notice{Level: ui.LevelWarn, Text: lang.Fill(t.Levels.Notice, "n", strconv.Itoa(m.members), "level", m.level)}
}

// ask begins something that leaving ends.
func (s *screen) ask() context.Context {
	s.leave()
	s.generation++
	ctx, cancel := context.WithCancel(context.Background())
	s.leave, s.failure, s.hint = cancel, "", ""
	return ctx
}

func (s *screen) readLevels() ui.Cmd {
	ctx := s.ask()
	s.phase = reading
	desk, n := s.desk, s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		levels, err := desk.Levels(ctx)
		return levelsRead{n, levels, err}
	})
}

// seekOne reads the one member anew, so that its present level is shown.
func (s *screen) seekOne() ui.Cmd {
	ctx := s.ask()
	s.phase = seeking
	s.serial++
	s.rows = []row{{serial: s.serial, number: s.one.Number.String()}}
	desk, n, serial, id := s.desk, s.generation, s.serial, s.one.ID
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		m, err := desk.Member(ctx, id)
		return found{n, serial, m, err}
	})
}

// lookOn looks the next number up. One at a time is fast enough for somebody who
// scans cards, and no vendor is asked a hundred things at once.
func (s *screen) lookOn() ui.Cmd {
	if s.asking {
		return nil
	}
	for _, r := range s.rows {
		if r.state != rowWaits {
			continue
		}
		ctx := s.lookContext()
		s.asking = true
		desk, n, serial, number := s.desk, s.generation, r.serial, r.number
		return func() ui.Msg {
			m, err := desk.Lookup(ctx, number)
			return found{n, serial, m, err}
		}
	}
	return nil
}

func (s *screen) lookContext() context.Context {
	s.leave()
	ctx, cancel := context.WithCancel(context.Background())
	s.leave = cancel
	return ctx
}

// change sends the new level. Nothing cuts it short, so that what was confirmed
// can be read back.
func (s *screen) change() ui.Cmd {
	s.ask()
	s.phase = changing
	s.gate.Shut()
	ids := make([]string, len(s.moving))
	for i, at := range s.moving {
		ids[i] = s.rows[at].member.ID
		s.rows[at].again = true
	}
	env, desk, n, level := s.env, s.desk, s.generation, s.target
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		err := desk.ChangeLevel(context.Background(), level.ID, ids)
		return changed{env, n, len(ids), level.Name.String(), err}
	})
}

// rereadOn reads the next changed member again.
func (s *screen) rereadOn() ui.Cmd {
	for _, at := range s.moving {
		r := s.rows[at]
		if !r.again {
			continue
		}
		ctx := s.lookContext()
		desk, n := s.desk, s.generation
		return func() ui.Msg {
			m, err := desk.Member(ctx, r.member.ID)
			return readAgain{n, r.serial, m, err}
		}
	}
	s.wait.Stop()
	s.phase = ended
	return nil
}

// mayHaveChanged tells whether some members may have the new level in spite of
// the error: what a vendor does when a part of a list fails is not known.
func mayHaveChanged(err error) bool {
	switch backend.KindOf(err) {
	case backend.KindUnreachable, backend.KindAccess, backend.KindQuota, backend.KindExpired, backend.KindInvalid,
		backend.KindUnsupported, backend.KindClock, backend.KindJournal:
		return false
	}
	return err != nil
}

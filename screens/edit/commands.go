package edit

import (
	"context"
	"slices"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// recordRead answers read.
type recordRead struct {
	generation int
	member     backend.Member
	err        error
}

// read reads the record, before it is shown or before it is confirmed.
func (s *screen) read(why phase) ui.Cmd {
	s.leave()
	s.generation++
	ctx, cancel := context.WithCancel(context.Background())
	s.phase, s.leave, s.failure, s.hint = why, cancel, "", ""
	desk, generation, id := s.desk, s.generation, s.id
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		m, err := desk.Member(ctx, id)
		return recordRead{generation, m, err}
	})
}

// levelsRead answers loadLevels.
type levelsRead struct {
	levels []backend.Level
	err    error
}

// loadLevels reads what can be chosen, where the level can change at all.
func (s *screen) loadLevels() ui.Cmd {
	if s.loading || !slices.Contains(s.kinds(), backend.EditLevel) {
		return nil
	}
	s.loading, s.levelsErr = true, nil
	desk := s.desk
	return func() ui.Msg {
		levels, err := desk.Levels(context.Background())
		return levelsRead{levels, err}
	}
}

// edited answers save.
type edited struct {
	env        *ui.Env
	generation int
	number     string
	member     backend.Member
	err        error
}

// Notice is for whoever left the screen before the answer.
func (m edited) Notice() ui.Notice {
	t := m.env.Text.Form
	switch {
	case m.err == nil:
		return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(t.NoticeSaved, "number", m.number)}
	case isLost(m.err):
		return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.EditLost, "number", m.number)}
	}
	return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.NoticeFailed, "number", m.number, "why", ui.Sentence(m.env.Text, m.err))}
}

// save sends the change. Nothing cuts it short, so that what was confirmed is
// also read back.
func (s *screen) save() ui.Cmd {
	s.generation++
	s.phase, s.hint, s.again = saving, "", false
	s.gate.Shut()
	env, desk, generation, id, change, number := s.env, s.desk, s.generation, s.id, s.change, s.base.Number.String()
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		m, err := desk.Edit(context.Background(), id, change)
		return edited{env, generation, number, m, err}
	})
}

// isLost tells whether no sound answer came, so that the record may have
// changed all the same.
func isLost(err error) bool {
	switch backend.KindOf(err) {
	case backend.KindTimeout, backend.KindUnreadable, backend.KindRedirected, backend.KindVendorFault,
		backend.KindInternal, backend.KindCanceled:
		return true
	}
	return false
}

package open

import (
	"context"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// levelsRead answers loadLevels.
type levelsRead struct {
	generation int
	levels     []backend.Level
	err        error
}

func (s *screen) loadLevels() ui.Cmd {
	ctx := s.ask()
	s.loading, s.levelsErr = true, nil
	s.renew()
	desk, generation := s.desk, s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		levels, err := desk.Levels(ctx)
		return levelsRead{generation, levels, err}
	})
}

// ownerRead answers readOwner.
type ownerRead struct {
	generation int
	member     backend.Member
	err        error
}

// readOwner reads who has the number already.
func (s *screen) readOwner() ui.Cmd {
	ctx := s.ask()
	s.phase = looking
	desk, generation, number := s.desk, s.generation, s.card.Number
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		m, err := desk.Member(ctx, number)
		return ownerRead{generation, m, err}
	})
}

// ask begins a reading that leaving the screen cuts short.
func (s *screen) ask() context.Context {
	s.leave()
	s.generation++
	ctx, cancel := context.WithCancel(context.Background())
	s.leave = cancel
	return ctx
}

// opened answers save.
type opened struct {
	env        *ui.Env
	generation int
	number     string
	member     backend.Member
	err        error
}

// Notice is for whoever left the screen before the answer.
func (m opened) Notice() ui.Notice {
	t := m.env.Text.Form
	switch {
	case m.err == nil:
		return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(t.NoticeOpened, "number", m.number)}
	case isLost(m.err):
		return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.OpenLost, "number", m.number)}
	}
	return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.NoticeFailed, "number", m.number, "why", ui.Sentence(m.env.Text, m.err))}
}

// save opens the card. Nothing cuts it short: a card that is half opened at the
// vendor helps nobody.
func (s *screen) save() ui.Cmd {
	s.generation++
	s.phase, s.hint = saving, ""
	s.gate.Shut()
	env, desk, generation, card := s.env, s.desk, s.generation, s.card
	card.Password = s.form.Secret(fieldPassword).Use()
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		m, err := desk.OpenCard(context.Background(), card)
		return opened{env, generation, card.Number, m, err}
	})
}

// isLost tells whether no sound answer came, so that the card may have been
// opened all the same.
func isLost(err error) bool {
	switch backend.KindOf(err) {
	case backend.KindTimeout, backend.KindUnreadable, backend.KindRedirected, backend.KindVendorFault,
		backend.KindInternal, backend.KindCanceled:
		return true
	}
	return false
}

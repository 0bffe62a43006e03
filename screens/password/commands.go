package password

import (
	"context"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// done answers set.
type done struct {
	env        *ui.Env
	generation int
	number     string
	err        error
}

// Notice is for whoever left the screen before the answer.
func (m done) Notice() ui.Notice {
	t := m.env.Text
	switch {
	case m.err == nil:
		return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(t.Password.Notice, "number", m.number)}
	case isLost(m.err):
		return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.Password.NoticeLost, "number", m.number)}
	}
	return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.Password.NoticeFailed, "number", m.number, "why", ui.Sentence(t, m.err))}
}

// set sends the password, which leaves the fields. After an answer that proves
// nothing the vendor is asked whether it is the member's by now.
func (s *screen) set() ui.Cmd {
	s.generation++
	s.phase, s.hint = setting, ""
	s.gate.Shut()
	env, desk, generation, id, number := s.env, s.desk, s.generation, s.member.ID, s.member.Number.String()
	password := s.form.Secret(fieldFirst).Take()
	s.form.Secret(fieldAgain).Clear()
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		ctx := context.Background()
		err := desk.SetPassword(ctx, id, password)
		if isLost(err) {
			if right, unread := desk.CheckPassword(ctx, id, password); right && unread == nil {
				err = nil
			}
		}
		return done{env, generation, number, err}
	})
}

// isLost tells whether no sound answer came, so that the password may be set all
// the same.
func isLost(err error) bool {
	switch backend.KindOf(err) {
	case backend.KindTimeout, backend.KindUnreadable, backend.KindRedirected, backend.KindVendorFault,
		backend.KindInternal, backend.KindCanceled:
		return true
	}
	return false
}

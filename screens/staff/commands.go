package staff

import (
	"context"
	"errors"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// staffRead answers read.
type staffRead struct {
	generation int
	staff      Staff
	err        error
}

func (s *screen) read() ui.Cmd {
	s.cancel()
	s.generation++
	s.phase = reading
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	return ui.Batch(s.wait.Start(s.env), s.reading(ctx))
}

func (s *screen) reading(ctx context.Context) ui.Cmd {
	desk, n := s.desk, s.generation
	return func() ui.Msg {
		all, err := desk.Staff(ctx)
		return staffRead{n, all, err}
	}
}

// done answers add and change. With it comes everybody as they then are.
type done struct {
	env        *ui.Env
	generation int
	id, name   string
	do         Do // 0 for adding
	err        error
	staff      Staff
	unread     error
}

// Notice is for whoever left the screen before the answer.
func (m done) Notice() ui.Notice {
	t := m.env.Text.People
	if m.err != nil {
		return ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.Failed, "name", m.name, "why", says(m.env, m.err))}
	}
	return ui.Notice{Level: ui.LevelGood, Text: lang.Fill(doneWords(t, m.do), "name", m.name)}
}

func doneWords(t lang.People, do Do) string {
	switch do {
	case DoRole:
		return t.DoneRole
	case DoAddKey:
		return t.DoneKey
	case DoDropKey:
		return t.DoneDropped
	case DoPIN:
		return t.DonePIN
	case DoDismiss:
		return t.DoneDismissed
	case DoUnlock:
		return t.DoneUnlocked
	}
	return t.DoneAdded
}

// add makes a person. Leaving does not stop it: what was stored stays stored.
func (s *screen) add(name, role, key string) ui.Cmd {
	desk := s.desk
	return s.save(0, "", name, func(ctx context.Context) (string, error) { return desk.Add(ctx, name, role, key) })
}

func (s *screen) change(c Change) ui.Cmd {
	desk, id := s.desk, s.who
	return s.save(c.Do, id, s.one().Name.String(), func(ctx context.Context) (string, error) { return id, desk.Change(ctx, id, c) })
}

func (s *screen) save(do Do, id, name string, work func(context.Context) (string, error)) ui.Cmd {
	s.generation++
	s.phase, s.hint, s.failure, s.said = saving, "", "", ""
	env, desk, n := s.env, s.desk, s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		ctx := context.Background()
		now, err := work(ctx)
		if now == "" {
			now = id
		}
		m := done{env: env, generation: n, id: now, name: name, do: do, err: err}
		m.staff, m.unread = desk.Staff(ctx)
		return m
	})
}

// says is the sentence about a refusal; what is wrong with a field is said in this
// screen's own words.
func says(env *ui.Env, err error) string {
	if words, _ := fieldWords(env.Text.People, err); words != "" {
		return words
	}
	return ui.Sentence(env.Text, err)
}

// fieldWords say what is wrong with which field, "" if it is no field's fault.
func fieldWords(t lang.People, err error) (words, field string) {
	var e *backend.Error
	if !errors.As(err, &e) {
		return "", ""
	}
	switch {
	case e.Kind == backend.KindExists && e.Field == fieldName:
		return t.NameTaken, fieldName
	case e.Kind == backend.KindExists && e.Field == fieldKey:
		return t.KeyTaken, fieldKey
	case e.Kind != backend.KindInvalid:
		return "", ""
	case e.Field == fieldName:
		return t.BadName, fieldName
	case e.Field == fieldKey:
		return t.BadKey, fieldKey
	case e.Field == fieldRole:
		return t.BadRole, fieldRole
	case e.Field == fieldPIN:
		return t.BadPIN, fieldPIN
	}
	return "", ""
}

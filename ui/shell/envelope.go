package shell

import (
	"reflect"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/ui"
)

// envelope brings what a screen's command gave back to that screen.
type envelope struct {
	to  uint64
	msg ui.Msg
	// pressed is when the key was pressed that the command answers; zero if it
	// answers no key.
	pressed time.Time
}

// wrap addresses whatever a command gives.
func (s *Shell) wrap(to uint64, cmd ui.Cmd, pressed time.Time) ui.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return s.seal(to, cmd(), pressed) }
}

// seal addresses one message. A batch and a sequence are slices of commands
// that the runtime runs without asking the shell again, and the type of a
// sequence has no public name: each command inside is wrapped for itself.
func (s *Shell) seal(to uint64, msg ui.Msg, pressed time.Time) ui.Msg {
	switch m := msg.(type) {
	case nil:
		return nil
	case envelope:
		return m
	case tea.BatchMsg:
		sealed := make(tea.BatchMsg, len(m))
		for i, cmd := range m {
			sealed[i] = s.wrap(to, cmd, pressed)
		}
		return sealed
	}
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return envelope{to: to, msg: msg, pressed: pressed}
	}
	sealed := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		if cmd := v.Index(i).Interface().(tea.Cmd); cmd != nil {
			sealed.Index(i).Set(reflect.ValueOf(s.wrap(to, cmd, pressed)))
		}
	}
	return sealed.Interface()
}

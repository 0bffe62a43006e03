package uitest_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"guitai/ui"
	"guitai/ui/term"
	"guitai/ui/uitest"
)

// log is a model that shows what it was told, one line each.
type log struct {
	lines         []string
	width, height int
	start         tea.Cmd
	on            func(tea.Msg) tea.Cmd
	wrong         bool
	question      string
	alarm         string
}

func (l *log) Init() tea.Cmd { return l.start }

func (l *log) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		l.width, l.height = m.Width, m.Height
		return nil
	case tea.KeyMsg:
		l.lines = append(l.lines, m.String())
	case tea.MouseMsg:
		if m.Action == tea.MouseActionPress {
			l.lines = append(l.lines, fmt.Sprintf("%s at %d,%d", tea.MouseEvent(m).String(), m.X, m.Y))
		}
	default:
		l.lines = append(l.lines, fmt.Sprint(m))
	}
	if l.on != nil {
		return l.on(msg)
	}
	return nil
}

func (l *log) Frame() term.Frame {
	lines := make([]string, l.height)
	for i := range lines {
		text := ""
		if i < len(l.lines) {
			text = l.lines[i]
		}
		lines[i] = "\x1b[1m" + text + "\x1b[m" + strings.Repeat(" ", max(l.width-ansi.StringWidth(text), 0))
	}
	if l.wrong {
		lines[0] += "x"
	}
	return term.Frame{Text: strings.Join(lines, "\n"), CaretX: 2, CaretY: 1, Caret: true}
}

func (l *log) Question() string { return l.question }
func (l *log) Alarm() string    { return l.alarm }

func (l *log) all() string { return strings.Join(l.lines, " ") }

// onKey makes an answer to one key.
func onKey(name string, cmd func() tea.Cmd) func(tea.Msg) tea.Cmd {
	return func(msg tea.Msg) tea.Cmd {
		if k, ok := msg.(tea.KeyMsg); ok && k.String() == name {
			return cmd()
		}
		return nil
	}
}

func begin(t testing.TB, l *log) (*uitest.Pump, *ui.Env) {
	t.Helper()
	env := uitest.Env(t, "en")
	return uitest.New(t, env, l, 40, 10), env
}

// recorder is a testing.TB that notes failures instead of failing.
type recorder struct {
	testing.TB
	said    []string
	cleanup []func()
}

type stopped struct{}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanup = append(r.cleanup, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(stopped{})
}
func (r *recorder) Fatal(args ...any) {
	r.said = append(r.said, fmt.Sprint(args...))
	panic(stopped{})
}

// fails runs something that should fail and gives what it said.
func fails(t *testing.T, f func(t testing.TB)) string {
	t.Helper()
	r := &recorder{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil {
				if _, ok := p.(stopped); !ok {
					panic(p)
				}
			}
		}()
		f(r)
	}()
	for i := len(r.cleanup) - 1; i >= 0; i-- {
		r.cleanup[i]()
	}
	if len(r.said) == 0 {
		t.Fatal("this should have failed")
	}
	return strings.Join(r.said, "\n")
}

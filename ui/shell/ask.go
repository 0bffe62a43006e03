package shell

import (
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	// reasonLength is the least number of characters of a reason.
	reasonLength = 4
	reasonLimit  = 120

	zoneNo  = 1
	zoneYes = 2
)

// question is a dialog with two answers. No is chosen at first, so that Enter
// alone never agrees to anything.
type question struct {
	env     *ui.Env
	ask     ui.Ask
	answer  func(ui.Answer) ui.Cmd
	yes     bool
	reason  widget.Input
	missing bool
	// from is the screen that asked.
	from uint64
	// leaving marks the shell's own question, which is asked only once.
	leaving bool
}

func newQuestion(env *ui.Env, a ui.Ask, answer func(ui.Answer) ui.Cmd) *question {
	if a.Yes == "" {
		a.Yes = env.Text.Shell.Yes
	}
	if a.No == "" {
		a.No = env.Text.Shell.No
	}
	return &question{env: env, ask: a, answer: answer, reason: widget.NewInput(reasonLimit)}
}

// Scope is that of a form while a reason is typed, because letters are text.
func (q *question) Scope() keymap.Scope {
	if q.ask.Reason {
		return keymap.ScopeForm
	}
	return keymap.ScopeDialog
}

func (q *question) Offers() []ui.Offer {
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.NextField}}
}

func (q *question) Update(msg ui.Msg) (bool, func() ui.Cmd) {
	switch m := msg.(type) {
	case ui.Intent:
		return q.act(m.Action)
	case ui.Clicked:
		if m.Zone != zoneNo && m.Zone != zoneYes {
			return false, nil
		}
		q.yes = m.Zone == zoneYes
		return q.choose()
	}
	if q.ask.Reason {
		q.reason.Handle(msg)
		q.missing = false
	}
	return false, nil
}

func (q *question) act(a keymap.Action) (bool, func() ui.Cmd) {
	switch a {
	case keymap.Back:
		q.yes = false
		return q.choose()
	case keymap.Choose:
		return q.choose()
	case keymap.NextField, keymap.PrevField, keymap.Up, keymap.Down:
		q.yes = !q.yes
		return false, nil
	case keymap.Left, keymap.Right:
		if !q.ask.Reason {
			q.yes = !q.yes
			return false, nil
		}
	}
	if q.ask.Reason {
		q.reason.Handle(ui.Intent{Action: a})
	}
	return false, nil
}

func (q *question) choose() (bool, func() ui.Cmd) {
	reason := strings.TrimSpace(q.reason.Value())
	if q.yes && q.ask.Reason && utf8.RuneCountInString(reason) < reasonLength {
		q.missing = true
		return false, nil
	}
	a := ui.Answer{Tag: q.ask.Tag, Yes: q.yes, Reason: reason}
	if !q.yes {
		a.Reason = ""
	}
	return true, func() ui.Cmd { return q.answer(a) }
}

func (q *question) Box(width, height int) []string {
	width = min(width-4, 64)
	inner := width - 4
	lines := append([]string{""}, widget.Wrap(q.ask.Body, inner, max(height-9, 1))...)
	if q.ask.Reason {
		t := q.env.Text.Shell
		label := q.env.Theme.Dim.Render(t.Reason) + " "
		lines = append(lines, "", label+q.reason.View(q.env, inner-widget.Width(t.Reason)-1, true))
		if q.missing {
			lines = append(lines, q.env.Theme.Bad.Render(t.ReasonShort))
		}
	}
	lines = append(lines, "", q.buttons(inner), "")
	return widget.Panel(q.env.Theme, q.ask.Title, lines, width, len(lines)+2)
}

func (q *question) buttons(width int) string {
	draw := func(zone int, label string, chosen bool) string {
		style, text := q.env.Theme.Plain, "  "+label+"  "
		if chosen {
			style, text = q.env.Theme.Selected, "[ "+label+" ]"
		}
		return ui.Zone(zone, style.Render(text))
	}
	row := draw(zoneNo, q.ask.No, !q.yes) + "   " + draw(zoneYes, q.ask.Yes, q.yes)
	return widget.Cell(row, width, widget.Middle)
}

// depart waits for what is being written and ends the session.
func (s *Shell) depart() ui.Cmd {
	s.leaving = true
	drain := s.opts.Leave
	return func() ui.Msg {
		if drain != nil {
			drain()
		}
		return tea.QuitMsg{}
	}
}

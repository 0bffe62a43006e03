package shell

import (
	tea "github.com/charmbracelet/bubbletea"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/term"
	"guitai/ui/widget"
)

// SignIn is the first screen where several people share a terminal: a name and a
// PIN. It ends when the PIN was right, or when whoever sits here leaves.
type SignIn struct {
	env           *ui.Env
	form          *permit
	width, height int
	in            bool
}

var _ term.Model = (*SignIn)(nil)

// NewSignIn makes one; p.Try proves a name and a PIN.
func NewSignIn(env *ui.Env, p Permit) *SignIn {
	s := &SignIn{env: env, width: minWidth, height: minHeight}
	done := p.Done
	p.Done = func(allowed bool) {
		s.in = allowed
		if done != nil {
			done(allowed)
		}
	}
	s.form = newPermit(env, p)
	s.form.title, s.form.hint = env.Text.Staff.SignIn, env.Text.Staff.SignInHint
	return s
}

// Init starts nothing.
func (s *SignIn) Init() tea.Cmd { return nil }

// Update takes keys one by one. Nothing pasted is taken.
func (s *SignIn) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = max(m.Width, 1), max(m.Height, 1)
	case tea.KeyMsg:
		return s.key(m)
	case permitTried:
		if m.err == nil {
			s.form.end(true)
			return tea.Quit
		}
		s.form.checking, s.form.said = false, ui.Sentence(s.env.Text, m.err)
	}
	return nil
}

func (s *SignIn) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case k.Paste:
		return nil
	case isText(k):
		for _, r := range k.Runes {
			s.form.Update(ui.Typed{Rune: r})
		}
		return nil
	}
	a := s.env.Keys.Action(keymap.ScopeForm, k.String())
	if a == keymap.Leave {
		return tea.Quit
	}
	if a == keymap.Back {
		// There is nothing behind: what was typed goes, and the name is asked again.
		s.form.pin.Clear()
		s.form.atPIN = false
		return nil
	}
	_, then := s.form.Update(ui.Intent{Action: a})
	if then == nil {
		return nil
	}
	return then()
}

// Frame draws the form in the middle.
func (s *SignIn) Frame() term.Frame {
	box := s.form.Box(s.width, s.height)
	width := 0
	for _, line := range box {
		width = max(width, widget.Width(ui.Place(line).Text))
	}
	return centred(box, s.width, s.height, width)
}

// centred draws a box in the middle of an empty screen.
func centred(box []string, width, height, boxWidth int) term.Frame {
	lines := make([]string, height)
	for i := range lines {
		lines[i] = widget.Spaces(width)
	}
	left, top := max((width-boxWidth)/2, 0), max((height-len(box))/2, 1)
	f := term.Frame{}
	for i, line := range box {
		placed := ui.Place(line)
		if placed.HasCaret {
			f.Caret, f.CaretX, f.CaretY = true, left+placed.CaretX, top+i
		}
		if top+i < len(lines) {
			lines[top+i] = exactly(widget.Spaces(left)+placed.Text, width)
		}
	}
	f.Text = joined(lines)
	return f
}

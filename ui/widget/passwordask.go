package widget

import (
	"context"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// passwordTries is how many wrong passwords are taken before the question ends.
const passwordTries = 3

// PasswordEvent is what a message did to a PasswordAsk.
type PasswordEvent uint8

// PasswordNone: the message was none of its own. PasswordSame: taken.
// PasswordRight: the vendor said that the password is the member's.
// PasswordLeft: Esc, or Enter after three wrong ones.
const (
	PasswordNone PasswordEvent = iota
	PasswordSame
	PasswordRight
	PasswordLeft
)

// PasswordAsk asks for a member's password and has it checked. Its screen hands
// it every message while it is up, and takes its Scope and Offers meanwhile.
// Enter only asks the vendor; it moves no money. It must not be copied.
type PasswordAsk struct {
	env   *ui.Env
	check func(ctx context.Context, password string) (bool, error)

	field      PasswordField
	wrong      int
	err        error
	empty      bool
	checking   bool
	generation int
	cancel     context.CancelFunc
	wait       Wait
}

// passwordChecked answers one check.
type passwordChecked struct {
	ask        *PasswordAsk
	generation int
	right      bool
	err        error
}

// NewPasswordAsk makes the question. check runs in a command of its own, with a
// context that ends when the person leaves.
func NewPasswordAsk(env *ui.Env, check func(ctx context.Context, password string) (bool, error)) *PasswordAsk {
	return &PasswordAsk{env: env, check: check}
}

// Scope is that of a text field, or of waiting while the vendor is asked.
func (a *PasswordAsk) Scope() keymap.Scope {
	switch {
	case a.checking:
		return keymap.ScopeBusy
	case a.ended():
		return keymap.ScopeDialog
	}
	return keymap.ScopeForm
}

// Offers are Enter and Esc.
func (a *PasswordAsk) Offers() []ui.Offer {
	if a.checking {
		return []ui.Offer{{Action: keymap.Back}}
	}
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.Back}}
}

func (a *PasswordAsk) ended() bool { return a.wrong >= passwordTries }

// Handle takes what concerns the question. After PasswordRight and
// PasswordLeft nothing of the password is left.
func (a *PasswordAsk) Handle(msg ui.Msg) (ui.Cmd, PasswordEvent) {
	if cmd, mine := a.wait.Handle(a.env, msg); mine {
		return cmd, PasswordSame
	}
	switch m := msg.(type) {
	case passwordChecked:
		return nil, a.checked(m)
	case ui.Intent:
		switch m.Action {
		case keymap.Back:
			a.Leave()
			return nil, PasswordLeft
		case keymap.Choose:
			return a.choose()
		}
	}
	if a.checking || a.ended() {
		return nil, PasswordNone
	}
	handled, _ := a.field.Handle(msg)
	if !handled {
		return nil, PasswordNone
	}
	a.empty, a.err = false, nil
	return nil, PasswordSame
}

// Leave forgets what was typed and gives up on the answer.
func (a *PasswordAsk) Leave() {
	a.field.Clear()
	a.generation++
	a.checking = false
	a.wait.Stop()
	if a.cancel != nil {
		a.cancel()
	}
}

func (a *PasswordAsk) choose() (ui.Cmd, PasswordEvent) {
	switch {
	case a.checking:
		return nil, PasswordSame
	case a.ended():
		a.Leave()
		return nil, PasswordLeft
	case a.field.IsEmpty():
		a.empty = true
		return nil, PasswordSame
	}
	ctx, cancel := context.WithCancel(context.Background())
	a.generation++
	a.checking, a.cancel, a.err = true, cancel, nil
	check, password, n := a.check, a.field.Take(), a.generation
	return ui.Batch(a.wait.Start(a.env), func() ui.Msg {
		right, err := check(ctx, password)
		return passwordChecked{a, n, right, err}
	}), PasswordSame
}

func (a *PasswordAsk) checked(m passwordChecked) PasswordEvent {
	if m.ask != a {
		return PasswordNone
	}
	if m.generation != a.generation || !a.checking {
		return PasswordSame
	}
	a.Leave()
	switch {
	case m.err != nil:
		a.err = m.err
	case m.right:
		a.wrong = 0
		return PasswordRight
	default:
		a.wrong++
	}
	return PasswordSame
}

// View draws the question in lines of at most width cells; its screen says
// above it whose password is asked for and why.
func (a *PasswordAsk) View(width int) []string {
	t, th := a.env.Text.Widget, a.env.Theme
	if a.ended() {
		return wrapped(th.Bad.Render, "✗ "+t.PasswordEnded, width, 3)
	}
	head := th.Accent.Render("▸ "+t.Password) + "  "
	lines := []string{head + a.field.View(a.env, !a.checking)}
	switch notice := a.field.Notice(t); {
	case a.checking:
		return append(lines, a.wait.View(a.env, t.PasswordChecking))
	case a.err != nil:
		return append(lines, wrapped(th.Bad.Render, "✗ "+ui.Sentence(a.env.Text, a.err), width, 3)...)
	case notice != "":
		return append(lines, th.Warn.Render(Cut("! "+notice, width)))
	case a.empty:
		return append(lines, th.Bad.Render(Cut("✗ "+t.PasswordEmpty, width)))
	case a.wrong > 0 && a.field.IsEmpty():
		says := lang.Fill(t.PasswordWrong, "left", itoa(passwordTries-a.wrong))
		return append(lines, wrapped(th.Bad.Render, "✗ "+says, width, 2)...)
	}
	return append(lines, th.Dim.Render(Cut(t.PasswordHint, width)))
}

func wrapped(style func(...string) string, text string, width, limit int) []string {
	lines := Wrap(text, width, limit)
	for i := range lines {
		lines[i] = style(lines[i])
	}
	return lines
}

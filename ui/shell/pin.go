package shell

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/term"
	"guitai/ui/widget"
)

// Guard proves by a PIN that whoever sits here is still the same person. The PIN is
// not kept. The error is one that people read.
type Guard func(ctx context.Context, pin string) error

// maxPIN is how many digits a PIN can have.
const maxPIN = 8

// gate is the lock where people have PINs. Digits are taken, nothing is pasted and
// nothing is drawn but bullets.
type gate struct {
	pin   widget.PasswordField
	tries uint64
	// checking says that a PIN is being looked at; keys wait for nothing.
	checking bool
	said     string
}

// unlocked is what became of the n-th try.
type unlocked struct {
	n   uint64
	err error
}

// lockKey takes a key behind the PIN.
func (s *Shell) lockKey(k tea.KeyMsg) ui.Cmd {
	g := &s.gate
	switch {
	case g.checking || k.Paste:
		return nil
	case isText(k):
		for _, r := range k.Runes {
			if r >= '0' && r <= '9' && g.pin.Len() < maxPIN {
				g.pin.Handle(ui.Typed{Rune: r})
				g.said = ""
			}
		}
		return nil
	}
	switch s.env.Keys.Action(keymap.ScopeForm, k.String()) {
	case keymap.Backspace:
		g.pin.Handle(ui.Intent{Action: keymap.Backspace})
	case keymap.Back, keymap.EraseAll:
		g.pin.Clear()
	case keymap.Choose:
		return s.tryPIN()
	case keymap.Leave:
		if s.running() {
			g.said = s.env.Text.Shell.LeaveRunning
			return nil
		}
		return s.depart()
	case keymap.SwitchShop:
		return s.switchPerson()
	}
	return nil
}

func (s *Shell) tryPIN() ui.Cmd {
	g := &s.gate
	if g.pin.IsEmpty() {
		return nil
	}
	g.tries++
	g.checking, g.said = true, ""
	pin, n, guard := g.pin.Take(), g.tries, s.opts.Guard
	return func() ui.Msg { return unlocked{n: n, err: guard(context.Background(), pin)} }
}

func (s *Shell) pinChecked(m unlocked) ui.Cmd {
	g := &s.gate
	if !s.locked || m.n != g.tries {
		return nil
	}
	g.checking = false
	if m.err != nil {
		g.said = ui.Sentence(s.env.Text, m.err)
		return nil
	}
	s.locked = false
	s.lastKey = s.env.Clock.Now()
	s.appear()
	return s.watchIdle()
}

// switchPerson lets somebody else sign in here. What is under way goes on.
func (s *Shell) switchPerson() ui.Cmd {
	if s.opts.SwitchPerson == nil {
		return nil
	}
	s.opts.SwitchPerson()
	s.leaving = true
	return func() ui.Msg { return tea.QuitMsg{} }
}

// gateFrame draws the lock: whose seat it is, and how many digits were typed.
func (s *Shell) gateFrame() term.Frame {
	t, th, g := s.env.Text.Staff, s.env.Theme, &s.gate
	box := []string{"", widget.Cell(th.Bold.Render(s.env.Operator), gateWidth-4, widget.Middle), "",
		"  " + th.Dim.Render(t.PIN) + " " + g.pin.View(s.env, !g.checking), ""}
	switch {
	case g.checking:
		box = append(box, "  "+th.Dim.Render(t.Checking))
	case g.said != "":
		for _, line := range widget.Wrap(g.said, gateWidth-8, 3) {
			box = append(box, "  "+th.Bad.Render(line))
		}
	default:
		box = append(box, "  "+th.Dim.Render(t.PINHint))
	}
	if s.opts.SwitchPerson != nil {
		key := keymap.Shown(s.env.Keys.Keys(keymap.ScopeForm, keymap.SwitchShop)[0])
		box = append(box, "  "+th.Dim.Render(key+" "+t.SwitchPerson))
	}
	box = append(box, "")
	f := centred(widget.Panel(th, t.Locked, box, gateWidth, len(box)+2), s.width, s.height, gateWidth)
	f.Text = s.statusBar() + f.Text[strings.Index(f.Text, "\n"):]
	return f
}

const gateWidth = 48

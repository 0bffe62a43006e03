package shell

import (
	"context"
	"strings"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// Permit is something that the person at this till cannot do without a PIN:
// somebody else's who may, or their own once more.
type Permit struct {
	// Why is the sentence that says what is missing.
	Why string
	// Own asks for the PIN of whoever sits here, and for nobody's name.
	Own bool
	// Try looks at a name and a PIN; nil means that it is allowed.
	Try func(ctx context.Context, who, pin string) error
	// Done tells how it ended, exactly once.
	Done func(allowed bool)
}

// readPermits waits for the next one; it ends when the channel is closed.
func (s *Shell) readPermits() ui.Cmd {
	asked := s.opts.Permits
	if asked == nil {
		return nil
	}
	return func() ui.Msg {
		p, ok := <-asked
		return permitAsked{p, ok}
	}
}

type permitAsked struct {
	p  Permit
	ok bool
}

func (s *Shell) permit(m permitAsked) ui.Cmd {
	if !m.ok {
		return nil
	}
	s.nextPermit++
	p := newPermit(s.env, m.p)
	p.n = s.nextPermit
	s.lay(p, s.env.Clock.Now().Add(grace))
	return s.readPermits()
}

func newPermit(env *ui.Env, p Permit) *permit {
	t := env.Text.Staff
	d := &permit{env: env, p: p, who: widget.NewInput(maxWho), title: t.PermitTitle, hint: t.PermitHint}
	if p.Own {
		d.title, d.hint = t.OwnTitle, t.PINHint
	}
	return d
}

const maxWho = 32

// permit is the dialog of one Permit.
type permit struct {
	env *ui.Env
	p   Permit
	n   uint64

	who      widget.Input
	pin      widget.PasswordField
	atPIN    bool
	checking bool
	said     string
	over     bool

	title, hint string
}

// permitTried is what became of a try in the n-th dialog.
type permitTried struct {
	n   uint64
	err error
}

// permitChecked finds the dialog that a try belongs to, which may be covered or
// gone by now.
func (s *Shell) permitChecked(m permitTried) ui.Cmd {
	for i, e := range s.overlays {
		p, ok := e.overlay.(*permit)
		if !ok || p.n != m.n {
			continue
		}
		p.checking = false
		if m.err != nil {
			p.said = ui.Sentence(s.env.Text, m.err)
			return nil
		}
		s.overlays = append(s.overlays[:i:i], s.overlays[i+1:]...)
		p.end(true)
	}
	return nil
}

func (p *permit) end(allowed bool) {
	if !p.over {
		p.over = true
		p.pin.Clear()
		p.p.Done(allowed)
	}
}

// Scope is that of a form: letters are text.
func (p *permit) Scope() keymap.Scope { return keymap.ScopeForm }

// Offers are the keys of the footer.
func (p *permit) Offers() []ui.Offer {
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.NextField}}
}

// Update takes names and digits. Nothing is pasted or scanned into a PIN.
func (p *permit) Update(msg ui.Msg) (bool, func() ui.Cmd) {
	if in, ok := msg.(ui.Intent); ok {
		switch in.Action {
		case keymap.Back:
			return true, func() ui.Cmd { p.end(false); return nil }
		case keymap.Choose:
			return false, p.choose()
		case keymap.NextField, keymap.PrevField, keymap.Up, keymap.Down:
			p.atPIN = !p.atPIN && !p.checking || p.p.Own
			return false, nil
		}
	}
	if p.checking {
		return false, nil
	}
	p.said = ""
	if !p.inPIN() {
		p.who.Handle(msg)
		return false, nil
	}
	switch m := msg.(type) {
	case ui.Typed:
		if m.Rune >= '0' && m.Rune <= '9' && p.pin.Len() < maxPIN {
			p.pin.Handle(ui.Typed{Rune: m.Rune})
		}
	case ui.Intent:
		p.pin.Handle(m)
	}
	return false, nil
}

func (p *permit) inPIN() bool { return p.atPIN || p.p.Own }

func (p *permit) choose() func() ui.Cmd {
	who := strings.TrimSpace(p.who.Value())
	switch {
	case p.checking:
		return nil
	case !p.inPIN():
		p.atPIN = who != ""
		return nil
	case p.pin.IsEmpty():
		return nil
	}
	p.checking, p.said = true, ""
	pin, try, n := p.pin.Take(), p.p.Try, p.n
	return func() ui.Cmd {
		return func() ui.Msg { return permitTried{n: n, err: try(context.Background(), who, pin)} }
	}
}

// Box draws the dialog.
func (p *permit) Box(width, height int) []string {
	t, th := p.env.Text.Staff, p.env.Theme
	width = min(width-4, 64)
	inner := width - 4
	lines := append([]string{""}, widget.Wrap(p.p.Why, inner, max(height-9, 1))...)
	lines = append(lines, "")
	label := widget.Width(t.Who)
	if !p.p.Own {
		lines = append(lines, th.Dim.Render(t.Who)+" "+p.who.View(p.env, inner-label-1, !p.inPIN() && !p.checking))
	}
	lines = append(lines, th.Dim.Render(widget.Cell(t.PIN, label, widget.Start))+" "+p.pin.View(p.env, p.inPIN() && !p.checking), "")
	switch {
	case p.checking:
		lines = append(lines, th.Dim.Render(t.Checking))
	case p.said != "":
		for _, line := range widget.Wrap(p.said, inner, 3) {
			lines = append(lines, th.Bad.Render(line))
		}
	default:
		lines = append(lines, th.Dim.Render(p.hint))
	}
	return widget.Panel(th, p.title, append(lines, ""), width, len(lines)+3)
}

package shell

import (
	"time"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// entry is one screen of the stack under the number that its replies carry.
type entry struct {
	id     uint64
	kind   ui.ScreenID
	screen ui.Screen
}

func (s *Shell) top() entry { return s.stack[len(s.stack)-1] }

func (s *Shell) find(id uint64) (entry, bool) {
	for _, e := range s.stack {
		if e.id == id {
			return e, true
		}
	}
	return entry{}, false
}

func (s *Shell) push(kind ui.ScreenID, screen ui.Screen) entry {
	s.nextID++
	e := entry{id: s.nextID, kind: kind, screen: screen}
	screen.SetSize(max(s.width, minWidth), s.bodyHeight())
	s.stack = append(s.stack, e)
	return e
}

// openScreen puts a screen on top. A screen that is covered or gone no longer
// speaks for the person, so what it wants opened stays closed.
func (s *Shell) openScreen(from uint64, m ui.Open) ui.Cmd {
	if s.top().id != from {
		return nil
	}
	make, ok := s.makers[m.Screen]
	if !ok {
		return s.note(ui.Notice{Level: ui.LevelWarn, Text: s.env.Text.Shell.NoScreen})
	}
	if m.Replace && len(s.stack) > 1 {
		s.stack = s.stack[:len(s.stack)-1]
	}
	e := s.push(m.Screen, make(s.env, m.Args))
	s.withdraw()
	return s.wrap(e.id, e.screen.Init(), time.Time{})
}

// closeScreen takes the screen that asked away, wherever it stands.
func (s *Shell) closeScreen(from uint64) ui.Cmd {
	for i, e := range s.stack {
		if e.id != from || i == 0 {
			continue
		}
		onTop := i == len(s.stack)-1
		s.stack = append(s.stack[:i:i], s.stack[i+1:]...)
		s.withdraw()
		if onTop {
			return s.tell(s.top(), ui.Shown{})
		}
	}
	return nil
}

// goHome closes all but the home screen, which then gets the GoHome itself. A
// screen that is covered or gone cannot take the person away from what is on
// top.
func (s *Shell) goHome(from uint64, m ui.GoHome) ui.Cmd {
	if s.top().id != from {
		return nil
	}
	home := s.stack[0]
	var shown ui.Cmd
	if len(s.stack) > 1 {
		s.stack = s.stack[:1]
		s.withdraw()
		shown = s.tell(home, ui.Shown{})
	}
	return ui.Batch(shown, s.tell(home, m))
}

// tell updates a screen with something that no key press caused.
func (s *Shell) tell(e entry, msg ui.Msg) ui.Cmd {
	return s.wrap(e.id, e.screen.Update(msg), time.Time{})
}

func (s *Shell) broadcast(msg ui.Msg) ui.Cmd {
	cmds := make([]ui.Cmd, 0, len(s.stack))
	for _, e := range s.stack {
		cmds = append(cmds, s.tell(e, msg))
	}
	return ui.Batch(cmds...)
}

// open handles a message for the screen that it is addressed to. What arrives
// for a screen that is gone is said on the notice row if it has something to
// say, so that the result of a payment is never lost.
func (s *Shell) open(m envelope) ui.Cmd {
	switch inner := m.msg.(type) {
	case ui.Open:
		return s.thenReplay(m.to, s.openScreen(m.to, inner))
	case ui.Close:
		return s.thenReplay(m.to, s.closeScreen(m.to))
	case ui.GoHome:
		return s.thenReplay(m.to, s.goHome(m.to, inner))
	case ui.Ask:
		return s.thenReplay(m.to, s.ask(m, inner))
	case ui.Notice:
		return s.note(inner)
	case nil:
		return nil
	}
	if e, ok := s.find(m.to); ok {
		return s.tell(e, m.msg)
	}
	if n, ok := m.msg.(ui.Noticer); ok {
		return s.note(n.Notice())
	}
	return nil
}

// openFromKey opens a screen for a key that the shell itself understands.
func (s *Shell) openFromKey(kind ui.ScreenID) ui.Cmd {
	if s.top().kind == kind {
		return nil
	}
	return s.openScreen(s.top().id, ui.Open{Screen: kind})
}

// shows tells whether the person sees the operation on the screen on top.
func (s *Shell) shows(c backend.Case) bool {
	if s.locked {
		return false
	}
	top := s.top().screen
	if shower, ok := top.(Shower); ok {
		return shower.Shows(c.ID)
	}
	return showsCases(top.Scope())
}

func (s *Shell) caseText(c backend.Case) string {
	t, d := s.env.Text.Shell, s.env.Text.Domain
	amount := lang.Fill(d.Yuan, "amount", c.Amount.Grouped())
	if c.Kind == backend.OpRedeem {
		amount = lang.Fill(d.Points, "points", c.Points.String())
	}
	text := lang.Fill(t.CaseNotice, "slip", c.Slip, "what", ui.OpWord(d, c.Kind), "amount", amount,
		"outcome", ui.OutcomeWord(d, c.Outcome()))
	switch {
	case c.Incident.Open():
		text += " · " + ui.WhyWord(d, c.Incident.Why) + " · " + s.env.Text.Unresolved.IncidentHead
	case c.Outcome() == backend.OutcomeUnknown:
		text += t.CaseUnknown
	case stillToCollect(c):
		text += lang.Fill(t.CaseCollect, "collect", c.Receipt.Collect.Grouped())
	}
	return text
}

func stillToCollect(c backend.Case) bool {
	return c.Outcome() == backend.OutcomeSettled && c.Receipt != nil && c.Receipt.Collect.Sign() > 0 && c.Collected.IsZero()
}

// Screen is the one on top, for whoever needs to know what it is about.
func (s *Shell) Screen() ui.Screen { return s.top().screen }

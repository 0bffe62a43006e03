package shell

import (
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// act does what a key means. Screens get only what they offer, but for moving,
// typing and Esc; what is left the shell does itself.
func (s *Shell) act(a keymap.Action, key string) ui.Cmd {
	switch {
	case s.locked:
		return nil
	case a == keymap.Lock:
		s.lock()
		return nil
	case a == keymap.Confirm && s.unseen(s.env.Clock.Now()):
		return s.lookFirst()
	case s.overlay() != nil:
		if a == keymap.Leave {
			return s.leave()
		}
		return s.deliver(ui.Intent{Action: a})
	}
	for _, o := range s.top().screen.Offers() {
		if o.Action != a {
			continue
		}
		if o.WhyNot != "" {
			return s.note(ui.Notice{Level: ui.LevelWarn, Text: o.WhyNot})
		}
		return s.intent(a)
	}
	b, _ := s.env.Keys.Binding(a)
	if a == keymap.Back || b.Group == keymap.GroupMove || b.Group == keymap.GroupType {
		return s.intent(a)
	}
	return s.global(a, b, key)
}

// global does what holds on every screen.
func (s *Shell) global(a keymap.Action, b keymap.Binding, key string) ui.Cmd {
	busy := s.top().screen.Scope() == keymap.ScopeBusy
	switch {
	case a == keymap.Help:
		s.openHelp()
	case a == keymap.Leave:
		return s.leave()
	case busy:
	case a == keymap.More:
		s.openPalette()
	case a == keymap.SwitchShop:
		return s.switchShop(0)
	case a == keymap.Unresolved && s.can(ui.ScreenUnresolved):
		return s.openFromKey(ui.ScreenUnresolved)
	case a == keymap.OpenCard && s.can(ui.ScreenOpenCard):
		return s.openFromKey(ui.ScreenOpenCard)
	case len(key) > 1 && b.Group == keymap.GroupMain && a != keymap.Choose:
		return s.note(ui.Notice{Level: ui.LevelWarn, Text: s.notHere(b)})
	}
	return nil
}

func (s *Shell) notHere(b keymap.Binding) string {
	return lang.Fill(s.env.Text.Shell.NotHere, "what", b.Label(s.env.Text.Keys))
}

func (s *Shell) can(kind ui.ScreenID) bool {
	_, ok := s.makers[kind]
	return ok
}

// intent tells the screen on top what a key means.
func (s *Shell) intent(a keymap.Action) ui.Cmd {
	e := s.top()
	cmd := e.screen.Update(ui.Intent{Action: a})
	expecter, ok := e.screen.(ui.Expecter)
	expects := ok && expecter.Expects()
	if cmd == nil && !expects {
		return nil
	}
	wrapped := s.wrap(e.id, cmd, s.env.Clock.Now())
	if !expects && !navigates(s.env.Keys, a) {
		return wrapped
	}
	lowers := s.raiseFence(e.id)
	if !opens(a) {
		s.fence.until = time.Time{}
		return ui.Batch(wrapped, lowers)
	}
	return ui.Batch(s.thenLower(wrapped), lowers)
}

// opens tells which actions are there to bring another screen up and do nothing
// else, so that their command answers at once.
func opens(a keymap.Action) bool {
	switch a {
	case keymap.Recharge, keymap.Consume, keymap.Points, keymap.History, keymap.Edit, keymap.OpenCard, keymap.Unresolved:
		return true
	}
	return false
}

// navigates tells whether an action may bring another screen up.
func navigates(keys *keymap.Map, a keymap.Action) bool {
	b, _ := keys.Binding(a)
	return b.Group == keymap.GroupMain || b.Group == keymap.GroupHere
}

// deliver hands what was typed, scanned, pasted or clicked to the layer on top.
func (s *Shell) deliver(msg ui.Msg) ui.Cmd {
	if o := s.overlay(); o != nil {
		if _, scan := msg.(ui.Scanned); scan && o.Scope().Typing() == keymap.TypingKeys {
			return s.note(ui.Notice{Level: ui.LevelInfo, Text: s.env.Text.Shell.ScanDropped})
		}
		return s.toOverlay(o, msg)
	}
	e := s.top()
	pressed := time.Time{}
	if _, click := msg.(ui.Clicked); click {
		pressed = s.env.Clock.Now()
	}
	return s.wrap(e.id, e.screen.Update(msg), pressed)
}

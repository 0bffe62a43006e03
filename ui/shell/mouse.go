package shell

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/keymap"
	"guitai/ui"
)

// mouse handles clicks and the wheel. A click on a key of the footer presses
// that key, with everything that holds for keys.
func (s *Shell) mouse(m tea.MouseEvent) ui.Cmd {
	now := s.env.Clock.Now()
	if s.leaving || s.locked || s.tooSmall() || s.fence.up || m.Action != tea.MouseActionPress {
		return nil
	}
	if m.Button == tea.MouseButtonLeft && m.Y == s.height-1 {
		return s.clickFooter(m.X, now)
	}
	if s.deaf(now) {
		return nil
	}
	switch m.Button {
	case tea.MouseButtonLeft:
		if zone, ok := s.zoneAt(m.X, m.Y-1); ok {
			return ui.Batch(s.release(now), s.deliver(ui.Clicked{Zone: zone}))
		}
	case tea.MouseButtonWheelUp:
		return s.deliver(ui.Wheel{Delta: -1})
	case tea.MouseButtonWheelDown:
		return s.deliver(ui.Wheel{Delta: 1})
	}
	return nil
}

// zoneAt finds what was clicked: the overlay hides what is under it.
func (s *Shell) zoneAt(x, y int) (int, bool) {
	d := &s.drawn
	if d.hasOver {
		return d.over.At(x-d.overX, y-d.overY)
	}
	return d.body.At(x, y)
}

func (s *Shell) clickFooter(x int, now time.Time) ui.Cmd {
	zone, ok := s.drawn.foot.At(x, 0)
	if !ok {
		return nil
	}
	keys := s.footKeys(s.scope(), s.offers())
	if zone >= len(keys) {
		return nil
	}
	a := keys[zone].action
	if s.deaf(now) && (s.overlay() != nil || a != keymap.Back && a != keymap.Help) {
		return nil
	}
	s.notices.key(now)
	s.lastKey = now
	return ui.Batch(s.release(now), s.act(a, "click"))
}

package shell

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
)

// key takes one key message. Characters that the terminal handed over together
// come as one and are taken one by one.
func (s *Shell) key(k tea.KeyMsg, now time.Time) ui.Cmd {
	switch {
	case s.leaving:
		return nil
	case s.fence.up && s.expecting() && (k.Type == tea.KeyEsc || k.Type == tea.KeyCtrlC):
		s.fence.drop()
	case s.fence.up:
		s.fence.queue(k, now)
		return nil
	}
	if s.locked && s.opts.Guard != nil {
		return s.lockKey(k)
	}
	wasLocked := s.locked
	if s.overlay() == nil && !wasLocked && k.String() == "esc" {
		if c, had := s.notices.acknowledge(); had {
			before := s.release(now)
			s.lastKey = now
			return ui.Batch(before, s.seen(c))
		}
	}
	s.notices.key(now)
	var cmds []ui.Cmd
	switch {
	case k.Paste:
		cmds = append(cmds, s.paste(k, now))
	case isText(k):
		for _, r := range k.Runes {
			if s.fence.up {
				s.fence.queue(runeKey(r), now)
				continue
			}
			cmds = append(cmds, s.character(r, now))
		}
	default:
		cmds = append(cmds, s.named(k, now))
	}
	if wasLocked && !k.Paste {
		s.locked = false // the key that unlocks means nothing else
		s.appear()
	}
	return ui.Batch(append(cmds, s.waitForRest(), s.watchIdle())...)
}

func isText(k tea.KeyMsg) bool {
	return !k.Alt && (k.Type == tea.KeyRunes || k.Type == tea.KeySpace)
}

func runeKey(r rune) tea.KeyMsg {
	if r == ' ' {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}
}

// named takes a key that is no character. It ends a burst, but for Enter right
// behind a scan.
func (s *Shell) named(k tea.KeyMsg, now time.Time) ui.Cmd {
	if k.Type == tea.KeyEnter && !k.Alt {
		if cmd, taken := s.scanned(now); taken {
			s.lastKey = now
			return cmd
		}
	}
	before := s.release(now)
	if s.fence.up {
		s.fence.queue(k, now)
		return before
	}
	s.lastKey = now
	return ui.Batch(before, s.press(k.String(), now))
}

// press acts on a key by its name.
func (s *Shell) press(name string, now time.Time) ui.Cmd {
	if s.deaf(now) && !s.hears(name) {
		return nil
	}
	a := s.env.Keys.Action(s.scope(), name)
	if a == keymap.None {
		return s.nothingToConfirm(name)
	}
	return s.act(a, name)
}

// deaf tells whether keys mean nothing now: behind the lock, in a dialog that
// has just opened by itself, and while money moves.
func (s *Shell) deaf(now time.Time) bool {
	switch {
	case s.locked:
		return true
	case len(s.overlays) > 0:
		return now.Before(s.overlays[len(s.overlays)-1].deafUntil)
	}
	return s.top().screen.Scope() == keymap.ScopeBusy
}

// hears tells which keys count even while money moves.
func (s *Shell) hears(name string) bool {
	if s.locked || len(s.overlays) > 0 {
		return false
	}
	switch s.env.Keys.Action(keymap.ScopeBusy, name) {
	case keymap.Back, keymap.Help, keymap.Leave:
		return true
	}
	return false
}

// paste hands text over that came from the clipboard. It never ends with Enter
// and never means a key.
func (s *Shell) paste(k tea.KeyMsg, now time.Time) ui.Cmd {
	before := s.release(now)
	s.lastKey = now
	if s.deaf(now) {
		return before
	}
	text := safe.Typed(string(k.Runes))
	if text == "" {
		return before
	}
	return ui.Batch(before, s.deliver(ui.Pasted{Text: text}))
}

// fence holds keys back behind one that may open another screen: what the
// screen wants opened comes back as a message, and keys that were typed ahead
// must not overtake it. It is gone long before a hand presses the next key.
type fence struct {
	up   bool
	n    uint64
	from uint64
	keys []waiting
	// waits says that its screen was still expecting an answer when the fence
	// would have come down.
	waits bool
	// until is how long the command that raised it is waited for; zero once it has
	// answered.
	until time.Time
}

// fenceAnswered says that the command has given what it had to give.
type fenceAnswered struct{ n uint64 }

type fenceTimer struct{ n uint64 }

const (
	fenceTime = 30 * time.Millisecond
	fenceKeys = 256
	// fenceMost is how long keys wait for a command that has not answered yet: on a
	// machine that is very busy even opening a screen takes its time, and a digit that
	// went to the screen before would be missing from an amount.
	fenceMost = 250 * time.Millisecond
)

// waiting is a key behind the fence with the time at which it was pressed: it is
// told from a scan by that, however late it is let go.
type waiting struct {
	key tea.KeyMsg
	at  time.Time
}

func (f *fence) queue(k tea.KeyMsg, at time.Time) {
	if len(f.keys) < fenceKeys {
		f.keys = append(f.keys, waiting{k, at})
	}
}

// drop lets the fence down without the keys that waited.
func (f *fence) drop() { f.up, f.waits, f.keys = false, false, nil }

// expecting tells whether the screen that raised the fence still waits for the
// answer upon which it opens another.
func (s *Shell) expecting() bool {
	e := s.top()
	expecter, ok := e.screen.(ui.Expecter)
	return ok && e.id == s.fence.from && s.overlay() == nil && expecter.Expects()
}

func (s *Shell) raiseFence(from uint64) ui.Cmd {
	s.fence.up, s.fence.waits, s.fence.from = true, false, from
	s.fence.until = s.env.Clock.Now().Add(fenceMost)
	s.fence.n++
	return s.env.Clock.After(fenceTime, fenceTimer{s.fence.n})
}

// thenLower says, behind what a command gave, that it has answered.
func (s *Shell) thenLower(cmd ui.Cmd) ui.Cmd {
	if cmd == nil {
		s.fence.until = time.Time{}
		return nil
	}
	n := s.fence.n
	return func() tea.Msg {
		given := cmd()
		return tea.Sequence(func() tea.Msg { return given }, func() tea.Msg { return fenceAnswered{n} })()
	}
}

func (s *Shell) answered(m fenceAnswered) {
	if m.n == s.fence.n {
		s.fence.until = time.Time{}
	}
}

func (s *Shell) fenceOver(m fenceTimer) ui.Cmd {
	switch {
	case !s.fence.up || m.n != s.fence.n:
		return nil
	case s.env.Clock.Now().Before(s.fence.until):
		return s.env.Clock.After(fenceTime, m)
	case s.expecting():
		s.fence.waits = true
		return s.env.Clock.After(fenceTime, m)
	case s.fence.waits && len(s.fence.keys) > 0:
		s.fence.drop()
		return s.note(ui.Notice{Level: ui.LevelWarn, Text: s.env.Text.Shell.NothingOpened})
	}
	return s.replay()
}

// thenReplay lets the keys behind the fence go if the screen that raised it has
// done what it wanted.
func (s *Shell) thenReplay(from uint64, cmd ui.Cmd) ui.Cmd {
	if !s.fence.up || s.fence.from != from {
		return cmd
	}
	return ui.Batch(cmd, s.replay())
}

// replay presses the keys that waited; one of them may raise the fence again.
func (s *Shell) replay() ui.Cmd {
	keys := s.fence.keys
	s.fence.up, s.fence.keys = false, nil
	var cmds []ui.Cmd
	for _, k := range keys {
		cmds = append(cmds, s.key(k.key, k.at))
	}
	return ui.Batch(cmds...)
}

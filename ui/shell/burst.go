package shell

import (
	"time"
	"unicode"

	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

const (
	// scanGap is the longest pause between two characters of a scan and before
	// its Enter. The fastest typists need twice as long.
	scanGap = 30 * time.Millisecond
	// scanLength is the shortest scan in characters; a shorter burst with Enter
	// is somebody's two hands.
	scanLength = 4
	// scanLimit is the longest. What comes faster than a hand and is longer is
	// no scan but a paste of a terminal that does not mark pastes: nobody meant
	// its characters as keys.
	scanLimit = 256
	// plusGap is how far a printable key that confirms has to be from any other
	// key, because bar codes may contain it.
	plusGap = 50 * time.Millisecond
)

// burst is the run of characters that are coming in, each soon after the last.
type burst struct {
	number uint64
	text   []rune
	// held are the characters at the end of text that were not delivered yet.
	held []held
	// owner is the layer on top when the burst began. If another comes up in
	// the middle, the rest belongs to nobody.
	owner uint64
	lost  bool
	last  time.Time
	timer uint64
}

type held struct {
	r     rune
	scope keymap.Scope
	// alone: no other key was pressed shortly before.
	alone bool
}

type burstTimer struct{ n uint64 }

func (b *burst) live(now time.Time) bool {
	return len(b.text) > 0 && now.Sub(b.last) <= scanGap
}

func (b *burst) end() { b.text, b.held, b.lost = nil, nil, false }

// character takes one typed character.
func (s *Shell) character(r rune, now time.Time) ui.Cmd {
	if !unicode.IsGraphic(r) {
		return nil
	}
	b := &s.burst
	before := s.settle(now)
	if s.fence.up {
		s.fence.queue(runeKey(r), now)
		return before
	}
	alone := now.Sub(s.lastKey) > plusGap
	s.lastKey = now
	if len(b.text) == 0 {
		b.number++
		b.owner, b.lost = s.front(), s.deaf(now)
	}
	b.text = append(b.text, r)
	b.last = now
	b.lost = b.lost || b.owner != s.front() || s.deaf(now) || len(b.text) > scanLimit
	if b.lost {
		b.held = nil
		return before
	}
	scope := s.scope()
	if len(b.held) == 0 && !s.holds(scope, r) {
		return ui.Batch(before, s.deliver(ui.Typed{Rune: r, Burst: b.number}))
	}
	b.held = append(b.held, held{r: r, scope: scope, alone: alone})
	return before
}

// holds tells whether a character has to wait for what comes after it: only
// where it could be a key, so that text appears at once.
func (s *Shell) holds(scope keymap.Scope, r rune) bool {
	switch scope.Typing() {
	case keymap.TypingText:
		return false
	case keymap.TypingAmount:
		return s.env.Keys.Action(scope, string(r)) != keymap.None
	}
	return true
}

// waitForRest asks to be woken when the burst is over, if something is held.
func (s *Shell) waitForRest() ui.Cmd {
	b := &s.burst
	if len(b.held) == 0 {
		return nil
	}
	wait := scanGap
	if last := b.held[len(b.held)-1]; s.confirms(last.scope, last.r) {
		wait = plusGap
	}
	b.timer++
	return s.env.Clock.After(wait+time.Millisecond, burstTimer{b.timer})
}

func (s *Shell) burstOver(m burstTimer) ui.Cmd {
	if m.n != s.burst.timer {
		return nil
	}
	cmd := s.release(s.env.Clock.Now())
	return ui.Batch(cmd, s.waitForRest())
}

// settle ends a burst that is over by now.
func (s *Shell) settle(now time.Time) ui.Cmd {
	if s.burst.live(now) {
		return nil
	}
	return s.release(now)
}

// release ends the burst: what was held were ordinary keys after all.
func (s *Shell) release(now time.Time) ui.Cmd {
	b := &s.burst
	kept, owner, since, number := b.held, b.owner, now.Sub(b.last), b.number
	b.end()
	var cmds []ui.Cmd
	for i, h := range kept {
		switch {
		case s.fence.up:
			s.fence.queue(runeKey(h.r), now)
		case owner != s.front() || s.deaf(now):
		case s.confirms(h.scope, h.r):
			last := i == len(kept)-1
			cmds = append(cmds, s.confirmKey(h, h.alone && last && since > plusGap))
		default:
			cmds = append(cmds, s.heldKey(h.r, number))
		}
	}
	return ui.Batch(cmds...)
}

// heldKey acts on a character as a key of the present scope, or as text where
// it means nothing.
func (s *Shell) heldKey(r rune, number uint64) ui.Cmd {
	scope := s.scope()
	if scope.Typing() != keymap.TypingText {
		if a := s.env.Keys.Action(scope, string(r)); a != keymap.None {
			return s.act(a, string(r))
		}
	}
	return s.deliver(ui.Typed{Rune: r, Burst: number})
}

// confirms tells whether a character is a key that moves money.
func (s *Shell) confirms(scope keymap.Scope, r rune) bool {
	return scope.Typing() == keymap.TypingKeys && s.env.Keys.Action(scope, string(r)) == keymap.Confirm
}

// confirmKey acts on a printable key that confirms, if it was pressed alone and
// what it confirms is still there.
func (s *Shell) confirmKey(h held, alone bool) ui.Cmd {
	if s.scope() != h.scope {
		return nil
	}
	if !alone {
		text := lang.Fill(s.env.Text.Shell.PlusNotAlone, "key", string(h.r))
		return s.note(ui.Notice{Level: ui.LevelInfo, Text: text})
	}
	return s.act(keymap.Confirm, string(h.r))
}

// scanned tells whether Enter ends a scan now, and takes it. A text field gets
// the scan as well, after its characters: it takes them back, and puts the whole
// in, so that Enter does not send a form off.
func (s *Shell) scanned(now time.Time) (cmd ui.Cmd, taken bool) {
	b := &s.burst
	if !b.live(now) {
		return nil, false
	}
	text, number, lost := string(b.text), b.number, b.lost || b.owner != s.front()
	switch {
	case lost:
		b.end()
		return nil, true
	case len(b.text) < scanLength:
		return nil, false
	}
	b.end()
	return s.deliver(ui.Scanned{Text: safe.Typed(text), Burst: number}), true
}

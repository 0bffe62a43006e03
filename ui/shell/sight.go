package shell

import (
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// sightTime is how long a confirmation is deaf after the screen could be seen
// again: a key that was pressed blindly must not move money.
const sightTime = 400 * time.Millisecond

// unseen tells whether nobody can have read what a confirmation would confirm:
// the window is too small for it, or it has only just come back.
func (s *Shell) unseen(now time.Time) bool {
	return s.tooSmall() || !s.seenSince.IsZero() && now.Before(s.seenSince.Add(sightTime))
}

// appear says that the screen is drawn again after it could not be seen.
func (s *Shell) appear() { s.seenSince = s.env.Clock.Now() }

// lookFirst refuses a confirmation of what nobody can have read.
func (s *Shell) lookFirst() ui.Cmd {
	return s.warnKey(s.env.Text.Shell.LookFirst)
}

// nothingToConfirm answers the confirming key where it means nothing: without a
// word somebody in a hurry takes the bill for paid.
func (s *Shell) nothingToConfirm(name string) ui.Cmd {
	if s.overlay() != nil || s.scope() == keymap.ScopeBusy || len(name) < 2 {
		return nil
	}
	if s.env.Keys.Action(keymap.ScopePreview, name) != keymap.Confirm {
		return nil
	}
	return s.warnKey(s.env.Text.Shell.NothingToConfirm)
}

// warnKey puts up a sentence that names the confirming key.
func (s *Shell) warnKey(text string) ui.Cmd {
	key := ""
	if keys := s.env.Keys.Keys(keymap.ScopePreview, keymap.Confirm); len(keys) > 0 {
		key = keymap.Shown(keys[0])
	}
	return s.note(ui.Notice{Level: ui.LevelWarn, Text: lang.Fill(text, "key", key)})
}

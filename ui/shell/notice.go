package shell

import (
	"slices"
	"strings"
	"time"

	"guitai/backend"
	"guitai/ui"
)

const (
	// noticeTime is how long a notice stays that needs no answer.
	noticeTime = 4 * time.Second
	// resultTime is how long the late result of an operation stays at least,
	// whatever is typed meanwhile.
	resultTime = 2 * time.Second
	// waitLimit bounds the notices that wait for Esc; the oldest goes first.
	waitLimit = 50
)

// notice is one line with what it is about.
type notice struct {
	ui.Notice
	about *backend.Case
	since time.Time
	// waits for Esc, whatever its level.
	waits bool
}

// notices are those that wait to be acknowledged and, when there is none, the
// latest of the rest.
type notices struct {
	wait  []notice
	line  notice
	timer uint64
}

type noticeTimer struct{ n uint64 }

// shown is the notice on the row and how many wait behind it.
func (n *notices) shown() (notice, int) {
	if len(n.wait) > 0 {
		return n.wait[0], len(n.wait) - 1
	}
	return n.line, 0
}

// beside is what was said last while another notice waits for Esc, empty if
// nothing was: a key that is refused must be answered then too.
func (n *notices) beside() notice {
	if len(n.wait) == 0 {
		return notice{}
	}
	return n.line
}

// add puts a notice up. A newer one about the same operation replaces the older,
// and the same sentence never waits twice.
func (n *notices) add(x notice) {
	n.wait = slices.DeleteFunc(n.wait, func(old notice) bool { return old.Text == x.Text || old.sameCase(x) })
	if n.line.Text == x.Text || n.line.sameCase(x) {
		n.line = notice{}
	}
	if !x.waits && x.Level != ui.LevelBad {
		n.line = x
		return
	}
	if len(n.wait) == waitLimit {
		n.wait = n.wait[1:]
	}
	n.wait = append(n.wait, x)
}

// sameCase tells whether two notices are about one operation. A screen's own
// sentence names it by its slip.
func (x notice) sameCase(y notice) bool {
	switch {
	case x.about != nil && y.about != nil:
		return x.about.ID == y.about.ID
	case x.about != nil:
		return namesSlip(y.Text, x.about.Slip)
	case y.about != nil:
		return namesSlip(x.Text, y.about.Slip)
	}
	return false
}

// key takes away what goes at the next key.
func (n *notices) key(now time.Time) {
	switch x := n.line; {
	case x.about != nil && now.Sub(x.since) < resultTime:
	case x.about != nil || x.Level == ui.LevelWarn:
		n.line = notice{}
	}
}

// expire takes away what goes by itself.
func (n *notices) expire(m noticeTimer) {
	if m.n == n.timer && n.line.fleeting() {
		n.line = notice{}
	}
}

// fleeting notices go away by themselves; a late result waits for a key.
func (x notice) fleeting() bool { return x.about == nil && x.Level <= ui.LevelGood }

// acknowledge takes the notice away that waited for Esc.
func (n *notices) acknowledge() (*backend.Case, bool) {
	if len(n.wait) == 0 {
		return nil, false
	}
	c := n.wait[0].about
	n.wait = n.wait[1:]
	return c, true
}

// note puts a notice of a screen or of the shell itself up.
func (s *Shell) note(n ui.Notice) ui.Cmd {
	if n.Text == "" {
		return nil
	}
	s.notices.add(notice{Notice: n, since: s.env.Clock.Now()})
	if n.Level > ui.LevelGood {
		return nil
	}
	s.notices.timer++
	return s.env.Clock.After(noticeTime, noticeTimer{s.notices.timer})
}

// seen tells whoever keeps the operations that its notice was acknowledged.
func (s *Shell) seen(c *backend.Case) ui.Cmd {
	if c == nil || s.opts.Seen == nil {
		return nil
	}
	return s.wrap(s.top().id, s.opts.Seen(*c), time.Time{})
}

// Alarm is the notice that waits for Esc, empty if there is none.
func (s *Shell) Alarm() string {
	if len(s.notices.wait) == 0 {
		return ""
	}
	return s.notices.wait[0].Text
}

// namesSlip tells whether a sentence speaks of the slip, not merely of one that
// begins alike.
func namesSlip(text, slip string) bool {
	_, after, found := strings.Cut(text, "#"+slip)
	return found && slip != "" && (after == "" || after[0] < '0' || after[0] > '9')
}

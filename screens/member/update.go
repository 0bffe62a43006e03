package member

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
)

// tooOld is the age from which coming back to the screen reads again even if
// nothing was done.
const tooOld = 30 * time.Second

// Update handles one message.
func (s *Screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, mine := s.wait.Handle(s.env, msg); mine {
		return cmd
	}
	switch m := msg.(type) {
	case ui.Intent:
		return s.intent(m.Action)
	case ui.Typed:
		return s.begin(string(m.Rune))
	case ui.Pasted:
		return s.begin(m.Text)
	case ui.Scanned:
		return s.leave(ui.GoHome{Query: m.Text, Scan: true})
	case goSearch:
		q := s.typed
		s.typed = ""
		return s.leave(ui.GoHome{Query: q})
	case ui.Shown:
		return s.shown()
	case ui.CaseChanged:
		return s.caseChanged(m.Case)
	case recorded:
		return s.recorded(m)
	case hide:
		s.revealed = s.revealed && m.revelation != s.revelation
	case readMember, readEvents, readCases:
		s.answered(m)
	}
	return nil
}

func (s *Screen) intent(a keymap.Action) ui.Cmd {
	switch a {
	case keymap.Back:
		return s.leave(ui.Close{})
	case keymap.Reload:
		return s.reload()
	case keymap.Reveal:
		if s.revealed {
			s.revealed = false
			return nil
		}
		return s.reveal()
	case keymap.Recharge:
		return s.open(ui.ScreenRecharge)
	case keymap.Consume:
		return s.open(ui.ScreenConsume)
	case keymap.Points:
		return s.open(ui.ScreenPoints)
	case keymap.History:
		return s.open(ui.ScreenHistory)
	case keymap.Edit:
		return s.open(ui.ScreenEdit)
	case keymap.OpenCard:
		return s.open(ui.ScreenOpenCard)
	case keymap.Unresolved:
		return s.open(ui.ScreenUnresolved)
	}
	return nil
}

// open puts another screen on top, for this member.
func (s *Screen) open(id ui.ScreenID) ui.Cmd {
	args := ui.Args{}
	switch id {
	case ui.ScreenOpenCard:
	case ui.ScreenUnresolved:
		if len(s.cases) > 0 {
			args.CaseID = s.cases[0].ID
		}
	default:
		m := s.member
		args.Member = &m
	}
	s.covering, s.revealed = id, false
	return ui.Tell(ui.Open{Screen: id, Args: args})
}

// leave ends what the screen still waits for.
func (s *Screen) leave(how ui.Msg) ui.Cmd {
	s.giveUp()
	s.revealed = false
	return ui.Tell(how)
}

// begin starts a new search with digits or Han. Characters that come together
// are collected, since each of them would send the person home.
func (s *Screen) begin(text string) ui.Cmd {
	text = width.Fold.String(text)
	if s.typed == "" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsDigit(r) || unicode.Is(unicode.Han, r) }) {
		return nil
	}
	first := s.typed == ""
	s.typed += text
	if !first {
		return nil
	}
	return ui.Tell(goSearch{})
}

// shown reads again after anything that may have changed the member.
func (s *Screen) shown() ui.Cmd {
	left := s.covering
	s.covering = ""
	harmless := left == ui.ScreenHistory || left == ui.ScreenUnresolved || left == ui.ScreenOpenCard
	if harmless && s.live && !s.stale && s.env.Clock.Now().Sub(s.member.ReadAt) < tooOld {
		return nil
	}
	return s.read()
}

// caseChanged keeps the card's operations up to date. What ended has changed the
// balance, so it is read again: at once, or when the screen is in sight.
func (s *Screen) caseChanged(c backend.Case) ui.Cmd {
	if c.MemberID != s.member.ID {
		return nil
	}
	i := slices.IndexFunc(s.cases, func(o backend.Case) bool { return o.ID == c.ID })
	if i >= 0 {
		s.cases[i] = c
	} else {
		s.cases = slices.Insert(s.cases, 0, c)
	}
	if c.State.Open() {
		return nil
	}
	s.stale = true
	if s.covering != "" {
		return nil
	}
	return s.read()
}

func (s *Screen) recorded(m recorded) ui.Cmd {
	if m.err != nil {
		return ui.Tell(ui.Notice{Level: ui.LevelWarn, Text: s.env.Text.Member.NotRecorded})
	}
	if s.covering != "" {
		return nil
	}
	s.revealed = true
	return s.hideLater()
}

// answered takes an answer of the present reading.
func (s *Screen) answered(msg ui.Msg) {
	switch m := msg.(type) {
	case readMember:
		if m.generation != s.generation {
			return
		}
		s.wait.Stop()
		s.err = m.err
		if m.err == nil {
			s.member, s.live = m.member, true
		}
	case readEvents:
		if m.generation != s.generation {
			return
		}
		s.eventsErr, s.eventsKnown = m.err, m.err == nil
		if m.err == nil {
			s.events, s.partial = m.page.Events[:min(len(m.page.Events), lastEvents)], m.page.Partial
		}
	case readCases:
		if m.generation == s.generation && m.err == nil {
			s.merge(m.cases)
		}
	}
}

// merge takes what the journal lists, but keeps what is known to be newer and
// what ended while somebody looked on.
func (s *Screen) merge(read []backend.Case) {
	merged := slices.Clone(read)
	for _, known := range s.cases {
		i := slices.IndexFunc(merged, func(c backend.Case) bool { return c.ID == known.ID })
		switch {
		case i < 0 && !known.State.Open():
			merged = append(merged, known)
		case i >= 0 && known.UpdatedAt.After(merged[i].UpdatedAt):
			merged[i] = known
		}
	}
	s.cases = merged
}

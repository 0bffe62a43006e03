package shell

import (
	"strconv"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// cases follows the operations for the badge, for the question before leaving
// and for what no screen shows.
type cases struct {
	states    map[string]backend.Case
	told      map[string]news
	count     func() int
	unsettled int
}

// news is what a person was told of an operation last.
type news struct {
	state    backend.State
	incident bool
}

type caseChanged struct {
	c  backend.Case
	ok bool
}

func newCases(o Options) cases {
	c := cases{states: map[string]backend.Case{}, told: map[string]news{}, count: o.Unsettled}
	for _, open := range o.Open {
		c.follow(open)
	}
	c.recount()
	return c
}

// readCases waits for the next change; it ends when the channel is closed.
func (s *Shell) readCases() ui.Cmd {
	changes := s.opts.Cases
	if changes == nil {
		return nil
	}
	return func() ui.Msg {
		c, ok := <-changes
		return caseChanged{c: c, ok: ok}
	}
}

func (s *Shell) caseChange(m caseChanged) ui.Cmd {
	if !m.ok {
		return nil
	}
	s.cases.follow(m.c)
	s.cases.recount()
	cmds := []ui.Cmd{s.broadcast(ui.CaseChanged{Case: m.c})}
	if s.worthTelling(m.c) {
		s.notices.add(s.caseNotice(m.c))
	}
	return ui.Batch(append(cmds, s.readCases())...)
}

// follow keeps the operations that are still open or wait for a person.
func (c *cases) follow(x backend.Case) {
	if x.State.Open() || toVerify(x) {
		c.states[x.ID] = x
		return
	}
	delete(c.states, x.ID)
}

func (c *cases) recount() {
	c.unsettled = 0
	if c.count != nil {
		c.unsettled = c.count()
		return
	}
	for _, x := range c.states {
		if toVerify(x) {
			c.unsettled++
		}
	}
}

// moving tells whether an operation is on its way and not yet known to be lost.
func (c *cases) moving() bool {
	for _, x := range c.states {
		if x.State == backend.StateIntent || x.State == backend.StateSending {
			return true
		}
	}
	return false
}

// toVerify tells whether a person should look at the operation: whatever the tray
// lists. One on its way is not among them, or the badge would flicker with every
// payment.
func toVerify(c backend.Case) bool {
	switch c.State {
	case backend.StateUnknown, backend.StateVoiding, backend.StateHuman, backend.StateNotFound, backend.StateTask:
		return true
	}
	return c.Incident.Open()
}

// worthTelling tells whether a change is news that no screen shows. What
// another till did is that till's news, but an incident is everybody's.
func (s *Shell) worthTelling(c backend.Case) bool {
	fresh := news{c.State, c.Incident.Open()}
	if c.State.Open() && !toVerify(c) || s.cases.told[c.ID] == fresh {
		return false
	}
	closed := s.cases.told[c.ID] == news{c.State, true}
	s.cases.told[c.ID] = fresh
	return !closed && (c.Till == s.env.Till || fresh.incident) && !s.shows(c)
}

func (s *Shell) caseNotice(c backend.Case) notice {
	level := ui.LevelBad
	if c.Outcome() == backend.OutcomeSettled && !stillToCollect(c) && !c.Incident.Open() {
		level = ui.LevelGood
	}
	return notice{Notice: ui.Notice{Level: level, Text: s.caseText(c)}, about: &c, since: s.env.Clock.Now()}
}

// lastNotice is the result of before the restart. Even a good one waits for
// Esc, because the person who waited for it did not see it.
func (s *Shell) lastNotice(c backend.Case) notice {
	n := s.caseNotice(c)
	n.waits = true
	n.Text = lang.Fill(s.env.Text.Shell.LastResult, "result", n.Text)
	return n
}

// showsCases tells of which screens the shell takes it that they show whatever
// operation changes.
func showsCases(scope keymap.Scope) bool {
	switch scope {
	case keymap.ScopeBusy, keymap.ScopeResult, keymap.ScopeTray:
		return true
	}
	return false
}

func itoa(n int) string { return strconv.Itoa(n) }

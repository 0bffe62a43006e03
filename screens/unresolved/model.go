package unresolved

import (
	"slices"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const zoneList = 1000

// The questions that the screen asks.
const (
	askPaid   = "paid"
	askUnpaid = "unpaid"
	askClosed = "incident"
	askVoid   = "void"
)

type screen struct {
	env  *ui.Env
	desk Desk

	// cases are those of the tray and, until the screen is left, those that got
	// their end while it was open.
	cases []backend.Case
	list  widget.List
	// wanted is the operation to select once it is read, "" for none.
	wanted  string
	loaded  bool
	failure string

	// generation numbers the readings of the whole tray.
	generation int
	loading    bool
	// looking and deciding name the operation for which that is under way.
	looking, deciding string
	// doing is what is being recorded for the latter: the tag of its question.
	doing string
	// asked is the operation that a person is asked about.
	asked string
	// said is what the last action on an operation brought, under its id.
	said map[string]string

	// ticks numbers the countdowns; only the newest goes on. covered says that
	// another screen stands on top of this one.
	ticks   int
	covered bool
	wait    widget.Wait

	// scroll is the first line of the details in sight.
	scroll        int
	width, height int
}

// New makes the screen. Args.CaseID selects one operation.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	return &screen{env: env, desk: desk, wanted: args.CaseID, list: widget.NewList(zoneList), said: map[string]string{}}
}

func (s *screen) Init() ui.Cmd { return s.load() }

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.layout()
}

func (s *screen) Title() string { return s.env.Text.Unresolved.Title }

func (s *screen) Scope() keymap.Scope { return keymap.ScopeTray }

// Shows tells whether the person sees the operation: only the selected one is
// shown whole.
func (s *screen) Shows(id string) bool {
	c, ok := s.selected()
	return ok && c.ID == id
}

func (s *screen) Offers() []ui.Offer {
	back := ui.Offer{Action: keymap.Back}
	reload := ui.Offer{Action: keymap.Reload}
	c, ok := s.selected()
	if !ok {
		return []ui.Offer{back, reload}
	}
	t := s.env.Text.Unresolved
	why := func(allowed bool, reason string) string {
		switch {
		case allowed:
			return ""
		case s.hasEnded(c):
			return t.CaseGone
		}
		return reason
	}
	busy := func(reason string) string {
		if reason == "" && s.deciding != "" {
			return t.Deciding
		}
		return reason
	}
	if c.Incident.Open() && c.State != backend.StateHuman {
		return []ui.Offer{{Action: keymap.LookAgain}, {Action: keymap.CloseIncident, WhyNot: busy("")}, back, reload}
	}
	human := busy(why(c.State == backend.StateHuman || c.State == backend.StateTask, t.OnlyHuman))
	unpaid := busy(why(c.State == backend.StateHuman || c.State == backend.StateTask || c.State == backend.StateNotFound, t.OnlyHuman))
	offers := []ui.Offer{}
	if pending(c) {
		offers = append(offers, ui.Offer{Action: keymap.VoidIt, WhyNot: busy(s.whyNotVoid(c))})
	}
	return append(offers, []ui.Offer{
		{Action: keymap.LookAgain, WhyNot: why(!s.hasEnded(c) && !onItsWay(c), t.OnItsWay)},
		{Action: keymap.RingAgain, WhyNot: why(c.State == backend.StateNotFound, t.OnlyNotFound)},
		{Action: keymap.DecidePaid, WhyNot: human},
		{Action: keymap.DecideNot, WhyNot: unpaid},
		back, reload,
	}...)
}

// pending tells whether the till gathers evidence about the operation by itself.
func pending(c backend.Case) bool {
	return c.State == backend.StateUnknown || c.State == backend.StateVoiding
}

// whyNotVoid is the sentence for why a pending operation cannot be voided, "" if
// it can.
func (s *screen) whyNotVoid(c backend.Case) string {
	if why := s.desk.WhyNotVoid(c); why != "" {
		return unvoidable(s.env.Text.Unresolved, why)
	}
	return ""
}

func (s *screen) mayVoid(c backend.Case) bool { return pending(c) && s.whyNotVoid(c) == "" }

func (s *screen) selected() (backend.Case, bool) {
	i, ok := s.list.Selected()
	if !ok {
		return backend.Case{}, false
	}
	return s.cases[i], true
}

// hasEnded tells whether there is nothing left to verify.
func (s *screen) hasEnded(c backend.Case) bool {
	return c.Outcome() != backend.OutcomeUnknown && !c.Incident.Open()
}

func (s *screen) index(id string) int {
	return slices.IndexFunc(s.cases, func(c backend.Case) bool { return c.ID == id })
}

// setCases takes other cases over and keeps the selected operation selected,
// wherever it stands now.
func (s *screen) setCases(cases []backend.Case) {
	keep := s.wanted
	if c, ok := s.selected(); ok && keep == "" {
		keep = c.ID
	}
	s.cases = cases
	s.list.SetCount(len(cases))
	if i := s.index(keep); i >= 0 {
		s.list.Select(i)
		s.wanted = ""
	}
	s.layout()
}

// put takes one case over: in its place, or on top if it is new and belongs
// here.
func (s *screen) put(c backend.Case) {
	if i := s.index(c.ID); i >= 0 {
		if c.UpdatedAt.Before(s.cases[i].UpdatedAt) {
			return // an older picture that came later
		}
		if old := s.cases[i]; c.Looks == 0 && pending(c) {
			c.Looks, c.QuietUntil = old.Looks, old.QuietUntil
		}
		s.cases[i] = c
		return
	}
	if !s.hasEnded(c) {
		s.setCases(append([]backend.Case{c}, s.cases...))
	}
}

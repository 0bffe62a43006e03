package member

import (
	"context"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// lastEvents is how many events are shown.
const lastEvents = 5

// Screen is an open member.
type Screen struct {
	env  *ui.Env
	desk Desk
	caps backend.Capabilities

	width, height int
	member        backend.Member
	// live says that member was read since the screen was opened.
	live bool
	err  error

	events []backend.Event
	// eventsKnown says that history answered; eventsErr why it did not.
	eventsKnown, partial bool
	eventsErr            error

	// cases are the operations on this card that matter here, newest first.
	cases []backend.Case
	// stale says that an operation got further since the member was read.
	stale bool
	// covering is the screen that stands on top of this one, if any.
	covering ui.ScreenID

	revealed   bool
	revelation int

	// generation counts readings; answers to an earlier one are dropped.
	generation int
	cancel     context.CancelFunc
	wait       widget.Wait
	// typed is what begins a new search.
	typed string
}

// New makes the screen. Of args it needs Member.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &Screen{env: env, desk: desk, caps: desk.Capabilities()}
	if args.Member != nil {
		s.member = *args.Member
	}
	return s
}

// Init reads the member, the last events and what is open on the card.
func (s *Screen) Init() ui.Cmd { return s.read() }

// Scope makes letters mnemonics.
func (s *Screen) Scope() keymap.Scope { return keymap.ScopeMember }

// Title names the screen.
func (s *Screen) Title() string { return s.env.Text.Member.Title + " " + s.member.Name.String() }

// SetSize keeps the size of the body.
func (s *Screen) SetSize(width, height int) { s.width, s.height = width, height }

// Offers lists what can be done with the member.
func (s *Screen) Offers() []ui.Offer {
	money := s.moneyWhyNot()
	return []ui.Offer{
		{Action: keymap.Back},
		{Action: keymap.Recharge, WhyNot: money},
		{Action: keymap.Consume, WhyNot: money},
		{Action: keymap.Points, WhyNot: s.pointsWhyNot(money)},
		{Action: keymap.History},
		{Action: keymap.Edit, WhyNot: s.unsupported(s.caps.Editor == nil)},
		{Action: keymap.OpenCard, WhyNot: s.unsupported(s.caps.Opener == nil)},
		{Action: keymap.Unresolved},
		{Action: keymap.Reveal},
		{Action: keymap.Reload},
	}
}

func (s *Screen) unsupported(no bool) string {
	if no {
		return s.env.Text.Errors.Unsupported
	}
	return ""
}

// moneyWhyNot is the reason why no money can move: the card is gone or returned,
// or an operation on it has no end yet.
func (s *Screen) moneyWhyNot() string {
	if backend.KindOf(s.err) == backend.KindNotFound {
		return ui.Sentence(s.env.Text, s.err)
	}
	if c, ok := s.openCase(); ok {
		return lang.Fill(s.env.Text.Errors.CardBusy, "slip", "#"+c.Slip)
	}
	return widget.MoneyWhyNot(s.env, s.member)
}

func (s *Screen) pointsWhyNot(money string) string {
	if money == "" && s.live && s.member.Points.Sign() <= 0 {
		return s.env.Text.Member.NoPoints
	}
	return money
}

// openCase is the operation that holds the card, if there is one.
func (s *Screen) openCase() (backend.Case, bool) {
	for _, c := range s.cases {
		if c.State.Open() {
			return c, true
		}
	}
	return backend.Case{}, false
}

// Current is the open member as last known, nil without one. What can be done
// with it beyond this screen is found in the palette.
func (s *Screen) Current() *backend.Member {
	if s.member.ID == "" {
		return nil
	}
	m := s.member
	return &m
}

// Shows tells whether the screen shows how an operation goes on.
func (s *Screen) Shows(operation string) bool {
	for _, c := range s.cases {
		if c.ID == operation {
			return true
		}
	}
	return false
}

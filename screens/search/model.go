package search

import (
	"context"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	// maxQuery is the longest text that the box takes, in characters.
	maxQuery = 64
	// maxRows is how many members are listed; nobody reads more.
	maxRows = 50
	// maxRecent is how many members served lately are remembered here.
	maxRecent = 20
	// zoneRows numbers the clickable rows.
	zoneRows = 100
)

// Screen is the home screen.
type Screen struct {
	env  *ui.Env
	desk Desk
	caps backend.Capabilities

	width, height int
	input         widget.Input
	list          widget.List
	wait          widget.Wait
	cols          columns

	// generation counts changes of the text; an answer or a pause of an earlier
	// one is dropped.
	generation int
	// cancel ends the look-up in flight; nil if there is none.
	cancel context.CancelFunc
	// typing is set from a change until its pause is over.
	typing bool
	// kept is how the text was sent off before its answer came.
	kept kept
	// follow is the screen that a key asked for while the answer was awaited, ""
	// for none.
	follow ui.ScreenID
	answer answer
	recent []backend.Member
}

// kept says what happens when an awaited answer comes.
type kept uint8

const (
	keptNothing kept = iota
	keptEnter        // a single hit or an exact card number opens
	keptScan         // an exact card number opens
)

// answer is what the last look-up brought, for one query.
type answer struct {
	query string
	rows  []backend.Member
	// rest counts the members found beyond rows.
	rest    int
	scanned bool
	err     error
	known   bool
}

// New makes the home screen. Of args it uses Query, which is searched at once.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &Screen{env: env, desk: desk, caps: desk.Capabilities(), input: widget.NewInput(maxQuery),
		list: widget.NewList(zoneRows)}
	s.input.Set(args.Query)
	return s
}

// Init reads whom was served lately and searches for what it was opened with.
func (s *Screen) Init() ui.Cmd {
	if s.query() == "" {
		return s.readRecent()
	}
	return ui.Batch(s.readRecent(), s.find())
}

// Scope is that of the box.
func (s *Screen) Scope() keymap.Scope { return keymap.ScopeHome }

// Title names the screen.
func (s *Screen) Title() string { return s.env.Text.Search.Title }

// SetSize keeps the size of the body.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.layout()
}

// query is what the box asks for.
func (s *Screen) query() string { return normal(s.input.Value()) }

// rows are the members listed: those found, or those served lately while the
// box is empty.
func (s *Screen) rows() []backend.Member {
	if s.query() == "" {
		return s.recent
	}
	return s.answer.rows
}

// selected is the chosen member.
func (s *Screen) selected() (backend.Member, bool) {
	i, ok := s.list.Selected()
	rows := s.rows()
	if !ok || i >= len(rows) {
		return backend.Member{}, false
	}
	return rows[i], true
}

// busy tells whether the list is not yet the answer to what the box asks for.
func (s *Screen) busy() bool { return s.typing || s.cancel != nil }

// answered tells whether the list is the answer to what the box asks for.
func (s *Screen) answered() bool {
	return s.answer.known && s.answer.err == nil && s.answer.query == s.query()
}

// Offers lists what can be done with the selected member.
func (s *Screen) Offers() []ui.Offer {
	t := s.env.Text
	why, money, edit, open := "", "", "", ""
	m, ok := s.selected()
	switch {
	case s.expectsOne():
	case s.busy():
		why = t.Search.WhyBusy
	case !ok:
		why = t.Search.WhyNobody
	default:
		money = widget.MoneyWhyNot(s.env, m)
	}
	if s.caps.Editor == nil {
		edit = t.Errors.Unsupported
	}
	if s.caps.Opener == nil {
		open = t.Errors.Unsupported
	}
	return []ui.Offer{
		{Action: keymap.Choose},
		{Action: keymap.Back},
		{Action: keymap.Recharge, WhyNot: first(why, money), Soon: s.busy()},
		{Action: keymap.Consume, WhyNot: first(why, money), Soon: s.busy()},
		{Action: keymap.Points, WhyNot: first(why, money), Soon: s.busy()},
		{Action: keymap.History, WhyNot: why, Soon: s.busy()},
		{Action: keymap.Edit, WhyNot: first(edit, why), Soon: s.busy() && edit == ""},
		{Action: keymap.OpenCard, WhyNot: open},
		{Action: keymap.Unresolved},
	}
}

func first(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

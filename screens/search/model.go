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

	// reading is the text of the box, understood. literal says that the text only
	// looks like a command, because it was scanned: it stays none until the box is
	// empty, whatever a hand adds to it.
	reading reading
	literal bool

	// generation counts changes of what is looked for; an answer of the local
	// copy or a pause of an earlier one is dropped. question counts what the
	// vendor was asked.
	generation, question int
	// cancel ends the look-up in flight; nil if there is none.
	cancel context.CancelFunc
	// typing is set from a change until its pause is over, looking until the
	// local copy answered.
	typing, looking bool
	// kept is how the text was sent off before its answer came.
	kept kept
	// follow is the screen that a key asked for while the answer was awaited, ""
	// for none.
	follow ui.ScreenID
	// chosen says that a hand moved the selection since the text changed, offered
	// that a command found several and the next Enter means the selected one.
	chosen, offered bool
	answer          answer
	copy            copied
	recent          []backend.Member
}

// kept says what happens when an awaited answer comes.
type kept uint8

const (
	keptNothing kept = iota
	keptEnter        // a single hit or an exact card number opens
	keptScan         // an exact card number opens
)

// answer is what is listed, for one query.
type answer struct {
	query string
	// rows are those of the local copy and of the vendor, in one order.
	rows []backend.Member
	// total counts all members found, rows among them.
	total int
	// live are the vendor's own, once it was asked.
	live    []backend.Member
	asked   bool
	scanned bool
	err     error
	known   bool
}

// New makes the home screen. Of args it uses Query, which is searched at once.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &Screen{env: env, desk: desk, caps: desk.Capabilities(), input: widget.NewInput(maxQuery),
		list: widget.NewList(zoneRows)}
	s.set(args.Query, false)
	return s
}

// set puts a text into the box. A literal one is no command, even if it looks
// like one.
func (s *Screen) set(text string, literal bool) {
	s.input.Set(text)
	r := understand(text)
	s.literal = literal && (r.order != nil || r.flaw != nil)
	s.read()
}

// read understands the box anew. What was kept for the text before is not kept
// for this one.
func (s *Screen) read() {
	s.kept, s.follow, s.offered = keptNothing, "", false
	if s.literal {
		s.reading = reading{query: normal(s.input.Value())}
		return
	}
	s.reading = understand(s.input.Value())
}

// Init reads whom was served lately and searches for what it was opened with.
func (s *Screen) Init() ui.Cmd {
	if s.query() == "" {
		return s.readRecent()
	}
	return ui.Batch(s.readRecent(), s.look(), s.find(keptNothing))
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

// query is whom the box asks for, without a command.
func (s *Screen) query() string { return s.reading.query }

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

// busy tells whether the vendor's answer to what the box asks for is awaited.
func (s *Screen) busy() bool { return s.typing || s.cancel != nil }

// answered tells whether the list is the vendor's answer to what the box asks
// for, or all that comes where typing does not ask it.
func (s *Screen) answered() bool {
	a := s.answer
	return a.known && a.err == nil && a.query == s.query() && (a.asked || !s.caps.FindWhileTyping)
}

// listed tells whether rows are drawn that fit what is in the box.
func (s *Screen) listed() bool {
	return s.answer.known && s.answer.query == s.query() && len(s.answer.rows) > 0
}

// settled tells whether keys may act on the list: not while rows of the local
// copy wait for the vendor's, which may bring somebody likelier, unless a hand
// chose among them, one is the very card, or the copy has everybody.
func (s *Screen) settled() bool {
	switch {
	case s.query() == "":
		return true
	case !s.listed():
		return !s.busy() && !s.looking
	case !s.busy():
		return true
	}
	_, ok := exact(s.query(), s.answer.rows)
	return ok || s.chosen || s.complete()
}

// complete tells whether the local copy knew everybody for what is in the box.
func (s *Screen) complete() bool { return s.copy.query == s.query() && s.copy.Complete }

// Offers lists what can be done with the selected member.
func (s *Screen) Offers() []ui.Offer {
	t := s.env.Text
	why, money, edit, open := "", "", "", ""
	m, ok := s.selected()
	switch {
	case s.expectsOne():
	case !s.settled():
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
		{Action: keymap.Reload},
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

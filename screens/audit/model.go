package audit

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	zonePicks = 1000
	zoneDates = 2000
	zoneRows  = 10_000
	// ahead is how many rows below those in sight are to be there already.
	ahead = 20
	// reads is how many pages one key may look through where little fits.
	reads = 5
	// slipRoom is what the field for a slip takes.
	slipRoom = 12
)

// mode is what the keys do: move in the list, choose a kind and then a person, or
// fill in dates or a slip.
type mode uint8

const (
	modeList mode = iota
	modeKind
	modeWho
	modeDates
	modeSlip
)

type screen struct {
	env  *ui.Env
	desk Desk

	mode mode
	// query is what is shown; its times come from span.
	query Query
	span  widget.Span
	names []string

	picker  widget.Picker
	options []widget.Option
	dates   widget.Form
	slip    widget.Input

	list widget.List
	rows []Entry
	// next is where to read on, more whether there is anything; budget is how many
	// pages may be read without a key.
	next   int64
	more   bool
	budget int
	err    error

	generation int
	cancel     context.CancelFunc
	wait       widget.Wait

	check *checking
	ticks int
	// verdict is what the last check brought, bad whether that is an alarm.
	verdict string
	bad     bool

	width, height int
}

// New makes the screen. It begins with the newest of everything.
func New(env *ui.Env, _ ui.Args, desk Desk) ui.Screen {
	return &screen{env: env, desk: desk, list: widget.NewList(zoneRows), slip: widget.NewInput(slipRoom),
		span: widget.SpanOf(keymap.PeriodAll, env.Today())}
}

func (s *screen) Init() ui.Cmd { return s.restart() }

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.list.SetHeight(s.listHeight())
}

func (s *screen) Title() string { return s.env.Text.Audit.Title }

func (s *screen) Scope() keymap.Scope {
	switch s.mode {
	case modeKind, modeWho:
		return keymap.ScopePick
	case modeDates, modeSlip:
		return keymap.ScopeForm
	}
	return keymap.ScopeHistory
}

func (s *screen) Offers() []ui.Offer {
	back, choose := ui.Offer{Action: keymap.Back}, ui.Offer{Action: keymap.Choose}
	switch s.mode {
	case modeKind, modeWho, modeSlip:
		return []ui.Offer{choose, back}
	case modeDates:
		return []ui.Offer{choose, {Action: keymap.NextField}, back}
	}
	verify := ui.Offer{Action: keymap.VerifyChain}
	if s.check != nil {
		verify.WhyNot = s.env.Text.Audit.Busy
	}
	offers := []ui.Offer{back, verify}
	if s.canChoose() {
		offers = append(offers, choose)
	}
	for _, a := range []keymap.Action{keymap.FilterKind, keymap.PeriodMonth, keymap.PeriodToday, keymap.PeriodWeek,
		keymap.PeriodAll, keymap.PeriodRange, keymap.Reload} {
		offers = append(offers, ui.Offer{Action: a})
	}
	return offers
}

// canChoose tells whether Enter does anything: read on, or show the slip alone.
func (s *screen) canChoose() bool {
	e, ok := s.selected()
	return s.stuck() || ok && e.Op != nil && s.query.Slip == ""
}

// stuck tells whether reading waits for a key.
func (s *screen) stuck() bool {
	return s.cancel == nil && (s.err != nil || s.more && s.short())
}

// short tells whether rows are missing below those in sight.
func (s *screen) short() bool {
	_, end := s.list.Visible()
	return end+ahead >= len(s.rows)
}

func (s *screen) selected() (Entry, bool) {
	i, ok := s.list.Selected()
	if !ok {
		return Entry{}, false
	}
	return s.rows[i], true
}

func (s *screen) kindWord(k Kind) string {
	t := s.env.Text.Audit
	return []string{t.Everything, t.KindMoney, t.KindMember, t.KindStaff, t.KindPIN, t.KindOther}[k]
}

// pickKind and pickWho open the two choices.
func (s *screen) pickKind() {
	s.options = nil
	for k := KindAll; k <= KindOther; k++ {
		s.options = append(s.options, widget.Option{Label: s.kindWord(k)})
	}
	s.picker = widget.NewPicker(zonePicks, s.options)
	s.picker.Choose(int(s.query.Kind))
	s.mode = modeKind
}

func (s *screen) pickWho() {
	names := slices.Clone(s.names)
	for _, e := range s.rows {
		if !e.Program && !e.Who.IsEmpty() {
			names = append(names, e.Who.String())
		}
	}
	if s.query.Who != "" {
		names = append(names, s.query.Who)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	names = slices.Compact(names)
	s.options = []widget.Option{{Label: s.env.Text.Audit.Everybody}}
	for _, n := range names {
		s.options = append(s.options, widget.Option{Label: n})
	}
	s.picker = widget.NewPicker(zonePicks, s.options)
	s.picker.Choose(max(slices.Index(names, s.query.Who)+1, 0))
	s.mode = modeWho
}

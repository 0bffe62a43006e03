package history

import (
	"context"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	// The clickable zones of the list lie above the others, since it may be long.
	zonePicker = 100
	zoneRange  = 1000
	zoneRows   = 10_000
	// pageSize is how many rows are asked for at once.
	pageSize = 100
	// ahead is how many rows below those in sight are to be there already.
	ahead = 40
)

// mode is what the screen is doing.
type mode uint8

const (
	modeList mode = iota
	modeKind
	modeRange
)

// Screen is a card's history.
type Screen struct {
	env    *ui.Env
	desk   Desk
	member backend.Member

	width, height int
	mode          mode
	filter        filter
	kinds         widget.Picker
	dates         widget.Form
	list          widget.List

	rows []backend.Event
	// seen are the numbers of rows; a page that moved while it was read brings
	// some twice.
	seen map[int64]bool
	// gaps are the rows whose balance does not follow, with the difference in
	// yuan.
	gaps map[int]money.Amount
	// page is the one to be read next, counted from 1.
	page    int
	more    bool
	partial bool
	err     error

	generation int
	cancel     context.CancelFunc
	wait       widget.Wait
}

// New makes the screen. Of args it needs Member.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &Screen{env: env, desk: desk, list: widget.NewList(zoneRows)}
	if args.Member != nil {
		s.member = *args.Member
	}
	return s
}

// Init reads the newest rows.
func (s *Screen) Init() ui.Cmd { return s.restart() }

// Scope is that of the list, the choice of a kind or the dates.
func (s *Screen) Scope() keymap.Scope {
	switch s.mode {
	case modeKind:
		return keymap.ScopePick
	case modeRange:
		return keymap.ScopeForm
	}
	return keymap.ScopeHistory
}

// Title names the screen.
func (s *Screen) Title() string {
	return s.env.Text.History.Title + " " + s.member.Name.String()
}

// SetSize keeps the size of the body.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.list.SetHeight(s.listHeight())
}

// Offers lists what can be done.
func (s *Screen) Offers() []ui.Offer {
	offers := []ui.Offer{{Action: keymap.Back}}
	switch {
	case s.mode == modeRange:
		return append(offers, ui.Offer{Action: keymap.Choose}, ui.Offer{Action: keymap.NextField})
	case s.mode == modeKind:
		return append(offers, ui.Offer{Action: keymap.Choose})
	case s.err != nil:
		offers = append(offers, ui.Offer{Action: keymap.Choose})
	}
	for _, a := range []keymap.Action{keymap.PeriodMonth, keymap.PeriodToday, keymap.PeriodWeek, keymap.PeriodAll,
		keymap.PeriodRange, keymap.FilterKind, keymap.OnlyPoints, keymap.Reload} {
		offers = append(offers, ui.Offer{Action: a})
	}
	return append(offers, ui.Offer{Action: keymap.Undo, WhyNot: s.whyNotUndo()})
}

// selected is the chosen row.
func (s *Screen) selected() (int, backend.Event, bool) {
	i, ok := s.list.Selected()
	if !ok {
		return 0, backend.Event{}, false
	}
	return i, s.rows[i], true
}

package subsidy

import (
	"context"
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	zoneRows   = 5000
	zoneKinds  = 1000
	filterRoom = 40
)

// mode is what the keys do: move in the list, choose a kind or type the filter.
type mode uint8

const (
	modeList mode = iota
	modeKind
	modeFilter
)

// kind is which changes are shown.
type kind uint8

const (
	kindAll kind = iota
	kindPaid
	kindCleared
)

type screen struct {
	env  *ui.Env
	desk Desk
	// member is whose balance is shown; nil if the log is opened for nobody.
	member    *backend.Member
	memberErr error
	balance   bool // the balance was read
	leave     context.CancelFunc

	log    *widget.Log[backend.Subsidy]
	mode   mode
	kind   kind
	kinds  widget.Picker
	filter widget.Input
	sums   sums
	// counted is the version of the log that sums are of.
	counted int

	width, height int
}

// memberRead answers readMember.
type memberRead struct {
	member backend.Member
	err    error
}

// New makes the screen. With Args.Member it begins with that member's rows and
// shows the balance.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, leave: func() {}, filter: widget.NewInput(filterRoom)}
	s.log = widget.NewLog(env, zoneRows, widget.SpanOf(keymap.PeriodAll, env.Today()), desk.Subsidies)
	if args.Member != nil {
		m := *args.Member
		s.member = &m
		s.filter.Set(m.Number.String())
		s.filter.SetOld()
	}
	s.apply()
	return s
}

func (s *screen) Init() ui.Cmd {
	if s.member == nil {
		return s.log.Restart()
	}
	return ui.Batch(s.log.Restart(), s.readMember())
}

// readMember reads the balance anew: subsidies change without this program.
func (s *screen) readMember() ui.Cmd {
	ctx, cancel := context.WithCancel(context.Background())
	s.leave = cancel
	desk, id := s.desk, s.member.ID
	return func() ui.Msg {
		m, err := desk.Member(ctx, id)
		return memberRead{m, err}
	}
}

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.log.List.SetHeight(s.listHeight())
}

func (s *screen) Title() string { return s.env.Text.Subsidy.Title }

func (s *screen) Scope() keymap.Scope {
	switch s.mode {
	case modeKind:
		return keymap.ScopePick
	case modeFilter:
		return keymap.ScopeMenu
	}
	return s.log.Scope()
}

func (s *screen) Offers() []ui.Offer {
	back, choose := ui.Offer{Action: keymap.Back}, ui.Offer{Action: keymap.Choose}
	switch {
	case s.mode != modeList:
		return []ui.Offer{choose, back}
	case s.log.Dating():
		return []ui.Offer{choose, {Action: keymap.NextField}, back}
	}
	offers := []ui.Offer{back}
	if s.log.CanContinue() {
		offers = append(offers, choose)
	}
	for _, a := range append(s.log.Periods(), keymap.FilterKind, keymap.NextField, keymap.Reload) {
		offers = append(offers, ui.Offer{Action: a})
	}
	return offers
}

// apply filters the rows by member and kind. What is typed fits any part of a
// number, a name or a phone; the number of a member who was opened fits as a
// whole, since it may be a part of another.
func (s *screen) apply() {
	text := strings.ToLower(strings.TrimSpace(money.Fold(s.filter.Value())))
	kind, id := s.kind, ""
	if s.member != nil && text == strings.ToLower(s.member.Number.String()) {
		id = s.member.ID
	}
	s.log.Filter(func(r backend.Subsidy) bool {
		switch {
		case kind == kindPaid && r.Cleared, kind == kindCleared && !r.Cleared:
			return false
		case id != "":
			return r.MemberID == id
		}
		who := r.Number.String() + "\n" + r.Name.String() + "\n" + r.Phone.String()
		return strings.Contains(strings.ToLower(who), text)
	})
}

// sums are what was paid and what was taken away in the rows shown, in yuan.
type sums struct {
	paid, cleared       int
	paidSum, clearedSum money.Amount
}

func (s *screen) count() {
	if s.counted == s.log.Version() {
		return
	}
	s.counted = s.log.Version()
	var all sums
	for i := range s.log.Count() {
		r := s.log.Row(i)
		if !r.Cleared {
			all.paid, all.paidSum = all.paid+1, all.paidSum.Add(r.Amount)
			continue
		}
		// Whether the vendor writes a sign before what it takes away is not
		// known; taken away it is in either case.
		amount := r.Amount
		if amount.Sign() < 0 {
			amount = amount.Neg()
		}
		all.cleared, all.clearedSum = all.cleared+1, all.clearedSum.Add(amount)
	}
	s.sums = all
}

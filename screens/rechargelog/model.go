package rechargelog

import (
	"cmp"
	"slices"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	zoneRows  = 5000
	zonePicks = 1000
	zoneSums  = 900_000
)

// mode is what the keys do: move in the list or in the sums, or choose a store
// and then a pay type.
type mode uint8

const (
	modeList mode = iota
	modeSums
	modeStore
	modePay
)

type screen struct {
	env *ui.Env

	log  *widget.Log[line]
	mode mode
	// store and pay are the names that are shown, empty for all.
	store, pay string
	picker     widget.Picker
	options    []widget.Option
	totals     widget.List
	sums       sums
	// counted is the version of the log that sums are of.
	counted int

	width, height int
}

// New makes the screen. It begins with the last seven days.
func New(env *ui.Env, _ ui.Args, desk Desk) ui.Screen {
	return &screen{env: env, totals: widget.NewList(zoneSums),
		log: widget.NewLog(env, zoneRows, widget.SpanOf(keymap.PeriodWeek, env.Today()), read(desk))}
}

func (s *screen) Init() ui.Cmd { return s.log.Restart() }

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.log.List.SetHeight(s.listHeight())
	s.totals.SetHeight(max(height-6, 1))
}

func (s *screen) Title() string { return s.env.Text.RechargeLog.Title }

func (s *screen) Scope() keymap.Scope {
	if s.mode == modeStore || s.mode == modePay {
		return keymap.ScopePick
	}
	return s.log.Scope()
}

func (s *screen) Offers() []ui.Offer {
	back, choose := ui.Offer{Action: keymap.Back}, ui.Offer{Action: keymap.Choose}
	switch {
	case s.mode == modeStore || s.mode == modePay:
		return []ui.Offer{choose, back}
	case s.log.Dating():
		return []ui.Offer{choose, {Action: keymap.NextField}, back}
	}
	offers := []ui.Offer{back}
	if s.mode == modeList && (s.log.Count() > 0 || s.log.CanContinue()) {
		offers = append(offers, choose)
	}
	for _, a := range append(s.log.Periods(), keymap.FilterKind, keymap.NextField, keymap.Reload) {
		offers = append(offers, ui.Offer{Action: a})
	}
	return offers
}

func (s *screen) apply() {
	store, pay := s.store, s.pay
	s.log.Filter(func(l line) bool {
		return (store == "" || s.storeName(l) == store) && (pay == "" || s.payName(l) == pay)
	})
}

// pick offers what occurs in the rows that were read, of pay types those at the
// chosen store, and what is chosen now.
func (s *screen) pick(m mode, all, chosen string, name func(line) string) {
	names := map[string]bool{}
	for _, l := range s.log.All() {
		if m == modeStore || s.store == "" || s.storeName(l) == s.store {
			names[name(l)] = true
		}
	}
	if chosen != "" {
		names[chosen] = true
	}
	s.options = []widget.Option{{Label: all}}
	for n := range names {
		s.options = append(s.options, widget.Option{Label: n})
	}
	slices.SortFunc(s.options[1:], func(a, b widget.Option) int { return cmp.Compare(a.Label, b.Label) })
	s.picker = widget.NewPicker(zonePicks, s.options)
	for i, o := range s.options[1:] {
		if o.Label == chosen {
			s.picker.Choose(i + 1)
		}
	}
	s.mode = m
}

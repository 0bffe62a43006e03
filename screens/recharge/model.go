package recharge

import (
	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// The clickable zones of the form; rules and pay types count on from theirs.
const (
	zoneAmount = 1
	zoneRules  = 100
	zonePay    = 200
)

// focus is which part of the form has the keys.
type focus uint8

const (
	onAmount focus = iota
	onRules
	onPay
)

type screen struct {
	env    *ui.Env
	desk   Desk
	step   *widget.Step
	member backend.Member

	amount widget.MoneyField
	focus  focus

	// rules are nil until they were read; loading says that they are under way.
	rules    *backend.RuleSet
	rulesErr error
	loading  bool
	loadings int
	wait     widget.Wait
	ruleList widget.Picker
	pays     widget.Picker
	// pay is the chosen way of paying, nil until a person chose one.
	pay *backend.PayType
	// wish is a letter that was pressed before the pay types were known, and
	// goOn an Enter pressed before then.
	wish rune
	goOn bool

	problem       string
	leaving       widget.Leaving
	width, height int
}

// New makes the screen for Args.Member. Args.RetryOf is the operation that is
// rung again, with its way of paying; its amount is typed anew, so that nobody
// rings it by keys alone. Args.Order fills the recharge in; its preview is asked
// for when the rules and the ways of paying are known.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, step: widget.NewStep(env, desk, ui.ScreenRecharge, args.RetryOf),
		amount: widget.NewMoneyField()}
	if args.Member != nil {
		s.member = *args.Member
	}
	if r := args.RetryOf; r != nil {
		s.pay = &r.PayType
	}
	if o := args.Order; o != nil {
		s.amount.Set(o.Amount.String())
		s.wish, s.goOn = o.Pay, true
	}
	return s
}

func (s *screen) Init() ui.Cmd { return s.loadRules() }

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Scope() keymap.Scope {
	if s.focus == onAmount {
		return s.step.Scope(keymap.ScopeAmount)
	}
	return s.step.Scope(keymap.ScopePick)
}

func (s *screen) Title() string { return s.env.Text.Money.TitleRecharge }

// Shows tells whether the operation's own screen is this one.
func (s *screen) Shows(id string) bool { return s.step.Shows(id) }

func (s *screen) Offers() []ui.Offer {
	if offers := s.step.Offers(); offers != nil {
		return offers
	}
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.NextField}, {Action: keymap.PayWeChat},
		{Action: keymap.PayCash}, {Action: keymap.PayAlipay}, {Action: keymap.PayBank}, {Action: keymap.Back}}
}

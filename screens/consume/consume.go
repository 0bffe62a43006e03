package consume

import (
	"context"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// The clickable zones of the form.
const (
	zoneAmount = iota + 1
	zoneDiscountable
)

type screen struct {
	env    *ui.Env
	desk   Desk
	step   *widget.Step
	member backend.Member

	amount, discountable widget.MoneyField
	// second says that the discountable part has the caret.
	second bool
	// ordered says that the preview is asked for as soon as the screen opens.
	ordered       bool
	problem       string
	leaving       widget.Leaving
	width, height int

	// asking is up while the member's password is awaited; cleared is the
	// largest bill for which it was right.
	asking  *widget.PasswordAsk
	cleared money.Amount
}

// New makes the screen for Args.Member. Args.RetryOf is the operation that is
// rung again; its amount is typed anew, so that nobody rings it by keys alone.
// Args.Order fills the bill in and asks for its preview.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, step: widget.NewStep(env, desk, ui.ScreenConsume, args.RetryOf),
		amount: widget.NewMoneyField(), discountable: widget.NewMoneyField()}
	if args.Member != nil {
		s.member = *args.Member
	}
	if r := args.RetryOf; r != nil && r.Discountable != nil {
		s.discountable.Set(r.Discountable.String())
	}
	if o := args.Order; o != nil {
		s.amount.Set(o.Amount.String())
		if o.Discountable != nil {
			s.discountable.Set(o.Discountable.String())
		}
		s.ordered = true
	}
	return s
}

func (s *screen) Init() ui.Cmd {
	if !s.ordered {
		return nil
	}
	return s.preview()
}

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Scope() keymap.Scope {
	if s.asking != nil {
		return s.asking.Scope()
	}
	return s.step.Scope(keymap.ScopeAmount)
}

func (s *screen) Title() string { return s.env.Text.Money.TitleConsume }

// Shows tells whether the operation's own screen is this one.
func (s *screen) Shows(id string) bool { return s.step.Shows(id) }

func (s *screen) Offers() []ui.Offer {
	if s.asking != nil {
		return s.asking.Offers()
	}
	if offers := s.step.Offers(); offers != nil {
		return offers
	}
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.NextField}, {Action: keymap.Back}}
}

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if s.asking != nil {
		if cmd, handled := s.asked(msg); handled {
			return cmd
		}
	}
	if cmd, handled := s.step.Handle(msg); handled {
		return cmd
	}
	if i, ok := msg.(ui.Intent); ok {
		if cmd, handled := s.act(i.Action); handled {
			return cmd
		}
	}
	if c, ok := msg.(ui.Clicked); ok {
		s.second = c.Zone == zoneDiscountable
		return nil
	}
	if _, changed := s.field().Handle(msg); changed {
		s.problem = ""
		s.leaving.Stay()
		s.step.Forget()
	}
	return nil
}

// back leaves the form, at the second press where something was typed.
func (s *screen) back() ui.Cmd {
	if s.leaving.Leave(!s.amount.IsEmpty()) {
		return ui.Tell(ui.Close{})
	}
	s.problem = s.env.Text.Money.EscAgain
	return nil
}

func (s *screen) field() *widget.MoneyField {
	if s.second {
		return &s.discountable
	}
	return &s.amount
}

func (s *screen) act(a keymap.Action) (ui.Cmd, bool) {
	switch a {
	case keymap.Choose:
		return s.preview(), true
	case keymap.Back:
		return s.back(), true
	case keymap.NextField, keymap.PrevField, keymap.Down, keymap.Up:
		s.second = !s.second
		return nil, true
	}
	return nil, false
}

// preview checks the fields and asks for the quote.
func (s *screen) preview() ui.Cmd {
	s.problem = ""
	s.leaving.Stay()
	gross, err := s.amount.Amount()
	if err != nil {
		s.second, s.problem = false, s.amount.Refusal(s.env)
		return nil
	}
	var part *money.Amount
	if !s.discountable.IsEmpty() {
		p, err := s.discountable.Amount()
		if err != nil || p.Cmp(gross) > 0 {
			s.second, s.problem = true, s.env.Text.Errors.Discountable
			return nil
		}
		part = &p
	}
	if s.cleared.Cmp(gross) < 0 && s.desk.AsksPassword(gross) {
		s.ask()
		return nil
	}
	desk, id, retryOf := s.desk, s.member.ID, s.step.RetryOf()
	return s.step.Ask(func(ctx context.Context) (backend.Quote, error) {
		return desk.QuoteConsume(ctx, id, gross, part, retryOf)
	})
}

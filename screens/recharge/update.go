package recharge

import (
	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, handled := s.step.Handle(msg); handled {
		return cmd
	}
	if cmd, handled := s.wait.Handle(s.env, msg); handled {
		return cmd
	}
	switch m := msg.(type) {
	case rulesRead:
		return s.rulesArrived(m)
	case ui.Intent:
		return s.act(m)
	case ui.Clicked:
		return s.clicked(m)
	case ui.Typed, ui.Pasted, ui.Scanned:
		s.typed(m)
	}
	return nil
}

func (s *screen) rulesArrived(m rulesRead) ui.Cmd {
	if m.generation != s.loadings {
		return nil
	}
	s.wait.Stop()
	s.loading, s.rulesErr = false, m.err
	if m.err != nil {
		s.goOn = false
		return nil
	}
	s.rules = &m.rules
	s.ruleList = widget.NewPicker(zoneRules, s.ruleOptions())
	options := make([]widget.Option, len(m.rules.PayTypes))
	for i, p := range m.rules.PayTypes {
		options[i] = widget.Option{Label: p.Name.String(), Key: widget.PayLetter(p.Name.String())}
	}
	s.pays = widget.NewPicker(zonePay, options)
	if s.wish != 0 {
		s.choosePay(s.wish)
	}
	if s.goOn {
		s.goOn = false
		return s.preview()
	}
	return nil
}

func (s *screen) act(m ui.Intent) ui.Cmd {
	if letter := widget.PayAction(m.Action); letter != 0 {
		s.choosePay(letter)
		return nil
	}
	switch m.Action {
	case keymap.Back:
		return s.back()
	case keymap.NextField:
		s.moveFocus(1)
		return nil
	case keymap.PrevField:
		s.moveFocus(-1)
		return nil
	}
	switch s.focus {
	case onRules:
		return s.pickRule(m)
	case onPay:
		return s.pickPay(m)
	}
	return s.onAmountKey(m)
}

// back returns to the amount first, so that Esc in a list never loses what was
// typed.
func (s *screen) back() ui.Cmd {
	if s.focus != onAmount {
		s.focus = onAmount
		return nil
	}
	if s.leaving.Leave(!s.amount.IsEmpty()) {
		return ui.Tell(ui.Close{})
	}
	s.problem = s.env.Text.Money.EscAgain
	return nil
}

func (s *screen) moveFocus(by int) {
	order := []focus{onAmount}
	if s.rules != nil && len(s.rules.Rules) > 0 {
		order = append(order, onRules)
	}
	if s.rules != nil && len(s.rules.PayTypes) > 0 {
		order = append(order, onPay)
	}
	for i, f := range order {
		if f == s.focus {
			s.focus = order[(i+by+len(order))%len(order)]
			return
		}
	}
	s.focus = onAmount
}

func (s *screen) onAmountKey(m ui.Intent) ui.Cmd {
	switch m.Action {
	case keymap.Choose:
		return s.preview()
	case keymap.Down:
		s.moveFocus(1)
		return nil
	case keymap.Reload:
		return s.loadRules()
	}
	if _, changed := s.amount.Handle(m); changed {
		s.edited()
	}
	return nil
}

func (s *screen) typed(m ui.Msg) {
	switch s.focus {
	case onRules:
		if _, done := s.ruleList.Handle(m); done {
			s.takeRule()
		}
	case onPay:
		if _, done := s.pays.Handle(m); done {
			s.takePay()
		}
	default:
		if _, changed := s.amount.Handle(m); changed {
			s.edited()
		}
	}
}

func (s *screen) edited() {
	s.problem = ""
	s.leaving.Stay()
	s.step.Forget()
}

func (s *screen) pickRule(m ui.Intent) ui.Cmd {
	if m.Action == keymap.Up && s.ruleList.At() == 0 {
		s.focus = onAmount
		return nil
	}
	if _, done := s.ruleList.Handle(m); done {
		s.takeRule()
	}
	return nil
}

// takeRule fills the amount of a threshold; the other rules apply by themselves
// and are only there to be read.
func (s *screen) takeRule() {
	r := s.rules.Rules[s.ruleList.At()]
	if r.Kind == backend.RuleThreshold {
		s.amount.Set(r.Threshold.String())
		s.edited()
	}
	s.focus = onAmount
}

func (s *screen) pickPay(m ui.Intent) ui.Cmd {
	if _, done := s.pays.Handle(m); done {
		s.takePay()
		if m.Action == keymap.Choose && !s.amount.IsEmpty() {
			return s.preview()
		}
	}
	return nil
}

func (s *screen) takePay() {
	s.pay = &s.rules.PayTypes[s.pays.At()]
	s.problem, s.focus = "", onAmount
}

// choosePay takes a letter; before the pay types are known it is kept.
func (s *screen) choosePay(letter rune) {
	s.wish = letter
	if s.rules == nil {
		return
	}
	i, ok := widget.PayTypeOf(s.rules.PayTypes, letter)
	if !ok {
		s.problem = s.env.Text.Money.PayUnknown
		return
	}
	s.pays.Choose(i)
	s.takePay()
}

func (s *screen) clicked(m ui.Clicked) ui.Cmd {
	if m.Zone == zoneAmount {
		s.focus = onAmount
		return nil
	}
	if s.rules == nil {
		return nil
	}
	if _, done := s.ruleList.Handle(m); done {
		s.takeRule()
	} else if _, done := s.pays.Handle(m); done {
		s.takePay()
	}
	return nil
}

// preview asks for the quote. An Enter before the rules came is kept for them;
// without a way of paying the keys go to the list of them.
func (s *screen) preview() ui.Cmd {
	s.problem = ""
	s.leaving.Stay()
	amount, err := s.amount.Amount()
	if err != nil {
		s.focus, s.problem = onAmount, s.amount.Refusal(s.env)
		return nil
	}
	switch {
	case s.rulesErr != nil:
		s.goOn = true
		return s.loadRules()
	case s.loading:
		s.goOn = true
		return nil
	case s.pay == nil:
		s.problem, s.focus = s.env.Text.Money.ChoosePay, onPay
		if s.wish != 0 {
			s.problem = s.env.Text.Money.PayUnknown
		}
		return nil
	}
	return s.quote(amount, *s.pay)
}

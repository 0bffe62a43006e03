package recharge

import (
	"context"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui"
)

// rulesRead answers loadRules.
type rulesRead struct {
	generation int
	rules      backend.RuleSet
	err        error
}

func (s *screen) loadRules() ui.Cmd {
	s.loadings++
	s.loading, s.rulesErr = true, nil
	desk, id, generation := s.desk, s.member.ID, s.loadings
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		rules, err := desk.Rules(context.Background(), id)
		return rulesRead{generation, rules, err}
	})
}

func (s *screen) quote(amount money.Amount, pay backend.PayType) ui.Cmd {
	desk, id, retryOf := s.desk, s.member.ID, s.step.RetryOf()
	return s.step.Ask(func(ctx context.Context) (backend.Quote, error) {
		return desk.QuoteRecharge(ctx, id, amount, pay, retryOf)
	})
}

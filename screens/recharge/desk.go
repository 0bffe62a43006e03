package recharge

import (
	"context"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui/widget"
)

// Desk is what the screen needs of the till.
type Desk interface {
	widget.StepDesk
	// Rules reads what a recharge of this member gives and how it can be paid.
	Rules(ctx context.Context, memberID string) (backend.RuleSet, error)
	// QuoteRecharge previews a recharge of amount yuan. retryOf names the
	// operation that was not found and is rung again, "" for none.
	QuoteRecharge(ctx context.Context, memberID string, amount money.Amount, pay backend.PayType, retryOf string) (backend.Quote, error)
}

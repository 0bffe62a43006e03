package consume

import (
	"context"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui/widget"
)

// Desk is what the screen needs of the till.
type Desk interface {
	widget.StepDesk
	// QuoteConsume previews a bill of gross yuan. discountable is the part of it
	// that is open to discount, nil for all. retryOf names the operation that
	// was not found and is rung again, "" for none.
	QuoteConsume(ctx context.Context, memberID string, gross money.Amount, discountable *money.Amount, retryOf string) (backend.Quote, error)
	// AsksPassword tells whether a bill of gross yuan asks for the member's
	// password first.
	AsksPassword(gross money.Amount) bool
	// CheckPassword asks the vendor whether the password is the member's.
	CheckPassword(ctx context.Context, memberID, password string) (bool, error)
}

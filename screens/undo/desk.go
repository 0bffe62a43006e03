package undo

import (
	"context"

	"guitai/backend"
	"guitai/ui/widget"
)

// Desk is what the screen needs of the till.
type Desk interface {
	widget.StepDesk
	// Case reads the operation that is to be taken back.
	Case(ctx context.Context, id string) (backend.Case, error)
	// QuoteUndo previews taking it back. reason has at least four characters.
	QuoteUndo(ctx context.Context, id, reason string) (backend.Quote, error)
}

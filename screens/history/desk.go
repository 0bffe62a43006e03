package history

import (
	"context"

	"guitai/backend"
)

// Desk is what a history needs.
type Desk interface {
	// History reads one page of a member's events, newest first. Errors: those
	// of backend.Backend.History.
	History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error)
}

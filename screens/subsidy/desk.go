package subsidy

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// Subsidies reads the changes of all members within a period of at most 31
	// days, the oldest first. Errors: those of backend.SubsidyReader.
	Subsidies(ctx context.Context, p backend.Period) ([]backend.Subsidy, error)
	// Member reads a member anew, for the balance. Errors: those of
	// backend.Backend.Member.
	Member(ctx context.Context, id string) (backend.Member, error)
}

package rechargelog

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// Recharges reads the recharges of all stores within a period of at most 31
	// days, the oldest first. Errors: those of backend.RechargeReader.
	Recharges(ctx context.Context, p backend.Period) ([]backend.StoreRecharge, error)
	// Known gives what is known here of members without asking the vendor, by
	// their ids; those that are not known are left out.
	Known(ctx context.Context, ids []string) map[string]backend.Member
}

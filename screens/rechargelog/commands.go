package rechargelog

import (
	"context"

	"guitai/backend"
)

// line is a recharge with whose it was, as far as that is known here: the vendor
// names only an id.
type line struct {
	backend.StoreRecharge
	who backend.Member
}

// read gives one stretch with the members' names. It runs in the log's command.
func read(desk Desk) func(context.Context, backend.Period) ([]line, error) {
	return func(ctx context.Context, p backend.Period) ([]line, error) {
		rows, err := desk.Recharges(ctx, p)
		if err != nil {
			return nil, err
		}
		seen := map[string]bool{}
		var ids []string
		for _, r := range rows {
			if !seen[r.MemberID] {
				seen[r.MemberID] = true
				ids = append(ids, r.MemberID)
			}
		}
		known := desk.Known(ctx, ids)
		lines := make([]line, len(rows))
		for i, r := range rows {
			lines[i] = line{StoreRecharge: r, who: known[r.MemberID]}
		}
		return lines, nil
	}
}

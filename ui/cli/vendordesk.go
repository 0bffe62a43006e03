package cli

import (
	"context"

	"guitai/backend"
	"guitai/backend/staff"
)

// What only some vendors can do reaches the screens here: each call goes to the
// small interface that the vendor's capabilities offer, or says that it offers
// none.

// ChangeLevel gives members another level; see till.ChangeLevel.
func (d desk) ChangeLevel(ctx context.Context, levelID string, memberIDs []string) error {
	_, err := allowed(d.permits, func() (none, error) { return none{}, d.Till.ChangeLevel(ctx, levelID, memberIDs) })
	return err
}

// SetPassword changes a member's password; see till.SetPassword.
func (d desk) SetPassword(ctx context.Context, id, password string) error {
	_, err := allowed(d.permits, func() (none, error) { return none{}, d.Till.SetPassword(ctx, id, password) })
	return err
}

func (d desk) CheckPassword(ctx context.Context, id, password string) (bool, error) {
	keeper := d.Capabilities().Passwords
	if keeper == nil {
		return false, unsupported("cli.check-password")
	}
	// It is asked for a bill. Whoever writes none could only guess with it.
	if _, err := d.May(staff.RightConsume, id); err != nil {
		return false, err
	}
	return keeper.CheckPassword(ctx, id, password)
}

func (d desk) Subsidies(ctx context.Context, p backend.Period) ([]backend.Subsidy, error) {
	reader := d.Capabilities().Subsidies
	if reader == nil {
		return nil, unsupported("cli.subsidies")
	}
	if _, err := d.May(staff.RightFind, ""); err != nil {
		return nil, err
	}
	return reader.Subsidies(ctx, p)
}

func (d desk) Recharges(ctx context.Context, p backend.Period) ([]backend.StoreRecharge, error) {
	reader := d.Capabilities().Recharges
	if reader == nil {
		return nil, unsupported("cli.recharges")
	}
	// They are the sums of the shop, row by row.
	return allowed(d.permits, func() ([]backend.StoreRecharge, error) {
		if _, err := d.May(staff.RightReports, ""); err != nil {
			return nil, err
		}
		return reader.Recharges(ctx, p)
	})
}

// Known gives what the shop's copy has of members, without asking the vendor.
func (d desk) Known(_ context.Context, ids []string) map[string]backend.Member {
	if d.copy == nil {
		return nil
	}
	m := d.copy.mirror.Load()
	if m == nil {
		return nil
	}
	return m.Members(ids)
}

// Lookup reads the member that holds exactly this card number.
func (d desk) Lookup(ctx context.Context, number string) (backend.Member, error) {
	hits, err := d.Find(ctx, number)
	if err != nil {
		return backend.Member{}, err
	}
	for _, m := range hits {
		if m.Number.String() == number && m.Source == backend.SourceLive {
			return m, nil
		}
	}
	return backend.Member{}, &backend.Error{Op: "cli.lookup", Kind: backend.KindNotFound}
}

// cardDesk knows members by their card number alone.
type cardDesk struct{ desk }

// Member reads the member of a card number.
func (d cardDesk) Member(ctx context.Context, number string) (backend.Member, error) {
	return d.Lookup(ctx, number)
}

func unsupported(op string) error { return &backend.Error{Op: op, Kind: backend.KindUnsupported} }

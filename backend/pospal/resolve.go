package pospal

import (
	"context"

	"guitai/backend"
)

// Resolve reads the member once. No row shows what went through this interface,
// so the evidence has none; Chained says that nothing moved at all.
func (c *Client) Resolve(ctx context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	before, err := parseEvidence(op, token)
	if err != nil {
		return backend.Evidence{}, &backend.Error{Op: "pospal.resolve", Kind: backend.KindInternal, Err: err}
	}
	m, err := c.info(ctx, op.MemberID, settling)
	if err != nil {
		return backend.Evidence{}, err
	}
	e := backend.Evidence{
		Before: before.snapshot(),
		Now:    backend.Snapshot{At: m.ReadAt, Balance: m.Balance, Points: m.Points},
	}
	e.Chained = !e.Moved()
	return e, nil
}

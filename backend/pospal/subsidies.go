package pospal

import (
	"context"
	"slices"

	"guitai/backend"
)

// Subsidies reads the changes of subsidy balances, a month at a time. Here the
// vendor counts both ends in.
func (c *Client) Subsidies(ctx context.Context, p backend.Period) ([]backend.Subsidy, error) {
	const path = members + "querySubsidyChangeLogPages"
	type query struct {
		auth
		From string `json:"startTime"`
		To   string `json:"endTime"`
	}
	windows, err := windowsOf(opOf(path), p)
	if err != nil {
		return nil, err
	}
	var all []backend.Subsidy
	for _, w := range windows {
		list, err := collect[wireSubsidy](ctx, c, path, query{c.auth(), c.stamp(w.From), c.stamp(w.To)})
		if err != nil {
			return nil, err
		}
		for _, row := range list {
			s, err := c.subsidy(row)
			if err != nil {
				return nil, unreadable(opOf(path), err)
			}
			if w.holds(s.At) {
				all = append(all, s)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b backend.Subsidy) int { return a.At.Compare(b.At) })
	return all, nil
}

// operateCleared is the vendor's number for the taking away of a month's rest.
const operateCleared = 2

func (c *Client) subsidy(w wireSubsidy) (backend.Subsidy, error) {
	s := backend.Subsidy{
		MemberID: w.Member.String(), Number: line(w.Number), Name: line(w.Name), Phone: line(w.Phone),
		Level: line(w.Category), Department: line(w.Department), Rule: line(w.Rule), Mode: line(w.Mode),
		Remark: line(w.Remark), At: c.moment(first(w.At, w.Day)), Cleared: small(w.Operation, 0) == operateCleared,
	}
	if w.Member <= 0 || s.At.IsZero() {
		return s, errShape
	}
	var err error
	if s.Amount, err = w.Amount.Amount(); err != nil {
		return s, err
	}
	s.After, err = w.After.Amount()
	return s, err
}

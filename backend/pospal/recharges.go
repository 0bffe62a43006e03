package pospal

import (
	"context"
	"slices"
	"time"

	"guitai/backend"
)

// recharge turns a row of either recharge log into a recharge.
func (c *Client) recharge(w wireRecharge) (backend.StoreRecharge, error) {
	r := backend.StoreRecharge{
		MemberID: w.Member.String(), Store: line(first(w.Store, c.store(w.StoreID))),
		PayType: line(w.PayType), Remark: line(w.Remark), At: c.moment(w.At),
	}
	if r.At.IsZero() {
		return r, errShape // a row that is in no period
	}
	var err error
	if r.Money, err = w.Money.Amount(); err != nil {
		return r, err
	}
	if r.Gift, err = w.Gift.Amount(); err != nil {
		return r, err
	}
	r.Balance, err = w.Balance.Amount()
	return r, err
}

// Recharges reads the recharges of all stores, a month at a time.
func (c *Client) Recharges(ctx context.Context, p backend.Period) ([]backend.StoreRecharge, error) {
	const path = members + "queryAllRechargeLogs"
	type query struct {
		auth
		// The vendor's spelling of the beginning, which it leaves out of the answer.
		After string `json:"stateDate"`
		To    string `json:"endDate"`
	}
	windows, err := windowsOf(opOf(path), p)
	if err != nil {
		return nil, err
	}
	var all []backend.StoreRecharge
	for _, w := range windows {
		list, err := collect[wireRecharge](ctx, c, path, query{c.auth(), c.stamp(w.From.Add(-time.Second)), c.stamp(w.To)})
		if err != nil {
			return nil, err
		}
		for _, row := range list {
			r, err := c.recharge(row)
			if err != nil {
				return nil, unreadable(opOf(path), err)
			}
			if row.Member <= 0 {
				return nil, unreadable(opOf(path), errShape)
			}
			if w.holds(r.At) {
				all = append(all, r)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b backend.StoreRecharge) int { return a.At.Compare(b.At) })
	return all, nil
}

// stamp writes a moment as the vendor reads it.
func (c *Client) stamp(t time.Time) string { return t.In(c.zone).Format(time.DateTime) }

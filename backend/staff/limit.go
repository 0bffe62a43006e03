package staff

import (
	"guitai/backend"
	"guitai/backend/money"
)

// Limits are the most that somebody may move without anybody else, in yuan; zero
// is no limit. What counts is what left the till, settled or not yet known, so
// that splitting a bill into parts changes nothing.
type Limits struct {
	// Consume and Recharge are for one operation.
	Consume, Recharge money.Amount
	// ConsumeShift and RechargeShift are for a shift: the last ten hours, whatever
	// signing in there was, so that nobody begins a new one by going out.
	ConsumeShift, RechargeShift money.Amount
	// ConsumeDay and RechargeDay are for the day of the shop.
	ConsumeDay, RechargeDay money.Amount
}

// of gives the limits of a role, times what the cashier's are: ten for a
// supervisor and a hundred for a manager. Others move no money, so the cashier's
// stand for them.
func (l Limits) of(r Role) Limits {
	times := map[Role]int64{Supervisor: 10, Manager: 100}[r]
	if times == 0 {
		return l
	}
	grow := func(a money.Amount) money.Amount { return money.FromFen(a.Fen() * times) }
	return Limits{grow(l.Consume), grow(l.Recharge), grow(l.ConsumeShift), grow(l.RechargeShift), grow(l.ConsumeDay), grow(l.RechargeDay)}
}

// DefaultLimits are a cashier's where nothing is configured.
func DefaultLimits() Limits {
	return Limits{Consume: money.Must("1000"), Recharge: money.Must("1000"),
		ConsumeShift: money.Must("20000"), RechargeShift: money.Must("5000"),
		ConsumeDay: money.Must("40000"), RechargeDay: money.Must("10000")}
}

// Moved is what somebody has moved already, in yuan, by the kind of operation.
type Moved struct{ Shift, Day money.Amount }

// check names the first limit that an operation would break, or nil.
func (l Limits) check(kind backend.OpKind, amount money.Amount, so Moved) *backend.Error {
	one, shift, day := l.Consume, l.ConsumeShift, l.ConsumeDay
	if kind == backend.OpRecharge {
		one, shift, day = l.Recharge, l.RechargeShift, l.RechargeDay
	}
	for _, x := range []struct {
		field        string
		limit, total money.Amount
	}{{"", one, amount}, {"shift", shift, so.Shift.Add(amount)}, {"day", day, so.Day.Add(amount)}} {
		if x.limit.Sign() > 0 && x.total.Cmp(x.limit) > 0 {
			return &backend.Error{Op: "staff.limit", Kind: backend.KindLimit, Field: x.field, Limit: x.limit, Right: string(RightAllow)}
		}
	}
	return nil
}

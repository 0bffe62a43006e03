package pospalsim

import (
	"encoding/json"
	"time"

	"guitai/backend/money"
)

// increment is a change as it was asked for.
type increment struct {
	uid             int64
	key             string // dataChangeTime: any text, since clients in use send other forms too
	balance, points figure
	checkBalance    bool
	checkPoints     bool
	remark          string
}

func readIncrement(r request) (c increment, err error) {
	if c.uid, err = r.uid("customerUid"); err != nil {
		return c, err
	}
	if c.key, err = r.need("dataChangeTime"); err != nil {
		return c, err
	}
	if c.balance, err = r.figure("balanceIncrement"); err != nil {
		return c, err
	}
	if c.points, err = r.figure("pointIncrement"); err != nil {
		return c, err
	}
	if c.checkBalance, err = r.flag("validateBalance"); err != nil {
		return c, err
	}
	if c.checkPoints, err = r.flag("validatePoint"); err != nil {
		return c, err
	}
	c.remark, _, err = r.text("remark")
	return c, err
}

// updateBalancePointByIncrement applies at most one change for each member and
// dataChangeTime. The server's lock is held from the check to the booking, so
// that two copies of one request cannot both pass.
func (s *Server) updateBalancePointByIncrement(r request) (answer, error) {
	c, err := readIncrement(r)
	if err != nil {
		return answer{}, err
	}
	if s.switches.ZeroRejected && c.balance.value.IsZero() && c.points.value.IsZero() {
		return answer{}, bad("balanceIncrement")
	}
	a, err := s.ledger.present(c.uid)
	if err != nil {
		return answer{}, err
	}
	if err := s.admit(a, c); err != nil {
		return answer{}, err
	}
	booked, err := s.bookIncrement(a, c)
	if err != nil {
		return answer{}, err
	}
	return answer{data: s.wireChange(c, booked, a.Member), applied: true}, nil
}

// admit refuses what must not be booked. Success alone uses up a key, unless
// the switch says that a refusal for want of money or points does so too; such
// a refusal still counts as not applied, since no money has moved.
func (s *Server) admit(a *account, c increment) error {
	if s.switches.InactiveRefused && s.inactive(a.Member) {
		return &Refusal{Code: ChangeFailed, Detail: "会员已禁用或已过期"}
	}
	short := s.covered(a.Member, c)
	if a.Keys[c.key] && (short == nil || !s.switches.BalanceFirst) {
		return &Refusal{Code: ChangeFailed, Detail: "重复提交修改"}
	}
	if short != nil && s.switches.RefusalBurnsKey {
		a.Keys[c.key] = true
	}
	return short
}

func (s *Server) inactive(m Member) bool {
	if m.Enable != Enabled {
		return true
	}
	expiry, err := time.ParseInLocation(dateTime, m.Expiry, s.zone)
	return err == nil && expiry.Before(s.clock())
}

// covered checks what validateBalance and validatePoint ask for, which is
// nothing by default. A member on account may owe up to creditLimit; a limit
// of zero is taken for none at all, because add allows credit when it is told
// nothing and sets no limit then.
func (s *Server) covered(m Member, c increment) error {
	if c.checkBalance && c.balance.value.Sign() < 0 {
		after := m.Balance.Decimal().Add(c.balance.value)
		limit := m.ext().CreditLimit
		switch {
		case after.Sign() >= 0:
		case !m.OnAccount, limit.IsZero() && s.switches.ZeroLimitIsNone:
			return &Refusal{Code: ChangeFailed, Detail: "会员余额不足"}
		case !limit.IsZero() && after.Neg().Cmp(limit.Decimal()) > 0:
			return &Refusal{Code: ChangeFailed, Detail: "超过会员赊账额度"}
		}
	}
	if c.checkPoints && c.points.value.Sign() < 0 && m.Points.Decimal().Add(c.points.value).Sign() < 0 {
		return &Refusal{Code: ChangeFailed, Detail: "会员积分不足"}
	}
	return nil
}

func (s *Server) bookIncrement(a *account, c increment) (Change, error) {
	balance, err := money.FromDecimal(c.balance.value)
	if err != nil {
		return Change{}, bad("balanceIncrement")
	}
	points, err := money.PointsFromDecimal(c.points.value)
	if err != nil {
		return Change{}, bad("pointIncrement")
	}
	booked := a.book(Change{Key: c.key, Balance: balance, Points: points, Remark: c.remark, At: s.now()})
	m := &a.Member
	m.BalanceScale, m.PointScale = max(m.BalanceScale, c.balance.scale), max(m.PointScale, c.points.scale)
	if s.switches.IncrementsLogged && balance.Sign() > 0 {
		s.ledger.log(Recharge{
			Member: m.UID, StoreAppID: s.appID, StoreAccount: mainAccount, Money: balance, After: m.Balance,
			Time: booked.At, PayMethod: "现金", PayCode: "payCode_1", Remark: c.remark,
		})
	}
	return booked, nil
}

type wireChange struct {
	UID            int64        `json:"customerUid"`
	BalanceBefore  *json.Number `json:"balanceBeforeUpdate,omitempty"`
	BalanceAfter   *json.Number `json:"balanceAfterUpdate,omitempty"`
	Balance        *json.Number `json:"balanceIncrement,omitempty"`
	PointBefore    *json.Number `json:"pointBeforeUpdate,omitempty"`
	PointAfter     *json.Number `json:"pointAfterUpdate,omitempty"`
	Point          *json.Number `json:"pointIncrement,omitempty"`
	DataChangeTime string       `json:"dataChangeTime"`
	Updated        string       `json:"updateCustomerTime"`
}

// wireChange writes a booked change; m is the member after it.
func (s *Server) wireChange(c increment, b Change, m Member) wireChange {
	w := wireChange{UID: c.uid, DataChangeTime: c.key, Updated: s.stamp(b.At)}
	if c.balance.given || !s.switches.EchoSentOnly {
		before := fixed(b.BalanceBefore.Decimal(), m.BalanceScale)
		after := fixed(b.BalanceAfter.Decimal(), m.BalanceScale)
		moved := fixed(c.balance.value, c.balance.scale)
		w.BalanceBefore, w.BalanceAfter, w.Balance = &before, &after, &moved
	}
	if c.points.given || !s.switches.EchoSentOnly {
		before := fixed(b.PointsBefore.Decimal(), m.PointScale)
		after := fixed(b.PointsAfter.Decimal(), m.PointScale)
		moved := fixed(c.points.value, c.points.scale)
		w.PointBefore, w.PointAfter, w.Point = &before, &after, &moved
	}
	return w
}

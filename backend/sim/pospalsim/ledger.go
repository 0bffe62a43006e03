package pospalsim

import (
	"time"

	"guitai/backend/money"
)

// uidStep is even, so that every uid counted in it from an odd one is odd.
const uidStep = 39916802

// Change is one applied increment.
type Change struct {
	Key           string       // its dataChangeTime; "" for the back office, which needs none
	Balance       money.Amount // yuan by which the balance moved; zero for a change of nothing
	BalanceBefore money.Amount
	BalanceAfter  money.Amount
	Points        money.Points
	PointsBefore  money.Points
	PointsAfter   money.Points
	Remark        string
	At            time.Time // when it was applied: whole seconds, UTC
	Foreign       bool      // by Server.Foreign, not through the API
}

type account struct {
	Member  Member
	Changes []Change        // oldest first
	Keys    map[string]bool // every dataChangeTime that is used up
}

// ledger is everything that the vendor remembers. Its users hold the server's
// lock.
type ledger struct {
	accounts  []*account // ascending by Member.ID
	byUID     map[int64]*account
	byNumber  map[string]*account
	recharges []Recharge // ascending by ID
	subsidies []Subsidy  // ascending by ID
	accesses  map[string]int
	nextID    int64
	nextUID   int64
}

func newLedger() *ledger {
	return &ledger{
		byUID: map[int64]*account{}, byNumber: map[string]*account{}, accesses: map[string]int{},
		nextID: 135001, nextUID: 813951242628553689,
	}
}

// enter adds a member who is not there yet. A UID of zero asks for the next.
func (l *ledger) enter(m Member) *account {
	m.ID = l.nextID
	l.nextID++
	if m.UID == 0 {
		m.UID = l.nextUID
		l.nextUID += uidStep
	}
	a := &account{Member: m, Keys: map[string]bool{}}
	l.index(a)
	return a
}

func (l *ledger) index(a *account) {
	l.accounts = append(l.accounts, a)
	l.byUID[a.Member.UID] = a
	l.byNumber[a.Member.Number] = a
}

// present finds a member who is not deleted.
func (l *ledger) present(uid int64) (*account, error) {
	a := l.byUID[uid]
	if a == nil || a.Member.Enable == Deleted {
		return nil, &Refusal{Code: NoMember}
	}
	return a, nil
}

// named is whom a request is about, wherever it says so; nil when nobody.
func (l *ledger) named(r request) *account {
	if inner, err := r.object("customerInfo"); err == nil && inner != nil {
		r = inner
	}
	if uid, err := r.uid("customerUid"); err == nil {
		return l.byUID[uid]
	}
	for _, key := range []string{"customerNum", "number"} {
		if number, err := r.need(key); err == nil {
			return l.byNumber[number]
		}
	}
	phone, err := r.need("customerTel")
	for _, a := range l.accounts {
		if err == nil && a.Member.Phone == phone {
			return a
		}
	}
	return nil
}

// book moves balance and points by a change and keeps it. It is the only way
// in which money moves once the ledger is seeded, so the changes chain by
// construction.
func (a *account) book(c Change) Change {
	m := &a.Member
	c.BalanceBefore, c.PointsBefore = m.Balance, m.Points
	m.Balance, m.Points = m.Balance.Add(c.Balance), m.Points.Add(c.Points)
	c.BalanceAfter, c.PointsAfter = m.Balance, m.Points
	if c.Key != "" {
		a.Keys[c.Key] = true
	}
	a.Changes = append(a.Changes, c)
	return c
}

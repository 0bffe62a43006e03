package pospalsim

import (
	"slices"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// What follows is not the vendor's API but the view from behind it: the truth
// that a client's claims are held against, and the hands of others on the
// same ledger.

// Member returns the truth about one member, deleted or not.
func (s *Server) Member(uid int64) (Member, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.ledger.byUID[uid]
	if a == nil {
		return Member{}, false
	}
	return a.Member, true
}

// Numbered returns the truth about the member with a number.
func (s *Server) Numbered(number string) (Member, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.ledger.byNumber[number]
	if a == nil {
		return Member{}, false
	}
	return a.Member, true
}

// Members returns everybody in the order of opening, deleted or not.
func (s *Server) Members() []Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Member, len(s.ledger.accounts))
	for i, a := range s.ledger.accounts {
		out[i] = a.Member
	}
	return out
}

// Changes returns every increment that was applied to a member, those of
// nothing included, oldest first. It is empty for a uid that does not exist.
func (s *Server) Changes(uid int64) []Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.ledger.byUID[uid]
	if a == nil {
		return nil
	}
	return slices.Clone(a.Changes)
}

// Recharges returns the recharge log of the whole chain, oldest first.
func (s *Server) Recharges() []Recharge {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ledger.recharges)
}

// Subsidies returns the log of subsidies, oldest first.
func (s *Server) Subsidies() []Subsidy {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ledger.subsidies)
}

// Requests returns what arrived at any of the calls, oldest first. Bodies are
// whole: a password that a client sent is in them, as it was on the line.
func (s *Server) Requests() []sim.Request { return s.player.Requests() }

// Switch changes the switches while the server runs.
func (s *Server) Switch(change func(*Switches)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.switches)
}

// Used tells how many calls count towards today's quota.
func (s *Server) Used() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ledger.accesses[s.today()]
}

// Spend takes n calls from today's quota as other software on the same appId
// would. It reports false, and takes nothing, when fewer than n are left.
func (s *Server) Spend(n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count(n)
}

// Foreign changes a member's balance (yuan) and points as other software would:
// past every fault, every check and the quota. With a dataChangeTime it comes
// through the same API and is refused when that is used up; without one it is
// the back office, which needs none. It fails with a *Refusal as the API would.
func (s *Server) Foreign(uid int64, balance money.Amount, points money.Points, dataChangeTime string) (Change, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.ledger.present(uid)
	if err != nil {
		return Change{}, err
	}
	if dataChangeTime != "" && a.Keys[dataChangeTime] {
		return Change{}, &Refusal{Code: ChangeFailed, Detail: "重复提交修改"}
	}
	m := &a.Member
	m.BalanceScale = max(m.BalanceScale, scaleOf(balance.Decimal()))
	m.PointScale = max(m.PointScale, scaleOf(points.Decimal()))
	return a.book(Change{Key: dataChangeTime, Balance: balance, Points: points, At: s.now(), Foreign: true}), nil
}

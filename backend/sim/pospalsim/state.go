package pospalsim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Version is the version of the form that Save writes.
const Version = 1

// state is everything that a chain would remember over night. Switches, faults
// and the log of requests are of the day.
type state struct {
	Version   int
	NextID    int64
	NextUID   int64
	Accounts  []*account
	Recharges []Recharge
	Subsidies []Subsidy
	Accesses  map[string]int
}

// Save writes the ledger as JSON.
func (s *Server) Save(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.ledger
	return json.NewEncoder(w).Encode(state{
		Version, l.nextID, l.nextUID, l.accounts, l.recharges, l.subsidies, l.accesses,
	})
}

// Load replaces the ledger by one that Save wrote. It fails, and leaves the
// ledger as it was, on JSON that cannot be read, another Version, a number or
// uid that comes twice, changes that do not end at their member's balance and
// points, or a subsidy of nobody.
func (s *Server) Load(r io.Reader) error {
	var st state
	if err := json.NewDecoder(r).Decode(&st); err != nil {
		return fmt.Errorf("pospalsim: saved state: %w", err)
	}
	if st.Version != Version {
		return fmt.Errorf("pospalsim: saved state has version %d, not %d", st.Version, Version)
	}
	l := newLedger()
	l.nextID, l.nextUID, l.recharges, l.subsidies = st.NextID, st.NextUID, st.Recharges, st.Subsidies
	for _, a := range st.Accounts {
		if err := l.admit(a); err != nil {
			return err
		}
	}
	for _, c := range l.subsidies {
		if l.byUID[c.Member] == nil {
			return fmt.Errorf("pospalsim: saved state: subsidy %d is of nobody", c.ID)
		}
	}
	if st.Accesses != nil {
		l.accesses = st.Accesses
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ledger = l
	return nil
}

// admit takes in an account that is whole and not there yet.
func (l *ledger) admit(a *account) error {
	if a == nil {
		return errors.New("pospalsim: saved state has an empty account")
	}
	m := a.Member
	if l.byNumber[m.Number] != nil || l.byUID[m.UID] != nil {
		return fmt.Errorf("pospalsim: saved state has member %s twice", m.Number)
	}
	if n := len(a.Changes); n > 0 {
		last := a.Changes[n-1]
		if !last.BalanceAfter.Equal(m.Balance) || !last.PointsAfter.Equal(m.Points) {
			return fmt.Errorf("pospalsim: saved state: changes of member %s do not end at its balance", m.Number)
		}
	}
	if a.Keys == nil {
		a.Keys = map[string]bool{}
	}
	l.index(a)
	return nil
}

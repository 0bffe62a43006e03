package sandysim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Version is the version of the form that Save writes.
const Version = 1

// state is everything that a shop would remember over night. Switches, faults
// and the log of requests are of the day.
type state struct {
	Version  int
	NextRow  int64
	NextCard int64
	Accounts []*account
}

// Save writes the ledger as JSON.
func (s *Server) Save(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.ledger
	return json.NewEncoder(w).Encode(state{Version, l.nextRow, l.nextCard, l.accounts})
}

// Load replaces the ledger by one that Save wrote. It fails, and leaves the
// ledger as it was, on JSON that cannot be read, another Version, a card number
// that comes twice, or rows that do not add up to their card's balance.
func (s *Server) Load(r io.Reader) error {
	var st state
	if err := json.NewDecoder(r).Decode(&st); err != nil {
		return fmt.Errorf("sandysim: saved state: %w", err)
	}
	if st.Version != Version {
		return fmt.Errorf("sandysim: saved state has version %d, not %d", st.Version, Version)
	}
	l := newLedger(st.NextCard)
	l.nextRow = st.NextRow
	for _, a := range st.Accounts {
		if a == nil {
			return errors.New("sandysim: saved state has an empty account")
		}
		if _, twice := l.byNumber[a.Card.Number]; twice {
			return fmt.Errorf("sandysim: saved state has card %s twice", a.Card.Number)
		}
		if n := len(a.Rows); n > 0 && !a.Rows[n-1].Balance.Equal(a.Card.Balance) {
			return fmt.Errorf("sandysim: saved state: rows of card %s do not end at its balance", a.Card.Number)
		}
		l.accounts = append(l.accounts, a)
		l.byNumber[a.Card.Number] = a
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ledger = l
	return nil
}

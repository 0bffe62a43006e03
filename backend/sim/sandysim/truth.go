package sandysim

import (
	"slices"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// What follows is not the vendor's API but the view from behind it: the truth
// that a client's claims are held against, and the hands of others on the
// same ledger.

// Card returns the truth about one card.
func (s *Server) Card(number string) (Card, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.ledger.byNumber[number]
	if !ok {
		return Card{}, false
	}
	return a.Card, true
}

// Cards returns all cards in the order of their ids.
func (s *Server) Cards() []Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Card, len(s.ledger.accounts))
	for i, a := range s.ledger.accounts {
		out[i] = a.Card
	}
	return out
}

// Rows returns a card's whole history, oldest first, whatever HistoryLag hides
// from the API. It is empty for a card that does not exist.
func (s *Server) Rows(number string) []Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.ledger.byNumber[number]
	if !ok {
		return nil
	}
	return slices.Clone(a.Rows)
}

// Requests returns what arrived under /api2/member-cjb/, oldest first, with
// both credentials redacted.
func (s *Server) Requests() []sim.Request { return s.player.Requests() }

// Switch changes the switches while the server runs.
func (s *Server) Switch(change func(*Switches)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.switches)
}

// Foreign books a row as another till, or the back office, would: under org
// (the server's own shop when empty) and past every fault. Recharge and Consume
// follow the same rules as the API's calls, the transfers and Withdraw move
// exactly amount, and ReportLost, LiftLoss and Return change the card's state
// (Return also pays out the balance; amount counts for none of the three).
// payType is a name such as 现金 and counts for Recharge and Withdraw. It fails
// with a *Refusal as the API would.
func (s *Server) Foreign(number string, kind Event, amount money.Amount, org, payType string) (Row, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.ledger.byNumber[number]
	if !ok {
		return Row{}, &Refusal{Code: NoCard}
	}
	w := s.here()
	w.org = orElse(org, s.shop)
	if err := s.ledger.foreign(a, kind, amount, payType, w); err != nil {
		return Row{}, err
	}
	return a.Rows[len(a.Rows)-1], nil
}

func (l *ledger) foreign(a *account, kind Event, amount money.Amount, payType string, w where) error {
	switch kind {
	case ReportLost, LiftLoss, Return:
		return l.changeState(a, kind, w)
	}
	if amount.Sign() <= 0 {
		return &Refusal{Code: BadValue, Detail: "money"}
	}
	switch kind {
	case Recharge:
		_, err := l.recharge(a, amount, payType, w)
		return err
	case Consume:
		_, err := l.consume(a, amount, amount, false, w)
		return err
	case TransferIn, TransferOut, Withdraw:
	default:
		return &Refusal{Code: BadValue, Detail: "type"}
	}
	if err := usable(a); err != nil {
		return err
	}
	if kind != TransferIn && a.Card.Balance.Cmp(amount) < 0 {
		return &Refusal{Code: TooLow}
	}
	if kind != Withdraw {
		payType = ""
	}
	l.book(a, Row{Type: kind, Ori: amount, Act: amount, PayType: payType, Org: w.org, Time: w.stamp()})
	return nil
}

func (l *ledger) changeState(a *account, kind Event, w where) error {
	from, to, paid := sim.Normal, sim.Lost, money.Amount{}
	switch kind {
	case LiftLoss:
		from, to = sim.Lost, sim.Normal
	case Return:
		to, paid = sim.Returned, a.Card.Balance
	}
	if a.Card.Status != from {
		return &Refusal{Code: BadValue, Detail: "卡状态" + a.Card.Status}
	}
	a.Card.Status = to
	l.book(a, Row{Type: kind, Ori: paid, Act: paid, Org: w.org, Time: w.stamp()})
	return nil
}

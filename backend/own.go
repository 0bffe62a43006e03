package backend

import "guitai/backend/safe"

// Event is the case as a row of its card's history, for vendors that do not show
// what was booked through their interface; ok is false unless it is settled. The
// figures are the receipt's, or what the quote promised where a person settled it
// without one. The ID is left to whoever joins the row with others.
func (c Case) Event() (e Event, ok bool) {
	if c.Outcome() != OutcomeSettled {
		return Event{}, false
	}
	e = Event{At: c.CreatedAt, Gross: c.Amount, PayType: c.PayType.Name, Shop: safe.Line(c.Till), Source: SourceJournal}
	for _, word := range []string{c.Slip, c.Operator} {
		if word != "" {
			e.Detail = append(e.Detail, safe.Line(word))
		}
	}
	net, collect, gift := c.Quote.Net, c.Quote.Collect, c.Quote.GiftMoney
	e.Balance, e.Points = c.Quote.BalanceAfter, c.Quote.PointsAfter
	if r := c.Receipt; r != nil {
		net, collect, gift = r.Net, r.Collect, r.GiftMoney
		e.Balance, e.Points = r.Balance, r.Points
	}
	switch c.Kind {
	case OpRecharge:
		e.Kind, e.Net = EventRecharge, c.Amount.Add(gift)
	case OpConsume:
		e.Kind, e.Net, e.Collect = EventConsume, net, collect
	case OpRedeem:
		e.Kind = EventRedeem
	case OpUndo:
		e.Kind = EventUndo
		if c.Undo != nil {
			e.Net, _ = c.Undo.Due()
		}
	}
	return e, true
}

// Own is our part in a row of history.
type Own struct {
	// ID is the operation's, Slip its number for people and Kind its kind.
	ID, Slip string
	Kind     OpKind
	// Undoes is the number of the operation that this one takes back, "" unless it
	// is a correction.
	Undoes string
	// UndoneBy is the number of the correction that takes this operation back, ""
	// where there is none, and UndoneState where that correction stands.
	UndoneBy    string
	UndoneState State
}

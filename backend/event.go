package backend

import (
	"time"

	"guitai/backend/money"
	"guitai/backend/safe"
)

// Event is one row of a card's history.
type Event struct {
	// ID orders a card's rows and is the watermark that tells new rows from old.
	ID   int64
	At   time.Time
	Kind EventKind
	// Code is the vendor's number of the kind, shown when we do not know it.
	Code int
	// Gross is the amount asked for and Net what it came to, in yuan; both are
	// positive whichever way the money went. Collect is the part of Net that the
	// card did not pay, where that is known.
	Gross, Net money.Amount
	Collect    money.Amount `json:",omitzero"`
	// Balance and Points are those after the event.
	Balance money.Amount
	Points  money.Points
	PayType safe.Text
	Shop    safe.Text
	Detail  []safe.Text
	Source  Source
	// Own is the operation of ours that made it, nil where none is known to have.
	// It is told with a page of history and never stored.
	Own *Own `json:"-"`
}

// EventKind sorts what can happen to a card.
type EventKind uint8

// The kinds of events. EventOther is a vendor's number that we do not know.
const (
	EventOther EventKind = iota
	EventOpen
	EventReturn
	EventReplace
	EventReportLost
	EventLiftLoss
	EventRecharge
	EventConsume
	EventRedeem
	EventTransferOut
	EventTransferIn
	EventWithdraw
	// EventUndo is the correction of an operation of ours, as our journal has it.
	// Its Net has a sign: below zero for what was taken off the card.
	EventUndo
)

// Change is what the event did to the balance, in yuan, and whether that can be
// told from its kind at all.
func (e Event) Change() (money.Amount, bool) {
	switch e.Kind {
	case EventRecharge, EventTransferIn, EventUndo:
		return e.Net, true
	case EventConsume, EventTransferOut, EventWithdraw:
		return e.Collect.Sub(e.Net), true
	case EventRedeem, EventReportLost, EventLiftLoss:
		return money.Amount{}, true
	}
	return money.Amount{}, false
}

// HistoryQuery asks for one page of a card's events, newest first.
type HistoryQuery struct {
	MemberID string
	// Page counts from 1. Size is the number of rows wanted, 1 to 200; the
	// vendor may give fewer.
	Page, Size int
	// Kind restricts to one kind; EventOther means all.
	Kind       EventKind
	PointsOnly bool
	// From and To bound the time, both inclusive; zero is open.
	From, To time.Time
}

// HistoryPage is the answer. More tells whether another page may exist; it
// follows from the rows, never from a total that the vendor claims.
type HistoryPage struct {
	Events []Event
	More   bool
	// Partial says that the vendor cannot show everything that happened (Pospal
	// shows no consumption done elsewhere).
	Partial bool
}

package backend

import (
	"time"

	"guitai/backend/money"
	"guitai/backend/safe"
)

// OpKind is the kind of a money operation.
type OpKind uint8

// The kinds of operations.
const (
	OpRecharge OpKind = iota + 1
	OpConsume
	OpRedeem
	OpUndo
)

// String names the kind for journals and logs.
func (k OpKind) String() string {
	names := [...]string{"", "recharge", "consume", "redeem", "undo"}
	if int(k) < len(names) {
		return names[k]
	}
	return ""
}

// ParseOpKind is the inverse of String.
func ParseOpKind(s string) (OpKind, bool) {
	for _, k := range []OpKind{OpRecharge, OpConsume, OpRedeem, OpUndo} {
		if k.String() == s {
			return k, true
		}
	}
	return 0, false
}

// Operation is one movement of money or points that a person confirmed. Its ID
// is made when its preview appears, so pressing twice is still one operation.
type Operation struct {
	// ID is a UUIDv7.
	ID       string
	Kind     OpKind
	MemberID string
	// Number and Name are kept for people who look at the operation later.
	Number, Name safe.Text
	// Amount in yuan, above zero: the principal of a recharge or the gross bill
	// of a consumption, or all the money that an OpUndo moves back; zero for
	// OpRedeem and for the undoing of one.
	Amount money.Amount
	// Discountable is the part of a bill that is open to discount; nil is all.
	Discountable *money.Amount
	// Points are those taken by OpRedeem, above zero.
	Points money.Points
	// PayType is how the guest pays a recharge, or what a card cannot cover.
	PayType PayType
	// Quote is what the preview promised, kept to be compared with the receipt.
	Quote    Promise
	Till     string
	Operator string
	// RetryOf is the ID of the operation that was not found and is rung again.
	RetryOf string
	// Approver is who allowed it where the operator alone may not, "" for nobody.
	Approver string `json:",omitempty"`
	// Undo says what an OpUndo takes back; nil for every other kind.
	Undo *Undo `json:",omitempty"`
}

// Undo is the correction of one settled operation. What was charged goes back
// onto the card, what was recharged is taken off it. All figures are zero or
// above; the kind of the original gives the direction.
type Undo struct {
	// Of is the ID of the original and Slip its number for people.
	Of, Slip string
	Kind     OpKind
	// Principal and Gift are in yuan; their sum is the operation's Amount. Gift is
	// zero where nothing was given.
	Principal, Gift money.Amount
	// Points are those that go back with it.
	Points money.Points
	// Back is what a person has to hand back to the guest in yuan, by the way it was
	// paid: the principal of a recharge, or the rest of a bill that the card had not
	// covered. No vendor does that.
	Back money.Amount `json:",omitzero"`
	// Gross is the amount of the original in yuan: the principal of a recharge or the
	// whole bill.
	Gross money.Amount `json:",omitzero"`
	// Row is the vendor's history row of the original, 0 where it shows none or it
	// is not known, and At when the original was done. They are for whoever looks
	// the original up.
	Row int64     `json:",omitempty"`
	At  time.Time `json:",omitzero"`
	// Reason is what a person typed.
	Reason string
}

// Due is what the correction adds to the balance in yuan and to the points, below
// zero for what it takes.
func (u Undo) Due() (balance money.Amount, points money.Points) {
	sum := u.Principal.Add(u.Gift)
	switch u.Kind {
	case OpRecharge:
		return sum.Neg(), u.Points.Neg()
	case OpConsume:
		return sum, u.Points.Neg()
	}
	return money.Amount{}, u.Points
}

// Promise is the part of a preview that the reply is checked against.
type Promise struct {
	BalanceBefore, BalanceAfter money.Amount // yuan
	PointsBefore, PointsAfter   money.Points
	Net, Collect                money.Amount // yuan
	GiftMoney                   money.Amount // yuan
	GiftPoints                  money.Points
	Rate                        money.Rate
	RateFrom                    RateSource
	// Sure tells whether the net is certain rather than an estimate.
	Sure bool
}

// Stamp is unique per account and member for ever. It is the second, since 1970
// UTC, that the journal gave the operation.
type Stamp int64

// Token is what a vendor needs to recognise the operation again later. The
// journal indexes Key ("" where the vendor has none) and keeps Evidence unread.
type Token struct {
	Key      string
	Evidence []byte
}

// Reply is what one attempt to submit brought. It never speaks for another
// attempt.
type Reply struct {
	Class   ReplyClass
	Receipt *Receipt
	// Err says why, for every class but ReplyYes.
	Err *Error
	// HTTP is the status code, 0 where none came.
	HTTP int
	// Body is the answer without personal data and secrets, at most 64 KiB.
	Body []byte
	// Closed is when the connection ended; the quiet period runs from it.
	Closed time.Time
	// Date is the vendor's own clock as the answer's header told it; zero where
	// none did.
	Date time.Time
}

// ReplyClass sorts what one attempt brought.
type ReplyClass uint8

// ReplyUnclear is the zero value on purpose: what is not proven is unknown.
const (
	ReplyUnclear   ReplyClass = iota // may or may not have been applied
	ReplyNotSent                     // not one byte was attempted
	ReplyYes                         // a well-formed success that proves to be ours
	ReplyRefused                     // a well-formed refusal of a known kind
	ReplyDuplicate                   // the vendor says that it has seen this key
)

// String names the class for journals and logs.
func (c ReplyClass) String() string {
	names := [...]string{"unclear", "not sent", "yes", "refused", "duplicate"}
	if int(c) < len(names) {
		return names[c]
	}
	return "class?"
}

// Receipt is what the vendor did, in its own figures (yuan).
type Receipt struct {
	Gross    money.Amount
	Net      money.Amount
	Discount money.Amount
	Rate     money.Rate
	// FromCard was taken off the card and Collect is still to be collected from
	// the guest by other means.
	FromCard, Collect money.Amount
	GiftMoney         money.Amount
	GiftPoints        money.Points
	Balance           money.Amount
	Points            money.Points
	// RowID is the history row that shows the operation, 0 where not known.
	RowID int64
	// Matched says that the figures were read from history, not from a reply.
	Matched bool
	// Odd says that the vendor's own figures do not add up.
	Odd bool
}

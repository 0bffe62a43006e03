package verdict

import (
	"guitai/backend"
	"guitai/backend/money"
)

// Input is everything that a verdict rests on.
type Input struct {
	Kind backend.OpKind
	// Seen is what the last attempt to carry the operation out brought, and
	// Attempts how many of those there were. A refusal speaks only for the attempt
	// that received it, so it counts as no answer unless it answered the first and
	// only one.
	Seen     backend.ReplyClass
	Attempts int
	// Receipt is what a ReplyYes told; nil otherwise.
	Receipt *backend.Receipt
	// Evidence is what history shows. Rows that belong to other operations of
	// ours are already taken out of Fits, and Foreign speaks of what is left.
	Evidence backend.Evidence
	// Unordered says that the ids of this vendor's rows do not grow with time, so
	// that nobody can tell which rows are new.
	Unordered bool
	// Unread says that history could not be read; Evidence is then void.
	Unread bool
	// QuietOver says that nothing of ours can arrive any more.
	QuietOver bool
	// ForeignLately says that somebody else moved money on this card within 24
	// hours before the fitting row.
	ForeignLately bool
	// ByAmount allows a match by amount where nobody else is at work.
	ByAmount bool
	// PointRows says that this vendor's history is known to show redemptions.
	PointRows bool
	// Rowless says that this vendor's history shows no row of what was booked
	// through its interface. DueMoney (yuan) and DuePoints are then what the
	// operation was to add to the card, below zero for what it was to take.
	Rowless   bool
	DueMoney  money.Amount
	DuePoints money.Points
	// KeyKept says that this vendor was seen to keep a token usable that it
	// refused, so that "known already" means applied.
	KeyKept bool
	// KeyBurns says that this vendor was seen to use a token up by refusing it, and
	// KeyFirst that it was seen to know a token before it looks at the balance, so
	// that a first refusal was no copy of what had been applied.
	KeyBurns, KeyFirst bool
	// OwnKeys says that nothing but our tills ever uses this account's tokens.
	OwnKeys bool
	// CanVoid says that this vendor was seen to use a token up for a change of
	// nothing, and that the token is young enough for it to be still known.
	CanVoid bool
	// PushesOver says that the operation will not be sent again.
	PushesOver bool
	// Voided says that a change of nothing with the operation's token may be on
	// its way, for ever. Voids is how many answers there can be, Void what the last
	// one brought, and VoidsOver that no more of them may be sent.
	Voided    bool
	Voids     int
	Void      backend.ReplyClass
	VoidsOver bool
}

// Verdict is where the operation stands now.
type Verdict struct {
	// Rule names the row of the table that decided.
	Rule  string
	State backend.State
	Why   backend.Why
	// Row is the id of the history row that this operation made, 0 for none.
	Row int64
}

// Decide applies the first rule of the table that fits. A verdict of StateVoiding
// means that a change of nothing is to be sent, or waited for.
func Decide(in Input) Verdict {
	for r := range table() {
		if r.when(in) {
			return r.verdict(in)
		}
	}
	// The table ends with a rule that fits everything; this is for the compiler.
	return Verdict{State: backend.StateHuman, Why: backend.WhyBroken}
}

// AtOnce is the verdict where none of the evidence is needed for it: what a
// change of nothing proved, and whether one is to be sent. A reading would only
// cost time and a call. ok is false where history has to be read first.
func AtOnce(in Input) (v Verdict, ok bool) {
	for _, r := range voiding() {
		if r.when(in) && !in.yes() {
			return r.verdict(in), true
		}
	}
	return Verdict{}, false
}

func (r rule) verdict(in Input) Verdict {
	v := r.then
	v.Rule = r.name
	if r.bind != nil {
		v.Row = r.bind(in)
	}
	return v
}

// Rules names all rules in their order.
func Rules() []string {
	var names []string
	for r := range table() {
		names = append(names, r.name)
	}
	return names
}

// yes tells whether the reply proved the operation.
func (in Input) yes() bool { return in.Seen == backend.ReplyYes && in.Receipt != nil }

// refused tells whether a refusal speaks for the whole operation.
func (in Input) refused() bool { return in.Seen == backend.ReplyRefused && in.Attempts == 1 }

// fits is how many rows could be ours.
func (in Input) fits() int { return len(in.Evidence.Fits) }

// moved tells whether anything happened to the card that is not a fitting row.
func (in Input) moved() bool { return in.Evidence.Moved() || in.Evidence.Foreign }

// blindPoints tells whether this is a redemption at a vendor whose history is
// not known to show any.
func (in Input) blindPoints() bool { return in.Kind == backend.OpRedeem && !in.PointRows }

// pointsMoved tells whether the card's points changed.
func (in Input) pointsMoved() bool {
	return !in.Evidence.Before.Points.Equal(in.Evidence.Now.Points)
}

// onlyRow is the one fitting row.
func (in Input) onlyRow() int64 { return in.Evidence.Rows[in.Evidence.Fits[0]].ID }

package backend

import (
	"time"

	"guitai/backend/money"
)

// Snapshot is what a card looked like at one moment.
type Snapshot struct {
	At      time.Time
	Balance money.Amount // yuan
	Points  money.Points
	// Consumed and Recharged are the vendor's lifetime sums in yuan. They only
	// grow, so they tell "+100 and -100" from "nothing happened"; nil where the
	// vendor does not tell them.
	Consumed, Recharged *money.Amount
	// HeadID is the newest history row, the watermark; 0 for an empty history.
	HeadID int64
	// HeadAt is that row's time by the vendor's clock.
	HeadAt time.Time
}

// Evidence is what reading brought about an operation whose reply was lost.
type Evidence struct {
	Before, Now Snapshot
	// Rows are all history rows above Before.HeadID, oldest first.
	Rows []Event
	// Fits are the indexes into Rows of those that this operation would have
	// left: its kind, its gross amount, its pay type.
	Fits []int
	// Chained says that the rows' balances follow from Before.Balance without a
	// gap and end at Now.Balance.
	Chained bool
	// Foreign says that a row which is not ours stands among Rows.
	Foreign bool
	// Own says that only this till can have left a fitting row (a pay type of
	// its own).
	Own bool
}

// Moved tells whether balance, points or the lifetime sums changed at all.
func (e Evidence) Moved() bool {
	return !e.Before.Balance.Equal(e.Now.Balance) || !e.Before.Points.Equal(e.Now.Points) ||
		differ(e.Before.Consumed, e.Now.Consumed) || differ(e.Before.Recharged, e.Now.Recharged)
}

func differ(a, b *money.Amount) bool { return a != nil && b != nil && !a.Equal(*b) }

// State is where an operation stands in the journal.
type State string

// The states of the money protocol. Those for which Open is true hold the lock
// on their card.
const (
	StateIntent       State = "INTENT"        // locked, not a byte sent
	StateSending      State = "SENDING"       // the first byte may be on the wire
	StateUnknown      State = "UNKNOWN"       // nobody knows yet
	StateVoiding      State = "VOIDING"       // being made impossible at the vendor
	StateHuman        State = "HUMAN"         // only a person can decide
	StateApplied      State = "APPLIED"       // proven to have happened once
	StateRefused      State = "REFUSED"       // proven not to have happened
	StateNotSent      State = "NOTSENT"       // surely never sent
	StateVoided       State = "VOIDED"        // made impossible, for ever
	StateNotFound     State = "NOTFOUND"      // presumed not to have happened
	StateClosedPaid   State = "CLOSED_PAID"   // a supervisor said: it happened
	StateClosedUnpaid State = "CLOSED_UNPAID" // a supervisor said: it did not
	StateTask         State = "TASK"          // to be done by a person in the vendor's back office
)

// Open tells whether the state holds its card's lock.
func (s State) Open() bool {
	switch s {
	case StateIntent, StateSending, StateUnknown, StateVoiding, StateHuman:
		return true
	}
	return false
}

// Outcome is how people see it: settled, refused or unknown, never a fourth.
func (s State) Outcome() Outcome {
	switch s {
	case StateApplied, StateClosedPaid:
		return OutcomeSettled
	case StateRefused, StateNotSent, StateVoided, StateClosedUnpaid:
		return OutcomeRefused
	}
	return OutcomeUnknown
}

// Outcome is one of the three ends that an operation can have.
type Outcome uint8

// OutcomeUnknown is the zero value on purpose.
const (
	OutcomeUnknown Outcome = iota
	OutcomeSettled
	OutcomeRefused
)

// String names the outcome for journals and logs.
func (o Outcome) String() string {
	names := [...]string{"unknown", "settled", "refused"}
	if int(o) < len(names) {
		return names[o]
	}
	return "outcome?"
}

// Case is an operation with everything that is known about it: what a result
// screen, the tray of unknown operations and the journal's readers show.
type Case struct {
	Operation
	State State
	// Slip is the short number that people read to each other: "A0042".
	Slip      string
	CreatedAt time.Time
	UpdatedAt time.Time
	// SettledAt is zero while the case is open.
	SettledAt time.Time
	Attempts  []Attempt
	Receipt   *Receipt
	Evidence  *Evidence
	// Why is the reason for the present state.
	Why Why
	// Refusal is the error behind a refusal, or behind a missing answer.
	Refusal *Error
	// NextLook is when the till reads history again by itself; zero if it will
	// not.
	NextLook time.Time
	// Looks is how often the till has tried to learn the end, and QuietUntil when
	// nothing of it can arrive any more. Only the till that does so knows them; they
	// are not kept.
	Looks      int       `json:"-"`
	QuietUntil time.Time `json:"-"`
	// Collected is when somebody confirmed that the rest was collected.
	Collected time.Time
	// Acknowledged is when somebody saw the result.
	Acknowledged time.Time
	// Voided says that the operation's key was perhaps used up on purpose. It never
	// becomes false again.
	Voided bool
	// Incident says that the card's history shows more of our money than this
	// operation's end accounts for; nil otherwise.
	Incident *Incident
}

// Incident is something that a person must be told of although the operation had
// ended: it was charged after we said no, or charged twice. No further money
// moves on the card until a supervisor closed it.
type Incident struct {
	Why Why
	At  time.Time
	// Rows are the history rows that nothing else accounts for.
	Rows []Event
	// Closed is when, ClosedBy who, and Reason why a supervisor closed it.
	Closed   time.Time
	ClosedBy string
	Reason   string
}

// Open tells whether the incident still blocks its card.
func (i *Incident) Open() bool { return i != nil && i.Closed.IsZero() }

// Outcome is the case's end as people see it.
func (c Case) Outcome() Outcome { return c.State.Outcome() }

// Attempt is one try to submit.
type Attempt struct {
	N int
	// Void says that it was to make the operation impossible, not to carry it
	// out.
	Void   bool
	At     time.Time
	Wrote  bool
	HTTP   int
	Class  ReplyClass
	Closed time.Time
	Body   []byte
}

// Why is the reason for a state, one sentence in every language each.
type Why string

// The reasons. They are stored in the journal, so their values never change.
const (
	WhyNone          Why = ""
	WhyReply         Why = "reply"           // the vendor's reply says so
	WhyNothingSent   Why = "nothing-sent"    // no byte left this machine
	WhyRefusal       Why = "refusal"         // the vendor refused and history shows nothing
	WhyMatched       Why = "matched"         // history shows exactly this operation
	WhyMatchedAmount Why = "matched-amount"  // history shows one row of this amount, nobody else about
	WhyWaiting       Why = "waiting"         // no answer; looking at history
	WhyNotFound      Why = "not-found"       // quiet period over and nothing in history
	WhyForeign       Why = "foreign-till"    // a row fits, but another till is at work on this card
	WhySeveral       Why = "several-rows"    // more than one row fits
	WhyMoved         Why = "moved"           // the balance moved but no row fits
	WhyBroken        Why = "broken-chain"    // rows are missing or do not add up
	WhyRefusedButRow Why = "refused-but-row" // refused, yet history shows it
	WhyExtraRow      Why = "extra-row"       // settled, and an identical row stands beside it
	WhyUnreadable    Why = "unreadable"      // history cannot be read
	WhyUndocumented  Why = "undocumented"    // the vendor leaves no row that could prove it
	WhyCrash         Why = "crash"           // this program ended in the middle
	WhyPerson        Why = "person"          // a supervisor decided
	WhyVoided        Why = "voided"          // the vendor used the key up for a change of nothing
	WhyVoidKnown     Why = "void-known"      // the key was used already when it was to be used up
	WhyVoidSilent    Why = "void-silent"     // the vendor does not answer to the voiding
	WhyLateRow       Why = "late-row"        // history shows it after all, though it had ended otherwise
	WhyQuota         Why = "quota"           // no calls left today; goes on after midnight
	WhyNoRow         Why = "no-row"          // settled by its reply, but history does not show it
	WhyTask          Why = "task"            // waits to be done in the vendor's back office
	WhyTaskDone      Why = "task-done"       // history shows that it was done there
	WhyTaskMaybe     Why = "task-maybe"      // a row moves the card by that much, but may be anybody's business
)

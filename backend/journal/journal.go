package journal

import (
	"context"
	"errors"
	"time"

	"guitai/backend"
)

// The errors of a journal. They are compared with errors.Is.
var (
	// ErrChanged: the record's version is no longer the one given; somebody
	// else moved it. Read it again.
	ErrChanged = errors.New("journal: the record was changed by somebody else")
	// ErrMove: the state may not be left in that direction.
	ErrMove = errors.New("journal: no such transition")
	// ErrNotFound: no record has that id.
	ErrNotFound = errors.New("journal: no such record")
	// ErrBound: the history row belongs to another operation already.
	ErrBound = errors.New("journal: that history row is bound to another operation")
	// ErrReadOnly: the journal refuses to write because its disk cannot be
	// trusted or is full.
	ErrReadOnly = errors.New("journal: read-only")
	// ErrBusy: another process held the journal longer than it waits.
	ErrBusy = errors.New("journal: busy")
)

// OpenError is returned by Begin when the card's lock is held.
type OpenError struct{ Record Record }

// Error names the operation that holds the lock.
func (e *OpenError) Error() string {
	return "journal: operation " + e.Record.Slip + " on this card is still open"
}

// Account is whose money it is: the vendor's kind and a stable name of the
// merchant's account.
type Account struct{ Backend, Name string }

// Record is an operation as the journal has it.
type Record struct {
	backend.Case
	Account Account
	Stamp   backend.Stamp
	Token   backend.Token
	// Ver counts the record's changes; Move compares it.
	Ver int64
	// SendBy is until when the first byte may leave.
	SendBy time.Time
}

// Step is one change of a record. Zero fields leave what is there.
type Step struct {
	// To is the next state; "" keeps the present one.
	To backend.State
	// Who did it, for the audit: the operator, or "till" for the program.
	Who string
	Why backend.Why
	// Reason is what a person typed, for decisions of persons.
	Reason string
	Token  *backend.Token
	SendBy time.Time
	// Attempt is added, or replaces the attempt of the same N.
	Attempt  *backend.Attempt
	Receipt  *backend.Receipt
	Evidence *backend.Evidence
	Refusal  *backend.Error
	// NextLook is set whenever To is, also to zero.
	NextLook time.Time
	// Seen are history rows to remember; Bind is the id of the one among all
	// remembered rows that this operation made. A row is bound once.
	Seen         []backend.Event
	Bind         int64
	Voided       bool
	Collected    time.Time
	Acknowledged time.Time
	// Incident opens an incident, or closes the one that is there.
	Incident *backend.Incident
}

// Filter chooses records. Zero fields choose everything.
type Filter struct {
	Account  *Account
	MemberID string
	Kind     backend.OpKind
	// Open chooses the states that hold a lock.
	Open bool
	// Unsettled chooses what people must look at: open ones and NOTFOUND ones.
	Unsettled bool
	// Unacknowledged chooses those with an end that nobody has seen yet.
	Unacknowledged bool
	// Incident chooses those with an open incident.
	Incident bool
	// UndoOf chooses the corrections of one operation.
	UndoOf string
	// Slip chooses by the short number, whatever account and time.
	Slip     string
	Till     string
	Operator string
	Since    time.Time
	// Limit is the most records wanted, newest first; 0 is 1,000.
	Limit int
}

// Journal is the durable record. Its methods may be called from many
// goroutines; a change that returned without error has reached the disk.
type Journal interface {
	// Begin takes the card's lock, stores the operation as INTENT and allocates
	// its stamp and slip. A second Begin of the same operation id returns the
	// record that exists. Errors: *OpenError, ErrReadOnly, ErrBusy.
	Begin(ctx context.Context, a Account, op backend.Operation) (Record, error)

	// Move changes a record if its version is still ver. Errors: ErrChanged,
	// ErrMove, ErrNotFound, ErrBound, ErrReadOnly, ErrBusy.
	Move(ctx context.Context, id string, ver int64, s Step) (Record, error)

	// Get reads one record with its attempts. Errors: ErrNotFound.
	Get(ctx context.Context, id string) (Record, error)

	// List reads records, newest first.
	List(ctx context.Context, f Filter) ([]Record, error)

	// Bound tells which of a card's history rows belong to which operation.
	Bound(ctx context.Context, a Account, memberID string) (map[int64]string, error)

	// Verify walks the audit chain and the disk's own check; an error says where
	// they break.
	Verify(ctx context.Context) error

	// Health is nil while new money may be recorded, or says why not.
	Health() error

	Close() error
}

// Paper is something durable that is not an operation: what a probe showed, a
// person with rights, how far a lockout has counted. Kind and Key name it; Body is
// kept unread.
type Paper struct {
	Kind, Key string
	// Ver counts its changes from 1; 0 is a paper that is not stored yet.
	Ver       int64
	Body      []byte
	UpdatedAt time.Time
}

// Note is what the audit says about something that is not the change of an
// operation. No field may hold a secret or an unmasked phone.
type Note struct {
	// Who did it, and Approver who allowed it where somebody had to.
	Who, Approver string
	// Till and From are where: the till's name, and an address or a key's
	// fingerprint.
	Till, From string
	// What was done, as a word that never changes ("member.edit"), About whom or
	// which slip, and Reason as it was typed.
	What, About, Reason string
	// Detail are further words and figures, by name.
	Detail map[string]string
}

// Entry is one link of the audit as it is read back.
type Entry struct {
	Seq int64
	At  time.Time
	Note
	// Op is the operation it speaks of, with the version, the states before and
	// after, and the reason for the state; "" for everything else.
	Op      string
	Ver     int64
	Before  backend.State
	After   backend.State
	Why     backend.Why
	Attempt int
	Class   string
	Bind    int64
	Hash    string
}

// AuditFilter chooses entries. Zero fields choose everything.
type AuditFilter struct {
	Op, Who, What string
	// After and Before bound the entries' numbers, both not included; 0 is no
	// bound.
	After, Before int64
	Since, Until  time.Time
	// Oldest gives the oldest first; otherwise the newest come first.
	Oldest bool
	// Limit is the most entries wanted; 0 is 1,000.
	Limit int
}

// Head is the newest link of the audit. Kept somewhere else from time to time, it
// shows up a journal that was cut short or set back as a whole.
type Head struct {
	Seq  int64
	Hash string
}

// Papers is the part of a journal that is not about operations. Every store that
// is a Journal is also Papers.
type Papers interface {
	// Put stores a paper and what the audit says about it in one transaction, if
	// the stored version is still p.Ver. A nil Body removes it. Errors:
	// ErrChanged, ErrReadOnly, ErrBusy.
	Put(ctx context.Context, p Paper, n Note) (Paper, error)
	// Tell adds to the audit alone. Errors: ErrReadOnly, ErrBusy.
	Tell(ctx context.Context, n Note) error
	// Paper reads one. Errors: ErrNotFound.
	Paper(ctx context.Context, kind, key string) (Paper, error)
	// Papers reads all of a kind, by key.
	Papers(ctx context.Context, kind string) ([]Paper, error)
	// Audit reads entries.
	Audit(ctx context.Context, f AuditFilter) ([]Entry, error)
	// Head tells the newest link of the audit.
	Head(ctx context.Context) (Head, error)
}

// Watcher tells of changes that others made to the same store: other processes
// and other machines as well as other handles.
type Watcher interface {
	// Changes sends, at the latest 2 s after somebody's commit, that there is
	// something new; several changes may come as one. It ends with ctx.
	Changes(ctx context.Context) <-chan struct{}
}

// MayMove tells whether a record may go from one state to another. Staying in
// the same state is always allowed.
func MayMove(from, to backend.State) bool {
	if from == to {
		return true
	}
	for _, s := range next(from) {
		if s == to {
			return true
		}
	}
	return false
}

// next lists where each state may lead. What has an end never leaves it, but
// for NOTFOUND, which a late history row turns into a case for a person.
func next(s backend.State) []backend.State {
	switch s {
	case backend.StateIntent:
		return []backend.State{backend.StateSending, backend.StateNotSent, backend.StateTask}
	case backend.StateSending:
		return []backend.State{backend.StateApplied, backend.StateRefused, backend.StateNotSent,
			backend.StateUnknown, backend.StateVoiding, backend.StateHuman}
	case backend.StateUnknown:
		return []backend.State{backend.StateApplied, backend.StateRefused, backend.StateNotFound,
			backend.StateVoiding, backend.StateHuman}
	case backend.StateVoiding:
		return []backend.State{backend.StateVoided, backend.StateApplied, backend.StateRefused, backend.StateHuman}
	case backend.StateHuman:
		return []backend.State{backend.StateClosedPaid, backend.StateClosedUnpaid}
	case backend.StateNotFound:
		return []backend.State{backend.StateHuman}
	case backend.StateTask:
		return []backend.State{backend.StateApplied, backend.StateClosedUnpaid}
	}
	return nil
}

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
	// ErrClock: the card's newest stamp lies so far ahead of the clock that the
	// clock must have been set back. Nothing is recorded until it is right.
	ErrClock = errors.New("journal: the clock cannot be right")
	// ErrBusy: another process held the journal longer than it waits.
	ErrBusy = errors.New("journal: busy")
	// ErrUnreachable: the database of several machines cannot be reached. Nothing was
	// stored.
	ErrUnreachable = errors.New("journal: the database cannot be reached")
	// ErrUnsure: the database did not confirm a change, and it could not be found out
	// whether it is stored. Nothing may be sent for it; reading it tells, once that is
	// possible again.
	ErrUnsure = errors.New("journal: it is not known whether the change is stored")
)

// OpenError is returned by Begin when the card's lock is held.
type OpenError struct{ Record Record }

// Error names the operation that holds the lock.
func (e *OpenError) Error() string {
	return "journal: operation " + e.Record.Slip + " on this card is still open"
}

// IncidentError is returned by Begin when an earlier operation of the card has an
// incident that no supervisor closed yet.
type IncidentError struct{ Record Record }

// Error names the operation that has the incident.
func (e *IncidentError) Error() string {
	return "journal: operation " + e.Record.Slip + " on this card has an open incident"
}

// UndoneError is returned by Begin when the operation to be taken back has another
// correction that has been made or still may be.
type UndoneError struct{ Record Record }

// Error names that other correction.
func (e *UndoneError) Error() string {
	return "journal: operation is corrected by " + e.Record.Slip + " already"
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
	// Approver is who allowed it where Who alone may not.
	Approver string
	Why      backend.Why
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
	// Incident opens an incident, or adds its rows to the one that is open. With
	// Closed set it closes the open one, which then keeps everything it had and
	// takes over Closed, ClosedBy and Reason; ErrMove where none is open. Every
	// state allows it, also an end.
	Incident *backend.Incident
}

// Filter chooses records. Zero fields choose everything.
type Filter struct {
	Account  *Account
	MemberID string
	Kind     backend.OpKind
	// Open chooses the states that hold a lock.
	Open bool
	// Unsettled chooses what people must look at: open ones, NOTFOUND ones and
	// tasks.
	Unsettled bool
	// Unacknowledged chooses those with an end that nobody has seen yet. A task
	// has none before it is done.
	Unacknowledged bool
	// Incident chooses those with an open incident.
	Incident bool
	// UndoOf chooses the corrections of one operation.
	UndoOf string
	// Slip chooses by the short number, whatever account and time; what is no
	// number chooses nothing.
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
	// its stamp and slip. The stamp is the present second or the next free one of
	// the card, at most 30 s ahead. A second Begin of the same operation id returns
	// the record that exists. Errors: *OpenError, *IncidentError, *UndoneError,
	// ErrClock, ErrReadOnly, ErrBusy.
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

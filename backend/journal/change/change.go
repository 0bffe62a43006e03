package change

import (
	"errors"
	"fmt"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

// ErrReused: the operation's id was used before for something else. It is a
// fault of the program, never of a person.
var ErrReused = errors.New("journal: operation id used before for something else")

// Reader is what a transaction must be able to tell. Its errors are passed on.
type Reader interface {
	// Op reads a record; false if there is none.
	Op(id string) (Row, []AttemptRow, bool, error)
	// Holder is the id of the operation that holds the card's lock, Blamed that of
	// one with an open incident, and Undone that of an operation's correction that
	// has been made or still may be. "" for none.
	Holder(c Card) (string, error)
	Blamed(c Card) (string, error)
	Undone(opID string) (string, error)
	// Last is the card's newest stamp and the journal's newest slip number, 0 for
	// none.
	Last(c Card) (stamp, slipNo int64, err error)
	// Head is the newest link of the audit.
	Head() (journal.Head, error)
	// Seen reads a remembered history row of the account; false if there is none.
	Seen(a journal.Account, id int64) (SeenRow, bool, error)
	// BoundTo is the id of the history row bound to the operation, 0 for none.
	BoundTo(opID string) (int64, error)
}

// Set is what one change writes, all of it or nothing.
type Set struct {
	// New says that Row is inserted; otherwise it replaces the one of version
	// Row.Ver-1.
	New bool
	Row Row
	// Attempt, unless nil, is inserted or replaces the one of the same N.
	Attempt *AttemptRow
	// Seen are new history rows. Bind, unless 0, is the id of the row that now
	// belongs to the operation.
	Seen []SeenRow
	Bind int64
	// Paper, unless nil, is written instead of an operation; New speaks of it then.
	Paper *PaperRow
	Audit Sealed
}

// AboutOp tells whether the set changes an operation.
func (set *Set) AboutOp() bool { return set.Row.ID != "" }

// Begin works out a new record. The Set is nil if the operation exists already
// and nothing is to be written.
func Begin(r Reader, a journal.Account, op backend.Operation, now time.Time, slots Slots) (journal.Record, *Set, error) {
	if err := whole(a, op); err != nil {
		return journal.Record{}, nil, err
	}
	rec, found, err := existing(r, a, op)
	if err != nil || found {
		return rec, nil, err
	}
	card := Card{a.Backend, a.Name, op.MemberID}
	if err := mayBegin(r, card, op); err != nil {
		return journal.Record{}, nil, err
	}
	last, slipNo, err := r.Last(card)
	if err != nil {
		return journal.Record{}, nil, err
	}
	stamp, err := slots.Next(now, last)
	if err != nil {
		return journal.Record{}, nil, err
	}
	rec = journal.Record{Account: a, Ver: 1, Stamp: backend.Stamp(stamp)}
	rec.Operation, rec.State, rec.Slip = op, backend.StateIntent, Slip(slipNo+1)
	rec.CreatedAt, rec.UpdatedAt = now, now
	set := &Set{New: true}
	who := op.Operator
	if who == "" {
		who = program
	}
	rec, err = set.finish(r, rec, nil, nil, Entry{Who: who, Approver: op.Approver, To: rec.State})
	return rec, set, err
}

// whole refuses what nobody can have confirmed.
func whole(a journal.Account, op backend.Operation) error {
	if op.ID == "" || op.MemberID == "" || op.Kind.String() == "" || a.Backend == "" || a.Name == "" {
		return errors.New("journal: an operation needs an id, a kind, a member and an account")
	}
	undo := op.Undo
	if (op.Kind == backend.OpUndo) != (undo != nil) || undo != nil && (undo.Of == "" || undo.Of == op.ID) {
		return errors.New("journal: a correction, and nothing else, names what it takes back")
	}
	return nil
}

// existing finds the record of an operation that was begun before. Whoever
// presses twice means one operation, so what was asked must be the same.
func existing(r Reader, a journal.Account, op backend.Operation) (journal.Record, bool, error) {
	row, attempts, found, err := r.Op(op.ID)
	if err != nil || !found {
		return journal.Record{}, false, err
	}
	rec, err := ToRecord(row, attempts)
	if err != nil {
		return rec, true, err
	}
	var asked Row
	same := rec
	same.Operation = op
	if err := encode(same, &asked); err != nil {
		return rec, true, err
	}
	if rec.Account != a || asked.Operation != row.Operation || asked.Quote != row.Quote {
		return rec, true, fmt.Errorf("%w: %s", ErrReused, rec.Slip)
	}
	return rec, true, nil
}

// mayBegin is nil if the card is free, no incident waits on it and nothing is
// taken back twice.
func mayBegin(r Reader, card Card, op backend.Operation) error {
	if err := lockFree(r, card, op.ID); err != nil {
		return err
	}
	blamed, err := r.Blamed(card)
	if err != nil {
		return err
	}
	if blamed != "" {
		rec, err := read(r, blamed)
		if err != nil {
			return err
		}
		return &journal.IncidentError{Record: rec}
	}
	if op.Undo == nil {
		return nil
	}
	other, err := r.Undone(op.Undo.Of)
	if err != nil || other == "" {
		return err
	}
	rec, err := read(r, other)
	if err != nil {
		return err
	}
	return &journal.UndoneError{Record: rec}
}

// lockFree is nil if nobody but the operation itself holds the card's lock.
func lockFree(r Reader, card Card, opID string) error {
	holder, err := r.Holder(card)
	if err != nil || holder == "" || holder == opID {
		return err
	}
	rec, err := read(r, holder)
	if err != nil {
		return err
	}
	return &journal.OpenError{Record: rec}
}

// read is the record of an operation that is there.
func read(r Reader, id string) (journal.Record, error) {
	row, attempts, _, err := r.Op(id)
	if err != nil {
		return journal.Record{}, err
	}
	return ToRecord(row, attempts)
}

// program is who did what nobody asked for.
const program = "till"

// finish seals the change and returns the record exactly as it will be read.
// What was asked keeps the text that is stored: a newer program would write it
// with more fields, and it is never written again.
func (set *Set) finish(r Reader, rec journal.Record, old *Row, attempts []AttemptRow, e Entry) (journal.Record, error) {
	var err error
	if set.Row, err = ToRow(rec); err != nil {
		return rec, err
	}
	if old != nil {
		set.Row.Operation, set.Row.Quote = old.Operation, old.Quote
	}
	head, err := r.Head()
	if err != nil {
		return rec, err
	}
	e.Seq, e.Op, e.Ver, e.At = head.Seq+1, rec.ID, rec.Ver, set.Row.Updated
	e.Digest = Digest(set.Row, attempts)
	if set.Audit, err = seal(head, e.Op, e); err != nil {
		return rec, err
	}
	return ToRecord(set.Row, attempts)
}

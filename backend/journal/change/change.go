package change

import (
	"encoding/json"
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
	// Holder is the id of the operation that holds the card's lock, or "".
	Holder(c Card) (string, error)
	// Last is the card's newest stamp and the journal's newest slip number, 0 for
	// none.
	Last(c Card) (stamp, slipNo int64, err error)
	// Head is the newest link of the audit.
	Head() (Head, error)
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
	Seen  []SeenRow
	Bind  int64
	Audit Sealed
}

// Begin works out a new record. The Set is nil if the operation exists already
// and nothing is to be written.
func Begin(r Reader, a journal.Account, op backend.Operation, now time.Time) (journal.Record, *Set, error) {
	if op.ID == "" || op.MemberID == "" || op.Kind.String() == "" || a.Backend == "" || a.Name == "" {
		return journal.Record{}, nil, errors.New("journal: an operation needs an id, a kind, a member and an account")
	}
	rec, found, err := existing(r, a, op)
	if err != nil || found {
		return rec, nil, err
	}
	card := Card{a.Backend, a.Name, op.MemberID}
	if err := lockFree(r, card, op.ID); err != nil {
		return journal.Record{}, nil, err
	}
	stamp, slipNo, err := r.Last(card)
	if err != nil {
		return journal.Record{}, nil, err
	}
	rec = journal.Record{Account: a, Ver: 1, Stamp: backend.Stamp(max(now.Unix(), stamp+1))}
	rec.Operation, rec.State, rec.Slip = op, backend.StateIntent, Slip(slipNo+1)
	rec.CreatedAt, rec.UpdatedAt = now, now
	set := &Set{New: true}
	who := op.Operator
	if who == "" {
		who = program
	}
	rec, err = set.finish(r, rec, nil, nil, Entry{Who: who, To: rec.State})
	return rec, set, err
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

// lockFree is nil if nobody but the operation itself holds the card's lock.
func lockFree(r Reader, card Card, opID string) error {
	holder, err := r.Holder(card)
	if err != nil || holder == "" || holder == opID {
		return err
	}
	row, attempts, _, err := r.Op(holder)
	if err != nil {
		return err
	}
	rec, err := ToRecord(row, attempts)
	if err != nil {
		return err
	}
	return &journal.OpenError{Record: rec}
}

// program is who did what nobody asked for.
const program = "till"

// Move works out the next version of a record.
func Move(r Reader, id string, ver int64, s journal.Step, now time.Time) (journal.Record, *Set, error) {
	row, attempts, found, err := r.Op(id)
	switch {
	case err != nil:
		return journal.Record{}, nil, err
	case !found:
		return journal.Record{}, nil, journal.ErrNotFound
	case row.Ver != ver:
		return journal.Record{}, nil, journal.ErrChanged
	}
	rec, err := ToRecord(row, attempts)
	if err != nil {
		return rec, nil, err
	}
	next, err := apply(rec, s, now)
	if err != nil {
		return rec, nil, err
	}
	if next.State.Open() && !rec.State.Open() {
		if err := lockFree(r, row.Card(), id); err != nil {
			return rec, nil, err
		}
	}
	set := &Set{Bind: s.Bind}
	if err := set.remember(r, rec, s); err != nil {
		return rec, nil, err
	}
	e := Entry{Who: s.Who, From: rec.State, To: next.State, Why: s.Why, Reason: s.Reason, Bind: set.Bind}
	if e.Who == "" {
		e.Who = program
	}
	if s.Attempt != nil {
		a := toAttempt(*s.Attempt)
		set.Attempt, attempts = &a, merged(attempts, a)
		e.Attempt, e.Class = s.Attempt.N, a.Class
	}
	next, err = set.finish(r, next, &row, attempts, e)
	return next, set, err
}

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
	e.Op, e.Ver, e.At = rec.ID, rec.Ver, set.Row.Updated
	e.Digest = Digest(set.Row, attempts)
	if set.Audit, err = seal(head, e); err != nil {
		return rec, err
	}
	return ToRecord(set.Row, attempts)
}

// apply makes the next record of a step, without looking at other records.
func apply(r journal.Record, s journal.Step, now time.Time) (journal.Record, error) {
	from := r.State
	if s.To != "" {
		if !journal.MayMove(from, s.To) {
			return r, fmt.Errorf("%w: %s to %s", journal.ErrMove, from, s.To)
		}
		r.State, r.NextLook = s.To, s.NextLook
	} else if !s.NextLook.IsZero() {
		r.NextLook = s.NextLook
	}
	r.Ver++
	r.UpdatedAt = now
	switch {
	case from.Open() && !r.State.Open():
		r.SettledAt = now
	case !from.Open() && r.State.Open():
		// It is open again, and the end it will have is one nobody has seen.
		r.SettledAt, r.Acknowledged = time.Time{}, time.Time{}
	}
	r.Voided = r.Voided || s.Voided || r.State == backend.StateVoiding
	replace(&r.Why, s.Why)
	replace(&r.Receipt, s.Receipt)
	replace(&r.Evidence, s.Evidence)
	replace(&r.Refusal, s.Refusal)
	replaceTime(&r.SendBy, s.SendBy)
	replaceTime(&r.Collected, s.Collected)
	replaceTime(&r.Acknowledged, s.Acknowledged)
	if s.Token != nil {
		r.Token = *s.Token
	}
	return r, nil
}

// replace leaves what is there for a zero value.
func replace[T comparable](old *T, value T) {
	var zero T
	if value != zero {
		*old = value
	}
}

func replaceTime(old *time.Time, value time.Time) {
	if !value.IsZero() {
		*old = value
	}
}

// remember collects the history rows that are new and checks the binding. A row
// that is known stays as it was seen first: it is evidence.
func (set *Set) remember(r Reader, rec journal.Record, s journal.Step) error {
	fresh := make(map[int64]bool)
	for _, ev := range s.Seen {
		if _, known, err := r.Seen(rec.Account, ev.ID); err != nil {
			return err
		} else if known || fresh[ev.ID] {
			continue
		}
		text, err := json.Marshal(ev)
		if err != nil {
			return fmt.Errorf("journal: history row %d cannot be stored: %w", ev.ID, err)
		}
		fresh[ev.ID] = true
		set.Seen = append(set.Seen, SeenRow{ID: ev.ID, Subject: rec.MemberID, Event: string(text)})
	}
	if s.Bind == 0 {
		return nil
	}
	return set.bind(r, rec, fresh[s.Bind])
}

func (set *Set) bind(r Reader, rec journal.Record, fresh bool) error {
	has, err := r.BoundTo(rec.ID)
	switch {
	case err != nil:
		return err
	case has == set.Bind:
		set.Bind = 0
		return nil
	case has != 0:
		return fmt.Errorf("%w: %s has row %d already", journal.ErrBound, rec.Slip, has)
	case fresh:
		return nil
	}
	row, known, err := r.Seen(rec.Account, set.Bind)
	switch {
	case err != nil:
		return err
	case !known:
		return fmt.Errorf("%w: history row %d was never seen", journal.ErrNotFound, set.Bind)
	case row.OpID != "" || row.Subject != rec.MemberID:
		return fmt.Errorf("%w: row %d", journal.ErrBound, set.Bind)
	}
	return nil
}

// merged puts an attempt in its place by number.
func merged(attempts []AttemptRow, a AttemptRow) []AttemptRow {
	out := make([]AttemptRow, 0, len(attempts)+1)
	placed := false
	for _, old := range attempts {
		if !placed && old.N >= a.N {
			out = append(out, a)
			placed = true
		}
		if old.N != a.N {
			out = append(out, old)
		}
	}
	if !placed {
		out = append(out, a)
	}
	return out
}

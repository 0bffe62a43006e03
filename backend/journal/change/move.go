package change

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

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
	e := Entry{Who: s.Who, From: rec.State, To: next.State, Why: s.Why, Reason: s.Reason, Bind: set.Bind, Approver: s.Approver}
	if e.Who == "" {
		e.Who = program
	}
	if s.Incident != nil {
		if e.Incident, err = json.Marshal(next.Incident); err != nil {
			return rec, nil, fmt.Errorf("journal: incident of %s cannot be stored: %w", rec.Slip, err)
		}
	}
	if s.Attempt != nil {
		a := toAttempt(*s.Attempt)
		set.Attempt, attempts = &a, merged(attempts, a)
		e.Attempt, e.Class = s.Attempt.N, a.Class
	}
	next, err = set.finish(r, next, &row, attempts, e)
	return next, set, err
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
	case !ended(from) && ended(r.State):
		r.SettledAt = now
	case ended(from) && !ended(r.State):
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
	if s.Incident == nil {
		return r, nil
	}
	var err error
	r.Incident, err = incident(r.Incident, *s.Incident)
	return r, err
}

// incident is what a step makes of a record's incident.
func incident(old *backend.Incident, told backend.Incident) (*backend.Incident, error) {
	switch {
	case !told.Open() && (!old.Open() || told.ClosedBy == ""):
		return old, fmt.Errorf("%w: closing an incident takes an open one and a name", journal.ErrMove)
	case !told.Open():
		closed := *old
		closed.Closed, closed.ClosedBy, closed.Reason = told.Closed, told.ClosedBy, told.Reason
		return &closed, nil
	case !old.Open():
		told.ClosedBy, told.Reason = "", ""
		return &told, nil
	}
	more := *old
	replace(&more.Why, told.Why)
	more.Rows = slices.Clone(old.Rows)
	for _, row := range told.Rows {
		if !slices.ContainsFunc(more.Rows, func(r backend.Event) bool { return r.ID == row.ID }) {
			more.Rows = append(more.Rows, row)
		}
	}
	return &more, nil
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

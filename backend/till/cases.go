package till

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/staff"
)

// minReason is the least number of characters that explain a decision.
const minReason = 4

// Cases lists the account's open operations, or with open false also those that
// were not found and those with an open incident, newest first: everything that
// people must look at.
func (t *Till) Cases(ctx context.Context, open bool) ([]backend.Case, error) {
	const name = "till.cases"
	cases, err := t.list(ctx, name, journal.Filter{Open: open, Unsettled: !open})
	if err != nil || open {
		return cases, err
	}
	blamed, err := t.list(ctx, name, journal.Filter{Incident: true})
	if err != nil {
		return nil, err
	}
	for _, c := range blamed {
		if !slices.ContainsFunc(cases, func(other backend.Case) bool { return other.ID == c.ID }) {
			cases = append(cases, c)
		}
	}
	slices.SortStableFunc(cases, func(a, b backend.Case) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return cases, nil
}

// Case reads one operation. Errors: KindNotFound, KindJournal.
func (t *Till) Case(ctx context.Context, id string) (backend.Case, error) {
	rec, err := t.e.o.Journal.Get(ctx, id)
	if err != nil {
		return backend.Case{}, journalFault("till.case", err)
	}
	return t.e.overlay(rec.Case), nil
}

// Last is the newest end at this till that nobody acknowledged yet.
func (t *Till) Last(ctx context.Context) (backend.Case, bool) {
	cases, err := t.list(ctx, "till.last", journal.Filter{Till: t.name, Unacknowledged: true, Limit: 1})
	if err != nil || len(cases) == 0 {
		return backend.Case{}, false
	}
	return cases[0], true
}

// Recent lists up to n different members that were served at this till lately,
// newest first. Only id, number and name are filled in.
func (t *Till) Recent(ctx context.Context, n int) ([]backend.Member, error) {
	if _, err := t.May(staff.RightFind, ""); err != nil {
		return nil, err
	}
	cases, err := t.list(ctx, "till.recent", journal.Filter{Till: t.name, Limit: 10 * n})
	if err != nil {
		return nil, err
	}
	var members []backend.Member
	known := make(map[string]bool)
	for _, c := range cases {
		if known[c.MemberID] || len(members) == n {
			continue
		}
		known[c.MemberID] = true
		members = append(members, backend.Member{ID: c.MemberID, Number: c.Number, Name: c.Name,
			Source: backend.SourceJournal, ReadAt: c.UpdatedAt})
	}
	return members, nil
}

func (t *Till) list(ctx context.Context, op string, f journal.Filter) ([]backend.Case, error) {
	f.Account = &t.e.o.Account
	recs, err := t.e.o.Journal.List(ctx, f)
	if err != nil {
		return nil, journalFault(op, err)
	}
	cases := make([]backend.Case, 0, len(recs))
	for _, r := range recs {
		cases = append(cases, t.e.overlay(r.Case))
	}
	return cases, nil
}

// Look reads history for an operation now, whatever the timetable says: an
// unknown one may settle, one that was not found may turn out to have happened,
// one that waits for a person gets fresh evidence. Whoever leaves does not cut
// the reading short. Errors: KindNotFound, KindJournal, and those of reading for
// a case that a person decides.
func (t *Till) Look(ctx context.Context, id string) (backend.Case, error) {
	const name = "till.look"
	return t.e.await(ctx, name, func(ctx context.Context) (backend.Case, error) {
		rec, err := t.e.o.Journal.Get(ctx, id)
		if err != nil {
			return backend.Case{}, journalFault(name, err)
		}
		rec, err = t.e.lookNow(ctx, rec)
		if err != nil {
			return t.e.overlay(rec.Case), journalFault(name, err)
		}
		return t.e.overlay(rec.Case), nil
	})
}

func (e *engine) lookNow(ctx context.Context, rec journal.Record) (journal.Record, error) {
	if e.inFlight(rec.ID) {
		return rec, nil
	}
	rec, err := e.pay(rec)
	if err != nil {
		return rec, err
	}
	switch rec.State {
	case backend.StateIntent, backend.StateSending:
		if e.o.Clock.Now().Sub(rec.UpdatedAt) < abandoned || e.o.Alive(rec.Till) {
			return rec, nil
		}
		next, err := e.takeOver(ctx, rec)
		if errors.Is(err, journal.ErrChanged) {
			return e.o.Journal.Get(ctx, rec.ID)
		}
		return next, err
	case backend.StateUnknown, backend.StateVoiding:
		if parked(rec, e.o.Clock.Now()) {
			e.resume(rec)
		} else {
			e.watch(rec.ID, rec.UpdatedAt)
		}
		rec, err = e.look(ctx, rec)
		if errors.Is(err, errRest) {
			err = nil
		}
		return rec, err
	case backend.StateNotFound:
		return e.lookLate(ctx, rec)
	case backend.StateTask:
		return e.lookTask(ctx, rec)
	case backend.StateHuman:
		return e.refresh(ctx, rec)
	}
	return e.lookBack(ctx, rec)
}

// refresh stores what history shows now beside a case that a person decides.
func (e *engine) refresh(ctx context.Context, rec journal.Record) (journal.Record, error) {
	found, err := e.examine(ctx, rec, allOver)
	if err != nil || found.evidence == nil {
		return rec, err
	}
	next, err := e.o.Journal.Move(ctx, rec.ID, rec.Ver,
		journal.Step{Evidence: found.evidence, Seen: found.evidence.Rows})
	if errors.Is(err, journal.ErrChanged) {
		// Somebody else looked or decided meanwhile, which is as good.
		return e.o.Journal.Get(ctx, rec.ID)
	}
	if err != nil {
		return rec, err
	}
	e.hub.publish(next.Case)
	return next, nil
}

// Acknowledge records that somebody saw the end of an operation. An open one has
// no end to see and stays as it is, and so does a task.
func (t *Till) Acknowledge(ctx context.Context, id string) (backend.Case, error) {
	return t.mark(ctx, "till.acknowledge", id, func(c backend.Case) (journal.Step, bool) {
		return journal.Step{Acknowledged: t.e.o.Clock.Now()}, !c.State.Open() && c.State != backend.StateTask && c.Acknowledged.IsZero()
	})
}

// Collected records that somebody collected the rest of a settled bill. Errors:
// KindInvalid where nothing was left to collect.
func (t *Till) Collected(ctx context.Context, id string) (backend.Case, error) {
	const name = "till.collected"
	c, err := t.mark(ctx, name, id, func(c backend.Case) (journal.Step, bool) {
		return journal.Step{Collected: t.e.o.Clock.Now()}, owes(c) && c.Collected.IsZero()
	})
	if err == nil && !owes(c) {
		return c, invalid(name, "collect")
	}
	return c, err
}

func owes(c backend.Case) bool { return c.Receipt != nil && c.Receipt.Collect.Sign() > 0 }

// Decide closes a case that only a person can decide. What was not found can be
// called unpaid; that it was paid, only history can show. The reason has at least
// four characters and is kept with the evidence for ever. Of a task it says that it
// was done in the back office although history does not prove it, or that it is
// withdrawn, and takes the right to correct. Errors: KindInvalid
// (Field "reason"), KindStale for a case that is not a person's to decide,
// KindNotFound, KindJournal.
func (t *Till) Decide(ctx context.Context, id string, paid bool, reason string) (backend.Case, error) {
	const name = "till.decide"
	reason, wrong := explained(name, reason)
	if wrong != nil {
		return backend.Case{}, wrong
	}
	needed := t.rightToDecide(ctx, id)
	approver, err := t.May(needed, id)
	if err != nil {
		return backend.Case{}, err
	}
	to := backend.StateClosedUnpaid
	if paid {
		to = backend.StateClosedPaid
	}
	decided := false
	c, err := t.mark(ctx, name, id, func(c backend.Case) (journal.Step, bool) {
		step := journal.Step{To: to}
		if c.State == backend.StateTask {
			step = decideTask(c, paid)
		}
		step.Why, step.Reason, step.Approver = backend.WhyPerson, reason, approver
		decided = c.State == backend.StateHuman || c.State == backend.StateNotFound && !paid ||
			c.State == backend.StateTask && needed == staff.RightUndo
		return step, decided
	})
	if err == nil && !decided && c.State != to {
		return c, &backend.Error{Op: name, Kind: backend.KindStale}
	}
	return c, err
}

// rightToDecide is that of correcting for a task, and of deciding for anything else,
// also for what there is not: who may not ask learns nothing.
func (t *Till) rightToDecide(ctx context.Context, id string) staff.Right {
	rec, err := t.e.o.Journal.Get(ctx, id)
	if err == nil && rec.State == backend.StateTask {
		return staff.RightUndo
	}
	return staff.RightDecide
}

// explained is a reason as it is kept.
func explained(op, reason string) (string, *backend.Error) {
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) < minReason {
		return "", invalid(op, "reason")
	}
	return reason, nil
}

// CloseIncident says in a person's name that the rows of an incident were looked
// into, which lets money move on the card again. The rows are never told again.
// The reason has at least four characters and is kept for ever. Errors:
// KindInvalid (Field "reason"), KindStale where no incident is open, KindNotFound,
// KindJournal.
func (t *Till) CloseIncident(ctx context.Context, id, reason string) (backend.Case, error) {
	const name = "till.close-incident"
	reason, wrong := explained(name, reason)
	if wrong != nil {
		return backend.Case{}, wrong
	}
	approver, err := t.May(staff.RightIncident, id)
	if err != nil {
		return backend.Case{}, err
	}
	closed := false
	c, err := t.mark(ctx, name, id, func(c backend.Case) (journal.Step, bool) {
		if closed = c.Incident.Open(); !closed {
			return journal.Step{}, false
		}
		i := *c.Incident
		i.Closed, i.ClosedBy, i.Reason = t.e.o.Clock.Now(), cmp.Or(t.operator, t.name), reason
		return journal.Step{Incident: &i, Reason: reason, Approver: approver}, true
	})
	if err == nil && !closed {
		return c, &backend.Error{Op: name, Kind: backend.KindStale}
	}
	return c, err
}

// mark makes one change in a person's name. Somebody else's change in between
// only means to read again.
func (t *Till) mark(ctx context.Context, op, id string, change func(backend.Case) (journal.Step, bool)) (backend.Case, error) {
	var err error
	for range 5 {
		var rec journal.Record
		if rec, err = t.e.o.Journal.Get(ctx, id); err != nil {
			break
		}
		step, wanted := change(rec.Case)
		if !wanted {
			return t.e.overlay(rec.Case), nil
		}
		step.Who = t.operator
		if rec, err = t.e.o.Journal.Move(ctx, id, rec.Ver, step); err == nil {
			t.e.hub.publish(rec.Case)
			return rec.Case, nil
		}
		if !errors.Is(err, journal.ErrChanged) {
			break
		}
	}
	return backend.Case{}, journalFault(op, err)
}

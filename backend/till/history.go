package till

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/staff"
)

const (
	// mostPages and pageRows bound how much of a vendor's list is read.
	mostPages = 50
	pageRows  = 200
	// mostOwn is how many operations of a card are shown from the journal.
	mostOwn = 5000
	// shelfTime is how long a vendor's list serves for turning pages and choosing
	// other rows.
	shelfTime = 5 * time.Minute
	// shelfCards is how many cards' lists are kept.
	shelfCards = 16
	// sameTime is how far the vendor's clock and ours may lie apart for a row to
	// be one of ours.
	sameTime = 10 * time.Minute
)

// History reads a page of a card's events. Where the vendor does not show what
// was booked through its interface, our journal fills its list up. Elsewhere,
// what it shows about operations of ours that are not bound to a row yet, or were
// presumed not applied, is followed up in the background.
func (t *Till) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	if _, err := t.May(staff.RightFind, q.MemberID); err != nil {
		return backend.HistoryPage{}, err
	}
	const name = "till.history"
	if t.e.rowless() {
		return t.e.joined(ctx, name, q)
	}
	page, err := t.e.o.Backend.History(ctx, q)
	if err != nil {
		return backend.HistoryPage{}, fault(name, err)
	}
	rows := slices.Clone(page.Events)
	t.e.spawn(func(ctx context.Context) {
		t.e.attribute(ctx, q.MemberID, rows)
		t.e.lookTasks(ctx, q.MemberID, rows)
	})
	if page.Events, err = t.e.owning(ctx, q.MemberID, page.Events); err != nil {
		return backend.HistoryPage{}, journalFault(name, err)
	}
	return page, nil
}

// Glance is History as far as it costs no call: where looking up costs something
// it shows our own journal and what is still known of the vendor's list.
func (t *Till) Glance(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	if _, err := t.May(staff.RightFind, q.MemberID); err != nil {
		return backend.HistoryPage{}, err
	}
	e := t.e
	if !e.rowless() || e.o.Backend.Capabilities().FindWhileTyping {
		return t.History(ctx, q)
	}
	rows, err := e.own(ctx, q)
	if err != nil {
		return backend.HistoryPage{}, journalFault("till.glance", err)
	}
	if !q.PointsOnly {
		rows = join(rows, e.shelf.kept(q.MemberID, e.o.Clock.Now()))
	}
	return cut(rows, q), nil
}

// joined is a page of the vendor's rows and ours together. It is never the whole
// story: what was consumed elsewhere is in neither.
func (e *engine) joined(ctx context.Context, name string, q backend.HistoryQuery) (backend.HistoryPage, error) {
	rows, err := e.own(ctx, q)
	if err != nil {
		return backend.HistoryPage{}, journalFault(name, err)
	}
	if !q.PointsOnly { // the vendor's recharges do not tell points
		theirs, err := e.theirs(ctx, q)
		if err != nil {
			return backend.HistoryPage{}, fault(name, err)
		}
		rows = join(rows, theirs)
	}
	return cut(rows, q), nil
}

// cut is a page of what was joined.
func cut(rows []backend.Event, q backend.HistoryQuery) backend.HistoryPage {
	rows = slices.DeleteFunc(rows, func(ev backend.Event) bool { return !wanted(ev, q) })
	page, size := max(q.Page, 1), min(max(q.Size, 1), pageRows)
	from := min((page-1)*size, len(rows))
	to := min(from+size, len(rows))
	return backend.HistoryPage{Events: rows[from:to:to], More: to < len(rows), Partial: true}
}

func wanted(ev backend.Event, q backend.HistoryQuery) bool {
	return (q.Kind == backend.EventOther || ev.Kind == q.Kind) &&
		(q.From.IsZero() || !ev.At.Before(q.From)) && (q.To.IsZero() || !ev.At.After(q.To))
}

// own is what our journal knows to have happened to a card, newest first. A row's
// ID is the operation's stamp below zero: unique on the card, and never a
// vendor's, since those count from above zero.
func (e *engine) own(ctx context.Context, q backend.HistoryQuery) ([]backend.Event, error) {
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: q.MemberID, Limit: mostOwn})
	if err != nil {
		return nil, err
	}
	var rows []backend.Event
	links := linked(recs)
	for _, r := range recs {
		ev, settled := r.Event()
		if !settled || q.PointsOnly && !movedPoints(r.Case) {
			continue
		}
		ev.ID = -int64(r.Stamp)
		own := links[r.ID]
		ev.Own = &own
		rows = append(rows, ev)
	}
	slices.SortStableFunc(rows, func(a, b backend.Event) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	return rows, nil
}

func movedPoints(c backend.Case) bool { return !due(c.Operation).PointsAfter.IsZero() }

// join puts both lists into one, newest first. A recharge made here may be in the
// vendor's list too: a row of theirs that added the same to the card, left the
// same balance and lies within ten minutes is ours, the nearest one if several
// do, and is shown once, as the journal has it. What was added is compared and
// not the principal, because the vendor knows nothing of our gifts.
func join(ours, theirs []backend.Event) []backend.Event {
	theirs = slices.Clone(theirs)
	for _, own := range ours {
		if own.Kind != backend.EventRecharge {
			continue
		}
		if i := twin(own, theirs); i >= 0 {
			theirs = slices.Delete(theirs, i, i+1)
		}
	}
	rows := append(slices.Clone(ours), theirs...)
	slices.SortStableFunc(rows, func(a, b backend.Event) int { return b.At.Compare(a.At) })
	return rows
}

// twin is the index of the vendor's row of our recharge, -1 if there is none.
func twin(own backend.Event, theirs []backend.Event) int {
	found, nearest := -1, sameTime
	for i, row := range theirs {
		apart := row.At.Sub(own.At).Abs()
		if row.Kind == own.Kind && row.Net.Equal(own.Net) && row.Balance.Equal(own.Balance) && apart <= nearest {
			found, nearest = i, apart-1
		}
	}
	return found
}

// shelf keeps vendors' lists of single cards.
type shelf struct {
	mu    sync.Mutex
	lists map[string]list
}

type list struct {
	at   time.Time
	rows []backend.Event
	// asked is the query that read it, as of its first page.
	asked backend.HistoryQuery
}

// theirs is the vendor's whole list of a card. The first page of the same query
// asks anew; other pages and other filters are cut from what is there, because a
// call may cost something.
func (e *engine) theirs(ctx context.Context, q backend.HistoryQuery) ([]backend.Event, error) {
	now, page := e.o.Clock.Now(), q.Page
	q.Page = 1
	e.shelf.mu.Lock()
	kept, has := e.shelf.lists[q.MemberID]
	if has && now.Sub(kept.at) < shelfTime && (page > 1 || q != kept.asked) {
		kept.asked = q
		e.shelf.lists[q.MemberID] = kept
		e.shelf.mu.Unlock()
		return kept.rows, nil
	}
	e.shelf.mu.Unlock()
	var rows []backend.Event
	for n := 1; n <= mostPages; n++ {
		p, err := e.o.Backend.History(ctx, backend.HistoryQuery{MemberID: q.MemberID, Page: n, Size: pageRows})
		if err != nil {
			return nil, err
		}
		rows = append(rows, p.Events...)
		if !p.More {
			break
		}
	}
	e.shelf.mu.Lock()
	defer e.shelf.mu.Unlock()
	if len(e.shelf.lists) >= shelfCards {
		clear(e.shelf.lists)
	}
	e.shelf.lists[q.MemberID] = list{now, rows, q}
	return rows, nil
}

// kept is what is known of a card's list without asking.
func (s *shelf) kept(memberID string, now time.Time) []backend.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, has := s.lists[memberID]; has && now.Sub(l.at) < shelfTime {
		return l.rows
	}
	return nil
}

// drop forgets the list of a card on which something happened.
func (s *shelf) drop(memberID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lists, memberID)
}

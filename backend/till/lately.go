package till

import (
	"context"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/staff"
)

// Where looking a member up costs something, what was just read serves once more:
// for the open member's screen, and for the preview that follows.

// latelyTime is how long a reading serves.
const latelyTime = 30 * time.Second

// lately keeps members as they were just read.
type lately struct {
	mu      sync.Mutex
	members map[string]backend.Member
}

func (l *lately) put(m backend.Member) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.members) >= MaxKnown {
		clear(l.members)
	}
	l.members[m.ID] = m
}

func (l *lately) drop(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.members, id)
}

func (l *lately) get(id string) backend.Member {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.members[id]
}

// saw keeps a member that was read live, where that costs something. One of whose
// level only the name is known would be priced wrongly.
func (e *engine) saw(m backend.Member) {
	whole := m.Level.Name.IsEmpty() || m.Level.ID != ""
	if whole && m.Source == backend.SourceLive && !m.ReadAt.IsZero() && !e.o.Backend.Capabilities().FindWhileTyping {
		e.lately.put(m)
	}
}

// booked keeps what a reply told of the card, or forgets a card of which nobody
// knows how it looks now.
func (e *engine) booked(m backend.Member, rec journal.Record) {
	e.lately.drop(rec.MemberID)
	if r := rec.Receipt; rec.State == backend.StateApplied && r != nil && !r.Matched && !m.ReadAt.IsZero() {
		m.Balance, m.Points, m.ReadAt = r.Balance, r.Points, e.o.Clock.Now()
		e.saw(m)
	}
}

// Lately is the member as it was read within the last 30 seconds, if nothing of
// ours happened to its card since, and otherwise reads it anew. Errors: those of
// Member.
func (t *Till) Lately(ctx context.Context, id string) (backend.Member, error) {
	if _, err := t.May(staff.RightFind, id); err != nil {
		return backend.Member{}, err
	}
	m := t.e.lately.get(id)
	age := t.e.o.Clock.Now().Sub(m.ReadAt)
	if m.ID == "" || age < 0 || age > latelyTime {
		return t.Member(ctx, id)
	}
	recs, err := t.e.o.Journal.List(ctx, journal.Filter{Account: &t.e.o.Account, MemberID: id, Limit: recent})
	if err != nil {
		return m, journalFault("till.lately", err)
	}
	for _, r := range recs {
		if r.State.Open() || r.Outcome() != backend.OutcomeRefused && latest(r).After(m.ReadAt) {
			return t.Member(ctx, id)
		}
	}
	return m, nil
}

package pospal

import (
	"context"
	"sync"
	"time"

	"guitai/backend"
)

// Member reads one member and fills in what its level says: the rate, where the
// member has none, and whether a consumption earns points. The levels are read
// once a day.
func (c *Client) Member(ctx context.Context, id string) (backend.Member, error) {
	m, err := c.info(ctx, id, ordinary)
	if err != nil || m.Level.Name.IsEmpty() {
		return m, err
	}
	// Without its level the bill would be priced too high and earn nothing, so a
	// member whose level cannot be read is not read.
	if _, err := c.categories(ctx); err != nil {
		return backend.Member{}, err
	}
	return c.dressed(m), nil
}

// info is queryByUid: the member with what is known of its level without asking.
func (c *Client) info(ctx context.Context, id string, why purpose) (backend.Member, error) {
	const path = members + "queryByUid"
	e, err := c.record(ctx, id, why)
	if err != nil {
		return backend.Member{}, err
	}
	m, err := c.one(opOf(path), e)
	if err == nil && m.ID != id {
		return backend.Member{}, unreadable(opOf(path), errOther)
	}
	return m, err
}

// record is queryByUid's answer, still in its envelope.
func (c *Client) record(ctx context.Context, id string, why purpose) (envelope, error) {
	const path = members + "queryByUid"
	u, ok := uidOf(id)
	if !ok {
		return envelope{}, notFound(opOf(path))
	}
	return c.read(ctx, path, why, struct {
		auth
		UID uid `json:"customerUid"`
		asker
	}{c.auth(), u, c.asker()})
}

// dressed is a member with its level as far as the levels are known.
func (c *Client) dressed(m backend.Member) backend.Member {
	l, known := c.levels.named(m.Level.Name)
	if !known {
		return m
	}
	m.Level = l
	if !m.Rate.Known() && l.Rate.Known() {
		m.Rate, m.RateFrom = l.Rate, backend.RateLevel
	}
	if c.earn != nil && l.Earns != nil && *l.Earns {
		earn := *c.earn
		m.Earning = &earn
	}
	return m
}

// memoryTime is how long a member's level is remembered: from the reading that
// begins a recharge to its rules, which follow at once.
const memoryTime = time.Minute

// shownTime is how long a reading serves as the figures from before an operation:
// 30 seconds until the preview and as long for the confirmation.
const shownTime = time.Minute

// memory holds what was just read of members, so that neither their rules nor the
// operation that follows needs a call of its own.
type memory struct {
	mu     sync.Mutex
	levels map[string]sight
}

type sight struct {
	level string
	at    time.Time
	// shown is what the card held, yuan and points.
	shown backend.Snapshot
}

func newMemory() *memory { return &memory{levels: map[string]sight{}} }

// booked keeps what a proven reply said about a card.
func (s *memory) booked(id string, r *backend.Receipt, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, known := s.levels[id]; known {
		l.shown = backend.Snapshot{At: now, Balance: r.Balance, Points: r.Points}
		s.levels[id] = l
	}
}

// before is what a card held when it was just shown, if a preview promised from
// the same figures.
func (s *memory) before(op backend.Operation, now time.Time) (backend.Snapshot, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was, q := s.levels[op.MemberID].shown, op.Quote
	age := now.Sub(was.At)
	return was, !was.At.IsZero() && age >= 0 && age <= shownTime &&
		was.Balance.Equal(q.BalanceBefore) && was.Points.Equal(q.PointsBefore)
}

func (s *memory) learn(m backend.Member) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.levels) >= 1000 {
		clear(s.levels)
	}
	s.levels[m.ID] = sight{m.Level.Name.String(), m.ReadAt,
		backend.Snapshot{At: m.ReadAt, Balance: m.Balance, Points: m.Points}}
}

func (s *memory) forget(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		delete(s.levels, id)
	}
}

func (s *memory) level(id string, now time.Time) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, known := s.levels[id]
	return l.level, known && now.Sub(l.at) < memoryTime
}

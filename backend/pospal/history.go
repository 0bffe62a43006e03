package pospal

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/safe"
)

// History gives a member's recharges, the only events that the vendor shows;
// what was consumed elsewhere and what went through this interface is not among
// them, so every page is Partial.
//
// The vendor has no paging here and its rows have no ids. An ID is made of a
// row's second and its place among the rows of that second, ordered by the
// balance afterwards; it is the same whenever the same rows are read.
func (c *Client) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	events, err := c.log(ctx, q)
	if err != nil {
		return backend.HistoryPage{}, err
	}
	wanted := make([]backend.Event, 0, len(events))
	for _, e := range events {
		if isWanted(e, q) {
			wanted = append(wanted, e)
		}
	}
	page, size := max(q.Page, 1), min(max(q.Size, 1), 200)
	from := min((page-1)*size, len(wanted))
	to := min(from+size, len(wanted))
	return backend.HistoryPage{Events: wanted[from:to], More: to < len(wanted), Partial: true}, nil
}

func isWanted(e backend.Event, q backend.HistoryQuery) bool {
	switch {
	case q.PointsOnly, q.Kind != backend.EventOther && e.Kind != q.Kind:
		return false // a recharge's row tells no points
	case !q.From.IsZero() && e.At.Before(q.From):
		return false
	}
	return q.To.IsZero() || !e.At.After(q.To)
}

// shelfTime is how long the pages behind the first one are cut from what the
// first one read. It saves calls and keeps the pages of one walk together.
const shelfTime = 5 * time.Minute

// shelf holds the log that was read last.
type shelf struct {
	mu     sync.Mutex
	member string
	at     time.Time
	events []backend.Event
}

// log is a member's whole log, newest first. The first page always asks anew.
func (c *Client) log(ctx context.Context, q backend.HistoryQuery) ([]backend.Event, error) {
	s := c.shelf
	if q.Page > 1 {
		s.mu.Lock()
		events, usable := s.events, s.member == q.MemberID && c.now().Sub(s.at) < shelfTime
		s.mu.Unlock()
		if usable {
			return events, nil
		}
	}
	events, err := c.readLog(ctx, q.MemberID)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.member, s.at, s.events = q.MemberID, c.now(), events
	return events, nil
}

func (c *Client) readLog(ctx context.Context, id string) ([]backend.Event, error) {
	const path = members + "queryCustomerRechargeLog"
	u, ok := uidOf(id)
	if !ok {
		return nil, notFound(opOf(path))
	}
	e, err := c.read(ctx, path, ordinary, struct {
		auth
		UID uid `json:"customerUid"`
	}{c.auth(), u})
	if err != nil {
		return nil, err
	}
	list, err := rows[wireRecharge](e)
	if err != nil {
		return nil, unreadable(opOf(path), err)
	}
	events := make([]backend.Event, 0, len(list))
	for _, w := range list {
		if w.Member != 0 && w.Member != u {
			return nil, unreadable(opOf(path), errOther)
		}
		r, err := c.recharge(w)
		if err != nil {
			return nil, unreadable(opOf(path), err)
		}
		events = append(events, backend.Event{
			At: r.At, Kind: backend.EventRecharge, Gross: r.Money, Net: r.Money.Add(r.Gift), Balance: r.Balance,
			PayType: r.PayType, Shop: r.Store, Detail: safe.Lines(string(w.Remark)),
		})
	}
	return numbered(events), nil
}

// numbered sorts events newest first and gives them ids.
func numbered(events []backend.Event) []backend.Event {
	slices.SortStableFunc(events, func(a, b backend.Event) int {
		return cmp.Or(b.At.Compare(a.At), b.Balance.Cmp(a.Balance), b.Gross.Cmp(a.Gross), b.Net.Cmp(a.Net),
			cmp.Compare(b.PayType.String(), a.PayType.String()))
	})
	const perSecond = 100_000 // far more recharges than one member has in a second
	n := int64(0)
	for i := len(events) - 1; i >= 0; i-- {
		n++
		if i < len(events)-1 && !events[i].At.Equal(events[i+1].At) {
			n = 1
		}
		events[i].ID = max(events[i].At.Unix(), 0)*perSecond + n
	}
	return events
}

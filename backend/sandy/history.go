package sandy

import (
	"context"
	"slices"
	"time"

	"guitai/backend"
)

// historyQuery is the body of getcardhis. What is not asked for is left out:
// a 0 might mean something else than nothing.
type historyQuery struct {
	CardID     string `json:"card_id"`
	PointsOnly int    `json:"only_score_change,omitempty"`
	Start      int64  `json:"start_timestamp,omitempty"`
	End        int64  `json:"end_timestamp,omitempty"`
	Type       int64  `json:"event_type,omitempty"`
	Size       int    `json:"page_size"`
	Page       int    `json:"page"`
}

// slack widens the time asked for, because nothing says whether the bounds are
// inclusive or how far the clocks differ. The rows are then sorted out here.
const slack = time.Minute

// History reads one page. The server's total is never used: its meaning is
// unclear, so another page may exist as long as pages come full. A caller stops
// as well when a page brings no row that it has not seen.
func (c *Client) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	page, size := max(q.Page, 1), min(max(q.Size, 1), 200)
	body := historyQuery{CardID: q.MemberID, Type: eventCode(q.Kind), Size: size, Page: page}
	if q.PointsOnly {
		body.PointsOnly = 1
	}
	if !q.From.IsZero() {
		body.Start = q.From.Add(-slack).Unix()
	}
	if !q.To.IsZero() {
		body.End = q.To.Add(slack).Unix()
	}
	events, more, err := c.rows(ctx, body)
	if err != nil {
		return backend.HistoryPage{}, err
	}
	events = slices.DeleteFunc(events, func(e backend.Event) bool { return !wanted(e, q) })
	return backend.HistoryPage{Events: events, More: more}, nil
}

// wanted repeats the filters here: the time is asked for too widely, and their
// number 7 covers two kinds.
func wanted(e backend.Event, q backend.HistoryQuery) bool {
	switch {
	case q.Kind != backend.EventOther && e.Kind != q.Kind:
		return false
	case !q.From.IsZero() && e.At.Before(q.From):
		return false
	}
	return q.To.IsZero() || !e.At.After(q.To)
}

// rows reads one page: newest first, each row once, and whether the page was
// full by the size that the reply itself states.
func (c *Client) rows(ctx context.Context, q historyQuery) (events []backend.Event, full bool, err error) {
	const op = "sandy.getcardhis"
	var reply wirePage
	if err := c.read(ctx, "getcardhis", q, &reply); err != nil {
		return nil, false, err
	}
	size, err := whole(reply.PageSize)
	if err != nil {
		return nil, false, unreadable(op, err)
	}
	if size <= 0 {
		size = int64(q.Size)
	}
	seen := make(map[int64]bool, len(reply.Data.rows))
	for _, row := range reply.Data.rows {
		e, err := c.event(row)
		if err != nil {
			return nil, false, unreadable(op, err)
		}
		if !seen[e.ID] {
			seen[e.ID] = true
			events = append(events, e)
		}
	}
	slices.SortFunc(events, func(a, b backend.Event) int { return int(min(max(b.ID-a.ID, -1), 1)) })
	return events, int64(len(reply.Data.rows)) >= size, nil
}

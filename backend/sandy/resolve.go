package sandy

import (
	"context"
	"errors"
	"slices"

	"guitai/backend"
)

const (
	// pageSize is the size that their page gives as the default.
	pageSize = 20
	// maxPages bounds a server that keeps finding rows: 2,000 rows on one card
	// within minutes are no history.
	maxPages = 100
)

var (
	errEndless = errors.New("history does not end")
	errBehind  = errors.New("history is older than the operation")
)

// Resolve reads every row above the watermark, then the card, and looks once
// more whether a row came in between. A history that does not reach up to the
// watermark is KindStale: it was read from a copy that lags behind.
func (c *Client) Resolve(ctx context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	before, err := parseBaseline(token)
	if err != nil {
		return backend.Evidence{}, &backend.Error{Op: "sandy.resolve", Kind: backend.KindInternal, Err: err}
	}
	for range tries {
		seen, now, still, err := c.look(ctx, op.MemberID, before.Head)
		if err != nil {
			return backend.Evidence{}, err
		}
		if now.HeadID < before.Head {
			// A copy that lags behind says nothing about what came after.
			return backend.Evidence{}, &backend.Error{Op: "sandy.resolve", Kind: backend.KindStale, Err: errBehind}
		}
		if still {
			return c.evidence(op, before.snapshot(), now, seen), nil
		}
	}
	return backend.Evidence{}, &backend.Error{Op: "sandy.resolve", Kind: backend.KindStale, Err: errMoving}
}

// sight is what one walk through the history saw.
type sight struct {
	rows []backend.Event // above the watermark, oldest first
	head bool            // the watermark's own row was there, or there is none
}

// look walks and reads the card; still tells that the newest row was the same
// before and after.
func (c *Client) look(ctx context.Context, id string, watermark int64) (sight, backend.Snapshot, bool, error) {
	fail := func(err error) (sight, backend.Snapshot, bool, error) {
		return sight{}, backend.Snapshot{}, false, err
	}
	seen, newest, err := c.walk(ctx, id, watermark)
	if err != nil {
		return fail(err)
	}
	m, err := c.info(ctx, id)
	if err != nil {
		return fail(err)
	}
	again, _, err := c.rows(ctx, historyQuery{CardID: id, Size: pageSize, Page: 1})
	if err != nil {
		return fail(err)
	}
	now := backend.Snapshot{
		At: m.ReadAt, Balance: m.Balance, Points: m.Points, Consumed: m.Consumed, Recharged: m.Recharged,
		HeadID: newest.ID, HeadAt: newest.At,
	}
	still := len(again) == 0 && newest.ID == 0 || len(again) > 0 && again[0].ID == newest.ID
	return seen, now, still, nil
}

// walk reads pages from the newest on until one is not full or reaches the
// watermark. Rows that come meanwhile push others to the next page, so rows are
// kept by id; whether any came is for the caller to see.
func (c *Client) walk(ctx context.Context, id string, watermark int64) (sight, backend.Event, error) {
	var newest backend.Event
	seen := sight{head: watermark == 0}
	known := map[int64]bool{}
	for page := 1; page <= maxPages; page++ {
		rows, full, err := c.rows(ctx, historyQuery{CardID: id, Size: pageSize, Page: page})
		if err != nil {
			return sight{}, newest, err
		}
		fresh := false
		for _, e := range rows {
			if known[e.ID] {
				continue
			}
			known[e.ID], fresh = true, true
			if e.ID > newest.ID {
				newest = e
			}
			if e.ID > watermark {
				seen.rows = append(seen.rows, e)
			}
			seen.head = seen.head || e.ID == watermark
		}
		if !full || !fresh || rows[len(rows)-1].ID <= watermark {
			slices.SortFunc(seen.rows, func(a, b backend.Event) int { return int(min(max(a.ID-b.ID, -1), 1)) })
			return seen, newest, nil
		}
	}
	return sight{}, newest, unreadable("sandy.getcardhis", errEndless)
}

// evidence says which rows fit and whether they chain. It judges nothing.
func (c *Client) evidence(op backend.Operation, before, now backend.Snapshot, seen sight) backend.Evidence {
	e := backend.Evidence{Before: before, Now: now, Rows: seen.rows, Own: c.isOwn(op)}
	e.Chained = seen.head
	balance, points := before.Balance, before.Points
	for i, row := range seen.rows {
		if fits(op, row) && (op.Kind != backend.OpRedeem || points.Sub(row.Points).Equal(op.Points)) {
			e.Fits = append(e.Fits, i)
		}
		change, told := row.Change()
		e.Chained = e.Chained && told && balance.Add(change).Equal(row.Balance)
		balance, points = row.Balance, row.Points
	}
	e.Chained = e.Chained && balance.Equal(now.Balance)
	e.Foreign = len(e.Fits) < len(e.Rows)
	return e
}

// fits tells whether op would have left a row like this: matched by what was
// asked for, because what was charged is the server's to decide.
func fits(op backend.Operation, row backend.Event) bool {
	switch op.Kind {
	case backend.OpRecharge:
		return row.Kind == backend.EventRecharge && row.Gross.Equal(op.Amount) &&
			(op.PayType.Name.IsEmpty() || row.PayType == op.PayType.Name)
	case backend.OpConsume:
		return row.Kind == backend.EventConsume && row.Gross.Equal(op.Amount)
	case backend.OpUndo:
		return false // what a person did elsewhere is for the till to recognise
	}
	return row.Kind == backend.EventRedeem
}

// isOwn tells whether the operation carries the pay type that only this till
// uses.
func (c *Client) isOwn(op backend.Operation) bool {
	return op.Kind == backend.OpRecharge && c.own != "" && !op.PayType.Name.IsEmpty() &&
		(op.PayType.ID == c.own || op.PayType.Name.String() == c.own)
}

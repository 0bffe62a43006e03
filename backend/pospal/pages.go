package pospal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"guitai/backend"
)

const (
	// pageSize is what a page holds where the answer does not say.
	pageSize = 100
	// maxPages bounds a list that does not end: 50,000 rows in a month are more
	// than a day's calls could read anyway.
	maxPages = 500
	// window is the longest period that one call takes, both ends included.
	window = 31 * 24 * time.Hour
)

var (
	errLoop    = errors.New("pages do not move on")
	errEndless = errors.New("pages do not end")
	errCursor  = errors.New("cursor is not one that was given out")
)

// Pages reads one page of all members of the account, also the deleted ones, in
// the order of opening. since bounds the day of opening (included; zero is
// everybody) and cursor is next of the page before, nil for the first one. next
// is nil behind the last page. A member that changed does not come up again.
// Errors: KindInvalid for a cursor that is none, and those of
// backend.Backend.Find.
func (c *Client) Pages(ctx context.Context, since time.Time, cursor []byte) (found []backend.Member, next []byte, err error) {
	read, next, err := c.LazyPages(ctx, since, cursor)
	if err != nil {
		return nil, nil, err
	}
	if found, err = read(); err != nil {
		return nil, nil, err
	}
	return found, next, nil
}

// LazyPages is Pages that has looked only for the cursor: read makes members of
// the page, so that the next one can be on its way meanwhile. Errors of read:
// KindUnreadable.
func (c *Client) LazyPages(ctx context.Context, since time.Time, cursor []byte) (read func() ([]backend.Member, error), next []byte, err error) {
	const path = members + "queryCustomerPages"
	if len(cursor) > 0 && !json.Valid(cursor) {
		return nil, nil, &backend.Error{Op: opOf(path), Kind: backend.KindInvalid, Field: "cursor", Err: errCursor}
	}
	query := struct {
		auth
		Since string `json:"startCreateDateTime,omitempty"`
		asker
	}{auth: c.auth(), asker: c.asker()}
	if !since.IsZero() {
		query.Since = c.stamp(since)
	}
	list, after, err := page[json.RawMessage](ctx, c, path, query, cursor)
	if err != nil {
		return nil, nil, err
	}
	return func() ([]backend.Member, error) {
		rows := make([]wireMember, len(list))
		for i, raw := range list {
			if err := json.Unmarshal(raw, &rows[i]); err != nil {
				return nil, unreadable(opOf(path), err)
			}
		}
		found, err := c.members(rows)
		if err != nil {
			return nil, unreadable(opOf(path), err)
		}
		return found, nil
	}, after, nil
}

// collect reads all pages of a list.
func collect[T any](ctx context.Context, c *Client, path string, query any) ([]T, error) {
	var (
		all    []T
		cursor json.RawMessage
	)
	for range maxPages {
		list, next, err := page[T](ctx, c, path, query, cursor)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if next == nil {
			return all, nil
		}
		cursor = next
	}
	return nil, unreadable(opOf(path), errEndless)
}

// page reads one page and gives the cursor of the next, nil if there is none. A
// full page whose cursor stays where it was is an error: what is behind it
// cannot be reached, and a list that stops short looks like a whole one.
func page[T any](ctx context.Context, c *Client, path string, query any, cursor json.RawMessage) ([]T, json.RawMessage, error) {
	e, err := c.call(ctx, c.wire.Read, path, ordinary, query, cursor)
	if err != nil {
		return nil, nil, err
	}
	if isNothing(bytes.TrimSpace(e.Data)) {
		return nil, nil, nil
	}
	var w wirePage[T]
	if err := json.Unmarshal(e.Data, &w); err != nil {
		return nil, nil, unreadable(opOf(path), err)
	}
	if w.Result == nil {
		return nil, nil, unreadable(opOf(path), errShape)
	}
	list, size := *w.Result, small(w.PageSize, pageSize)
	switch {
	case len(list) == 0, size > 0 && len(list) < size, valueOf(w.Cursor) == "":
		return list, nil, nil
	case valueOf(w.Cursor) == valueOf(cursor):
		return nil, nil, unreadable(opOf(path), errLoop)
	}
	return list, w.Cursor, nil
}

// valueOf is what distinguishes cursors. The cursor itself goes back as it came,
// byte for byte.
func valueOf(cursor json.RawMessage) string {
	var c struct {
		Value text `json:"parameterValue"`
	}
	if len(cursor) == 0 || json.Unmarshal(cursor, &c) != nil {
		return ""
	}
	return string(c.Value)
}

// span is a stretch of whole seconds that one call can read, both ends included.
type span backend.Period

func (s span) holds(t time.Time) bool { return !t.Before(s.From) && !t.After(s.To) }

// windowsOf cuts a period into stretches that one call takes. None overlaps
// another.
func windowsOf(op string, p backend.Period) ([]span, error) {
	from, to := p.From.Truncate(time.Second), p.To.Truncate(time.Second)
	if p.From.IsZero() || p.To.IsZero() || p.To.Before(p.From) {
		return nil, invalid(op, "period")
	}
	var all []span
	for !from.After(to) {
		// The second before the beginning belongs to what the vendor measures.
		end := from.Add(window - time.Second)
		if end.After(to) {
			end = to
		}
		all = append(all, span{from, end})
		from = end.Add(time.Second)
	}
	return all, nil
}

package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Put implements journal.Papers.
func (j *Journal) Put(ctx context.Context, p journal.Paper, n journal.Note) (stored journal.Paper, err error) {
	err = j.change(ctx, func(t tx) (set *change.Set, err error) {
		stored, set, err = change.Put(t, p, n, j.clock())
		return set, err
	})
	if err != nil {
		return p, err
	}
	return stored, nil
}

// Tell implements journal.Papers.
func (j *Journal) Tell(ctx context.Context, n journal.Note) error {
	return j.change(ctx, func(t tx) (*change.Set, error) { return change.Tell(t, n, j.clock()) })
}

// Paper implements journal.Papers.
func (j *Journal) Paper(ctx context.Context, kind, key string) (p journal.Paper, err error) {
	err = j.look(ctx, func(t tx) error {
		row, found, err := t.Paper(kind, key)
		if err == nil && (!found || row.Gone) {
			err = journal.ErrNotFound
		}
		p = row.Paper()
		return err
	})
	if err != nil {
		return journal.Paper{}, err
	}
	return p, nil
}

// Papers implements journal.Papers.
func (j *Journal) Papers(ctx context.Context, kind string) (out []journal.Paper, err error) {
	err = j.look(ctx, func(t tx) error {
		rows, err := t.papers(` WHERE kind = $1 AND NOT gone ORDER BY name`, kind)
		for _, row := range rows {
			out = append(out, row.Paper())
		}
		return err
	})
	return out, err
}

// Audit implements journal.Papers. What the database can tell of an entry without
// reading it as JSON only narrows the search: an entry is text, and whether it is
// meant is decided by what it says.
func (j *Journal) Audit(ctx context.Context, f journal.AuditFilter) (out []journal.Entry, err error) {
	limit := change.Limit(f.Limit)
	from := f
	err = j.look(ctx, func(t tx) error {
		for {
			read := 0
			err := t.links(entries(from, limit), func(s change.Sealed) error {
				e, err := s.Read()
				read++
				if f.Oldest {
					from.After = s.Seq
				} else {
					from.Before = s.Seq
				}
				if err == nil && change.MatchEntry(f, e) && len(out) < limit {
					out = append(out, e)
				}
				return err
			})
			if err != nil || read < limit || len(out) == limit {
				return err
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Links implements journal.Chained.
func (j *Journal) Links(ctx context.Context, after int64, most int) (out []journal.Link, err error) {
	err = j.look(ctx, func(t tx) error {
		out = nil
		q := query{terms: []string{` WHERE seq > $1 ORDER BY seq LIMIT $2`}, args: []any{after, most}}
		return t.links(q, func(s change.Sealed) error {
			out = append(out, journal.Link{Seq: s.Seq, Op: s.OpID, Prev: s.Prev, Hash: s.Hash, Text: s.Text})
			return nil
		})
	})
	return out, err
}

// entries is how a filter reads the audit.
func entries(f journal.AuditFilter, limit int) (q query) {
	const at = `substring(entry FROM '^[{]"seq":[0-9]+,"at":([0-9]+)')::BIGINT`
	q.add(f.Op != "", `op_id = ?`, f.Op)
	q.add(f.Who != "", `strpos(entry, ?) > 0`, part("who", f.Who))
	q.add(f.What != "", `strpos(entry, ?) > 0`, part("what", f.What))
	q.add(f.After != 0, `seq > ?`, f.After)
	q.add(f.Before != 0, `seq < ?`, f.Before)
	q.add(!f.Since.IsZero(), at+` >= ?`, f.Since.UnixMilli())
	q.add(!f.Until.IsZero(), at+` < ?`, f.Until.UnixMilli())
	way := ` DESC`
	if f.Oldest {
		way = ``
	}
	q.terms = []string{q.where() + ` ORDER BY seq` + way + ` LIMIT ` + q.arg(limit)}
	return q
}

// part is how a field stands in an entry's text.
func part(name, value string) string {
	text, _ := json.Marshal(value) // a string always has a JSON text
	return `"` + name + `":` + string(text)
}

// Head implements journal.Papers.
func (j *Journal) Head(ctx context.Context) (head journal.Head, err error) {
	err = j.look(ctx, func(t tx) error {
		head, err = t.Head()
		return err
	})
	return head, err
}

// Paper implements change.PaperReader.
func (t tx) Paper(kind, key string) (change.PaperRow, bool, error) {
	rows, err := t.papers(` WHERE kind = $1 AND name = $2`, kind, key)
	if err != nil || len(rows) == 0 {
		return change.PaperRow{}, false, err
	}
	return rows[0], true, nil
}

func (t tx) papers(rest string, args ...any) (out []change.PaperRow, err error) {
	err = t.each(`SELECT kind, name, ver, gone, body, updated_ms FROM paper`+rest, args, func(rows pgx.Rows) error {
		var r change.PaperRow
		err := rows.Scan(&r.Kind, &r.Key, &r.Ver, &r.Gone, &r.Body, &r.Updated)
		out = append(out, r)
		return err
	})
	return out, err
}

// sealed are the columns of a link as scan reads them.
const sealed = `seq, COALESCE(op_id, ''), prev, hash, entry`

func scan(rows pgx.Rows, s *change.Sealed, more ...any) error {
	return rows.Scan(append([]any{&s.Seq, &s.OpID, &s.Prev, &s.Hash, &s.Text}, more...)...)
}

// links reads entries of the audit one after the other.
func (t tx) links(q query, each func(change.Sealed) error) error {
	return t.each(`SELECT `+sealed+` FROM audit`+q.terms[0], q.args, func(rows pgx.Rows) error {
		var s change.Sealed
		if err := scan(rows, &s); err != nil {
			return err
		}
		return each(s)
	})
}

// hash is that of one link, "" for none.
func (t tx) hash(seq int64) (hash string, err error) {
	err = t.one(`SELECT hash FROM audit WHERE seq = $1`, []any{seq}, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// Accept implements journal.Guard. It is stored in the database, so that it holds for
// every machine: what any of them noted before holds no longer.
func (j *Journal) Accept(ctx context.Context, n journal.Note) error {
	leave, err := j.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	lost := j.state.missing()
	if lost == nil {
		return fmt.Errorf("%w: nothing is missing", journal.ErrMove)
	}
	now := j.clock()
	var set *change.Set
	err = j.write1(ctx, func(t tx) (*change.Set, error) {
		var err error
		if set, err = change.Tell(t, change.Accepted(n, lost), now); err != nil {
			return nil, err
		}
		_, err = t.conn.Exec(t.ctx, `INSERT INTO meta (name, value) VALUES ('accepted_ms', $1)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, now.UnixMilli())
		return set, t.fault(err)
	})
	if err != nil {
		return err
	}
	if j.anchor != nil {
		if err := j.anchor.Accept(journal.Head{Seq: set.Audit.Seq, Hash: set.Audit.Hash}, now); err != nil {
			return fmt.Errorf("%w: %w", journal.ErrReadOnly, err)
		}
	}
	return j.refresh(ctx)
}

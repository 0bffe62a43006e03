package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Put implements journal.Papers.
func (j *Journal) Put(ctx context.Context, p journal.Paper, n journal.Note) (stored journal.Paper, err error) {
	err = j.change(ctx, paper, func(t tx) (set *change.Set, err error) {
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
	return j.change(ctx, paper, func(t tx) (*change.Set, error) { return change.Tell(t, n, j.clock()) })
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
		rows, err := t.papers(` WHERE kind = ? AND gone = 0 ORDER BY name`, kind)
		for _, row := range rows {
			out = append(out, row.Paper())
		}
		return err
	})
	return out, err
}

// Audit implements journal.Papers.
func (j *Journal) Audit(ctx context.Context, f journal.AuditFilter) (out []journal.Entry, err error) {
	where, args := entries(f)
	err = j.look(ctx, func(t tx) error {
		return t.links(where, append(args, change.Limit(f.Limit)), func(s change.Sealed) error {
			e, err := s.Read()
			out = append(out, e)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Links implements journal.Chained.
func (j *Journal) Links(ctx context.Context, after int64, most int) (out []journal.Link, err error) {
	err = j.look(ctx, func(t tx) error {
		return t.links(` WHERE seq > ? ORDER BY seq LIMIT ?`, []any{after, most}, func(s change.Sealed) error {
			out = append(out, journal.Link{Seq: s.Seq, Op: s.OpID, Prev: s.Prev, Hash: s.Hash, Text: s.Text})
			return nil
		})
	})
	return out, err
}

// entries is the condition and the order of a filter of the audit. The plus is as
// in order: between two times there are fewer entries than in all.
func entries(f journal.AuditFilter) (string, []any) {
	var terms []string
	var args []any
	add := func(use bool, term string, value any) {
		if use {
			terms, args = append(terms, term), append(args, value)
		}
	}
	add(f.Op != "", `op_id = ?`, f.Op)
	add(f.Who != "", `json_extract(entry, '$.who') = ?`, f.Who)
	add(f.What != "", `json_extract(entry, '$.what') = ?`, f.What)
	add(f.After != 0, `seq > ?`, f.After)
	add(f.Before != 0, `seq < ?`, f.Before)
	add(!f.Since.IsZero(), `json_extract(entry, '$.at') >= ?`, f.Since.UnixMilli())
	add(!f.Until.IsZero(), `json_extract(entry, '$.at') < ?`, f.Until.UnixMilli())
	by, way := `seq`, ` DESC`
	if !f.Since.IsZero() {
		by = `+seq`
	}
	if f.Oldest {
		way = ``
	}
	return together(terms) + ` ORDER BY ` + by + way + ` LIMIT ?`, args
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
	rows, err := t.papers(` WHERE kind = ? AND name = ?`, kind, key)
	if err != nil || len(rows) == 0 {
		return change.PaperRow{}, false, err
	}
	return rows[0], true, nil
}

func (t tx) papers(rest string, args ...any) ([]change.PaperRow, error) {
	rows, err := t.QueryContext(t.ctx, `SELECT kind, name, ver, gone, body, updated_ms FROM paper`+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []change.PaperRow
	for rows.Next() {
		var r change.PaperRow
		if err := rows.Scan(&r.Kind, &r.Key, &r.Ver, &r.Gone, &r.Body, &r.Updated); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// putPaper is a compare-and-set like that of operations.
func (t tx) putPaper(r change.PaperRow, isNew bool) error {
	if isNew {
		return t.exec(`INSERT INTO paper (kind, name, ver, gone, body, updated_ms) VALUES (?, ?, ?, ?, ?, ?)`,
			r.Kind, r.Key, r.Ver, bit(r.Gone), r.Body, r.Updated)
	}
	return t.exec(`UPDATE paper SET ver = ver + 1, gone = ?, body = ?, updated_ms = ?
		WHERE kind = ? AND name = ? AND ver = ?`, bit(r.Gone), r.Body, r.Updated, r.Kind, r.Key, r.Ver-1)
}

// links reads entries of the audit one after the other.
func (t tx) links(rest string, args []any, each func(change.Sealed) error) error {
	rows, err := t.QueryContext(t.ctx, `SELECT seq, COALESCE(op_id, ''), prev, hash, entry FROM audit`+rest, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s change.Sealed
		if err := rows.Scan(&s.Seq, &s.OpID, &s.Prev, &s.Hash, &s.Text); err != nil {
			return err
		}
		if err := each(s); err != nil {
			return err
		}
	}
	return rows.Err()
}

// hash is that of one link, "" for none.
func (t tx) hash(seq int64) (hash string, err error) {
	err = t.one(`SELECT hash FROM audit WHERE seq = ?`, []any{seq}, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// Accept implements journal.Guard.
func (j *Journal) Accept(ctx context.Context, n journal.Note) error {
	leave, err := j.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	lost := j.disk.lost()
	if j.disk.onlyRead {
		return j.disk.trusted()
	}
	if lost == nil {
		return fmt.Errorf("%w: nothing is missing", journal.ErrMove)
	}
	now := j.clock()
	var head journal.Head
	err = j.write1(ctx, paper, func(t tx) (*change.Set, error) {
		set, err := change.Tell(t, change.Accepted(n, lost), now)
		if err != nil {
			return nil, err
		}
		head = journal.Head{Seq: set.Audit.Seq, Hash: set.Audit.Hash}
		return set, t.exec(`INSERT INTO meta (name, value) VALUES ('accepted_ms', ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, now.UnixMilli())
	})
	if err != nil {
		return err
	}
	if err := j.anchor.Accept(head, now); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, err)
	}
	j.born.Store(now.UnixMilli())
	j.disk.accept()
	return nil
}

package sqlite

import (
	"context"
	"errors"
	"fmt"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Copy hands over everything that is stored, as of one moment.
func (j *Journal) Copy(ctx context.Context, to change.Whole) error {
	return j.look(ctx, func(t tx) error { return t.copy(to) })
}

func (t tx) copy(to change.Whole) error {
	if err := t.copyMeta(to); err != nil {
		return err
	}
	if err := t.copyOps(to); err != nil {
		return err
	}
	if err := t.copySeen(to); err != nil {
		return err
	}
	papers, err := t.papers(` ORDER BY kind, name`)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if err := to.Paper(p); err != nil {
			return err
		}
	}
	return t.links(` ORDER BY seq`, nil, to.Entry)
}

func (t tx) copyMeta(to change.Whole) error {
	rows, err := t.QueryContext(t.ctx, `SELECT name, value FROM meta ORDER BY name`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var value int64
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		if err := to.Meta(name, value); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t tx) copyOps(to change.Whole) error {
	for from := ""; ; {
		rows, err := t.rows(` WHERE op_id > ? ORDER BY op_id LIMIT ?`, from, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		last := rows[len(rows)-1].ID
		attempts, err := t.attempts(rows[0].ID, last)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := to.Op(row, attempts[row.ID]); err != nil {
				return err
			}
		}
		from = last
	}
}

func (t tx) copySeen(to change.Whole) error {
	rows, err := t.QueryContext(t.ctx, `SELECT backend, account, row_id, subject, event, COALESCE(op_id, '')
		FROM seen ORDER BY backend, account, row_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a journal.Account
		var s change.SeenRow
		if err := rows.Scan(&a.Backend, &a.Name, &s.ID, &s.Subject, &s.Event, &s.OpID); err != nil {
			return err
		}
		if err := to.Seen(a, s); err != nil {
			return err
		}
	}
	return rows.Err()
}

// errNotEmpty: a journal is only ever moved to where none is.
var errNotEmpty = errors.New("journal: there is a journal already")

// Fill takes over a whole journal, in one transaction, where there is none yet. Before
// it commits, everything is checked and compared with what came. It is for commands:
// nobody else may be at work on it.
func (j *Journal) Fill(ctx context.Context, from func(change.Whole) error) (*change.Tally, error) {
	leave, err := j.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	if err := j.disk.trusted(); err != nil {
		return nil, err
	}
	sqlTx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, told(err)
	}
	defer func() { _ = sqlTx.Rollback() }()
	came, err := tx{ctx, sqlTx}.fill(from)
	if err == nil {
		err = sqlTx.Commit()
	}
	if err != nil {
		return nil, told(err)
	}
	return came, j.age(ctx)
}

func (t tx) fill(from func(change.Whole) error) (*change.Tally, error) {
	head, err := t.Head()
	if err != nil {
		return nil, err
	}
	if head.Seq > 0 {
		return nil, errNotEmpty
	}
	// What the new file noted about itself is not true of what comes.
	if _, err := t.ExecContext(t.ctx, `DELETE FROM meta`); err != nil {
		return nil, err
	}
	came, stored := change.NewTally(), change.NewTally()
	if err := from(change.Both(came, pourer{t})); err != nil {
		return nil, err
	}
	if err := t.checkAll(); err != nil {
		return nil, err
	}
	if err := t.copy(stored); err != nil {
		return nil, err
	}
	if came.Digest() != stored.Digest() {
		return nil, fmt.Errorf("%w: what is stored is not what came", change.ErrBroken)
	}
	return came, nil
}

// pourer writes what comes.
type pourer struct{ t tx }

func (p pourer) Meta(name string, value int64) error {
	return p.t.exec(`INSERT INTO meta (name, value) VALUES (?, ?)`, name, value)
}

func (p pourer) Op(row change.Row, attempts []change.AttemptRow) error {
	if err := p.t.insert(row); err != nil {
		return err
	}
	for _, a := range attempts {
		if err := p.t.putAttempt(row.ID, a); err != nil {
			return err
		}
	}
	return nil
}

func (p pourer) Seen(a journal.Account, s change.SeenRow) error {
	return p.t.exec(`INSERT INTO seen (backend, account, row_id, subject, event, op_id) VALUES (?, ?, ?, ?, ?, NULLIF(?, ''))`,
		a.Backend, a.Name, s.ID, s.Subject, s.Event, s.OpID)
}

func (p pourer) Paper(r change.PaperRow) error { return p.t.putPaper(r, true) }

func (p pourer) Entry(s change.Sealed) error {
	return p.t.exec(`INSERT INTO audit (seq, op_id, prev, hash, entry) VALUES (?, NULLIF(?, ''), ?, ?, ?)`,
		s.Seq, s.OpID, s.Prev, s.Hash, s.Text)
}

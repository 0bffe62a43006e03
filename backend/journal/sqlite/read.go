package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Get implements journal.Journal.
func (j *Journal) Get(ctx context.Context, id string) (rec journal.Record, err error) {
	err = j.look(ctx, func(t tx) error {
		row, attempts, found, err := t.Op(id)
		if err != nil {
			return err
		}
		if !found {
			return journal.ErrNotFound
		}
		rec, err = change.ToRecord(row, attempts)
		return err
	})
	return rec, err
}

// List implements journal.Journal.
func (j *Journal) List(ctx context.Context, f journal.Filter) (out []journal.Record, err error) {
	err = j.look(ctx, func(t tx) error {
		where, args := condition(f)
		rows, err := t.rows(where+order(f), append(args, change.Limit(f.Limit))...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			attempts, err := t.attempts(row.ID, row.ID)
			if err != nil {
				return err
			}
			rec, err := change.ToRecord(row, attempts[row.ID])
			if err != nil {
				return err
			}
			out = append(out, rec)
		}
		return nil
	})
	return out, err
}

// order is newest first. The plus keeps SQLite from walking through all slips in
// their order when it could begin at a time.
func order(f journal.Filter) string {
	if f.Since.IsZero() {
		return ` ORDER BY slip_no DESC LIMIT ?`
	}
	return ` ORDER BY +slip_no DESC LIMIT ?`
}

// condition is the WHERE of a filter.
func condition(f journal.Filter) (string, []any) {
	var terms []string
	var args []any
	add := func(use bool, term string, values ...any) {
		if use {
			terms, args = append(terms, term), append(args, values...)
		}
	}
	if f.Account != nil {
		add(true, `backend = ? AND account = ?`, f.Account.Backend, f.Account.Name)
	}
	add(f.MemberID != "", `subject = ?`, f.MemberID)
	add(f.Kind != 0, `kind = ?`, f.Kind.String())
	add(f.Open, open)
	add(f.Open || f.Unsettled, unsettled)
	add(f.Unacknowledged, `acknowledged_ms = 0 AND state <> 'TASK' AND NOT `+open)
	add(f.Incident, blamed)
	add(f.UndoOf != "", `undo_of = ?`, f.UndoOf)
	add(f.Slip != "", `slip_no = ?`, change.SlipNumber(f.Slip))
	add(f.Operator != "", `cashier = ?`, f.Operator)
	add(f.Till != "", `till = ?`, f.Till)
	add(!f.Since.IsZero(), `created_ms >= ?`, f.Since.UnixMilli())
	return together(terms), args
}

// together is the WHERE that has all the terms.
func together(terms []string) string {
	if len(terms) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(terms, ` AND `)
}

// rows reads operations without their attempts.
func (t tx) rows(rest string, args ...any) ([]change.Row, error) {
	found, err := t.QueryContext(t.ctx, `SELECT `+columns+` FROM op`+rest, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var out []change.Row
	for found.Next() {
		var row change.Row
		if err := found.Scan(fields(&row)...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, found.Err()
}

// Bound implements journal.Journal.
func (j *Journal) Bound(ctx context.Context, a journal.Account, memberID string) (map[int64]string, error) {
	out := make(map[int64]string)
	err := j.look(ctx, func(t tx) error {
		rows, err := t.QueryContext(t.ctx, `SELECT row_id, op_id FROM seen
			WHERE backend = ? AND account = ? AND subject = ? AND op_id IS NOT NULL`, a.Backend, a.Name, memberID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var op string
			if err := rows.Scan(&id, &op); err != nil {
				return err
			}
			out[id] = op
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// look reads from one state of the file. Readers never wait for the writer.
func (j *Journal) look(ctx context.Context, read func(tx) error) error {
	sqlTx, err := j.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err == nil {
		defer func() { _ = sqlTx.Rollback() }()
		err = read(tx{ctx, sqlTx})
	}
	if isFatal(err) {
		return j.disk.fail(err)
	}
	return told(err)
}

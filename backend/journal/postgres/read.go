package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

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
		var q query
		q.condition(f)
		rows, err := t.rows(q.where()+` ORDER BY slip_no DESC LIMIT `+q.arg(change.Limit(f.Limit)), q.args...)
		if err != nil {
			return err
		}
		attempts, err := t.attempts(ids(rows))
		if err != nil {
			return err
		}
		for _, row := range rows {
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

func ids(rows []change.Row) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = row.ID
	}
	return out
}

// query collects conditions and what they compare with.
type query struct {
	terms []string
	args  []any
}

// arg adds a value and gives its place.
func (q *query) arg(value any) string {
	q.args = append(q.args, value)
	return fmt.Sprintf("$%d", len(q.args))
}

// add adds a condition, in which each ? stands for a value.
func (q *query) add(use bool, term string, values ...any) {
	if !use {
		return
	}
	for _, v := range values {
		term = strings.Replace(term, "?", q.arg(v), 1)
	}
	q.terms = append(q.terms, term)
}

// where is the WHERE that has all the terms.
func (q *query) where() string {
	if len(q.terms) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(q.terms, ` AND `)
}

func (q *query) condition(f journal.Filter) {
	if f.Account != nil {
		q.add(true, `backend = ? AND account = ?`, f.Account.Backend, f.Account.Name)
	}
	q.add(f.MemberID != "", `subject = ?`, f.MemberID)
	q.add(f.Kind != 0, `kind = ?`, f.Kind.String())
	q.add(f.Open, open)
	q.add(f.Open || f.Unsettled, unsettled)
	q.add(f.Unacknowledged, `acknowledged_ms = 0 AND state <> 'TASK' AND NOT `+open)
	q.add(f.Incident, blamed)
	q.add(f.UndoOf != "", `undo_of = ?`, f.UndoOf)
	q.add(f.Slip != "", `slip_no = ?`, change.SlipNumber(f.Slip))
	q.add(f.Operator != "", `cashier = ?`, f.Operator)
	q.add(f.Till != "", `till = ?`, f.Till)
	q.add(!f.Since.IsZero(), `created_ms >= ?`, f.Since.UnixMilli())
}

// rows reads operations without their attempts.
func (t tx) rows(rest string, args ...any) (out []change.Row, err error) {
	err = t.each(`SELECT `+columns+` FROM op`+rest, args, func(rows pgx.Rows) error {
		var row change.Row
		err := rows.Scan(fields(&row)...)
		out = append(out, row)
		return err
	})
	return out, err
}

// Bound implements journal.Journal.
func (j *Journal) Bound(ctx context.Context, a journal.Account, memberID string) (map[int64]string, error) {
	out := make(map[int64]string)
	err := j.look(ctx, func(t tx) error {
		return t.each(`SELECT row_id, op_id FROM seen
			WHERE backend = $1 AND account = $2 AND subject = $3 AND op_id IS NOT NULL`,
			[]any{a.Backend, a.Name, memberID}, func(rows pgx.Rows) error {
				var id int64
				var op string
				err := rows.Scan(&id, &op)
				out[id] = op
				return err
			})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// look reads from one state of the database. Readers never wait for writers, and give
// up on a server that does not answer.
func (j *Journal) look(ctx context.Context, read func(tx) error) error {
	limited, cancel := context.WithTimeout(ctx, 2*j.busy)
	defer cancel()
	return told(ctx, j.see(limited, read))
}

// see is look for as long as it takes.
func (j *Journal) see(ctx context.Context, read func(tx) error) error {
	t, end, err := j.read.begin(ctx, beginRead)
	if err != nil {
		return err
	}
	defer end()
	return read(t)
}

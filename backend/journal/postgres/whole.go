package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Copy hands over everything that is stored, as of one moment.
func (j *Journal) Copy(ctx context.Context, to change.Whole) error {
	return told(ctx, j.see(ctx, func(t tx) error { return t.copy(to) }))
}

func (t tx) copy(to change.Whole) error {
	for _, lift := range []string{patient, `SELECT set_config('idle_in_transaction_session_timeout', '0', true)`} {
		if _, err := t.conn.Exec(t.ctx, lift); err != nil {
			return t.fault(err)
		}
	}
	err := t.each(`SELECT name, value FROM meta ORDER BY name COLLATE "C"`, nil, func(rows pgx.Rows) error {
		var name string
		var value int64
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		return to.Meta(name, value)
	})
	if err != nil {
		return err
	}
	if err := t.copyOps(to); err != nil {
		return err
	}
	err = t.each(`SELECT backend, account, row_id, subject, event, COALESCE(op_id, '') FROM seen ORDER BY backend, account, row_id`,
		nil, func(rows pgx.Rows) error {
			var a journal.Account
			var s change.SeenRow
			if err := rows.Scan(&a.Backend, &a.Name, &s.ID, &s.Subject, &s.Event, &s.OpID); err != nil {
				return err
			}
			return to.Seen(a, s)
		})
	if err != nil {
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
	return t.links(query{terms: []string{` ORDER BY seq`}}, to.Entry)
}

// copyOps hands operations over some at a time, so that a large journal does not fill
// the memory.
func (t tx) copyOps(to change.Whole) error {
	for from := ""; ; {
		rows, err := t.rows(` WHERE op_id > $1 ORDER BY op_id LIMIT $2`, from, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		attempts, err := t.attempts(ids(rows))
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := to.Op(row, attempts[row.ID]); err != nil {
				return err
			}
		}
		from = rows[len(rows)-1].ID
	}
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
	if err := j.state.trusted(); err != nil {
		return nil, err
	}
	t, end, err := j.write.begin(ctx, beginWrite)
	if err != nil {
		return nil, told(ctx, err)
	}
	defer end()
	came, err := t.fill(from)
	if err == nil {
		err = t.commit()
	}
	return came, told(ctx, err)
}

func (t tx) fill(from func(change.Whole) error) (*change.Tally, error) {
	head, err := t.Head()
	if err != nil {
		return nil, err
	}
	if head.Seq > 0 {
		return nil, errNotEmpty
	}
	came, stored := change.NewTally(), change.NewTally()
	p := &pourer{t: t}
	for _, step := range []func() error{
		func() error { return p.lift() },
		func() error { return from(change.Both(came, p)) },
		func() error { return p.flush(0) },
		func() error { return t.checkAll() },
		func() error { return t.copy(stored) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if came.Digest() != stored.Digest() {
		return nil, fmt.Errorf("%w: what is stored is not what came", change.ErrBroken)
	}
	return came, nil
}

// pourer writes what comes, many rows at once.
type pourer struct {
	t tx
	b *batch
}

// lift lets the transaction take its time, and takes away what the new database noted
// about itself.
func (p *pourer) lift() error {
	p.b = &batch{}
	p.b.add(patient)
	p.b.add(`SELECT set_config('idle_in_transaction_session_timeout', '0', true)`)
	p.b.add(`WITH gone AS (DELETE FROM meta RETURNING 1) SELECT COUNT(*) FROM gone`)
	return p.flush(0)
}

// flush writes what has come if it is more than so many rows.
func (p *pourer) flush(most int) error {
	if p.b.Len() <= most {
		return nil
	}
	full := p.b
	p.b = &batch{}
	return p.t.run(full)
}

const pour = 300

func (p *pourer) Meta(name string, value int64) error {
	p.b.add(`INSERT INTO meta (name, value) VALUES ($1, $2)`, name, value)
	return nil
}

func (p *pourer) Op(row change.Row, attempts []change.AttemptRow) error {
	p.b.insert(row)
	for _, a := range attempts {
		p.b.attempt(row.ID, a)
	}
	return p.flush(pour)
}

func (p *pourer) Seen(a journal.Account, s change.SeenRow) error {
	p.b.seen(a, s)
	return p.flush(pour)
}

func (p *pourer) Paper(r change.PaperRow) error {
	p.b.putPaper(r, true)
	return p.flush(pour)
}

func (p *pourer) Entry(s change.Sealed) error {
	p.b.entry(s)
	return p.flush(pour)
}

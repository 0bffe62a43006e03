package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// These are the conditions of the partial indexes.
const (
	open      = `state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN')`
	unsettled = `state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','NOTFOUND','TASK')`
	blamed    = `incident_open`
	undoes    = `undo_of IS NOT NULL AND state NOT IN ('NOTSENT','REFUSED','VOIDED','CLOSED_UNPAID')`
)

// columns are those of op in the order of fields and values.
const columns = `op_id, backend, account, subject, kind, amount_fen, points, pay_type, stamp, slip_no,
	till, cashier, retry_of, state, ver, voided, why, created_ms, updated_ms, settled_ms, send_by_ms,
	next_look_ms, collected_ms, acknowledged_ms, COALESCE(token_key, ''), token_evidence,
	operation, quote, receipt, evidence, refusal, COALESCE(undo_of, ''), incident, incident_open`

func fields(r *change.Row) []any {
	return []any{&r.ID, &r.Backend, &r.Account, &r.Subject, &r.Kind, &r.AmountFen, &r.Points, &r.PayType,
		&r.Stamp, &r.SlipNo, &r.Till, &r.Cashier, &r.RetryOf, &r.State, &r.Ver, &r.Voided, &r.Why,
		&r.Created, &r.Updated, &r.Settled, &r.SendBy, &r.NextLook, &r.Collected, &r.Acknowledged,
		&r.TokenKey, &r.TokenEvidence, &r.Operation, &r.Quote, &r.Receipt, &r.Evidence, &r.Refusal, &r.UndoOf,
		&r.Incident, &r.IncidentOpen}
}

// tx is a transaction, as the rules read it and as their result is written.
type tx struct {
	ctx  context.Context
	conn *pgx.Conn
}

// commit ends the transaction. Only a COMMIT that says so is one: a transaction in
// which something failed answers ROLLBACK, and calls it a success.
func (t tx) commit() error {
	tag, err := t.conn.Exec(t.ctx, "commit")
	if err == nil && tag.String() != "COMMIT" {
		err = errors.New("the database rolled back")
	}
	return t.fault(err)
}

// Op implements change.Reader.
func (t tx) Op(id string) (change.Row, []change.AttemptRow, bool, error) {
	var row change.Row
	err := t.one(`SELECT `+columns+` FROM op WHERE op_id = $1`, []any{id}, fields(&row)...)
	if errors.Is(err, pgx.ErrNoRows) {
		return row, nil, false, nil
	}
	if err != nil {
		return row, nil, false, err
	}
	attempts, err := t.attempts([]string{id})
	return row, attempts[id], true, err
}

// attempts reads those of some operations.
func (t tx) attempts(ids []string) (map[string][]change.AttemptRow, error) {
	out := make(map[string][]change.AttemptRow)
	err := t.each(`SELECT op_id, n, void, at_ms, wrote, http, class, closed_ms, body
		FROM attempt WHERE op_id = ANY ($1) ORDER BY op_id, n`, []any{ids}, func(rows pgx.Rows) error {
		var id string
		var a change.AttemptRow
		err := rows.Scan(&id, &a.N, &a.Void, &a.At, &a.Wrote, &a.HTTP, &a.Class, &a.Closed, &a.Body)
		out[id] = append(out[id], a)
		return err
	})
	return out, err
}

// Holder implements change.Reader.
func (t tx) Holder(c change.Card) (id string, err error) {
	err = t.one(`SELECT op_id FROM op WHERE backend = $1 AND account = $2 AND subject = $3 AND `+open,
		[]any{c.Backend, c.Account, c.Subject}, &id)
	return id, none(err)
}

// Blamed implements change.Reader.
func (t tx) Blamed(c change.Card) (id string, err error) {
	err = t.one(`SELECT op_id FROM op WHERE backend = $1 AND account = $2 AND subject = $3 AND `+blamed+` ORDER BY slip_no LIMIT 1`,
		[]any{c.Backend, c.Account, c.Subject}, &id)
	return id, none(err)
}

// Undone implements change.Reader.
func (t tx) Undone(opID string) (id string, err error) {
	err = t.one(`SELECT op_id FROM op WHERE undo_of = $1 AND `+undoes, []any{opID}, &id)
	return id, none(err)
}

// Last implements change.Reader.
func (t tx) Last(c change.Card) (stamp, slipNo int64, err error) {
	err = t.one(`SELECT
		COALESCE((SELECT MAX(stamp) FROM op WHERE backend = $1 AND account = $2 AND subject = $3), 0),
		COALESCE((SELECT MAX(slip_no) FROM op), 0)`, []any{c.Backend, c.Account, c.Subject}, &stamp, &slipNo)
	return stamp, slipNo, err
}

// Head implements change.Reader.
func (t tx) Head() (journal.Head, error) {
	head := change.Genesis()
	err := t.one(`SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`, nil, &head.Seq, &head.Hash)
	return head, none(err)
}

// Seen implements change.Reader.
func (t tx) Seen(a journal.Account, id int64) (change.SeenRow, bool, error) {
	var row change.SeenRow
	err := t.one(`SELECT row_id, subject, event, COALESCE(op_id, '') FROM seen
		WHERE backend = $1 AND account = $2 AND row_id = $3`,
		[]any{a.Backend, a.Name, id}, &row.ID, &row.Subject, &row.Event, &row.OpID)
	return row, err == nil, none(err)
}

// BoundTo implements change.Reader.
func (t tx) BoundTo(opID string) (id int64, err error) {
	err = t.one(`SELECT row_id FROM seen WHERE op_id = $1`, []any{opID}, &id)
	return id, none(err)
}

// one reads one row.
func (t tx) one(query string, args []any, into ...any) error {
	return t.fault(t.conn.QueryRow(t.ctx, query, args...).Scan(into...))
}

// each reads rows one after the other.
func (t tx) each(query string, args []any, read func(pgx.Rows) error) error {
	rows, err := t.conn.Query(t.ctx, query, args...)
	if err != nil {
		return t.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return t.fault(rows.Err())
}

// none makes no row no error.
func none(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

// batch is what one change writes; it goes to the server at once. Each statement
// writes exactly one row; anything else means that somebody else was here.
type batch struct{ pgx.Batch }

func (b *batch) add(query string, args ...any) { b.Queue(query, args...) }

// run writes a batch.
func (t tx) run(b *batch) (err error) {
	results := t.conn.SendBatch(t.ctx, &b.Batch)
	for range b.Len() {
		tag, failed := results.Exec()
		if failed != nil {
			err = failed
			break
		}
		if n := tag.RowsAffected(); n != 1 && err == nil {
			err = fmt.Errorf("%w: %d rows written", journal.ErrChanged, n)
		}
	}
	closing := results.Close()
	if err == nil {
		err = closing
	}
	if errors.Is(err, journal.ErrChanged) {
		return err
	}
	return t.fault(err)
}

// put collects what a change writes.
func (b *batch) put(set *change.Set) {
	if set.AboutOp() {
		b.putOp(set)
	}
	if set.Paper != nil {
		b.putPaper(*set.Paper, set.New)
	}
	b.entry(set.Audit)
}

func (b *batch) entry(a change.Sealed) {
	b.add(`INSERT INTO audit (seq, op_id, prev, hash, entry) VALUES ($1, NULLIF($2, ''), $3, $4, $5)`,
		a.Seq, a.OpID, a.Prev, a.Hash, a.Text)
}

func (b *batch) putOp(set *change.Set) {
	if set.New {
		b.insert(set.Row)
	} else {
		b.update(set.Row)
	}
	if set.Attempt != nil {
		b.attempt(set.Row.ID, *set.Attempt)
	}
	a := journal.Account{Backend: set.Row.Backend, Name: set.Row.Account}
	for _, s := range set.Seen {
		b.seen(a, s)
	}
	if set.Bind != 0 {
		b.add(`UPDATE seen SET op_id = $1 WHERE backend = $2 AND account = $3 AND row_id = $4 AND op_id IS NULL`,
			set.Row.ID, a.Backend, a.Name, set.Bind)
	}
}

func (b *batch) insert(r change.Row) {
	b.add(`INSERT INTO op (op_id, backend, account, subject, kind, amount_fen, points, pay_type,
		stamp, slip_no, till, cashier, retry_of, state, ver, voided, why, created_ms, updated_ms, settled_ms,
		send_by_ms, next_look_ms, collected_ms, acknowledged_ms, token_key, token_evidence, operation, quote,
		receipt, evidence, refusal, undo_of, incident, incident_open) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
		$10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, NULLIF($25, ''), $26, $27, $28,
		$29, $30, $31, NULLIF($32, ''), $33, $34)`,
		r.ID, r.Backend, r.Account, r.Subject, r.Kind, r.AmountFen, r.Points, r.PayType, r.Stamp, r.SlipNo,
		r.Till, r.Cashier, r.RetryOf, r.State, r.Ver, r.Voided, r.Why, r.Created, r.Updated, r.Settled,
		r.SendBy, r.NextLook, r.Collected, r.Acknowledged, r.TokenKey, r.TokenEvidence, r.Operation, r.Quote,
		r.Receipt, r.Evidence, r.Refusal, r.UndoOf, r.Incident, r.IncidentOpen)
}

// update is the compare-and-set: it touches the row only in the version before.
func (b *batch) update(r change.Row) {
	b.add(`UPDATE op SET state = $1, ver = ver + 1, voided = $2, why = $3, updated_ms = $4, settled_ms = $5,
		send_by_ms = $6, next_look_ms = $7, collected_ms = $8, acknowledged_ms = $9, token_key = NULLIF($10, ''),
		token_evidence = $11, receipt = $12, evidence = $13, refusal = $14, incident = $15, incident_open = $16
		WHERE op_id = $17 AND ver = $18`,
		r.State, r.Voided, r.Why, r.Updated, r.Settled, r.SendBy, r.NextLook, r.Collected, r.Acknowledged,
		r.TokenKey, r.TokenEvidence, r.Receipt, r.Evidence, r.Refusal, r.Incident, r.IncidentOpen, r.ID, r.Ver-1)
}

func (b *batch) attempt(id string, a change.AttemptRow) {
	b.add(`INSERT INTO attempt (op_id, n, void, at_ms, wrote, http, class, closed_ms, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (op_id, n) DO UPDATE SET void = excluded.void, at_ms = excluded.at_ms, wrote = excluded.wrote,
		http = excluded.http, class = excluded.class, closed_ms = excluded.closed_ms, body = excluded.body`,
		id, a.N, a.Void, a.At, a.Wrote, a.HTTP, a.Class, a.Closed, a.Body)
}

func (b *batch) seen(a journal.Account, s change.SeenRow) {
	b.add(`INSERT INTO seen (backend, account, row_id, subject, event, op_id) VALUES ($1, $2, $3, $4, $5, NULLIF($6, ''))`,
		a.Backend, a.Name, s.ID, s.Subject, s.Event, s.OpID)
}

// putPaper is a compare-and-set like that of operations.
func (b *batch) putPaper(r change.PaperRow, isNew bool) {
	if isNew {
		b.add(`INSERT INTO paper (kind, name, ver, gone, body, updated_ms) VALUES ($1, $2, $3, $4, $5, $6)`,
			r.Kind, r.Key, r.Ver, r.Gone, r.Body, r.Updated)
		return
	}
	b.add(`UPDATE paper SET ver = ver + 1, gone = $1, body = $2, updated_ms = $3 WHERE kind = $4 AND name = $5 AND ver = $6`,
		r.Gone, r.Body, r.Updated, r.Kind, r.Key, r.Ver-1)
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// These are the conditions of the partial indexes, letter by
// letter, because SQLite uses such an index only for the same expression.
const (
	open      = `state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN')`
	unsettled = `state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','NOTFOUND','TASK')`
	blamed    = `incident_open = 1`
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
	ctx context.Context
	*sql.Tx
}

// Op implements change.Reader.
func (t tx) Op(id string) (change.Row, []change.AttemptRow, bool, error) {
	var row change.Row
	err := t.one(`SELECT `+columns+` FROM op WHERE op_id = ?`, []any{id}, fields(&row)...)
	if errors.Is(err, sql.ErrNoRows) {
		return row, nil, false, nil
	}
	if err != nil {
		return row, nil, false, err
	}
	attempts, err := t.attempts(id, id)
	return row, attempts[id], true, err
}

// attempts reads those of the operations from one id to another.
func (t tx) attempts(from, to string) (map[string][]change.AttemptRow, error) {
	rows, err := t.QueryContext(t.ctx, `SELECT op_id, n, void, at_ms, wrote, http, class, closed_ms, body
		FROM attempt WHERE op_id >= ? AND op_id <= ? ORDER BY op_id, n`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[string][]change.AttemptRow)
	for rows.Next() {
		var id string
		var a change.AttemptRow
		if err := rows.Scan(&id, &a.N, &a.Void, &a.At, &a.Wrote, &a.HTTP, &a.Class, &a.Closed, &a.Body); err != nil {
			return nil, err
		}
		out[id] = append(out[id], a)
	}
	return out, rows.Err()
}

// Holder implements change.Reader.
func (t tx) Holder(c change.Card) (string, error) {
	var id string
	err := t.one(`SELECT op_id FROM op WHERE backend = ? AND account = ? AND subject = ? AND `+open,
		[]any{c.Backend, c.Account, c.Subject}, &id)
	return id, none(err)
}

// Blamed implements change.Reader.
func (t tx) Blamed(c change.Card) (string, error) {
	var id string
	err := t.one(`SELECT op_id FROM op WHERE backend = ? AND account = ? AND subject = ? AND `+blamed+` ORDER BY slip_no`,
		[]any{c.Backend, c.Account, c.Subject}, &id)
	return id, none(err)
}

// Undone implements change.Reader.
func (t tx) Undone(opID string) (string, error) {
	var id string
	err := t.one(`SELECT op_id FROM op WHERE undo_of = ? AND `+undoes, []any{opID}, &id)
	return id, none(err)
}

// Last implements change.Reader.
func (t tx) Last(c change.Card) (stamp, slipNo int64, err error) {
	err = t.one(`SELECT
		COALESCE((SELECT MAX(stamp) FROM op WHERE backend = ? AND account = ? AND subject = ?), 0),
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
		WHERE backend = ? AND account = ? AND row_id = ?`,
		[]any{a.Backend, a.Name, id}, &row.ID, &row.Subject, &row.Event, &row.OpID)
	return row, err == nil, none(err)
}

// BoundTo implements change.Reader.
func (t tx) BoundTo(opID string) (int64, error) {
	var id int64
	err := t.one(`SELECT row_id FROM seen WHERE op_id = ?`, []any{opID}, &id)
	return id, none(err)
}

func (t tx) one(query string, args []any, into ...any) error {
	return t.QueryRowContext(t.ctx, query, args...).Scan(into...)
}

// none makes no row no error.
func none(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// apply writes a change.
func (t tx) apply(set *change.Set) error {
	if set.AboutOp() {
		if err := t.applyOp(set); err != nil {
			return err
		}
	}
	if set.Paper != nil {
		if err := t.putPaper(*set.Paper, set.New); err != nil {
			return err
		}
	}
	a := set.Audit
	return t.exec(`INSERT INTO audit (seq, op_id, prev, hash, entry) VALUES (?, NULLIF(?, ''), ?, ?, ?)`,
		a.Seq, a.OpID, a.Prev, a.Hash, a.Text)
}

func (t tx) applyOp(set *change.Set) error {
	put := t.update
	if set.New {
		put = t.insert
	}
	if err := put(set.Row); err != nil {
		return err
	}
	if set.Attempt != nil {
		if err := t.putAttempt(set.Row.ID, *set.Attempt); err != nil {
			return err
		}
	}
	return t.putSeen(set)
}

func (t tx) insert(r change.Row) error {
	return t.exec(`INSERT INTO op (op_id, backend, account, subject, kind, amount_fen, points, pay_type,
		stamp, slip_no, till, cashier, retry_of, state, ver, voided, why, created_ms, updated_ms, settled_ms,
		send_by_ms, next_look_ms, collected_ms, acknowledged_ms, token_key, token_evidence, operation, quote,
		receipt, evidence, refusal, undo_of, incident, incident_open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
		?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?, ?)`,
		r.ID, r.Backend, r.Account, r.Subject, r.Kind, r.AmountFen, r.Points, r.PayType, r.Stamp, r.SlipNo,
		r.Till, r.Cashier, r.RetryOf, r.State, r.Ver, bit(r.Voided), r.Why, r.Created, r.Updated, r.Settled,
		r.SendBy, r.NextLook, r.Collected, r.Acknowledged, r.TokenKey, r.TokenEvidence, r.Operation, r.Quote,
		r.Receipt, r.Evidence, r.Refusal, r.UndoOf, r.Incident, bit(r.IncidentOpen))
}

// update is the compare-and-set: it touches the row only in the version before.
func (t tx) update(r change.Row) error {
	return t.exec(`UPDATE op SET state = ?, ver = ver + 1, voided = ?, why = ?, updated_ms = ?, settled_ms = ?,
		send_by_ms = ?, next_look_ms = ?, collected_ms = ?, acknowledged_ms = ?, token_key = NULLIF(?, ''),
		token_evidence = ?, receipt = ?, evidence = ?, refusal = ?, incident = ?, incident_open = ?
		WHERE op_id = ? AND ver = ?`,
		r.State, bit(r.Voided), r.Why, r.Updated, r.Settled, r.SendBy, r.NextLook, r.Collected, r.Acknowledged,
		r.TokenKey, r.TokenEvidence, r.Receipt, r.Evidence, r.Refusal, r.Incident, bit(r.IncidentOpen), r.ID, r.Ver-1)
}

func (t tx) putAttempt(id string, a change.AttemptRow) error {
	return t.exec(`INSERT INTO attempt (op_id, n, void, at_ms, wrote, http, class, closed_ms, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (op_id, n) DO UPDATE SET void = excluded.void, at_ms = excluded.at_ms, wrote = excluded.wrote,
		http = excluded.http, class = excluded.class, closed_ms = excluded.closed_ms, body = excluded.body`,
		id, a.N, bit(a.Void), a.At, bit(a.Wrote), a.HTTP, a.Class, a.Closed, a.Body)
}

func (t tx) putSeen(set *change.Set) error {
	for _, s := range set.Seen {
		if err := t.exec(`INSERT INTO seen (backend, account, row_id, subject, event) VALUES (?, ?, ?, ?, ?)`,
			set.Row.Backend, set.Row.Account, s.ID, s.Subject, s.Event); err != nil {
			return err
		}
	}
	if set.Bind == 0 {
		return nil
	}
	return t.exec(`UPDATE seen SET op_id = ? WHERE backend = ? AND account = ? AND row_id = ? AND op_id IS NULL`,
		set.Row.ID, set.Row.Backend, set.Row.Account, set.Bind)
}

// exec writes exactly one row. Anything else means that somebody else was here.
func (t tx) exec(query string, args ...any) error {
	result, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("%w: %d rows written", journal.ErrChanged, n), err)
	}
	return nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
	"guitai/backend/journal/anchor"
	"guitai/backend/journal/change"
)

const (
	// tail is how many of the newest audit entries are always checked at once.
	tail = 1000
	// page is how many operations are compared with the audit at a time.
	page = 500
	// patient lets one transaction ask for as long as it takes.
	patient = `SELECT set_config('statement_timeout', '0', true)`
)

// Verify implements journal.Journal. A journal found broken is read-only from then on.
func (j *Journal) Verify(ctx context.Context) error {
	err := told(ctx, j.see(ctx, tx.checkAll))
	if errors.Is(err, change.ErrBroken) {
		return errors.Join(err, j.state.fail(err))
	}
	if err == nil {
		err = j.checkAnchor(ctx, 0)
	}
	var lost *journal.AnchorError
	if errors.As(err, &lost) {
		j.state.doubts(lost)
	}
	return err
}

// checkAnchor compares the journal with what was noted outside, in the last so many
// bytes of it, and with what was confirmed to this process. A file that cannot be read
// says nothing about the journal; Anchored tells of it.
func (j *Journal) checkAnchor(ctx context.Context, most int64) error {
	var marks []change.Mark
	if j.anchored != "" {
		marks, _ = anchor.Read(j.anchored, most)
	}
	if newest := j.state.confirmed(); newest.Seq > 0 {
		marks = append(marks, newest)
	}
	if len(marks) == 0 {
		return nil
	}
	return j.look(ctx, func(t tx) error {
		head, err := t.Head()
		if err != nil {
			return err
		}
		return change.Anchored(j.since(marks), head, t.hash)
	})
}

// since leaves out what was noted before somebody, perhaps at another machine,
// accepted the journal.
func (j *Journal) since(marks []change.Mark) []change.Mark {
	accepted := j.accepted.Load()
	var hold []change.Mark
	for _, m := range marks {
		if m.At.UnixMilli() > accepted {
			hold = append(hold, m)
		}
	}
	return hold
}

// checkNewest looks on a new connection for the newest link that was confirmed to this
// process: the server may be another one by now, which never heard of it.
func (j *Journal) checkNewest(ctx context.Context, conn *pgx.Conn) error {
	newest := j.state.confirmed()
	if newest.Seq == 0 {
		return nil
	}
	t := tx{ctx, conn}
	head, err := t.Head()
	if err != nil {
		return err
	}
	err = change.Anchored(j.since([]change.Mark{newest}), head, t.hash)
	var lost *journal.AnchorError
	if errors.As(err, &lost) {
		j.state.doubts(lost)
		return nil
	}
	return err
}

// checkOpening checks what must be right before money moves. It tells whether the rest
// is still to be checked.
func (j *Journal) checkOpening(ctx context.Context, o Options) (rest bool, err error) {
	if o.ReadOnly {
		return false, nil
	}
	err = j.see(ctx, func(t tx) error {
		head, err := t.Head()
		if err != nil {
			return err
		}
		if head.Seq <= o.checkAll {
			return t.checkAll()
		}
		rest = true
		if _, err = t.checkChain(max(0, head.Seq-tail)); err != nil {
			return err
		}
		return t.checkRecords(` WHERE ` + open)
	})
	return rest, err
}

func (t tx) checkAll() error {
	if _, err := t.conn.Exec(t.ctx, patient); err != nil {
		return t.fault(err)
	}
	chain, err := t.checkChain(0)
	if err != nil {
		return err
	}
	if err := t.checkPages(); err != nil {
		return err
	}
	papers, err := t.papers("")
	if err != nil {
		return err
	}
	if err := chain.Papers(papers); err != nil {
		return err
	}
	return t.checkSums(chain.Head.Seq - chain.Notes)
}

// checkChain follows the audit from the entry after the given one to the end. The
// first link checked is taken on trust unless it is the very first.
func (t tx) checkChain(after int64) (*change.Chain, error) {
	head := change.Genesis()
	if after > 0 {
		head.Seq = after
		if err := t.one(`SELECT hash FROM audit WHERE seq = $1`, []any{after}, &head.Hash); err != nil {
			return nil, fmt.Errorf("%w: audit entry %d: %w", change.ErrBroken, after, err)
		}
	}
	chain := change.NewChain(head)
	return chain, t.links(query{[]string{` WHERE seq > $1 ORDER BY seq`}, []any{after}}, chain.Follow)
}

// checkPages compares every operation with its last audit entry, some at a time so
// that a large journal does not fill the memory.
func (t tx) checkPages() error {
	from := ""
	for {
		rows, err := t.rows(` WHERE op_id > $1 ORDER BY op_id LIMIT $2`, from, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := t.fit(rows); err != nil {
			return err
		}
		from = rows[len(rows)-1].ID
	}
}

// checkRecords does the same for some of them.
func (t tx) checkRecords(where string) error {
	rows, err := t.rows(where)
	if err != nil || len(rows) == 0 {
		return err
	}
	return t.fit(rows)
}

// fit compares operations with the audit.
func (t tx) fit(rows []change.Row) error {
	attempts, err := t.attempts(ids(rows))
	if err != nil {
		return err
	}
	entries, err := t.lastEntries(ids(rows))
	if err != nil {
		return err
	}
	for _, row := range rows {
		entry, found := entries[row.ID]
		if !found {
			return fmt.Errorf("%w: the audit does not know operation %s (%s)", change.ErrBroken, change.Slip(row.SlipNo), row.ID)
		}
		if err := change.Fits(row, attempts[row.ID], entry); err != nil {
			return err
		}
	}
	return nil
}

func (t tx) lastEntries(ids []string) (map[string]change.Sealed, error) {
	out := make(map[string]change.Sealed)
	err := t.each(`SELECT `+sealed+` FROM audit WHERE seq IN
		(SELECT MAX(seq) FROM audit WHERE op_id = ANY ($1) GROUP BY op_id)`, []any{ids}, func(rows pgx.Rows) error {
		var s change.Sealed
		err := scan(rows, &s)
		out[s.OpID] = s
		return err
	})
	return out, err
}

// checkSums looks for what has gone together with everything that mentions it: each
// version of each operation has one of the audit's entries about operations, and each
// bound history row the one that bound it.
func (t tx) checkSums(entries int64) error {
	bindings, err := t.checkBindings()
	if err != nil {
		return err
	}
	var versions, bound int64
	err = t.one(`SELECT (SELECT COALESCE(SUM(ver), 0)::BIGINT FROM op), (SELECT COUNT(*) FROM seen WHERE op_id IS NOT NULL)`,
		nil, &versions, &bound)
	if err != nil {
		return err
	}
	if versions != entries {
		return fmt.Errorf("%w: %d changes of operations, but %d audit entries", change.ErrBroken, versions, entries)
	}
	if bindings != bound {
		return fmt.Errorf("%w: %d history rows are bound, but the audit knows of %d", change.ErrBroken, bound, bindings)
	}
	return nil
}

// checkBindings compares the bindings that the audit tells of with those that are
// stored and returns how many there are. The quotes that are looked for cannot come
// from what a person typed, where they are escaped.
func (t tx) checkBindings() (n int64, err error) {
	err = t.each(`SELECT a.seq, COALESCE(a.op_id, ''), a.prev, a.hash, a.entry, COALESCE(s.row_id, 0)
		FROM audit a LEFT JOIN seen s ON s.op_id = a.op_id WHERE a.op_id IS NOT NULL AND strpos(a.entry, '"bind":') > 0`,
		nil, func(rows pgx.Rows) error {
			var s change.Sealed
			var rowID int64
			if err := scan(rows, &s, &rowID); err != nil {
				return err
			}
			entry, err := s.Open()
			if err != nil {
				return err
			}
			if entry.Bind != rowID {
				return fmt.Errorf("%w: history row %d is not bound as audit entry %d says", change.ErrBroken, entry.Bind, s.Seq)
			}
			n++
			return nil
		})
	return n, err
}

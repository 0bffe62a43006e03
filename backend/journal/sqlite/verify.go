package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"guitai/backend/journal"
	"guitai/backend/journal/anchor"
	"guitai/backend/journal/change"
)

const (
	// tail is how many of the newest audit entries are always checked at once.
	tail = 1000
	// page is how many operations are compared with the audit at a time.
	page = 500
)

// Verify implements journal.Journal. A journal found broken is read-only from
// then on.
func (j *Journal) Verify(ctx context.Context) error {
	err := j.look(ctx, tx.checkAll)
	if errors.Is(err, change.ErrBroken) {
		return errors.Join(err, j.disk.fail(err))
	}
	if err == nil {
		err = j.checkAnchor(ctx, 0)
	}
	var lost *journal.AnchorError
	if errors.As(err, &lost) {
		j.disk.doubt(lost)
	}
	return err
}

// checkAnchor compares the journal with what was noted outside, in the last so many
// bytes of it. A file that cannot be read says nothing about the journal; Anchored
// tells of it.
func (j *Journal) checkAnchor(ctx context.Context, most int64) error {
	if j.anchored == "" {
		return nil
	}
	marks, err := anchor.Read(j.anchored, most)
	if err != nil {
		return nil
	}
	return j.look(ctx, func(t tx) error {
		head, err := t.Head()
		if err != nil {
			return err
		}
		return change.Anchored(marks, head, t.hash)
	})
}

// checkOpening checks what must be right before money moves. It tells whether
// the rest of the file is still to be checked.
func (j *Journal) checkOpening(ctx context.Context, most int64) (rest bool, err error) {
	mark := j.disk.path + suspectSuffix
	_, err = os.Lstat(mark)
	suspect := !errors.Is(err, fs.ErrNotExist)
	err = j.look(ctx, func(t tx) error {
		head, err := t.Head()
		if err != nil {
			return err
		}
		if suspect || head.Seq <= most {
			return t.checkAll()
		}
		rest = true
		if _, err = t.checkChain(max(0, head.Seq-tail)); err != nil {
			return err
		}
		return t.checkRecords(` WHERE ` + open)
	})
	if err == nil && suspect {
		err = os.Remove(mark)
	}
	return rest, err
}

// checkRest does in the background what checkOpening left out.
func (j *Journal) checkRest(ctx context.Context) {
	if err := j.Verify(ctx); err != nil && ctx.Err() == nil {
		_ = j.disk.fail(err)
	}
}

func (t tx) checkAll() error {
	if err := t.checkFile(); err != nil {
		return err
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

// checkFile runs SQLite's own check.
func (t tx) checkFile() error {
	var verdict string
	if err := t.one(`PRAGMA integrity_check(1)`, nil, &verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", change.ErrBroken, verdict)
	}
	return nil
}

// checkChain follows the audit from the entry after the given one to the end. The
// first link checked is taken on trust unless it is the very first.
func (t tx) checkChain(after int64) (*change.Chain, error) {
	head := change.Genesis()
	if after > 0 {
		head.Seq = after
		if err := t.one(`SELECT hash FROM audit WHERE seq = ?`, []any{after}, &head.Hash); err != nil {
			return nil, fmt.Errorf("%w: audit entry %d: %w", change.ErrBroken, after, err)
		}
	}
	chain := change.NewChain(head)
	return chain, t.links(` WHERE seq > ? ORDER BY seq`, []any{after}, chain.Follow)
}

// checkPages compares every operation with its last audit entry, some at a time
// so that a large journal does not fill the memory.
func (t tx) checkPages() error {
	from := ""
	for {
		rows, err := t.rows(` WHERE op_id > ? ORDER BY op_id LIMIT ?`, from, page)
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
	rows, err := t.rows(where + ` ORDER BY op_id`)
	if err != nil || len(rows) == 0 {
		return err
	}
	return t.fit(rows)
}

// fit compares operations, in the order of their ids, with the audit.
func (t tx) fit(rows []change.Row) error {
	first, last := rows[0].ID, rows[len(rows)-1].ID
	attempts, err := t.attempts(first, last)
	if err != nil {
		return err
	}
	entries, err := t.lastEntries(first, last)
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

func (t tx) lastEntries(first, last string) (map[string]change.Sealed, error) {
	rows, err := t.QueryContext(t.ctx, `SELECT a.seq, a.op_id, a.prev, a.hash, a.entry FROM audit a JOIN
		(SELECT MAX(seq) AS seq FROM audit WHERE op_id >= ? AND op_id <= ? GROUP BY op_id) b ON a.seq = b.seq`, first, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[string]change.Sealed)
	for rows.Next() {
		var s change.Sealed
		if err := rows.Scan(&s.Seq, &s.OpID, &s.Prev, &s.Hash, &s.Text); err != nil {
			return nil, err
		}
		out[s.OpID] = s
	}
	return out, rows.Err()
}

// checkSums looks for what has gone together with everything that mentions it:
// each version of each operation has one of the audit's entries about operations, and each bound history row
// the one that bound it.
func (t tx) checkSums(entries int64) error {
	bindings, err := t.checkBindings()
	if err != nil {
		return err
	}
	var versions, bound int64
	err = t.one(`SELECT (SELECT COALESCE(SUM(ver), 0) FROM op), (SELECT COUNT(*) FROM seen WHERE op_id IS NOT NULL)`,
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

// checkBindings compares the bindings that the audit tells of with those that
// are stored and returns how many there are. The quotes in the pattern cannot
// come from what a person typed, where they are escaped.
func (t tx) checkBindings() (n int64, err error) {
	rows, err := t.QueryContext(t.ctx, `SELECT a.seq, a.op_id, a.prev, a.hash, a.entry, COALESCE(s.row_id, 0)
		FROM audit a LEFT JOIN seen s ON s.op_id = a.op_id WHERE a.entry LIKE '%"bind":%'`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var s change.Sealed
		var rowID int64
		if err := rows.Scan(&s.Seq, &s.OpID, &s.Prev, &s.Hash, &s.Text, &rowID); err != nil {
			return 0, err
		}
		entry, err := s.Open()
		if err != nil {
			return 0, err
		}
		if entry.Bind != rowID {
			return 0, fmt.Errorf("%w: history row %d is not bound as audit entry %d says", change.ErrBroken, entry.Bind, s.Seq)
		}
		n++
	}
	return n, rows.Err()
}

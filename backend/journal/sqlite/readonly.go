package sqlite

import (
	"context"
	"errors"
	"fmt"

	"guitai/backend/journal"
	"guitai/backend/journal/anchor"
)

// errOnlyRead is why a journal that was opened to be read takes no changes.
var errOnlyRead = errors.New("journal: opened only to be read")

// openToRead opens a journal that is there for looking at it. It makes no file and
// changes no table, and a till may be at work on it.
func openToRead(ctx context.Context, o Options) (*Journal, error) {
	if err := secureFiles(o.Path); err != nil {
		return nil, err
	}
	connect := newConnector(o.Path, o.busy, true)
	connect.dsn += "&mode=ro"
	j := &Journal{
		clock: o.Clock,
		read:  pool(connect, readers),
		disk:  &disk{path: o.Path, free: o.FreeSpace, broken: errOnlyRead, onlyRead: true},
		turn:  make(chan struct{}, 1),
		busy:  o.busy,
		stop:  func() {},
	}
	j.watch = watch{db: pool(connect, 1), every: o.poll}
	j.anchored = o.Anchor
	if err := j.knowsSchema(ctx); err != nil {
		return nil, errors.Join(told(err), j.Close())
	}
	return j, nil
}

// knowsSchema refuses a file whose tables are not this program's.
func (j *Journal) knowsSchema(ctx context.Context) error {
	var current int
	err := j.read.QueryRowContext(ctx, `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied = 1`).Scan(&current)
	if err != nil {
		return err
	}
	target, err := newestSchema()
	switch {
	case err != nil:
		return err
	case current > target:
		return newer(current, target)
	case current < target:
		return fmt.Errorf("journal: the file is of an older program (schema %d, not %d); a till upgrades it when it opens", current, target)
	}
	var born int64
	err = j.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(value), 0) FROM meta WHERE name IN ('created_ms', 'accepted_ms')`).Scan(&born)
	j.born.Store(born)
	return errors.Join(err, j.findsAnchor(ctx))
}

// findsAnchor looks for what is missing, so that Health tells it.
func (j *Journal) findsAnchor(ctx context.Context) error {
	err := j.checkAnchor(ctx, anchor.Tail)
	var lost *journal.AnchorError
	if errors.As(err, &lost) {
		j.disk.doubt(lost)
		return nil
	}
	return err
}

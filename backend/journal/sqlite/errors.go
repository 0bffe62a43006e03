package sqlite

import (
	"errors"
	"fmt"

	"guitai/backend/journal"

	lib "modernc.org/sqlite/lib"
)

// coded is an error with SQLite's result code.
type coded interface{ Code() int }

// primary is the result code without its details, 0 for what is not SQLite's.
func primary(err error) int {
	var c coded
	if errors.As(err, &c) {
		return c.Code() & 0xff
	}
	return 0
}

// isBusy tells whether another process held the lock for too long.
func isBusy(err error) bool {
	code := primary(err)
	return code == lib.SQLITE_BUSY || code == lib.SQLITE_LOCKED
}

// isFull tells whether the disk had no room. The transaction is gone then and
// nothing was synced, so this alone may be tried again.
func isFull(err error) bool { return primary(err) == lib.SQLITE_FULL }

// isFatal tells whether the disk or the file can no longer be trusted. After a
// failed sync the system may drop the pages and call the next sync a success, so
// there is no second try.
func isFatal(err error) bool {
	switch primary(err) {
	case lib.SQLITE_IOERR, lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY,
		lib.SQLITE_PERM, lib.SQLITE_PROTOCOL, lib.SQLITE_NOMEM:
		return true
	}
	return false
}

// told puts the journal's own error in front of the database's.
func told(err error) error {
	switch {
	case err == nil:
		return nil
	case isBusy(err):
		return fmt.Errorf("%w: %w", journal.ErrBusy, err)
	case isFull(err), isFatal(err):
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, err)
	}
	return err
}

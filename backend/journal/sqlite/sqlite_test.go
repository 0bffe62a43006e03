package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

var _ journal.Journal = (*sqlite.Journal)(nil)

func TestConformance(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Opener {
		path := newPath(t)
		return func(clock func() time.Time) journal.Journal { return open(t, sqlite.Options{Path: path, Clock: clock}) }
	})
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "state", "journal.db") }

// open opens a journal that is closed at the latest with the test.
func open(t testing.TB, o sqlite.Options) *sqlite.Journal {
	t.Helper()
	j, err := sqlite.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = j.Close() })
	return j
}

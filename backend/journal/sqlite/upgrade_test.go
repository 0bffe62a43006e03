package sqlite_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

// firstSchema is a file as the first version left it: five operations from
// closed to barely begun, with attempts, bindings and 11 audit entries.
func firstSchema(t *testing.T) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "schema1.db.gz"))
	require.NoError(t, err)
	defer packed.Close()
	file, err := gzip.NewReader(packed)
	require.NoError(t, err)
	content, err := io.ReadAll(file)
	require.NoError(t, err)
	path := newPath(t)
	require.NoError(t, os.Mkdir(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func TestAnOldFileIsUpgraded(t *testing.T) {
	path := firstSchema(t)
	clock := journaltest.NewClock()
	j := open(t, sqlite.Options{Path: path, Clock: clock.Now})
	require.NoError(t, j.Health())
	require.NoError(t, j.Verify(t.Context()), "old entries keep their digests")
	all, err := j.List(t.Context(), journal.Filter{})
	require.NoError(t, err)
	require.Len(t, all, 5)
	oldest := all[4]
	assert.Equal(t, backend.StateClosedPaid, oldest.State)
	assert.Equal(t, "the answer of op-a", string(oldest.Attempts[0].Body))
	assert.Nil(t, oldest.Incident)
	assert.Nil(t, oldest.Undo)

	// What the first schema could not hold.
	clock.Advance(1)
	_, err = j.Move(t.Context(), oldest.ID, oldest.Ver, journal.Step{Incident: &backend.Incident{Why: backend.WhyLateRow}})
	require.NoError(t, err)
	task, err := j.Get(t.Context(), "op-d")
	require.NoError(t, err)
	task, err = j.Move(t.Context(), task.ID, task.Ver, journal.Step{To: backend.StateTask})
	require.NoError(t, err)
	assert.Equal(t, backend.StateTask, task.State)
	require.NoError(t, j.Verify(t.Context()))
	require.NoError(t, j.Close())

	j = open(t, sqlite.Options{Path: path})
	require.NoError(t, j.Health())
	require.NoError(t, j.Close())
	require.NoError(t, raw(path, "PRAGMA integrity_check", "PRAGMA foreign_key_check"))
	require.Error(t, raw(path, "UPDATE op SET state = 'ELSEWHERE', ver = ver + 1"), "the condition is weaker, not gone")
}

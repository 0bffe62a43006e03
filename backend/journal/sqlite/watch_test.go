package sqlite_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

func TestOwnChangesAreNoNews(t *testing.T) {
	path := newPath(t)
	j := open(t, sqlite.Options{Path: path}.WithPoll(time.Hour))
	assert.False(t, j.Watching(), "nobody listens")
	ctx, leave := context.WithCancel(t.Context())
	told := j.Changes(ctx)
	assert.True(t, j.Watching())
	begin(t, j, "1", "card")
	assert.False(t, j.LookForChanges(ctx))
	other := open(t, sqlite.Options{Path: path})
	assert.False(t, j.LookForChanges(ctx), "to open it is no change")
	begin(t, other, "2", "other card")
	assert.True(t, j.LookForChanges(ctx))
	<-told
	assert.False(t, j.LookForChanges(ctx), "once is enough")
	leave()
	_, more := <-told
	assert.False(t, more)
	assert.False(t, j.Watching())
	again := j.Changes(t.Context())
	require.NoError(t, j.Close())
	_, more = <-again
	assert.False(t, more, "it ends with the journal too")
	_, more = <-j.Changes(t.Context())
	assert.False(t, more)
}

// beside lists the files of a journal with their contents' sizes, but for the two
// that SQLite itself needs for reading.
func beside(t *testing.T, path string) map[string]int64 {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	out := make(map[string]int64)
	for _, e := range entries {
		if e.Name() == filepath.Base(path)+"-wal" || e.Name() == filepath.Base(path)+"-shm" {
			continue
		}
		info, err := e.Info()
		require.NoError(t, err)
		out[e.Name()] = info.Size()
	}
	return out
}

func TestOpenedOnlyToBeRead(t *testing.T) {
	path := filled(t)
	require.NoError(t, os.Remove(path+".ballast"))
	before, sound := beside(t, path), must(os.ReadFile(path))
	j := open(t, sqlite.Options{Path: path, ReadOnly: true})
	list, err := j.List(t.Context(), journal.Filter{Slip: "A0002"})
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "op-b", list[0].ID)
	require.NoError(t, j.Verify(t.Context()))
	head, err := j.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, int64(15), head.Seq)

	for name, refused := range map[string]func() error{
		"begin": func() error { _, err := j.Begin(t.Context(), shop(), journaltest.Consume("x", "x")); return err },
		"move": func() error {
			_, err := j.Move(t.Context(), "op-a", 4, journal.Step{Collected: time.Now()})
			return err
		},
		"put": func() error {
			_, err := j.Put(t.Context(), journal.Paper{Kind: "k", Key: "k", Body: []byte{}}, journal.Note{What: "x"})
			return err
		},
		"tell":   func() error { return j.Tell(t.Context(), journal.Note{What: "x"}) },
		"accept": func() error { return j.Accept(t.Context(), journal.Note{What: "x"}) },
		"health": j.Health,
	} {
		require.ErrorIs(t, refused(), journal.ErrReadOnly, name)
	}
	require.NoError(t, j.Close())
	assert.Equal(t, before, beside(t, path))
	assert.Equal(t, sound, must(os.ReadFile(path)))
}

func TestReadingBesideATill(t *testing.T) {
	path := newPath(t)
	till := open(t, sqlite.Options{Path: path})
	rec := begin(t, till, "1", "card")
	reader := open(t, sqlite.Options{Path: path, ReadOnly: true}.WithPoll(time.Millisecond))
	told := reader.Changes(t.Context())
	_, err := till.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err)
	<-told
	got, err := reader.Get(t.Context(), rec.ID)
	require.NoError(t, err)
	assert.Equal(t, backend.StateSending, got.State)
	require.NoError(t, reader.Verify(t.Context()))
	require.NoError(t, reader.Close())
	begin(t, till, "2", "other")
	require.NoError(t, till.Health())
}

func TestReadingMakesNothing(t *testing.T) {
	path := newPath(t)
	_, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, ReadOnly: true})
	require.Error(t, err)
	_, err = os.Stat(filepath.Dir(path))
	require.ErrorIs(t, err, fs.ErrNotExist)

	old := firstSchema(t)
	before := must(os.ReadFile(old))
	_, err = sqlite.Open(t.Context(), sqlite.Options{Path: old, ReadOnly: true})
	require.ErrorContains(t, err, "older program")
	assert.Equal(t, before, must(os.ReadFile(old)))

	newer := filled(t)
	require.NoError(t, raw(newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"))
	_, err = sqlite.Open(t.Context(), sqlite.Options{Path: newer, ReadOnly: true})
	require.ErrorContains(t, err, "newer program")
}

// A broken journal can be looked at, and looking marks nothing.
func TestReadingFindsWhatIsBroken(t *testing.T) {
	path := filled(t)
	require.NoError(t, raw(path, dropTriggers, `UPDATE op SET state = 'CLOSED_UNPAID' WHERE op_id = 'op-b'`))
	before := beside(t, path)
	j := open(t, sqlite.Options{Path: path, ReadOnly: true})
	require.Error(t, j.Verify(t.Context()))
	assert.Equal(t, before, beside(t, path))

	clock := journaltest.NewClock()
	o := anchored(t, clock)
	old := yesterday(t, o)
	again := open(t, o)
	begin(t, again, "4", "card 4")
	require.NoError(t, again.Close())
	require.NoError(t, os.WriteFile(o.Path, old, 0o600))
	o.ReadOnly = true
	var lost *journal.AnchorError
	j = open(t, o)
	require.ErrorAs(t, j.Health(), &lost)
	require.True(t, errors.As(j.Verify(t.Context()), &lost))
}

package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

// smallDisk is a disk of 10 MiB.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=10m,mode=700"); err != nil {
		require.Emptyf(t, os.Getenv("GUITAI_ALL"), "nothing may be left out: %v", err)
		t.Skipf("a disk of 10 MiB cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, 0)) })
	return dir
}

// A disk that is read-only at the start, as the system mounts one after errors of
// the drive, takes no money; with it writable again everything is there.
func TestADiskThatIsReadOnly(t *testing.T) {
	dir := smallDisk(t)
	plenty := func(string) (uint64, error) { return 1 << 40, nil }
	o := sqlite.Options{Path: filepath.Join(dir, "journal.db"), FreeSpace: plenty}
	j := open(t, o)
	rec := begin(t, j, "1", "card")
	require.NoError(t, j.Close())
	remount := func(flags uintptr) {
		require.NoError(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, "size=10m"))
	}
	remount(syscall.MS_RDONLY)
	j, err := sqlite.Open(t.Context(), o)
	if err == nil {
		err = errors.Join(j.Health(), j.Close())
	}
	require.ErrorIs(t, err, journal.ErrReadOnly)
	remount(0)
	j = open(t, o)
	require.NoError(t, j.Health())
	got, err := j.Get(t.Context(), rec.ID)
	require.NoError(t, err)
	assert.Equal(t, backend.StateIntent, got.State)
	require.NoError(t, j.Close())
}

// On a disk that is really full, what was begun still reaches its end and
// nothing that was acknowledged is lost.
func TestAFullDisk(t *testing.T) {
	dir := smallDisk(t)
	plenty := func(string) (uint64, error) { return 1 << 40, nil }
	o := sqlite.Options{Path: filepath.Join(dir, "journal.db"), FreeSpace: plenty}
	j := open(t, o)
	var begun []journal.Record
	for n := range 5000 {
		id := fmt.Sprint("op-", n)
		rec, err := j.Begin(t.Context(), shop(), journaltest.Consume(id, id))
		if err != nil {
			require.ErrorIs(t, err, journal.ErrReadOnly)
			break
		}
		begun = append(begun, rec)
	}
	require.Less(t, len(begun), 5000, "the disk was never full")
	require.NotEmpty(t, begun)
	assert.NoFileExists(t, o.Path+".ballast")

	for i, rec := range begun[:20] {
		for _, to := range []backend.State{backend.StateSending, backend.StateApplied} {
			next, err := j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: to})
			require.NoError(t, err, "%d of %d", i, len(begun))
			rec = next
		}
	}
	require.NoError(t, j.Verify(t.Context()))
	require.NoError(t, j.Close())
	j = open(t, o)
	require.NoError(t, j.Verify(t.Context()))
	for _, rec := range begun {
		_, err := j.Get(t.Context(), rec.ID)
		require.NoError(t, err)
	}
	require.NoError(t, j.Close())
}

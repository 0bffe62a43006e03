package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

func shop() journal.Account { return journal.Account{Backend: "sandy", Name: "shop"} }

// codeError is an error as the driver gives it.
type codeError int

func (e codeError) Error() string { return "the disk's fault" }
func (e codeError) Code() int     { return int(e) }

const (
	codeIOFsync = 10 | 4<<8
	codeFull    = 13
)

func begin(t testing.TB, j *sqlite.Journal, id, card string) journal.Record {
	t.Helper()
	rec, err := j.Begin(t.Context(), shop(), journaltest.Consume(id, card))
	require.NoError(t, err)
	return rec
}

func TestEveryConnectionHasItsSettings(t *testing.T) {
	j := open(t, sqlite.Options{Path: newPath(t)})
	write, read := j.Pools()
	for _, pool := range []*sql.DB{write, read} {
		for range pool.Stats().MaxOpenConnections {
			conn, err := pool.Conn(t.Context())
			require.NoError(t, err)
			defer conn.Close()
			for pragma, want := range map[string]string{
				"journal_mode": "wal", "synchronous": "2", "fullfsync": "1", "checkpoint_fullfsync": "1",
				"busy_timeout": "5000", "foreign_keys": "1", "mmap_size": "0",
			} {
				var got string
				require.NoError(t, conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
				assert.Equal(t, want, got, pragma)
			}
		}
		assert.Equal(t, pool.Stats().MaxOpenConnections, pool.Stats().InUse, "these were all there are")
	}
}

func TestAConnectionWithOtherSettingsIsNotUsed(t *testing.T) {
	path := newPath(t)
	require.NoError(t, open(t, sqlite.Options{Path: path}).Close())
	require.NoError(t, sqlite.ConnectExpecting(path, "synchronous", "2"))
	require.ErrorContains(t, sqlite.ConnectExpecting(path, "synchronous", "1"), "synchronous is 2 and not 1")
	require.ErrorContains(t, sqlite.ConnectExpecting(path, "no_such_pragma", "1"), "no answer")
}

func TestVersions(t *testing.T) {
	for _, v := range []string{"3.51.2", "3.9.99", "2.60.0", "3.51"} {
		assert.True(t, sqlite.Older(v, "3.51.3"), v)
	}
	for _, v := range []string{"3.51.3", "3.51.10", "3.100.0", "4.0.0"} {
		assert.False(t, sqlite.Older(v, "3.51.3"), v)
	}
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists instead of permission bits")
	}
	path := newPath(t)
	j := open(t, sqlite.Options{Path: path})
	begin(t, j, "1", "card")
	for _, suffix := range []string{"", "-wal", "-shm", ".ballast"} {
		info, err := os.Stat(path + suffix)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), suffix)
	}
	dir, err := os.Stat(filepath.Dir(path))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), dir.Mode().Perm())
}

func TestForeignFilesAreRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists instead of permission bits")
	}
	for name, spoil := range map[string]func(path string) error{
		"link":            func(p string) error { return errors.Join(os.Rename(p, p+"2"), os.Symlink(p+"2", p)) },
		"hanging link":    func(p string) error { return errors.Join(os.Remove(p), os.Symlink(p+"2", p)) },
		"folder":          func(p string) error { return errors.Join(os.Remove(p), os.Mkdir(p, 0o700)) },
		"readable by all": func(p string) error { return os.Chmod(p, 0o644) },
		"wal is a link":   func(p string) error { return os.Symlink("/dev/null", p+"-wal") },
		"folder for all":  func(p string) error { return os.Chmod(filepath.Dir(p), 0o777) },
		"not a database":  func(p string) error { return os.WriteFile(p, []byte("this is no database at all, but text"), 0o600) },
		"somebody else's": func(p string) error { return chownOrChmod(p) },
		"a newer program’s": func(p string) error {
			return raw(p, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			require.NoError(t, open(t, sqlite.Options{Path: path}).Close())
			require.NoError(t, spoil(path))
			j, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
			require.Error(t, err)
			assert.Nil(t, j)
		})
	}
}

// chownOrChmod gives a file away where the test may, and opens it to the group
// where it may not.
func chownOrChmod(path string) error {
	if os.Geteuid() == 0 {
		return os.Chown(path, 12345, 12345)
	}
	return os.Chmod(path, 0o660)
}

// raw changes a file behind the journal's back.
func raw(path string, statements ...string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

func TestLittleSpaceStopsNewMoneyOnly(t *testing.T) {
	free := uint64(64 << 20)
	j := open(t, sqlite.Options{Path: newPath(t), FreeSpace: func(string) (uint64, error) { return free, nil }})
	rec := begin(t, j, "1", "card")
	free--
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
	_, err := j.Begin(t.Context(), shop(), journaltest.Consume("2", "other"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	_, err = j.Begin(t.Context(), shop(), journaltest.Consume("1", "card"))
	require.NoError(t, err, "what was begun is no new money")
	_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err)
	free++
	require.NoError(t, j.Health())
	begin(t, j, "2", "other")
}

func TestUnknownSpaceIsTooLittle(t *testing.T) {
	j := open(t, sqlite.Options{Path: newPath(t), FreeSpace: func(string) (uint64, error) { return 0, errors.New("no answer") }})
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
}

func TestBallastMakesRoomForOutcomes(t *testing.T) {
	path := newPath(t)
	free := uint64(1 << 30)
	j := open(t, sqlite.Options{Path: path, FreeSpace: func(string) (uint64, error) { return free, nil }})
	rec := begin(t, j, "1", "card")
	info, err := os.Stat(path + ".ballast")
	require.NoError(t, err)
	require.Equal(t, int64(8<<20), info.Size())
	j.SetFault(func() error {
		if _, err := os.Stat(path + ".ballast"); err == nil {
			return codeError(codeFull)
		}
		return nil
	})
	free = 0
	rec, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err, "the ballast was given away for it")
	assert.Equal(t, backend.StateSending, rec.State)
	assert.NoFileExists(t, path+".ballast")
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)

	j.SetFault(func() error { return codeError(codeFull) })
	_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateApplied})
	require.ErrorIs(t, err, journal.ErrReadOnly, "there is only one ballast")

	j.SetFault(nil)
	free = 1 << 30
	require.NoError(t, j.Health())
	assert.FileExists(t, path+".ballast", "with room again there is a reserve again")
	_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateApplied})
	require.NoError(t, err)
}

func TestAFailedSyncIsTheEndUntilTheNextStart(t *testing.T) {
	path := newPath(t)
	j := open(t, sqlite.Options{Path: path})
	rec := begin(t, j, "1", "card")
	tries := 0
	j.SetFault(func() error {
		tries++
		return codeError(codeIOFsync)
	})
	_, err := j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.ErrorIs(t, err, journal.ErrReadOnly)
	j.SetFault(nil)
	assert.Equal(t, 1, tries, "a second sync may claim what the first one lost")
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
	_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.ErrorIs(t, err, journal.ErrReadOnly)
	_, err = j.Begin(t.Context(), shop(), journaltest.Consume("2", "other"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	got, err := j.Get(t.Context(), rec.ID)
	require.NoError(t, err, "what is there can still be read")
	assert.Equal(t, backend.StateIntent, got.State)
	assert.FileExists(t, path+".suspect")
	require.NoError(t, j.Close())

	again := open(t, sqlite.Options{Path: path}.WithCheckAll(-1))
	require.NoError(t, again.Health(), "everything was checked and is right")
	assert.NoFileExists(t, path+".suspect")
}

func TestAReplacedFileIsNoticed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let go of files that are open")
	}
	for _, suffix := range []string{"", "-wal"} {
		path := newPath(t)
		j := open(t, sqlite.Options{Path: path})
		rec := begin(t, j, "1", "card")
		copied, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.Rename(path+suffix, path+".gone"))
		require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
		require.NoError(t, os.WriteFile(path+suffix, copied, 0o600))
		_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
		require.ErrorIs(t, err, journal.ErrReadOnly)
	}
}

func TestAnotherProcessHoldsTheJournal(t *testing.T) {
	path := newPath(t)
	j := open(t, sqlite.Options{Path: path}.WithBusy(20*time.Millisecond))
	rec := begin(t, j, "1", "card")
	db, err := sql.Open("sqlite", path+"?_txlock=immediate")
	require.NoError(t, err)
	defer db.Close()
	holder, err := db.Begin()
	require.NoError(t, err)
	_, err = j.Begin(t.Context(), shop(), journaltest.Consume("2", "other"))
	require.ErrorIs(t, err, journal.ErrBusy)
	_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.ErrorIs(t, err, journal.ErrBusy)
	_, err = j.Get(t.Context(), rec.ID)
	require.NoError(t, err, "readers do not wait")
	require.NoError(t, holder.Rollback())
	require.NoError(t, j.Health(), "having waited is no fault of the disk")
	begin(t, j, "2", "other")
}

// Whoever waits in line behind one that waits for another process is told as soon
// as it is, and nothing of theirs is recorded.
func TestEverybodyInLineIsTold(t *testing.T) {
	path := newPath(t)
	j := open(t, sqlite.Options{Path: path}.WithBusy(20*time.Millisecond))
	db, err := sql.Open("sqlite", path+"?_txlock=immediate")
	require.NoError(t, err)
	defer db.Close()
	holder, err := db.Begin()
	require.NoError(t, err)
	errs := make(chan error, 16)
	for n := range cap(errs) {
		go func() {
			_, err := j.Begin(t.Context(), shop(), journaltest.Consume(fmt.Sprint(n), fmt.Sprint(n)))
			errs <- err
		}()
	}
	for range cap(errs) {
		require.ErrorIs(t, <-errs, journal.ErrBusy)
	}
	require.NoError(t, holder.Rollback())
	list, err := j.List(t.Context(), journal.Filter{})
	require.NoError(t, err)
	assert.Empty(t, list)
	require.NoError(t, j.Health())
}

// Every error that says something about the disk or the file ends all writing until
// the next start, and claims nothing.
func TestEveryErrorOfTheDiskIsTheEnd(t *testing.T) {
	for name, code := range map[string]int{
		"read": 10 | 1<<8, "write": 10 | 3<<8, "sync": codeIOFsync, "disk made read-only": 8, "file damaged": 11,
		"no database": 26, "cannot be opened": 14, "no memory": 7, "locks that do not work": 15,
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			j := open(t, sqlite.Options{Path: path})
			rec := begin(t, j, "1", "card")
			j.SetFault(func() error { return codeError(code) })
			_, err := j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
			require.ErrorIs(t, err, journal.ErrReadOnly)
			j.SetFault(nil)
			for _, write := range []func() error{
				func() error { _, err := j.Begin(t.Context(), shop(), journaltest.Consume("2", "other")); return err },
				func() error {
					_, err := j.Put(t.Context(), journal.Paper{Kind: "k", Key: "k", Body: []byte{}}, journal.Note{What: "x"})
					return err
				},
				func() error { return j.Tell(t.Context(), journal.Note{What: "x"}) },
				j.Health,
			} {
				require.ErrorIs(t, write(), journal.ErrReadOnly)
			}
			require.ErrorIs(t, j.Accept(t.Context(), journal.Note{What: "x"}), journal.ErrMove, "nobody can accept a bad disk")
			require.NoError(t, j.Close())
			again := open(t, sqlite.Options{Path: path})
			require.NoError(t, again.Verify(t.Context()))
			got, err := again.Get(t.Context(), rec.ID)
			require.NoError(t, err)
			assert.Equal(t, backend.StateIntent, got.State)
		})
	}
}

// A file that goes away in the very moment of a commit takes the commit with it.
func TestAFileTakenAwayDuringACommit(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let go of files that are open")
	}
	path := newPath(t)
	j := open(t, sqlite.Options{Path: path})
	rec := begin(t, j, "1", "card")
	j.SetFault(func() error { return os.Remove(path + "-wal") })
	_, err := j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.ErrorIs(t, err, journal.ErrReadOnly)
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
}

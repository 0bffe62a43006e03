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

func TestConformance(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Opener {
		path := newPath(t)
		return func(clock func() time.Time) journaltest.Store {
			return open(t, sqlite.Options{Path: path, Clock: clock})
		}
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

// With a hundred thousand operations a start must find the open ones at once.
func TestFiltersUseTheirIndexes(t *testing.T) {
	j := open(t, sqlite.Options{Path: newPath(t)})
	write, _ := j.Pools()
	account := shop()
	for index, filter := range map[string]journal.Filter{
		"INDEX unsettled":                                {Open: true},
		"USING INDEX unsettled":                          {Unsettled: true},
		"USING INDEX unacknowledged":                     {Unacknowledged: true},
		"one_key (backend=? AND account=? AND subject=?": {Account: &account, MemberID: "card"},
		"by_time (created_ms>?":                          {Since: time.Now()},
	} {
		query, args := sqlite.Query(filter)
		rows, err := write.Query("EXPLAIN QUERY PLAN "+query, args...)
		require.NoError(t, err)
		plan := ""
		for rows.Next() {
			var id, parent, unused int
			var detail string
			require.NoError(t, rows.Scan(&id, &parent, &unused, &detail))
			plan += detail + "\n"
		}
		require.NoError(t, rows.Close())
		require.Contains(t, plan, index)
	}
}

func TestOpenNeedsAFile(t *testing.T) {
	_, err := sqlite.Open(t.Context(), sqlite.Options{})
	require.Error(t, err)
	_, err = sqlite.Open(t.Context(), sqlite.Options{Path: "/dev/null/journal.db"})
	require.Error(t, err)
}

func TestOddNamesOfFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "柜台 100% #1? a&b=c", "账本 %41.db")
	j := open(t, sqlite.Options{Path: path})
	begin(t, j, "1", "card")
	require.FileExists(t, path)
	require.FileExists(t, path+"-wal")
}

func TestTwoProgramsStartOnANewFile(t *testing.T) {
	path := newPath(t)
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() {
			j, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
			if err == nil {
				err = j.Health()
				_ = j.Close()
			}
			errs <- err
		}()
	}
	for range cap(errs) {
		require.NoError(t, <-errs)
	}
}

func TestOpenNeedsASlotThatThereIs(t *testing.T) {
	_, err := sqlite.Open(t.Context(), sqlite.Options{Path: newPath(t), Slot: 10, Slots: 10})
	require.Error(t, err)
	clock := journaltest.NewClock()
	j := open(t, sqlite.Options{Path: newPath(t), Clock: clock.Now, Slot: 7, Slots: 10})
	require.Equal(t, int64(7), int64(begin(t, j, "1", "card").Stamp)%10)
}

// A file that was there before it could say since when is old; a new one that was
// made under a wrong clock is young from when the clock was right.
func TestAgeOfAFile(t *testing.T) {
	clock := journaltest.NewClock()
	j := open(t, sqlite.Options{Path: firstSchema(t), Clock: clock.Now})
	require.True(t, j.Young(clock.Now()).IsZero())

	path := newPath(t)
	clock.Advance(365 * 24 * time.Hour)
	require.NoError(t, open(t, sqlite.Options{Path: path, Clock: clock.Now}).Close())
	clock.Advance(-365 * 24 * time.Hour)
	j = open(t, sqlite.Options{Path: path, Clock: clock.Now})
	require.Equal(t, clock.Now().Add(time.Minute).UnixMilli(), j.Young(clock.Now()).UnixMilli())
}

package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

// anchored are options with a file outside.
func anchored(t *testing.T, clock *journaltest.Clock) sqlite.Options {
	return sqlite.Options{Path: newPath(t), Clock: clock.Now, Anchor: filepath.Join(t.TempDir(), "anchor")}
}

// sell three things, then keep a copy of the file as it is between two days.
func yesterday(t *testing.T, o sqlite.Options) (copied []byte) {
	t.Helper()
	j := open(t, o)
	for _, id := range []string{"1", "2", "3"} {
		begin(t, j, id, "card "+id)
	}
	require.NoError(t, j.Close())
	return must(os.ReadFile(o.Path))
}

func TestAnOldCopyIsNoticed(t *testing.T) {
	clock := journaltest.NewClock()
	o := anchored(t, clock)
	old := yesterday(t, o)
	clock.Advance(time.Hour)
	j := open(t, o)
	require.NoError(t, j.Health(), "what is there is what was noted")
	lost := begin(t, j, "4", "card 4")
	require.NoError(t, j.Close())

	require.NoError(t, os.WriteFile(o.Path, old, 0o600))
	j = open(t, o)
	var missing *journal.AnchorError
	require.ErrorAs(t, j.Health(), &missing)
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
	assert.Equal(t, int64(4), missing.Anchored.Seq)
	assert.Equal(t, int64(3), missing.Have.Seq)
	assert.True(t, clock.Now().Truncate(time.Second).Equal(missing.At), missing.At)
	require.ErrorAs(t, j.Verify(t.Context()), &missing)
	_, err := j.Begin(t.Context(), shop(), journaltest.Consume("5", "card 5"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	_, err = j.Get(t.Context(), "3")
	require.NoError(t, err, "what is there can be read")
	assert.NoFileExists(t, o.Path+".suspect", "the disk is not to blame")
	require.NoError(t, j.Close())

	// It stays so until somebody accepts it, and then no keys are given for a while.
	j = open(t, o)
	require.ErrorAs(t, j.Health(), &missing)
	assert.True(t, j.Young(clock.Now()).IsZero())
	require.NoError(t, j.Accept(t.Context(), journal.Note{Who: "王", What: "journal.accept", Reason: "硬盘换过"}))
	require.NoError(t, j.Health())
	assert.Equal(t, clock.Now().Add(time.Minute).UnixMilli(), j.Young(clock.Now()).UnixMilli())
	require.ErrorIs(t, j.Accept(t.Context(), journal.Note{Who: "王", What: "journal.accept"}), journal.ErrMove)
	again := begin(t, j, "4", "card 4")
	assert.Equal(t, lost.Slip, again.Slip)
	require.NoError(t, j.Verify(t.Context()))
	require.NoError(t, j.Close())

	j = open(t, o)
	require.NoError(t, j.Health())
	assert.False(t, j.Young(clock.Now()).IsZero(), "also after a restart")
	entries, err := j.Audit(t.Context(), journal.AuditFilter{What: "journal.accept"})
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, "4", entries[0].Detail["missing"])
}

func TestAnotherJournalInItsPlaceIsNoticed(t *testing.T) {
	for name, replace := range map[string]func(t *testing.T, o sqlite.Options){
		"a new one": func(t *testing.T, o sqlite.Options) {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				_ = os.Remove(o.Path + suffix)
			}
		},
		"another one that is longer": func(t *testing.T, o sqlite.Options) {
			require.NoError(t, os.WriteFile(o.Path, must(os.ReadFile(filled(t))), 0o600))
		},
		"an old one that went on": func(t *testing.T, o sqlite.Options) {
			old := yesterday(t, sqlite.Options{Path: newPath(t), Clock: o.Clock})
			require.NoError(t, os.WriteFile(o.Path, old, 0o600))
			for _, id := range []string{"5", "6", "7"} {
				j := open(t, sqlite.Options{Path: o.Path, Clock: o.Clock})
				begin(t, j, id, id)
				require.NoError(t, j.Close())
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			clock := journaltest.NewClock()
			o := anchored(t, clock)
			yesterday(t, o)
			clock.Advance(time.Hour)
			j := open(t, o)
			begin(t, j, "4", "card 4")
			require.NoError(t, j.Close())
			replace(t, o)
			var missing *journal.AnchorError
			require.ErrorAs(t, open(t, o).Health(), &missing)
		})
	}
}

// What can be noted only now and then must never stop a sale.
func TestAnAnchorThatCannotBeWrittenStopsNothing(t *testing.T) {
	o := sqlite.Options{Path: newPath(t), Anchor: filepath.Join(t.TempDir(), "not mounted", "anchor")}
	j := open(t, o)
	require.NoError(t, j.Anchored())
	begin(t, j, "1", "card")
	require.NoError(t, j.Health())
	require.NoError(t, j.Close())
	require.Error(t, j.Anchored())
	require.NoError(t, open(t, sqlite.Options{Path: newPath(t)}).Anchored())
}

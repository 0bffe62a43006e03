package cli

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
	"guitai/backend/journal/sqlite"
)

// BenchmarkVerifyMillion is what verifying 1,000,000 entries takes, in a journal and in
// an export; GUITAI_BENCH_ENTRIES asks for another number. The entries are made without
// waiting for the disk.
func BenchmarkVerifyMillion(b *testing.B) {
	n := int64(1_000_000)
	if text := os.Getenv("GUITAI_BENCH_ENTRIES"); text != "" {
		_, err := fmt.Sscan(text, &n)
		require.NoError(b, err)
	}
	path := filepath.Join(b.TempDir(), "journal.db")
	var export bytes.Buffer
	fillAudit(b, path, n, &export)
	j, err := sqlite.Open(b.Context(), sqlite.Options{Path: path, Clock: time.Now, ReadOnly: true})
	require.NoError(b, err)
	defer func() { _ = j.Close() }()
	b.Run("chain", func(b *testing.B) {
		for b.Loop() {
			chain, err := walk(b.Context(), j, n, func(int64, int64) {})
			require.NoError(b, err)
			require.Equal(b, n, chain.Head.Seq)
		}
	})
	b.Run("journal", func(b *testing.B) {
		for b.Loop() {
			v, err := verifyBooks(b.Context(), j, func(int64, int64) {})
			require.NoError(b, err)
			require.True(b, v.Sound, v.Says)
		}
	})
	b.Run("export", func(b *testing.B) {
		for b.Loop() {
			entries, _, _, err := walkFile(bytes.NewReader(export.Bytes()))
			require.NoError(b, err)
			require.Equal(b, n, entries)
		}
	})
	b.Run("newest page", func(b *testing.B) {
		d := newAuditDesk(nil, nil, j)
		for b.Loop() {
			found, err := d.books.Audit(b.Context(), journal.AuditFilter{Limit: auditPage})
			require.NoError(b, err)
			require.Len(b, found, auditPage)
		}
	})
}

// chained makes the next link without a store.
type chained struct{ head journal.Head }

func (c chained) Head() (journal.Head, error) { return c.head, nil }

func (chained) Paper(string, string) (change.PaperRow, bool, error) {
	return change.PaperRow{}, false, nil
}

func fillAudit(b *testing.B, path string, n int64, export *bytes.Buffer) {
	b.Helper()
	j, err := sqlite.Open(b.Context(), sqlite.Options{Path: path})
	require.NoError(b, err)
	require.NoError(b, j.Close())
	db, err := sql.Open("sqlite", path)
	require.NoError(b, err)
	tx, err := db.Begin()
	require.NoError(b, err)
	insert, err := tx.Prepare(`INSERT INTO audit (seq, op_id, prev, hash, entry) VALUES (?, NULL, ?, ?, ?)`)
	require.NoError(b, err)
	head := change.Genesis()
	for range n {
		set, err := change.Tell(chained{head}, backend.Note{Who: "the cashier", Till: "T1", From: "10.0.0.7", What: "member.edit",
			About: "813951242628553689", Reason: "asked for it", Detail: map[string]string{"fields": "phone, birthday"}}, time.UnixMilli(1_700_000_000_000))
		require.NoError(b, err)
		s := set.Audit
		_, err = insert.Exec(s.Seq, s.Prev, s.Hash, s.Text)
		require.NoError(b, err)
		require.NoError(b, writeLine(export, journal.Link{Seq: s.Seq, Prev: s.Prev, Hash: s.Hash, Text: s.Text}))
		head = journal.Head{Seq: s.Seq, Hash: s.Hash}
	}
	require.NoError(b, tx.Commit())
	require.NoError(b, db.Close())
}

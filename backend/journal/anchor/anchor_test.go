package anchor_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/anchor"
	"guitai/backend/journal/change"
)

func head(seq int64) journal.Head {
	return journal.Head{Seq: seq, Hash: strings.Repeat("0123456789abcdef", 4)}
}

func seqs(t *testing.T, path string, most int64) []int64 {
	t.Helper()
	marks, err := anchor.Read(path, most)
	require.NoError(t, err)
	var out []int64
	for _, m := range marks {
		out = append(out, m.Seq)
	}
	return out
}

func TestOncePerMinuteAndAtTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anchor")
	assert.Empty(t, seqs(t, path, 0))
	now := time.Date(2026, 3, 2, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))
	b := anchor.Open(path)
	b.Note(head(1), now)
	b.Note(head(2), now.Add(59*time.Second))
	require.NoError(t, b.Close(now.Add(time.Minute)))
	require.NoError(t, b.Err())
	assert.Equal(t, []int64{1, 2}, seqs(t, path, 0))

	b = anchor.Open(path)
	b.Note(head(3), now)
	require.NoError(t, b.Close(now))
	b = anchor.Open(path)
	require.NoError(t, b.Close(now))
	assert.Equal(t, []int64{1, 2, 3}, seqs(t, path, 0), "what is there already is not written again")
	marks, err := anchor.Read(path, 0)
	require.NoError(t, err)
	assert.Equal(t, change.Mark{Head: head(1), At: now.UTC()}, marks[0])
}

func TestLinesThatCannotBeReadClaimNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anchor")
	now := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	for _, broken := range []string{"", "12 ", "x\n", "\x00\x00\x00", "-1 " + head(1).Hash + " 2026-03-02T09:30:00Z\n",
		"7 " + head(1).Hash + " noon\n", "7 abc 2026-03-02T09:30:00Z\n", "accepted\n", "8 " + head(1).Hash + " 2026-03-02T09:30:00Z"} {
		require.NoError(t, os.WriteFile(path, []byte(broken), 0o600))
		b := anchor.Open(path)
		b.Note(head(9), now)
		require.NoError(t, b.Close(now))
		got := seqs(t, path, 0)
		require.NotEmpty(t, got, broken)
		assert.Equal(t, int64(9), got[len(got)-1], broken)
	}
}

func TestTheEndOfALongFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anchor")
	var text strings.Builder
	for range 2000 {
		text.WriteString("7 " + head(7).Hash + " 2026-03-02T09:30:00Z\n")
	}
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o600))
	assert.Len(t, seqs(t, path, 0), 2000)
	some := seqs(t, path, anchor.Tail)
	assert.Greater(t, len(some), 500)
	assert.Less(t, len(some), 800)
}

func TestAcceptedMarksBeginAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anchor")
	b := anchor.Open(path)
	require.NoError(t, b.Accept(head(3), time.Unix(0, 0)))
	require.NoError(t, b.Close(time.Unix(0, 0)))
	marks, err := anchor.Read(path, 0)
	require.NoError(t, err)
	require.Len(t, marks, 1)
	assert.True(t, marks[0].Accepted)
}

func TestFailuresAreTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no such folder", "anchor")
	b := anchor.Open(path)
	b.Note(head(1), time.Unix(0, 0))
	require.Error(t, b.Close(time.Unix(0, 0)))
	_, err := anchor.Read(t.TempDir(), 0)
	require.Error(t, err)
}

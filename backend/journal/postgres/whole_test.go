package postgres_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/postgres"
	"guitai/backend/journal/sqlite"
)

// A journal goes to the other store and back, and is the same to the last byte.
func TestAJournalMovesBetweenStores(t *testing.T) {
	address := server.Database(t)
	fill(t, address)
	shared := open(t, postgres.Options{Address: address})
	begin(t, shared, "open", "card of its own")
	file, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(t.TempDir(), "journal.db")})
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	to := func(w change.Whole) error { return shared.Copy(t.Context(), w) }
	there, err := file.Fill(t.Context(), to)
	require.NoError(t, err)
	assert.Equal(t, int64(4), there.Ops)
	assert.Equal(t, int64(6), there.Rows)
	assert.Equal(t, int64(2), there.Papers)
	head, err := shared.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, head, there.Head)
	require.NoError(t, file.Verify(t.Context()))

	again := open(t, postgres.Options{Address: server.Database(t)})
	back, err := again.Fill(t.Context(), func(w change.Whole) error { return file.Copy(t.Context(), w) })
	require.NoError(t, err)
	assert.Equal(t, there.Digest(), back.Digest())
	require.NoError(t, again.Verify(t.Context()))

	_, err = again.Fill(t.Context(), to)
	require.ErrorContains(t, err, "already")
	_, err = file.Fill(t.Context(), to)
	require.ErrorContains(t, err, "already")

	// It goes on where it was.
	rec, err := again.Get(t.Context(), "open")
	require.NoError(t, err)
	_, err = again.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateNotSent})
	require.NoError(t, err)
	assert.Equal(t, "A0005", begin(t, again, "new", "card").Slip)
}

func TestAJournalThatDoesNotComeWholeLeavesNothing(t *testing.T) {
	address := server.Database(t)
	fill(t, address)
	from, to := open(t, postgres.Options{Address: address}), open(t, postgres.Options{Address: server.Database(t)})
	_, err := to.Fill(t.Context(), func(w change.Whole) error { return from.Copy(t.Context(), short{w}) })
	require.ErrorIs(t, err, change.ErrBroken)
	list, err := to.List(t.Context(), journal.Filter{})
	require.NoError(t, err)
	assert.Empty(t, list)
	_, err = to.Begin(t.Context(), shop(), journaltest.Consume("1", "card"))
	require.NoError(t, err)
}

// short loses papers.
type short struct{ change.Whole }

func (short) Paper(change.PaperRow) error { return nil }

// Somebody else can walk the chain.
func TestLinksAreTheChain(t *testing.T) {
	address := server.Database(t)
	fill(t, address)
	j := open(t, postgres.Options{Address: address, ReadOnly: true})
	chain := change.NewChain(change.Genesis())
	for {
		links, err := j.Links(t.Context(), chain.Head.Seq, 4)
		require.NoError(t, err)
		if len(links) == 0 {
			break
		}
		for _, l := range links {
			require.NoError(t, chain.Follow(change.Sealed{Seq: l.Seq, OpID: l.Op, Prev: l.Prev, Hash: l.Hash, Text: l.Text}))
		}
	}
	head, err := j.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, head, chain.Head)
}

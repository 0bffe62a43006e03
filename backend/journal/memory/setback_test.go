package memory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/memory"
)

func TestASetBackJournalWaitsForAPerson(t *testing.T) {
	ctx, clock := t.Context(), journaltest.NewClock()
	j := memory.New(clock.Now)
	for _, id := range []string{"1", "2", "3"} {
		_, err := j.Begin(ctx, shop(), journaltest.Consume(id, id))
		require.NoError(t, err)
	}
	j = j.SetBack(2).Cut()
	var lost *journal.AnchorError
	require.ErrorAs(t, j.Health(), &lost)
	assert.Equal(t, int64(3), lost.Anchored.Seq)
	require.ErrorAs(t, j.Verify(ctx), &lost)
	_, err := j.Begin(ctx, shop(), journaltest.Consume("4", "4"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	require.ErrorIs(t, j.Tell(ctx, journal.Note{What: "x"}), journal.ErrReadOnly)
	_, err = j.Get(ctx, "2")
	require.NoError(t, err)

	assert.True(t, j.Young(clock.Now()).IsZero())
	require.NoError(t, j.Accept(ctx, journal.Note{Who: "王", What: "journal.accept"}))
	assert.Equal(t, clock.Now().Add(time.Minute), j.Young(clock.Now()))
	_, err = j.Begin(ctx, shop(), journaltest.Consume("4", "4"))
	require.NoError(t, err)
	require.NoError(t, j.Verify(ctx))
	require.NoError(t, j.Cut().Health(), "it stays accepted")
}

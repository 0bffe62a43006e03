package journaltest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
)

func changes(t *testing.T, d *desk) {
	ctx, leave := context.WithCancel(d.ctx())
	told, also := d.Changes(ctx), d.Changes(ctx)
	other := d.open(d.clock.Now)
	defer func() { require.NoError(t, other.Close()) }()

	rec, err := other.Begin(d.ctx(), shop(), d.consume("card"))
	require.NoError(t, err)
	<-told
	<-also
	_, err = other.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.NoError(t, err)
	<-told
	require.NoError(t, other.Tell(d.ctx(), said("shift.open")))
	<-also
	leave()
	for range told { // what was told at last may still be there
	}
	_, open := <-told
	assert.False(t, open, "it ends with its context")
	require.NoError(t, other.Tell(d.ctx(), said("shift.close")), "nobody needs to listen")
}

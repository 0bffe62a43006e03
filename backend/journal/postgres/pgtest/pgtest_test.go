package pgtest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal/postgres/pgtest"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	var s pgtest.Server
	t.Cleanup(s.Stop)
	one, two := s.Database(t), s.Database(t)
	assert.NotEqual(t, one, two)
	conn, err := pgx.Connect(t.Context(), one)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "CREATE TABLE kept (n INT)")
	require.NoError(t, err)

	s.Crash(t)
	require.Error(t, conn.Ping(t.Context()))
	s.Start(t)
	conn, err = pgx.Connect(t.Context(), one)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "INSERT INTO kept VALUES (1)")
	require.NoError(t, err, "what was there is there again")
	require.NoError(t, conn.Close(t.Context()))
}

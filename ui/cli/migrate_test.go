package cli_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/postgres"
	"guitai/backend/journal/postgres/pgtest"
)

// database gives a test an empty database of its own server.
func database(t *testing.T) string {
	t.Helper()
	var server pgtest.Server
	t.Cleanup(server.Stop)
	return server.Database(t)
}

func TestAJournalIsMovedToADatabaseAndBack(t *testing.T) {
	address := database(t)
	s := openLedger(t)
	env := map[string]string{"SHARED": address}
	migrate := func(args ...string) (int, string, string) {
		return call(t, env, append([]string{"migrate"}, args...)...)
	}
	file := "sqlite://" + s.path()

	code, _, errs := migrate("--from", file, "--to", "env:SHARED")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "A0004", "something is open")
	code, out, errs := migrate("--from", file, "--to", "env:SHARED", "--with-open")
	require.Zero(t, code, errs)
	assert.Contains(t, out, "operations  4")
	assert.NotContains(t, out+errs, address)

	code, _, errs = migrate("--from", file, "--to", "env:SHARED", "--with-open")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "already")
	back := "sqlite://" + filepath.Join(t.TempDir(), "new", "journal.db")
	code, again, errs := migrate("--from", "env:SHARED", "--to", back, "--with-open")
	require.Zero(t, code, errs)
	assert.Equal(t, out, again, "not a byte was lost on either way")
	code, _, _ = migrate("--from", "env:SHARED", "--to", back, "--with-open")
	assert.Equal(t, 1, code, "there is one")

	// The shop goes on with it: what is printed of it is the same as before.
	before := s.says("list")
	text, err := os.ReadFile(s.config)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(s.config, append(text, []byte("database_env: SHARED\n")...), 0o600))
	require.NoError(t, os.Rename(s.path(), s.path()+".old"))
	shared := func(args ...string) (int, string, string) {
		return call(t, env, append([]string{"--config", s.config, "journal"}, args...)...)
	}
	code, out, errs = shared("list")
	require.Zero(t, code, errs)
	assert.Equal(t, before, out)
	code, out, errs = shared("resolve", "A0004", "--unpaid", "--reason", "查过小票")
	require.Zero(t, code, errs)
	assert.Contains(t, out, "A0004")
	code, _, errs = shared("verify")
	require.Zero(t, code, errs)
	j, err := postgres.Open(t.Context(), postgres.Options{Address: address, ReadOnly: true})
	require.NoError(t, err)
	list, err := j.List(t.Context(), journal.Filter{Slip: "A0004"})
	require.NoError(t, err)
	assert.Equal(t, backend.StateClosedUnpaid, list[0].State)
	require.NoError(t, j.Close())
}

func TestMovingAJournalSaysWhatIsWrong(t *testing.T) {
	missing := "sqlite://" + filepath.Join(t.TempDir(), "none.db")
	for name, test := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no file":    {[]string{"--from", missing, "--to", "postgres://127.0.0.1:1/x"}, 1, "no such file"},
		"no store":   {[]string{"--from", "mysql://x", "--to", missing}, 2, "it takes sqlite://"},
		"no name":    {[]string{"--from", "env:NOTHING", "--to", missing}, 2, "NOTHING"},
		"no server":  {[]string{"--from", "postgres://u@127.0.0.1:1/x", "--to", missing}, 1, "cannot be reached"},
		"a password": {[]string{"--from", "postgres://u:canary@127.0.0.1:1/x", "--to", missing}, 1, "use env:NAME"},
		"no source":  {[]string{"--to", missing}, 2, "from"},
	} {
		code, out, errs := call(t, map[string]string{}, append([]string{"migrate"}, test.args...)...)
		assert.Equal(t, test.code, code, name)
		assert.Contains(t, errs, test.says, name)
		assert.NotContains(t, out+errs, "canary", name)
	}
}

// What a till of another machine may be sending is left to it as long as it is heard of.
func TestAnotherMachinesSubmissionIsLeftToIt(t *testing.T) {
	address := database(t)
	s := openLedger(t)
	file := s.open()
	account := s.account(file)
	require.NoError(t, file.Close())
	text, err := os.ReadFile(s.config)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(s.config, append(text, []byte("database_env: SHARED\n")...), 0o600))
	other, err := postgres.Open(t.Context(), postgres.Options{Address: address, Machine: "counter 2",
		Clock: func() time.Time { return time.Now().Add(-time.Hour) }})
	require.NoError(t, err)
	op := journaltest.Consume("01960000-0000-7000-8000-000000000001", "M000123")
	rec, err := other.Begin(t.Context(), account, op)
	require.NoError(t, err)
	rec, err = other.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending, Token: &backend.Token{},
		Attempt: &backend.Attempt{N: 1, At: time.Now().Add(-time.Hour), Wrote: true}})
	require.NoError(t, err)

	look := func() backend.State {
		code, _, errs := call(t, map[string]string{"SHARED": address}, "--config", s.config, "journal", "resolve", rec.Slip)
		require.Zero(t, code, errs)
		got, err := other.Get(t.Context(), rec.ID)
		require.NoError(t, err)
		return got.State
	}
	assert.Equal(t, backend.StateSending, look())
	require.NoError(t, other.Close()) // it says that its work is done
	other, err = postgres.Open(t.Context(), postgres.Options{Address: address, ReadOnly: true})
	require.NoError(t, err)
	t.Cleanup(func() { _ = other.Close() })
	assert.NotEqual(t, backend.StateSending, look())
}

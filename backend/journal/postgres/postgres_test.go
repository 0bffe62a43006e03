package postgres_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/postgres"
	"guitai/backend/journal/postgres/pgtest"
)

// server is the one that the tests of this package share.
var server pgtest.Server

func TestMain(m *testing.M) {
	if address := os.Getenv(childEnv); address != "" {
		if err := ring(address, strconv.Itoa(os.Getpid())); err != nil {
			fmt.Println("error", err)
		}
		os.Exit(1)
	}
	pgtest.Main(m, &server)
}

func TestConformance(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Opener {
		address := server.Database(t)
		return func(clock func() time.Time) journaltest.Store {
			return open(t, postgres.Options{Address: address, Clock: clock})
		}
	})
}

func shop() journal.Account { return journal.Account{Backend: "sandy", Name: "shop"} }

// open opens a journal that is closed at the latest with the test.
func open(t testing.TB, o postgres.Options) *postgres.Journal {
	t.Helper()
	j, err := postgres.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func begin(t testing.TB, j *postgres.Journal, id, card string) journal.Record {
	t.Helper()
	rec, err := j.Begin(t.Context(), shop(), journaltest.Consume(id, card))
	require.NoError(t, err)
	return rec
}

// raw runs statements behind the journal's back.
func raw(t testing.TB, address string, statements ...string) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	for _, s := range statements {
		if _, err := conn.PgConn().Exec(t.Context(), s).ReadAll(); err != nil {
			return err
		}
	}
	return nil
}

// What is stored is kept by the database itself, whoever asks it.
func TestTheDatabaseKeepsWhatItHas(t *testing.T) {
	address := server.Database(t)
	fill(t, address)
	for _, statement := range []string{
		`UPDATE audit SET entry = entry`, `DELETE FROM audit`, `TRUNCATE audit`, `TRUNCATE op CASCADE`,
		`DELETE FROM op`, `UPDATE op SET amount_fen = 1, ver = ver + 1`, `UPDATE op SET state = 'APPLIED'`,
		`UPDATE op SET undo_of = 'x', ver = ver + 1`, `UPDATE op SET ver = ver - 1`, `DELETE FROM attempt`, `TRUNCATE attempt`,
		`DELETE FROM seen`, `UPDATE seen SET op_id = NULL WHERE op_id IS NOT NULL`, `UPDATE seen SET event = ''`,
		`DELETE FROM paper`, `TRUNCATE paper`, `UPDATE paper SET body = ''`,
	} {
		require.Error(t, raw(t, address, statement), statement)
	}
	require.NoError(t, open(t, postgres.Options{Address: address}).Verify(t.Context()))
}

func TestAServerThatCouldLoseACommitIsRefused(t *testing.T) {
	for setting, value := range map[string]string{"synchronous_commit": "off"} {
		address := server.Database(t)
		require.NoError(t, raw(t, address, `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET `+setting+` = `+value+`', current_database()); END $$`))
		_, err := postgres.Open(t.Context(), postgres.Options{Address: address})
		require.ErrorIs(t, err, journal.ErrReadOnly)
		require.ErrorContains(t, err, setting)
	}
	var other pgtest.Server
	t.Cleanup(other.Stop)
	for _, setting := range []string{"fsync", "full_page_writes"} {
		address := other.Database(t)
		require.NoError(t, raw(t, address, `ALTER SYSTEM SET `+setting+` = off`, `SELECT pg_reload_conf()`))
		other.Crash(t)
		other.Start(t)
		_, err := postgres.Open(t.Context(), postgres.Options{Address: address})
		require.ErrorIs(t, err, journal.ErrReadOnly)
		require.ErrorContains(t, err, setting)
		require.NoError(t, raw(t, address, `ALTER SYSTEM RESET `+setting, `SELECT pg_reload_conf()`))
		other.Crash(t)
		other.Start(t)
		open(t, postgres.Options{Address: address})
	}
}

func TestAnAddressIsNeverPrinted(t *testing.T) {
	for _, address := range []string{"postgres://u:canary@127.0.0.1:1/canarydb", "postgres://canary:%zz", "postgres://u:canary@[::bad/x", "postgres://u:canary@h/x?sslmode=canary"} {
		_, err := postgres.Open(t.Context(), postgres.Options{Address: address})
		require.Error(t, err)
		assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), "canary", address)
	}
	_, err := postgres.Open(t.Context(), postgres.Options{Address: "postgres://u:p@127.0.0.1:1/db"})
	require.ErrorIs(t, err, journal.ErrUnreachable)
}

func TestSeveralProgramsStartOnANewDatabase(t *testing.T) {
	address := server.Database(t)
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() {
			j, err := postgres.Open(t.Context(), postgres.Options{Address: address})
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

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	address := server.Database(t)
	_, err := postgres.Open(t.Context(), postgres.Options{Address: address, ReadOnly: true})
	require.ErrorContains(t, err, "no journal")
	require.NoError(t, open(t, postgres.Options{Address: address}).Close())
	require.NoError(t, raw(t, address, `INSERT INTO guitai_schema (version) VALUES (99)`))
	for _, readOnly := range []bool{false, true} {
		_, err := postgres.Open(t.Context(), postgres.Options{Address: address, ReadOnly: readOnly})
		require.ErrorContains(t, err, "newer program")
	}
}

func TestOpenedOnlyToBeRead(t *testing.T) {
	address := server.Database(t)
	fill(t, address)
	j := open(t, postgres.Options{Address: address, ReadOnly: true})
	list, err := j.List(t.Context(), journal.Filter{Slip: "A0002"})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.NoError(t, j.Verify(t.Context()))
	_, err = j.Begin(t.Context(), shop(), journaltest.Consume("x", "x"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	require.ErrorIs(t, j.Tell(t.Context(), journal.Note{What: "x"}), journal.ErrReadOnly)
	require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
}

// Somebody who holds the journal for too long does not hold up a till for ever.
func TestBusy(t *testing.T) {
	address := server.Database(t)
	j := open(t, postgres.Options{Address: address}.WithBusy(300*time.Millisecond))
	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	_, err = conn.PgConn().Exec(t.Context(), "begin; select pg_advisory_xact_lock("+postgres.LockKey+")").ReadAll()
	require.NoError(t, err)
	_, err = j.Begin(t.Context(), shop(), journaltest.Consume("1", "card"))
	require.ErrorIs(t, err, journal.ErrBusy)
	_, err = j.List(t.Context(), journal.Filter{})
	require.NoError(t, err, "readers do not wait")
	require.NoError(t, j.Health())
	require.NoError(t, conn.Close(t.Context()))
	begin(t, j, "1", "card")
}

func TestWhoIsAtWork(t *testing.T) {
	address := server.Database(t)
	one := open(t, postgres.Options{Address: address, Machine: "counter-1"})
	two := open(t, postgres.Options{Address: address, Machine: "counter-2"})
	begin(t, one, "1", "card")
	others, err := two.Alive(t.Context())
	require.NoError(t, err)
	require.Len(t, others, 1)
	assert.Equal(t, "counter-1", others[0].Machine)
	assert.Equal(t, "till-1", others[0].Till)
	assert.False(t, others[0].Own)
	assert.Less(t, others[0].Age, time.Minute)

	require.NoError(t, raw(t, address, `UPDATE alive SET at_ms = at_ms - 120000`))
	others, err = two.Alive(t.Context())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, others[0].Age, 2*time.Minute)
	one.Beat(t.Context())
	others, err = one.Alive(t.Context())
	require.NoError(t, err)
	assert.Less(t, others[0].Age, time.Minute)
	assert.True(t, others[0].Own)

	require.NoError(t, raw(t, address, `UPDATE alive SET at_ms = at_ms - 2 * 86400000`))
	two.Beat(t.Context())
	others, err = two.Alive(t.Context())
	require.NoError(t, err)
	assert.Empty(t, others, "after a day nobody remembers")
	one.Beat(t.Context())
	require.NoError(t, one.Close())
	others, err = two.Alive(t.Context())
	require.NoError(t, err)
	assert.Empty(t, others, "who ends in order says goodbye")
}

// fill makes three operations with attempts and bindings, papers and a note.
func fill(t testing.TB, address string) {
	t.Helper()
	clock := journaltest.NewClock()
	j := open(t, postgres.Options{Address: address, Clock: clock.Now})
	for i, id := range []string{"op-a", "op-b", "op-c"} {
		rec := begin(t, j, id, "card "+id)
		row := backend.Event{ID: int64(i + 1), Kind: backend.EventConsume}
		for _, s := range []journal.Step{
			{To: backend.StateSending, Attempt: &backend.Attempt{N: 1, At: clock.Now()}},
			{To: backend.StateHuman, Attempt: &backend.Attempt{N: 1, At: clock.Now(), Body: []byte("the answer of \x00\xff" + id)}},
			{To: backend.StateClosedPaid, Who: "supervisor", Reason: "seen on the slip of " + id,
				Seen: []backend.Event{row, {ID: row.ID + 10}}, Bind: row.ID},
		} {
			next, err := j.Move(t.Context(), id, rec.Ver, s)
			require.NoError(t, err)
			rec = next
		}
	}
	for _, p := range []journal.Paper{{Kind: "probe", Key: "P3", Body: []byte("good")}, {Kind: "person", Key: "李", Body: []byte("cashier")}} {
		_, err := j.Put(t.Context(), p, journal.Note{Who: "王", What: "paper.put"})
		require.NoError(t, err)
	}
	require.NoError(t, j.Tell(t.Context(), journal.Note{Who: "王", What: "shift.close", About: "A0003", Detail: map[string]string{"nul": "\x00", "what": "x"}}))
	require.NoError(t, j.Verify(t.Context()))
	require.NoError(t, j.Close())
}

// name is an address' database, maintenance the address of the server's own.
func name(address string) string {
	c, _ := pgx.ParseConfig(address)
	return c.Database
}

func maintenance(address string) string {
	return strings.Replace(address, "/"+name(address)+"?", "/postgres?", 1)
}

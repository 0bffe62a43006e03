package postgres_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/postgres"
)

// writes are the three kinds of change, each with how often it is stored.
func writes(t *testing.T, j *postgres.Journal) map[string]func(card string) (do func() error, stored func() int64) {
	return map[string]func(string) (func() error, func() int64){
		"Begin": func(card string) (func() error, func() int64) {
			do := func() error {
				_, err := j.Begin(t.Context(), shop(), journaltest.Consume("id "+card, card))
				return err
			}
			return do, func() int64 {
				list, err := j.List(t.Context(), journal.Filter{MemberID: card})
				require.NoError(t, err)
				return int64(len(list))
			}
		},
		"Move": func(card string) (func() error, func() int64) {
			rec := begin(t, j, "id "+card, card)
			do := func() error {
				_, err := j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateSending, Attempt: &backend.Attempt{N: 1}})
				return err
			}
			return do, func() int64 {
				got, err := j.Get(t.Context(), rec.ID)
				require.NoError(t, err)
				return got.Ver - rec.Ver
			}
		},
		"Put": func(card string) (func() error, func() int64) {
			p, err := j.Put(t.Context(), journal.Paper{Kind: "k", Key: card, Body: []byte("one")}, journal.Note{What: "x"})
			require.NoError(t, err)
			do := func() error {
				next := p
				next.Body = []byte("two")
				_, err := j.Put(t.Context(), next, journal.Note{What: "x"})
				return err
			}
			return do, func() int64 {
				got, err := j.Paper(t.Context(), "k", card)
				require.NoError(t, err)
				return got.Ver - p.Ver
			}
		},
	}
}

// Wherever one connection is lost, the change is made exactly once.
func TestALostConnectionIsFoundOut(t *testing.T) {
	p := between(t, server.Database(t))
	j := open(t, postgres.Options{Address: p.address})
	for name, write := range writes(t, j) {
		for _, at := range [][]cut{{atBegin}, {beforeCommit}, {afterCommit}, {beforeCommit, beforeCommit}, {beforeCommit, afterCommit},
			{beforeCommit, atBegin, afterCommit}, {afterCommit, atBegin, atBegin}} {
			told := name
			for _, c := range at {
				told += ", " + string(c)
			}
			do, stored := write(told)
			p.lose(at...)
			require.NoError(t, do(), told)
			assert.Equal(t, int64(1), stored(), told)
			require.NoError(t, j.Health())
		}
	}
	require.NoError(t, j.Verify(t.Context()))
}

// Where the server stays away, nobody is told a guess. What was never asked to be
// committed surely is not stored; the rest is unsure, and reading it tells later.
func TestWhatCannotBeFoundOutIsUnsure(t *testing.T) {
	p := between(t, server.Database(t))
	j := open(t, postgres.Options{Address: p.address}.WithBusy(500*time.Millisecond))
	for name, write := range writes(t, j) {
		for at, want := range map[cut]struct {
			err    error
			stored int64
		}{
			atBegin:      {journal.ErrUnreachable, 0},
			beforeCommit: {journal.ErrUnsure, 0},
			afterCommit:  {journal.ErrUnsure, 1},
		} {
			told := name + ", " + string(at)
			do, stored := write(told)
			begin(t, j, "before "+told, "before "+told) // so that there is a connection to lose
			back := j.Changes(t.Context())
			p.loseAll(at)
			require.ErrorIs(t, do(), want.err, told)
			require.ErrorIs(t, j.Health(), journal.ErrUnreachable)
			p.off()
			p.on()
			<-back
			require.NoError(t, j.Health(), "it recovers by itself")
			assert.Equal(t, want.stored, stored(), told)
		}
	}
	require.NoError(t, j.Verify(t.Context()))
}

func TestAServerThatIsAway(t *testing.T) {
	p := between(t, server.Database(t))
	j := open(t, postgres.Options{Address: p.address}.WithBusy(500*time.Millisecond))
	begin(t, j, "1", "card")
	back := j.Changes(t.Context())
	p.off()
	_, err := j.Get(t.Context(), "1")
	require.ErrorIs(t, err, journal.ErrUnreachable)
	require.ErrorIs(t, j.Health(), journal.ErrUnreachable)
	_, err = j.Begin(t.Context(), shop(), journaltest.Consume("2", "other card"))
	require.ErrorIs(t, err, journal.ErrUnreachable)
	p.on()
	<-back
	require.NoError(t, j.Health())
	begin(t, j, "2", "other card")
	require.NoError(t, j.Verify(t.Context()))
}

// setBack puts an older copy in the place of a database, as a failover does that
// loses the newest changes.
type setBack struct {
	t       *testing.T
	address string
}

func (s setBack) keep() {
	s.t.Helper()
	require.NoError(s.t, raw(s.t, maintenance(s.address), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '`+name(s.address)+`'`,
		`CREATE DATABASE kept_`+name(s.address)+` TEMPLATE `+name(s.address)))
}

func (s setBack) restore() {
	s.t.Helper()
	n := name(s.address)
	require.NoError(s.t, raw(s.t, maintenance(s.address), `ALTER DATABASE `+n+` ALLOW_CONNECTIONS false`,
		`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '`+n+`'`,
		`ALTER DATABASE `+n+` RENAME TO lost_`+n, `ALTER DATABASE kept_`+n+` RENAME TO `+n))
}

func TestAFailoverThatLosesTheTailIsNoticed(t *testing.T) {
	address := server.Database(t)
	clock := journaltest.NewClock()
	o := postgres.Options{Address: address, Clock: clock.Now, Anchor: filepath.Join(t.TempDir(), "anchor")}.WithBusy(500 * time.Millisecond)
	first := open(t, o)
	begin(t, first, "1", "card 1")
	require.NoError(t, first.Close())
	copies := setBack{t, address}
	copies.keep()

	// One machine has confirmed changes in its memory, the other one in its file.
	clock.Advance(time.Hour)
	noted := open(t, o)
	begin(t, noted, "2", "card 2")
	require.NoError(t, noted.Close())
	o.Anchor = ""
	here := open(t, o)
	begin(t, here, "3", "card 3")
	back := here.Changes(t.Context())
	copies.restore()
	<-back
	var lost *journal.AnchorError
	require.ErrorAs(t, here.Health(), &lost)
	assert.Equal(t, int64(3), lost.Anchored.Seq)
	_, err := here.Begin(t.Context(), shop(), journaltest.Consume("4", "card 4"))
	require.ErrorIs(t, err, journal.ErrReadOnly)
	_, err = here.Get(t.Context(), "1")
	require.NoError(t, err, "what is there can be read")

	o.Anchor = filepath.Join(t.TempDir(), "none")
	fresh := open(t, o)
	require.NoError(t, fresh.Health(), "it never knew of more")
	require.NoError(t, fresh.Close())

	// What one machine accepts holds for the others.
	clock.Advance(time.Minute)
	other := open(t, postgres.Options{Address: address, Clock: clock.Now})
	again := other.Changes(t.Context())
	require.NoError(t, here.Accept(t.Context(), journal.Note{Who: "王", What: "journal.accept"}))
	<-again
	require.NoError(t, here.Health())
	assert.False(t, here.Young(clock.Now()).IsZero())
	assert.False(t, other.Young(clock.Now()).IsZero(), "also for those who lost nothing")
	require.ErrorIs(t, here.Accept(t.Context(), journal.Note{What: "journal.accept"}), journal.ErrMove)
	require.NoError(t, here.Verify(t.Context()))
}

func TestTheFileOutsideKnowsMore(t *testing.T) {
	address := server.Database(t)
	clock := journaltest.NewClock()
	o := postgres.Options{Address: address, Clock: clock.Now, Anchor: filepath.Join(t.TempDir(), "anchor")}
	j := open(t, o)
	begin(t, j, "1", "card 1")
	require.NoError(t, j.Close())
	copies := setBack{t, address}
	copies.keep()
	clock.Advance(time.Hour)
	j = open(t, o)
	begin(t, j, "2", "card 2")
	require.NoError(t, j.Close())
	copies.restore()

	clock.Advance(time.Hour)
	one, two := open(t, o), open(t, o)
	var lost *journal.AnchorError
	require.ErrorAs(t, one.Health(), &lost)
	require.ErrorAs(t, two.Health(), &lost)
	require.ErrorAs(t, two.Verify(t.Context()), &lost)
	told := two.Changes(t.Context())
	require.NoError(t, one.Accept(t.Context(), journal.Note{Who: "王", What: "journal.accept"}))
	require.NoError(t, one.Health())
	<-told
	require.NoError(t, two.Health())
	require.NoError(t, one.Anchored())
}

func TestAChangedDatabaseIsNotTrusted(t *testing.T) {
	for name, statement := range map[string]string{
		"entry edited":   `UPDATE audit SET entry = replace(entry, 'supervisor', 'Supervisor') WHERE seq = 4`,
		"middle deleted": `DELETE FROM audit WHERE seq = 6`,
		"amount edited":  `UPDATE op SET amount_fen = 1 WHERE op_id = 'op-a'`,
		"state edited":   `UPDATE op SET state = 'CLOSED_UNPAID' WHERE op_id = 'op-b'`,
		"attempt edited": `UPDATE attempt SET body = '\x00' WHERE op_id = 'op-a'`,
		"row unbound":    `UPDATE seen SET op_id = NULL WHERE row_id = 2`,
		"paper edited":   `UPDATE paper SET body = 'boss' WHERE name = '李'`,
	} {
		address := server.Database(t)
		fill(t, address)
		require.NoError(t, raw(t, address, `SET session_replication_role = replica; `+statement), name)
		j := open(t, postgres.Options{Address: address})
		require.ErrorIs(t, j.Health(), journal.ErrReadOnly, name)
		require.Error(t, j.Verify(t.Context()), name)
		_, err := j.Begin(t.Context(), shop(), journaltest.Consume("new", "card"))
		require.ErrorIs(t, err, journal.ErrReadOnly, name)
	}
}

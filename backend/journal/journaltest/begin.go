package journaltest

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
)

func beginLocks(t *testing.T, d *desk) {
	first := d.begin("card")
	assert.Equal(t, backend.StateIntent, first.State)
	assert.Equal(t, int64(1), first.Ver)
	assert.True(t, first.SettledAt.IsZero())
	assert.Equal(t, d.clock.Now().UnixMilli(), first.CreatedAt.UnixMilli())

	_, err := d.Begin(d.ctx(), shop(), d.consume("card"))
	var held *journal.OpenError
	require.ErrorAs(t, err, &held)
	assert.Equal(t, text(t, first), text(t, held.Record))
	assert.Contains(t, err.Error(), first.Slip)

	d.begin("another card")
	_, err = d.Begin(d.ctx(), journal.Account{Backend: "sandy", Name: "shop-2"}, d.consume("card"))
	require.NoError(t, err, "the same number at another merchant is another card")
	_, err = d.Begin(d.ctx(), journal.Account{Backend: "pospal", Name: "shop-1"}, d.consume("card"))
	require.NoError(t, err, "and so it is at another vendor")

	d.move(first, journal.Step{To: backend.StateNotSent})
	d.begin("card")
}

// together runs the same thing in sixteen goroutines.
func together(run func(n int)) {
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() { run(n) })
	}
	all.Wait()
}

func beginRaces(t *testing.T, d *desk) {
	ops := make([]backend.Operation, 16)
	for i := range ops {
		ops[i] = d.consume("card")
	}
	recs, errs := make([]journal.Record, 16), make([]error, 16)
	together(func(n int) { recs[n], errs[n] = d.Begin(d.ctx(), shop(), ops[n]) })
	winner := -1
	for n, err := range errs {
		if err == nil {
			require.Equal(t, -1, winner, "two won")
			winner = n
		}
	}
	require.NotEqual(t, -1, winner, "nobody won")
	for n, err := range errs {
		if n == winner {
			continue
		}
		var held *journal.OpenError
		require.ErrorAs(t, err, &held)
		assert.Equal(t, recs[winner].ID, held.Record.ID)
	}
	list, err := d.List(d.ctx(), journal.Filter{})
	require.NoError(t, err)
	assert.Len(t, list, 1, "the losers left something behind")
}

func beginAcrossHandles(t *testing.T, d *desk) {
	other := d.open(d.clock.Now)
	defer func() { require.NoError(t, other.Close()) }()
	first := d.begin("card")
	_, err := other.Begin(d.ctx(), shop(), d.consume("card"))
	var held *journal.OpenError
	require.ErrorAs(t, err, &held)
	assert.Equal(t, first.ID, held.Record.ID)

	_, err = other.Move(d.ctx(), first.ID, first.Ver, journal.Step{To: backend.StateNotSent})
	require.NoError(t, err, "any till may move what another one began")
	_, err = d.Move(d.ctx(), first.ID, first.Ver, journal.Step{To: backend.StateSending})
	require.ErrorIs(t, err, journal.ErrChanged)
}

func beginTwice(t *testing.T, d *desk) {
	op := d.consume("card")
	first, err := d.Begin(d.ctx(), shop(), op)
	require.NoError(t, err)
	second, err := d.Begin(d.ctx(), shop(), op)
	require.NoError(t, err)
	assert.Equal(t, text(t, first), text(t, second))

	done := d.move(d.move(first, journal.Step{To: backend.StateSending}), journal.Step{To: backend.StateApplied})
	op.Amount = money.Must("88.5")
	third, err := d.Begin(d.ctx(), shop(), op)
	require.NoError(t, err, "88.5 is 88.50, and an operation that has ended is still the same")
	assert.Equal(t, text(t, done), text(t, third))

	recs := make([]journal.Record, 16)
	again := d.consume("second card")
	together(func(n int) { recs[n], _ = d.Begin(d.ctx(), shop(), again) })
	for _, rec := range recs {
		assert.Equal(t, text(t, recs[0]), text(t, rec))
	}
}

func beginReused(t *testing.T, d *desk) {
	op := d.consume("card")
	_, err := d.Begin(d.ctx(), shop(), op)
	require.NoError(t, err)
	for name, change := range map[string]func(*backend.Operation){
		"amount": func(o *backend.Operation) { o.Amount = money.Must("88.51") },
		"card":   func(o *backend.Operation) { o.MemberID = "other" },
		"kind":   func(o *backend.Operation) { o.Kind = backend.OpRecharge },
		"quote":  func(o *backend.Operation) { o.Quote.Net = money.Must("1") },
	} {
		other := op
		change(&other)
		_, err := d.Begin(d.ctx(), shop(), other)
		require.Error(t, err, name)
	}
	_, err = d.Begin(d.ctx(), journal.Account{Backend: "sandy", Name: "shop-2"}, op)
	require.Error(t, err, "account")
}

func beginNonsense(t *testing.T, d *desk) {
	for name, change := range map[string]func(*backend.Operation){
		"no id":   func(o *backend.Operation) { o.ID = "" },
		"no card": func(o *backend.Operation) { o.MemberID = "" },
		"no kind": func(o *backend.Operation) { o.Kind = 0 },
	} {
		op := d.consume("card")
		change(&op)
		_, err := d.Begin(d.ctx(), shop(), op)
		require.Error(t, err, name)
	}
	_, err := d.Begin(d.ctx(), journal.Account{}, d.consume("card"))
	require.Error(t, err)
}

func slips(t *testing.T, d *desk) {
	assert.Equal(t, "A0001", d.begin("1").Slip)
	_, err := d.Begin(d.ctx(), shop(), d.consume("1"))
	require.Error(t, err)
	assert.Equal(t, "A0002", d.begin("2").Slip, "who was refused uses up no number")
	d.reopen()
	assert.Equal(t, "A0003", d.begin("3").Slip)
}

func stamps(t *testing.T, d *desk) {
	next := func() backend.Stamp {
		t.Helper()
		rec := d.begin("card")
		d.move(rec, journal.Step{To: backend.StateNotSent})
		return rec.Stamp
	}
	now := backend.Stamp(d.clock.Now().Unix())
	assert.Equal(t, now, next())
	assert.Equal(t, now+1, next(), "the same second was taken")
	d.clock.Advance(10 * time.Second)
	assert.Equal(t, now+10, next())
	d.clock.Advance(-25 * time.Second)
	assert.Equal(t, now+11, next(), "the clock jumped back a little")
	d.reopen()
	assert.Equal(t, now+12, next())
	d.clock.Advance(time.Minute)
	assert.Equal(t, now+45, next())
}

// A clock that was set back by more than stamps may lie ahead is refused, and the
// refusal uses nothing up.
func stampsStop(t *testing.T, d *desk) {
	for range 31 {
		d.move(d.begin("card"), journal.Step{To: backend.StateNotSent})
	}
	_, err := d.Begin(d.ctx(), shop(), d.consume("card"))
	require.ErrorIs(t, err, journal.ErrClock, "the thirty-second in the same second")
	d.clock.Advance(-365 * 24 * time.Hour)
	_, err = d.Begin(d.ctx(), shop(), d.consume("card"))
	require.ErrorIs(t, err, journal.ErrClock)
	assert.Equal(t, backend.Stamp(d.clock.Now().Unix()), d.begin("other").Stamp, "every card counts for itself")
	d.clock.Advance(365*24*time.Hour + time.Second)
	rec := d.begin("card")
	assert.Equal(t, "A0033", rec.Slip)
	assert.Equal(t, int64(30), int64(rec.Stamp)-rec.CreatedAt.Unix())
}

func young(t *testing.T, d *desk) {
	born := d.clock.Now()
	until := d.Young(born)
	assert.Equal(t, born.Add(time.Minute).UnixMilli(), until.UnixMilli())
	d.clock.Advance(59 * time.Second)
	d.reopen()
	assert.Equal(t, until.UnixMilli(), d.Young(d.clock.Now()).UnixMilli(), "a restart makes it neither older nor younger")
	assert.True(t, d.Young(d.clock.Now().Add(time.Second)).IsZero())
}

func canceled(t *testing.T, d *desk) {
	ctx, leave := contextOf(d)
	leave()
	_, err := d.Begin(ctx, shop(), d.consume("card"))
	require.Error(t, err)
	rec := d.begin("card")
	_, err = d.Move(ctx, rec.ID, rec.Ver, journal.Step{To: backend.StateSending})
	require.Error(t, err)
	assert.Equal(t, backend.StateIntent, d.get(rec.ID).State)
}

package journaltest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
)

func contextOf(d *desk) (context.Context, context.CancelFunc) { return context.WithCancel(d.ctx()) }

// ways is how every state is reached from INTENT.
func ways() map[backend.State][]backend.State {
	const sending, unknown, human = backend.StateSending, backend.StateUnknown, backend.StateHuman
	return map[backend.State][]backend.State{
		backend.StateIntent:       {},
		backend.StateSending:      {sending},
		backend.StateUnknown:      {sending, unknown},
		backend.StateVoiding:      {sending, backend.StateVoiding},
		backend.StateHuman:        {sending, human},
		backend.StateApplied:      {sending, backend.StateApplied},
		backend.StateRefused:      {sending, backend.StateRefused},
		backend.StateNotSent:      {backend.StateNotSent},
		backend.StateVoided:       {sending, backend.StateVoiding, backend.StateVoided},
		backend.StateNotFound:     {sending, unknown, backend.StateNotFound},
		backend.StateClosedPaid:   {sending, human, backend.StateClosedPaid},
		backend.StateClosedUnpaid: {sending, human, backend.StateClosedUnpaid},
		backend.StateTask:         {backend.StateTask},
	}
}

func transitions(t *testing.T, d *desk) {
	for from, way := range ways() {
		for to := range ways() {
			card := string(from) + " to " + string(to)
			rec := d.walk(card, way...)
			d.clock.Advance(time.Second)
			next, err := d.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{To: to})
			if !journal.MayMove(from, to) {
				require.ErrorIs(t, err, journal.ErrMove, card)
				assert.Equal(t, text(t, rec), text(t, d.get(rec.ID)), card)
				continue
			}
			require.NoError(t, err, card)
			assert.Equal(t, to, next.State)
			assert.Equal(t, rec.Ver+1, next.Ver)
			assert.Equal(t, d.clock.Now().UnixMilli(), next.UpdatedAt.UnixMilli())
			assert.Equal(t, to.Open() || to == backend.StateTask, next.SettledAt.IsZero(), card)
			assert.Equal(t, text(t, next), text(t, d.get(rec.ID)), card)
		}
	}
	rec := d.begin("card")
	_, err := d.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{To: "ELSEWHERE"})
	require.ErrorIs(t, err, journal.ErrMove)
}

func moveRaces(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending)
	errs := make([]error, 16)
	together(func(n int) {
		to := backend.StateApplied
		if n%2 == 0 {
			to = backend.StateRefused
		}
		_, errs[n] = d.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{To: to})
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, journal.ErrChanged)
	}
	assert.Equal(t, 1, won)
	assert.Equal(t, rec.Ver+1, d.get(rec.ID).Ver)
}

func moveNothing(t *testing.T, d *desk) {
	_, err := d.Move(d.ctx(), "no such", 1, journal.Step{To: backend.StateSending})
	require.ErrorIs(t, err, journal.ErrNotFound)
	_, err = d.Get(d.ctx(), "no such")
	require.ErrorIs(t, err, journal.ErrNotFound)
	rec := d.begin("card")
	for _, ver := range []int64{0, 2, -1} {
		_, err = d.Move(d.ctx(), rec.ID, ver, journal.Step{To: backend.StateSending})
		require.ErrorIs(t, err, journal.ErrChanged)
	}
}

func moveZero(t *testing.T, d *desk) {
	look := d.clock.Now().Add(5 * time.Second)
	rec := d.move(d.begin("card"), journal.Step{
		To: backend.StateSending, Why: backend.WhyWaiting, NextLook: look, SendBy: look,
		Token: &backend.Token{Key: "k", Evidence: []byte("baseline")},
	})
	kept := d.move(rec, journal.Step{Who: "till"})
	assert.Equal(t, backend.StateSending, kept.State)
	assert.Equal(t, look.UnixMilli(), kept.NextLook.UnixMilli())
	kept.Ver, kept.UpdatedAt = rec.Ver, rec.UpdatedAt
	assert.Equal(t, text(t, rec), text(t, kept))

	later := d.move(d.get(rec.ID), journal.Step{NextLook: look.Add(time.Second)})
	assert.Equal(t, look.Add(time.Second).UnixMilli(), later.NextLook.UnixMilli())
	moved := d.move(later, journal.Step{To: backend.StateUnknown})
	assert.True(t, moved.NextLook.IsZero(), "a new state sets the next look, also to none")
	assert.Equal(t, backend.WhyWaiting, moved.Why)
	assert.Equal(t, []byte("baseline"), moved.Token.Evidence)
}

func voided(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending, backend.StateUnknown)
	assert.False(t, rec.Voided)
	rec = d.move(rec, journal.Step{To: backend.StateVoiding})
	assert.True(t, rec.Voided, "the tombstone may be on its way")
	rec = d.move(rec, journal.Step{To: backend.StateHuman})
	assert.True(t, rec.Voided)
	assert.True(t, d.move(d.walk("other", backend.StateSending), journal.Step{Voided: true}).Voided)
}

func reopened(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending, backend.StateUnknown, backend.StateNotFound)
	assert.False(t, rec.SettledAt.IsZero())
	rec = d.move(rec, journal.Step{Acknowledged: d.clock.Now()})
	rec = d.move(rec, journal.Step{To: backend.StateHuman, Why: backend.WhyMatched})
	assert.True(t, rec.SettledAt.IsZero())
	assert.True(t, rec.Acknowledged.IsZero(), "its new end will be one that nobody has seen")
	_, err := d.Begin(d.ctx(), shop(), d.consume("card"))
	var held *journal.OpenError
	require.ErrorAs(t, err, &held)
	assert.Equal(t, rec.ID, held.Record.ID)
}

func reopenedWhileBusy(t *testing.T, d *desk) {
	late := d.walk("card", backend.StateSending, backend.StateUnknown, backend.StateNotFound)
	second := d.begin("card")
	_, err := d.Move(d.ctx(), late.ID, late.Ver, journal.Step{To: backend.StateHuman})
	var held *journal.OpenError
	require.ErrorAs(t, err, &held, "two open operations on one card")
	assert.Equal(t, second.ID, held.Record.ID)
	d.move(second, journal.Step{To: backend.StateNotSent})
	d.move(late, journal.Step{To: backend.StateHuman})
}

func attempts(t *testing.T, d *desk) {
	rec := d.begin("card")
	at := d.clock.Now()
	rec = d.move(rec, journal.Step{To: backend.StateSending, Attempt: &backend.Attempt{N: 1, At: at, Wrote: true}})
	rec = d.move(rec, journal.Step{Attempt: &backend.Attempt{N: 3, At: at}})
	rec = d.move(rec, journal.Step{Attempt: &backend.Attempt{N: 2, At: at}})
	body := []byte{0, 0xff, '"', '\n'}
	rec = d.move(rec, journal.Step{To: backend.StateUnknown, Attempt: &backend.Attempt{
		N: 1, At: at, Wrote: true, HTTP: 502, Class: backend.ReplyDuplicate, Closed: at.Add(time.Second), Body: body,
	}})
	body[0] = 'x'
	require.Len(t, rec.Attempts, 3)
	for i, a := range d.get(rec.ID).Attempts {
		assert.Equal(t, i+1, a.N)
	}
	first := d.get(rec.ID).Attempts[0]
	assert.Equal(t, backend.ReplyDuplicate, first.Class)
	assert.Equal(t, []byte{0, 0xff, '"', '\n'}, first.Body, "what is stored is nobody's to change")
	assert.Equal(t, 502, first.HTTP)
	assert.Equal(t, at.Add(time.Second).UnixMilli(), first.Closed.UnixMilli())

	long := d.move(rec, journal.Step{Attempt: &backend.Attempt{N: 4, Body: make([]byte, 1<<20)}})
	assert.Len(t, long.Attempts[3].Body, 64<<10)
}

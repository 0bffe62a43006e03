package journaltest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
)

// row is a history row as Sandy shows it.
func row(id int64) backend.Event {
	return backend.Event{ID: id, Kind: backend.EventConsume, Gross: money.Must("88.50"), Net: money.Must("76.50")}
}

func bindings(t *testing.T, d *desk) {
	first := d.walk("card", backend.StateSending)
	first = d.move(first, journal.Step{To: backend.StateApplied, Seen: []backend.Event{row(7), row(8), row(8)}, Bind: 7})
	again := d.move(first, journal.Step{Bind: 7})
	assert.Equal(t, first.Ver+1, again.Ver, "to say it again changes nothing")

	second := d.walk("card", backend.StateSending)
	refused := func(rec journal.Record, bind int64, want error) {
		t.Helper()
		_, err := d.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{Bind: bind, Seen: []backend.Event{row(7)}})
		require.ErrorIs(t, err, want)
	}
	refused(second, 7, journal.ErrBound)
	refused(again, 8, journal.ErrBound)
	refused(second, 99, journal.ErrNotFound)
	second = d.move(second, journal.Step{To: backend.StateApplied, Bind: 8})

	other := d.walk("other card", backend.StateSending)
	d.move(second, journal.Step{Seen: []backend.Event{row(9)}})
	refused(other, 9, journal.ErrBound)

	want := map[int64]string{7: first.ID, 8: second.ID}
	got, err := d.Bound(d.ctx(), shop(), "card")
	require.NoError(t, err)
	assert.Equal(t, want, got)
	d.reopen()
	got, err = d.Bound(d.ctx(), shop(), "card")
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = d.Bound(d.ctx(), shop(), "other card")
	require.NoError(t, err)
	assert.Empty(t, got)
}

func bindingsPerAccount(t *testing.T, d *desk) {
	first := d.walk("card", backend.StateSending)
	d.move(first, journal.Step{Seen: []backend.Event{row(7)}, Bind: 7})
	branch := journal.Account{Backend: "sandy", Name: "shop-2"}
	other, err := d.Begin(d.ctx(), branch, d.consume("card"))
	require.NoError(t, err)
	d.move(other, journal.Step{Seen: []backend.Event{row(7)}, Bind: 7})
	got, err := d.Bound(d.ctx(), branch, "card")
	require.NoError(t, err)
	assert.Equal(t, map[int64]string{7: other.ID}, got)
}

func nothingLeft(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending)
	_, err := d.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{
		To: backend.StateApplied, Attempt: &backend.Attempt{N: 1}, Seen: []backend.Event{row(7)}, Bind: 99,
	})
	require.Error(t, err)
	assert.Equal(t, text(t, rec), text(t, d.get(rec.ID)))
	_, err = d.Move(d.ctx(), rec.ID, rec.Ver, journal.Step{Bind: 7})
	require.ErrorIs(t, err, journal.ErrNotFound, "the row of the failed step was kept")
}

package journaltest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
)

// undo is the correction of an operation, as a till makes it.
func (d *desk) undo(of journal.Record) backend.Operation {
	op := d.consume(of.MemberID)
	op.Kind, op.Discountable, op.Amount = backend.OpUndo, nil, money.Must("76.50")
	op.Undo = &backend.Undo{Of: of.ID, Slip: of.Slip, Kind: of.Kind, Principal: money.Must("70"),
		Gift: money.Must("6.50"), Points: money.WholePoints(76), Reason: "点错了"}
	return op
}

func undoneOnce(t *testing.T, d *desk) {
	bought := d.walk("card", backend.StateSending, backend.StateApplied)
	first, err := d.Begin(d.ctx(), shop(), d.undo(bought))
	require.NoError(t, err)
	first = d.move(d.move(first, journal.Step{To: backend.StateSending}), journal.Step{To: backend.StateRefused})

	second, err := d.Begin(d.ctx(), shop(), d.undo(bought))
	require.NoError(t, err, "the first one surely did nothing")
	second = d.move(d.move(second, journal.Step{To: backend.StateSending}), journal.Step{To: backend.StateApplied})
	_, err = d.Begin(d.ctx(), shop(), d.undo(bought))
	var undone *journal.UndoneError
	require.ErrorAs(t, err, &undone)
	assert.Equal(t, text(t, second), text(t, undone.Record))
	assert.Contains(t, err.Error(), second.Slip)

	again, err := d.Begin(d.ctx(), shop(), second.Operation)
	require.NoError(t, err, "the same one is no other")
	assert.Equal(t, text(t, second), text(t, again))

	got, err := d.List(d.ctx(), journal.Filter{UndoOf: bought.ID})
	require.NoError(t, err)
	assert.Equal(t, slipsOf([]journal.Record{second, first}), slipsOf(got))
	d.reopen()
	assert.Equal(t, "6.50", d.get(second.ID).Undo.Gift.String())
}

// Every end that surely did nothing frees the original; every other one does not,
// whatever became of the lock.
func undoneByState(t *testing.T, d *desk) {
	free := map[backend.State]bool{backend.StateNotSent: true, backend.StateRefused: true,
		backend.StateVoided: true, backend.StateClosedUnpaid: true}
	for state, way := range ways() {
		bought := d.walk("card "+string(state), backend.StateSending, backend.StateApplied)
		rec, err := d.Begin(d.ctx(), shop(), d.undo(bought))
		require.NoError(t, err)
		for _, to := range way {
			rec = d.move(rec, journal.Step{To: to})
		}
		op := d.undo(bought)
		_, err = d.Begin(d.ctx(), shop(), op)
		var held *journal.OpenError
		var undone *journal.UndoneError
		switch {
		case free[state]:
			require.NoError(t, err, state)
		case state.Open():
			require.ErrorAs(t, err, &held, state)
		default:
			require.ErrorAs(t, err, &undone, state)
			assert.Equal(t, rec.ID, undone.Record.ID)
		}
	}
}

func undoNonsense(t *testing.T, d *desk) {
	bought := d.walk("card", backend.StateSending, backend.StateApplied)
	for name, change := range map[string]func(*backend.Operation){
		"of nothing":      func(o *backend.Operation) { o.Undo = nil },
		"of no id":        func(o *backend.Operation) { o.Undo.Of = "" },
		"of itself":       func(o *backend.Operation) { o.Undo.Of = o.ID },
		"of another kind": func(o *backend.Operation) { o.Kind = backend.OpConsume },
	} {
		op := d.undo(bought)
		change(&op)
		_, err := d.Begin(d.ctx(), shop(), op)
		require.Error(t, err, name)
	}
}

func incidents(t *testing.T, d *desk) {
	late := d.walk("card", backend.StateSending, backend.StateUnknown, backend.StateNotFound)
	told := backend.Incident{Why: backend.WhyLateRow, At: d.clock.Now(), Rows: []backend.Event{row(7)}}
	late = d.move(late, journal.Step{Who: "till", Incident: &told, Seen: told.Rows})
	assert.Equal(t, backend.StateNotFound, late.State)
	assert.True(t, late.Incident.Open())

	blocked := func(card string) {
		t.Helper()
		_, err := d.Begin(d.ctx(), shop(), d.consume(card))
		var blames *journal.IncidentError
		require.ErrorAs(t, err, &blames)
		assert.Equal(t, text(t, d.get(late.ID)), text(t, blames.Record))
		assert.Contains(t, err.Error(), late.Slip)
	}
	blocked("card")
	d.reopen()
	blocked("card")
	d.begin("another card")
	other := journal.Account{Backend: "sandy", Name: "shop-2"}
	_, err := d.Begin(d.ctx(), other, d.consume("card"))
	require.NoError(t, err, "the same number at another merchant is another card")

	more := backend.Incident{Why: backend.WhySeveral, At: d.clock.Now().Add(time.Hour), Rows: []backend.Event{row(7), row(8)}}
	late = d.move(late, journal.Step{Incident: &more})
	assert.Len(t, late.Incident.Rows, 2, "a row is told once")
	assert.Equal(t, backend.WhySeveral, late.Incident.Why)
	assert.True(t, told.At.Equal(late.Incident.At), "it began when it began")

	closed := backend.Incident{Closed: d.clock.Now(), ClosedBy: "王", Reason: "已退现金"}
	nameless := closed
	nameless.ClosedBy = ""
	_, err = d.Move(d.ctx(), late.ID, late.Ver, journal.Step{Incident: &nameless})
	require.ErrorIs(t, err, journal.ErrMove)
	late = d.move(late, journal.Step{Who: "王", Reason: closed.Reason, Incident: &closed})
	assert.False(t, late.Incident.Open())
	assert.Len(t, late.Incident.Rows, 2)
	assert.Equal(t, "已退现金", late.Incident.Reason)
	_, err = d.Move(d.ctx(), late.ID, late.Ver, journal.Step{Incident: &closed})
	require.ErrorIs(t, err, journal.ErrMove, "it is closed")
	d.begin("card")
	assert.Equal(t, text(t, late), text(t, d.get(late.ID)))
}

// An incident may show on whatever has an end, and each blocks its card alone.
func incidentsOnEnds(t *testing.T, d *desk) {
	for state, way := range ways() {
		card := "card " + string(state)
		rec := d.walk(card, way...)
		rec = d.move(rec, journal.Step{Incident: &backend.Incident{Why: backend.WhyExtraRow, Rows: []backend.Event{row(7)}}})
		assert.Equal(t, state, rec.State)
		_, err := d.Begin(d.ctx(), shop(), d.consume(card))
		require.Error(t, err, state)
		got, err := d.List(d.ctx(), journal.Filter{Incident: true, MemberID: card})
		require.NoError(t, err)
		require.Equal(t, []string{rec.Slip}, slipsOf(got))
		d.move(rec, journal.Step{Incident: &backend.Incident{Closed: d.clock.Now(), ClosedBy: "王"}})
	}
	got, err := d.List(d.ctx(), journal.Filter{Incident: true})
	require.NoError(t, err)
	assert.Empty(t, got)
}

func tasks(t *testing.T, d *desk) {
	task := d.walk("card", backend.StateTask)
	assert.True(t, task.SettledAt.IsZero(), "it is still to be done")
	d.begin("card")
	chosen := func(f journal.Filter) []string {
		got, err := d.List(d.ctx(), f)
		require.NoError(t, err)
		return slipsOf(got)
	}
	assert.NotContains(t, chosen(journal.Filter{Open: true}), task.Slip)
	assert.Contains(t, chosen(journal.Filter{Unsettled: true}), task.Slip)
	assert.NotContains(t, chosen(journal.Filter{Unacknowledged: true}), task.Slip)
	d.clock.Advance(time.Hour)
	task = d.move(task, journal.Step{To: backend.StateApplied, Why: backend.WhyTaskDone})
	assert.Equal(t, d.clock.Now().UnixMilli(), task.SettledAt.UnixMilli())
	assert.Contains(t, chosen(journal.Filter{Unacknowledged: true}), task.Slip)
}

// voidAttempt shows which attempt was to make the operation impossible.
func voidAttempt(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending)
	rec = d.move(rec, journal.Step{Attempt: &backend.Attempt{N: 1, Body: []byte("push")}})
	rec = d.move(rec, journal.Step{To: backend.StateVoiding, Attempt: &backend.Attempt{N: 2, Void: true}})
	rec = d.move(rec, journal.Step{To: backend.StateVoided, Attempt: &backend.Attempt{N: 2, Void: true, Class: backend.ReplyYes}})
	d.reopen()
	rec = d.get(rec.ID)
	assert.False(t, rec.Attempts[0].Void)
	assert.True(t, rec.Attempts[1].Void)
	assert.True(t, rec.Voided)
}

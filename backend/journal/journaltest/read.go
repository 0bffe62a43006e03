package journaltest

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/safe"
)

func filters(t *testing.T, d *desk) {
	open := d.walk("open", backend.StateSending)
	missing := d.walk("missing", backend.StateSending, backend.StateUnknown, backend.StateNotFound)
	seen := d.walk("seen", backend.StateSending, backend.StateApplied)
	d.move(seen, journal.Step{Acknowledged: d.clock.Now()})
	d.clock.Advance(time.Hour)
	noon := d.clock.Now()
	done := d.walk("done", backend.StateSending, backend.StateApplied)
	branch := journal.Account{Backend: "pospal", Name: "branch"}
	op := d.consume("done")
	op.Kind, op.Till, op.Operator = backend.OpRecharge, "till-2", "王"
	foreign, err := d.Begin(d.ctx(), branch, op)
	require.NoError(t, err)

	home := shop()
	for name, test := range map[string]struct {
		filter journal.Filter
		want   []journal.Record
	}{
		"everything":            {journal.Filter{}, []journal.Record{foreign, done, seen, missing, open}},
		"account":               {journal.Filter{Account: &branch}, []journal.Record{foreign}},
		"card":                  {journal.Filter{MemberID: "done"}, []journal.Record{foreign, done}},
		"card of an account":    {journal.Filter{MemberID: "done", Account: &home}, []journal.Record{done}},
		"kind":                  {journal.Filter{Kind: backend.OpRecharge}, []journal.Record{foreign}},
		"open":                  {journal.Filter{Open: true}, []journal.Record{foreign, open}},
		"unsettled":             {journal.Filter{Unsettled: true}, []journal.Record{foreign, missing, open}},
		"open and unsettled":    {journal.Filter{Open: true, Unsettled: true}, []journal.Record{foreign, open}},
		"unacknowledged":        {journal.Filter{Unacknowledged: true}, []journal.Record{done, missing}},
		"unacknowledged, open":  {journal.Filter{Unacknowledged: true, Open: true}, nil},
		"till":                  {journal.Filter{Till: "till-2"}, []journal.Record{foreign}},
		"operator":              {journal.Filter{Operator: "王"}, []journal.Record{foreign}},
		"slip":                  {journal.Filter{Slip: missing.Slip}, []journal.Record{missing}},
		"slip and another card": {journal.Filter{Slip: missing.Slip, MemberID: "seen"}, nil},
		"no slip at all":        {journal.Filter{Slip: "what?"}, nil},
		"incident":              {journal.Filter{Incident: true}, nil},
		"undo of":               {journal.Filter{UndoOf: open.ID}, nil},
		"since":                 {journal.Filter{Since: noon}, []journal.Record{foreign, done}},
		"since later":           {journal.Filter{Since: noon.Add(time.Hour)}, nil},
		"the newest two":        {journal.Filter{Limit: 2}, []journal.Record{foreign, done}},
	} {
		got, err := d.List(d.ctx(), test.filter)
		require.NoError(t, err, name)
		assert.Equal(t, slipsOf(test.want), slipsOf(got), name)
		for _, rec := range got {
			assert.Equal(t, text(t, d.get(rec.ID)), text(t, rec), name)
		}
	}
}

func slipsOf(recs []journal.Record) []string {
	var out []string
	for _, rec := range recs {
		out = append(out, rec.Slip)
	}
	return out
}

func limits(t *testing.T, d *desk) {
	for range 1001 {
		d.clock.Advance(time.Second)
		rec := d.begin("card")
		d.move(rec, journal.Step{To: backend.StateNotSent})
	}
	got, err := d.List(d.ctx(), journal.Filter{})
	require.NoError(t, err)
	assert.Len(t, got, 1000)
	assert.Equal(t, "A1001", got[0].Slip)
	got, err = d.List(d.ctx(), journal.Filter{Limit: 5000})
	require.NoError(t, err)
	assert.Len(t, got, 1001)
}

func acknowledged(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending, backend.StateApplied)
	d.clock.Advance(time.Minute)
	rec = d.move(rec, journal.Step{Who: "王", Collected: d.clock.Now()})
	assert.Equal(t, d.clock.Now().UnixMilli(), rec.Collected.UnixMilli())
	assert.True(t, rec.Acknowledged.IsZero())
	d.clock.Advance(time.Minute)
	rec = d.move(rec, journal.Step{Who: "王", Acknowledged: d.clock.Now()})
	assert.Equal(t, d.clock.Now().UnixMilli(), rec.Acknowledged.UnixMilli())
	assert.Equal(t, backend.StateApplied, rec.State)
	assert.Less(t, rec.SettledAt.UnixMilli(), rec.Collected.UnixMilli(), "the end was before")
	none, err := d.List(d.ctx(), journal.Filter{Unacknowledged: true})
	require.NoError(t, err)
	assert.Empty(t, none)
}

// full is a step with every field set.
func full(now time.Time) journal.Step {
	consumed := money.Must("1234.50")
	before := backend.Snapshot{At: now, Balance: money.Must("100"), Points: money.WholePoints(12),
		Consumed: &consumed, HeadID: 6, HeadAt: now.Add(-time.Minute)}
	after := before
	after.Balance = money.Must("23.50")
	seen := row(7)
	seen.At, seen.Code, seen.Balance, seen.PayType = now, 30, money.Must("23.50"), safe.Line("储值")
	seen.Detail = []safe.Text{safe.Line("奶茶 × 2"), safe.Line("a\x1b[31mb")}
	return journal.Step{
		To: backend.StateHuman, Who: "till", Why: backend.WhySeveral, Reason: "两行 \"相同\"",
		Token: &backend.Token{Key: "8card-1", Evidence: []byte{0, 1, 2, 0xff}}, SendBy: now.Add(2 * time.Second),
		Attempt: &backend.Attempt{N: 1, At: now, Wrote: true, HTTP: 200, Class: backend.ReplyRefused,
			Closed: now.Add(time.Second), Body: []byte(`{"errcode":500}`)},
		Receipt: &backend.Receipt{Gross: money.Must("88.50"), Net: money.Must("76.50"), FromCard: money.Must("60"),
			Collect: money.Must("16.50"), GiftPoints: money.WholePoints(7), RowID: 7, Matched: true, Odd: true},
		Evidence: &backend.Evidence{Before: before, Now: after, Rows: []backend.Event{seen}, Fits: []int{0},
			Chained: true, Foreign: true, Own: true},
		Refusal: &backend.Error{Op: "sandy.consume", Kind: backend.KindShortBalance, Code: "104",
			Text: safe.Line("余额不足"), Field: "amount", Other: &backend.Case{Slip: "A0009"}, Err: errors.New("secret")},
		NextLook: now.Add(time.Minute), Seen: []backend.Event{seen}, Bind: 7,
		Voided: true, Collected: now, Acknowledged: now,
		Incident: &backend.Incident{Why: backend.WhyExtraRow, At: now, Rows: []backend.Event{seen}},
	}
}

func survives(t *testing.T, d *desk) {
	step := full(d.clock.Now())
	rec := d.move(d.walk("card", backend.StateSending), step)
	want := text(t, rec)
	assert.Equal(t, want, text(t, d.get(rec.ID)))
	d.reopen()
	got := d.get(rec.ID)
	assert.Equal(t, want, text(t, got))

	assert.True(t, got.Evidence.Moved())
	assert.Equal(t, step.Evidence.Rows[0].Detail, got.Evidence.Rows[0].Detail)
	assert.Equal(t, step.Token.Evidence, got.Token.Evidence)
	assert.True(t, step.Evidence.Before.HeadAt.Equal(got.Evidence.Before.HeadAt))
	assert.Equal(t, "16.50", got.Receipt.Collect.String())
	assert.Equal(t, "60.00", got.Discountable.String())
	assert.Equal(t, d.consume("card").Name, got.Name)
	kept := *step.Refusal
	kept.Other, kept.Err = nil, nil
	assert.Equal(t, &kept, got.Refusal, "all but the cause, which is for logs")
	assert.Equal(t, backend.KindShortBalance, backend.KindOf(got.Refusal))

	op := d.consume("points")
	op.Kind, op.Amount, op.Discountable = backend.OpRedeem, money.Amount{}, nil
	op.Points, op.PayType = money.WholePoints(300), backend.PayType{ID: "5", Name: safe.Line("积分")}
	redeem, err := d.Begin(d.ctx(), shop(), op)
	require.NoError(t, err)
	d.reopen()
	assert.Equal(t, text(t, redeem), text(t, d.get(redeem.ID)))
	assert.Nil(t, redeem.Receipt)
	assert.Nil(t, redeem.Refusal)
	assert.Nil(t, redeem.Discountable)
}

func audit(t *testing.T, d *desk) {
	require.NoError(t, d.Verify(d.ctx()), "an empty one")
	for _, card := range []string{"a", "b", "c"} {
		rec := d.walk(card, backend.StateSending)
		step := full(d.clock.Now())
		step.Seen, step.Bind = nil, 0
		d.move(rec, step)
		require.NoError(t, d.Verify(d.ctx()))
	}
	d.reopen()
	require.NoError(t, d.Verify(d.ctx()))
}

package till_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
)

// done carries an operation out and expects it to be settled.
func (b *branch) done(kind backend.OpKind, amount string) backend.Case {
	b.t.Helper()
	q, err := b.quote(kind, money.Must(amount))
	require.NoError(b.t, err)
	got, err := b.till.Do(b.t.Context(), q)
	require.NoError(b.t, err)
	require.Equal(b.t, backend.StateApplied, got.State)
	time.Sleep(time.Second)
	return got
}

func (b *branch) undo(of backend.Case) (backend.Quote, backend.Case) {
	b.t.Helper()
	q, err := b.till.QuoteUndo(b.t.Context(), of.ID, "刷错了会员")
	require.NoError(b.t, err)
	got, err := b.till.Do(b.t.Context(), q)
	require.NoError(b.t, err)
	return q, got
}

// Whatever happens to the attempts of a correction, it happens once and the card
// is as it was before the original.
func TestPospalTakesBackWhatItBooked(t *testing.T) {
	for _, kind := range []backend.OpKind{backend.OpConsume, backend.OpRecharge, backend.OpRedeem} {
		for _, accident := range []string{"none", "reset-before", "reset-after", "http502-after", "truncated", "twice", "delay:25s"} {
			t.Run(kind.String()+" "+accident, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := enter(t)
					before, _ := b.server.Member(b.uid)
					of := b.done(kind, "10")
					q, err := b.till.QuoteUndo(t.Context(), of.ID, " 刷错了会员 ")
					require.NoError(t, err)
					assert.Equal(t, before.Balance.String(), q.BalanceAfter.String(), "the preview says what will be")
					fault, err := sim.ParseFault(accident)
					require.NoError(t, err)
					b.plan.Next("updateBalancePointByIncrement", fault)
					_, err = b.till.Do(t.Context(), q)
					require.NoError(t, err)
					time.Sleep(5 * time.Minute)
					got, err := b.till.Case(t.Context(), q.Operation.ID)
					require.NoError(t, err)
					assert.Equal(t, backend.StateApplied, got.State)
					b.truthful(got)
					after, _ := b.server.Member(b.uid)
					assert.Equal(t, before.Balance.String(), after.Balance.String())
					assert.Equal(t, before.Points.String(), after.Points.String())
					assert.Equal(t, after.Balance.String(), got.Receipt.Balance.String())
					assert.Equal(t, of.Slip, got.Undo.Slip)
					assert.Equal(t, "刷错了会员", got.Undo.Reason)
					require.NoError(t, b.journal.Verify(t.Context()))
				})
			})
		}
	}
}

func TestACorrectionIsSentAsWhatItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := enter(t)
		of := b.done(backend.OpRecharge, "10")
		b.undo(of)
		changes := b.server.Changes(b.uid)
		last := changes[len(changes)-1]
		assert.Contains(t, last.Remark, "更正#"+of.Slip, "whoever reads the vendor's own list finds the original")
		sent := b.server.Requests()
		assert.Contains(t, sent[len(sent)-1].Body, `"validateBalance":1`, "what takes asks for the check")
	})
}

func TestWhatCannotBeTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := enter(t)
		of := b.done(backend.OpRecharge, "10")
		_, err := b.till.QuoteUndo(t.Context(), of.ID, "错")
		assert.Equal(t, backend.KindInvalid, kind(t, err), "a reason that explains nothing")
		_, err = b.till.QuoteUndo(t.Context(), "nothing", "刷错了会员")
		assert.Equal(t, backend.KindNotFound, kind(t, err))

		q, correction := b.undo(of)
		_, err = b.till.QuoteUndo(t.Context(), of.ID, "刷错了会员")
		require.Equal(t, backend.KindUndone, kind(t, err), "not twice")
		var told *backend.Error
		require.ErrorAs(t, err, &told)
		assert.Equal(t, correction.Slip, told.Other.Slip)
		_, err = b.till.QuoteUndo(t.Context(), correction.ID, "刷错了会员")
		assert.Equal(t, backend.KindNoUndo, kind(t, err), "nor a correction itself")

		again := q
		again.Operation.ID += "2"
		again.Member.ReadAt = time.Time{}
		_, err = b.till.Do(t.Context(), again)
		assert.Equal(t, backend.KindUndone, kind(t, err), "the journal itself lets only one be")

		b.plan.Next("updateBalancePointByIncrement", sim.Fault{Kind: sim.ResetBefore})
		lost, err := b.quote(backend.OpRecharge, money.Must("20"))
		require.NoError(t, err)
		_, err = b.till.Do(t.Context(), lost)
		require.NoError(t, err)
		_, err = b.till.QuoteUndo(t.Context(), lost.Operation.ID, "刷错了会员")
		assert.Equal(t, backend.KindNoUndo, kind(t, err), "nobody knows yet whether it happened")
	})
}

func TestOfARechargeThatWasSpentTheRestIsTakenBack(t *testing.T) {
	for _, proportion := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newStall()
			c := at(t, s, func(o *till.Options) { o.GiftInProportion = proportion })
			of := c.do(c.quote(backend.OpRecharge, "7")) // 100 and a gift of 10 on 200
			time.Sleep(time.Second)
			s.set(func(s *stall) {
				m := s.members["7"]
				m.Balance = money.Must("55")
				s.members["7"] = m
			})
			q, err := c.till.QuoteUndo(t.Context(), of.ID, "刷错了会员")
			require.NoError(t, err)
			assert.Contains(t, q.Warnings, backend.WarnSpent)
			assert.Equal(t, "55.00", q.Operation.Amount.String())
			want := map[bool]string{false: "45.00", true: "50.00"}[proportion]
			assert.Equal(t, want, q.Operation.Undo.Back.String())
			got := c.do(q)
			assert.Equal(t, backend.StateApplied, got.State)
			balance, _ := s.books("7")
			assert.Equal(t, "0.00", balance)
		})
	}
}

func TestHistoryLinksACorrectionBothWays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := enter(t)
		of := b.done(backend.OpConsume, "10")
		_, correction := b.undo(of)
		page, err := b.till.History(t.Context(), backend.HistoryQuery{MemberID: b.guest, Page: 1, Size: 10})
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(page.Events), 2)
		newest, older := page.Events[0], page.Events[1]
		assert.Equal(t, backend.EventUndo, newest.Kind)
		assert.Equal(t, of.Slip, newest.Own.Undoes)
		assert.Equal(t, correction.Slip, older.Own.UndoneBy)
		assert.Equal(t, of.ID, older.Own.ID)
		change, told := newest.Change()
		assert.True(t, told)
		assert.Equal(t, older.Balance.Add(change).String(), newest.Balance.String(), "the rows still chain")
	})
}

// A correction at a vendor without undoing is never sent: it is a task.

func (v *vendor) done(kind backend.OpKind, amount string) backend.Case {
	v.t.Helper()
	q, err := v.quote(kind, money.Must(amount))
	require.NoError(v.t, err)
	got, err := v.till.Do(v.t.Context(), q)
	require.NoError(v.t, err)
	require.Equal(v.t, backend.StateApplied, got.State)
	time.Sleep(15 * time.Second) // its row is bound
	return got
}

func (v *vendor) task(of backend.Case) backend.Case {
	v.t.Helper()
	q, err := v.till.QuoteUndo(v.t.Context(), of.ID, "刷错了会员")
	require.NoError(v.t, err)
	got, err := v.till.Do(v.t.Context(), q)
	require.NoError(v.t, err)
	require.Equal(v.t, backend.StateTask, got.State)
	require.Equal(v.t, backend.WhyTask, got.Why)
	return got
}

func (v *vendor) writes() int {
	n := 0
	for _, r := range v.server.Requests() {
		if strings.HasSuffix(r.Path, "recharge") || strings.HasSuffix(r.Path, "consume") || strings.HasSuffix(r.Path, "consume_score") {
			n++
		}
	}
	return n
}

func TestSandyMakesATaskAndRecognisesItsDoing(t *testing.T) {
	cases := []struct {
		kind backend.OpKind
		row  sandysim.Event
	}{
		{backend.OpRecharge, sandysim.Withdraw}, {backend.OpRecharge, sandysim.TransferOut}, {backend.OpConsume, sandysim.TransferIn},
	}
	for _, c := range cases {
		t.Run(c.kind.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := visit(t)
				before, _ := v.server.Card(guest)
				of := v.done(c.kind, "100")
				sent := v.writes()
				task := v.task(of)
				assert.NotZero(t, task.Undo.Row, "the task says which row is meant")
				assert.Equal(t, sent, v.writes(), "nothing is sent")

				_, err := v.quote(backend.OpConsume, money.Must("1"))
				require.NoError(t, err, "the card is free meanwhile")
				looked, err := v.till.Look(t.Context(), task.ID)
				require.NoError(t, err)
				assert.Equal(t, backend.StateTask, looked.State)

				_, err = v.server.Foreign(guest, c.row, task.Amount, "", "")
				require.NoError(t, err)
				_, err = v.till.History(t.Context(), backend.HistoryQuery{MemberID: guest, Page: 1, Size: 20})
				require.NoError(t, err)
				synctest.Wait()
				got, err := v.till.Case(t.Context(), task.ID)
				require.NoError(t, err)
				assert.Equal(t, backend.StateApplied, got.State)
				assert.Equal(t, backend.WhyTaskDone, got.Why)
				rows := v.server.Rows(guest)
				assert.Equal(t, rows[len(rows)-1].ID, got.Receipt.RowID, "it is bound to the row")
				after, _ := v.server.Card(guest)
				assert.Equal(t, before.Balance.String(), after.Balance.String())
				assert.Equal(t, sent, v.writes())

				page, err := v.till.History(t.Context(), backend.HistoryQuery{MemberID: guest, Page: 1, Size: 20})
				require.NoError(t, err)
				assert.Equal(t, of.Slip, page.Events[0].Own.Undoes)
				assert.Equal(t, got.Slip, page.Events[1].Own.UndoneBy)
				r, err := v.till.Sweep(t.Context())
				require.NoError(t, err)
				assert.Empty(t, r.Raised)
				assert.Empty(t, r.Foreign, "a done task is nobody else's work")
				require.NoError(t, v.journal.Verify(t.Context()))
			})
		})
	}
}

func TestARowThatMayBeAnybodysLeavesATaskToAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t)
		task := v.task(v.done(backend.OpRecharge, "100"))
		_, err := v.server.Foreign(guest, sandysim.Consume, task.Amount, "另一家店", "")
		require.NoError(t, err)
		got, err := v.till.Look(t.Context(), task.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateTask, got.State)
		assert.Equal(t, backend.WhyTaskMaybe, got.Why, "and it says so")
		require.NotNil(t, got.Evidence)
		assert.Len(t, got.Evidence.Fits, 1)

		got, err = v.till.Decide(t.Context(), task.ID, true, "店长在后台用消费冲销")
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
		assert.Equal(t, backend.WhyPerson, got.Why)
		assert.NotZero(t, got.Receipt.RowID, "what the person meant is bound")
	})
}

func TestAWithdrawnTaskMakesRoomForAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t)
		of := v.done(backend.OpRecharge, "100")
		task := v.task(of)
		_, err := v.till.Decide(t.Context(), task.ID, false, "顾客又同意了")
		require.NoError(t, err)
		second := v.task(of)
		assert.NotEqual(t, task.Slip, second.Slip)
		_, err = v.till.Decide(t.Context(), second.ID, false, "顾客又同意了")
		require.NoError(t, err)

		// Somebody does it all the same.
		_, err = v.server.Foreign(guest, sandysim.Withdraw, task.Amount, "", "")
		require.NoError(t, err)
		_, err = v.till.Sweep(t.Context())
		require.NoError(t, err)
		got, err := v.till.Case(t.Context(), second.ID)
		require.NoError(t, err)
		assert.True(t, got.Incident.Open(), "a person is told")
	})
}

func TestATaskThatNobodyLooksAtIsFoundByTheSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t)
		task := v.task(v.done(backend.OpRecharge, "100"))
		time.Sleep(20 * 24 * time.Hour)
		_, err := v.server.Foreign(guest, sandysim.Withdraw, task.Amount, "", "")
		require.NoError(t, err)
		_, err = v.till.Sweep(t.Context())
		require.NoError(t, err)
		got, err := v.till.Case(t.Context(), task.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
	})
}

package backendtest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
)

// moves holds one kind of operation against the books.
func moves(kind backend.OpKind, all tester) {
	test := func(name string, body func(*testing.T, Fixture)) {
		all(kind.String()+" "+name, func(t *testing.T, f Fixture) {
			if slices.Contains(f.Kinds, kind) {
				body(t, f)
			}
		})
	}
	test("is done once and shown as the books have it", func(t *testing.T, f Fixture) { succeeds(t, f, kind) })
	test("is refused without effect", func(t *testing.T, f Fixture) { isRefused(t, f, kind) })
	test("asks before the first byte", func(t *testing.T, f Fixture) { asksFirst(t, f, kind) })
	test("is held back by the hook", func(t *testing.T, f Fixture) { isHeldBack(t, f, kind) })
	test("is canceled before the first byte", func(t *testing.T, f Fixture) { isCanceled(t, f, kind) })
	test("of nobody is not prepared or refused", func(t *testing.T, f Fixture) { ofNobody(t, f, kind) })
	for _, fault := range after() {
		test("meets "+string(fault), func(t *testing.T, f Fixture) { isUnclear(t, f, kind, fault, true) })
	}
	for _, fault := range instead() {
		test("meets "+string(fault), func(t *testing.T, f Fixture) { isUnclear(t, f, kind, fault, false) })
	}
}

// attempt is one operation on its way.
type attempt struct {
	op     backend.Operation
	token  backend.Token
	before Books
	sent   int
}

func prepare(t *testing.T, f Fixture, kind backend.OpKind, id string) attempt {
	t.Helper()
	a := attempt{op: f.Operation(kind, id), before: f.Books(id)}
	var err error
	a.token, err = f.Backend.Prepare(t.Context(), a.op, f.Stamp())
	require.NoError(t, err)
	a.sent = f.Requests(Moving)
	assert.Equal(t, a.before, f.Books(id), "preparing only reads")
	return a
}

func fine() error { return nil }

func succeeds(t *testing.T, f Fixture, kind backend.OpKind) {
	a := prepare(t, f, kind, f.Member)
	r := f.Backend.Submit(t.Context(), a.op, a.token, fine)
	require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
	assert.Nil(t, r.Err)
	require.NotNil(t, r.Receipt)
	assert.False(t, r.Receipt.Odd)
	assert.False(t, r.Closed.IsZero())
	assert.Equal(t, 1, f.Requests(Moving)-a.sent)
	matches(t, a, *r.Receipt, f.Books(f.Member))

	e, err := f.Backend.Resolve(t.Context(), a.op, a.token)
	require.NoError(t, err)
	shows(t, f, a, e, true)
}

// matches compares a receipt with what happened in the books.
func matches(t *testing.T, a attempt, r backend.Receipt, now Books) {
	t.Helper()
	assert.Equal(t, now.Balance.String(), r.Balance.String())
	assert.Equal(t, now.Points.String(), r.Points.String())
	moved, points := now.Balance.Sub(a.before.Balance), now.Points.Sub(a.before.Points)
	switch a.op.Kind {
	case backend.OpRecharge:
		assert.Equal(t, a.op.Amount.String(), r.Gross.String())
		assert.Equal(t, moved.String(), r.Net.String())
		assert.Equal(t, moved.String(), r.Gross.Add(r.GiftMoney).String())
		assert.Equal(t, points.String(), r.GiftPoints.String())
	case backend.OpConsume:
		assert.Equal(t, a.op.Amount.String(), r.Gross.String())
		assert.Equal(t, moved.Neg().String(), r.FromCard.String())
		assert.Equal(t, r.Net.String(), r.FromCard.Add(r.Collect).String())
		assert.Equal(t, r.Gross.String(), r.Net.Add(r.Discount).String())
	case backend.OpRedeem:
		assert.True(t, moved.IsZero())
		assert.Equal(t, a.op.Points.Neg().String(), points.String())
	}
}

// shows holds what Resolve reads against what is known to have happened.
func shows(t *testing.T, f Fixture, a attempt, e backend.Evidence, applied bool) {
	t.Helper()
	books := f.Books(a.op.MemberID)
	assert.Equal(t, a.before.Balance.String(), e.Before.Balance.String())
	assert.Equal(t, books.Balance.String(), e.Now.Balance.String())
	assert.Equal(t, books.Points.String(), e.Now.Points.String())
	assert.Equal(t, applied, e.Moved())
	if !f.ShowsRows {
		return
	}
	assert.True(t, e.Chained)
	assert.False(t, e.Foreign)
	if !applied {
		assert.Empty(t, e.Fits)
		assert.Empty(t, e.Rows)
		return
	}
	require.Len(t, e.Fits, 1)
	row := e.Rows[e.Fits[0]]
	assert.Greater(t, row.ID, e.Before.HeadID)
	assert.Equal(t, books.Balance.String(), row.Balance.String())
}

func isRefused(t *testing.T, f Fixture, kind backend.OpKind) {
	want := map[backend.OpKind]backend.Kind{
		backend.OpConsume: backend.KindShortBalance, backend.OpRedeem: backend.KindShortPoints,
	}[kind]
	if want == backend.KindNone {
		return // nobody is too poor to recharge
	}
	a := prepare(t, f, kind, f.Poor)
	r := f.Backend.Submit(t.Context(), a.op, a.token, fine)
	assert.Equal(t, backend.ReplyRefused, r.Class)
	require.NotNil(t, r.Err)
	assertKind(t, r.Err, want)
	assert.Nil(t, r.Receipt)
	assert.Equal(t, a.before, f.Books(f.Poor))
	assert.Equal(t, 1, f.Requests(Moving)-a.sent)
}

func asksFirst(t *testing.T, f Fixture, kind backend.OpKind) {
	a := prepare(t, f, kind, f.Member)
	calls := 0
	f.Backend.Submit(t.Context(), a.op, a.token, func() error {
		calls++
		assert.Equal(t, a.sent, f.Requests(Moving), "the vendor has seen nothing yet")
		assert.Equal(t, a.before, f.Books(f.Member))
		return nil
	})
	assert.Equal(t, 1, calls)
}

func isHeldBack(t *testing.T, f Fixture, kind backend.OpKind) {
	a := prepare(t, f, kind, f.Member)
	cause := errors.New("disk full")
	r := f.Backend.Submit(t.Context(), a.op, a.token, func() error { return cause })
	assert.Equal(t, backend.ReplyNotSent, r.Class)
	require.NotNil(t, r.Err)
	assert.Equal(t, backend.KindJournal, r.Err.Kind)
	assert.ErrorIs(t, r.Err, cause)
	nothingHappened(t, f, a)
}

func isCanceled(t *testing.T, f Fixture, kind backend.OpKind) {
	a := prepare(t, f, kind, f.Member)
	ctx, cancel := context.WithCancel(t.Context())
	r := f.Backend.Submit(ctx, a.op, a.token, func() error { cancel(); return nil })
	assert.Equal(t, backend.ReplyNotSent, r.Class)
	require.NotNil(t, r.Err)
	assert.Equal(t, backend.KindCanceled, r.Err.Kind)
	nothingHappened(t, f, a)
}

func nothingHappened(t *testing.T, f Fixture, a attempt) {
	t.Helper()
	assert.Equal(t, a.sent, f.Requests(Moving))
	assert.Equal(t, a.before, f.Books(f.Member))
	e, err := f.Backend.Resolve(t.Context(), a.op, a.token)
	require.NoError(t, err)
	shows(t, f, a, e, false)
}

func ofNobody(t *testing.T, f Fixture, kind backend.OpKind) {
	op := f.Operation(kind, f.Missing)
	token, err := f.Backend.Prepare(t.Context(), op, f.Stamp())
	if err != nil {
		assertKind(t, err, backend.KindNotFound)
		return
	}
	r := f.Backend.Submit(t.Context(), op, token, fine)
	assert.Equal(t, backend.ReplyRefused, r.Class)
	require.NotNil(t, r.Err)
	assert.Equal(t, backend.KindNotFound, r.Err.Kind)
}

// isUnclear holds the heart of it: an answer that proves nothing is never a yes
// or a no, is never asked for twice, and reading says what happened.
func isUnclear(t *testing.T, f Fixture, kind backend.OpKind, fault Fault, applied bool) {
	a := prepare(t, f, kind, f.Member)
	f.Spoil(Moving, fault)
	r := f.Backend.Submit(t.Context(), a.op, a.token, fine)
	assert.Equal(t, backend.ReplyUnclear, r.Class)
	require.NotNil(t, r.Err)
	assert.NotEqual(t, backend.KindNone, r.Err.Kind)
	assert.NotEqual(t, backend.KindUnreachable, r.Err.Kind, "that would say that nothing was sent")
	assert.False(t, r.Closed.IsZero())
	assert.Equal(t, 1, f.Requests(Moving)-a.sent, "sent once, not followed elsewhere")
	if r.Receipt != nil {
		assert.True(t, r.Receipt.Odd)
	}
	assert.Equal(t, applied, a.before != f.Books(f.Member), "the fault does what its name says")

	sent := f.Requests(Moving)
	e, err := f.Backend.Resolve(t.Context(), a.op, a.token)
	require.NoError(t, err)
	assert.Equal(t, sent, f.Requests(Moving), "resolving only reads")
	shows(t, f, a, e, applied)
}

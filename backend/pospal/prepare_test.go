package pospal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/pospal"
)

func TestWhatWasJustShownIsNotReadAgain(t *testing.T) {
	now := noon
	s := serve(t).data("queryByUid", whole).data("queryAllCustomerCategory", "[]")
	c := s.client(func(o *pospal.Options) { o.Clock = func() time.Time { return now } })
	m, err := c.Member(t.Context(), id)
	require.NoError(t, err)
	op := consume()
	op.Quote.BalanceBefore, op.Quote.PointsBefore, op.Quote.PointsAfter = m.Balance, m.Points, m.Points
	now = now.Add(time.Minute)
	s.skew = time.Minute
	_, err = c.Prepare(t.Context(), op, 7)
	require.NoError(t, err)
	assert.Equal(t, 1, s.times(byUID), "from what was shown")

	other := op
	other.Quote.BalanceBefore = yuan("1")
	_, err = c.Prepare(t.Context(), other, 8)
	require.NoError(t, err)
	assert.Equal(t, 2, s.times(byUID), "the preview promised from something else")

	now = now.Add(61 * time.Second)
	s.skew = 2 * time.Minute
	_, err = c.Prepare(t.Context(), op, 9)
	require.NoError(t, err)
	assert.Equal(t, 3, s.times(byUID), "too old")
}

func TestNoNewMoneyWhileTheClocksDisagree(t *testing.T) {
	for _, ahead := range []time.Duration{91 * time.Second, -92 * time.Second} {
		s := serve(t).data("queryByUid", whole).on("updateBalancePointByIncrement", success(consumed))
		c := s.client()
		_, err := c.Prepare(t.Context(), consume(), 7)
		require.NoError(t, err)
		s.skew = ahead
		r := c.Submit(t.Context(), consume(), token(consumed), nil)
		assert.Equal(t, backend.ReplyYes, r.Class, "what was let in is sent")
		assert.WithinDuration(t, noon.Add(ahead), r.Date, time.Second)
		_, err = c.Prepare(t.Context(), consume(), 8)
		assert.Equal(t, backend.KindClock, kind(err))
		s.skew = 0
		_, err = c.Prepare(t.Context(), consume(), 9)
		assert.NoError(t, err, "a later answer shows that they agree")
	}
}

func TestAProxysClockCountsForNothing(t *testing.T) {
	s := serve(t).onStatus("queryByUid", 502, "<html>").data("queryByUid", whole)
	s.skew = time.Hour
	c := s.client()
	_, err := c.Member(t.Context(), id)
	require.Error(t, err)
	s.skew = 0
	_, err = c.Prepare(t.Context(), consume(), 7)
	assert.NoError(t, err)
}

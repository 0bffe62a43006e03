package pospal_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/pospal"
)

// ledger is a counter that outlives its client.
type ledger struct {
	mu   sync.Mutex
	days map[string]int
}

func (l *ledger) Count(day string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.days[day]
}

func (l *ledger) Add(day string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.days[day]++
}

func TestEveryCallIsCountedByTheChineseDay(t *testing.T) {
	now, counter := noon, &ledger{days: map[string]int{}}
	s := serve(t).data("queryByUid", record())
	client := func() *pospal.Client {
		return s.client(func(o *pospal.Options) { o.Clock, o.Quota.Counter = func() time.Time { return now }, counter })
	}
	for range 3 {
		_, err := client().Member(t.Context(), id)
		require.NoError(t, err)
	}
	assert.Equal(t, backend.Quota{Used: 3, Limit: 300, Reserve: 25}, client().Quota(), "also over a restart")
	now = time.Date(2024, 5, 1, 16, 0, 0, 0, time.UTC)
	_, err := client().Member(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"2024-05-01": 3, "2024-05-02": 1}, counter.days)
	assert.Equal(t, 299, client().Quota().Left())
}

func TestWhatNeverLeftIsNotCounted(t *testing.T) {
	down := errors.New("cable")
	c := serve(t).client(func(o *pospal.Options) {
		o.DialContext = func(context.Context, string, string) (net.Conn, error) { return nil, down }
	})
	_, err := c.Member(t.Context(), id)
	assert.Equal(t, backend.KindUnreachable, kind(err))
	r := c.Submit(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, backend.ReplyNotSent, r.Class)
	assert.Zero(t, c.Quota().Used)
}

func TestTheReserveIsForOpenOperations(t *testing.T) {
	s := serve(t).data("queryByUid", whole).on("updateBalancePointByIncrement", success(consumed))
	c := s.client(func(o *pospal.Options) { o.Quota = pospal.QuotaOptions{Daily: 5, Reserve: 2} })
	_, err := c.Prepare(t.Context(), consume(), 7)
	require.NoError(t, err, "one call for the member, one for the money")
	_, err = c.Member(t.Context(), id)
	require.Equal(t, backend.KindQuota, kind(err), "no call is left for its level, because one was promised")
	before := s.total()
	for name, call := range map[string]func() error{
		"member":    func() error { _, err := c.Member(t.Context(), id); return err },
		"find":      func() error { _, err := c.Find(t.Context(), "8001"); return err },
		"history":   func() error { _, err := c.History(t.Context(), backend.HistoryQuery{MemberID: id}); return err },
		"prepare":   func() error { _, err := c.Prepare(t.Context(), consume(), 7); return err },
		"levels":    func() error { _, err := c.Levels(t.Context()); return err },
		"password":  func() error { return c.SetPassword(t.Context(), id, "1") },
		"edit":      func() error { _, err := c.Edit(t.Context(), id, backend.Edit{Name: ptr("a")}); return err },
		"pages":     func() error { _, _, err := c.Pages(t.Context(), time.Time{}, nil); return err },
		"recharges": func() error { _, err := c.Recharges(t.Context(), backend.Period{From: noon, To: noon}); return err },
	} {
		assert.Equal(t, backend.KindQuota, kind(call()), name)
	}
	assert.Equal(t, before, s.total(), "without a call")
	assert.Equal(t, backend.ReplyYes, c.Submit(t.Context(), consume(), token(consumed), nil).Class)
	for range 3 {
		_, err := c.Resolve(t.Context(), consume(), token(consumed))
		require.NoError(t, err, "the vendor knows better whether there are calls left")
	}
	assert.Equal(t, 0, c.Quota().Left())
}

func TestNewMoneyNeedsACallForTheMoneyItself(t *testing.T) {
	c := serve(t).data("queryByUid", whole).client(func(o *pospal.Options) { o.Quota = pospal.QuotaOptions{Daily: 1, Reserve: -1} })
	_, err := c.Prepare(t.Context(), consume(), 7)
	assert.Equal(t, backend.KindQuota, kind(err))
	_, err = c.Resolve(t.Context(), consume(), token(consumed))
	assert.NoError(t, err)
}

func TestAccessLimit(t *testing.T) {
	for list, want := range map[string]int{
		`[{"appId":"OTHER","limitTimes":9000},{"appId":"` + appID + `","limitTimes":300,"startDate":null,"endDate":null}]`:  300,
		`[{"appId":"` + appID + `","limitTimes":"3000","startDate":"2024-04-01 00:00:00","endDate":"2024-05-01 23:59:59"}]`: 3000,
		`[{"appId":"` + appID + `","limitTimes":3000,"startDate":"2023-04-01","endDate":"2024-04-30"}]`:                     0,
		`[{"appId":"` + appID + `","limitTimes":3000,"startDate":"2024-05-02"},{"appId":"` + appID + `","limitTimes":300}]`: 300,
		`[]`: 0,
	} {
		s := serve(t).data("queryAccessTimes", list)
		limit, err := s.client().AccessLimit(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, limit, list)
		assert.JSONEq(t, `{"appId":"`+appID+`"}`, s.last(access))
	}
}

func TestAccessLog(t *testing.T) {
	s := serve(t).data("queryDailyAccessTimesLog", `[{"appId":"OTHER","limitTimes":300,"accessDate":"2024-05-01","haveAcessTimes":17},
		{"appId":"`+appID+`","limitTimes":300,"accessDate":"2024-05-01","haveAcessTimes":42}]`)
	c := s.client()
	first, today := backend.Date{Year: 2024, Month: 4, Day: 25}, backend.Date{Year: 2024, Month: 5, Day: 1}
	list, err := c.AccessLog(t.Context(), first, today)
	require.NoError(t, err)
	assert.Equal(t, []pospal.Access{{Day: today, Used: 42, Limit: 300}}, list)
	assert.JSONEq(t, `{"appId":"`+appID+`","beginDate":"2024-04-25","endDate":"2024-05-01"}`, s.last(accessLog))
	for _, span := range [][2]backend.Date{{{}, today}, {today, first}, {{Year: 2024, Month: 4, Day: 24}, today}} {
		_, err := c.AccessLog(t.Context(), span[0], span[1])
		assertField(t, err, "period")
	}
	assert.Equal(t, 1, s.total())
}

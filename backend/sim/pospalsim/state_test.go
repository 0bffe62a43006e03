package pospalsim_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim/pospalsim"
)

func TestTheStateSurvivesANight(t *testing.T) {
	s := full(func(o *pospalsim.Options) { o.Hostile, o.DailyLimit = true, 300 })
	post(s, "add", `"customerInfo":{"number":"0099","name":"夜","phone":"1","balance":671.20}`)
	change(t, s, "0099", "k", lunch)
	change(t, s, "M000123", "tombstone", `"balanceIncrement":0`)
	s.Switch(func(w *pospalsim.Switches) { w.RefusalBurnsKey = true })
	change(t, s, "M000110", "burnt", `"balanceIncrement":-101,"validateBalance":1`)
	_, err := s.Foreign(uidOf(t, s, "M000111"), money.Must("5"), money.Points{}, "")
	require.NoError(t, err)
	var saved bytes.Buffer
	require.NoError(t, s.Save(&saved))

	next := shop(func(o *pospalsim.Options) { o.DailyLimit = 300 })
	require.NoError(t, next.Load(bytes.NewReader(saved.Bytes())))
	assert.Equal(t, s.Used(), next.Used())
	require.Equal(t, len(s.Members()), len(next.Members()))
	for i, m := range s.Members() {
		want, err := json.Marshal([]any{m, s.Changes(m.UID)})
		require.NoError(t, err)
		got, err := json.Marshal([]any{next.Members()[i], next.Changes(m.UID)})
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
	for _, ask := range [][2]string{
		{"queryByNumber", `"customerNum":"0099"`},
		{"queryByNumber", `"customerNum":"M000104"`},
		{"queryCustomerPages", ``},
		{"queryAllRechargeLogs", `"stateDate":"2024-04-01 00:00:00","endDate":"2024-05-01 00:00:00"`},
		{"querySubsidyChangeLogPages", `"startTime":"2024-04-01 00:00:00","endTime":"2024-05-01 00:00:00"`},
		{"add", `"customerInfo":{"number":"0100","name":"日","phone":"2"}`},
	} {
		assert.Equal(t, post(s, ask[0], ask[1]), post(next, ask[0], ask[1]), ask[0])
	}
	assert.Equal(t, duplicate, change(t, next, "0099", "k", lunch))
	assert.Equal(t, duplicate, change(t, next, "M000123", "tombstone", lunch))
	assert.Equal(t, duplicate, change(t, next, "M000110", "burnt", `"balanceIncrement":1`))
	chains(t, next)
}

func TestABadStateIsRefusedAndChangesNothing(t *testing.T) {
	s := shop(nil)
	for text, reason := range map[string]string{
		`{`:                               "saved state",
		`{"Version":99}`:                  "version 99",
		`{"Version":1,"Accounts":[null]}`: "empty account",
		`{"Version":1,"Accounts":[{"Member":{"UID":1,"Number":"1"}},{"Member":{"UID":2,"Number":"1"}}]}`:                    "twice",
		`{"Version":1,"Accounts":[{"Member":{"UID":1,"Number":"1"}},{"Member":{"UID":1,"Number":"2"}}]}`:                    "twice",
		`{"Version":1,"Accounts":[{"Member":{"UID":1,"Number":"1","Balance":"5.00"},"Changes":[{"BalanceAfter":"1.00"}]}]}`: "do not end",
		`{"Version":1,"Accounts":[{"Member":{"UID":1,"Number":"1","Points":"5"},"Changes":[{"PointsAfter":"1"}]}]}`:         "do not end",
		`{"Version":1,"Subsidies":[{"ID":501,"Member":7}]}`:                                                                 "of nobody",
	} {
		assert.ErrorContains(t, s.Load(strings.NewReader(text)), reason)
	}
	assert.Len(t, s.Members(), 60)
}

func TestAnEmptyStateCanBeLived(t *testing.T) {
	s := shop(nil)
	require.NoError(t, s.Load(strings.NewReader(`{"Version":1,"NextID":1,"NextUID":9007199254740993,"Accounts":[{"Member":{"ID":1,"UID":7,"Number":"7","Enable":1}}]}`)))
	assert.Contains(t, change(t, s, "7", "k", `"balanceIncrement":1`), "success")
	_, ok := s.Member(8)
	assert.False(t, ok)
	_, ok = s.Numbered("8")
	assert.False(t, ok)
	assert.Empty(t, s.Changes(8))
	m, ok := s.Member(7)
	assert.True(t, ok)
	assert.Equal(t, "1.00", m.Balance.String())
}

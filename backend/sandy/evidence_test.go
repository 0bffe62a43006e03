package sandy_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/sandy"
)

// row writes one history row as the page does.
func row(id, kind int, ori, act, amount, score, pay string) string {
	return fmt.Sprintf(`{"ori_money":%s,"act_money":%s,"amount":%s,"score":%s,"pay_type_text":%q,"description":"",
		"time":1570592439,"type":%d,"org_name":"聚客西餐","id":%d}`, ori, act, amount, score, pay, kind, id)
}

func page(size int, rows ...string) string {
	return fmt.Sprintf(`{"data":[%s],"pages":1.0,"page_size":%d,"page":1}`, strings.Join(rows, ","), size)
}

func card(amount, score string) string {
	return fmt.Sprintf(`{"card_id":"M000123","amount":%s,"cur_score":%s,"sum_consume":1000,"sum_recharge":529}`, amount, score)
}

func TestPrepareTakesTheNewestRowAsWatermark(t *testing.T) {
	s := serve(t).on("getcardhis", history).on("getcardinfo", card("14608.80", "2560"))
	token, err := s.client().Prepare(t.Context(), recharge("100"), 7)
	require.NoError(t, err)
	assert.Empty(t, token.Key, "there is no key to give")
	assert.JSONEq(t, `{"v":1,"at":"2024-05-01T12:00:00Z","balance":"14608.80","points":"2560","consumed":"1000.00",
		"recharged":"529.00","head":1003,"head_at":"2019-10-09T11:40:39+08:00"}`, string(token.Evidence))
	assert.NotContains(t, s.last("getcardhis"), "timestamp", "clocks prove nothing")
}

func TestPrepareOfACardWithoutHistory(t *testing.T) {
	s := serve(t).on("getcardhis", page(20)).on("getcardinfo", card("50", "0"))
	token, err := s.client().Prepare(t.Context(), consume("1"), 7)
	require.NoError(t, err)
	var b map[string]any
	require.NoError(t, json.Unmarshal(token.Evidence, &b))
	assert.Zero(t, b["head"])
	assert.Equal(t, "50.00", b["balance"])
}

func TestPrepareReadsAgainWhileTheCardMoves(t *testing.T) {
	s := serve(t).on("getcardhis", history).on("getcardinfo", card("14508.80", "2560"), card("14608.80", "2560"))
	_, err := s.client().Prepare(t.Context(), consume("1"), 7)
	require.NoError(t, err)
	assert.Equal(t, 2, s.times("getcardhis"))

	s = serve(t).on("getcardhis", history).on("getcardinfo", card("1", "2560"))
	_, err = s.client().Prepare(t.Context(), consume("1"), 7)
	assert.Equal(t, backend.KindStale, kind(err))
	assert.Equal(t, 3, s.times("getcardhis"), "but not for ever")

	s = serve(t).on("getcardhis", page(20, row(9, 3, "0", "0", "0", "0", ""))).on("getcardinfo", card("1", "0"))
	_, err = s.client().Prepare(t.Context(), consume("1"), 7)
	assert.NoError(t, err, "a replaced card's row says nothing about the balance")
}

func TestPrepareErrors(t *testing.T) {
	_, err := serve(t).on("getcardhis", `{"errcode":"2"}`).client().Prepare(t.Context(), consume("1"), 7)
	assert.Equal(t, backend.KindNotFound, kind(err))
	_, err = serve(t).on("getcardhis", page(20)).on("getcardinfo", "<html>").client().Prepare(t.Context(), consume("1"), 7)
	assert.Equal(t, backend.KindUnreadable, kind(err))
}

// The baseline of these cases is 1000.00 yuan and 500 points above row 1000.
func TestResolveSaysWhatHistoryShows(t *testing.T) {
	old := row(1000, 6, "1", "1", "1000", "500", "现金")
	ours := row(1001, 7, "100", "80", "920", "580", "")
	for name, tc := range map[string]struct {
		op      backend.Operation
		page    string
		card    string
		fits    []int
		rows    int
		chained bool
		foreign bool
		moved   bool
	}{
		"nothing happened":             {consume("100"), page(20, old), card("1000", "500"), nil, 0, true, false, false},
		"exactly this":                 {consume("100"), page(20, ours, old), card("920", "580"), []int{0}, 1, true, false, true},
		"the other order":              {consume("100"), page(20, old, ours), card("920", "580"), []int{0}, 1, true, false, true},
		"one row twice":                {consume("100"), page(20, ours, ours, old), card("920", "580"), []int{0}, 1, true, false, true},
		"two of them":                  {consume("100"), page(20, row(1002, 7, "100", "80", "840", "660", ""), ours, old), card("840", "660"), []int{0, 1}, 2, true, false, true},
		"another amount":               {consume("99"), page(20, ours, old), card("920", "580"), nil, 1, true, true, true},
		"another till too":             {consume("100"), page(20, row(1002, 6, "50", "55", "975", "580", "微信"), ours, old), card("975", "580"), []int{0}, 2, true, true, true},
		"balances that jump":           {consume("100"), page(20, row(1001, 7, "100", "80", "910", "580", ""), old), card("910", "580"), []int{0}, 1, false, false, true},
		"an end elsewhere":             {consume("100"), page(20, ours, old), card("900", "580"), []int{0}, 1, false, false, true},
		"moved without rows":           {consume("100"), page(20, old), card("900", "500"), nil, 0, false, false, true},
		"watermark missing":            {consume("100"), page(20, ours), card("920", "580"), []int{0}, 1, false, false, true},
		"an unknown kind":              {consume("100"), page(20, row(1001, 99, "0", "0", "1000", "500", ""), old), card("1000", "500"), nil, 1, false, true, false},
		"sums moved only":              {consume("100"), page(20, old), `{"card_id":"M000123","amount":1000,"cur_score":500,"sum_consume":1001,"sum_recharge":530}`, nil, 0, true, false, true},
		"a recharge":                   {recharge("100"), page(20, row(1001, 6, "100", "115", "1115", "505", "现金"), old), card("1115", "505"), []int{0}, 1, true, false, true},
		"paid otherwise":               {recharge("100"), page(20, row(1001, 6, "100", "115", "1115", "505", "微信"), old), card("1115", "505"), nil, 1, true, true, true},
		"points":                       {redeem(100), page(20, row(1001, 7, "0", "0", "1000", "400", ""), old), card("1000", "400"), []int{0}, 1, true, false, true},
		"other points":                 {redeem(90), page(20, row(1001, 7, "0", "0", "1000", "400", ""), old), card("1000", "400"), nil, 1, true, true, true},
		"a consumption is not points":  {redeem(100), page(20, ours, old), card("920", "580"), nil, 1, true, true, true},
		"points are not a consumption": {consume("100"), page(20, row(1001, 7, "0", "0", "1000", "400", ""), old), card("1000", "400"), nil, 1, true, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t).on("getcardhis", tc.page).on("getcardinfo", tc.card)
			e, err := s.client().Resolve(t.Context(), tc.op, baseline("1000.00", "500"))
			require.NoError(t, err)
			assert.Equal(t, tc.fits, e.Fits)
			assert.Len(t, e.Rows, tc.rows)
			assert.Equal(t, tc.chained, e.Chained, "chained")
			assert.Equal(t, tc.foreign, e.Foreign, "foreign")
			assert.Equal(t, tc.moved, e.Moved(), "moved")
			assert.Equal(t, int64(1000), e.Before.HeadID)
			assert.False(t, e.Own)
			for i := 1; i < len(e.Rows); i++ {
				assert.Less(t, e.Rows[i-1].ID, e.Rows[i].ID, "oldest first")
			}
		})
	}
}

func TestAHistoryThatLagsBehindIsNoEvidence(t *testing.T) {
	for name, rows := range map[string]string{
		"older rows": page(20, row(999, 6, "1", "1", "1000", "500", "")),
		"none":       page(20),
	} {
		s := serve(t).on("getcardhis", rows).on("getcardinfo", card("1000", "500"))
		_, err := s.client().Resolve(t.Context(), consume("100"), baseline("1000.00", "500"))
		assert.Equal(t, backend.KindStale, kind(err), name)
	}
}

func TestATokenTellsItsBaseline(t *testing.T) {
	before, err := serve(t).client().Baseline(baseline("1000.00", "500"))
	require.NoError(t, err)
	assert.Equal(t, int64(1000), before.HeadID)
	assert.Equal(t, "1000.00", before.Balance.String())
	_, err = serve(t).client().Baseline(backend.Token{Evidence: []byte("else")})
	assert.Error(t, err)
}

func TestResolveKnowsItsOwnPayType(t *testing.T) {
	for own, want := range map[string]bool{"现金": true, "1": true, "微信": false, "": false} {
		s := serve(t).on("getcardhis", page(20, row(1000, 6, "1", "1", "1000", "500", ""))).on("getcardinfo", card("1000", "500"))
		c := s.client(func(o *sandy.Options) { o.OwnPayType = own })
		e, err := c.Resolve(t.Context(), recharge("100"), baseline("1000.00", "500"))
		require.NoError(t, err)
		assert.Equal(t, want, e.Own, own)
		e, err = c.Resolve(t.Context(), consume("100"), baseline("1000.00", "500"))
		require.NoError(t, err)
		assert.False(t, e.Own)
	}
}

func TestResolvePagesUntilTheWatermark(t *testing.T) {
	first := page(2, row(1004, 7, "100", "1", "996", "500", ""), row(1003, 7, "1", "1", "997", "500", ""))
	second := page(2, row(1002, 7, "1", "1", "998", "500", ""), row(1001, 7, "1", "1", "999", "500", ""))
	third := page(2, row(1000, 6, "1", "1", "1000", "500", ""), row(900, 6, "1", "1", "999", "500", ""))
	s := serve(t).on("getcardhis", first, second, third, first).on("getcardinfo", card("996", "500"))
	e, err := s.client().Resolve(t.Context(), consume("100"), baseline("1000.00", "500"))
	require.NoError(t, err)
	assert.Len(t, e.Rows, 4)
	assert.Equal(t, []int{3}, e.Fits)
	assert.True(t, e.Chained)
	assert.Equal(t, int64(1004), e.Now.HeadID)
	assert.Equal(t, 4, s.times("getcardhis"))
}

func TestResolveStartsOverWhenARowComesMeanwhile(t *testing.T) {
	old := row(1000, 6, "1", "1", "1000", "500", "")
	after := page(20, row(1001, 7, "100", "80", "920", "580", ""), old)
	s := serve(t).on("getcardhis", page(20, old), after).on("getcardinfo", card("920", "580"))
	e, err := s.client().Resolve(t.Context(), consume("100"), baseline("1000.00", "500"))
	require.NoError(t, err)
	assert.Equal(t, []int{0}, e.Fits)
	assert.True(t, e.Chained)
}

func TestResolveDoesNotPageForEver(t *testing.T) {
	same := page(2, row(1004, 7, "100", "1", "996", "500", ""), row(1003, 7, "1", "1", "997", "500", ""))
	s := serve(t).on("getcardhis", same).on("getcardinfo", card("996", "500"))
	e, err := s.client().Resolve(t.Context(), consume("100"), baseline("1000.00", "500"))
	require.NoError(t, err, "a server that repeats its first page")
	assert.False(t, e.Chained)
	assert.Equal(t, 3, s.times("getcardhis"))
}

package sandy_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/sandy"
)

func TestFindReadsThePagesSample(t *testing.T) {
	s := serve(t).on("getcards", hits)
	found, err := s.client().Find(t.Context(), " 0123 ")
	require.NoError(t, err)
	require.Len(t, found, 1)
	m := found[0]
	assert.Equal(t, "M000123", m.ID)
	assert.Equal(t, line("M000123"), m.Number)
	assert.Equal(t, line("Chan Kan Seng"), m.Name)
	assert.Equal(t, line("66538536"), m.Phone)
	assert.Equal(t, backend.Level{Name: line("普通卡")}, m.Level)
	assert.Equal(t, backend.Status{Kind: backend.StatusNormal, Text: line("正常")}, m.Status)
	assert.Equal(t, "14493.80", m.Balance.String())
	assert.Equal(t, "2555", m.Points.String())
	assert.Equal(t, backend.GenderUnknown, m.Gender, "a missing gender is not female")
	assert.Nil(t, m.Consumed)
	assert.Equal(t, noon, m.ReadAt)
	assert.JSONEq(t, `{"key":"0123"}`, s.last("getcards"))
}

func TestRequestsCarryTheHeadersAsDocumented(t *testing.T) {
	s := serve(t).on("getcards", hits)
	_, err := s.client(func(o *sandy.Options) { o.BaseURL = s.URL + "/api2/member-cjb/" }).Find(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, guid, s.headers.Get("CUSTOMERGUID"), "braces are part of it")
	assert.Equal(t, token, s.headers.Get("AUTHORIZATION"))
	assert.Equal(t, "application/json; charset=utf-8", s.headers.Get("Content-Type"))
	assert.Equal(t, http.MethodPost, s.methods["getcards"])
}

func TestNobodyFoundIsAnEmptyListInEveryForm(t *testing.T) {
	for _, body := range []string{
		`{"cards":[]}`, `{"cards":null}`, `null`, `{"errcode":"2","errmsg":"卡不存在"}`, `{"errcode":2,"errmsg":""}`,
		`{"errcode":"","cards":[]}`, "\ufeff" + `{"cards":[]}`,
	} {
		found, err := serve(t).on("getcards", body).client().Find(t.Context(), "123")
		assert.NoError(t, err, body)
		assert.Empty(t, found, body)
	}
	s := serve(t)
	found, err := s.client().Find(t.Context(), "  ")
	assert.NoError(t, err)
	assert.Empty(t, found)
	assert.Zero(t, s.times("getcards"), "an empty key asks nobody")
}

func TestFiguresComeInEveryForm(t *testing.T) {
	for amount, want := range map[string]string{
		`14493.80`: "14493.80", `"1420.00"`: "1420.00", `" 5 "`: "5.00", `0`: "0.00", `-3.5`: "-3.50",
		`null`: "0.00", `""`: "0.00", `1e2`: "100.00", `5.000`: "5.00",
	} {
		body := fmt.Sprintf(`{"cards":[{"card_id":123,"amount":%s,"cur_score":"7.0"}]}`, amount)
		found, err := serve(t).on("getcards", body).client().Find(t.Context(), "123")
		require.NoError(t, err, amount)
		assert.Equal(t, want, found[0].Balance.String(), amount)
		assert.Equal(t, "7", found[0].Points.String())
		assert.Equal(t, "123", found[0].ID, "a number that is a number keeps its digits")
	}
	for _, amount := range []string{`100.001`, `"1,234.50"`, `"NaN"`, `1e400`, `true`, `{}`, `[]`, `"abc"`, `1e-999999999`} {
		body := fmt.Sprintf(`{"cards":[{"card_id":"1","amount":%s}]}`, amount)
		_, err := serve(t).on("getcards", body).client().Find(t.Context(), "123")
		assert.Equal(t, backend.KindUnreadable, kind(err), amount)
	}
}

func TestHostileTextIsMadeSafe(t *testing.T) {
	body := `{"cards":[{"card_id":"M\u001b[2J","uname":"\u001b]0;x\u0007\u202e陈","card_status":"\u0000","amount":1}]}`
	found, err := serve(t).on("getcards", body).client().Find(t.Context(), "123")
	require.NoError(t, err)
	for _, text := range []string{found[0].Name.String(), found[0].Number.String(), found[0].Status.Text.String()} {
		assert.NotContains(t, text, "\x1b")
		assert.NotContains(t, text, "\x00")
		assert.NotContains(t, text, "\u202e")
	}
	assert.Equal(t, "M\x1b[2J", found[0].ID, "the id is what the server has to be asked for")
}

func TestCardStates(t *testing.T) {
	for word, want := range map[string]backend.StatusKind{
		"正常": backend.StatusNormal, "挂失": backend.StatusLost, "已挂失": backend.StatusLost, "退卡": backend.StatusClosed,
		"已退卡": backend.StatusClosed, "停用": backend.StatusDisabled, "": backend.StatusUntold, "新状态": backend.StatusOther,
	} {
		body := fmt.Sprintf(`{"cards":[{"card_id":"1","card_status":%q,"amount":1}]}`, word)
		found, err := serve(t).on("getcards", body).client().Find(t.Context(), "1")
		require.NoError(t, err)
		assert.Equal(t, want, found[0].Status.Kind, word)
		assert.Equal(t, word, found[0].Status.Text.String())
	}
}

func TestMemberPutsTwoCallsTogether(t *testing.T) {
	s := serve(t).on("getcardinfo", info).on("getcards", hits)
	m, err := s.client().Member(t.Context(), "M000123")
	require.NoError(t, err)
	assert.Equal(t, backend.StatusNormal, m.Status.Kind)
	assert.Equal(t, backend.GenderFemale, m.Gender)
	assert.True(t, m.Birthday.IsZero())
	assert.Equal(t, "1000.00", m.Consumed.String())
	assert.Equal(t, "529.00", m.Recharged.String())
	assert.JSONEq(t, `{"card_id":"M000123"}`, s.last("getcardinfo"))
	assert.JSONEq(t, `{"key":"M000123"}`, s.last("getcards"))
}

func TestMemberWithoutAStateIsUntold(t *testing.T) {
	for name, s := range map[string]*server{
		"the second call fails":     serve(t).on("getcardinfo", info).onStatus("getcards", 502, "<h1>Bad Gateway</h1>"),
		"it lists only other cards": serve(t).on("getcardinfo", info).on("getcards", strings.ReplaceAll(hits, "M000123", "M0001234")),
	} {
		m, err := s.client().Member(t.Context(), "M000123")
		require.NoError(t, err, name)
		assert.Equal(t, backend.StatusUntold, m.Status.Kind, name)
	}
}

func TestMemberBirthdaysAndGenders(t *testing.T) {
	for birthday, want := range map[string]string{
		`"1999-9-9"`: "1999-09-09", `"1999-09-09"`: "1999-09-09", `"1990-01-02 00:00:00"`: "1990-01-02", `""`: "",
		`null`: "", `"0000-00-00"`: "", `"gestern"`: "",
	} {
		body := strings.Replace(info, `"birthday":""`, `"birthday":`+birthday, 1)
		m, err := serve(t).on("getcardinfo", body).on("getcards", hits).client().Member(t.Context(), "M000123")
		require.NoError(t, err, birthday)
		assert.Equal(t, want, m.Birthday.String(), birthday)
	}
	for gender, want := range map[string]backend.Gender{
		`0`: backend.GenderFemale, `1`: backend.GenderMale, `"1"`: backend.GenderMale, `null`: backend.GenderUnknown, `2`: backend.GenderUnknown,
	} {
		body := strings.Replace(info, `"gender":0`, `"gender":`+gender, 1)
		m, err := serve(t).on("getcardinfo", body).on("getcards", hits).client().Member(t.Context(), "M000123")
		require.NoError(t, err)
		assert.Equal(t, want, m.Gender, gender)
	}
}

func TestAnotherCardsInfoIsNotBelieved(t *testing.T) {
	for name, body := range map[string]string{
		"another card": strings.Replace(info, "M000123", "M000124", 1),
		"no card":      `{"amount":1}`,
		"no amount":    `{"card_id":"M000123"}`,
		"an array":     `[]`,
		"null":         `null`,
	} {
		_, err := serve(t).on("getcardinfo", body).on("getcards", hits).client().Member(t.Context(), "M000123")
		assert.Equal(t, backend.KindUnreadable, kind(err), name)
	}
}

func TestErrorBodiesUnderEveryStatusAndSpelling(t *testing.T) {
	codes := map[int]backend.Kind{
		1: backend.KindRejected, 2: backend.KindNotFound, 3: backend.KindExists, 4: backend.KindShortBalance,
		300: backend.KindExpired, 400: backend.KindRejected, 500: backend.KindVendorFault, 777: backend.KindRejected,
	}
	for code, want := range codes {
		for _, form := range []string{`%d`, `"%d"`, `%d.0`, `"%d.0"`, `" %d"`} {
			literal := strings.Replace(fmt.Sprintf(form, code), `" `, `"`, 1)
			for _, status := range []int{200, 400, 404, 500, 502} {
				body := `{"errcode":` + literal + `,"errmsg":"因为\u001b这样"}`
				_, err := serve(t).onStatus("getcardinfo", status, body).on("getcards", hits).client().Member(t.Context(), "M1")
				var e *backend.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, want, e.Kind, "%s under %d", literal, status)
				assert.Equal(t, fmt.Sprint(code), e.Code)
				assert.Equal(t, line("因为\x1b这样"), e.Text)
				assert.Equal(t, "sandy.getcardinfo", e.Op)
			}
		}
	}
}

func TestRepliesThatAreNone(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		body   string
		want   backend.Kind
	}{
		"html":             {200, "<html>请登录</html>", backend.KindUnreadable},
		"nothing":          {200, "", backend.KindUnreadable},
		"garbage":          {200, "\xc4\xe3\xba\xc3", backend.KindUnreadable},
		"truncated":        {200, info[:50], backend.KindUnreadable},
		"two values":       {200, info + "{}", backend.KindUnreadable},
		"an odd code":      {200, `{"errcode":"E17","errmsg":"x"}`, backend.KindRejected},
		"a zero code":      {200, `{"errcode":"0","errmsg":""}`, backend.KindUnreadable},
		"http 404":         {404, "<h1>Not Found</h1>", backend.KindUnreadable},
		"http 403":         {403, "", backend.KindAccess},
		"http 500":         {500, "<h1>Server Error</h1>", backend.KindVendorFault},
		"http 504":         {504, "", backend.KindTimeout},
		"a success in 500": {500, info, backend.KindVendorFault},
		"a redirect":       {302, "", backend.KindRedirected},
		"lost":             {lost, "", backend.KindUnreadable},
	} {
		_, err := serve(t).onStatus("getcardinfo", tc.status, tc.body).on("getcards", hits).client().Member(t.Context(), "M000123")
		assert.Equal(t, tc.want, kind(err), name)
	}
}

func TestHistoryReadsThePagesSample(t *testing.T) {
	s := serve(t).on("getcardhis", history)
	page, err := s.client().History(t.Context(), backend.HistoryQuery{MemberID: "M000123", Page: 1, Size: 20})
	require.NoError(t, err)
	assert.True(t, page.More, "the reply states a size of 2 and is full")
	require.Len(t, page.Events, 2)
	in, out := page.Events[0], page.Events[1]
	assert.Equal(t, int64(1003), in.ID)
	assert.Equal(t, backend.EventRecharge, in.Kind)
	assert.Equal(t, []string{"100.00", "115.00", "14608.80", "2560"},
		[]string{in.Gross.String(), in.Net.String(), in.Balance.String(), in.Points.String()})
	assert.Equal(t, line("现金"), in.PayType)
	assert.Equal(t, line("聚客西餐"), in.Shop)
	assert.Len(t, in.Detail, 2)
	assert.Equal(t, time.Unix(1570592439, 0).UTC(), in.At.UTC())
	_, offset := in.At.Zone()
	assert.Equal(t, 8*3600, offset)
	assert.Equal(t, backend.EventConsume, out.Kind)
	change, _ := in.Change()
	assert.True(t, out.Balance.Add(change).Equal(in.Balance), "the sample's own rows chain")
	assert.JSONEq(t, `{"card_id":"M000123","page_size":20,"page":1}`, s.last("getcardhis"), "all kinds is left out, never 0")
}

func TestHistoryAsksForWhatIsWanted(t *testing.T) {
	s := serve(t).on("getcardhis", history)
	at := time.Unix(1570592439, 0)
	page, err := s.client().History(t.Context(), backend.HistoryQuery{
		MemberID: "M000123", Page: 3, Size: 50, Kind: backend.EventRecharge, PointsOnly: true, From: at, To: at,
	})
	require.NoError(t, err)
	assert.JSONEq(t, `{"card_id":"M000123","only_score_change":1,"start_timestamp":1570592379,
		"end_timestamp":1570592499,"event_type":6,"page_size":50,"page":3}`, s.last("getcardhis"))
	require.Len(t, page.Events, 1, "other kinds are sorted out here as well")
	assert.Equal(t, int64(1003), page.Events[0].ID)

	page, err = s.client().History(t.Context(), backend.HistoryQuery{MemberID: "M000123", From: at.Add(time.Second)})
	require.NoError(t, err)
	assert.Empty(t, page.Events, "what the widened bounds let in is sorted out")
	assert.True(t, page.More, "a page that was full before sorting out is full")
}

func TestHistoryOddities(t *testing.T) {
	row := func(id, kind, rest string) string { return `{"id":` + id + `,"type":` + kind + rest + `}` }
	s := serve(t).on("getcardhis", `{"data":[`+strings.Join([]string{
		row("5", "99", `,"time":"1570592439"`), row("9.0", `"7"`, `,"ori_money":0,"act_money":"0","score":10`), row("5", "99", ""),
		row("7", "7", `,"ori_money":-5,"act_money":-5,"description":null`), row("8", "20", ""),
	}, ",")+`],"pages":1}`)
	page, err := s.client().History(t.Context(), backend.HistoryQuery{MemberID: "M1", Size: 6})
	require.NoError(t, err)
	var ids []int64
	for _, e := range page.Events {
		ids = append(ids, e.ID)
	}
	assert.Equal(t, []int64{9, 8, 7, 5}, ids, "newest first and each once")
	assert.Equal(t, backend.EventRedeem, page.Events[0].Kind, "a consumption of nothing takes points")
	assert.Equal(t, backend.EventTransferOut, page.Events[1].Kind)
	assert.Equal(t, "5.00", page.Events[2].Gross.String())
	assert.Equal(t, backend.EventOther, page.Events[3].Kind)
	assert.Equal(t, 99, page.Events[3].Code)
	assert.False(t, page.More, "five rows do not fill six")

	redeemed, err := s.client().History(t.Context(), backend.HistoryQuery{MemberID: "M1", Size: 6, Kind: backend.EventRedeem})
	require.NoError(t, err)
	assert.Len(t, redeemed.Events, 1)
	assert.Contains(t, s.last("getcardhis"), `"event_type":7`)
}

func TestEmptyHistories(t *testing.T) {
	for _, body := range []string{`{"data":[],"page_size":20}`, `{"data":null}`, `{"pages":0.0,"page_size":20,"page":1}`} {
		page, err := serve(t).on("getcardhis", body).client().History(t.Context(), backend.HistoryQuery{MemberID: "M1", Size: 20})
		require.NoError(t, err, body)
		assert.Empty(t, page.Events)
		assert.False(t, page.More)
	}
	for body, want := range map[string]backend.Kind{
		`{"errcode":2}`: backend.KindNotFound, `{}`: backend.KindUnreadable, `{"data":[{"id":0,"type":6}]}`: backend.KindUnreadable,
		`{"data":[{"type":6}]}`: backend.KindUnreadable, `{"data":{}}`: backend.KindUnreadable,
		`{"data":[{"id":1,"type":6,"amount":"1.234"}]}`: backend.KindUnreadable, `{"data":[{"id":1.5,"type":6}]}`: backend.KindUnreadable,
	} {
		_, err := serve(t).on("getcardhis", body).client().History(t.Context(), backend.HistoryQuery{MemberID: "M1"})
		assert.Equal(t, want, kind(err), body)
	}
}

func TestRulesReadThePagesSample(t *testing.T) {
	s := serve(t).on("getrechargerules", `{"rules":[{"money":1,"add_score":0.0,"description":"充值送10%","add_money":0.1},
		{"money":0,"add_score":5.0,"description":"单次送5元","add_money":5.0},
		{"money":500,"add_score":0.0,"description":"冲500送100","add_money":100.0}],
		"paytypes":[[1,"现金"],[2,"银行卡"],["4","支付宝"],[3,"微信"]]}`)
	set, err := s.client().Rules(t.Context(), "000001")
	require.NoError(t, err)
	require.Len(t, set.Rules, 3)
	assert.Equal(t, backend.RulePercent, set.Rules[0].Kind)
	assert.Equal(t, "10", set.Rules[0].MoneyShare.Percent())
	assert.Equal(t, backend.Rule{
		Name: line("单次送5元"), Kind: backend.RuleEachTime, GiftMoney: set.Rules[1].GiftMoney, GiftPoints: set.Rules[1].GiftPoints,
	}, set.Rules[1])
	assert.Equal(t, "5.00", set.Rules[1].GiftMoney.String())
	assert.Equal(t, "5", set.Rules[1].GiftPoints.String())
	assert.Equal(t, backend.RuleThreshold, set.Rules[2].Kind)
	assert.Equal(t, "500.00", set.Rules[2].Threshold.String())
	assert.Equal(t, []backend.PayType{
		{ID: "1", Name: line("现金")}, {ID: "2", Name: line("银行卡")}, {ID: "4", Name: line("支付宝")}, {ID: "3", Name: line("微信")},
	}, set.PayTypes)
	assert.JSONEq(t, `{"card_id":"000001"}`, s.last("getrechargerules"), "leading zeros stay")

	for body, want := range map[string]backend.Kind{
		`{"errcode":"300"}`: backend.KindExpired, `{}`: backend.KindUnreadable, `{"rules":[{}]}`: backend.KindUnreadable,
		`{"rules":[],"paytypes":[[1]]}`: backend.KindUnreadable, `{"rules":[{"money":-1}]}`: backend.KindUnreadable,
	} {
		_, err := serve(t).on("getrechargerules", body).client().Rules(t.Context(), "1")
		assert.Equal(t, want, kind(err), body)
	}
	set, err = serve(t).on("getrechargerules", `{"rules":null,"paytypes":[]}`).client().Rules(t.Context(), "1")
	assert.NoError(t, err)
	assert.Empty(t, set.Rules)
}

func TestLevelsSucceedWithAnArrayAndFailWithAnObject(t *testing.T) {
	s := serve(t).on("cardlevellist", ` [{"card_lel_name":"普通会员","id":1},{"card_lel_name":"高级会员","id":"2"}]`)
	levels, err := s.client().Levels(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []backend.Level{{ID: "1", Name: line("普通会员")}, {ID: "2", Name: line("高级会员")}}, levels)
	assert.Equal(t, http.MethodGet, s.methods["cardlevellist"])
	assert.Empty(t, s.last("cardlevellist"))

	for body, want := range map[string]backend.Kind{
		`{"errcode":"300","errmsg":"系统过期"}`: backend.KindExpired, `{"levels":[]}`: backend.KindUnreadable,
		`[{"card_lel_name":"x"}]`: backend.KindUnreadable,
	} {
		_, err := serve(t).on("cardlevellist", body).client().Levels(t.Context())
		assert.Equal(t, want, kind(err), body)
	}
}

func TestCapabilities(t *testing.T) {
	caps := func(url string) backend.Capabilities {
		return sandy.New(sandy.Options{Name: "西餐\x1b厅", BaseURL: url, Token: secret(token), GUID: secret(guid)}).Capabilities()
	}
	for url, plain := range map[string]bool{
		"http://vip.sandypos.com": true, "https://vip.sandypos.com": false, "http://127.0.0.1:8080": false,
		"http://localhost": false, "http://[::1]:1": false, "http://10.0.0.1": true,
	} {
		assert.Equal(t, plain, caps(url).Plain, url)
	}
	c := caps("https://x")
	assert.Equal(t, "sandy", c.Kind)
	assert.NotContains(t, c.Account, "DEMO", "the account's name gives no secret away")
	assert.Equal(t, c.Account, caps("http://y").Account)
	assert.NotContains(t, c.Vendor.String(), "\x1b")
	assert.NotNil(t, c.Opener)
	assert.NotNil(t, c.Editor)
	assert.NotNil(t, c.Lister)
}

func TestSecretsAndPeopleStayOutOfLogsAndErrors(t *testing.T) {
	var log bytes.Buffer
	echo := `{"errcode":"400","errmsg":"bad ` + token + ` ` + guid + `"}`
	s := serve(t).on("getcards", echo).on("getcardinfo", info).onStatus("getcardhis", 500, token+guid)
	c := s.client(func(o *sandy.Options) {
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	_, err := c.Find(t.Context(), "66538536")
	var e *backend.Error
	require.ErrorAs(t, err, &e)
	_, _ = c.Member(t.Context(), "M000123")
	_, his := c.History(t.Context(), backend.HistoryQuery{MemberID: "M000123"})
	all := log.String() + e.Error() + e.Text.String() + his.Error()
	assert.Contains(t, all, "getcardinfo")
	for _, canary := range []string{token, "DEMO-AUTO", "66538536", "Chan", "M000123"} {
		assert.NotContains(t, all, canary)
	}
}

func TestACanceledReadSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := serve(t).on("getcards", hits).client().Find(ctx, "123")
	assert.Equal(t, backend.KindCanceled, kind(err))
}

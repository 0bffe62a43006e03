package pospal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/pospal"
)

func TestMemberOfThePagesSample(t *testing.T) {
	s := serve(t).data("queryByUid", whole).data("queryAllCustomerCategory", categories)
	earn := backend.Earning{PerYuan: share(t, "1"), Rounding: backend.RoundDown}
	m, err := s.client(func(o *pospal.Options) { o.Earn = &earn }).Member(t.Context(), id)
	require.NoError(t, err)
	assert.JSONEq(t, `{"appId":"`+appID+`","customerUid":813951242628553689}`, s.last(byUID))
	assert.JSONEq(t, `{"appId":"`+appID+`"}`, s.last(category))

	assert.Equal(t, id, m.ID)
	assert.Equal(t, []string{"8001", "示例会员", "13800000000", "金卡"},
		[]string{m.Number.String(), m.Name.String(), m.Phone.String(), m.Level.Name.String()})
	assert.Equal(t, "1393920057254848127", m.Level.ID)
	assert.Equal(t, "528.80", m.Balance.String())
	assert.Equal(t, "671.20", m.Points.Decimal().StringFixed(2))
	assert.Equal(t, backend.Date{Year: 1990, Month: 1, Day: 2}, m.Birthday)
	assert.Equal(t, backend.GenderMale, m.Gender)
	assert.Equal(t, backend.StatusNormal, m.Status.Kind)
	assert.Equal(t, "0.9", m.Rate.String())
	assert.Equal(t, backend.RateMember, m.RateFrom)
	assert.Equal(t, "0.8", m.Level.Rate.String())
	assert.Equal(t, &earn, m.Earning)
	assert.NotSame(t, &earn, m.Earning)
	require.NotNil(t, m.Credit)
	assert.Equal(t, backend.Credit{Limit: m.Credit.Limit, Days: 30}, *m.Credit)
	assert.Equal(t, "200.50", m.Credit.Limit.String())
	assert.Equal(t, "12.30", m.Subsidy.String())
	assert.Equal(t, "100.50", m.Consumed.String())
	assert.Equal(t, "200.00", m.Recharged.String())
	d := m.Details
	assert.Equal(t, []string{"10001", "a@example.invalid", "虚构路8号", "第一行 ⏎ 第二行", "demo", "1990-01-01", "研发", "demo01"},
		[]string{d.QQ.String(), d.Email.String(), d.Address.String(), d.Remarks.String(), d.Nickname.String(),
			d.LunarBirthday.String(), d.Department.String(), d.Shop.String()})
	assert.Equal(t, "2023-10-05T00:00:00+08:00", d.Opened.Format(time.RFC3339))
	assert.Equal(t, "2030-12-31T23:59:59+08:00", d.Expires.Format(time.RFC3339))
	assert.NotContains(t, fmt.Sprintf("%+v", m), "96E79218", "the password is gone")
}

func share(t *testing.T, s string) money.Share {
	v, err := money.ParseShare(s)
	require.NoError(t, err)
	return v
}

func TestHeaders(t *testing.T) {
	s := serve(t).data("queryByUid", whole).data("queryAllCustomerCategory", categories)
	_, err := s.client().Member(t.Context(), id)
	require.NoError(t, err)
	h := s.headers[0]
	assert.Equal(t, "openApi", h.Get("User-Agent"))
	assert.Equal(t, "application/json; charset=utf-8", h.Get("Content-Type"))
	assert.Equal(t, "1714536000123", h.Get("time-stamp"))
	assert.Equal(t, "gzip", h.Get("Accept-Encoding"), "left to the transport, which then decodes it")
	for name, values := range h {
		assert.NotContains(t, strings.Join(values, " "), appKey, name)
	}
}

// record is the smallest record, with some fields changed or added.
func record(fields ...string) string {
	return `{"customerUid":` + id + `,"number":"8001","name":"x","balance":1,"point":0,"enable":1` +
		strings.Join(append([]string{""}, fields...), ",") + `}`
}

func TestRecordsComeInManyForms(t *testing.T) {
	read := func(t *testing.T, answer string) (backend.Member, error) {
		return serve(t).on("queryByUid", answer).data("queryAllCustomerCategory", categories).client().Member(t.Context(), id)
	}
	frame := func(data string) string { return `{"status":"SUCCESS","data":` + data + `}` }
	for name, tc := range map[string]struct {
		answer string
		check  func(t *testing.T, m backend.Member)
	}{
		"only the misspelt uid, quoted": {frame(`{"customrUid":"` + id + `","number":1,"balance":"1.50","point":null}`),
			func(t *testing.T, m backend.Member) {
				assert.Equal(t, id, m.ID)
				assert.Equal(t, "1.50", m.Balance.String())
				assert.Equal(t, "1", m.Number.String())
				assert.Equal(t, backend.StatusUntold, m.Status.Kind)
				assert.Nil(t, m.Subsidy)
				assert.Nil(t, m.Consumed)
				assert.Nil(t, m.Credit)
				assert.False(t, m.Rate.Known())
			}},
		"a list of one":                 {frame("[" + record() + "]"), func(t *testing.T, m backend.Member) { assert.Equal(t, id, m.ID) }},
		"an errorCode beside a success": {`{"status":"success","errorCode":0,"data":` + record() + `}`, func(t *testing.T, m backend.Member) {}},
		"a byte order mark":             {"\ufeff" + frame(record()), func(t *testing.T, m backend.Member) {}},
		"a birthday without a time":     {frame(record(`"birthday":"2015-10-16"`)), func(t *testing.T, m backend.Member) { assert.Equal(t, "2015-10-16", m.Birthday.String()) }},
		"a birthday with one":           {frame(record(`"birthday":"2015-09-15 00:00:00"`)), func(t *testing.T, m backend.Member) { assert.Equal(t, "2015-09-15", m.Birthday.String()) }},
		"an empty birthday":             {frame(record(`"birthday":""`)), func(t *testing.T, m backend.Member) { assert.True(t, m.Birthday.IsZero()) }},
		"no discount":                   {frame(record(`"discount":0`)), func(t *testing.T, m backend.Member) { assert.False(t, m.Rate.Known()) }},
		"a discount of nothing":         {frame(record(`"discount":100`)), func(t *testing.T, m backend.Member) { assert.True(t, m.Rate.Full()) }},
		"a discount":                    {frame(record(`"discount":"60.00"`)), func(t *testing.T, m backend.Member) { assert.Equal(t, "0.6", m.Rate.String()) }},
		"an impossible discount":        {frame(record(`"discount":101`)), func(t *testing.T, m backend.Member) { assert.False(t, m.Rate.Known()) }},
		"subsidy beside extInfo": {frame(record(`"subsidyAmount":5.5`, `"extInfo":{"sex":0}`)), func(t *testing.T, m backend.Member) {
			assert.Equal(t, "5.50", m.Subsidy.String())
			assert.Equal(t, backend.GenderFemale, m.Gender)
		}},
		"subsidy in extInfo comes first": {frame(record(`"subsidyAmount":5.5`, `"extInfo":{"subsidyAmount":7}`)), func(t *testing.T, m backend.Member) { assert.Equal(t, "7.00", m.Subsidy.String()) }},
		"extInfo is null":                {frame(record(`"extInfo":null`)), func(t *testing.T, m backend.Member) { assert.Equal(t, backend.GenderUnknown, m.Gender) }},
		"extInfo is an empty text":       {frame(record(`"extInfo":""`)), func(t *testing.T, m backend.Member) {}},
		"credit without a limit": {frame(record(`"onAccount":"1"`)), func(t *testing.T, m backend.Member) {
			require.NotNil(t, m.Credit)
			assert.True(t, m.Credit.Limit.IsZero())
		}},
		"disabled": {frame(record(`"enable":0`)), func(t *testing.T, m backend.Member) { assert.Equal(t, backend.StatusDisabled, m.Status.Kind) }},
		"deleted":  {frame(record(`"enable":-1`)), func(t *testing.T, m backend.Member) { assert.Equal(t, backend.StatusClosed, m.Status.Kind) }},
		"expired yesterday": {frame(record(`"expiryDate":"2024-04-30"`)), func(t *testing.T, m backend.Member) {
			assert.Equal(t, backend.StatusOther, m.Status.Kind)
			assert.Equal(t, "已过期 2024-04-30", m.Status.Text.String())
		}},
		"expires today":              {frame(record(`"expiryDate":"2024-05-01"`)), func(t *testing.T, m backend.Member) { assert.Equal(t, backend.StatusNormal, m.Status.Kind) }},
		"our own appId as the store": {frame(record(`"createStoreAppIdOrAccount":"` + appID + `"`)), func(t *testing.T, m backend.Member) { assert.Equal(t, "Pospal", m.Details.Shop.String()) }},
		"the price of the level": {frame(record(`"categoryName":"员工卡"`)), func(t *testing.T, m backend.Member) {
			assert.Equal(t, "0.6", m.Rate.String())
			assert.Equal(t, backend.RateLevel, m.RateFrom)
			assert.Equal(t, "9223372036854775807", m.Level.ID)
		}},
		"a level that nobody knows": {frame(record(`"categoryName":"黑卡"`)), func(t *testing.T, m backend.Member) {
			assert.Equal(t, "黑卡", m.Level.Name.String())
			assert.Empty(t, m.Level.ID)
		}},
		"a lengthy balance":             {frame(strings.Replace(record(), `"balance":1`, `"balance":123456789012.34`, 1)), func(t *testing.T, m backend.Member) { assert.Equal(t, "123456789012.34", m.Balance.String()) }},
		"zeros behind the second place": {frame(strings.Replace(record(), `"balance":1`, `"balance":-0.1000`, 1)), func(t *testing.T, m backend.Member) { assert.Equal(t, "-0.10", m.Balance.String()) }},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := read(t, tc.answer)
			require.NoError(t, err)
			tc.check(t, m)
		})
	}
}

func TestNobodyIsFoundInManyWays(t *testing.T) {
	for _, answer := range []string{
		refusal("2015", "会员不存在"), refusal(`"2015"`, "会员不存在"), `{"status":"success","data":null}`, `{"status":"Success"}`,
		`{"status":"success","data":{}}`, `{"status":"success","data":[]}`, `{"status":"success","data":""}`,
		`{"status":"success","data":{"customerUid":0,"number":"","name":"","balance":0}}`,
	} {
		s := serve(t).on("queryByUid", answer).on("queryByNumber", answer).on("queryBytel", answer)
		_, err := s.client().Member(t.Context(), id)
		assert.Equal(t, backend.KindNotFound, kind(err), answer)
		found, err := s.client().Find(t.Context(), "13800000000")
		require.NoError(t, err, answer)
		assert.Empty(t, found)
	}
	s := serve(t)
	for _, id := range []string{"", "0", "-1", "8001x", "08", "+8", "9223372036854775808", "1e3"} {
		_, err := s.client().Member(t.Context(), id)
		assert.Equal(t, backend.KindNotFound, kind(err), id)
	}
	assert.Zero(t, s.total(), "no call for an id that cannot be one")
}

func TestUnreadableMembers(t *testing.T) {
	for _, data := range []string{
		`{"customerUid":1,"number":"1","balance":1}`, record(`"point":"x"`), record(`"point":1.234`),
		`{"customerUid":1.5}`, `{"customerUid":9223372036854775808}`, `"x"`, `7`, `[1]`,
		`{"customerUid":` + id + `,"number":"8001"}`, "[" + record() + "," + record() + "]",
		`{"customerUid":0,"number":"8001","balance":1}`, record(`"subsidyAmount":"1e999999"`),
	} {
		_, err := serve(t).data("queryByUid", data).client().Member(t.Context(), id)
		assert.Equal(t, backend.KindUnreadable, kind(err), data)
	}
	for _, body := range []string{``, `null`, `{}`, `[]`, `{"data":{}}`, `{"status":"maybe"}`, `{"status":1}`, `<html>`, `{"status":"success"}{}`} {
		_, err := serve(t).on("queryByUid", body).client().Member(t.Context(), id)
		assert.Equal(t, backend.KindUnreadable, kind(err), body)
	}
}

func TestLargeUidsSurvive(t *testing.T) {
	for _, large := range []string{"9223372036854775807", "9007199254740993"} {
		for _, form := range []string{large, `"` + large + `"`} {
			s := serve(t).data("queryByUid", strings.ReplaceAll(record(), id, form))
			m, err := s.client().Member(t.Context(), large)
			require.NoError(t, err)
			assert.Equal(t, large, m.ID)
			assert.Contains(t, s.last(byUID), `"customerUid":`+large+`}`, "bare, every digit")
		}
	}
}

func TestFindAsksForWhatTheKeyCanBe(t *testing.T) {
	for key, asked := range map[string][]string{
		"8001": {byNumber}, "M000115": {byNumber}, "A-7": {byNumber}, "８００１": {byNumber}, " 8001 ": {byNumber},
		"13800000000": {byNumber, byTel}, "62000888": {byNumber, byTel}, "1234567": {byNumber, byTel}, "123456": {byNumber},
		"138 0000 0000": {byTel}, "+85362000888": {byTel},
		"陈": nil, "chan": nil, "": nil, "  ": nil, "陈8001": nil, "\x1b[2J1": nil, "8001\n8002": nil,
	} {
		s := serve(t).on("queryByNumber", refusal("2015", "")).data("queryBytel", "[]")
		found, err := s.client().Find(t.Context(), key)
		require.NoError(t, err, key)
		assert.Empty(t, found, key)
		assert.Equal(t, len(asked), s.total(), key)
		for _, call := range asked {
			assert.Equal(t, 1, s.times(call), "%q: %s", key, call)
		}
	}
}

func TestFindGivesEverybodyOnce(t *testing.T) {
	other := strings.NewReplacer(id, "9007199254740993", "8001", "8002").Replace(record())
	mine := strings.Replace(record(), "8001", "13800000000", 1)
	s := serve(t).data("queryByNumber", mine).data("queryBytel", "["+other+","+mine+"]", other)
	c := s.client(func(o *pospal.Options) { o.GroupShare, o.Departments = true, true })
	found, err := c.Find(t.Context(), "13800000000")
	require.NoError(t, err)
	require.Len(t, found, 2)
	assert.Equal(t, id, found[0].ID)
	assert.Equal(t, "9007199254740993", found[1].ID)
	assert.JSONEq(t, `{"appId":"`+appID+`","customerNum":"13800000000","groupShare":1,"queryCustomerDepartment":1}`, s.last(byNumber))
	assert.JSONEq(t, `{"appId":"`+appID+`","customerTel":"13800000000","groupShare":1,"queryCustomerDepartment":1}`, s.last(byTel))
	found, err = c.Find(t.Context(), "138 0000 0000")
	require.NoError(t, err)
	require.Len(t, found, 1, "a single object is a list of one")

	s = serve(t).data("queryByNumber", record())
	_, err = s.client().Find(t.Context(), "8009")
	assert.Equal(t, backend.KindUnreadable, kind(err), "somebody else's number")
}

func TestLevelsAreReadOnceADay(t *testing.T) {
	now := noon
	s := serve(t).data("queryByUid", whole).data("queryAllCustomerCategory", categories).onStatus("queryAllCustomerCategory", 502, "")
	c := s.client(func(o *pospal.Options) { o.Clock = func() time.Time { return now } })
	list, err := c.Levels(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, []string{"金卡", "员工卡", "旧年卡"}, []string{list[0].Name.String(), list[1].Name.String(), list[2].Name.String()})
	assert.Equal(t, "9223372036854775807", list[1].ID)
	assert.Equal(t, []bool{true, false, true}, []bool{*list[0].Earns, *list[1].Earns, *list[2].Earns})
	assert.Equal(t, []bool{false, false, true}, []bool{list[0].Disabled, list[1].Disabled, list[2].Disabled})
	assert.False(t, list[2].Rate.Known())
	for range 3 {
		_, err = c.Member(t.Context(), id)
		require.NoError(t, err)
	}
	assert.Equal(t, 1, s.times(category))
	now = now.Add(12 * time.Hour) // midnight in China
	m, err := c.Member(t.Context(), id)
	require.NoError(t, err, "yesterday's levels are better than none")
	assert.Equal(t, "0.8", m.Level.Rate.String())
	assert.Equal(t, 2, s.times(category))

	s = serve(t).data("queryByUid", whole).onStatus("queryAllCustomerCategory", 502, "")
	_, err = s.client().Member(t.Context(), id)
	assert.Equal(t, backend.KindVendorFault, kind(err), "without any, the price would be wrong")
}

const log = `[{"rechargeStoreAppId":"` + appID + `","rechargeStoreAccount":"demo01","customerUid":"` + id + `",
	"rechargeMoney":"100","giftMoney":0,"datetime":"2024-05-02 11:14:03","payMethod":"现金","customerMoneyAfterRecharge":100},
	{"customerUid":` + id + `,"rechargeMoney":200,"giftMoney":20.5,"datetime":"2024-05-03 00:00:00","payMethod":"微信",
	"customerMoneyAfterRecharge":"320.50","remark":"生日<br/>双倍"},
	{"customerUid":` + id + `,"rechargeMoney":1,"datetime":"2024-05-02 11:14:03","customerMoneyAfterRecharge":101}]`

func TestHistoryShowsRecharges(t *testing.T) {
	s := serve(t).on("queryCustomerRechargeLog", `{"status":"success","data":`+log+`}`)
	c := s.client()
	p, err := c.History(t.Context(), backend.HistoryQuery{MemberID: id, Page: 1, Size: 2})
	require.NoError(t, err)
	assert.JSONEq(t, `{"appId":"`+appID+`","customerUid":`+id+`}`, s.last(oneLog))
	assert.True(t, p.Partial)
	assert.True(t, p.More)
	require.Len(t, p.Events, 2)
	e := p.Events[0]
	assert.Equal(t, backend.EventRecharge, e.Kind)
	assert.Equal(t, []string{"200.00", "220.50", "320.50", "微信", "生日", "双倍"},
		[]string{e.Gross.String(), e.Net.String(), e.Balance.String(), e.PayType.String(), e.Detail[0].String(), e.Detail[1].String()})
	assert.Equal(t, "2024-05-03T00:00:00+08:00", e.At.Format(time.RFC3339))
	assert.Equal(t, "101.00", p.Events[1].Balance.String(), "of one second, the larger balance is the later one")

	rest, err := c.History(t.Context(), backend.HistoryQuery{MemberID: id, Page: 2, Size: 2})
	require.NoError(t, err)
	assert.False(t, rest.More)
	require.Len(t, rest.Events, 1)
	assert.Equal(t, "demo01", rest.Events[0].Shop.String())
	assert.Less(t, rest.Events[0].ID, p.Events[1].ID)
	assert.Equal(t, 1, s.times(oneLog), "the second page costs no call")

	again, err := c.History(t.Context(), backend.HistoryQuery{MemberID: id, Page: 1, Size: 200})
	require.NoError(t, err)
	assert.Equal(t, 2, s.times(oneLog))
	assert.Equal(t, append(p.Events, rest.Events...), again.Events, "the same ids every time")
}

func TestHistoryIdsDoNotDependOnTheVendorsOrder(t *testing.T) {
	row := func(after int) string {
		return fmt.Sprintf(`{"rechargeMoney":1,"datetime":"2024-05-02 11:14:03","customerMoneyAfterRecharge":%d}`, after)
	}
	var reads [][]backend.Event
	for _, rows := range []string{row(1) + "," + row(2) + "," + row(3), row(3) + "," + row(2) + "," + row(1)} {
		p, err := serve(t).data("queryCustomerRechargeLog", "["+rows+"]").client().
			History(t.Context(), backend.HistoryQuery{MemberID: id, Page: 1, Size: 9})
		require.NoError(t, err)
		reads = append(reads, p.Events)
	}
	assert.Equal(t, reads[0], reads[1])
}

func TestHistoryFilters(t *testing.T) {
	s := serve(t).data("queryCustomerRechargeLog", log)
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s); return v }
	for name, tc := range map[string]struct {
		q    backend.HistoryQuery
		want int
	}{
		"recharges":    {backend.HistoryQuery{Kind: backend.EventRecharge}, 3},
		"consumptions": {backend.HistoryQuery{Kind: backend.EventConsume}, 0},
		"points":       {backend.HistoryQuery{PointsOnly: true}, 0},
		"from":         {backend.HistoryQuery{From: at("2024-05-03T00:00:00+08:00")}, 1},
		"to":           {backend.HistoryQuery{To: at("2024-05-02T11:14:03+08:00")}, 2},
	} {
		tc.q.MemberID, tc.q.Size = id, 10
		p, err := s.client().History(t.Context(), tc.q)
		require.NoError(t, err)
		assert.Len(t, p.Events, tc.want, name)
	}
	for _, bad := range []string{`[{"customerUid":7,"datetime":"2024-05-02 11:14:03"}]`, `[{"datetime":"gestern"}]`, `[{"datetime":"2024-05-02 11:14:03","rechargeMoney":0.001}]`} {
		_, err := serve(t).data("queryCustomerRechargeLog", bad).client().History(t.Context(), backend.HistoryQuery{MemberID: id, Size: 1})
		assert.Equal(t, backend.KindUnreadable, kind(err), bad)
	}
}

func TestAnswersWithAWrongSignatureAreKeptAndLogged(t *testing.T) {
	s := serve(t)
	body := `{"status":"success","data":` + record() + `}`
	s.answers["queryByUid"] = []answer{{200, body, http.Header{"Data-Signature": {"BF706E6A"}}}}
	_, err := s.client().Member(t.Context(), id)
	require.NoError(t, err)
	assert.Contains(t, s.logged.String(), "unverified=true")
}

func TestNothingSecretIsLogged(t *testing.T) {
	s := serve(t).on("queryByUid", refusal("1034", "appId "+appID+" 不存在")).data("updateCustomerPassword", "null").lost("add")
	c := s.client()
	_, err := c.Member(t.Context(), id)
	require.Error(t, err)
	var e *backend.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "appId ••• 不存在", e.Text.String())
	require.NoError(t, c.SetPassword(t.Context(), id, "geheim-1"))
	_, _ = c.Open(t.Context(), backend.NewMember{Number: "8009", Phone: "13812345678", Name: "张三", Password: "geheim-1"})
	all := s.logged.String() + err.Error()
	for _, hidden := range []string{appID, appKey, "geheim-1", "13812345678", "张三", id, "8009"} {
		assert.NotContains(t, all, hidden)
	}
	assert.Contains(t, all, "pospal.queryByUid")
}

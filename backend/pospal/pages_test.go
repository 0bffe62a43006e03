package pospal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/pospal"
)

// cursor is a postBackParameter with blanks and a sign that an encoder would
// write differently.
func cursor(value string) string {
	return `{ "parameterType": "LAST_RESULT_MAX_ID<>", "parameterValue":"` + value + `"}`
}

func paged(cursor, size string, rows ...string) string {
	return `{"postBackParameter":` + cursor + `,"pageSize":` + size + `,"result":[` + strings.Join(rows, ",") + `]}`
}

func TestPagesEchoTheCursorByteForByte(t *testing.T) {
	s := serve(t).data("queryCustomerPages", paged(cursor("135884"), "2", record(), strings.ReplaceAll(record(), id, `"9007199254740993"`)),
		paged(cursor("135984"), "2", strings.ReplaceAll(record(), id, "9223372036854775807")))
	c := s.client()
	found, next, err := c.Pages(t.Context(), time.Date(2024, 1, 1, 0, 0, 0, 0, time.FixedZone("", 8*3600)), nil)
	require.NoError(t, err)
	require.Len(t, found, 2)
	assert.Equal(t, "9007199254740993", found[1].ID)
	assert.Equal(t, cursor("135884"), string(next))
	assert.Equal(t, `{"appId":"`+appID+`","startCreateDateTime":"2024-01-01 00:00:00"}`, s.last(pages))
	found, next, err = c.Pages(t.Context(), time.Time{}, next)
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Nil(t, next, "a page that is not full is the last one")
	assert.Equal(t, `{"appId":"`+appID+`","postBackParameter":`+cursor("135884")+`}`, s.last(pages))
}

func TestPagesEnd(t *testing.T) {
	for name, data := range map[string]string{
		"an empty page with a cursor": paged(cursor("9"), "1"),
		"no cursor":                   paged("null", "1", record()),
		"an empty cursor":             paged(cursor(""), "1", record()),
		"no size, fewer than 100":     `{"postBackParameter":` + cursor("9") + `,"result":[` + record() + `]}`,
		"nothing":                     "null",
		"an empty object":             "{}",
		"an empty list":               "[]",
	} {
		_, next, err := serve(t).data("queryCustomerPages", data).client().Pages(t.Context(), time.Time{}, []byte(cursor("8")))
		require.NoError(t, err, name)
		assert.Nil(t, next, name)
	}
	_, _, err := serve(t).data("queryCustomerPages", paged(cursor("8"), "1", record())).client().Pages(t.Context(), time.Time{}, []byte(cursor("8")))
	assert.Equal(t, backend.KindUnreadable, kind(err), "a list that stops short must not look whole")
	for _, bad := range []string{`{"pageSize":1}`, `[1]`, `"x"`, `{"result":7}`} {
		_, _, err := serve(t).data("queryCustomerPages", bad).client().Pages(t.Context(), time.Time{}, nil)
		assert.Equal(t, backend.KindUnreadable, kind(err), bad)
	}
	s := serve(t)
	_, _, err = s.client().Pages(t.Context(), time.Time{}, []byte(`{"a":`))
	assert.Equal(t, backend.KindInvalid, kind(err))
	assert.Zero(t, s.total())
}

func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateTime, s, time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return t
}

func rechargeAt(at, uid string) string {
	return fmt.Sprintf(`{"rechargeStoreAppId":"x","rechargeStoreAccount":"demo01","customerUid":%s,"cashierUid":1477885215213525000,
		"rechargeMoney":200,"giftMoney":20.10,"datetime":%q,"uid":%q,"payMethod":"现金","payMethodCode":"payCode_1",
		"customerMoneyAfterRecharge":"400.0","remark":"r"}`, id, at, uid)
}

func TestRechargesAreReadAMonthAtATime(t *testing.T) {
	s := serve(t).data("queryAllRechargeLogs",
		paged(cursor("1"), "2", rechargeAt("2024-05-31 23:59:59", "1"), rechargeAt("2024-05-01 00:00:00", "2")),
		paged(cursor("2"), "2", rechargeAt("2024-05-31 23:59:59", "3")),
		// The first row belongs to the window before: had the vendor counted the
		// beginning in, it would come twice.
		paged(cursor("3"), "100", rechargeAt("2024-05-31 23:59:59", "3"), rechargeAt("2024-06-01 00:00:00", "4")))
	all, err := s.client().Recharges(t.Context(), backend.Period{From: day("2024-05-01 00:00:00"), To: day("2024-06-02 12:00:00").Add(time.Millisecond)})
	require.NoError(t, err)
	require.Len(t, all, 4)
	assert.Equal(t, "2024-05-01 00:00:00", all[0].At.Format(time.DateTime))
	assert.Equal(t, "2024-06-01 00:00:00", all[3].At.Format(time.DateTime))
	r := all[0]
	assert.Equal(t, []string{id, "demo01", "现金", "r", "200.00", "20.10", "400.00"}, []string{
		r.MemberID, r.Store.String(), r.PayType.String(), r.Remark.String(), r.Money.String(), r.Gift.String(), r.Balance.String()})
	assert.Equal(t, []string{
		`{"appId":"` + appID + `","stateDate":"2024-04-30 23:59:59","endDate":"2024-05-31 23:59:59"}`,
		`{"appId":"` + appID + `","stateDate":"2024-04-30 23:59:59","endDate":"2024-05-31 23:59:59","postBackParameter":` + cursor("1") + `}`,
		`{"appId":"` + appID + `","stateDate":"2024-05-31 23:59:59","endDate":"2024-06-02 12:00:00"}`,
	}, s.asked[allLogs])
}

func TestPeriodsThatAreNone(t *testing.T) {
	s := serve(t)
	for _, p := range []backend.Period{{}, {From: noon}, {To: noon}, {From: noon, To: noon.Add(-time.Second)}} {
		_, err := s.client().Recharges(t.Context(), p)
		assertField(t, err, "period")
		_, err = s.client().Subsidies(t.Context(), p)
		assertField(t, err, "period")
	}
	assert.Zero(t, s.total())
}

func TestAListThatLoopsIsNotWhole(t *testing.T) {
	s := serve(t).data("queryAllRechargeLogs", paged(cursor("1"), "1", rechargeAt("2024-05-01 00:00:00", "1")))
	_, err := s.client().Recharges(t.Context(), backend.Period{From: noon, To: noon})
	assert.Equal(t, backend.KindUnreadable, kind(err))
	assert.Equal(t, 2, s.times(allLogs))
	for _, bad := range []string{`{"datetime":""}`, `{"datetime":"2024-05-01 00:00:00"}`, `{"datetime":"2024-05-01 00:00:00","customerUid":1,"giftMoney":"x"}`} {
		_, err := serve(t).data("queryAllRechargeLogs", paged("null", "100", bad)).client().Recharges(t.Context(), backend.Period{From: noon, To: noon})
		assert.Equal(t, backend.KindUnreadable, kind(err), bad)
	}
}

func TestSubsidiesCountBothEndsIn(t *testing.T) {
	row := func(at string, op int) string {
		return fmt.Sprintf(`{"customerUid":813951242628553689,"customerName":"示例","customerNumber":"8001","customerTel":"13800000000",
			"department":"研发","categoryUid":1393920057254848127,"categoryName":"金卡","subsidyMode":"按月","subsidyDate":"2024-05-01",
			"operateType":%d,"amount":300,"afterAmount":300.5,"datetime":%q,"ruleName":"月补贴","remark":""}`, op, at)
	}
	s := serve(t).data("querySubsidyChangeLogPages", paged(cursor("501"), "100", row("2024-05-01 00:10:00", 1), row("2024-05-01 00:00:00", 2)))
	all, err := s.client().Subsidies(t.Context(), backend.Period{From: day("2024-05-01 00:00:00"), To: day("2024-05-31 23:59:59")})
	require.NoError(t, err)
	assert.Equal(t, `{"appId":"`+appID+`","startTime":"2024-05-01 00:00:00","endTime":"2024-05-31 23:59:59"}`, s.last(subsidies))
	assert.Equal(t, 1, s.total())
	require.Len(t, all, 2)
	assert.True(t, all[0].Cleared)
	got := all[1]
	assert.False(t, got.Cleared)
	assert.Equal(t, []string{id, "8001", "示例", "13800000000", "金卡", "研发", "月补贴", "按月", "300.00", "300.50"}, []string{
		got.MemberID, got.Number.String(), got.Name.String(), got.Phone.String(), got.Level.String(), got.Department.String(),
		got.Rule.String(), got.Mode.String(), got.Amount.String(), got.After.String()})
}

func TestRulesAreTheShops(t *testing.T) {
	rule := func(name string, change func(*pospal.RechargeRule)) pospal.RechargeRule {
		r := pospal.RechargeRule{Rule: backend.Rule{Name: line(name), Kind: backend.RuleEachTime, GiftMoney: yuan("5")}}
		change(&r)
		return r
	}
	rules := []pospal.RechargeRule{
		rule("always", func(*pospal.RechargeRule) {}),
		rule("today", func(r *pospal.RechargeRule) { r.From = backend.Date{Year: 2024, Month: 5, Day: 1}; r.To = r.From }),
		rule("tomorrow", func(r *pospal.RechargeRule) { r.From = backend.Date{Year: 2024, Month: 5, Day: 2} }),
		rule("yesterday", func(r *pospal.RechargeRule) { r.To = backend.Date{Year: 2024, Month: 4, Day: 30} }),
		rule("gold", func(r *pospal.RechargeRule) { r.Levels = []string{"金卡", "银卡"} }),
		rule("staff", func(r *pospal.RechargeRule) { r.Levels = []string{"员工卡"} }),
	}
	s := serve(t).data("queryByUid", whole).data("queryAllCustomerCategory", categories)
	c := s.client(func(o *pospal.Options) { o.Rules, o.PayTypes = rules, []string{"澳门通"} })
	set, err := c.Rules(t.Context(), id)
	require.NoError(t, err)
	var names []string
	for _, r := range set.Rules {
		names = append(names, r.Name.String())
	}
	assert.Equal(t, []string{"always", "today", "gold"}, names)
	assert.Equal(t, []backend.PayType{{ID: "澳门通", Name: line("澳门通")}}, set.PayTypes)
	_, err = c.Rules(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, 1, s.total(), "the level is remembered for a moment")
	_, err = c.Rules(t.Context(), "x")
	assert.Equal(t, backend.KindNotFound, kind(err))

	set, err = serve(t).client().Rules(t.Context(), id)
	require.NoError(t, err, "without rules nobody has to be asked")
	assert.Empty(t, set.Rules)
	assert.Len(t, set.PayTypes, 4)
}

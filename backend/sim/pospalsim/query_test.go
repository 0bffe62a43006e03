package pospalsim_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

func TestAMemberAsTheVendorWritesOne(t *testing.T) {
	s := shop(nil)
	uid := uidOf(t, s, "M000100")
	want := compact(t, fmt.Sprintf(`{"status":"success","messages":[],"data":{
		"customrUid":%d,"customerUid":%d,"categoryName":"金卡","number":"M000100","name":"梁家乐",
		"point":1204,"discount":80,"balance":3265.4,"phone":"62000100","birthday":"1979-04-21 00:00:00",
		"qq":"10001","email":"M000100@example.invalid","address":"虚构路8号","createdDate":"2022-05-25 05:42:17",
		"onAccount":0,"enable":1,"expiryDate":"2028-12-31 23:59:59",
		"createStoreAppIdOrAccount":"DE30A991D00000000000000000000001",
		"weixinOpenIds":[{"openId":"o-M000100-a","openIdType":1},{"openId":"o-M000100-u","openIdType":1000}],
		"extInfo":{"sex":1,"lunarBirthday":"1979-03-25","totalPoint":2408,"creditLimit":0,"creditPeriod":0,
			"photoPath":"/customerPhoto/M000100.jpg","nickName":"常客","subsidyAmount":0,
			"totalTicketAmount":100.5,"totalRechargeAmount":200,"totalTicketNum":3}}}`, uid, uid))
	assert.Equal(t, want, post(s, "queryByNumber", `"customerNum":"M000100","groupShare":1`))
	for _, form := range []string{"%d", `"%d"`} {
		assert.Equal(t, want, post(s, "queryByUid", fmt.Sprintf(`"customerUid":`+form, uid)))
	}
}

func TestTheCastHasEveryKindOfMember(t *testing.T) {
	s := shop(func(o *pospalsim.Options) { o.Extra = 200 })
	says := func(number string, parts ...string) {
		t.Helper()
		text := post(s, "queryByNumber", `"customerNum":"`+number+`"`)
		for _, p := range parts {
			assert.Contains(t, text, p, number)
		}
	}
	says("000001", `"customerUid":813951242628553689,`, `"balance":500,`, `"point":120,`, `"password":"`)
	says("00000888", `"balance":8888.00,`, `"point":8888.00,`, `"qq":"","email":""`, `"discount":75,`)
	says("M000101", `"point":356.20,`)
	says("M000102", `"onAccount":1`, `"creditLimit":500,"creditPeriod":30`)
	says("M000105", `"onAccount":1`, `"creditLimit":0,`, `"birthday":""`)
	says("M000106", `"expiryDate":"2023-12-31 23:59:59"`)
	says("M000107", `"discount":0,`)
	says("M000109", `"discount":88,`)
	says("M000110", `"balance":100,`, `"point":0`)
	says("M000112", `"enable":0`)

	birthdays, scales, ext, stores := map[int]int{}, map[int32]int{}, map[bool]int{}, map[string]int{}
	uids, last := map[int64]bool{}, pospalsim.Member{}
	for _, m := range s.Members() {
		birthdays[len(m.Birthday)]++
		scales[m.BalanceScale]++
		ext[m.Ext == nil]++
		stores[m.Store]++
		require.False(t, uids[m.UID])
		uids[m.UID] = true
		require.NotEqual(t, m.UID, int64(float64(m.UID)), "no binary fraction holds it")
		require.Greater(t, m.ID, last.ID)
		require.False(t, m.Created.Before(last.Created))
		last = m
	}
	assert.Len(t, birthdays, 3, "with a time, without, and none")
	assert.Len(t, scales, 3)
	assert.Len(t, ext, 2)
	assert.Len(t, stores, 2)
	first := s.Members()[0].Created
	assert.Less(t, noon().Sub(first), 732*24*time.Hour)
	assert.Greater(t, last.Created.Sub(first), 700*24*time.Hour)
}

func TestASharedPhoneGivesAListOfNeighbours(t *testing.T) {
	s := shop(nil)
	var got struct {
		Data []struct {
			UID    json.Number `json:"customerUid"`
			Number string      `json:"number"`
		} `json:"data"`
	}
	require.NoError(t, json.Unmarshal([]byte(post(s, "queryBytel", `"customerTel":"13800001015"`)), &got))
	require.Len(t, got.Data, 2)
	a, b := uidOf(t, s, "M000115"), uidOf(t, s, "M000116")
	assert.Equal(t, fmt.Sprint(a), got.Data[0].UID.String())
	assert.Equal(t, fmt.Sprint(b), got.Data[1].UID.String())
	assert.Equal(t, math.Float64bits(float64(a)), math.Float64bits(float64(b)), "a client that rounds cannot tell them apart")
}

func TestQueryBytelAlwaysGivesAList(t *testing.T) {
	s := shop(nil)
	assert.Contains(t, post(s, "queryBytel", `"customerTel":"66538536"`), `"data":[{"customrUid"`)
	assert.Contains(t, post(s, "queryBytel", `"customerTel":66538536`), `"number":"M000123"`)
	assert.Equal(t, `{"status":"success","messages":[],"data":[]}`, post(s, "queryBytel", `"customerTel":"6653853"`))
	assert.Equal(t, `{"status":"success","messages":[],"data":[]}`, post(s, "queryBytel", `"customerTel":"13800001013"`),
		"a deleted member is not found by phone")
	s.Switch(func(w *pospalsim.Switches) { w.TelObject = true })
	assert.Contains(t, post(s, "queryBytel", `"customerTel":"66538536"`), `"data":{"customrUid"`)
	assert.Contains(t, post(s, "queryBytel", `"customerTel":"13800001015"`), `"data":[{`)
}

func TestNobodyIsToldInFourWays(t *testing.T) {
	for kind, want := range map[pospalsim.NotFound]string{
		pospalsim.NotFoundCode:    refused(2015, "会员不存在"),
		pospalsim.NotFoundNull:    `{"status":"success","messages":[],"data":null}`,
		pospalsim.NotFoundMissing: `{"status":"success","messages":[]}`,
		pospalsim.NotFoundEmpty:   `{"status":"success","messages":[],"data":{}}`,
	} {
		s := switched(pospalsim.Switches{NotFound: kind})
		assert.Equal(t, want, post(s, "queryByNumber", `"customerNum":"m000123"`))
		assert.Equal(t, want, post(s, "queryByUid", `"customerUid":813951242628553700`), "a rounded uid is nobody's")
		deleted := post(s, "queryByNumber", `"customerNum":"M000113"`)
		assert.Contains(t, deleted, `"status":"success"`)
		assert.Contains(t, deleted, `"customerUid":0,"number":"","name":""`)
		assert.NotContains(t, deleted, "吴美珍")
	}
}

func TestUidSpellingSubsidyAndDepartment(t *testing.T) {
	s := shop(func(o *pospalsim.Options) { o.History = pospalsim.FullHistory })
	const ask = `"customerNum":"M000140"`
	plain := post(s, "queryByNumber", ask)
	assert.NotContains(t, plain, "department")
	assert.Contains(t, post(s, "queryByNumber", ask+`,"queryCustomerDepartment":1`), `"department":"厨房"`)
	subsidy := member(t, s, "M000140").Ext.Subsidy
	assert.Positive(t, subsidy.Sign())
	assert.Contains(t, plain, `"subsidyAmount":`+subsidy.Decimal().String()+`}}}`)
	s.Switch(func(w *pospalsim.Switches) { w.SubsidyOutside, w.MisspeltOnly = true, true })
	switched := post(s, "queryByNumber", ask)
	assert.Contains(t, switched, `},"subsidyAmount":`+subsidy.Decimal().String()+`}}`)
	assert.Contains(t, switched, `"customrUid":`)
	assert.NotContains(t, switched, `"customerUid":`)
}

func TestPagingThroughTenThousand(t *testing.T) {
	s := shop(func(o *pospalsim.Options) { o.Extra = 10_000 - 60 })
	pages := walk(t, s, "queryCustomerPages", "")
	require.Len(t, pages, 101)
	seen := map[string]bool{}
	for _, p := range pages[:100] {
		assert.Len(t, p.Data.Result, 100)
		for _, m := range p.Data.Result {
			seen[m.UID.String()] = true
		}
	}
	assert.Len(t, seen, 10_000)
	empty := pages[100]
	assert.Empty(t, empty.Data.Result)
	assert.Equal(t, string(pages[99].Data.Back), string(empty.Data.Back), "an empty page has a cursor too")
	assert.Equal(t, `{"parameterType":"LAST_RESULT_MAX_ID","parameterValue":"145000"}`, string(empty.Data.Back))
	assert.Equal(t, 100, empty.Data.PageSize)
	names := map[string]bool{}
	for _, m := range s.Members()[60:] {
		names[m.Name] = true
	}
	assert.Greater(t, len(names), 4000)
}

func TestTheFirstPageIsAskedForInManyWays(t *testing.T) {
	s := shop(nil)
	want := post(s, "queryCustomerPages", "")
	assert.Contains(t, want, `"data":{"postBackParameter":{"parameterType":"LAST_RESULT_MAX_ID","parameterValue":"135060"},"pageSize":100,"result":[{`)
	assert.Contains(t, want, `"enable":-1`, "the deleted are there and say so")
	for _, back := range []string{
		`null`, `{}`, `{"parameterType":"","parameterValue":""}`, `{"parameterType":"LAST_RESULT_MAX_ID","parameterValue":0}`,
		`{"parameterType":"LAST_RESULT_MAX_ID","parameterValue":null}`,
	} {
		assert.Equal(t, want, post(s, "queryCustomerPages", `"postBackParameter":`+back), back)
	}
	for _, back := range []string{`7`, `[]`, `{"parameterType":"OTHER"}`, `{"parameterValue":"x"}`, `{"parameterValue":-1}`, `{"parameterType":{}}`} {
		assert.Contains(t, post(s, "queryCustomerPages", `"postBackParameter":`+back), "9003", back)
	}
}

func TestMembersSinceAMoment(t *testing.T) {
	s := shop(nil)
	all := s.Members()
	at := all[40].Created
	ask := func(at time.Time) []wirePage {
		return walk(t, s, "queryCustomerPages", `"startCreateDateTime":"`+at.In(sim.Zone()).Format(time.DateTime)+`"`)
	}
	assert.Len(t, ask(at)[0].Data.Result, 20, "the moment itself counts")
	assert.Len(t, ask(at.Add(time.Second))[0].Data.Result, 19)
	assert.Empty(t, ask(noon())[0].Data.Result)
	assert.Equal(t, `{"parameterType":"LAST_RESULT_MAX_ID","parameterValue":"0"}`, string(ask(noon())[0].Data.Back))
	assert.Contains(t, post(s, "queryCustomerPages", `"startCreateDateTime":"2024-01-01"`), "9003")
}

func TestACursorCanStick(t *testing.T) {
	s := shop(func(o *pospalsim.Options) { o.Extra, o.Switches.CursorLoops = 300, true })
	first := pageOf(t, s, "queryCustomerPages", "")
	second := pageOf(t, s, "queryCustomerPages", `"postBackParameter":`+string(first.Data.Back))
	third := pageOf(t, s, "queryCustomerPages", `"postBackParameter":`+string(second.Data.Back))
	assert.Equal(t, string(first.Data.Back), string(second.Data.Back))
	assert.Equal(t, second, third)
	assert.Len(t, third.Data.Result, 100)
}

func TestCategories(t *testing.T) {
	assert.Equal(t, compact(t, `{"status":"success","messages":[],"data":[
		{"name":"普通卡","discount":100,"uid":1393920057254848127,"enable":1,"isPoint":1},
		{"name":"银卡","discount":90,"uid":1393920057254848129,"enable":1,"isPoint":1},
		{"name":"金卡","discount":80,"uid":1393920057254848131,"enable":1,"isPoint":1},
		{"name":"钻石卡","discount":75,"uid":1393920057254848133,"enable":1,"isPoint":1},
		{"name":"员工卡","discount":60,"uid":1511175366406782539,"enable":1,"isPoint":0},
		{"name":"旧年卡","discount":85,"uid":1511175366406782541,"enable":0,"isPoint":1}]}`),
		post(shop(nil), "queryAllCustomerCategory", ""))
}

func TestPeopleOfOnesOwnAndAnotherZone(t *testing.T) {
	zone := time.FixedZone("+10", 10*60*60)
	s := shop(func(o *pospalsim.Options) {
		o.Zone = zone
		o.People = []sim.Person{{Card: "8001", Name: "示例", Level: "no such level", Status: sim.Normal, Balance: money.Must("5")}}
	})
	text := post(s, "queryByNumber", `"customerNum":"8001"`)
	assert.Contains(t, text, `"categoryName":"普通卡"`)
	assert.Contains(t, text, `"createdDate":"2022-05-01 14:00:00"`)
	assert.Contains(t, change(t, s, "8001", "k", `"pointIncrement":1`), `"updateCustomerTime":"2024-05-01 14:00:00"`)
}

func TestHostileTextsReachTheWire(t *testing.T) {
	s := shop(func(o *pospalsim.Options) { o.Hostile, o.History = true, pospalsim.ShortHistory })
	everybody := post(s, "queryCustomerPages", "")
	assert.Contains(t, everybody, `\u001b[2J`)
	assert.Contains(t, everybody, `"name":"✔ 已扣`)
	assert.Contains(t, everybody, `"remarks":"✔ 已扣`)
	assert.Contains(t, post(s, "queryAllRechargeLogs", `"stateDate":"2024-04-01 00:00:00","endDate":"2024-05-01 00:00:00"`), "<script>")
}

func TestBadQueriesAreRefused(t *testing.T) {
	s := shop(nil)
	for _, c := range [][2]string{
		{"queryByNumber", ``},
		{"queryByNumber", `"customerNum":""`},
		{"queryByNumber", `"customerNum":null`},
		{"queryByNumber", `"customerNum":{}`},
		{"queryByNumber", `"customerNum":"M000123","queryCustomerDepartment":2`},
		{"queryByUid", ``},
		{"queryByUid", `"customerUid":8.1395124262855e+17`},
		{"queryByUid", `"customerUid":"x"`},
		{"queryByUid", `"customerUid":9223372036854775808`},
		{"queryBytel", ``},
		{"queryBytel", `"customerTel":"66538536","queryCustomerDepartment":"x"`},
		{"queryCustomerPages", `"queryCustomerDepartment":[]`},
		{"queryCustomerPages", `"startCreateDateTime":{}`},
	} {
		assert.Contains(t, post(s, c[0], c[1]), `"errorCode":9003`, strings.Join(c[:], " "))
	}
	for _, uid := range []string{"9223372036854775807", strconv.FormatInt(1<<53+1, 10)} {
		assert.Contains(t, post(s, "queryByUid", `"customerUid":`+uid), `"errorCode":2015`)
	}
}

package sandysim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
)

// sampleTime is the moment of the published history sample.
func sampleTime() time.Time { return time.Unix(1570592439, 0) }

// sample is a shop with the one member of the published samples, who holds a
// card with 0.8 and stands just before the published consumption.
func sample(change func(*sandysim.Options)) *sandysim.Server {
	o := sandysim.Options{
		Clock:   sampleTime,
		History: sandysim.NoHistory,
		People: []sim.Person{{
			Card: "M000123", Name: "Chan Kan Seng", Phone: "66538536", Gender: sim.Female, Level: "金卡",
			Status: sim.Normal, Balance: money.Must("14573.80"), Points: money.WholePoints(2475),
		}},
	}
	if change != nil {
		change(&o)
	}
	return sandysim.New(o)
}

// shop is the whole cast with the briefest past.
func shop(change func(*sandysim.Options)) *sandysim.Server {
	o := sandysim.Options{Clock: sampleTime, History: sandysim.NoHistory}
	if change != nil {
		change(&o)
	}
	return sandysim.New(o)
}

type result struct {
	status int
	kind   string
	body   string
}

// call sends what curl would: --data without a Content-Type of its own.
func call(s http.Handler, method, name, body string, headers ...string) result {
	r := httptest.NewRequest(method, "/api2/member-cjb/"+name, strings.NewReader(body))
	r.Header.Set("CUSTOMERGUID", "{DEFAULT-AUTO-8E5A-BDE2-34ABA1BD956C9}")
	r.Header.Set("AUTHORIZATION", "test")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Del(headers[i])
		if headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return result{w.Code, w.Header().Get("Content-Type"), w.Body.String()}
}

func post(s http.Handler, name, body string) string { return call(s, http.MethodPost, name, body).body }

// compact takes the layout out of JSON and leaves every literal as it is
// spelled: 100, 100.0 and "100.00" are different answers here.
func compact(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, []byte(text)))
	return b.String()
}

func TestThePublishedCurlExampleWorks(t *testing.T) {
	server := httptest.NewServer(shop(nil))
	defer server.Close()
	req, err := http.NewRequest(http.MethodPost, server.URL+"/api2/member-cjb/getrechargerules", strings.NewReader(`{"card_id": "000001" }`))
	require.NoError(t, err)
	req.Header["CUSTOMERGUID"] = []string{"{DEFAULT-AUTO-8E5A-BDE2-34ABA1BD956C9}"}
	req.Header["AUTHORIZATION"] = []string{"test"}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := server.Client().Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, compact(t, `{
		"rules": [
			{"money": 1, "add_score": 0.0, "description": "充值送10%", "add_money": 0.1},
			{"money": 0, "add_score": 5.0, "description": "单次送5元", "add_money": 5.0},
			{"money": 500, "add_score": 0.0, "description": "充500送100", "add_money": 100.0},
			{"money": 1000, "add_score": 0.0, "description": "充1000送250", "add_money": 250.0}
		],
		"paytypes": [[1, "现金"], [2, "银行卡"], [4, "支付宝"], [3, "微信"]]
	}`), string(body))
}

func TestRulesDependOnTheLevel(t *testing.T) {
	s := shop(nil)
	assert.Contains(t, post(s, "getrechargerules", `{"card_id":"00000888"}`), `"description":"充值送15%","add_money":0.15`)
	assert.Equal(t, `{"rules":[],"paytypes":[[1,"现金"],[2,"银行卡"],[4,"支付宝"],[3,"微信"]]}`,
		post(s, "getrechargerules", `{"card_id":"M000139"}`))
}

func TestLevels(t *testing.T) {
	r := call(shop(nil), http.MethodGet, "cardlevellist", "")
	assert.Equal(t, 200, r.status)
	assert.Equal(t, "application/json", r.kind)
	assert.Equal(t, `[{"card_lel_name":"普通卡","id":1},{"card_lel_name":"银卡","id":2},{"card_lel_name":"金卡","id":3},`+
		`{"card_lel_name":"钻石卡","id":4},{"card_lel_name":"员工卡","id":5}]`, r.body)
}

func TestGetcardsAsPublished(t *testing.T) {
	want := compact(t, `{"cards": [{
		"cur_score": 2555, "phone": "66538536", "amount": 14493.80, "uname": "Chan Kan Seng",
		"card_level_name": "普通卡", "card_status": "正常", "id": 200889, "card_id": "M000123"
	}]}`)
	s := shop(nil)
	for _, key := range []string{`"M000123"`, `"m000123"`, `"chan kan s"`, `"653853"`, `66538536`} {
		assert.Equal(t, want, post(s, "getcards", `{"key":`+key+`}`), key)
	}
	assert.Equal(t, 3, strings.Count(post(s, "getcards", `{"key":"Chan "}`), `"card_id"`))
	assert.Equal(t, `{"cards":[]}`, post(s, "getcards", `{"key":"nobody"}`))
	assert.Contains(t, post(s, "getcards", `{"key":"M000112"}`), `"card_status":"挂失"`)
	s.Switch(func(w *sandysim.Switches) { w.NothingIsErrcode2 = true })
	assert.Equal(t, `{"errcode":"2","errmsg":"卡不存在"}`, post(s, "getcards", `{"key":"nobody"}`))
}

func TestCardopenAsPublished(t *testing.T) {
	s := shop(func(o *sandysim.Options) {
		o.Shop = "ASDFG"
		o.Switches.OpeningAmount = money.Must("100")
	})
	const request = `{"cardID": "12345", "cardLevelID": "1", "uname": "Mr.Wang", "phone": "186xxxxxxxx", "gender": "1"}`
	assert.Equal(t, `{"org_name":"ASDFG","phone":"186xxxxxxxx","amount":100,"card_id":"12345","cur_score":0}`, post(s, "cardopen", request))
	assert.Equal(t, `{"errcode":"3","errmsg":"卡已存在"}`, post(s, "cardopen", request))

	c, ok := s.Card("12345")
	require.True(t, ok)
	assert.Equal(t, "Mr.Wang", c.Name)
	assert.Equal(t, sim.Male, c.Gender)
	assert.Equal(t, sandysim.Open, s.Rows("12345")[0].Type)

	s.Switch(func(w *sandysim.Switches) { w.OpeningAmount = money.Amount{} })
	assert.Equal(t, `{"org_name":"ASDFG","phone":"","amount":0,"card_id":"0007","cur_score":0}`,
		post(s, "cardopen", `{"cardID":"0007","cardLevelID":5}`))
	assert.Contains(t, post(s, "getcardinfo", `{"card_id":"0007"}`), `"gender":null`)
}

func TestConsumeRechargeAndTheirRowsAsPublished(t *testing.T) {
	s := sample(nil)
	assert.Equal(t, compact(t, `{
		"cur_score": 2555, "ori_money": 100.0, "amount": "14493.80", "discount_money": 20.0, "card_money": 80.0,
		"discount": 0.8, "depot_money": 0, "card_id": "M000123", "act_money": 80.0
	}`), post(s, "consume", `{"card_id": "M000123", "money": 100, "money_discount": 100}`))
	assert.Equal(t, compact(t, `{
		"cur_score": 2560, "add_money": 15.0, "amount": "14608.80", "add_score": 5.0, "card_id": "M000123"
	}`), post(s, "recharge", `{"card_id": "M000123", "money": "100", "pay_type": 1}`))

	// The rows are those of the page; only their numbers begin elsewhere.
	assert.Equal(t, compact(t, `{
		"data": [{
			"ori_money": 100.0, "act_money": 115.0, "amount": 14608.8, "score": 2560, "pay_type_text": "现金",
			"description": "充值送10%:充值100.0赠送金额10.0<br/>单次送5元:充值100.0赠送金额5.0赠送积分5.0",
			"time": 1570592439, "type": 6, "org_name": "聚客西餐", "id": 1002
		}, {
			"ori_money": 100.0, "act_money": 80.0, "amount": 14493.8, "score": 2555, "pay_type_text": "",
			"description": "8折(0.8)<br/>消费80.0,获得积分80\n",
			"time": 1570592439, "type": 7, "org_name": "聚客西餐", "id": 1001
		}],
		"pages": 3.0, "page_size": 2, "page": 1
	}`), post(s, "getcardhis", `{"card_id": "M000123", "page_size": 2, "page": 1, "event_type": 0}`))

	assert.Equal(t, compact(t, `{
		"cur_score": 2560, "phone": "66538536", "amount": 14608.80, "birthday": "", "uname": "Chan Kan Seng",
		"gender": 0, "card_level_name": "金卡", "card_id": "M000123", "sum_consume": 80, "sum_recharge": 100
	}`), post(s, "getcardinfo", `{"card_id":"M000123"}`))
}

func TestOnlyTheHighestThresholdPays(t *testing.T) {
	for amount, gift := range map[string]string{"499.99": "55.0", "500": "155.0", "999": "204.9", "1000": "355.0", "3000": "555.0"} {
		got := post(sample(nil), "recharge", `{"card_id":"M000123","money":"`+amount+`","pay_type":"3"}`)
		assert.Contains(t, got, `"add_money":`+gift+`,`, amount)
	}
	got := post(shop(nil), "recharge", `{"card_id":"M000139","money":1000,"pay_type":2}`)
	assert.Equal(t, `{"cur_score":0,"add_money":0.0,"amount":"1300.00","add_score":0.0,"card_id":"M000139"}`, got)
}

func TestDiscountsAndPointsAreExact(t *testing.T) {
	for _, c := range []struct{ request, act, discount, points string }{
		{`"money":88.5`, "70.8", "17.7", "2545"},
		{`"money":"0.03"`, "0.02", "0.01", "2475"},
		{`"money":100,"money_discount":50`, "90.0", "10.0", "2565"},
		{`"money":100,"money_discount":"0"`, "100.0", "0.0", "2575"},
		{`"money":100,"money_discount":null`, "80.0", "20.0", "2555"},
		{`"money":1.99`, "1.59", "0.4", "2476"},
	} {
		got := post(sample(nil), "consume", `{"card_id":"M000123",`+c.request+`}`)
		assert.Contains(t, got, `"act_money":`+c.act+`}`, c.request)
		assert.Contains(t, got, `"discount_money":`+c.discount+`,`, c.request)
		assert.Contains(t, got, `"cur_score":`+c.points+`,`, c.request)
	}
	s := sample(func(o *sandysim.Options) { o.Switches.ZeroMeansAll = true })
	assert.Contains(t, post(s, "consume", `{"card_id":"M000123","money":100,"money_discount":0}`), `"act_money":80.0`)
}

func TestAShortBalanceIsRefusedOrPartlyCovered(t *testing.T) {
	s := shop(nil)
	const request = `{"card_id":"M000110","money":130.5}`
	assert.Equal(t, `{"errcode":"4","errmsg":"余额不足"}`, post(s, "consume", request))
	assert.Len(t, s.Rows("M000110"), 1)

	s.Switch(func(w *sandysim.Switches) { w.Depot = true })
	assert.Equal(t, compact(t, `{
		"cur_score": 130, "ori_money": 130.5, "amount": "0.00", "discount_money": 0.0, "card_money": 100.0,
		"discount": 1.0, "depot_money": 30.5, "card_id": "M000110", "act_money": 130.5
	}`), post(s, "consume", request))
	assert.Contains(t, post(s, "consume", request), `"errcode":"4"`, "nothing at all covers nothing")
	rows := s.Rows("M000110")
	assert.Equal(t, "100.00", rows[1].Act.String(), "the row says what left the card")
	assert.Contains(t, rows[1].Description, "应付30.5")
}

func TestConsumeScore(t *testing.T) {
	s := shop(nil)
	assert.Equal(t, `{"cur_score":2455,"amount":14493.8,"card_id":"M000123"}`, post(s, "consume_score", `{"card_id":"M000123","score":100.9}`))
	assert.Equal(t, `{"errcode":"4","errmsg":"余额不足:积分"}`, post(s, "consume_score", `{"card_id":"M000123","score":2456}`))
	assert.Equal(t, `{"errcode":"400","errmsg":"参数错误:score"}`, post(s, "consume_score", `{"card_id":"M000123","score":0.5}`))
	got := post(s, "getcardhis", `{"card_id":"M000123","page_size":1}`)
	assert.Contains(t, got, `{"ori_money":0.0,"act_money":0.0,"amount":14493.8,"score":2455,"pay_type_text":"","description":"消费积分100",`)
	assert.Contains(t, got, `"type":7,`)
}

func TestModcardinfo(t *testing.T) {
	s := shop(nil)
	assert.Equal(t, compact(t, `{
		"cur_score": 2555, "phone": "1234", "amount": 14493.80, "birthday": "1999-09-09", "uname": "huang",
		"gender": 1, "card_level_name": "普通卡", "card_id": "M000123"
	}`), post(s, "modcardinfo", `{"card_id": "M000123", "uname": "huang", "phone": "1234", "birthday": "1999-9-9", "gender": 1}`))
	post(s, "modcardinfo", `{"card_id":"M000123","phone":""}`)
	c, _ := s.Card("M000123")
	assert.Equal(t, "huang", c.Name, "what is not sent stays")
	assert.Equal(t, "", c.Phone, "what is sent empty is cleared")
	post(s, "modcardinfo", `{"card_id":"M000123"}`)
	applied := []int{}
	for _, r := range s.Requests() {
		applied = append(applied, r.Applied)
	}
	assert.Equal(t, []int{1, 1, 0}, applied)
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct{ name, body, code string }{
		{"getcardinfo", `{"card_id":"wx001"}`, "2"},
		{"getcardinfo", `{"card_id":"12345"}`, "2"},
		{"getcardinfo", `{"card_id":"m000123"}`, "2"},
		{"getcardinfo", `{"CARD_ID":"M000123"}`, "1"},
		{"getcardinfo", `{}`, "1"},
		{"getcardinfo", ``, "1"},
		{"getcardinfo", `null`, "400"},
		{"getcardinfo", `card_id=M000123`, "400"},
		{"getcardinfo", `{"card_id":["M000123"]}`, "400"},
		{"getcards", `{"key":""}`, "1"},
		{"getcardhis", `{"card_id":"M000123","page_size":0}`, "400"},
		{"getcardhis", `{"card_id":"M000123","page":"x"}`, "400"},
		{"getcardhis", `{"card_id":"M000123","start_timestamp":1.5}`, "400"},
		{"getcardhis", `{}`, "1"},
		{"recharge", `{"card_id":"M000123","money":"100"}`, "1"},
		{"recharge", `{"card_id":"M000123","money":"100","pay_type":9}`, "400"},
		{"recharge", `{"card_id":"M000123","money":"-100","pay_type":1}`, "400"},
		{"recharge", `{"card_id":"M000123","pay_type":1}`, "1"},
		{"recharge", `{"card_id":"M000112","money":"100","pay_type":1}`, "400"},
		{"consume", `{"card_id":"M000123","money":0}`, "400"},
		{"consume", `{"card_id":"M000123","money":1.005}`, "400"},
		{"consume", `{"card_id":"M000123","money":"NaN"}`, "400"},
		{"consume", `{"card_id":"M000123","money":1e400}`, "400"},
		{"consume", `{"card_id":"M000123","money":10,"money_discount":10.01}`, "400"},
		{"consume", `{"card_id":"M000123","money":10,"money_discount":-1}`, "400"},
		{"consume", `{"card_id":"M000113","money":10}`, "400"},
		{"consume", `{"card_id":"wx001","money":10}`, "2"},
		{"consume", `{"card_id":"M000123"}`, "1"},
		{"consume_score", `{"card_id":"M000123"}`, "1"},
		{"consume_score", `{"card_id":"M000113","score":1}`, "400"},
		{"cardopen", `{"cardLevelID":1}`, "1"},
		{"cardopen", `{"cardID":"777"}`, "1"},
		{"cardopen", `{"cardID":"777","cardLevelID":9}`, "400"},
		{"cardopen", `{"cardID":"777","cardLevelID":"x"}`, "400"},
		{"cardopen", `{"cardID":"777","cardLevelID":1,"gender":"2"}`, "400"},
		{"cardopen", `{"cardID":"777","cardLevelID":1,"uname":{}}`, "400"},
		{"modcardinfo", `{"card_id":"M000123","birthday":"1999-13-9"}`, "400"},
		{"modcardinfo", `{"uname":"x"}`, "1"},
	} {
		s := shop(nil)
		r := call(s, http.MethodPost, c.name, c.body)
		assert.Equal(t, 200, r.status)
		assert.Contains(t, r.body, `{"errcode":"`+c.code+`","errmsg":"`, c.name+" "+c.body)
		assert.Equal(t, 0, s.Requests()[0].Applied)
	}
}

func TestCredentialsAreChecked(t *testing.T) {
	s := shop(nil)
	for _, c := range []struct{ header, value, code string }{
		{"AUTHORIZATION", "wrong", "400"},
		{"AUTHORIZATION", "", "1"},
		{"CUSTOMERGUID", "DEFAULT-AUTO-8E5A-BDE2-34ABA1BD956C9", "400"},
		{"CUSTOMERGUID", "", "1"},
	} {
		r := call(s, http.MethodPost, "consume", `{"card_id":"M000123","money":1}`, c.header, c.value)
		assert.Contains(t, r.body, `{"errcode":"`+c.code+`"`, c.header+"="+c.value)
	}
	assert.Len(t, s.Rows("M000123"), 1)
	own := shop(func(o *sandysim.Options) { o.Token, o.GUID = "agent", "{OWN}" })
	assert.Contains(t, call(own, http.MethodGet, "cardlevellist", "").body, `"errcode"`)
	assert.NotContains(t, call(own, http.MethodGet, "cardlevellist", "", "AUTHORIZATION", "agent", "CUSTOMERGUID", "{OWN}").body, `"errcode"`)
}

func TestTheFormOfErrorsCanBeSwitched(t *testing.T) {
	s := shop(func(o *sandysim.Options) {
		o.Switches = sandysim.Switches{ErrorStatus: 400, IntErrcode: true}
	})
	r := call(s, http.MethodPost, "getcardinfo", `{"card_id":"wx001"}`)
	assert.Equal(t, result{400, "application/json", `{"errcode":2,"errmsg":"卡不存在"}`}, r)
	s.Switch(func(w *sandysim.Switches) { *w = sandysim.Switches{Expired: true} })
	assert.Equal(t, `{"errcode":"300","errmsg":"系统过期"}`, call(s, http.MethodGet, "cardlevellist", "").body)
}

func TestWhatIsNoCallIsAPage(t *testing.T) {
	s := shop(nil)
	assert.Equal(t, 404, call(s, http.MethodPost, "refund", `{}`).status)
	assert.Equal(t, 405, call(s, http.MethodGet, "consume", "").status)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/consume", nil))
	assert.Equal(t, 404, w.Code)
	assert.Empty(t, s.Requests())
}

package pospalsim_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

// The signatures are spelled out, not computed: had this test the same mistake
// as the server, both would agree.
func TestSignatureVectors(t *testing.T) {
	s := shop(func(o *pospalsim.Options) { o.AppID, o.AppKey = "DEMOAPPID", "demo-app-key-001" })
	const lookup = `{"appId":"DEMOAPPID","customerNum":"8001"}`
	for _, c := range []struct{ name, body, signed, says string }{
		{"queryByNumber", lookup, "5E710F1A13C2773C46EFC6C2E922A996", "2015"},
		{"queryByNumber", lookup + "\n", "5E710F1A13C2773C46EFC6C2E922A996", "2015"},
		{"queryByNumber", " \t" + lookup + "\r\n ", "5E710F1A13C2773C46EFC6C2E922A996", "2015"},
		{"queryByNumber", lookup + "\n", "56C4C1AE4EDC21B68568F91A51FDE8B1", "1032"},
		{"queryByNumber", lookup, strings.ToLower("5E710F1A13C2773C46EFC6C2E922A996"), "1032"},
		{"updateBalancePointByIncrement",
			`{"appId":"DEMOAPPID","customerUid":813951242628553689,"balanceIncrement":-12.50,"dataChangeTime":"2024-05-01 12:00:00","validateBalance":1}`,
			"938EE39E96463BD0E5F9F6BF9F200357", `"balanceIncrement":-12.50`},
		{"add", `{"appId":"DEMOAPPID","customerInfo":{"number":"8001","name":"测试","phone":"13800000000"}}`,
			"E5D11C4AB9741CBD810700931A641A5E", `"name":"测试"`},
		{"add", `{"appId":"DEMOAPPID","customerInfo":{"number":"8001","name":"\u6d4b\u8bd5","phone":"13800000000"}}`,
			"0AA4CC5A3FCCB8697B82C16D4B5F07E1", "2012"},
	} {
		w := serve(s, request(root+"customerOpenApi/"+c.name, c.body, c.signed))
		assert.Equal(t, 200, w.Code)
		assert.Contains(t, w.Body.String(), c.says, c.body)
	}
	padded := shop(func(o *pospalsim.Options) { o.AppID, o.AppKey = "DEMOAPPID", " demo-app-key-001\n" })
	w := serve(padded, request(root+"customerOpenApi/queryByNumber", lookup, "5E710F1A13C2773C46EFC6C2E922A996"))
	assert.Contains(t, w.Body.String(), "2015", "the key is trimmed too")
}

func TestWhoIsCallingIsCheckedFirst(t *testing.T) {
	s := shop(nil)
	const mine, unknown = `{"appId":"DE30A991D00000000000000000000001"}`, `{"appId":"DE30A991D00000000000000000000009"}`
	for _, c := range []struct{ why, body, signed, answer string }{
		{"no signature", mine, "", refused(1031, "缺少签名")},
		{"no signature comes before all else", unknown, "", refused(1031, "缺少签名")},
		{"wrong signature", mine, signature("1", mine), refused(1032, "数据和签名不一致")},
		{"nonsense", mine, "x", refused(1032, "数据和签名不一致")},
		{"unknown appId", unknown, signature(appKey, unknown), refused(1034, "appId不存在")},
		{"unknown appId comes before a wrong signature", unknown, "x", refused(1034, "appId不存在")},
		{"no appId", `{}`, signature(appKey, `{}`), refused(1034, "appId不存在")},
		{"appId of another kind", `{"appId":[]}`, signature(appKey, `{"appId":[]}`), refused(1034, "appId不存在")},
		{"no JSON", `appId=1`, signature(appKey, `appId=1`), refused(9003, "请求参数错误")},
		{"no object", `null`, signature(appKey, `null`), refused(9003, "请求参数错误")},
		{"two values", mine + mine, signature(appKey, mine+mine), refused(9003, "请求参数错误")},
	} {
		w := serve(s, request(root+"customerOpenApi/queryAllCustomerCategory", c.body, c.signed))
		assert.Equal(t, 200, w.Code)
		assert.Equal(t, c.answer, w.Body.String(), c.why)
	}
	assert.Zero(t, s.Used(), "who is turned away at the door does not count")

	r := request(root+"customerOpenApi/queryAllCustomerCategory", mine, signature(appKey, mine))
	r.Header.Del("time-stamp")
	r.Header.Del("User-Agent")
	assert.Contains(t, serve(s, r).Body.String(), "success", "neither is checked")

	s.Switch(func(w *pospalsim.Switches) { w.Revoked = true })
	assert.Equal(t, refused(1034, "appId不存在"), post(s, "queryAllCustomerCategory", ""))
}

func TestPathsAndMethods(t *testing.T) {
	s := shop(nil)
	const body = `{"appId":"DE30A991D00000000000000000000001","customerTel":"13800001015"}`
	for _, c := range []struct {
		path   string
		status int
	}{
		{"/pospal-api2/openapi/v1/customerOpenApi/queryBytel", 200},
		{"/pospal-api2/openapi/v1/customerOpenapi/queryBytel", 200},
		{"/pospal-api2/openapi/v1/CUSTOMEROPENAPI/queryBytel", 200},
		{"/pospal-api2/openapi/v1/openApiLimitAccess/queryAccessTimes", 200},
		{"/pospal-api2/openapi/v1/customerOpenApi/queryByTel", 404},
		{"/pospal-api2/openapi/v1/customerOpenApi/queryAccessTimes", 404},
		{"/pospal-api2/openapi/v1/openApiLimitAccess/queryBytel", 404},
		{"/pospal-api2/openapi/v1/couponOpenApi/queryBytel", 404},
		{"/pospal-api2/openapi/v1/customerOpenApi", 404},
		{"/pospal-api2/openapi/v2/customerOpenApi/queryBytel", 404},
		{"/customerOpenApi/queryBytel", 404},
	} {
		assert.Equal(t, c.status, serve(s, request(c.path, body, signature(appKey, body))).Code, c.path)
	}
	get := request(root+"customerOpenApi/queryBytel", body, signature(appKey, body))
	get.Method = http.MethodGet
	w := serve(s, get)
	assert.Equal(t, 405, w.Code)
	assert.Equal(t, "POST", w.Header().Get("Allow"))
	assert.Len(t, s.Requests(), 4, "what is no call is not logged")
}

func TestAnswersAreSigned(t *testing.T) {
	const body = `{"appId":"DE30A991D00000000000000000000001"}`
	ask := func(w pospalsim.Switches) (got, want string) {
		a := serve(switched(w), request(root+"customerOpenApi/queryAllCustomerCategory", body, signature(appKey, body)))
		return a.Header().Get("data-signature"), signature(appKey, a.Body.String())
	}
	got, want := ask(pospalsim.Switches{})
	assert.Equal(t, want, got)
	got, want = ask(pospalsim.Switches{AnswerSignature: pospalsim.SignatureWrong})
	assert.NotEqual(t, want, got)
	assert.Len(t, got, 32)
	got, _ = ask(pospalsim.Switches{AnswerSignature: pospalsim.SignatureAbsent})
	assert.Empty(t, got)
}

func TestGzipIsForThoseWhoAskForIt(t *testing.T) {
	const body = `{"appId":"DE30A991D00000000000000000000001"}`
	ask := func(s http.Handler, accept string) (header http.Header, raw io.Reader) {
		r := request(root+"customerOpenApi/queryAllCustomerCategory", body, signature(appKey, body))
		r.Header.Set("Accept-Encoding", accept)
		w := serve(s, r)
		return w.Header(), w.Body
	}
	s := switched(pospalsim.Switches{Gzip: true})
	h, raw := ask(s, "gzip,deflate")
	require.Equal(t, "gzip", h.Get("Content-Encoding"))
	z, err := gzip.NewReader(raw)
	require.NoError(t, err)
	plain, err := io.ReadAll(z)
	require.NoError(t, err)
	assert.Contains(t, string(plain), "普通卡")
	assert.Equal(t, signature(appKey, string(plain)), h.Get("data-signature"), "the plain body is what is signed")

	h, _ = ask(s, "")
	assert.Empty(t, h.Get("Content-Encoding"))
	h, _ = ask(shop(nil), "gzip,deflate")
	assert.Empty(t, h.Get("Content-Encoding"))
}

func TestTheDateFollowsTheServersClock(t *testing.T) {
	const body = `{"appId":"DE30A991D00000000000000000000001"}`
	r := func() *http.Request {
		return request(root+"customerOpenApi/queryAllCustomerCategory", body, signature(appKey, body))
	}
	s := shop(nil)
	w := serve(s, r())
	assert.Equal(t, "Wed, 01 May 2024 04:00:00 GMT", w.Header().Get("Date"))
	assert.Equal(t, "application/json;charset=UTF-8", w.Header().Get("Content-Type"))
	s.Switch(func(w *pospalsim.Switches) { w.DateSkew = 2 * time.Minute })
	assert.Equal(t, "Wed, 01 May 2024 04:02:00 GMT", serve(s, r()).Header().Get("Date"))
}

func TestTheFormOfAnswersCanBeSwitched(t *testing.T) {
	for _, c := range []struct {
		switches pospalsim.Switches
		error    string
		success  string
	}{
		{pospalsim.Switches{}, refused(2015, "会员不存在"), done},
		{pospalsim.Switches{Letters: pospalsim.UpperCase},
			`{"status":"ERROR","messages":["会员不存在"],"errorCode":2015}`, `{"status":"SUCCESS","messages":[]}`},
		{pospalsim.Switches{Letters: pospalsim.TitleCase},
			`{"status":"Error","messages":["会员不存在"],"errorCode":2015}`, `{"status":"Success","messages":[]}`},
		{pospalsim.Switches{TextErrorCode: true}, `{"status":"error","messages":["会员不存在"],"errorCode":"2015"}`, done},
		{pospalsim.Switches{TextMessages: true}, `{"status":"error","messages":"会员不存在","errorCode":2015}`, done},
		{pospalsim.Switches{KeepNulls: true},
			`{"status":"error","messages":["会员不存在"],"errorCode":2015,"data":null}`,
			`{"status":"success","messages":[],"errorCode":null,"data":null}`},
	} {
		s := switched(c.switches)
		assert.Equal(t, c.error, post(s, "queryByNumber", `"customerNum":"nobody"`))
		assert.Equal(t, c.success, post(s, "updateBaseInfo", `"customerInfo":{"customerUid":813951242628553689,"name":"新名"}`))
	}
	s := switched(pospalsim.Switches{ErrorStatus: 500})
	const body = `{"appId":"DE30A991D00000000000000000000001","customerUid":1}`
	w := serve(s, request(root+"customerOpenApi/queryByUid", body, signature(appKey, body)))
	assert.Equal(t, 500, w.Code)
	assert.Equal(t, refused(2015, "会员不存在"), w.Body.String())

	plan, err := sim.ParsePlan("queryByUid#1=int-errcode")
	require.NoError(t, err)
	s = shop(func(o *pospalsim.Options) { o.Plan, o.Switches.TextErrorCode = plan, true })
	assert.Contains(t, post(s, "queryByUid", `"customerUid":1`), `"errorCode":2015`)
	assert.Contains(t, post(s, "queryByUid", `"customerUid":1`), `"errorCode":"2015"`)
}

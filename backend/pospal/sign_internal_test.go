package pospal

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The key is invented; the signatures were computed apart from this program.
func TestSignatures(t *testing.T) {
	const key = "demo-app-key-001"
	for body, want := range map[string]string{
		`{"appId":"DEMOAPPID","customerNum":"8001"}`:              "5E710F1A13C2773C46EFC6C2E922A996",
		"\t {\"appId\":\"DEMOAPPID\",\"customerNum\":\"8001\"}\n": "5E710F1A13C2773C46EFC6C2E922A996",
		`{"appId":"DEMOAPPID","customerUid":813951242628553689,"balanceIncrement":-12.50,"dataChangeTime":"2024-05-01 12:00:00","validateBalance":1}`: "938EE39E96463BD0E5F9F6BF9F200357",
		`{"appId":"DEMOAPPID","customerInfo":{"number":"8001","name":"测试","phone":"13800000000"}}`:                                                    "E5D11C4AB9741CBD810700931A641A5E",
		`{"appId":"DEMOAPPID","customerInfo":{"number":"8001","name":"\u6d4b\u8bd5","phone":"13800000000"}}`:                                          "0AA4CC5A3FCCB8697B82C16D4B5F07E1",
		`{"status":"success","messages":[],"data":{"customerUid":813951242628553689}}`:                                                                "3D192EE787D02ED51A31D2315960354D",
	} {
		assert.Equal(t, want, sign(key, []byte(body)), body)
		assert.Equal(t, want, sign(" "+key+"\r\n", []byte(body)), "the key is trimmed too")
		assert.True(t, isSigned(key, want, []byte(body)))
		assert.False(t, isSigned(key, want, []byte(body+"x")))
	}
	assert.Equal(t, "E10ADC3949BA59ABBE56E057F20F883E", passwordHash("123456"))
	assert.Equal(t, "96E79218965EB72C92A549DD5A330112", passwordHash("111111"))
}

func TestBaseAddresses(t *testing.T) {
	for given, want := range map[string]string{
		"https://area9-win.pospal.cn":                             "https://area9-win.pospal.cn/pospal-api2/openapi/v1/",
		" https://area9-win.pospal.cn:443/ ":                      "https://area9-win.pospal.cn:443/pospal-api2/openapi/v1/",
		"https://area9-win.pospal.cn:443/pospal-api2/openapi/v1":  "https://area9-win.pospal.cn:443/pospal-api2/openapi/v1/",
		"https://area9-win.pospal.cn/Pospal-API2/openapi/v1/":     "https://area9-win.pospal.cn/pospal-api2/openapi/v1/",
		"http://127.0.0.1:8080//":                                 "http://127.0.0.1:8080/pospal-api2/openapi/v1/",
		"https://service.pospal.cn/proxy/pospal-api2/openapi/v1/": "https://service.pospal.cn/proxy/pospal-api2/openapi/v1/",
	} {
		assert.Equal(t, want, baseOf(given), given)
	}
	assert.True(t, isPlain("http://area9-win.pospal.cn"))
	for _, safe := range []string{"https://area9-win.pospal.cn:443", "http://127.0.0.1:1", "http://localhost/"} {
		assert.False(t, isPlain(safe), safe)
	}
}

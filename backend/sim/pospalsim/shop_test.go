package pospalsim_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend/sim/pospalsim"
)

const (
	appID  = "DE30A991D00000000000000000000001"
	appKey = "271828182845904523"
	root   = "/pospal-api2/openapi/v1/"
)

// noon is a May Day in the shop's zone.
func noon() time.Time { return time.Date(2024, 5, 1, 4, 0, 0, 0, time.UTC) }

// shop is the whole cast with empty logs.
func shop(change func(*pospalsim.Options)) *pospalsim.Server {
	o := pospalsim.Options{Clock: noon, History: pospalsim.NoHistory, DailyLimit: -1}
	if change != nil {
		change(&o)
	}
	return pospalsim.New(o)
}

func switched(w pospalsim.Switches) *pospalsim.Server {
	return shop(func(o *pospalsim.Options) { o.Switches = w })
}

func signature(key, body string) string {
	sum := md5.Sum([]byte(key + body))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// request is what the vendor's page asks a client to send.
func request(path, body, signed string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("User-Agent", "openApi")
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("time-stamp", "1714536000123")
	if signed != "" {
		r.Header.Set("data-signature", signed)
	}
	return r
}

func serve(s http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// post sends fields, which go behind the appId, and returns the answer's body.
func post(s http.Handler, name, fields string) string {
	module := "customerOpenApi/"
	if strings.HasPrefix(name, "queryAccess") || strings.HasPrefix(name, "queryDaily") {
		module = "openApiLimitAccess/"
	}
	body := `{"appId":"` + appID + `"`
	if fields != "" {
		body += "," + fields
	}
	body += "}"
	return serve(s, request(root+module+name, body, signature(appKey, body))).Body.String()
}

// compact takes the layout out of JSON and leaves every literal as it is
// spelled: 671.2 and 671.20 are different answers here.
func compact(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, []byte(text)))
	return b.String()
}

func member(t *testing.T, s *pospalsim.Server, number string) pospalsim.Member {
	t.Helper()
	m, ok := s.Numbered(number)
	require.True(t, ok, number)
	return m
}

func uidOf(t *testing.T, s *pospalsim.Server, number string) int64 {
	t.Helper()
	return member(t, s, number).UID
}

// change sends one increment of the member with a number.
func change(t *testing.T, s *pospalsim.Server, number, key, fields string) string {
	t.Helper()
	return post(s, "updateBalancePointByIncrement",
		fmt.Sprintf(`"customerUid":%d,"dataChangeTime":"%s",%s`, uidOf(t, s, number), key, fields))
}

func refused(code int, text string) string {
	return fmt.Sprintf(`{"status":"error","messages":["%s"],"errorCode":%d}`, text, code)
}

const done = `{"status":"success","messages":[]}`

type wirePage struct {
	Data struct {
		Back     json.RawMessage `json:"postBackParameter"`
		PageSize int             `json:"pageSize"`
		Result   []struct {
			UID    json.Number `json:"customerUid"`
			Number string      `json:"number"`
			Enable int         `json:"enable"`
			Time   string      `json:"datetime"`
			Row    string      `json:"uid"`
		} `json:"result"`
	} `json:"data"`
}

func pageOf(t *testing.T, s http.Handler, name, fields string) wirePage {
	t.Helper()
	var p wirePage
	text := post(s, name, fields)
	require.NoError(t, json.Unmarshal([]byte(text), &p), text)
	require.Contains(t, text, `"status":"success"`)
	return p
}

// walk follows the cursor, handing it back byte for byte, until a page is
// short, and returns all pages.
func walk(t *testing.T, s http.Handler, name, fields string) []wirePage {
	t.Helper()
	var pages []wirePage
	more := ""
	for range 1000 {
		sep := ""
		if fields != "" && more != "" {
			sep = ","
		}
		p := pageOf(t, s, name, fields+sep+more)
		pages = append(pages, p)
		if len(p.Data.Result) < p.Data.PageSize {
			return pages
		}
		more = `"postBackParameter":` + string(p.Data.Back)
	}
	t.Fatal("the pages never end")
	return nil
}

package pospal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
)

// codes is the vendor's list of codes, each with what it is for people, and
// whether it proves that a change of money did not happen.
func codes() map[string]struct {
	kind  backend.Kind
	final bool
} {
	type row = struct {
		kind  backend.Kind
		final bool
	}
	list := map[string]row{
		"0":    {backend.KindVendorFault, false},
		"2012": {backend.KindExists, false},
		"2015": {backend.KindNotFound, true},
		"4001": {backend.KindExpired, true}, "4002": {backend.KindExpired, true},
		"9003": {backend.KindInvalid, true},
	}
	for kind, codes := range map[backend.Kind][]string{
		backend.KindAccount:  {"1001", "1002", "1011", "1012", "1013", "1014", "1015", "1016", "1017", "1018", "1021", "1022", "1023", "1024", "1025"},
		backend.KindInvalid:  {"1091", "1092", "1093", "1094", "1095", "1096", "1097", "1098"},
		backend.KindUsedUp:   {"2001", "2002", "3001", "3002", "3003", "3004"},
		backend.KindRejected: {"2011", "2013", "77777"},
	} {
		for _, c := range codes {
			list[c] = row{kind, false}
		}
	}
	for kind, codes := range map[backend.Kind][]string{
		backend.KindAccess: {"1031", "1032", "1033", "1034"}, backend.KindForbidden: {"2016"},
		backend.KindHours: {"9001"}, backend.KindOutdated: {"9002", "9004"},
	} {
		for _, c := range codes {
			list[c] = row{kind, true}
		}
	}
	return list
}

func TestEveryCodeHasAKind(t *testing.T) {
	for code, want := range codes() {
		for _, form := range []string{code, `"` + code + `"`} {
			s := serve(t).on("queryByUid", refusal(form, "不行")).on("updateBalancePointByIncrement", refusal(form, "不行"))
			_, err := s.client().Member(t.Context(), id)
			var e *backend.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, want.kind, e.Kind, code)
			assert.Equal(t, code, e.Code)
			assert.Equal(t, "不行", e.Text.String())
			assert.Equal(t, "pospal.queryByUid", e.Op)

			r := s.client().Submit(t.Context(), consume(), token(consumed), nil)
			class := backend.ReplyUnclear
			if want.final {
				class = backend.ReplyRefused
			}
			assert.Equal(t, class, r.Class, code)
			assert.Equal(t, want.kind, r.Err.Kind, code)
		}
	}
}

func TestWordsStandInForCodes(t *testing.T) {
	for words, want := range map[string]struct {
		kind  backend.Kind
		class backend.ReplyClass
	}{
		"会员余额不足":       {backend.KindShortBalance, backend.ReplyRefused},
		"该会员不允许赊账":     {backend.KindShortBalance, backend.ReplyRefused},
		"超过会员赊账额度":     {backend.KindShortBalance, backend.ReplyRefused},
		"会员积分不足":       {backend.KindShortPoints, backend.ReplyRefused},
		"重复提交修改":       {backend.KindRejected, backend.ReplyDuplicate},
		"今日接口访问次数已达上限": {backend.KindQuota, backend.ReplyUnclear},
		"访问量超过限制":      {backend.KindQuota, backend.ReplyUnclear},
		"修改会员失败":       {backend.KindRejected, backend.ReplyUnclear},
		"余额服务维护中":      {backend.KindRejected, backend.ReplyUnclear},
	} {
		for _, body := range []string{
			refusal("2013", words), refusal("null", words),
			`{"status":"Error","messages":"` + words + `"}`, `{"status":"ERROR","messages":[null,"` + words + `"],"errorCode":""}`,
		} {
			s := serve(t).on("queryByUid", body).onStatus("updateBalancePointByIncrement", 400, body)
			_, err := s.client().Member(t.Context(), id)
			assert.Equal(t, want.kind, kind(err), body)
			r := s.client().Submit(t.Context(), consume(), token(consumed), nil)
			assert.Equal(t, want.class, r.Class, body)
			assert.Equal(t, want.kind, r.Err.Kind, body)
			assert.Equal(t, words, r.Err.Text.String())
			assert.Equal(t, 400, r.HTTP)
		}
	}
	r := serve(t).on("updateBalancePointByIncrement", refusal("0", "会员余额不足")).client().
		Submit(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, backend.ReplyUnclear, r.Class, "code 0 says that they do not know")
	r = serve(t).on("updateBalancePointByIncrement", `{"status":"error","messages":["会员余额不足"],"errorCode":[2013]}`).client().
		Submit(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, backend.ReplyUnclear, r.Class, "a code that is none")
}

func TestTheVendorsWordsAreCutWhereItsInnerWorkingsBegin(t *testing.T) {
	for words, want := range map[string]string{
		"会员服务异常,responseCode=500 at com.example.Foo(Foo.java:1)": "会员服务异常",
		"responseCode=500, 系统繁忙":                                 "系统繁忙",
		"\x1b[31m红":                                              "\ufffd[31m红",
	} {
		e := `{"status":"error","messages":["","` + jsonEscaped(words) + `"],"errorCode":9001}`
		_, err := serve(t).on("queryByUid", e).client().Member(t.Context(), id)
		var failed *backend.Error
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, want, failed.Text.String())
	}
}

func TestStatusesWithoutAnAnswerOfTheirs(t *testing.T) {
	for status, want := range map[int]backend.Kind{
		401: backend.KindAccess, 403: backend.KindAccess, 404: backend.KindUnreadable, 408: backend.KindTimeout,
		429: backend.KindUnreadable, 500: backend.KindVendorFault, 502: backend.KindVendorFault, 504: backend.KindTimeout,
	} {
		s := serve(t).onStatus("queryByUid", status, "<html>").onStatus("updateBalancePointByIncrement", status, success(consumed))
		_, err := s.client().Member(t.Context(), id)
		assert.Equal(t, want, kind(err), status)
		r := s.client().Submit(t.Context(), consume(), token(consumed), nil)
		assert.Equal(t, backend.ReplyUnclear, r.Class, "a success with status %d", status)
	}
	_, err := serve(t).onStatus("queryByUid", 500, refusal("2015", "")).client().Member(t.Context(), id)
	assert.Equal(t, backend.KindNotFound, kind(err), "their answer counts, whatever the status")
	_, err = serve(t).onStatus("queryByUid", 302, record()).client().Member(t.Context(), id)
	assert.Equal(t, backend.KindRedirected, kind(err))
}

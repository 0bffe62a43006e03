package pospal_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
)

const key = "2024-05-01 12:00:00"

// The tokens are as Prepare leaves them in the journal. Their form must not
// change: journals of last year hold them.
const (
	consumed = `{"v":1,"uid":"813951242628553689","at":"2024-05-01T04:00:00.123Z","balance":"528.80","points":"671.2",
		"balance_increment":"-72.00","point_increment":"72","remark":"op-1 A 小王"}`
	recharged = `{"v":1,"uid":"813951242628553689","at":"2024-05-01T04:00:00.123Z","balance":"528.80","points":"671.2",
		"balance_increment":"110.00","point_increment":"5","remark":"op-1 A 小王 充100.00 微信 送10.00"}`
	redeemed = `{"v":1,"uid":"813951242628553689","at":"2024-05-01T04:00:00.123Z","balance":"528.80","points":"671.2",
		"balance_increment":"0.00","point_increment":"-100","remark":"op-1 A 小王"}`
)

func token(evidence string) backend.Token {
	return backend.Token{Key: key, Evidence: []byte(evidence)}
}

func shown() backend.Promise {
	p := money.PointsFromHundredths(67120)
	return backend.Promise{BalanceBefore: yuan("528.80"), BalanceAfter: yuan("528.80"), PointsBefore: p, PointsAfter: p}
}

func operation(kind backend.OpKind) backend.Operation {
	return backend.Operation{ID: "op-1", Kind: kind, MemberID: id, Till: "A", Operator: "小王", Quote: shown()}
}

// consume is a bill of 100 at 0.9, of which the card pays 72.
func consume() backend.Operation {
	op := operation(backend.OpConsume)
	op.Amount = yuan("100")
	op.Quote.Net, op.Quote.Collect = yuan("90"), yuan("18")
	op.Quote.PointsAfter = op.Quote.PointsBefore.Add(money.WholePoints(72))
	op.Quote.Rate, _ = money.ParseRate("0.9")
	return op
}

func recharge() backend.Operation {
	op := operation(backend.OpRecharge)
	op.Amount, op.PayType = yuan("100"), backend.PayType{ID: "微信", Name: line("微信")}
	op.Quote.GiftMoney, op.Quote.GiftPoints = yuan("10"), money.WholePoints(5)
	op.Quote.PointsAfter = op.Quote.PointsBefore.Add(money.WholePoints(5))
	return op
}

func redeem() backend.Operation {
	op := operation(backend.OpRedeem)
	op.Points = money.WholePoints(100)
	return op
}

// success is the answer to the change that a token describes.
func success(evidence string) string {
	data := map[string]string{
		consumed:  `"balanceAfterUpdate":456.80,"balanceIncrement":-72.00,"pointAfterUpdate":743.20,"pointIncrement":72`,
		recharged: `"balanceAfterUpdate":638.80,"balanceIncrement":110,"pointAfterUpdate":676.20,"pointIncrement":5`,
		redeemed:  `"balanceAfterUpdate":528.80,"balanceIncrement":0,"pointAfterUpdate":571.20,"pointIncrement":-100`,
	}[evidence]
	return `{"status":"success","messages":[],"errorCode":null,"data":{"customerUid":` + id + `,"balanceBeforeUpdate":528.80,
		"pointBeforeUpdate":671.20,` + data + `,"dataChangeTime":"` + key + `","updateCustomerTime":"2024-05-01 12:00:01"}}`
}

func jsonEscaped(s string) string {
	b, _ := json.Marshal(s)
	return strings.Trim(string(b), `"`)
}

func TestPrepareFixesWhatWillBeSent(t *testing.T) {
	for name, tc := range map[string]struct {
		op   backend.Operation
		want string
	}{"consume": {consume(), consumed}, "recharge": {recharge(), recharged}, "redeem": {redeem(), redeemed}} {
		s := serve(t).data("queryByUid", whole)
		// 04:00 UTC on that day is noon in China, wherever this machine stands.
		tok, err := s.client().Prepare(t.Context(), tc.op, backend.Stamp(noon.Unix()))
		require.NoError(t, err, name)
		assert.Equal(t, key, tok.Key)
		assert.JSONEq(t, tc.want, string(tok.Evidence), name)
		assert.Equal(t, 1, s.total(), "one read, and no level needed for it")
	}
}

func TestPrepareRefusesWhatCannotBeSent(t *testing.T) {
	change := func(op backend.Operation, how func(*backend.Operation)) backend.Operation { how(&op); return op }
	for name, tc := range map[string]struct {
		op    backend.Operation
		field string
	}{
		"no amount":               {change(consume(), func(o *backend.Operation) { o.Amount = yuan("0") }), "amount"},
		"less than nothing":       {change(recharge(), func(o *backend.Operation) { o.Amount = yuan("-1") }), "amount"},
		"nothing off the card":    {change(consume(), func(o *backend.Operation) { o.Quote.Collect = yuan("90"); o.Quote.PointsAfter = o.Quote.PointsBefore }), "amount"},
		"more to collect than is": {change(consume(), func(o *backend.Operation) { o.Quote.Collect = yuan("91") }), "quote"},
		"a net above the bill":    {change(consume(), func(o *backend.Operation) { o.Quote.Net = yuan("101") }), "quote"},
		"points lost by paying":   {change(consume(), func(o *backend.Operation) { o.Quote.PointsAfter = money.Points{} }), "quote"},
		"a gift taken":            {change(recharge(), func(o *backend.Operation) { o.Quote.GiftMoney = yuan("-1") }), "quote"},
		"no points":               {change(redeem(), func(o *backend.Operation) { o.Points = money.Points{} }), "points"},
	} {
		s := serve(t)
		_, err := s.client().Prepare(t.Context(), tc.op, 7)
		var e *backend.Error
		require.ErrorAs(t, err, &e, name)
		assert.Equal(t, backend.KindInvalid, e.Kind, name)
		assert.Equal(t, tc.field, e.Field, name)
		assert.Zero(t, s.total())
	}
	_, err := serve(t).client().Prepare(t.Context(), backend.Operation{MemberID: id}, 7)
	assert.Equal(t, backend.KindInternal, kind(err))
}

func TestPrepareRefusesAKeyFromTheFuture(t *testing.T) {
	for ahead, refused := range map[time.Duration]bool{0: false, 30 * time.Second: false, 31 * time.Second: true, 24 * time.Hour: true} {
		s := serve(t).data("queryByUid", whole)
		_, err := s.client().Prepare(t.Context(), consume(), backend.Stamp(noon.Add(ahead).Unix()))
		if refused {
			assert.Equal(t, backend.KindClock, kind(err), ahead)
			assert.Zero(t, s.total(), "no call is spent on it")
			continue
		}
		assert.NoError(t, err, ahead)
	}
}

func TestSubmitSendsExactlyThis(t *testing.T) {
	for name, tc := range map[string]struct {
		op        backend.Operation
		tok, body string
		receipt   backend.Receipt
	}{
		"consume": {consume(), consumed, `{"appId":"` + appID + `","customerUid":813951242628553689,"balanceIncrement":-72.00,` +
			`"pointIncrement":72,"dataChangeTime":"2024-05-01 12:00:00","validateBalance":1,"validatePoint":1,"remark":"op-1 A 小王"}`,
			backend.Receipt{Gross: yuan("100"), Net: yuan("90"), Discount: yuan("10"), FromCard: yuan("72"), Collect: yuan("18"),
				Balance: yuan("456.80"), Points: money.PointsFromHundredths(74320), Rate: consume().Quote.Rate}},
		"recharge": {recharge(), recharged, `{"appId":"` + appID + `","customerUid":813951242628553689,"balanceIncrement":110.00,` +
			`"pointIncrement":5,"dataChangeTime":"2024-05-01 12:00:00","remark":"op-1 A 小王 充100.00 微信 送10.00"}`,
			backend.Receipt{Gross: yuan("100"), Net: yuan("110"), GiftMoney: yuan("10"), GiftPoints: money.WholePoints(5),
				Balance: yuan("638.80"), Points: money.PointsFromHundredths(67620)}},
		"redeem": {redeem(), redeemed, `{"appId":"` + appID + `","customerUid":813951242628553689,` +
			`"pointIncrement":-100,"dataChangeTime":"2024-05-01 12:00:00","validateBalance":1,"validatePoint":1,"remark":"op-1 A 小王"}`,
			backend.Receipt{Balance: yuan("528.80"), Points: money.PointsFromHundredths(57120)}},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t).on("updateBalancePointByIncrement", success(tc.tok))
			hooks := 0
			r := s.client().Submit(t.Context(), tc.op, token(tc.tok), func() error { hooks++; return nil })
			require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
			assert.Nil(t, r.Err)
			assert.Equal(t, 1, hooks)
			assert.Equal(t, 200, r.HTTP)
			assert.False(t, r.Closed.IsZero())
			assert.Equal(t, tc.body, s.last(increment))
			assert.Equal(t, asJSON(t, tc.receipt), asJSON(t, *r.Receipt))
			var kept map[string]string
			require.NoError(t, json.Unmarshal(r.Body, &kept))
			assert.Equal(t, "671.20", kept["pointBeforeUpdate"], "with its scale")
			assert.Empty(t, s.headers[0].Values("Idempotency-Key"))

			r = s.client().Submit(t.Context(), tc.op, token(tc.tok), nil)
			assert.Equal(t, backend.ReplyYes, r.Class)
			assert.Equal(t, tc.body, s.last(increment), "a push is the same bytes")
		})
	}
}

func asJSON(t *testing.T, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func TestAReplyHasToProveThatItIsOurs(t *testing.T) {
	for name, change := range map[string][2]string{
		"another member":             {id, "813951242628553688"},
		"a rounded uid":              {id, "813951242628553728"},
		"a uid as a fraction":        {id, id + ".0"},
		"no uid":                     {`"customerUid":` + id + `,`, ""},
		"another key":                {"12:00:00", "12:00:01"},
		"no key":                     {`"dataChangeTime":"` + key + `",`, ""},
		"another increment":          {"-72.00", "-71.00"},
		"a third decimal":            {"-72.00", "-72.001"},
		"no increment":               {`"balanceIncrement":-72.00,`, ""},
		"an exponent":                {"456.80", "4.5680e2"},
		"sums that do not add up":    {"456.80", "456.79"},
		"points that do not add up":  {"743.20", "743.21"},
		"another point increment":    {`"pointIncrement":72`, `"pointIncrement":71`},
		"no points":                  {`"pointAfterUpdate":743.20,`, ""},
		"no balance before":          {`"balanceBeforeUpdate":528.80,`, ""},
		"a null":                     {"456.80", "null"},
		"a word":                     {"456.80", `"viel"`},
		"a list":                     {"456.80", "[456.80]"},
		"a key twice":                {`"pointIncrement":72`, `"pointIncrement":72,"pointIncrement":72`},
		"a key twice, escaped":       {`"pointIncrement":72`, `"pointIncrement":72,"\u0070ointIncrement":72`},
		"another spelling":           {`"pointIncrement"`, `"PointIncrement"`},
		"another spelling of status": {`"status"`, `"Status"`},
		"something behind":           {"12:00:01\"}}", "12:00:01\"}} {}"},
		"an error code beside":       {`"errorCode":null`, `"errorCode":2013`},
		"an error code in a list":    {`"errorCode":null`, `"errorCode":[0]`},
		"a status of its own":        {`"success"`, `"ok"`},
		"no data":                    {`"data"`, `"Data"`},
	} {
		body := strings.Replace(success(consumed), change[0], change[1], 1)
		require.NotEqual(t, success(consumed), body, name)
		s := serve(t).on("updateBalancePointByIncrement", body)
		r := s.client().Submit(t.Context(), consume(), token(consumed), nil)
		assert.Equal(t, backend.ReplyUnclear, r.Class, name)
		require.NotNil(t, r.Err, name)
		assert.Equal(t, backend.KindUnreadable, r.Err.Kind, name)
		if r.Receipt != nil {
			assert.True(t, r.Receipt.Odd, name)
		}
		assert.Equal(t, 1, s.times(increment))
	}
}

func TestARepliesHarmlessVariants(t *testing.T) {
	for name, change := range map[string][2]string{
		"quoted figures":      {"456.80", `"456.80"`},
		"a quoted uid":        {id, `"` + id + `"`},
		"capital letters":     {`"success"`, `"SUCCESS"`},
		"code zero":           {`"errorCode":null`, `"errorCode":0`},
		"an empty code":       {`"errorCode":null`, `"errorCode":""`},
		"zeros at the end":    {"-72.00", "-72.0000"},
		"more than was known": {`"status"`, `"x":[{"a":1}],"status"`},
	} {
		body := strings.Replace(success(consumed), change[0], change[1], 1)
		r := serve(t).on("updateBalancePointByIncrement", body).client().Submit(t.Context(), consume(), token(consumed), nil)
		assert.Equal(t, backend.ReplyYes, r.Class, "%s: %v", name, r.Err)
	}
}

func TestWhatWasNotSentNeedNotBeTold(t *testing.T) {
	only := `{"status":"success","data":{"customerUid":` + id + `,"pointBeforeUpdate":671.2,"pointAfterUpdate":571.2,
		"pointIncrement":-100,"dataChangeTime":"` + key + `"}}`
	r := serve(t).on("updateBalancePointByIncrement", only).client().Submit(t.Context(), redeem(), token(redeemed), nil)
	require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
	assert.Equal(t, "528.80", r.Receipt.Balance.String(), "as it was read before")
	assert.False(t, r.Receipt.Odd)

	moved := strings.Replace(success(redeemed), `"balanceAfterUpdate":528.80`, `"balanceAfterUpdate":528.81`, 1)
	r = serve(t).on("updateBalancePointByIncrement", moved).client().Submit(t.Context(), redeem(), token(redeemed), nil)
	assert.Equal(t, backend.ReplyUnclear, r.Class, "a balance that moved although nobody asked")
}

func TestAMemberThatMovedMeanwhileMakesTheReceiptOdd(t *testing.T) {
	body := strings.NewReplacer("528.80", "600.00", "456.80", "528.00").Replace(success(consumed))
	r := serve(t).on("updateBalancePointByIncrement", body).client().Submit(t.Context(), consume(), token(consumed), nil)
	require.Equal(t, backend.ReplyYes, r.Class)
	assert.True(t, r.Receipt.Odd)
	assert.Equal(t, "528.00", r.Receipt.Balance.String(), "the vendor's figures stand")
}

func TestNothingIsSentForAForeignToken(t *testing.T) {
	s := serve(t)
	other := consume()
	other.MemberID = "7"
	for name, tc := range map[string]struct {
		op  backend.Operation
		tok backend.Token
	}{
		"another member":    {other, token(consumed)},
		"no key":            {consume(), backend.Token{Evidence: []byte(consumed)}},
		"no evidence":       {consume(), backend.Token{Key: key}},
		"another version":   {consume(), token(strings.Replace(consumed, `"v":1`, `"v":2`, 1))},
		"nothing to change": {redeem(), token(strings.Replace(redeemed, "-100", "0", 1))},
	} {
		r := s.client().Submit(t.Context(), tc.op, tc.tok, func() error { t.Error(name); return nil })
		assert.Equal(t, backend.ReplyNotSent, r.Class, name)
		assert.Equal(t, backend.KindInternal, r.Err.Kind, name)
		_, err := s.client().Resolve(t.Context(), tc.op, tc.tok)
		if name != "nothing to change" {
			assert.Equal(t, backend.KindInternal, kind(err), name)
		}
	}
	assert.Zero(t, s.times(increment))
}

func TestHookAndLostReplies(t *testing.T) {
	s := serve(t).lost("updateBalancePointByIncrement")
	cause := errors.New("disk full")
	r := s.client().Submit(t.Context(), consume(), token(consumed), func() error { return cause })
	assert.Equal(t, backend.ReplyNotSent, r.Class)
	assert.ErrorIs(t, r.Err, cause)
	assert.Zero(t, s.times(increment))

	r = s.client().Submit(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, backend.ReplyUnclear, r.Class)
	assert.Equal(t, 1, s.times(increment), "sending again is the till's to decide")
}

func TestBodiesAreKeptWithoutPeopleAndSecrets(t *testing.T) {
	body := strings.Replace(success(consumed), `"data":{`, `"data":{"phone":"13800000000","name":"示例","password":"96E7",`, 1)
	body = strings.Replace(body, `"messages":[]`, `"messages":["`+appKey+`"]`, 1)
	r := serve(t).on("updateBalancePointByIncrement", body).client().Submit(t.Context(), consume(), token(consumed), nil)
	require.Equal(t, backend.ReplyYes, r.Class)
	for _, hidden := range []string{"13800000000", "示例", "96E7", appKey} {
		assert.NotContains(t, string(r.Body), hidden)
	}
	assert.Contains(t, string(r.Body), `"balanceIncrement":"-72.00"`)

	r = serve(t).on("updateBalancePointByIncrement", "<html>13800000000").client().Submit(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, `{"unreadable_bytes":17}`, string(r.Body))
}

func TestResolveReadsTheMemberOnly(t *testing.T) {
	s := serve(t).data("queryByUid", whole, strings.Replace(whole, "528.8", "456.80", 1))
	c := s.client()
	e, err := c.Resolve(t.Context(), consume(), token(consumed))
	require.NoError(t, err)
	assert.False(t, e.Moved())
	assert.True(t, e.Chained)
	assert.Empty(t, e.Rows)
	assert.Equal(t, "2024-05-01T04:00:00.123Z", e.Before.At.Format("2006-01-02T15:04:05.999Z07:00"))
	e, err = c.Resolve(t.Context(), consume(), token(consumed))
	require.NoError(t, err)
	assert.True(t, e.Moved())
	assert.False(t, e.Chained)
	assert.Equal(t, "456.80", e.Now.Balance.String())
	assert.Equal(t, 2, s.total())
}

func TestVoidTakesTheKeyWithoutMovingAnything(t *testing.T) {
	nothing := `{"status":"success","data":{"customerUid":` + id + `,"balanceBeforeUpdate":528.8,"balanceAfterUpdate":528.8,
		"balanceIncrement":0,"dataChangeTime":"` + key + `"}}`
	s := serve(t).on("updateBalancePointByIncrement", nothing, refusal("2013", "重复提交修改"), success(consumed))
	c := s.client()
	hooks := 0
	r := c.Void(t.Context(), consume(), token(consumed), func() error { hooks++; return nil })
	require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
	assert.Equal(t, 1, hooks)
	assert.Equal(t, `{"appId":"`+appID+`","customerUid":813951242628553689,"balanceIncrement":0,`+
		`"dataChangeTime":"2024-05-01 12:00:00","remark":"作废占位 op-1"}`, s.last(increment))
	assert.Equal(t, []string{"528.80", "671.2"}, []string{r.Receipt.Balance.String(), r.Receipt.Points.String()})
	r = c.Void(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, backend.ReplyDuplicate, r.Class)
	r = c.Void(t.Context(), consume(), token(consumed), nil)
	assert.Equal(t, backend.ReplyUnclear, r.Class, "the answer to the operation is none to its undoing")
}

func TestRemarksStayShort(t *testing.T) {
	op := recharge()
	op.Operator, op.Till = strings.Repeat("王", 200), "😀T\n1"
	tok, err := serve(t).data("queryByUid", whole).client().Prepare(t.Context(), op, 7)
	require.NoError(t, err)
	var e struct{ Remark string }
	require.NoError(t, json.Unmarshal(tok.Evidence, &e))
	assert.Equal(t, "op-1 T 1 "+strings.Repeat("王", 16)+" 充100.00 微信 送10.00", e.Remark)
}

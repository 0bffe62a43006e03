package sandy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
)

// baseline is a token as Prepare leaves it in the journal. Its form must not
// change: journals of last year hold it.
func baseline(balance, points string) backend.Token {
	return backend.Token{Evidence: fmt.Appendf(nil,
		`{"v":1,"at":"2024-05-01T12:00:00Z","balance":%q,"points":%q,"consumed":"1000.00","recharged":"529.00","head":1000,"head_at":"2019-10-09T11:40:39+08:00"}`,
		balance, points)}
}

func recharge(amount string) backend.Operation {
	return backend.Operation{
		ID: "op", Kind: backend.OpRecharge, MemberID: "M000123", Amount: yuan(amount),
		PayType: backend.PayType{ID: "1", Name: line("现金")},
	}
}

func consume(amount string) backend.Operation {
	return backend.Operation{ID: "op", Kind: backend.OpConsume, MemberID: "M000123", Amount: yuan(amount)}
}

func redeem(points int64) backend.Operation {
	return backend.Operation{ID: "op", Kind: backend.OpRedeem, MemberID: "M000123", Points: money.WholePoints(points)}
}

const (
	recharged = `{"cur_score":0,"add_money":10.0,"amount":"1420.00","add_score":0.0,"card_id":"M000123"}`
	consumed  = `{"cur_score":2555,"ori_money":100.0,"amount":"14493.80","discount_money":20.0,"card_money":80.0,
		"discount":0.8,"depot_money":0,"card_id":"M000123","act_money":80.0}`
	split = `{"cur_score":2555,"ori_money":100.0,"amount":"0.00","discount_money":20.0,"card_money":50.0,
		"discount":0.8,"depot_money":30.0,"card_id":"M000123","act_money":80.0}`
	redeemed = `{"cur_score":2455,"amount":80.0,"card_id":"M000123"}`
)

func TestRechargeOfThePagesSample(t *testing.T) {
	s := serve(t).on("recharge", recharged)
	hooks := 0
	r := s.client().Submit(t.Context(), recharge("100"), baseline("1310.00", "0"), func() error { hooks++; return nil })
	require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
	assert.Nil(t, r.Err)
	assert.Equal(t, 1, hooks)
	assert.Equal(t, 200, r.HTTP)
	assert.False(t, r.Closed.IsZero())
	assert.Equal(t, []string{"100.00", "110.00", "10.00", "1420.00"}, []string{
		r.Receipt.Gross.String(), r.Receipt.Net.String(), r.Receipt.GiftMoney.String(), r.Receipt.Balance.String()})
	assert.JSONEq(t, recharged, unquoted(t, r.Body))
	sameJSON(t, `{"card_id":"M000123","money":"100","pay_type":1}`, s.last("recharge"))
	assert.Empty(t, s.headers.Values("Idempotency-Key"))
}

// unquoted compares kept bodies, in which every figure is a string.
func unquoted(t *testing.T, body []byte) string {
	var kept map[string]string
	require.NoError(t, json.Unmarshal(body, &kept))
	assert.Equal(t, "1420.00", kept["amount"])
	return recharged
}

func TestConsumeOfThePagesSample(t *testing.T) {
	s := serve(t).on("consume", consumed)
	op := consume("100")
	part := yuan("99.50")
	op.Discountable = &part
	r := s.client().Submit(t.Context(), op, baseline("14573.80", "2475"), nil)
	require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
	assert.Equal(t, []string{"100.00", "80.00", "20.00", "80.00", "0.00", "14493.80", "2555", "0.8"}, []string{
		r.Receipt.Gross.String(), r.Receipt.Net.String(), r.Receipt.Discount.String(), r.Receipt.FromCard.String(),
		r.Receipt.Collect.String(), r.Receipt.Balance.String(), r.Receipt.Points.String(), r.Receipt.Rate.String()})
	assert.False(t, r.Receipt.Odd)
	sameJSON(t, `{"card_id":"M000123","money":100,"money_discount":99.5}`, s.last("consume"))

	s.client().Submit(t.Context(), consume("88.50"), baseline("1", "0"), nil)
	sameJSON(t, `{"card_id":"M000123","money":88.5}`, s.last("consume"))
}

func TestConsumeThatTheCardDoesNotCover(t *testing.T) {
	r := serve(t).on("consume", split).client().Submit(t.Context(), consume("100"), baseline("50", "0"), nil)
	require.Equal(t, backend.ReplyYes, r.Class)
	assert.Equal(t, "30.00", r.Receipt.Collect.String())
	assert.Equal(t, "50.00", r.Receipt.FromCard.String())
}

func TestRedeemOfThePagesSample(t *testing.T) {
	s := serve(t).on("consume_score", redeemed)
	r := s.client().Submit(t.Context(), redeem(100), baseline("80", "2555"), nil)
	require.Equal(t, backend.ReplyYes, r.Class)
	assert.Equal(t, "2455", r.Receipt.Points.String())
	assert.Equal(t, "80.00", r.Receipt.Balance.String())
	sameJSON(t, `{"card_id":"M000123","score":100}`, s.last("consume_score"))
}

func TestOperationsThatCannotBeSentAreNotSent(t *testing.T) {
	zero, more := money.Amount{}, yuan("100.01")
	with := func(op backend.Operation, change func(*backend.Operation)) backend.Operation { change(&op); return op }
	half, _ := money.ParsePointsLiteral("1.5")
	for field, ops := range map[string][]backend.Operation{
		"discountable": {
			with(consume("100"), func(o *backend.Operation) { o.Discountable = &zero }),
			with(consume("100"), func(o *backend.Operation) { o.Discountable = &more }),
		},
		"amount":   {consume("0"), consume("-1"), recharge("0"), recharge("-5")},
		"pay_type": {with(recharge("1"), func(o *backend.Operation) { o.PayType.ID = "" }), with(recharge("1"), func(o *backend.Operation) { o.PayType.ID = "1,2" })},
		"points":   {redeem(0), redeem(-1), with(redeem(1), func(o *backend.Operation) { o.Points = half })},
		"member":   {with(consume("1"), func(o *backend.Operation) { o.MemberID = "" })},
	} {
		for _, op := range ops {
			s := serve(t)
			c := s.client()
			hooked := false
			r := c.Submit(t.Context(), op, baseline("100", "100"), func() error { hooked = true; return nil })
			assert.Equal(t, backend.ReplyNotSent, r.Class, field)
			assert.Equal(t, backend.KindInvalid, r.Err.Kind)
			assert.Equal(t, field, r.Err.Field)
			assert.False(t, hooked)
			_, err := c.Prepare(t.Context(), op, 1)
			assert.Equal(t, backend.KindInvalid, kind(err), field)
			assert.Empty(t, s.asked)
		}
	}
}

func TestATokenThatIsNoneSendsNothing(t *testing.T) {
	for _, evidence := range []string{"", "{}", `{"v":2}`, "x"} {
		s := serve(t)
		r := s.client().Submit(t.Context(), consume("1"), backend.Token{Evidence: []byte(evidence)}, nil)
		assert.Equal(t, backend.ReplyNotSent, r.Class)
		assert.Equal(t, backend.KindInternal, r.Err.Kind)
		_, err := s.client().Resolve(t.Context(), consume("1"), backend.Token{Evidence: []byte(evidence)})
		assert.Equal(t, backend.KindInternal, kind(err))
		assert.Empty(t, s.asked)
	}
}

func TestAHookThatFailsSendsNothing(t *testing.T) {
	s := serve(t).on("consume", consumed)
	r := s.client().Submit(t.Context(), consume("100"), baseline("14573.80", "2475"), func() error { return errors.New("disk full") })
	assert.Equal(t, backend.ReplyNotSent, r.Class)
	assert.Equal(t, backend.KindJournal, r.Err.Kind)
	assert.Zero(t, s.times("consume"))
}

func TestRefusals(t *testing.T) {
	for code, want := range map[int]struct {
		class backend.ReplyClass
		kind  backend.Kind
	}{
		1: {backend.ReplyRefused, backend.KindRejected}, 2: {backend.ReplyRefused, backend.KindNotFound},
		3: {backend.ReplyRefused, backend.KindExists}, 4: {backend.ReplyRefused, backend.KindShortBalance},
		300: {backend.ReplyRefused, backend.KindExpired}, 400: {backend.ReplyRefused, backend.KindRejected},
		500: {backend.ReplyUnclear, backend.KindVendorFault}, 5: {backend.ReplyUnclear, backend.KindRejected},
		-1: {backend.ReplyUnclear, backend.KindRejected},
	} {
		for _, form := range []string{`%d`, `"%d"`, `%d.0`} {
			for _, status := range []int{200, 400, 500} {
				body := `{"errcode":` + fmt.Sprintf(form, code) + `,"errmsg":"余额不足"}`
				s := serve(t).onStatus("consume", status, body)
				r := s.client().Submit(t.Context(), consume("100"), baseline("1", "0"), nil)
				assert.Equal(t, want.class, r.Class, "%s under %d", body, status)
				assert.Equal(t, want.kind, r.Err.Kind, body)
				assert.Equal(t, line("余额不足"), r.Err.Text)
				assert.Nil(t, r.Receipt)
				assert.Equal(t, 1, s.times("consume"))
			}
		}
	}
}

func TestTooFewPointsHaveNoCodeOfTheirOwn(t *testing.T) {
	for body, want := range map[string]backend.Kind{
		`{"errcode":4,"errmsg":"余额不足"}`:    backend.KindShortPoints,
		`{"errcode":400,"errmsg":"积分不足"}`:  backend.KindShortPoints,
		`{"errcode":400,"errmsg":"卡状态挂失"}`: backend.KindRejected,
	} {
		r := serve(t).on("consume_score", body).client().Submit(t.Context(), redeem(100), baseline("1", "0"), nil)
		assert.Equal(t, backend.ReplyRefused, r.Class)
		assert.Equal(t, want, r.Err.Kind, body)
	}
}

func TestWhatIsNotProvenIsUnclear(t *testing.T) {
	change := func(old, replacement string) string {
		changed := strings.Replace(consumed, old, replacement, 1)
		require.NotEqual(t, consumed, changed, old)
		return changed
	}
	type reply struct {
		status int
		body   string
	}
	for name, r := range map[string]reply{
		"html":                    {200, "<html>"},
		"nothing":                 {200, ""},
		"truncated":               {200, consumed[:60]},
		"garbage":                 {200, "\xff\xfe"},
		"a byte order mark":       {200, "\ufeff" + consumed},
		"bytes of another coding": {200, change(`"discount":0.8`, `"x":"`+"\xc4\xe3"+`"`)},
		"something behind":        {200, consumed + `{}`},
		"an array":                {200, "[" + consumed + "]"},
		"null":                    {200, "null"},
		"a key twice":             {200, change(`"depot_money":0`, `"depot_money":0,"amount":"14493.80"`)},
		"a nested key twice":      {200, change(`"depot_money":0`, `"depot_money":0,"x":[{"a":1,"a":1}]`)},
		"a key in capitals":       {200, change(`"card_id"`, `"Card_id"`)},
		"an amount in capitals":   {200, change(`"amount"`, `"Amount"`)},
		"another card":            {200, change(`"M000123"`, `"M000124"`)},
		"the card in small":       {200, change(`"M000123"`, `"m000123"`)},
		"no card":                 {200, change(`"card_id":"M000123"`, `"x":1`)},
		"no balance":              {200, change(`"amount":"14493.80"`, `"x":1`)},
		"a null balance":          {200, change(`"amount":"14493.80"`, `"amount":null`)},
		"an empty balance":        {200, change(`"amount":"14493.80"`, `"amount":""`)},
		"a balance of three":      {200, change(`"14493.80"`, `"14493.801"`)},
		"an exponent":             {200, change(`"14493.80"`, `1449380e-2`)},
		"a plus sign":             {200, change(`"14493.80"`, `"+14493.80"`)},
		"not a number":            {200, change(`"14493.80"`, `"NaN"`)},
		"a balance that is true":  {200, change(`"14493.80"`, `true`)},
		"another amount":          {200, strings.Replace(change(`"ori_money":100.0`, `"ori_money":200.0`), `"discount_money":20.0`, `"discount_money":120.0`, 1)},
		"no gross":                {200, change(`"ori_money":100.0,`, ``)},
		"net is not its parts":    {200, change(`"depot_money":0`, `"depot_money":5`)},
		"gross is not its parts":  {200, change(`"discount_money":20.0`, `"discount_money":19.0`)},
		"a negative part":         {200, change(`"card_money":80.0,`, `"card_money":-80.0,`)},
		"another balance":         {200, change(`"14493.80"`, `"14493.79"`)},
		"an error beside figures": {200, change(`"depot_money":0`, `"errcode":"4"`)},
		"an error that is true":   {200, change(`"depot_money":0`, `"errcode":true`)},
		"a success in 502":        {502, consumed},
		"a redirect":              {307, consumed},
		"http 500":                {500, "<h1>Server Error</h1>"},
		"lost":                    {lost, ""},
		"only an empty code":      {200, `{"errcode":"","errmsg":""}`},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t).onStatus("consume", r.status, r.body)
			got := s.client().Submit(t.Context(), consume("100"), baseline("14573.80", "2475"), nil)
			assert.Equal(t, backend.ReplyUnclear, got.Class)
			require.NotNil(t, got.Err)
			assert.Equal(t, 1, s.times("consume"), "never a second time")
			if got.Receipt != nil {
				assert.True(t, got.Receipt.Odd)
			}
			assert.NotContains(t, string(got.Body), "html")
		})
	}
	for name, tc := range map[string]struct {
		op         backend.Operation
		call, body string
	}{
		"a recharge of another amount":    {recharge("100"), "recharge", strings.Replace(recharged, "1420.00", "1410.00", 1)},
		"a recharge that echoes another":  {recharge("100"), "recharge", strings.Replace(recharged, `"cur_score":0`, `"money":"99"`, 1)},
		"a recharge without a balance":    {recharge("100"), "recharge", `{"card_id":"M000123"}`},
		"points that did not move":        {redeem(100), "consume_score", strings.Replace(redeemed, "2455", "1310", 1)},
		"points that are not told":        {redeem(100), "consume_score", `{"card_id":"M000123","amount":1310}`},
		"points taken, but money as well": {redeem(100), "consume_score", `{"card_id":"M000123","amount":1309,"cur_score":1900}`},
		"points with a third decimal":     {redeem(100), "consume_score", `{"card_id":"M000123","cur_score":1900.001}`},
	} {
		s := serve(t).on(tc.call, tc.body)
		r := s.client().Submit(t.Context(), tc.op, baseline("1310", "2000"), nil)
		assert.Equal(t, backend.ReplyUnclear, r.Class, name)
		assert.Equal(t, backend.KindUnreadable, r.Err.Kind, name)
	}
}

func TestKeptBodiesHoldNobodysData(t *testing.T) {
	body := strings.Replace(consumed, `"depot_money":0`, `"depot_money":0,"phone":"66538536","uname":"Chan","note":"`+token+`"`, 1)
	r := serve(t).on("consume", body).client().Submit(t.Context(), consume("100"), baseline("14573.80", "2475"), nil)
	require.Equal(t, backend.ReplyYes, r.Class)
	for _, s := range []string{"66538536", "Chan", token} {
		assert.NotContains(t, string(r.Body), s)
	}
	r = serve(t).on("consume", `{"errcode":400,"errmsg":"`+token+`"}`).client().Submit(t.Context(), consume("100"), baseline("1", "0"), nil)
	assert.NotContains(t, string(r.Body), token)
	r = serve(t).on("consume", "<p>66538536").client().Submit(t.Context(), consume("100"), baseline("1", "0"), nil)
	assert.JSONEq(t, `{"unreadable_bytes":11}`, string(r.Body))
}

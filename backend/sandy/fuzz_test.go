package sandy

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/internal/wire"
	"guitai/backend/money"
)

type open string

func (o open) Reveal() string { return string(o) }

func offline() *Client {
	return New(Options{BaseURL: "http://x", Token: open("tok-1"), GUID: open("{G-1}"), Clock: func() time.Time { return time.Unix(0, 0) }})
}

func FuzzReads(f *testing.F) {
	for _, s := range []string{
		`{"cards":[{"cur_score":2555,"phone":"66538536","amount":14493.80,"uname":"x","card_status":"正常","id":200889,"card_id":"M000123"}]}`,
		`{"data":[{"ori_money":100.0,"act_money":115.0,"amount":"14608.8","score":2560,"time":1570592439,"type":6,"id":1003,"description":"a<br/>b\n"}],"pages":30.0,"page_size":2,"page":1}`,
		`{"rules":[{"money":1,"add_score":0.0,"description":"x","add_money":0.1}],"paytypes":[[1,"现金"],["2",3]]}`,
		`{"errcode":"2","errmsg":"x"}`, `[{"card_lel_name":"x","id":1}]`, `null`, `{"cards":null}`, `{"errcode":1e999}`,
		`{"card_id":"1","amount":1e400,"birthday":"1999-9-9","gender":0}`, `{"data":[{"id":1e18,"type":"7"}]}`,
	} {
		f.Add([]byte(s))
	}
	c := offline()
	f.Fuzz(func(t *testing.T, body []byte) {
		var cards wireCards
		if decode(body, &cards) == nil {
			for _, w := range cards.Cards.rows {
				if m, err := c.member(w); err == nil && m.ID == "" {
					t.Error("a member without an id")
				}
			}
		}
		var page wirePage
		if decode(body, &page) == nil {
			_, _ = whole(page.PageSize)
			for _, w := range page.Data.rows {
				if e, err := c.event(w); err == nil && e.ID <= 0 {
					t.Error("a row without an id")
				}
			}
		}
		var rules wireRules
		if decode(body, &rules) == nil {
			for _, w := range rules.Rules.rows {
				_, _ = rule(w)
			}
			for _, p := range rules.PayTypes.rows {
				_, _ = payType(p)
			}
		}
		_ = c.check("sandy.getcards", wire.Result{Status: 200, Body: body})
	})
}

func FuzzMoneyReply(f *testing.F) {
	for _, s := range []string{
		`{"cur_score":0,"add_money":10.0,"amount":"1420.00","add_score":0.0,"card_id":"M1"}`,
		`{"cur_score":2555,"ori_money":100.0,"amount":"1230.00","discount_money":20.0,"card_money":80.0,"discount":0.8,"depot_money":0,"card_id":"M1","act_money":80.0}`,
		`{"cur_score":5,"ori_money":100,"amount":"1260","discount_money":"20","card_money":50,"depot_money":30,"card_id":"M1","act_money":80,"discount":0}`,
		`{"cur_score":1900,"amount":1310.0,"card_id":"M1"}`,
		`{"errcode":"4","errmsg":"余额不足"}`, `{"errcode":4.0}`, `{"errcode":500}`, `{"errcode":"+4"}`, `{"errcode":"4","amount":1}`,
		`{"amount":1,"amount":1}`, `{"amount":"1420.00","\u0061mount":"1"}`, `{"a":[{"b":1,"b":2}],"card_id":"M1"}`, ` {} `, `{}{}`,
		`{"card_id":"M1","cur_score":1900,"amount":null}`, `{"card_id":"M1","cur_score":"1900.00","amount":""}`, `{"card_id":"M1","cur_score":19e2}`,
		`{"card_id":"M1","amount":"1410","money":"100"}`, `{"card_id":"M1","amount":1410.000,"errcode":"0"}`, `{"card_id":"M1","amount":1410,"errcode":null,"x":true}`,
	} {
		f.Add([]byte(s))
	}
	c := offline()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, kind := range kinds() {
			holdAgainstReference(t, c, kind, string(body))
		}
		if kept := c.keep(wire.Result{Status: 200, Body: body}); !json.Valid(kept) {
			t.Errorf("kept %q", kept)
		}
	})
}

func kinds() []backend.OpKind {
	return []backend.OpKind{backend.OpRecharge, backend.OpConsume, backend.OpRedeem}
}

// holdAgainstReference judges a reply to a movement of 100 yuan or 100 points.
func holdAgainstReference(t assert.TestingT, c *Client, kind backend.OpKind, body string) backend.ReplyClass {
	before := baseline{V: 1, Balance: money.Must("1310"), Points: money.WholePoints(2000)}
	op := backend.Operation{Kind: kind, MemberID: "M1", Amount: money.Must("100"), Points: money.WholePoints(100)}
	got := c.judge("sandy.money", op, before, wire.Result{Status: 200, Wrote: true, Body: []byte(body)})
	assert.Equal(t, expect(kind, body), got.Class, "%s: %q: %v", kind, body, got.Err)
	assert.Equal(t, got.Class == backend.ReplyYes, got.Err == nil)
	if got.Receipt != nil {
		assert.Equal(t, got.Class != backend.ReplyYes, got.Receipt.Odd)
	}
	return got.Class
}

// A fuzzer of bytes seldom writes a reply that adds up; this one speaks the
// vendor's words.
func TestRepliesMadeOfTheVendorsWords(t *testing.T) {
	c := offline()
	classes := map[backend.ReplyClass]int{}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds()).Draw(t, "kind")
		fields := map[backend.OpKind][]string{
			backend.OpRecharge: {`"card_id":"M1"`, `"amount":"1420.00"`, `"add_money":10.0`, `"add_score":0`},
			backend.OpConsume: {`"card_id":"M1"`, `"amount":1230.0`, `"ori_money":100`, `"act_money":"80"`, `"card_money":80.0`,
				`"discount_money":20`, `"depot_money":0`},
			backend.OpRedeem: {`"card_id":"M1"`, `"cur_score":1900`, `"amount":"1310"`},
		}[kind]
		key := rapid.SampledFrom([]string{"card_id", "amount", "Amount", "add_money", "ori_money", "act_money", "card_money",
			"discount_money", "depot_money", "discount", "cur_score", "errcode", "money", `\u0061mount`, "x"})
		val := rapid.SampledFrom([]string{`"M1"`, `"M2"`, `0`, `0.0`, `""`, `null`, `100`, `"100.00"`, `80`, `20.00`, `1420`, `1e2`,
			`"1230.001"`, `-5`, `"4"`, `4.0`, `500`, `true`, `[1]`, `{"a":1,"a":2}`, `"+4"`, `1310`, `1900.0`, `10`, `"x"`, `"99999999999999999"`})
		edits := rapid.IntRange(0, 3).Draw(t, "edits")
		for range edits {
			field := `"` + key.Draw(t, "key") + `":` + val.Draw(t, "value")
			if at := rapid.IntRange(0, len(fields)).Draw(t, "at"); at < len(fields) {
				fields[at] = field
			} else {
				fields = append(fields, field)
			}
		}
		classes[holdAgainstReference(t, c, kind, "{"+strings.Join(fields, ",")+"}")]++
	})
	assert.Positive(t, classes[backend.ReplyYes])
	assert.Positive(t, classes[backend.ReplyUnclear])
}

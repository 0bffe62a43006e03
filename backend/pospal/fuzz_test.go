package pospal

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

type revealed string

func (o revealed) Reveal() string { return string(o) }

func offline() *Client {
	return New(Options{BaseURL: "http://x", AppID: revealed("APP-1"), AppKey: revealed("KEY-1"), Clock: func() time.Time { return time.Unix(0, 0) }})
}

func FuzzReads(f *testing.F) {
	for _, s := range []string{
		`{"status":"success","messages":[],"errorCode":null,"data":{"customerUid":813951242628553689,"number":"8001","balance":528.80,"point":671.20,"discount":60,"extInfo":{"sex":1,"creditLimit":0.5}}}`,
		`{"status":"SUCCESS","data":[{"customrUid":"9223372036854775807","number":1,"balance":"1","onAccount":1,"birthday":"2015-10-16"}]}`,
		`{"status":"success","data":{"postBackParameter":{"parameterType":"x","parameterValue":"1"},"pageSize":1,"result":[{"customerUid":1,"datetime":"2024-05-01 00:00:00","rechargeMoney":"1"}]}}`,
		`{"status":"error","messages":["x"],"errorCode":"2015"}`, `{"status":"error","messages":"x responseCode=500 y","errorCode":1e9}`,
		`{"status":"success","data":{}}`, `{"status":"success","data":""}`, `{"status":"success"}`, `{"status":"success","data":[{}]}`, `null`,
		`{"status":"success","data":[{"uid":1393920057254848127,"name":"x","discount":90,"enable":1,"isPoint":1}]}`,
	} {
		f.Add([]byte(s))
	}
	c := offline()
	f.Fuzz(func(t *testing.T, body []byte) {
		e, failed := c.unwrap("pospal.x", wire.Result{Status: 200, Body: body})
		if failed != nil {
			return
		}
		if found, err := c.everyone(e); err == nil {
			for _, m := range found {
				if u, ok := uidOf(m.ID); !ok || u.String() != m.ID {
					t.Errorf("id %q", m.ID)
				}
			}
		}
		if list, err := rows[wireCategory](e); err == nil {
			for _, w := range list {
				_, _ = level(w)
			}
		}
		if list, err := rows[wireRecharge](e); err == nil {
			var events []backend.Event
			for _, w := range list {
				if r, err := c.recharge(w); err == nil {
					events = append(events, backend.Event{At: r.At, Balance: r.Balance})
				}
			}
			for i, ev := range numbered(events) {
				if ev.ID <= 0 || i > 0 && events[i-1].ID <= ev.ID && ev.At.Unix() > 0 {
					t.Errorf("ids do not fall: %v", events)
				}
			}
		}
		var page wirePage[wireSubsidy]
		if !isNothing(e.Data) && json.Unmarshal(e.Data, &page) == nil && page.Result != nil {
			for _, w := range *page.Result {
				_, _ = c.subsidy(w)
			}
			_ = valueOf(page.Cursor)
		}
	})
}

func FuzzMoneyReply(f *testing.F) {
	for _, s := range []string{
		reply(`"balanceBeforeUpdate":528.80,"balanceAfterUpdate":516.30,"balanceIncrement":-12.50,"pointBeforeUpdate":671.20,"pointAfterUpdate":683.20,"pointIncrement":12`),
		reply(`"balanceBeforeUpdate":"528.80","balanceAfterUpdate":"516.3","balanceIncrement":"-12.5000"`),
		reply(`"pointBeforeUpdate":1,"pointAfterUpdate":13,"pointIncrement":12,"balanceIncrement":null`),
		`{"status":"error","messages":["重复提交修改"],"errorCode":2013}`, `{"status":"Error","messages":"会员余额不足","errorCode":"2013","data":null}`,
		`{"status":"error","messages":[null,"积分不足"]}`, `{"status":"error","messages":["x"],"errorCode":2015,"data":{}}`,
		`{"status":"error","messages":["访问次数"],"errorCode":9003}`, `{"status":"error","errorCode":0}`, `{"status":"success","errorCode":"0"}`,
		`{"status":"success","status":"error"}`, `{"a":[{"b":1,"b":2}]}`, ` {} `, `{}{}`, `{"\u0073tatus":"error","errorCode":1032}`,
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

func reply(figures string) string {
	return `{"status":"success","messages":[],"errorCode":null,"data":{"customerUid":813951242628553689,"dataChangeTime":"2024-05-01 12:00:00",` + figures + `}}`
}

// kinds are what can be asked for: balance, points, or both, and nothing.
func kinds() []sent {
	step := func(n int64) *int64 { return &n }
	return []sent{{step(-1250), step(1200)}, {step(-1250), nil}, {nil, step(1200)}, {step(0), nil}}
}

func holdAgainstReference(t assert.TestingT, c *Client, asked sent, body string) backend.ReplyClass {
	request := increment{UID: 813951242628553689, Key: "2024-05-01 12:00:00"}
	if asked.balance != nil {
		request.Balance = decimalOf(money.FromFen(*asked.balance))
	}
	if asked.points != nil {
		request.Points = decimalOf(money.FromFen(*asked.points))
	}
	got := c.judge(request, evidence{}, wire.Result{Status: 200, Wrote: true, Body: []byte(body)})
	assert.Equal(t, expect(asked, body), got.Class, "%q: %v", body, got.Err)
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
		inner := []string{`"customerUid":813951242628553689`, `"dataChangeTime":"2024-05-01 12:00:00"`,
			`"balanceBeforeUpdate":528.80`, `"balanceAfterUpdate":516.30`, `"balanceIncrement":-12.50`,
			`"pointBeforeUpdate":671.20`, `"pointAfterUpdate":683.20`, `"pointIncrement":12`}
		outer := []string{`"status":"success"`, `"messages":[]`, `"errorCode":null`}
		if rapid.IntRange(0, 2).Draw(t, "refused") == 0 {
			outer = []string{`"status":"error"`, `"messages":["会员余额不足"]`, `"errorCode":2013`}
		}
		key := rapid.SampledFrom([]string{"customerUid", "dataChangeTime", "balanceBeforeUpdate", "balanceAfterUpdate", "balanceIncrement",
			"pointBeforeUpdate", "pointAfterUpdate", "pointIncrement", "status", "Status", "messages", "errorCode", "data", `\u0073tatus`})
		val := rapid.SampledFrom([]string{`"success"`, `"ERROR"`, `813951242628553689`, `"813951242628553689"`, `813951242628553728`, `null`, `""`,
			`0`, `"0"`, `0.0`, `-12.5`, `"-12.500"`, `12`, `528.8`, `516.3`, `516.31`, `1e2`, `true`, `[]`, `{}`, `["重复提交修改"]`, `"余额不足"`,
			`["积分","不足"]`, `["积分不足"]`, `["访问量"]`, `2013`, `"2015"`, `1032`, `02015`, `"02015"`, `{"a":1,"a":2}`, `"2024-05-01 12:00:00"`})
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			field := `"` + key.Draw(t, "key") + `":` + val.Draw(t, "value")
			list := &inner
			if rapid.Bool().Draw(t, "outer") {
				list = &outer
			}
			if at := rapid.IntRange(0, len(*list)).Draw(t, "at"); at < len(*list) {
				(*list)[at] = field
			} else {
				*list = append(*list, field)
			}
		}
		if rapid.Bool().Draw(t, "with data") {
			outer = append(outer, `"data":{`+strings.Join(inner, ",")+`}`)
		}
		for _, asked := range kinds() {
			classes[holdAgainstReference(t, c, asked, "{"+strings.Join(outer, ",")+"}")]++
		}
	})
	for _, class := range []backend.ReplyClass{backend.ReplyYes, backend.ReplyUnclear, backend.ReplyRefused} {
		assert.Positive(t, classes[class], class)
	}
}

func TestFiguresKeepTheirScale(t *testing.T) {
	for _, literal := range []string{"671.20", "528.8", "0.10", "-12.50", "123456789012.34", "9007199254740993", "100"} {
		for _, form := range []string{literal, `"` + literal + `"`} {
			var v struct{ N money.Literal }
			if err := json.Unmarshal([]byte(`{"N":`+form+`}`), &v); err != nil {
				t.Fatal(err)
			}
			assert.Equal(t, literal, string(v.N), "the literal itself, through no fraction of another base")
		}
	}
	sum := money.Amount{}
	for range 10 {
		var v struct{ N money.Literal }
		if err := json.Unmarshal([]byte(`{"N":0.1}`), &v); err != nil {
			t.Fatal(err)
		}
		a, err := v.N.Amount()
		assert.NoError(t, err)
		sum = sum.Add(a)
	}
	assert.Equal(t, "1.00", sum.String())
}

package sandysim

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
)

// Code is an errcode of the page.
type Code int

// The page's error codes.
const (
	TooFew   Code = 1   // a parameter is missing
	NoCard   Code = 2   // no such card
	Exists   Code = 3   // the number is taken
	TooLow   Code = 4   // balance, and most likely points as well, too low
	Expired  Code = 300 // the shop's subscription is over
	BadValue Code = 400 // a parameter is wrong
	Internal Code = 500
)

// Refusal is a request that the vendor turns down without applying it.
type Refusal struct {
	Code   Code
	Detail string // put behind the code's own words
}

// Error gives the vendor's words.
func (r *Refusal) Error() string {
	words := "内部错误"
	switch r.Code {
	case TooFew:
		words = "参数不足"
	case NoCard:
		words = "卡不存在"
	case Exists:
		words = "卡已存在"
	case TooLow:
		words = "余额不足"
	case Expired:
		words = "系统过期"
	case BadValue:
		words = "参数错误"
	}
	if r.Detail != "" {
		words += ":" + r.Detail
	}
	return words
}

func (r *Refusal) body(asNumber bool) []byte {
	code := strconv.Itoa(int(r.Code))
	var wire any = code
	if asNumber {
		wire = json.Number(code)
	}
	return encode(struct {
		Errcode any    `json:"errcode"`
		Errmsg  string `json:"errmsg"`
	}{wire, r.Error()})
}

// The page writes the same kind of figure in four ways, and a client has to
// bear all of them. Each function is one way.

// pyFloat is a Python float: 100.0, 14608.8.
func pyFloat(d decimal.Decimal) json.Number {
	if d.IsInteger() {
		return json.Number(d.StringFixed(1))
	}
	return json.Number(d.String())
}

// plain has no more digits than needed: 100, 529, 2555.
func plain(d decimal.Decimal) json.Number { return json.Number(d.String()) }

// twoPlaces always has two decimals: 14493.80.
func twoPlaces(a money.Amount) json.Number { return json.Number(a.String()) }

// quoted is a JSON string of two decimals: "1420.00".
func quoted(a money.Amount) string { return a.String() }

// zeroOrFloat is 0 or a Python float, as depot_money comes.
func zeroOrFloat(a money.Amount) json.Number {
	if a.IsZero() {
		return "0"
	}
	return pyFloat(a.Decimal())
}

// params are a request's fields, still undecoded. Of two equal keys the last
// one counts, as in Python.
type params map[string]json.RawMessage

// readParams reads a request body whatever its Content-Type says: the page's
// own example sends JSON under curl's form type.
func readParams(body []byte) (params, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, &Refusal{Code: TooFew}
	}
	var p params
	if err := json.Unmarshal(body, &p); err != nil || p == nil {
		return nil, &Refusal{Code: BadValue, Detail: "JSON"}
	}
	return p, nil
}

// optional gives a field's text; numbers and strings are the same to it, since
// the page mixes them. ok is false for a field that is missing or null.
func (p params) optional(key string) (text string, ok bool, err error) {
	raw, ok := p[key]
	switch {
	case !ok || string(raw) == "null":
		return "", false, nil
	case raw[0] == '"':
		err = json.Unmarshal(raw, &text)
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		text = string(raw)
	default:
		err = &Refusal{Code: BadValue, Detail: key}
	}
	if err != nil {
		return "", false, &Refusal{Code: BadValue, Detail: key}
	}
	return text, true, nil
}

// text is a field that has to be there and not empty.
func (p params) text(key string) (string, error) {
	s, ok, err := p.optional(key)
	if err == nil && (!ok || s == "") {
		err = &Refusal{Code: TooFew, Detail: key}
	}
	return s, err
}

// amount is a field that has to be there and above zero, in yuan.
func (p params) amount(key string) (money.Amount, error) {
	s, err := p.text(key)
	if err != nil {
		return money.Amount{}, err
	}
	a, err := money.ParseLiteral(s)
	if err != nil || a.Sign() <= 0 {
		return money.Amount{}, &Refusal{Code: BadValue, Detail: key}
	}
	return a, nil
}

// integer is an optional whole number of at least low.
func (p params) integer(key string, fallback, low int64) (int64, error) {
	s, ok, err := p.optional(key)
	if err != nil || !ok {
		return fallback, err
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < low {
		return 0, &Refusal{Code: BadValue, Detail: key}
	}
	return n, nil
}

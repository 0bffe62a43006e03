package pospal

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"guitai/backend"
)

// This file says once more, by other means, which replies to money may be
// believed: a parser that knows nothing of encoding/json, and fractions instead
// of decimals. The fuzzer holds the client against it.

// sent is what was asked for: increments in hundredths, nil for one that was
// left out.
type sent struct{ balance, points *int64 }

func expect(asked sent, body string) backend.ReplyClass {
	o, ok := referenceObject(body)
	if !ok {
		return backend.ReplyUnclear
	}
	switch strings.ToLower(o["status"].word()) {
	case "error":
		return expectRefusal(o)
	case "success":
		code := o["errorCode"]
		if code.empty() || code.word() == "0" {
			break
		}
		return backend.ReplyUnclear
	default:
		return backend.ReplyUnclear
	}
	data := o["data"]
	f := &figures{fields: data.fields}
	if data.kind != 'o' || data.fields["customerUid"].word() != "813951242628553689" ||
		data.fields["dataChangeTime"].word() != "2024-05-01 12:00:00" {
		return backend.ReplyUnclear
	}
	balance, points := f.moved("balance", asked.balance), f.moved("point", asked.points)
	if !balance || !points || f.bad {
		return backend.ReplyUnclear
	}
	return backend.ReplyYes
}

func expectRefusal(o map[string]value) backend.ReplyClass {
	data := o["data"]
	hollow := data.empty() || data.kind == 'o' && len(data.fields) == 0 || data.kind == '[' && len(data.list) == 0
	code, isNumber := 0, regexp.MustCompile(`^(0|[1-9][0-9]{0,4})$`).MatchString(o["errorCode"].word())
	if isNumber {
		code, _ = strconv.Atoi(o["errorCode"].word())
	}
	if !hollow || !isNumber && !o["errorCode"].empty() {
		return backend.ReplyUnclear
	}
	says := func(pattern string) bool {
		list := o["messages"].list
		if o["messages"].kind != '[' {
			list = []value{o["messages"]}
		}
		for _, m := range list {
			if regexp.MustCompile("(?s)" + pattern).MatchString(m.word()) {
				return true
			}
		}
		return false
	}
	switch {
	case says("重复提交"):
		return backend.ReplyDuplicate
	case says("余额.*不足|不足.*余额|赊账|积分.*不足|不足.*积分"):
		if isNumber && code == 0 {
			return backend.ReplyUnclear
		}
		return backend.ReplyRefused
	case says("访问.*(次数|量|上限)|(次数|量|上限).*访问"):
		return backend.ReplyUnclear
	}
	switch code {
	case 1031, 1032, 1033, 1034, 2015, 2016, 4001, 4002, 9001, 9002, 9003, 9004:
		return backend.ReplyRefused
	}
	return backend.ReplyUnclear
}

// empty is null, an empty text, or nothing at all.
func (v value) empty() bool { return v.kind == 0 || v.kind == 'n' || v.kind == 's' && v.text == "" }

// word is a text, or the literal of a number.
func (v value) word() string {
	if v.kind == 's' || v.kind == '0' {
		return v.text
	}
	return ""
}

type figures struct {
	fields map[string]value
	bad    bool
}

// get is a figure, nil where none is told.
func (f *figures) get(key string) *big.Rat {
	v := f.fields[key]
	if v.empty() {
		return nil
	}
	most := big.NewRat(99_999_999_999_999, 100)
	if len(v.word()) > 64 || !regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`).MatchString(v.word()) {
		f.bad = true
		return nil
	}
	r, _ := new(big.Rat).SetString(v.text)
	if fen := new(big.Rat).Mul(r, big.NewRat(100, 1)); !fen.IsInt() || new(big.Rat).Abs(r).Cmp(most) > 0 {
		f.bad = true
		return nil
	}
	return r
}

// moved tells whether one of the two changed by what was asked for.
func (f *figures) moved(name string, asked *int64) bool {
	before, after, step := f.get(name+"BeforeUpdate"), f.get(name+"AfterUpdate"), f.get(name+"Increment")
	if asked == nil {
		return (step == nil || step.Sign() == 0) &&
			(before == nil && after == nil || before != nil && after != nil && before.Cmp(after) == 0)
	}
	want := big.NewRat(*asked, 100)
	return before != nil && after != nil && step != nil && step.Cmp(want) == 0 &&
		new(big.Rat).Sub(after, before).Cmp(want) == 0
}

// value is a JSON value: s string, 0 number, n null, t and f, o object, [ array.
type value struct {
	kind   rune
	text   string
	fields map[string]value
	list   []value
}

type parser struct {
	rest  string
	depth int
}

// referenceObject reads exactly one object, without a key twice anywhere.
func referenceObject(body string) (map[string]value, bool) {
	p := &parser{rest: body}
	v, ok := p.value()
	p.blank()
	return v.fields, ok && v.kind == 'o' && p.rest == "" && utf8.ValidString(body)
}

func (p *parser) blank() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

func (p *parser) eat(s string) bool {
	rest, ok := strings.CutPrefix(p.rest, s)
	p.rest = rest
	return ok
}

func (p *parser) value() (value, bool) {
	p.blank()
	number := regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`)
	switch {
	case p.eat("{"):
		return p.object()
	case p.eat("["):
		return p.array()
	case p.eat(`"`):
		s, ok := p.text()
		return value{kind: 's', text: s}, ok
	case p.eat("null"):
		return value{kind: 'n'}, true
	case p.eat("true"):
		return value{kind: 't'}, true
	case p.eat("false"):
		return value{kind: 'f'}, true
	}
	s := number.FindString(p.rest)
	return value{kind: '0', text: s}, s != "" && p.eat(s)
}

func (p *parser) object() (value, bool) {
	v := value{kind: 'o', fields: map[string]value{}}
	p.depth++
	defer func() { p.depth-- }()
	if p.blank(); p.eat("}") {
		return v, p.depth <= 10000
	}
	for {
		if p.blank(); !p.eat(`"`) {
			return v, false
		}
		key, ok := p.text()
		if p.blank(); !ok || !p.eat(":") {
			return v, false
		}
		if _, twice := v.fields[key]; twice {
			return v, false
		}
		if v.fields[key], ok = p.value(); !ok {
			return v, false
		}
		if p.blank(); p.eat("}") {
			return v, p.depth <= 10000
		}
		if !p.eat(",") {
			return v, false
		}
	}
}

func (p *parser) array() (value, bool) {
	v := value{kind: '['}
	p.depth++
	defer func() { p.depth-- }()
	if p.blank(); p.eat("]") {
		return v, p.depth <= 10000
	}
	for {
		item, ok := p.value()
		if !ok {
			return v, false
		}
		v.list = append(v.list, item)
		if p.blank(); p.eat("]") {
			return v, p.depth <= 10000
		}
		if !p.eat(",") {
			return v, false
		}
	}
}

// text reads to the closing quote.
func (p *parser) text() (string, bool) {
	var b strings.Builder
	for p.rest != "" {
		c := p.rest[0]
		switch {
		case c == '"':
			p.rest = p.rest[1:]
			return b.String(), true
		case c < ' ':
			return "", false
		case c != '\\':
			b.WriteByte(c)
			p.rest = p.rest[1:]
		default:
			if !p.escape(&b) {
				return "", false
			}
		}
	}
	return "", false
}

func (p *parser) escape(b *strings.Builder) bool {
	if len(p.rest) < 2 {
		return false
	}
	c := p.rest[1]
	if at := strings.IndexByte(`"\/bfnrt`, c); at >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[at])
		p.rest = p.rest[2:]
		return true
	}
	r, ok := unit(p.rest)
	if !ok {
		return false
	}
	p.rest = p.rest[6:]
	if low, ok := unit(p.rest); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
		r = utf16.DecodeRune(r, low)
		p.rest = p.rest[6:]
	}
	b.WriteRune(r) // half a pair becomes U+FFFD
	return true
}

// unit reads \uXXXX.
func unit(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' || strings.ContainsAny(s[2:6], "+-_") {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(n), err == nil
}

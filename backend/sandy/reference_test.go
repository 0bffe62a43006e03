package sandy

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

func expect(kind backend.OpKind, body string) backend.ReplyClass {
	o, ok := referenceObject(body)
	if !ok {
		return backend.ReplyUnclear
	}
	switch code := referenceCode(o["errcode"]); code {
	case 0:
	case 1, 2, 3, 4, 300, 400:
		for _, k := range []string{"amount", "act_money", "cur_score"} {
			if v, told := o[k]; told && v.kind != 'n' {
				return backend.ReplyUnclear
			}
		}
		return backend.ReplyRefused
	default:
		return backend.ReplyUnclear
	}
	f := &figures{fields: o}
	if o["card_id"].text != "M1" || !f.add(kind) || f.bad {
		return backend.ReplyUnclear
	}
	return backend.ReplyYes
}

// referenceCode is an errcode, 0 for none and -1 for one that is not on any
// list.
func referenceCode(v value) int {
	switch {
	case v.kind == 0 || v.kind == 'n' || v.kind == 's' && v.text == "":
		return 0
	case v.kind != 's' && v.kind != '0', len(v.text) > 64, !isFigure(v.text):
		return -1
	}
	r, _ := new(big.Rat).SetString(v.text)
	if !r.IsInt() || r.Sign() < 0 || r.Num().BitLen() > 20 {
		return -1
	}
	return int(r.Num().Int64())
}

func isFigure(s string) bool { return regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`).MatchString(s) }

type figures struct {
	fields map[string]value
	bad    bool
}

// get is a figure, nil where none is told.
func (f *figures) get(key string) *big.Rat {
	v := f.fields[key]
	if v.kind == 0 || v.kind == 'n' || v.kind == 's' && v.text == "" {
		return nil
	}
	most := big.NewRat(99_999_999_999_999, 100)
	if v.kind != 's' && v.kind != '0' || len(v.text) > 64 || !isFigure(v.text) {
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

// or is a figure, or what stands for one that is not told.
func (f *figures) or(key string, fallback *big.Rat) *big.Rat {
	if r := f.get(key); r != nil {
		return r
	}
	return fallback
}

// add tells whether the figures add up to 100 yuan, or 100 points, moved from a
// baseline of 1310 yuan and 2000 points.
func (f *figures) add(kind backend.OpKind) bool {
	n := func(i int64) *big.Rat { return big.NewRat(i, 1) }
	plus := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
	same := func(a, b *big.Rat) bool { return a != nil && b != nil && a.Cmp(b) == 0 }
	balance := f.get("amount")
	if kind == backend.OpRedeem {
		return same(f.get("cur_score"), n(1900)) && (balance == nil || same(balance, n(1310)))
	}
	f.get("cur_score")
	if kind == backend.OpRecharge {
		f.get("add_score")
		gift := f.or("add_money", n(0))
		return same(f.or("money", n(100)), n(100)) && gift.Sign() >= 0 && same(balance, plus(n(1410), gift))
	}
	gross, net, card := f.get("ori_money"), f.get("act_money"), f.get("card_money")
	if rate := f.fields["discount"]; rate.kind != 0 && rate.kind != 'n' && rate.text != "" && !isFigure(rate.text) ||
		strings.ContainsRune("tfo[", rate.kind) && rate.kind != 0 || gross == nil || net == nil || card == nil {
		return false
	}
	off, rest := f.or("discount_money", new(big.Rat).Sub(gross, net)), f.or("depot_money", n(0))
	for _, part := range []*big.Rat{net, card, off, rest} {
		if part.Sign() < 0 {
			return false
		}
	}
	return same(gross, n(100)) && same(net, plus(card, rest)) && same(gross, plus(net, off)) &&
		balance != nil && same(n(1310), plus(balance, card))
}

// value is a JSON value: s string, 0 number, n null, t and f, o object, [ array.
type value struct {
	kind   rune
	text   string
	fields map[string]value
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
		if _, ok := p.value(); !ok {
			return v, false
		}
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

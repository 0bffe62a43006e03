package sandy

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"guitai/backend/money"
)

var (
	errStrict = errors.New("reply is not exactly one JSON object")
	errTwice  = errors.New("reply has a key twice")
	errFigure = errors.New("reply has a figure that is none")
)

// object is the reply to a call that moves money, read so that it can have only
// one meaning. Package encoding/json alone would take "Amount" for "amount",
// the last of two equal keys, and U+FFFD for bytes that are not UTF-8.
type object struct {
	fields map[string]any // json.Number, string, bool, nil or nested
	// err is the first figure that could not be read; the reply then proves
	// nothing.
	err error
}

// strictObject reads one JSON object and nothing behind it.
func strictObject(body []byte) (*object, error) {
	// Valid also refuses anything behind the first value.
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, errStrict
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	v, err := strictValue(dec)
	if err != nil {
		return nil, err
	}
	fields, ok := v.(map[string]any)
	if !ok {
		return nil, errStrict
	}
	return &object{fields: fields}, nil
}

// strictValue reads the next value; the body is known to be valid JSON, whose
// nesting json.Valid has bounded.
func strictValue(dec *json.Decoder) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, errStrict
	}
	switch t {
	case json.Delim('{'):
		return strictFields(dec)
	case json.Delim('['):
		for dec.More() {
			if _, err := strictValue(dec); err != nil {
				return nil, err
			}
		}
		_, err := dec.Token()
		return []any{}, err
	}
	return t, nil
}

func strictFields(dec *json.Decoder) (any, error) {
	fields := map[string]any{}
	for dec.More() {
		t, err := dec.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return nil, errStrict
		}
		if _, twice := fields[key]; twice {
			return nil, errTwice
		}
		if fields[key], err = strictValue(dec); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return fields, err
}

// has tells whether a field is there and not null.
func (o *object) has(key string) bool { return o.fields[key] != nil }

// text is a field's string, or the literal of its number.
func (o *object) text(key string) string {
	switch v := o.fields[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// figure is the literal of a field that has to be a plain decimal; told is false
// where there is none.
func (o *object) figure(key string) (literal string, told bool) {
	v := o.fields[key]
	switch v.(type) {
	case nil:
		return "", false
	case string, json.Number:
	default:
		o.fail()
		return "", false
	}
	s := o.text(key)
	if s == "" {
		return "", false
	}
	if !isPlainDecimal(s) {
		o.fail()
		return "", false
	}
	return s, true
}

func (o *object) fail() { o.err = errors.Join(o.err, errFigure) }

// amount is a field in yuan, zero where it is not told.
func (o *object) amount(key string) (a money.Amount, told bool) {
	s, told := o.figure(key)
	if !told {
		return a, false
	}
	a, err := money.ParseLiteral(s)
	if err != nil {
		o.fail()
	}
	return a, err == nil
}

// points is a field in points, zero where it is not told.
func (o *object) points(key string) (p money.Points, told bool) {
	a, told := o.amount(key)
	return money.Points(a), told
}

// isPlainDecimal tells whether s is digits with at most a sign before them and a
// fraction behind: no exponent, no blank, no plus.
func isPlainDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	digits, dots := 0, 0
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			digits++
		case s[i] == '.' && digits > 0 && i < len(s)-1:
			dots++
		default:
			return false
		}
	}
	return digits > 0 && dots <= 1
}

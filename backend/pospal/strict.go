package pospal

import (
	"encoding/json"
	"errors"
	"strconv"

	"guitai/backend/internal/wire"
	"guitai/backend/money"
)

var errFigure = errors.New("reply has a figure that is none")

// object is a part of the reply to a call that moves money, read strictly.
type object struct {
	fields map[string]any // json.Number, string, bool, nil, []any or nested
	// err is the first figure that could not be read; the reply then proves
	// nothing.
	err error
}

// strictObject reads one JSON object and nothing behind it.
func strictObject(body []byte) (*object, error) {
	fields, err := wire.StrictObject(body)
	if err != nil {
		return nil, err
	}
	return &object{fields: fields}, nil
}

// nested is a field's object; nil where there is none.
func (o *object) nested(key string) *object {
	if fields, ok := o.fields[key].(map[string]any); ok {
		return &object{fields: fields}
	}
	return nil
}

// holds tells whether a field has any content at all.
func (o *object) holds(key string) bool {
	switch v := o.fields[key].(type) {
	case nil:
		return false
	case map[string]any:
		return len(v) > 0
	case []any:
		return len(v) > 0
	case string:
		return v != ""
	}
	return true
}

// text is a field's string, or the literal of its number.
func (o *object) text(key string) string { return wordOf(o.fields[key]) }

// word is text that says whether it may be believed: a field that is missing or
// null is an empty word, and a list or an object is none.
func (o *object) word(key string) (string, bool) {
	switch v := o.fields[key].(type) {
	case nil, string, json.Number:
		return wordOf(v), true
	}
	return "", false
}

func wordOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// messages are a field's texts: a list of them, or one.
func (o *object) messages(key string) texts {
	list, ok := o.fields[key].([]any)
	if !ok {
		list = []any{o.fields[key]}
	}
	var found texts
	for _, v := range list {
		if s := wordOf(v); s != "" {
			found = append(found, text(s))
		}
	}
	return found
}

// uid is a field's uid, 0 where there is none.
func (o *object) uid(key string) uid {
	s := o.text(key)
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || uid(v).String() != s {
		return 0
	}
	return uid(v)
}

// amount is a field that has to be a plain decimal of at most two places; told is
// false where there is none.
func (o *object) amount(key string) (a money.Amount, told bool) {
	v := o.fields[key]
	s := wordOf(v)
	if v == nil || v == "" {
		return a, false
	}
	if !wire.IsFigure(s) {
		o.fail()
		return a, false
	}
	a, err := money.ParseLiteral(s)
	if err != nil {
		o.fail()
	}
	return a, err == nil
}

func (o *object) fail() { o.err = errors.Join(o.err, errFigure) }

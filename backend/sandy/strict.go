package sandy

import (
	"encoding/json"
	"errors"

	"guitai/backend/internal/wire"
	"guitai/backend/money"
)

var errFigure = errors.New("reply has a figure that is none")

// object is the reply to a call that moves money, read strictly.
type object struct {
	fields map[string]any // json.Number, string, bool, nil or nested
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
	if !wire.IsFigure(s) {
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

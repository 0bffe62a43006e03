package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// What makes a reply to a call that moves money unfit to prove anything.
var (
	ErrNotOneObject = errors.New("reply is not exactly one JSON object")
	ErrKeyTwice     = errors.New("reply has a key twice")
)

// StrictObject reads one JSON object and nothing behind it, so that it can have
// only one meaning: encoding/json alone would take "Amount" for "amount", the
// last of two equal keys, and U+FFFD for bytes that are not UTF-8. Its values
// are json.Number, string, bool, nil, []any and map[string]any. Errors:
// ErrNotOneObject, ErrKeyTwice.
func StrictObject(body []byte) (map[string]any, error) {
	// Valid also refuses anything behind the first value.
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, ErrNotOneObject
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	v, err := strictValue(dec)
	if err != nil {
		return nil, err
	}
	fields, ok := v.(map[string]any)
	if !ok {
		return nil, ErrNotOneObject
	}
	return fields, nil
}

// strictValue reads the next value; the body is known to be valid JSON, whose
// nesting json.Valid has bounded.
func strictValue(dec *json.Decoder) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, ErrNotOneObject
	}
	switch t {
	case json.Delim('{'):
		return strictFields(dec)
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			v, err := strictValue(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := dec.Token()
		return list, err
	}
	return t, nil
}

func strictFields(dec *json.Decoder) (any, error) {
	fields := map[string]any{}
	for dec.More() {
		t, err := dec.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return nil, ErrNotOneObject
		}
		if _, twice := fields[key]; twice {
			return nil, ErrKeyTwice
		}
		if fields[key], err = strictValue(dec); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return fields, err
}

// IsFigure tells whether s is digits with at most a sign before them and a
// fraction behind: no exponent, no blank, no plus.
func IsFigure(s string) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
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

// Text is a word off the wire: a JSON string, or the literal of a number.
// Anything else is empty rather than an error, because no word is worth losing a
// reply.
type Text string

// UnmarshalJSON never fails.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case b[0] == '"':
		_ = json.Unmarshal(b, &s)
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		s = string(b)
	}
	*t = Text(s)
	return nil
}

package pospalsim

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
)

// dateTime is the form of every moment on the wire.
const dateTime = time.DateTime

// request holds a request's fields, still undecoded. Of two equal keys the
// last one counts, as in most Java readers.
type request map[string]json.RawMessage

func readRequest(body []byte) (request, error) {
	var r request
	if err := json.Unmarshal(body, &r); err != nil || r == nil {
		return nil, &Refusal{Code: BadParameters}
	}
	return r, nil
}

func bad(key string) error {
	return &Refusal{Code: BadParameters, Detail: "请求参数错误:" + key}
}

// text gives a field's text; numbers and strings are the same to it, since
// clients in use quote uids and the server takes both. given is false for a
// field that is missing, null or empty: the pages treat these alike.
func (r request) text(key string) (text string, given bool, err error) {
	raw, ok := r[key]
	switch {
	case !ok || string(raw) == "null":
		return "", false, nil
	case raw[0] == '"':
		if err := json.Unmarshal(raw, &text); err != nil {
			return "", false, bad(key)
		}
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		text = string(raw)
	default:
		return "", false, bad(key)
	}
	return text, text != "", nil
}

// need is a field that has to be there and not empty.
func (r request) need(key string) (string, error) {
	text, given, err := r.text(key)
	if err == nil && !given {
		err = bad(key)
	}
	return text, err
}

// integer is an optional whole number between low and high.
func (r request) integer(key string, low, high int64) (n int64, given bool, err error) {
	text, given, err := r.text(key)
	if err != nil || !given {
		return 0, false, err
	}
	n, err = strconv.ParseInt(text, 10, 64)
	if err != nil || n < low || n > high {
		return 0, false, bad(key)
	}
	return n, true, nil
}

// uid is a whole number that has to be there. What has passed through a binary
// fraction on its way is a different number, not an error.
func (r request) uid(key string) (int64, error) {
	text, err := r.need(key)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, bad(key)
	}
	return n, nil
}

// flag is a switch that is on when 1, and off when 0, empty or missing.
func (r request) flag(key string) (bool, error) {
	n, _, err := r.integer(key, 0, 1)
	return n == 1, err
}

// figure is a decimal with the scale in which it was written, which Java's
// BigDecimal keeps: 528.8 and 671.20 come back just so.
type figure struct {
	value decimal.Decimal
	scale int32
	given bool
}

// figure is an optional decimal of at most two places.
func (r request) figure(key string) (figure, error) {
	text, given, err := r.text(key)
	if err != nil || !given {
		return figure{}, err
	}
	a, err := money.ParseLiteral(text)
	if err != nil {
		return figure{}, bad(key)
	}
	written, err := decimal.NewFromString(text)
	if err != nil {
		return figure{}, bad(key)
	}
	return figure{a.Decimal(), min(max(-written.Exponent(), 0), 2), true}, nil
}

// moment is a date with time that has to be there.
func (r request) moment(key, layout string, zone *time.Location) (time.Time, error) {
	text, err := r.need(key)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.ParseInLocation(layout, text, zone)
	if err != nil {
		return time.Time{}, bad(key)
	}
	return t, nil
}

// object is a nested object; nil when it is missing or null.
func (r request) object(key string) (request, error) {
	raw, ok := r[key]
	if !ok || string(raw) == "null" {
		return nil, nil
	}
	inner, err := readRequest(raw)
	if err != nil {
		return nil, bad(key)
	}
	return inner, nil
}

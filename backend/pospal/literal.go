package pospal

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
)

// Figures and uids come bare or quoted, and null, "" and nothing at all are the
// same to this vendor, so every field is one of the kinds below.

var errLiteral = errors.New("figure is not a number")

// number is a figure's literal with the scale in which it was written. It is
// empty for null, "" and a missing key.
type number string

// UnmarshalJSON never makes a binary fraction of the figure.
func (n *number) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case string(b) == "null":
		*n = ""
		return nil
	case b[0] == '"':
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		s = string(bytes.TrimSpace([]byte(s)))
	default:
		s = string(b)
	}
	if s != "" {
		if _, err := literal(s); err != nil {
			return err
		}
	}
	*n = number(s)
	return nil
}

// literal reads a decimal of sane size. Go's decimals would gladly build one of
// a million digits out of "1e999999".
func literal(s string) (decimal.Decimal, error) {
	if len(s) > 64 {
		return decimal.Decimal{}, errLiteral
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 32 || d.Exponent() < -64 {
		return decimal.Decimal{}, errLiteral
	}
	return d, nil
}

func (n number) decimal() decimal.Decimal {
	d, _ := literal(string(n)) // checked when it was read; empty is zero
	return d
}

// told tells whether there was a figure at all.
func (n number) told() bool { return n != "" }

func (n number) amount() (money.Amount, error) { return money.FromDecimal(n.decimal()) }

func (n number) points() (money.Points, error) { return money.PointsFromDecimal(n.decimal()) }

// maybe is the amount, nil where none was told.
func (n number) maybe() (*money.Amount, error) {
	if !n.told() {
		return nil, nil
	}
	a, err := n.amount()
	return &a, err
}

// small is a whole number of any size that an int can hold, and fallback for
// anything else.
func (n number) small(fallback int) int {
	d := n.decimal()
	if !n.told() || !d.IsInteger() || !d.BigInt().IsInt64() {
		return fallback
	}
	return int(d.IntPart())
}

// rate reads a percentage of the price that is paid: 60 is a rate of 0.6. Zero
// is how a record says that none is set, and what is no share of a price is
// none either.
func (n number) rate() money.Rate {
	r, _ := money.RateFromDecimal(n.decimal().Shift(-2))
	return r
}

// uid identifies a member, a level or a row. It has up to 19 digits, which no
// binary fraction holds. Zero is a missing one.
type uid int64

// UnmarshalJSON takes bare and quoted uids.
func (u *uid) UnmarshalJSON(b []byte) error {
	s := string(bytes.Trim(b, `"`))
	if s == "null" || s == "" {
		*u = 0
		return nil
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return errLiteral
	}
	*u = uid(v)
	return nil
}

func (u uid) String() string { return strconv.FormatInt(int64(u), 10) }

// uidOf reads an id as this package gives it out; anything else is nobody's.
func uidOf(id string) (uid, bool) {
	v, err := strconv.ParseInt(id, 10, 64)
	return uid(v), err == nil && v > 0 && uid(v).String() == id
}

// text is a word: a JSON string, or the literal of a number. Anything else is
// empty rather than an error, because no word is worth losing a reply.
type text string

// UnmarshalJSON never fails.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case b[0] == '"':
		_ = json.Unmarshal(b, &s)
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		s = string(b)
	}
	*t = text(s)
	return nil
}

// texts are the messages of an answer: a list, one bare string, or none.
type texts []text

// UnmarshalJSON never fails.
func (t *texts) UnmarshalJSON(b []byte) error {
	*t = nil
	if b[0] == '[' {
		var list []text
		_ = json.Unmarshal(b, &list)
		*t = list
		return nil
	}
	var one text
	_ = one.UnmarshalJSON(b)
	if one != "" {
		*t = texts{one}
	}
	return nil
}

// isFigure tells whether s is digits with at most a sign before them and a
// fraction behind: no exponent, no blank, no plus.
func isFigure(s string) bool {
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

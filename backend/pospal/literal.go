package pospal

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"guitai/backend/internal/wire"
	"guitai/backend/money"
)

// Figures and uids come bare or quoted, and null, "" and nothing at all are the
// same to this vendor, so every field is one of the kinds below.

var errLiteral = errors.New("figure is not a number")

// small is a whole number of any size that an int can hold, and fallback for
// anything else.
func small(n money.Literal, fallback int) int {
	d := n.Decimal()
	if !n.Told() || !d.IsInteger() || !d.BigInt().IsInt64() {
		return fallback
	}
	return int(d.IntPart())
}

// rate reads a percentage of the price that is paid: 60 is a rate of 0.6. Zero
// is how a record says that none is set, and what is no share of a price is
// none either.
func rate(n money.Literal) money.Rate {
	r, _ := money.RateFromDecimal(n.Decimal().Shift(-2))
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

type text = wire.Text

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

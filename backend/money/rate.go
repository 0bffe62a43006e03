package money

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Rate is the share of a price that is paid: 0.8 is 8折, "20 % off". It is
// above 0 and at most 1; the zero value means that no rate is known.
type Rate struct{ d decimal.Decimal }

// ParseRate reads a rate from its literal ("0.8"). It returns ErrSyntax for what
// is no number and ErrRange outside 0 < rate <= 1 or beyond six decimals.
func ParseRate(s string) (Rate, error) {
	d, err := decimalLiteral(strings.TrimSpace(s))
	if err != nil {
		return Rate{}, err
	}
	return RateFromDecimal(d)
}

// RateFromDecimal is ParseRate of a decimal.
func RateFromDecimal(d decimal.Decimal) (Rate, error) {
	if isUnwieldy(d) || d.Sign() <= 0 || d.Cmp(decimal.NewFromInt(1)) > 0 || !d.Equal(d.Truncate(6)) {
		return Rate{}, ErrRange
	}
	return Rate{d}, nil
}

// Known tells whether there is a rate at all.
func (r Rate) Known() bool { return !r.d.IsZero() }

// Full tells whether the rate is 1: the full price is paid.
func (r Rate) Full() bool { return r.d.Equal(decimal.NewFromInt(1)) }

// Equal tells whether both are the same share.
func (r Rate) Equal(o Rate) bool { return r.d.Equal(o.d) }

// Decimal returns the exact decimal.
func (r Rate) Decimal() decimal.Decimal { return r.d }

// String is the plain decimal: "0.8".
func (r Rate) String() string { return r.d.String() }

// Tenths is the rate in the tenths that Chinese shops speak of: 0.85 is "8.5".
func (r Rate) Tenths() string { return r.d.Shift(1).String() }

// PercentOff is what is taken off, in percent: 0.85 is "15".
func (r Rate) PercentOff() string {
	return decimal.NewFromInt(1).Sub(r.d).Shift(2).String()
}

// MarshalJSON writes the rate as a JSON string.
func (r Rate) MarshalJSON() ([]byte, error) { return []byte(`"` + r.String() + `"`), nil }

// UnmarshalJSON reads what MarshalJSON wrote; "0" is the unknown rate.
func (r *Rate) UnmarshalJSON(b []byte) error {
	d, err := decimalLiteral(strings.Trim(string(b), `"`))
	if err != nil {
		return err
	}
	if d.IsZero() {
		*r = Rate{}
		return nil
	}
	v, err := RateFromDecimal(d)
	if err != nil {
		return err
	}
	*r = v
	return nil
}

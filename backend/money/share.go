package money

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Share is what a percent rule gives for each yuan: 0.1 is 10 %. It may exceed
// 1 (充一送二) but not 100; the zero value gives nothing.
type Share struct{ d decimal.Decimal }

// ParseShare reads a share from its literal ("0.1"). It returns ErrSyntax for
// what is no number, ErrNegative below 0 and ErrRange above 100.
func ParseShare(s string) (Share, error) {
	d, err := decimalLiteral(strings.TrimSpace(s))
	if err != nil {
		return Share{}, err
	}
	return ShareFromDecimal(d)
}

// ShareFromDecimal is ParseShare of a decimal.
func ShareFromDecimal(d decimal.Decimal) (Share, error) {
	switch {
	case isUnwieldy(d):
		return Share{}, ErrRange
	case d.Sign() < 0:
		return Share{}, ErrNegative
	case d.Cmp(decimal.NewFromInt(100)) > 0 || !d.Equal(d.Truncate(6)):
		return Share{}, ErrRange
	}
	return Share{d}, nil
}

// IsZero tells whether the share gives nothing.
func (s Share) IsZero() bool { return s.d.IsZero() }

// Decimal returns the exact decimal.
func (s Share) Decimal() decimal.Decimal { return s.d }

// Of is the share of a in yuan, rounded half away from zero to the fen.
func (s Share) Of(a Amount) Amount { return Amount{s.d.Mul(a.d).Round(2)} }

// PointsOf is the share of a in points, without the fraction: no shop gives
// half a point.
func (s Share) PointsOf(a Amount) Points { return Points{s.d.Mul(a.d).Truncate(0)} }

// Percent is the share in percent: 0.1 is "10".
func (s Share) Percent() string { return s.d.Shift(2).String() }

package money

import (
	"strings"

	"github.com/shopspring/decimal"
)

// maxFen bounds every amount to 999,999,999,999.99 yuan either way, which is
// far above any card and far below what int64 fen can hold, so sums of amounts
// cannot overflow.
const maxFen = 99_999_999_999_999

// Amount is a sum of yuan with at most two decimals. The zero value is 0.00.
type Amount struct{ d decimal.Decimal }

// FromFen makes an amount from whole fen (1/100 yuan), as the journal stores it.
func FromFen(fen int64) Amount { return Amount{decimal.New(fen, -2)} }

// FromDecimal makes an amount from a decimal read off the wire.
// It returns ErrPlaces for more than two places that are not zero and ErrRange
// beyond the bounds; it never rounds.
func FromDecimal(d decimal.Decimal) (Amount, error) {
	if isUnwieldy(d) {
		return Amount{}, ErrRange
	}
	if !d.Equal(d.Truncate(2)) {
		return Amount{}, ErrPlaces
	}
	if d.Abs().Cmp(decimal.New(maxFen, -2)) > 0 {
		return Amount{}, ErrRange
	}
	return Amount{d.Truncate(2)}, nil
}

// isUnwieldy tells whether comparing d with anything would first build a number
// of many digits, as for 1e400000000.
func isUnwieldy(d decimal.Decimal) bool {
	return d.Exponent() < -64 || d.Exponent() > 32 || d.Coefficient().BitLen() > 256
}

// Must is FromDecimal of a literal that the program itself wrote, for tables
// and tests. It panics on a literal that is not an amount.
func Must(literal string) Amount {
	a, err := ParseLiteral(literal)
	if err != nil {
		panic("money: bad literal " + literal)
	}
	return a
}

// ParseLiteral reads a plain decimal literal such as a vendor sends ("-12.50",
// "14493.8", "1e2"). It is for machines; what people type goes through Parse.
func ParseLiteral(s string) (Amount, error) {
	d, err := decimalLiteral(s)
	if err != nil {
		return Amount{}, err
	}
	return FromDecimal(d)
}

// decimalLiteral refuses over-long literals before decimal builds a big number.
func decimalLiteral(s string) (decimal.Decimal, error) {
	if s == "" {
		return decimal.Decimal{}, ErrEmpty
	}
	if len(s) > 64 {
		return decimal.Decimal{}, ErrRange
	}
	if strings.LastIndexAny(mantissa(s), "+-") > 0 {
		return decimal.Decimal{}, ErrSyntax // the library takes ".-5" for -0.05
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, ErrSyntax
	}
	if isUnwieldy(d) {
		return decimal.Decimal{}, ErrRange
	}
	return d, nil
}

func mantissa(s string) string {
	if e := strings.IndexAny(s, "eE"); e >= 0 {
		return s[:e]
	}
	return s
}

// Fen returns the amount in whole fen.
func (a Amount) Fen() int64 { return a.d.Shift(2).IntPart() }

// Decimal returns the exact decimal.
func (a Amount) Decimal() decimal.Decimal { return a.d }

// Add returns a+b.
func (a Amount) Add(b Amount) Amount { return Amount{a.d.Add(b.d)} }

// Sub returns a-b.
func (a Amount) Sub(b Amount) Amount { return Amount{a.d.Sub(b.d)} }

// Neg returns -a.
func (a Amount) Neg() Amount { return Amount{a.d.Neg()} }

// Cmp is -1, 0 or 1 as a is below, equal to or above b.
func (a Amount) Cmp(b Amount) int { return a.d.Cmp(b.d) }

// Equal tells whether both are the same number of fen.
func (a Amount) Equal(b Amount) bool { return a.d.Equal(b.d) }

// Sign is -1, 0 or 1.
func (a Amount) Sign() int { return a.d.Sign() }

// IsZero tells whether the amount is 0.00.
func (a Amount) IsZero() bool { return a.d.IsZero() }

// Min returns the smaller of a and b.
func (a Amount) Min(b Amount) Amount {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// Times returns the share r of a, rounded half away from zero to the fen, which
// is how both vendors' published samples come out. It is only ever an estimate
// shown to people: what the server charged is taken from its reply.
func (a Amount) Times(r Rate) Amount { return Amount{a.d.Mul(r.d).Round(2)} }

// String is the amount with exactly two decimals and no grouping: "-1234.50".
func (a Amount) String() string { return a.d.StringFixed(2) }

// Grouped is String with thousands separated by commas: "-1,234.50".
func (a Amount) Grouped() string {
	s := a.d.Abs().StringFixed(2)
	whole, frac, _ := strings.Cut(s, ".")
	var b strings.Builder
	if a.Sign() < 0 {
		b.WriteByte('-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	b.WriteByte('.')
	b.WriteString(frac)
	return b.String()
}

// Signed is Grouped with an explicit plus sign for what is above zero.
func (a Amount) Signed() string {
	if a.Sign() > 0 {
		return "+" + a.Grouped()
	}
	return a.Grouped()
}

// MarshalJSON writes the amount as a JSON string, so that no reader is tempted
// to make a binary fraction of it.
func (a Amount) MarshalJSON() ([]byte, error) { return []byte(`"` + a.String() + `"`), nil }

// UnmarshalJSON reads what MarshalJSON wrote, or a bare JSON number.
func (a *Amount) UnmarshalJSON(b []byte) error {
	v, err := ParseLiteral(strings.Trim(string(b), `"`))
	if err != nil {
		return err
	}
	*a = v
	return nil
}

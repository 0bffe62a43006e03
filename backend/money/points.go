package money

import "github.com/shopspring/decimal"

// Points is a number of loyalty points with at most two decimals (Pospal keeps
// fractions; Sandy drops them). The zero value is 0.
type Points struct{ d decimal.Decimal }

// WholePoints makes a whole number of points.
func WholePoints(n int64) Points { return Points{decimal.NewFromInt(n)} }

// PointsFromDecimal makes points of a decimal read off the wire. It returns
// ErrPlaces or ErrRange as FromDecimal does.
func PointsFromDecimal(d decimal.Decimal) (Points, error) {
	a, err := FromDecimal(d)
	return Points(a), err
}

// ParsePointsLiteral reads a plain decimal literal, as ParseLiteral.
func ParsePointsLiteral(s string) (Points, error) {
	a, err := ParseLiteral(s)
	return Points(a), err
}

// ParsePoints reads points as people type them: whole and above zero. It
// returns the errors of Parse; a fraction is ErrPlaces.
func ParsePoints(typed string) (Points, error) {
	a, err := Parse(typed)
	if err != nil {
		return Points{}, err
	}
	if !a.d.IsInteger() {
		return Points{}, ErrPlaces
	}
	return Points(a), nil
}

// Decimal returns the exact decimal.
func (p Points) Decimal() decimal.Decimal { return p.d }

// Hundredths returns the points times 100, as the journal stores them.
func (p Points) Hundredths() int64 { return Amount(p).Fen() }

// PointsFromHundredths is the inverse of Hundredths.
func PointsFromHundredths(n int64) Points { return Points(FromFen(n)) }

// Add returns p+q.
func (p Points) Add(q Points) Points { return Points{p.d.Add(q.d)} }

// Sub returns p-q.
func (p Points) Sub(q Points) Points { return Points{p.d.Sub(q.d)} }

// Neg returns -p.
func (p Points) Neg() Points { return Points{p.d.Neg()} }

// Cmp is -1, 0 or 1 as p is below, equal to or above q.
func (p Points) Cmp(q Points) int { return p.d.Cmp(q.d) }

// Equal tells whether both are the same number.
func (p Points) Equal(q Points) bool { return p.d.Equal(q.d) }

// Sign is -1, 0 or 1.
func (p Points) Sign() int { return p.d.Sign() }

// IsZero tells whether there are no points.
func (p Points) IsZero() bool { return p.d.IsZero() }

// String drops decimals that are zero: "2555", "671.2".
func (p Points) String() string { return p.d.String() }

// MarshalJSON writes the points as a JSON string, as Amount does.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(`"` + p.String() + `"`), nil }

// UnmarshalJSON reads what MarshalJSON wrote, or a bare JSON number.
func (p *Points) UnmarshalJSON(b []byte) error { return (*Amount)(p).UnmarshalJSON(b) }

package money

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"
)

// Literal is a figure off the wire as it was written, scale included: a JSON
// number, or a string that holds one, since vendors mix them. It is empty for
// null, "" and a missing key. Text that is no number of sane size is an error
// when it is read.
type Literal string

// UnmarshalJSON never makes a binary fraction of the figure.
func (l *Literal) UnmarshalJSON(b []byte) error {
	s := string(b)
	switch {
	case s == "null":
		*l = ""
		return nil
	case strings.HasPrefix(s, `"`):
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		s = strings.TrimSpace(s)
	}
	if s != "" {
		if _, err := decimalLiteral(s); err != nil {
			return err
		}
	}
	*l = Literal(s)
	return nil
}

// Told tells whether there was a figure at all.
func (l Literal) Told() bool { return l != "" }

// Decimal is the exact figure, zero where none was told.
func (l Literal) Decimal() decimal.Decimal {
	d, _ := decimalLiteral(string(l)) // checked when it was read
	return d
}

// Amount is the figure in yuan, zero where none was told. It returns the errors
// of FromDecimal.
func (l Literal) Amount() (Amount, error) { return FromDecimal(l.Decimal()) }

// Points is the figure in points, zero where none was told.
func (l Literal) Points() (Points, error) { return PointsFromDecimal(l.Decimal()) }

// Maybe is the amount, nil where none was told.
func (l Literal) Maybe() (*Amount, error) {
	if !l.Told() {
		return nil, nil
	}
	a, err := l.Amount()
	return &a, err
}

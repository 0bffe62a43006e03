package money

import (
	"errors"
	"strings"
)

// The reasons for which an amount or a number of points is refused. Screens
// translate them; they are compared with errors.Is.
var (
	ErrEmpty    = errors.New("money: nothing was given")
	ErrSyntax   = errors.New("money: not a number")
	ErrPlaces   = errors.New("money: more decimals than allowed")
	ErrRange    = errors.New("money: too large")
	ErrNegative = errors.New("money: below zero")
	ErrZero     = errors.New("money: zero")
)

// Parse reads an amount as people type, paste and scan it: full-width digits
// and punctuation fold to ASCII; spaces around it, thousands separators in their
// places, a currency sign before it (¥ ￥ $ MOP$ MOP RMB CNY) and 元 after it are
// dropped. The result is above zero yuan.
// It returns ErrEmpty, ErrSyntax, ErrPlaces, ErrRange, ErrNegative or ErrZero.
func Parse(typed string) (Amount, error) {
	s, err := plain(typed)
	if err != nil {
		return Amount{}, err
	}
	d, err := decimalLiteral(s)
	if err != nil {
		return Amount{}, err
	}
	a, err := FromDecimal(d)
	switch {
	case err != nil:
		return Amount{}, err
	case a.Sign() < 0:
		return Amount{}, ErrNegative
	case a.IsZero():
		return Amount{}, ErrZero
	}
	return a, nil
}

// plain folds what people write to [-]digits[.digits].
func plain(typed string) (string, error) {
	if len(typed) > 256 {
		return "", ErrRange
	}
	s := strings.TrimSpace(Fold(typed))
	s = trimCurrency(s)
	if s == "" {
		return "", ErrEmpty
	}
	s, err := ungroup(s)
	if err != nil {
		return "", err
	}
	if !isPlainNumber(s) {
		return "", ErrSyntax
	}
	return s, nil
}

func trimCurrency(s string) string {
	for _, sign := range []string{"MOP$", "MOP", "RMB", "CNY", "¥", "$"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			s = rest
			break
		}
	}
	s = strings.TrimSuffix(s, "元")
	return strings.TrimSpace(s)
}

// ungroup drops thousands separators, but only where they stand every three
// digits and nobody would do without them: "1,2" and "0,500" are more likely a
// mistyped "1.2" and "0.500" than 12 and 500.
func ungroup(s string) (string, error) {
	whole, frac, dot := strings.Cut(s, ".")
	if !strings.Contains(whole, ",") {
		return s, nil
	}
	groups := strings.Split(strings.TrimPrefix(whole, "-"), ",")
	if strings.HasPrefix(groups[0], "0") {
		return "", ErrSyntax
	}
	for i, g := range groups {
		if len(g) > 3 || len(g) == 0 || (i > 0 && len(g) != 3) {
			return "", ErrSyntax
		}
	}
	s = strings.ReplaceAll(whole, ",", "")
	if dot {
		s += "." + frac
	}
	return s, nil
}

func isPlainNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	digits, dots := 0, 0
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			digits++
		case s[i] == '.':
			dots++
		default:
			return false
		}
	}
	return digits > 0 && dots <= 1
}

// Fold turns full-width forms (８８．５, ￥, ，, 。 between digits) into ASCII and
// leaves everything else alone. Input methods produce them whenever somebody
// forgets to switch back.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		case r == '￥':
			return '¥'
		case r == '。' || r == '．':
			return '.'
		case r == '、':
			return ','
		case r == '−' || r == '－' || r == '–':
			return '-'
		}
		return r
	}, s)
}

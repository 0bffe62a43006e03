package pricing

import (
	"strings"

	"guitai/backend/money"
)

// RateFromText reads the rate out of the lines with which a vendor describes a
// past consumption: "8折(0.8)", "8.5折", "85折" or "(0.85)". Lines that
// contradict each other, or a line that contradicts itself, give no rate: a
// wrong hint is worse than none.
func RateFromText(lines []string) (money.Rate, bool) {
	var found money.Rate
	for _, line := range lines {
		for _, r := range ratesIn(money.Fold(line)) {
			if found.Known() && !found.Equal(r) {
				return money.Rate{}, false
			}
			found = r
		}
	}
	return found, found.Known()
}

// RateFromFigures reads the rate off a past bill. It tells one only where the
// net is the gross times whole percents, because other ratios come from bills
// that were discounted in part.
func RateFromFigures(gross, net money.Amount) (money.Rate, bool) {
	if gross.Sign() <= 0 || net.Sign() <= 0 || net.Cmp(gross) > 0 {
		return money.Rate{}, false
	}
	r, err := money.RateFromDecimal(net.Decimal().DivRound(gross.Decimal(), 2))
	if err != nil || !gross.Times(r).Equal(net) {
		return money.Rate{}, false
	}
	return r, true
}

func ratesIn(line string) []money.Rate {
	var found []money.Rate
	for i, r := range line {
		var rate money.Rate
		var ok bool
		switch r {
		case '折':
			rate, ok = tenths(numberBefore(line[:i]))
		case '(':
			rate, ok = bracketed(line[i+1:])
		}
		if ok {
			found = append(found, rate)
		}
	}
	return found
}

// tenths reads what stands before 折: shops write 8, 8.5 and 85 and mean tenths,
// tenths and hundredths.
func tenths(number string) (money.Rate, bool) {
	places := "e-1"
	if len(number) == 2 && number != "10" && !strings.Contains(number, ".") {
		places = "e-2"
	}
	if number == "" || len(number) > 8 {
		return money.Rate{}, false
	}
	r, err := money.ParseRate(number + places)
	return r, err == nil
}

// bracketed reads a share such as "0.85)"; without a point it is not a share.
func bracketed(rest string) (money.Rate, bool) {
	inside, _, closed := strings.Cut(rest, ")")
	if !closed || !strings.Contains(inside, ".") || inside != digitsOf(inside) {
		return money.Rate{}, false
	}
	r, err := money.ParseRate(inside)
	return r, err == nil
}

func numberBefore(s string) string {
	start := len(s)
	for start > 0 && isDigit(s[start-1]) {
		start--
	}
	return strings.TrimPrefix(s[start:], ".")
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 128 && isDigit(byte(r)) {
			return r
		}
		return -1
	}, s)
}

func isDigit(b byte) bool { return b == '.' || b >= '0' && b <= '9' }

package widget

import (
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui"
	"guitai/ui/lang"
)

// RateRoom and AmountRoom are what fields for a percentage and for an amount
// take, with room for a mistake.
const (
	RateRoom   = 8
	AmountRoom = amountDigits
)

// PercentPaid reads what is paid of a price, in percent: 90 is 9折, 100 the full
// price. A percent sign may follow.
func PercentPaid(typed string) (money.Rate, bool) {
	a, err := money.Parse(strings.TrimSuffix(strings.TrimSpace(money.Fold(typed)), "%"))
	if err != nil {
		return money.Rate{}, false
	}
	r, err := money.RateFromDecimal(a.Decimal().Shift(-2))
	return r, err == nil
}

// Percent is what is paid of a price, in percent: 0.9 is "90", an unknown rate
// is empty.
func Percent(r money.Rate) string {
	if !r.Known() {
		return ""
	}
	return r.Decimal().Shift(2).String()
}

// RateLine says a rate in percent and as the trade does.
func RateLine(env *ui.Env, r money.Rate) string {
	if !r.Known() {
		return ""
	}
	return Percent(r) + "% · " + ui.RateWords(env.Text.Domain, r)
}

// CreditWords say whether and how far a card may go below zero.
func CreditWords(env *ui.Env, c *backend.Credit) string {
	t := env.Text.Form
	if c == nil {
		return t.CreditOff
	}
	limit := t.CreditNoLimit
	if !c.Limit.IsZero() {
		limit = lang.Fill(t.CreditDownTo, "amount", c.Limit.Neg().Grouped())
	}
	if c.Days == 0 {
		return limit
	}
	return limit + " · " + lang.Fill(t.CreditWithin, "n", itoa(c.Days))
}

// PersonText trims a text about a person. It is one if it has at most limit
// characters and none that cannot be shown.
func PersonText(typed string, limit int) (text string, ok bool) {
	text = strings.TrimSpace(typed)
	return text, len([]rune(text)) <= limit && !strings.ContainsRune(text, '\uFFFD')
}

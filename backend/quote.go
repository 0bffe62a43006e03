package backend

import (
	"guitai/backend/money"
	"guitai/backend/safe"
)

// Quote is a preview: computed once, shown, and handed to the till as it was
// shown. Confirming never recomputes it.
type Quote struct {
	Operation Operation
	Member    Member
	// Gross is the bill or the principal, Discountable the part of it that is
	// open to discount, Discount what is taken off, Net what is owed (yuan).
	Gross, Discountable, Discount, Net money.Amount
	Rate                               money.Rate
	RateFrom                           RateSource
	// FromCard is what the card can pay of Net and Collect the rest (yuan).
	// RestBy are the ways of paying the rest, from which a person has to choose;
	// it is empty where nothing is left or the vendor itself settles it.
	FromCard, Collect money.Amount
	RestBy            []PayType
	// Gifts are the rules that a recharge fires, one line each.
	Gifts        []Gift
	GiftMoney    money.Amount
	GiftPoints   money.Points
	BalanceAfter money.Amount
	PointsAfter  money.Points
	// Sure tells whether the figures are certain; otherwise all of them are
	// marked as estimates.
	Sure     bool
	Warnings []Warning
	// Task says that confirming sends nothing: it makes a task for somebody at the
	// vendor's back office.
	Task bool
}

// Gift is what one rule adds to a recharge.
type Gift struct {
	Rule   safe.Text
	Kind   RuleKind
	Money  money.Amount // yuan
	Points money.Points
}

// RateSource is where a discount rate comes from; the preview always says it.
type RateSource uint8

// The sources of a rate, best first.
const (
	RateNotKnown RateSource = iota
	RateMember
	RateLevel
	RateConfig
	RateLastReceipt
	RateLevelReceipt
)

// Warning is something that a person must see before confirming.
type Warning uint8

// The warnings. WarnRepeat, WarnStatus, WarnRetry and WarnDebt ask for the
// confirmation twice.
const (
	WarnRepeat     Warning = iota + 1 // same card, same amount, within 60 seconds
	WarnStatus                        // the card is not in its normal state
	WarnMayCollect                    // the rate is not known: something may be left to collect
	WarnCollect                       // the card does not cover it
	WarnRetry                         // rings an operation again that was not found
	WarnPlain                         // the connection to the vendor is not encrypted
	WarnDebt                          // the balance will be below zero
	WarnSpent                         // of what is taken back, a part was spent: only the rest is
)

// Twice tells whether the quote has to be confirmed a second time.
func (q Quote) Twice() bool {
	for _, w := range q.Warnings {
		switch w {
		case WarnRepeat, WarnStatus, WarnRetry, WarnDebt:
			return true
		}
	}
	return false
}

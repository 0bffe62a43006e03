package backend

import (
	"guitai/backend/money"
	"guitai/backend/safe"
)

// RuleSet is what applies to one member's recharge right now.
type RuleSet struct {
	Rules    []Rule
	PayTypes []PayType
}

// Rule gives something for a recharge.
type Rule struct {
	Name safe.Text
	Kind RuleKind
	// Threshold is the least principal in yuan for a RuleThreshold, and Counts
	// how often it pays.
	Threshold money.Amount
	Counts    Counts
	// GiftMoney (yuan) and GiftPoints are given flat by each-time and threshold
	// rules.
	GiftMoney  money.Amount
	GiftPoints money.Points
	// MoneyShare and PointShare are given per yuan by percent rules.
	MoneyShare, PointShare money.Share
}

// RuleKind sorts recharge rules by when they apply.
type RuleKind uint8

// Each-time rules apply once to every recharge, percent rules in proportion,
// threshold rules from an amount on.
const (
	RuleEachTime RuleKind = iota
	RulePercent
	RuleThreshold
)

// PayType is how a guest pays for a recharge. ID is the vendor's.
type PayType struct {
	ID   string
	Name safe.Text
}

// Counts is how often a threshold rule pays.
type Counts uint8

// Of all CountsHighest thresholds only the highest one reached pays; a
// CountsOnce threshold pays once whatever others do; a CountsMultiple threshold
// pays for each whole multiple of it in the principal.
const (
	CountsHighest Counts = iota
	CountsOnce
	CountsMultiple
)

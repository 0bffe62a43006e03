package backend

import (
	"fmt"
	"time"

	"guitai/backend/money"
	"guitai/backend/safe"
)

// Member is one account as a vendor told it at ReadAt.
type Member struct {
	// ID is what the vendor's calls take (Sandy: the card number, Pospal: the
	// uid in decimal). It is opaque, raw and never drawn; Number is.
	ID       string
	Number   safe.Text
	Name     safe.Text
	Phone    safe.Text
	Level    Level
	Status   Status
	Balance  money.Amount // yuan
	Points   money.Points
	Birthday Date
	Gender   Gender
	// Rate is the share of the price that this member pays where the vendor
	// tells it; unknown otherwise. RateFrom is RateMember or RateLevel then.
	Rate     money.Rate
	RateFrom RateSource
	// Consumed and Recharged are lifetime sums in yuan; nil where not told.
	Consumed, Recharged *money.Amount
	// Earning is what a consumption earns where the till books points itself;
	// nil where the vendor does.
	Earning *Earning
	// Credit lets the balance go below zero; nil if it must not.
	Credit *Credit
	// Subsidy is a balance of its own that this program cannot spend (yuan); nil
	// where not told.
	Subsidy *money.Amount
	// Details are nil where the vendor keeps none.
	Details *Details
	Source  Source
	ReadAt  time.Time
}

// Level is a member's grade. ID is the vendor's and empty where a read tells
// only the name.
type Level struct {
	ID   string
	Name safe.Text
	// Rate is the level's share of a price, unknown where the vendor does not
	// tell it.
	Rate money.Rate
	// Earns says that consumption brings points; nil where not told.
	Earns *bool
	// Disabled levels cannot be given to anybody.
	Disabled bool
}

// Status is whether the card may be used. Only StatusNormal lets money move
// without a second confirmation.
type Status struct {
	Kind StatusKind
	// Text is the vendor's own word, shown beside ours when it is not normal.
	Text safe.Text
}

// StatusKind sorts the vendors' words for the state of a card.
type StatusKind uint8

// The states of a card. StatusUntold is a reply that said nothing about it.
const (
	StatusUntold StatusKind = iota
	StatusNormal
	StatusLost
	StatusClosed
	StatusDisabled
	StatusOther
)

// Suspicious tells whether a person must confirm once more before money moves.
func (s Status) Suspicious() bool { return s.Kind != StatusNormal && s.Kind != StatusUntold }

// Gender as the vendors have it; a reply without it is GenderUnknown, not
// female, although both vendors write female as 0.
type Gender uint8

// The genders of a member's record.
const (
	GenderUnknown Gender = iota
	GenderFemale
	GenderMale
)

// Source tells where a row came from.
type Source uint8

// Rows are live from the vendor, from the local mirror, or from our journal.
const (
	SourceLive Source = iota
	SourceMirror
	SourceJournal
)

// Date is a day without a zone; the zero value is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsBirthday tells whether t, in its own zone, is the day's anniversary. Who was
// born on 29 February is congratulated on the 28th in common years.
func (d Date) IsBirthday(t time.Time) bool {
	if d.IsZero() {
		return false
	}
	_, m, day := t.Date()
	if d.Month == m && d.Day == day {
		return true
	}
	leapDay := d.Month == time.February && d.Day == 29
	lastOfFebruary := m == time.February && day == 28 && t.AddDate(0, 0, 1).Month() == time.March
	return leapDay && lastOfFebruary
}

// ParseDate reads YYYY-MM-DD with or without zero padding, and ignores a time
// after it. Anything that is not a real day is an error.
func ParseDate(s string) (Date, error) {
	var y, m, d int
	if _, err := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); err != nil {
		return Date{}, fmt.Errorf("backend: not a date: %w", err)
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return Date{}, fmt.Errorf("backend: no such day")
	}
	return Date{Year: y, Month: time.Month(m), Day: d}, nil
}

package backend

import (
	"context"
	"time"

	"guitai/backend/money"
	"guitai/backend/safe"
)

// Details are what some vendors keep about a member beside the account.
type Details struct {
	QQ, Email, Address, Remarks, Nickname, LunarBirthday, Department, Shop safe.Text
	// Opened and Expires are zero where not told.
	Opened, Expires time.Time
}

// Credit lets a member go below zero, by at most Limit yuan (zero: the vendor
// names no limit), to be paid back within Days days (zero: not told).
type Credit struct {
	Limit money.Amount
	Days  int
}

// Earning is how many points a consumption brings where the till books them
// itself.
type Earning struct {
	PerYuan  money.Share
	Rounding Rounding
}

// Rounding names what happens to a fraction of a point.
type Rounding uint8

// RoundDown drops the fraction, RoundHalf takes the nearest whole point and half
// a point up, KeepTwo keeps two decimals.
const (
	RoundDown Rounding = iota
	RoundHalf
	KeepTwo
)

// EditField names a field that an Edit may change.
type EditField uint8

// The fields. Those from EditLevel on change what a member may do or pays and
// are confirmed apart.
const (
	EditName EditField = iota
	EditPhone
	EditBirthday
	EditGender
	EditQQ
	EditEmail
	EditAddress
	EditRemarks
	EditNickname
	EditLunarBirthday
	EditExpires
	EditLevel
	EditRate
	EditCredit
	EditStatus
)

// Grave tells whether the field is confirmed apart.
func (f EditField) Grave() bool { return f >= EditLevel }

// LevelChanger gives members another level.
type LevelChanger interface {
	// ChangeLevel gives up to 100 members the level. It may fail for some of
	// them, so whoever calls reads each member again. Errors: KindInvalid for
	// more than 100, and those of Backend.Find.
	ChangeLevel(ctx context.Context, levelID string, memberIDs []string) error
}

// PasswordKeeper sets and checks a member's own password.
type PasswordKeeper interface {
	// SetPassword takes 1 to 16 characters. Errors: KindInvalid with Field
	// "password", KindNotFound and those of Backend.Find.
	SetPassword(ctx context.Context, memberID, password string) error
	// CheckPassword tells whether the password is the member's. A member without
	// a password has none that is right. Errors: those of Backend.Member.
	CheckPassword(ctx context.Context, memberID, password string) (bool, error)
}

// Period is a stretch of time, both ends inclusive, to the second.
type Period struct{ From, To time.Time }

// Subsidy is one change of a member's subsidy balance.
type Subsidy struct {
	MemberID            string
	Number, Name, Phone safe.Text
	Level, Department   safe.Text
	// Rule is the plan that caused it and Mode how it pays.
	Rule, Mode, Remark safe.Text
	At                 time.Time
	// Cleared says that the month's rest was taken away rather than paid.
	Cleared bool
	// Amount is the change and After what was left, in yuan.
	Amount, After money.Amount
}

// SubsidyReader reads the changes of subsidy balances.
type SubsidyReader interface {
	// Subsidies reads all changes within a period, oldest first. Long periods
	// are read in several calls. Errors: those of Backend.Find.
	Subsidies(ctx context.Context, p Period) ([]Subsidy, error)
}

// StoreRecharge is a recharge at any store of the account.
type StoreRecharge struct {
	MemberID string
	Store    safe.Text
	PayType  safe.Text
	Remark   safe.Text
	At       time.Time
	// Money was paid and Gift added, Balance is what was then on the card (yuan).
	Money, Gift, Balance money.Amount
}

// RechargeReader reads the recharges of all stores.
type RechargeReader interface {
	// Recharges reads all recharges within a period, oldest first. Long periods
	// are read in several calls. Errors: those of Backend.Find.
	Recharges(ctx context.Context, p Period) ([]StoreRecharge, error)
}

// Quota is how many calls a vendor still takes today.
type Quota struct {
	// Used of Limit calls are gone; Reserve of them are kept for settling open
	// operations.
	Used, Limit, Reserve int
}

// Left is how many calls may still be made, the reserve included.
func (q Quota) Left() int { return max(q.Limit-q.Used, 0) }

// QuotaTeller counts calls.
type QuotaTeller interface{ Quota() Quota }

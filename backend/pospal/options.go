package pospal

import (
	"context"
	"log/slog"
	"net"
	"time"

	"guitai/backend"
	"guitai/backend/internal/wire"
)

// Secret is a value that has to be asked for by name before it can be printed.
type Secret interface{ Reveal() string }

// Timeouts bound the steps of a call; zero takes each default.
type Timeouts = wire.Timeouts

// Counter keeps the number of calls of each day ("2006-01-02"), so that it
// survives a restart. It may be called from many goroutines.
type Counter interface {
	Count(day string) int
	Add(day string)
}

// QuotaOptions say how many calls a day the account's plan allows.
type QuotaOptions struct {
	// Daily is the plan's number of calls, 300 if zero. Reserve of them are kept
	// for settling open operations: 25 if zero, none if negative.
	Daily, Reserve int
	// Counter remembers the calls; nil counts in memory only.
	Counter Counter
}

// RechargeRule is a rule of the shop. The vendor has no call that reads its
// rules and does not apply them to what comes through this interface.
type RechargeRule struct {
	backend.Rule
	// From and To are the first and the last day on which the rule holds, in the
	// shop's zone; a zero date is open.
	From, To backend.Date
	// Levels are the names of the levels it holds for; empty is all of them.
	Levels []string
}

// Options describe one merchant's account. BaseURL, AppID and AppKey are needed.
type Options struct {
	// Name is what people call the account; "Pospal" if empty.
	Name string
	// BaseURL is the account's area address, with or without :443, a slash at its
	// end or the interface's path. Its scheme decides about encryption.
	BaseURL string
	// AppID names the account and travels with every call, AppKey signs and never
	// travels. Together they can spend every card, so both are secrets.
	AppID, AppKey Secret
	// DialContext replaces the network.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
	Clock       func() time.Time
	// Zone is the shop's, in which the vendor writes dates; UTC+8 if nil.
	Zone     *time.Location
	Timeouts Timeouts
	Rules    []RechargeRule
	// PayTypes are the names of the ways to pay; 现金, 微信, 支付宝 and 银行卡 if
	// empty. The vendor has no list of them.
	PayTypes []string
	// Earn is what a consumption earns for members whose level earns points; nil
	// books none.
	Earn  *backend.Earning
	Quota QuotaOptions
	// VoidForm is which form of a change of nothing was seen to use a key up, as of
	// now; nil is the first.
	VoidForm func() int
	// GroupShare asks for members as shops that share them in groups see them,
	// Departments for the department of canteen members. Both are only sent when
	// set.
	GroupShare, Departments bool
	// Logger gets one line per call: name, duration, status, kind, error code.
	Logger *slog.Logger
}

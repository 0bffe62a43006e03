package till

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
)

// Clock is the time that a till lives by.
type Clock interface {
	Now() time.Time
	// NewTimer sends once on the channel after d; stop gives it up.
	NewTimer(d time.Duration) (fired <-chan time.Time, stop func() bool)
}

// Options is everything a till is made of. Backend, Journal and Account are
// required.
type Options struct {
	Backend backend.Backend
	Journal journal.Journal
	Account journal.Account
	// Name of the till and of the person at it, for the journal.
	Name, Operator string
	// Limit is the most that one operation may move (yuan); zero is no limit.
	Limit money.Amount
	// GiftInProportion takes back the principal and the gift of a recharge that was
	// spent in part as they were booked; otherwise the gift goes back first.
	GiftInProportion bool
	// LevelRates are configured rates by a level's name or id.
	LevelRates map[string]money.Rate
	// OwnPayType is the id of a pay type that only this till uses, so that a
	// recharge that shows it is surely ours; "" for none.
	OwnPayType string
	// Quiet is how long something of ours may still arrive after a connection
	// ended; zero is 60 seconds.
	Quiet time.Duration
	// ExactOnly sends every match by amount to a person. By default a row is
	// believed where nobody else was at work on the card for a day.
	ExactOnly bool
	// PointRows says that this vendor's history was proven to show redemptions.
	PointRows bool
	// Contract tells what was seen of this vendor by probing, as of now; nil is
	// nothing. What nobody saw is not relied upon: "known already" then proves
	// nothing, no operation is made impossible, and a person decides.
	Contract func() backend.Contract
	// Practice says that the vendor was made along with this program: a new journal
	// has lost no tokens of it, and gives out new ones at once.
	Practice bool
	// OwnKeys says that no other software books through this account's interface,
	// so that a token of ours that is known was used by us.
	OwnKeys bool
	// SweepHour is the hour of the day, 1 to 24 in Zone, at which the cards of the
	// day are read and compared with the journal; 0 is 23, and below that nothing is
	// swept by itself. Zone is also where the day of a limit begins; nil is this
	// machine's.
	SweepHour int
	Zone      *time.Location
	// TakesOver tells which tills' unfinished submissions Start may take over,
	// because their process is surely dead; nil is this till's own name. A
	// server that is the only process of its journal takes over all.
	TakesOver func(till string) bool
	// Alive tells whether another program that works for a till was heard of within
	// the last minute, where several machines share the journal: what it may be
	// sending is nobody else's. nil knows of none.
	Alive func(till string) bool
	// Known keeps members that were read lately, where the vendor cannot search;
	// nil keeps them until the program ends.
	Known Known
	Clock Clock
	// NewID makes operation ids; nil makes UUIDv7.
	NewID  func() string
	Logger *slog.Logger
}

const (
	defaultQuiet = 60 * time.Second
	// readTime bounds one reading in the background.
	readTime = 20 * time.Second
	// submitTime is a last resort above the transport's own limits; whoever
	// waits longer than that for an answer waits for ever.
	submitTime = 30 * time.Second
	// sendTime is how long after the journal's commit the first byte may leave:
	// a machine that slept in between must not send.
	sendTime = 2 * time.Second
	// drainTime is how long Close waits for submissions.
	drainTime = 20 * time.Second
	// abandoned is how old another till's submission must be before a person's
	// look takes it over.
	abandoned = 60 * time.Second
	// repeatTime is within which the same amount on the same card is suspicious.
	repeatTime = 60 * time.Second
)

func (o Options) withDefaults() Options {
	if o.Quiet <= 0 {
		o.Quiet = defaultQuiet
	}
	if o.SweepHour == 0 {
		o.SweepHour = sweepHour
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Known == nil {
		o.Known = newMemory()
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.TakesOver == nil {
		own := o.Name
		o.TakesOver = func(till string) bool { return till == own }
	}
	if o.Alive == nil {
		o.Alive = func(string) bool { return false }
	}
	return o
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

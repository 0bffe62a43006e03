package journaltest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// Opener opens one journal: a new one at the first call, the same one again at
// every other, as a second handle while the first is open.
type Opener func(clock func() time.Time) Store

// Store is everything that a journal is.
type Store interface {
	journal.Journal
	journal.Papers
	journal.Guard
	journal.Watcher
}

// Run runs the suite. fresh is called once for each of its tests.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *desk)
	}{
		{"Begin locks the card", beginLocks},
		{"Begin lets one of sixteen win", beginRaces},
		{"Begin locks across handles", beginAcrossHandles},
		{"Begin twice is once", beginTwice},
		{"Begin refuses a used id for something else", beginReused},
		{"Begin refuses what is no operation", beginNonsense},
		{"Slips follow each other", slips},
		{"Stamps never repeat", stamps},
		{"Stamps do not drift", stampsStop},
		{"A new journal is young", young},
		{"Every transition", transitions},
		{"Move lets one of sixteen win", moveRaces},
		{"Move refuses what is not there", moveNothing},
		{"Zero fields leave what is there", moveZero},
		{"A tombstone is for ever", voided},
		{"A late row takes the lock again", reopened},
		{"A late row waits for the lock", reopenedWhileBusy},
		{"Attempts are added and replaced", attempts},
		{"History rows are bound once", bindings},
		{"History rows are the account's", bindingsPerAccount},
		{"A failed step leaves nothing", nothingLeft},
		{"An operation is undone once", undoneOnce},
		{"An undo blocks until it surely did nothing", undoneByState},
		{"Begin refuses what undoes nothing", undoNonsense},
		{"An incident blocks its card", incidents},
		{"An incident shows on every end", incidentsOnEnds},
		{"A task holds no lock", tasks},
		{"An attempt may be to void", voidAttempt},
		{"Filters choose", filters},
		{"Limits", limits},
		{"Acknowledged and collected", acknowledged},
		{"Everything survives", survives},
		{"The audit follows", audit},
		{"Papers are stored in versions", papers},
		{"Papers lets one of sixteen win", paperRaces},
		{"A paper that was removed is a new one", papersRemoved},
		{"Papers refuse what is none", papersNonsense},
		{"Papers survive", papersSurvive},
		{"The audit tells everything", auditTells},
		{"The audit is chosen from", auditFilters},
		{"The audit is given away link by link", auditLinks},
		{"Others' changes are told", changes},
		{"Nothing lost, nothing to accept", acceptNothing},
		{"Who has left changes nothing", canceled},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &desk{t: t, clock: NewClock(), open: fresh(t)}
			d.Store = d.open(d.clock.Now)
			t.Cleanup(func() { _ = d.Close() })
			test.run(t, d)
			require.NoError(t, d.Verify(d.ctx()))
			require.NoError(t, d.Health())
		})
	}
}

// Clock is a time that tests set. It stands still by itself.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock starts on a morning in 2026.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 3, 2, 9, 30, 0, 123_456_789, time.FixedZone("CST", 8*3600))}
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the time, also backwards.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// desk is the journal under test with what the tests need around it.
type desk struct {
	Store
	t     *testing.T
	clock *Clock
	open  Opener
	made  int
}

func (d *desk) ctx() context.Context { return d.t.Context() }

// reopen closes the journal and opens it again.
func (d *desk) reopen() {
	d.t.Helper()
	require.NoError(d.t, d.Close())
	d.Store = d.open(d.clock.Now)
}

// Shop is the account that the suite works on.
func shop() journal.Account { return journal.Account{Backend: "sandy", Name: "shop-1"} }

// consume is a new operation on a card.
func (d *desk) consume(card string) backend.Operation {
	d.made++
	return Consume(fmt.Sprintf("01960000-0000-7000-8000-%012d", d.made), card)
}

// Consume is an operation as a till makes it.
func Consume(id, card string) backend.Operation {
	part := money.Must("60")
	rate, err := money.ParseRate("0.8")
	if err != nil {
		panic(err)
	}
	return backend.Operation{
		ID: id, Kind: backend.OpConsume, MemberID: card,
		Number: safe.Line("8" + card), Name: safe.Line("陈小姐 <&>"),
		Amount: money.Must("88.50"), Discountable: &part,
		Quote: backend.Promise{
			BalanceBefore: money.Must("100"), BalanceAfter: money.Must("23.50"), Net: money.Must("76.50"),
			PointsBefore: money.WholePoints(12), PointsAfter: money.WholePoints(88), Rate: rate,
			RateFrom: backend.RateMember, Sure: true,
		},
		Till: "till-1", Operator: "李",
	}
}

func (d *desk) begin(card string) journal.Record {
	d.t.Helper()
	rec, err := d.Begin(d.ctx(), shop(), d.consume(card))
	require.NoError(d.t, err)
	return rec
}

func (d *desk) move(rec journal.Record, s journal.Step) journal.Record {
	d.t.Helper()
	next, err := d.Move(d.ctx(), rec.ID, rec.Ver, s)
	require.NoError(d.t, err)
	return next
}

func (d *desk) get(id string) journal.Record {
	d.t.Helper()
	rec, err := d.Get(d.ctx(), id)
	require.NoError(d.t, err)
	return rec
}

// walk begins an operation and moves it through the states.
func (d *desk) walk(card string, states ...backend.State) journal.Record {
	d.t.Helper()
	rec := d.begin(card)
	for _, s := range states {
		rec = d.move(rec, journal.Step{To: s})
	}
	return rec
}

// text is everything in a record, to be compared byte by byte.
func text(t *testing.T, rec journal.Record) string {
	t.Helper()
	b, err := json.MarshalIndent(rec, "", " ")
	require.NoError(t, err)
	return string(b)
}

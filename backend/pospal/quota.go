package pospal

import (
	"context"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

// meter counts calls against the day's quota.
type meter struct {
	daily, reserve int
	counter        Counter

	mu sync.Mutex
	// under counts the calls under way, which are in no counter yet.
	under int
	// promised are operations that were let in and not sent yet, by what is sent,
	// with the time until when they count.
	promised map[string]time.Time
}

// promiseTime is how long a call is kept for an operation that was let in. The
// till sends it at once, or never.
const promiseTime = time.Minute

func newMeter(o QuotaOptions) *meter {
	m := &meter{daily: o.Daily, reserve: max(o.Reserve, 0), counter: o.Counter, promised: map[string]time.Time{}}
	if o.Daily == 0 {
		m.daily = 300
	}
	if o.Reserve == 0 {
		m.reserve = 25
	}
	if m.counter == nil {
		m.counter = &dayCounter{}
	}
	return m
}

func dayOf(t time.Time) string { return t.In(china()).Format(time.DateOnly) }

// begin counts a call if it is allowed. done says whether it may have reached
// the vendor: what did not is not counted, or an evening without a line would
// use up the next morning's calls. Settling is always allowed, since the vendor
// knows better than this count whether there are calls left.
func (m *meter) begin(now time.Time, why purpose) (done func(sent bool), allowed bool) {
	day := dayOf(now)
	m.mu.Lock()
	defer m.mu.Unlock()
	switch left := m.left(now); {
	case why == ordinary && left <= m.reserve, why == opening && left < m.reserve+2:
		return nil, false
	}
	m.under++
	return func(sent bool) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.under--
		if sent {
			m.counter.Add(day)
		}
	}, true
}

// left is how many calls nobody has made or been promised; m.mu is held.
func (m *meter) left(now time.Time) int {
	for what, until := range m.promised {
		if now.After(until) {
			delete(m.promised, what)
		}
	}
	return m.daily - m.counter.Count(dayOf(now)) - m.under - len(m.promised)
}

// promise keeps a call above the reserve for an operation, so that several tills
// that are let in at once cannot spend the reserve between them.
func (m *meter) promise(now time.Time, t backend.Token) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left(now) <= m.reserve {
		return false
	}
	m.promised[t.Key+string(t.Evidence)] = now.Add(promiseTime)
	return true
}

// redeem ends a promise: what was promised is about to be sent.
func (m *meter) redeem(t backend.Token) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.promised, t.Key+string(t.Evidence))
}

// Quota is how many of today's calls are gone by this program's own count. Other
// programs on the same account are not in it; AccessLog tells the vendor's.
func (c *Client) Quota() backend.Quota {
	m := c.meter
	m.mu.Lock()
	defer m.mu.Unlock()
	return backend.Quota{Used: m.counter.Count(dayOf(c.now())) + m.under, Limit: m.daily, Reserve: m.reserve}
}

// dayCounter counts in memory, and only the newest day.
type dayCounter struct {
	mu  sync.Mutex
	day string
	n   int
}

// Count is the number of calls of a day.
func (d *dayCounter) Count(day string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if day != d.day {
		return 0
	}
	return d.n
}

// Add counts one call.
func (d *dayCounter) Add(day string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if day != d.day {
		d.day, d.n = day, 0
	}
	d.n++
}

// Access is how many calls the vendor counted on one day for this account.
type Access struct {
	Day         backend.Date
	Used, Limit int
}

// AccessLimit asks how many calls a day the account's plan allows today, 0 if
// the vendor does not say. The call itself counts. Errors: those of
// backend.Backend.Find.
func (c *Client) AccessLimit(ctx context.Context) (int, error) {
	const path = quota + "queryAccessTimes"
	e, err := c.read(ctx, path, ordinary, c.auth())
	if err != nil {
		return 0, err
	}
	list, err := rows[struct {
		AppID text          `json:"appId"`
		Limit money.Literal `json:"limitTimes"`
		Begin text          `json:"startDate"`
		End   text          `json:"endDate"`
	}](e)
	if err != nil {
		return 0, unreadable(opOf(path), err)
	}
	limit, today := 0, dayOf(c.now())
	for _, row := range list {
		// A plan that was bought counts while it runs; its dates are whole days,
		// whose texts order as the days do. The default one has none.
		begin, end := dayText(row.Begin), dayText(row.End)
		running := (begin == "" || begin <= today) && (end == "" || end >= today)
		if string(row.AppID) == c.appID && running {
			limit = max(limit, small(row.Limit, 0))
		}
	}
	return limit, nil
}

func dayText(t text) string { return string(t[:min(len(t), len(time.DateOnly))]) }

// AccessLog asks how many calls the vendor counted on each day, at most 7 days
// at a time. The call itself counts. Errors: KindInvalid for a longer span, and
// those of backend.Backend.Find.
func (c *Client) AccessLog(ctx context.Context, from, to backend.Date) ([]Access, error) {
	const path = quota + "queryDailyAccessTimesLog"
	span := midnight(to).Sub(midnight(from))
	if from.IsZero() || to.IsZero() || span < 0 || span > 6*24*time.Hour {
		return nil, invalid(opOf(path), "period")
	}
	e, err := c.read(ctx, path, ordinary, struct {
		auth
		Begin string `json:"beginDate"`
		End   string `json:"endDate"`
	}{c.auth(), from.String(), to.String()})
	if err != nil {
		return nil, err
	}
	list, err := rows[struct {
		AppID text          `json:"appId"`
		Limit money.Literal `json:"limitTimes"`
		Day   text          `json:"accessDate"`
		Used  money.Literal `json:"haveAcessTimes"` // the vendor's spelling
	}](e)
	if err != nil {
		return nil, unreadable(opOf(path), err)
	}
	var log []Access
	for _, row := range list {
		// The log holds every store of the chain.
		if string(row.AppID) != c.appID {
			continue
		}
		day, err := backend.ParseDate(string(row.Day))
		if err != nil {
			return nil, unreadable(opOf(path), err)
		}
		log = append(log, Access{Day: day, Used: small(row.Used, 0), Limit: small(row.Limit, 0)})
	}
	return log, nil
}

func midnight(d backend.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

package fill

import "time"

// Mark is where a reading stands. It is stored together with the page behind
// which it stands, or a crash would lose members or read them twice.
type Mark struct {
	// Cursor is the vendor's own word for the page to read next, nil before the
	// first page and behind the last one.
	Cursor []byte
	// Since bounds the reading to members opened since then; zero is a whole
	// reading.
	Since time.Time
	// Pages and Members count what this reading has stored.
	Pages, Members int
	// StartedAt is when its first page was asked for, UpdatedAt when the last one
	// was stored, and DoneAt when it reached its end; zero where that is not yet.
	StartedAt, UpdatedAt, DoneAt time.Time
	// Generation numbers the readings: who was not seen in that of a whole one
	// is gone.
	Generation uint64
	// CallsToday is how many calls readings made on the vendor's day of UpdatedAt.
	CallsToday int
}

// underWay tells whether a reading was begun and did not reach its end.
func (m Mark) underWay() bool { return !m.StartedAt.IsZero() && m.DoneAt.IsZero() }

// readOut tells whether only the end of the reading remains to be stored.
func (m Mark) readOut() bool { return m.underWay() && m.Pages > 0 && len(m.Cursor) == 0 }

// whole tells whether it reads everybody.
func (m Mark) whole() bool { return m.Since.IsZero() }

// Notes are what outlives a reading. They may be lost: then the next reading is
// a whole one.
type Notes struct {
	// Paused is a person's word that nothing is to be read, across restarts.
	Paused bool `json:"paused"`
	// WholeDone is when the last whole reading reached its end, with as many
	// pages and members.
	WholeDone    time.Time `json:"whole_done"`
	WholePages   int       `json:"whole_pages"`
	WholeMembers int       `json:"whole_members"`
	// LastBegan and LastDone are of the last reading of either kind that reached
	// its end.
	LastBegan time.Time `json:"last_began"`
	LastDone  time.Time `json:"last_done"`
}

// learn takes over what a finished reading says, and tells whether that was
// news.
func (n *Notes) learn(m Mark) bool {
	if m.DoneAt.IsZero() || !m.DoneAt.After(n.LastDone) {
		return false
	}
	n.LastBegan, n.LastDone = m.StartedAt, m.DoneAt
	if m.whole() {
		n.WholeDone, n.WholePages, n.WholeMembers = m.DoneAt, m.Pages, m.Members
	}
	return true
}

const (
	// DefaultEvery is between two looks for new members: a few calls a day.
	DefaultEvery = 4 * time.Hour
	// DefaultWholeEvery is between two whole readings, without which nobody
	// would notice who was renamed, disabled or removed elsewhere.
	DefaultWholeEvery = 7 * 24 * time.Hour
	// margin is how far a reading of new members reaches back behind the
	// beginning of the last one: clocks differ, and so do zones.
	margin = 24 * time.Hour
)

// next is the reading that comes next and when it is due. anew asks for a whole
// one now, whatever is under way.
func (o Options) next(m Mark, n Notes, now time.Time, anew bool) (Mark, time.Time) {
	begin := Mark{StartedAt: now, Generation: m.Generation + 1, CallsToday: o.callsOn(m, now), UpdatedAt: now}
	switch {
	case anew:
		return begin, now
	case m.underWay():
		return m, now
	case m.StartedAt.IsZero() || n.WholeDone.IsZero():
		// The copy is new, or was damaged and begun anew.
		return begin, now
	}
	whole, due := n.WholeDone.Add(o.WholeEvery), n.LastDone.Add(o.Every)
	if !whole.After(due) || !whole.After(now) {
		return begin, whole
	}
	begin.Since = n.LastBegan.Add(-margin)
	return begin, due
}

// callsOn is the count of readings' calls that still holds at a time.
func (o Options) callsOn(m Mark, now time.Time) int {
	if dayOf(m.UpdatedAt) != dayOf(now) {
		return 0
	}
	return m.CallsToday
}

// china is the zone of the day by which calls are counted.
func china() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }

func dayOf(t time.Time) string { return t.In(china()).Format(time.DateOnly) }

// reopening is when the calls of the next day can be used: a few minutes behind
// midnight, since the vendor's clock is not ours.
func reopening(now time.Time) time.Time {
	t := now.In(china())
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 5, 0, 0, t.Location())
}

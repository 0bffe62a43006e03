package fill

import "time"

// State is what a filler does now.
type State uint8

// The states.
const (
	Resting   State = iota // nothing is due before Until
	Running                // a page is asked for or stored
	Paused                 // by a person
	NoCalls                // the day's calls for readings are used up; goes on at Until
	Retrying               // the last call failed with Err; tries again at Until
	Failed                 // with Err, which trying again would not mend
	Elsewhere              // another program fills this copy
)

// String names the state for programs.
func (s State) String() string {
	names := [...]string{"done", "running", "paused", "waiting", "retrying", "failed", "elsewhere"}
	if int(s) < len(names) {
		return names[s]
	}
	return "state?"
}

// Progress is how far a filler is.
type Progress struct {
	State State
	// Whole tells a reading of everybody from one of new members.
	Whole bool
	// Pages and Members count this reading's; Known is how many members are in
	// the copy.
	Pages, Members, Known int
	// Began is when this reading began, Done when it or the one before reached
	// its end.
	Began, Done time.Time
	// Until is when a state ends that ends by itself.
	Until time.Time
	// PerMinute is how many members a minute came lately; zero is not known.
	PerMinute int
	Calls     Calls
	// CallsToday is how many of them readings have made.
	CallsToday int
	Estimate   Estimate
	// Gone is how many members the last whole reading missed.
	Gone int
	// Forgot counts how often the vendor did not take its cursor back, so that
	// the reading began again.
	Forgot int
	// Err is why it failed or tries again.
	Err error
}

// Estimate is what is left of a reading. Told is false while nobody knows how
// many members there are.
type Estimate struct {
	Told bool
	// Members is how many there will be, Calls how many pages are left, and Days
	// on how many days, with today, those will be read.
	Members, Calls, Days int
	// Left is the time that they take without waiting for another day; zero is
	// not known.
	Left time.Duration
}

// Progress is how far it is now.
func (f *Filler) Progress() Progress {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.progressLocked()
}

// Watch tells every change until cancel. A slow reader gets the newest one.
func (f *Filler) Watch() (changes <-chan Progress, cancel func()) {
	c := make(chan Progress, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hub = append(f.hub, c)
	c <- f.progressLocked()
	return c, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		for i, other := range f.hub {
			if other == c {
				f.hub = append(f.hub[:i:i], f.hub[i+1:]...)
				close(c)
				return
			}
		}
	}
}

// show changes the progress and tells it to those who watch.
func (f *Filler) show(change func(*Progress)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.p)
	if len(f.hub) == 0 {
		return
	}
	p := f.progressLocked()
	for _, c := range f.hub {
		select {
		case <-c: // the older one, that nobody has taken yet
		default:
		}
		c <- p
	}
}

func (f *Filler) progressLocked() Progress {
	p := f.p
	m, n, now := f.o.Store.Mark(), f.o.Store.Notes(), f.o.Clock.Now()
	p.Known, p.Whole, p.Pages, p.Members, p.Began = f.o.Store.Len(), m.whole(), m.Pages, m.Members, m.StartedAt
	p.Done, p.CallsToday = n.LastDone, f.o.callsOn(m, now)
	if f.o.Budget != nil {
		p.Calls = f.o.Budget.Calls()
	}
	p.PerMinute = f.pace.perMinute()
	p.Estimate = estimate(m, n, p.Known, p.Calls, f.pace, f.o.interval())
	return p
}

// Forecast is what the next reading will take, before it begins: whether it
// reads everybody, whether it goes on where another one stood, and what is to be
// read. anew asks about a whole one from its beginning.
func (f *Filler) Forecast(anew bool) (whole, goesOn bool, e Estimate, c Calls) {
	s := f.o.Store
	m, n := s.Mark(), s.Notes()
	goesOn = !anew && m.underWay()
	n.learn(m)
	m, _ = f.o.next(m, n, f.o.Clock.Now(), anew)
	if f.o.Budget != nil {
		c = f.o.Budget.Calls()
	}
	return m.whole(), goesOn, estimate(m, n, s.Len(), c, pace{}, f.o.interval()), c
}

// pageSize is what a page holds until one was read.
const pageSize = 100

// estimate says what is left of the reading that m stands in. The vendor tells
// no number of members, so that of the last whole reading counts; somebody who
// was seen at the counter is not enough to guess from.
func estimate(m Mark, n Notes, known int, c Calls, p pace, interval time.Duration) Estimate {
	switch {
	case m.readOut() || !m.underWay() && !m.StartedAt.IsZero():
		return Estimate{Told: true, Members: known}
	case !m.whole():
		return Estimate{Told: true, Members: known, Calls: 1, Days: days(1, c), Left: max(p.aPage(), interval)}
	case n.WholeMembers == 0:
		return Estimate{}
	}
	size := pageSize
	switch {
	case m.Pages > 0:
		size = max(m.Members/m.Pages, 1)
	case n.WholePages > 0:
		size = max(n.WholeMembers/n.WholePages, 1)
	}
	all := max(n.WholeMembers, known, m.Members)
	calls := max((all-m.Members+size-1)/size, 1)
	return Estimate{Told: true, Members: all, Calls: calls, Days: days(calls, c), Left: time.Duration(calls) * max(p.aPage(), interval)}
}

// days is on how many days, with today, a number of calls can be made; zero is
// never.
func days(calls int, c Calls) int {
	switch {
	case c.Limit == 0 || calls <= c.Left:
		return 1
	case c.Daily <= 0:
		return 0
	}
	return 1 + (calls-c.Left+c.Daily-1)/c.Daily
}

// pace remembers when the last pages came.
type pace struct {
	at      []time.Time
	members []int
}

// window is how many pages the pace is taken from.
const window = 20

func (p *pace) add(at time.Time, members int) {
	if len(p.at) == window {
		p.at, p.members = p.at[1:], p.members[1:]
	}
	p.at, p.members = append(p.at, at), append(p.members, members)
}

// aPage is the time between two pages lately, zero where that is not known.
func (p pace) aPage() time.Duration {
	n := len(p.at)
	if n < 2 {
		return 0
	}
	return p.at[n-1].Sub(p.at[0]) / time.Duration(n-1)
}

func (p pace) perMinute() int {
	n := len(p.at)
	if n < 2 || !p.at[n-1].After(p.at[0]) {
		return 0
	}
	sum := 0
	for _, m := range p.members[1:] {
		sum += m
	}
	return int(int64(sum) * int64(time.Minute) / int64(p.at[n-1].Sub(p.at[0])))
}

package till_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sandy"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
)

const vendorHost = "vendor.invalid"

// Secrets that must not turn up in any byte that is kept.
const (
	canaryToken  = "CANARY-agent-5f1c"
	canaryGUID   = "{CANARY0-GUID-8E5A-BDE2-34ABA1BD956C9}"
	canaryAppID  = "CA1AB1EDE00000000000000000000C01"
	canaryAppKey = "998877665544332211"
	canaryPhone  = "66099123"
	canaryOther  = "66099456"
)

// cards are the guests of every schedule, by the numbers on their cards.
func cards() [2]string { return [2]string{"T000001", "T000002"} }

// world is one schedule while it runs: the vendor with its true ledger, the
// tills, the journal under them, and everything that was seen.
type world struct {
	s       schedule
	row     scene
	mutant  mutant
	tracing bool

	sandy  *sandysim.Server
	pospal *pospalsim.Server
	plan   *sim.Plan
	port   *port
	shut   func()
	seats  []*seat
	lives  []*life
	began  time.Time
	guests [2]string // member ids
	seeded [2]int    // rows that a Sandy card begins with

	// store is any living handle. It has no lock of ours: a commit calls committed
	// while it holds its own.
	store    atomic.Pointer[memory.Journal]
	mu       sync.Mutex
	asked    map[string]int
	disk     disk
	down     int // so many money lines find no connection
	deeds    map[string]*deed
	sessions map[string]context.Context
	order    []string
	holders  map[string]string // card to its open operation, as committed
	commits  int
	calls    int // what the vendor was asked until the evening
	others   [2][]foreign
	looks    []glance
	breaches []breach
	steps    map[string]int
	crashes  map[string]int
	log      bytes.Buffer
	trace    []string
	workers  sync.WaitGroup
	end      result
}

type diskKind int

// The ways a commit can fail.
const (
	diskBusy  diskKind = iota // another process holds the lock for wait
	diskFull                  // refused, for so many commits
	diskIO                    // an error, and nothing is written until a restart
	diskAfter                 // as diskIO, but this commit reached the disk
)

type disk struct {
	kind diskKind
	left int
	wait time.Duration
}

// deed is an operation as the schedule meant it and as people saw it.
type deed struct {
	id         string
	seat       string
	card       int
	quote      backend.Quote
	asked      time.Time
	unknown    time.Time // when it was first stored as UNKNOWN
	ended      time.Time // when it was first stored with an end
	state      backend.State
	yes, no    bool // a cashier was told so
	decided    int  // effects that a supervisor saw when he closed it
	nothing    bool // a cashier was told that nothing was sent
	unrecorded bool // a cashier was told that the end is not recorded
	lines      int  // money lines that had a byte written
	keys       []string
}

// foreign is what somebody else did to a card.
type foreign struct {
	at           time.Time
	change, left int64 // fen
	row          int64
}

// glance is a balance that a till read.
type glance struct {
	card       int
	call, back time.Time
	fen        int64
}

type breach struct{ rule, what string }

func (w *world) breach(rule, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.breaches = append(w.breaches, breach{rule, what})
	w.note("BREACH %s: %s", rule, what)
}

// note adds to the trace; called with the lock held.
func (w *world) note(format string, args ...any) {
	if w.tracing {
		w.trace = append(w.trace, fmt.Sprintf("%12s  ", time.Since(w.began).Round(time.Microsecond))+fmt.Sprintf(format, args...))
	}
}

func (w *world) say(format string, args ...any) {
	if w.tracing {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.note(format, args...)
	}
}

// Write takes the log of everything that logs.
func (w *world) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(p)
}

// play runs one schedule to its end and gives what was seen.
func play(t *testing.T, s schedule, m mutant, tracing bool) *world {
	w := &world{s: s, row: s.row, mutant: m, tracing: tracing, plan: &sim.Plan{}, deeds: map[string]*deed{}, sessions: map[string]context.Context{},
		holders: map[string]string{}, steps: map[string]int{}, crashes: map[string]int{},
		asked: map[string]int{}}
	defer func() {
		if wrong := recover(); wrong != nil {
			t.Errorf("%s, seed %d", s.row.name, s.seed)
			panic(wrong)
		}
	}()
	synctest.Test(t, func(*testing.T) { w.run() })
	w.judge()
	return w
}

// guardTime is how long a new journal gives out no keys.
const guardTime = 61 * time.Second

func (w *world) run() {
	w.began = time.Now()
	w.open()
	for n := range w.s.tills {
		p := &seat{w: w, n: n, name: "till " + strconv.Itoa(n+1)}
		w.seats = append(w.seats, p)
		p.start()
		time.Sleep(13 * time.Millisecond)
	}
	time.Sleep(guardTime)
	for _, a := range w.s.acts {
		w.act(a)
	}
	w.evening()
	w.collect()
	for _, l := range w.lives {
		l.close()
	}
	w.shut()
	w.workers.Wait()
}

// people are the guests; their phones must never be kept.
func people() []sim.Person {
	p := sim.Person{Card: cards()[0], Name: "客人", Phone: canaryPhone, Level: "普通卡", Status: sim.Normal,
		Balance: money.FromFen(openingFen), Points: money.WholePoints(900)}
	other := p
	other.Card, other.Phone = cards()[1], canaryOther
	return []sim.Person{p, other}
}

const openingFen = 30000

func (w *world) open() {
	var handler http.Handler
	if w.row.pospal {
		w.pospal = pospalsim.New(pospalsim.Options{Clock: time.Now, Plan: w.plan, People: people(), DailyLimit: w.row.daily(),
			History: pospalsim.NoHistory, AppID: canaryAppID, AppKey: canaryAppKey, Switches: w.row.pospalSwitches})
		handler = w.pospal
		for i, number := range cards() {
			m, _ := w.pospal.Numbered(number)
			w.guests[i] = strconv.FormatInt(m.UID, 10)
		}
	} else {
		w.sandy = sandysim.New(sandysim.Options{Clock: time.Now, Plan: w.plan, People: people(), History: sandysim.NoHistory,
			Token: canaryToken, GUID: canaryGUID, Switches: w.row.sandySwitches})
		handler = w.sandy
		w.guests = cards()
		for i, number := range cards() {
			w.seeded[i] = len(w.sandy.Rows(number))
		}
	}
	w.port, w.shut = serve(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		r.Header.Del(opHeader)
		if op, _ := r.Context().Value(opKey{}).(string); op != "" {
			r.Header.Set(opHeader, op)
		}
		from, _ := r.Context().Value(seatKey{}).(int)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler) // only half of it came
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		time.Sleep(w.latency(from, r.URL.Path+string(body)))
		w.say("the vendor gets %s %s", r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], tail(r.Header.Get(opHeader)))
		handler.ServeHTTP(rw, r)
	}))
	store := memory.NewLazy(time.Now, max(w.mutant.lazy, 1))
	store.Hook(w.committed)
	w.store.Store(store)
}

// latency keeps whatever runs beside each other at instants of its own, which is
// also what makes a schedule replay to the letter: it depends on who asks what for
// the how-manieth time, and not on who comes first.
func (w *world) latency(from int, what string) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	what = strconv.Itoa(from) + what
	w.asked[what]++
	h := fnv.New64a()
	_, _ = h.Write([]byte(what))
	r := rand.NewPCG(w.s.seed+uint64(w.asked[what]), h.Sum64())
	return time.Millisecond + time.Duration(r.Uint64()%uint64(40*time.Millisecond))
}

func (w *world) unreachable() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down > 0 {
		w.down--
		return true
	}
	return false
}

// committed sees every commit of every till.
func (w *world) committed(p memory.Point, r journal.Record) error {
	if p != memory.AfterBegin && p != memory.AfterMove {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.commits++
	card, holder := bare(r.MemberID), ""
	if holder = w.holders[card]; r.State.Open() && holder != "" && holder != r.ID {
		w.breaches = append(w.breaches, breach{"I9 one open operation a card", r.Slip + " beside " + holder})
	}
	switch {
	case r.State.Open():
		w.holders[card] = r.ID
	case holder == r.ID:
		delete(w.holders, card)
	}
	if d := w.deeds[r.ID]; d != nil {
		if d.state != r.State {
			w.note("journal %s %s -> %s %s", r.Slip, d.state, r.State, r.Why)
		}
		d.state = r.State
		if r.State == backend.StateUnknown && d.unknown.IsZero() {
			d.unknown = time.Now()
		}
		if !r.State.Open() && d.ended.IsZero() {
			d.ended = time.Now()
		}
	}
	return nil
}

// peek is a handle of the journal for those who check.
func (w *world) peek() *memory.Journal { return w.store.Load().Again(time.Now) }

// cut is a power loss under all tills.
func (w *world) cut() {
	store := w.store.Load().Cut()
	store.Hook(w.committed)
	w.store.Store(store)
	w.mu.Lock()
	defer w.mu.Unlock()
	// What had not reached the disk never was.
	w.holders, w.commits = map[string]string{}, -1
}

// seat is a till over all its lives.
type seat struct {
	w    *world
	n    int
	name string
	skew atomic.Int64

	mu   sync.Mutex
	life *life
}

func (p *seat) now() *life {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.life
}

// Now is the machine's clock: the true time and what it is off by, without the
// monotonic part that a jump would not move.
func (p *seat) Now() time.Time { return time.Now().Round(0).Add(time.Duration(p.skew.Load())) }

// NewTimer counts true time, whatever the clock shows.
func (p *seat) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

// life is one process of a till.
type life struct {
	w      *world
	seat   *seat
	till   *till.Till
	client io.Closer
	broken atomic.Bool
	cancel func()

	mu     sync.Mutex
	dead   bool
	closed bool
	armed  int
	how    crash
	naps   time.Duration
	conns  []*sim.Conn
}

// closer ends a client's lines.
type closer func()

func (c closer) Close() error { c(); return nil }

func (p *seat) start() {
	w := p.w
	l := &life{w: w, seat: p}
	vendor := l.connect()
	l.till = till.New(w.options(l, vendor))
	p.mu.Lock()
	p.life = l
	p.mu.Unlock()
	w.mu.Lock()
	w.lives = append(w.lives, l)
	w.mu.Unlock()
	changes, cancel := l.till.Watch()
	l.cancel = cancel
	w.workers.Go(func() {
		for c := range changes {
			w.shown(l, c)
		}
	})
	if err := l.till.Start(context.Background()); err != nil {
		w.say("%s does not start: %v", p.name, err)
	}
}

func (w *world) account() journal.Account {
	if w.row.pospal {
		return journal.Account{Backend: "pospal", Name: "pospal:schedule"}
	}
	return journal.Account{Backend: "sandy", Name: "sandy:schedule"}
}

func (w *world) options(l *life, vendor backend.Backend) till.Options {
	handle := w.store.Load().Again(l.seat.Now)
	var j journal.Journal = &book{handle, l}
	if w.mutant.journal != nil {
		j = w.mutant.journal(l, j)
	}
	o := till.Options{Backend: vendor, Journal: j, Account: w.account(), Name: l.seat.name, Operator: "阿珍",
		Clock: l.seat, Contract: w.row.contract, OwnKeys: !w.row.collides, ExactOnly: w.row.exact, NewID: func() string { return "-" }, SweepHour: -1, Zone: sim.Zone(), Logger: w.logger()}
	if w.row.own {
		o.OwnPayType = ownPay
	}
	return o
}

func (w *world) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}}))
}

// ownPay is the id of the pay type that only the tills of a schedule use.
const ownPay = "3"

// newID numbers the operations in the order in which their previews are asked for.
func (w *world) newID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := fmt.Sprintf("01900000-0000-7000-8000-%012d", len(w.order)+1)
	w.order = append(w.order, id)
	return id
}

// connect makes the real client of the vendor.
func (l *life) connect() backend.Backend {
	w := l.w
	var vendor backend.Backend
	if w.row.pospal {
		c := pospal.New(pospal.Options{BaseURL: "http://" + vendorHost, DialContext: l.dial, Clock: l.seat.Now,
			AppID: secret(canaryAppID), AppKey: secret(canaryAppKey), Logger: w.logger(),
			Quota: pospal.QuotaOptions{Daily: 1_000_000}})
		vendor, l.client = c, closer(c.Close)
	} else {
		o := sandy.Options{BaseURL: "http://" + vendorHost, DialContext: l.dial, Clock: l.seat.Now,
			Token: secret(canaryToken), GUID: secret(canaryGUID), Logger: w.logger()}
		if w.row.own {
			o.OwnPayType = ownPay
		}
		c := sandy.New(o)
		vendor, l.client = c, closer(c.Close)
	}
	vendor = probed{vendor, w.row}
	if w.mutant.vendor != nil {
		vendor = w.mutant.vendor(l, vendor)
	}
	return tagged{vendor}
}

// probed is the vendor as its probes found it.
type probed struct {
	backend.Backend
	row scene
}

func (p probed) Capabilities() backend.Capabilities {
	able := p.Backend.Capabilities()
	able.Pushes = p.row.pospal
	return able
}

// tagged tells the line whose request it carries.
type tagged struct{ backend.Backend }

func (b tagged) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	return b.Backend.Submit(context.WithValue(ctx, opKey{}, op.ID), op, t, first)
}

func (b tagged) Capabilities() backend.Capabilities {
	able := b.Backend.Capabilities()
	if able.Voider != nil {
		able.Voider = taggedVoider{able.Voider}
	}
	return able
}

type taggedVoider struct{ backend.Voider }

func (v taggedVoider) Void(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	return v.Voider.Void(context.WithValue(ctx, opKey{}, op.ID), op, t, first)
}

// crash is how a process dies.
type crash struct {
	// after is the number of steps until it happens; 0 is never.
	after int
	// power takes all tills down and whatever had not reached the disk.
	power bool
	// linger leaves open lines to the kernel, which still delivers.
	linger bool
	// back is when the till runs again.
	back time.Duration
}

func (l *life) isDead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

func (l *life) arm(c crash) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.armed, l.how = c.after, c
}

// falls counts a step and tells whether the process dies at it.
func (l *life) falls(what string) bool {
	l.w.mu.Lock()
	l.w.steps[what]++
	l.w.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.armed == 0 || l.dead {
		return false
	}
	l.armed--
	return l.armed == 0
}

// step is an error where the process is dead or dies now.
func (l *life) step(what string) error {
	if l.isDead() {
		return errDead
	}
	if l.falls(what) {
		return l.die(what)
	}
	return nil
}

// die is kill -9, or the power cut of everybody.
func (l *life) die(what string) error {
	w := l.w
	l.mu.Lock()
	how := l.how
	l.mu.Unlock()
	w.mu.Lock()
	w.crashes[what]++
	w.note("%s dies at %s (power %v)", l.seat.name, what, how.power)
	w.mu.Unlock()
	all, victims := []*life{l}, []*life{}
	if how.power {
		for _, p := range w.seats {
			if other := p.now(); other != l {
				all = append(all, other)
			}
		}
	}
	for _, v := range all {
		if v.kill(how) {
			victims = append(victims, v)
		}
	}
	if how.power {
		w.cut()
	}
	for _, v := range victims {
		w.workers.Go(func() {
			v.bury()
			time.Sleep(how.back + time.Duration(v.seat.n)*7*time.Millisecond)
			v.seat.start()
		})
	}
	return errDead
}

// kill is false for a process that was dead already.
func (l *life) kill(how crash) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead || l.closed {
		return false
	}
	l.dead = true
	if !how.linger {
		for _, c := range l.conns {
			_ = c.Abort()
		}
	}
	return true
}

// bury ends what is left of a dead process. It is not part of its death.
func (l *life) bury() {
	l.mu.Lock()
	done := l.closed
	l.closed = true
	l.mu.Unlock()
	if done {
		return
	}
	l.cancel()
	_ = l.till.Close()
	_ = l.client.Close()
}

// close ends a process in good order.
func (l *life) close() { l.bury() }

func (l *life) keep(c *sim.Conn) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		_ = c.Abort()
		return errDead
	}
	l.conns = append(l.conns, c)
	return nil
}

// nap closes the lid between F2 and the first byte.
func (l *life) nap() {
	l.mu.Lock()
	d := l.naps
	l.naps = 0
	l.mu.Unlock()
	if d > 0 {
		l.seat.skew.Add(int64(d))
		l.w.say("%s sleeps for %s between F2 and the first byte", l.seat.name, d)
	}
}

// firstByte is asked before a line's first byte leaves: the journal must already
// know of this attempt.
func (w *world) firstByte(l *life, op string, request []byte) {
	rec, err := w.peek().Get(context.Background(), op)
	w.mu.Lock()
	defer w.mu.Unlock()
	d := w.deeds[op]
	d.lines++
	known := 0
	for _, a := range rec.Attempts {
		if a.Wrote || a.Void {
			known++
		}
	}
	if err != nil || known < d.lines {
		w.breaches = append(w.breaches, breach{"I6 a row before the first byte",
			fmt.Sprintf("%s: line %d, journal knows %d (%v)", op, d.lines, known, err)})
	}
	if l.seat.skew.Load() != 0 && rec.SendBy.Add(time.Millisecond).Before(l.seat.Now()) && err == nil && !rec.SendBy.IsZero() {
		w.breaches = append(w.breaches, breach{"I6 nothing leaves after its time", op})
	}
	head, _, _ := strings.Cut(string(request), "\r\n\r\n")
	if strings.Contains(strings.ToLower(head), "idempotency-key") {
		w.breaches = append(w.breaches, breach{"I2 no header that lets the transport send again", op})
	}
	w.note("%s writes line %d of %s", l.seat.name, d.lines, tail(op))
}

func tail(id string) string { return id[max(0, len(id)-4):] }

// bare is a member's id without what a mutant hides behind it.
func bare(id string) string {
	id, _, _ = strings.Cut(id, "\x00")
	return id
}

// shown is what the screens of a till are told while somebody watches.
func (w *world) shown(l *life, c backend.Case) {
	if !l.isDead() {
		w.screen(l, c, nil, "watch")
	}
}

// screen holds what a cashier is told against the journal at that very moment.
func (w *world) screen(l *life, c backend.Case, err error, from string) {
	outcome := c.Outcome()
	told := err == nil && outcome != backend.OutcomeUnknown
	var rec journal.Record
	var unread error
	if told {
		rec, unread = w.peek().Get(context.Background(), c.ID)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	d := w.deeds[c.ID]
	if d == nil {
		return
	}
	if from == "do" {
		w.note("%s is told of %s: %s %s %v", l.seat.name, tail(c.ID), c.State, c.Why, err)
	}
	switch {
	case told && (unread != nil || rec.Outcome() != outcome):
		w.breaches = append(w.breaches, breach{"I13 nothing is told before it is stored",
			fmt.Sprintf("%s shown as %s (%s) while the journal says %s %v", c.ID, c.State, from, rec.State, unread)})
	case told && outcome == backend.OutcomeSettled:
		d.yes = true
	case told:
		d.no = true
	case err != nil:
		w.excuse(d, c, err)
	}
}

// excuse files what an error of Do promised; called with the lock held.
func (w *world) excuse(d *deed, c backend.Case, err error) {
	var fault *backend.Error
	if !errors.As(err, &fault) {
		return
	}
	switch {
	case fault.Kind == backend.KindCanceled:
	case fault.Kind == backend.KindJournal && fault.Field == "end":
		d.unrecorded = true
		if c.Receipt == nil && c.State != backend.StateSending && c.State != backend.StateUnknown {
			w.note("an end without a receipt: %s", c.State)
		}
	default:
		d.nothing = true
	}
}

package till_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/sim"
)

// mutant is a till made wrong on purpose, through the seams around the engine.
type mutant struct {
	name string
	// scene is the row that it is let loose in.
	scene string
	// lazy is a journal that reaches its disk only with every n-th commit.
	lazy    int
	journal func(*life, journal.Journal) journal.Journal
	vendor  func(*life, backend.Backend) backend.Backend
	line    func(*life, net.Conn, context.Context) net.Conn
	// unswept is a till that holds no row against what has ended.
	unswept bool
}

// mutants are the faults that the schedules must see, or they prove nothing.
func mutants() []mutant {
	vendor := func(f func(wrongVendor) backend.Backend) func(*life, backend.Backend) backend.Backend {
		return func(l *life, b backend.Backend) backend.Backend { return f(wrongVendor{b, l}) }
	}
	book := func(f func(wrongBook) journal.Journal) func(*life, journal.Journal) journal.Journal {
		return func(l *life, j journal.Journal) journal.Journal { return f(wrongBook{j, l}) }
	}
	return []mutant{
		{name: "1 F2 after the write", scene: pospalPush, vendor: vendor(func(v wrongVendor) backend.Backend { return lateHook{v} })},
		{name: "2 F3 after it was told", scene: pospalPush, journal: book(func(b wrongBook) journal.Journal { return earlyYes{b} })},
		{name: "3 a journal that does not wait for its disk", scene: pospalPush, lazy: 4},
		{name: "4 a resend takes a fresh key", scene: pospalPush,
			vendor: vendor(func(v wrongVendor) backend.Backend { return freshKey{v, map[string]int{}} })},
		{name: "5 a refusal of a resend is believed", scene: pospalBalanceFirst,
			journal: book(func(b wrongBook) journal.Journal { return believesNo{b} })},
		{name: "6 a duplicate at first is a success", scene: pospalCollides,
			vendor: vendor(func(v wrongVendor) backend.Backend { return believesKnown{v} })},
		{name: "7 the tombstone is not journaled", scene: pospalPush,
			journal: book(func(b wrongBook) journal.Journal { return forgetsTombstone{b} })},
		{name: "8 a balance that fits is a proof", scene: sandyExact,
			vendor: vendor(func(v wrongVendor) backend.Backend { return byBalance{v} })},
		{name: "9 a header that lets the transport send again", scene: sandyOwn, line: sendsAgain},
		{name: "10 an unknown operation lets its card go", scene: sandyOwn,
			journal: book(func(b wrongBook) journal.Journal { return unlocked{b} })},
		{name: "11 keys in the machine's zone", scene: pospalPush,
			vendor: vendor(func(v wrongVendor) backend.Backend { return localZone{v} })},
		{name: "12 the session's end ends the write", scene: sandyOwn,
			vendor: vendor(func(v wrongVendor) backend.Backend { return onSession{v} })},
		{name: "13 nobody sweeps", scene: sandyLate, unswept: true},
		{name: "14 a redirect is followed", scene: sandyOwn,
			vendor: vendor(func(v wrongVendor) backend.Backend { return follows{v} })},
		{name: "15 member ids as binary fractions", scene: pospalPush,
			vendor: vendor(func(v wrongVendor) backend.Backend { return fraction{v} })},
	}
}

const mutantSchedules = 10_000

// TestMutants lets each wrong till loose in schedules that the right one gets
// through without a mistake, until one of the checks sees it.
func TestMutants(t *testing.T) {
	for _, m := range mutants() {
		t.Run(m.name, func(t *testing.T) {
			row := sceneNamed(t, m.scene)
			row.counted = false
			var next, caught atomic.Uint64
			var by atomic.Value
			inParallel(t, func(t *testing.T) {
				for caught.Load() == 0 {
					seed := next.Add(1)
					if seed > mutantSchedules {
						return
					}
					s := drawn(row, seed)
					wrong := promises(play(t, s, m, false))
					if len(wrong) == 0 || len(play(t, s, mutant{}, false).breaches) > 0 {
						continue
					}
					if caught.CompareAndSwap(0, seed) {
						by.Store(wrong[0])
					}
				}
			})
			require.NotZero(t, caught.Load(), "not caught within %d schedules", mutantSchedules)
			b := by.Load().(breach)
			t.Logf("caught by schedule %d: %s: %.150s", caught.Load(), b.rule, b.what)
		})
	}
}

// promises are the breaches of what is promised about money; that something is
// not settled in time is none.
func promises(w *world) (found []breach) {
	for _, b := range w.breaches {
		if b.rule != slowRule {
			found = append(found, b)
		}
	}
	return found
}

type wrongVendor struct {
	backend.Backend
	l *life
}

type wrongBook struct {
	journal.Journal
	l *life
}

// lateHook asks the journal when everything has left.
type lateHook struct{ wrongVendor }

func (v lateHook) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	reply := v.Backend.Submit(ctx, op, t, func() error { return nil })
	if err := first(); err != nil {
		reply.Class = backend.ReplyUnclear
	}
	return reply
}

// earlyYes says that a success is stored, and stores it a moment later.
type earlyYes struct{ wrongBook }

func (b earlyYes) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	if s.To != backend.StateApplied {
		return b.Journal.Move(ctx, id, ver, s)
	}
	rec, err := b.Journal.Get(ctx, id)
	if err != nil {
		return rec, err
	}
	b.l.w.workers.Go(func() {
		time.Sleep(50 * time.Millisecond)
		_, _ = b.Journal.Move(context.Background(), id, ver, s)
	})
	rec.State, rec.Receipt, rec.Why, rec.Ver = s.To, s.Receipt, s.Why, rec.Ver+1
	return rec, nil
}

// freshKey sends again with the next second.
type freshKey struct {
	wrongVendor
	sent map[string]int
}

func (v freshKey) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	v.l.w.mu.Lock()
	n := v.sent[op.ID]
	v.sent[op.ID]++
	v.l.w.mu.Unlock()
	if at, err := time.Parse(time.DateTime, t.Key); err == nil {
		t.Key = at.Add(time.Duration(n) * time.Second).Format(time.DateTime)
	}
	return v.Backend.Submit(ctx, op, t, first)
}

// believesNo takes what a resend is told for what became of the operation.
type believesNo struct{ wrongBook }

func (b believesNo) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	if a := s.Attempt; a != nil && a.N > 1 && !a.Void && a.Class == backend.ReplyRefused {
		s.To, s.Why = backend.StateRefused, backend.WhyRefusal
	}
	return b.Journal.Move(ctx, id, ver, s)
}

// believesKnown takes "known already" for a success.
type believesKnown struct{ wrongVendor }

func (v believesKnown) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	reply := v.Backend.Submit(ctx, op, t, first)
	if reply.Class == backend.ReplyDuplicate {
		reply.Class, reply.Err = backend.ReplyYes, nil
		reply.Receipt = &backend.Receipt{Gross: op.Amount, Net: op.Amount, FromCard: op.Amount, Matched: true}
	}
	return reply
}

// forgetsTombstone remembers only in this process that a key may be used up.
type forgetsTombstone struct{ wrongBook }

func (b forgetsTombstone) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	pretended := s.To == backend.StateVoiding || s.Voided
	if !pretended && !(s.Attempt != nil && s.Attempt.Void) && s.To != backend.StateVoided {
		return b.Journal.Move(ctx, id, ver, s)
	}
	if pretended {
		kept := s
		s.To, s.Voided, s.Attempt, s.SendBy = "", false, nil, time.Time{}
		rec, err := b.Journal.Move(ctx, id, ver, s)
		rec.State, rec.Voided = backend.StateVoiding, true
		if kept.Attempt != nil {
			rec.Attempts = append(rec.Attempts, *kept.Attempt)
		}
		return rec, err
	}
	stored, err := b.Journal.Get(ctx, id)
	if err == nil && stored.State == backend.StateUnknown && s.To != "" && s.To != backend.StateUnknown {
		next, moved := b.Journal.Move(ctx, id, ver, journal.Step{To: backend.StateVoiding})
		if moved != nil {
			return next, moved
		}
		ver = next.Ver
	}
	return b.Journal.Move(ctx, id, ver, s)
}

// byBalance takes a balance that moved by the right amount for the operation's.
type byBalance struct{ wrongVendor }

func (v byBalance) Resolve(ctx context.Context, op backend.Operation, t backend.Token) (backend.Evidence, error) {
	e, err := v.Backend.Resolve(ctx, op, t)
	due := op.Amount.Neg()
	kind := backend.EventConsume
	if op.Kind == backend.OpRecharge {
		due, kind = op.Amount.Add(op.Quote.GiftMoney), backend.EventRecharge
	}
	if err != nil || len(e.Fits) > 0 || !e.Now.Balance.Sub(e.Before.Balance).Equal(due) {
		return e, err
	}
	e.Rows = []backend.Event{{ID: e.Now.HeadID, At: e.Now.HeadAt, Kind: kind, Gross: op.Amount, Net: op.Amount, Balance: e.Now.Balance}}
	e.Fits, e.Own, e.Foreign, e.Chained = []int{0}, true, false, true
	return e, nil
}

// sendsAgain is a transport that was told that it may: a line that breaks before
// the answer is made anew, with the same bytes.
func sendsAgain(l *life, conn net.Conn, ctx context.Context) net.Conn {
	return &resender{Conn: conn, l: l, ctx: ctx}
}

type resender struct {
	net.Conn
	l    *life
	mu   sync.Mutex
	ctx  context.Context
	sent []byte
	read bool
	done bool
}

func (c *resender) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	line, rest, found := bytes.Cut(p, []byte("\r\n"))
	if found && len(c.sent) == 0 {
		p = bytes.Join([][]byte{line, []byte("Idempotency-Key: 1"), rest}, []byte("\r\n"))
	}
	c.sent = append(c.sent, p...)
	n, err := c.Conn.Write(p)
	return min(n, len(line)+2+len(rest)), err
}

func (c *resender) Read(p []byte) (int, error) {
	n, err := c.now().Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && n == 0 && !c.read && !c.done && !c.l.isDead() {
		c.done = true
		if again, failed := c.l.line(c.ctx, vendorHost+":80"); failed == nil {
			_ = c.Conn.Close()
			c.Conn = again
			if _, err := again.Write(c.sent); err != nil {
				return 0, err
			}
			return again.Read(p)
		}
	}
	c.read = c.read || n > 0
	return n, err
}

func (c *resender) now() net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Conn
}

// unlocked lets somebody ring up a card whose last operation is unknown.
type unlocked struct{ wrongBook }

func (b unlocked) Begin(ctx context.Context, a journal.Account, op backend.Operation) (journal.Record, error) {
	if rec, err := b.Get(ctx, op.ID); err == nil {
		return rec, nil
	}
	rec, err := b.Journal.Begin(ctx, a, op)
	var open *journal.OpenError
	if errors.As(err, &open) && open.Record.State == backend.StateUnknown {
		op.MemberID += "\x00" + op.ID
		rec, err = b.Journal.Begin(ctx, a, op)
	}
	rec.MemberID = bare(rec.MemberID)
	return rec, err
}

func (b unlocked) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	rec, err := b.Journal.Move(ctx, id, ver, s)
	rec.MemberID = bare(rec.MemberID)
	return rec, err
}

func (b unlocked) Get(ctx context.Context, id string) (journal.Record, error) {
	rec, err := b.Journal.Get(ctx, id)
	rec.MemberID = bare(rec.MemberID)
	return rec, err
}

func (b unlocked) List(ctx context.Context, f journal.Filter) ([]journal.Record, error) {
	member, open := f.MemberID, f.Open
	f.MemberID = ""
	all, err := b.Journal.List(ctx, f)
	var out []journal.Record
	for _, rec := range all {
		rec.MemberID = bare(rec.MemberID)
		if member != "" && (rec.MemberID != member || open && rec.State == backend.StateUnknown) {
			continue
		}
		out = append(out, rec)
	}
	return out, err
}

// localZone writes the keys of the second till as a machine in UTC would.
type localZone struct{ wrongVendor }

func (v localZone) Prepare(ctx context.Context, op backend.Operation, stamp backend.Stamp) (backend.Token, error) {
	t, err := v.Backend.Prepare(ctx, op, stamp)
	if at, wrong := time.ParseInLocation(time.DateTime, t.Key, sim.Zone()); wrong == nil && v.l.seat.n == 1 {
		t.Key = at.UTC().Format(time.DateTime)
	}
	return t, err
}

// onSession lets a write live no longer than the session that asked for it.
type onSession struct{ wrongVendor }

func (v onSession) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	v.l.w.mu.Lock()
	session := v.l.w.sessions[op.ID]
	v.l.w.mu.Unlock()
	if session != nil {
		defer context.AfterFunc(session, cancel)()
	}
	return v.Backend.Submit(ctx, op, t, first)
}

// follows asks again where a redirect points to.
type follows struct{ wrongVendor }

func (v follows) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	reply := v.Backend.Submit(ctx, op, t, first)
	if reply.HTTP >= http.StatusMovedPermanently && reply.HTTP <= http.StatusPermanentRedirect {
		_, _ = v.l.dial(ctx, "tcp", "elsewhere.invalid:80")
	}
	return reply
}

// fraction keeps a member's id as encoding/json does by itself.
type fraction struct{ wrongVendor }

func (v fraction) Submit(ctx context.Context, op backend.Operation, t backend.Token, first func() error) backend.Reply {
	n, _ := strconv.ParseInt(op.MemberID, 10, 64)
	rounded := fmt.Sprint(int64(float64(n)))
	t.Evidence = json.RawMessage(strings.ReplaceAll(string(t.Evidence), op.MemberID, rounded))
	op.MemberID = rounded
	return v.Backend.Submit(ctx, op, t, first)
}

package sim

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody bounds what a request may carry, in bytes.
const maxBody = 1 << 20

// maxLog bounds how many requests are remembered.
const maxLog = 20_000

// Call is one request as a vendor's code sees it. It outlives the connection,
// because a late one is applied when that has long been closed.
type Call struct {
	Name   string // the endpoint, the first of the names given to Play
	Method string
	Path   string
	Query  string
	Header http.Header
	Body   []byte
}

// Reply is a vendor's answer before any fault has touched it.
type Reply struct {
	Status  int // 0 is 200
	Header  http.Header
	Body    []byte
	Applied bool // the vendor's state has changed
}

// Request is what the player remembers of one request, for tests that compare
// what a client says it sent with what arrived.
type Request struct {
	Seq     int // from 1, in the order of arrival
	At      time.Time
	Name    string
	Method  string
	Path    string
	Header  http.Header // secrets are replaced
	Body    string      // "" when a fault struck before it was read
	Fault   string
	Applied int // how often it changed the vendor's state
}

// Player acts out a plan's faults around a vendor's code and keeps a log.
type Player struct {
	plan    *Plan
	clock   Clock
	after   After
	secrets []string
	mu      sync.Mutex
	seq     int
	log     []*Request
}

// NewPlayer makes a player. The values of the secret headers are never logged.
func NewPlayer(plan *Plan, clock Clock, after After, secrets ...string) *Player {
	return &Player{plan: plan, clock: clock, after: after, secrets: secrets}
}

// Play serves one request: it counts it under names (the endpoint first, then
// its classes), reads the body, and has serve apply it as often and as late as
// the plan's fault says. serve must do its own locking; it is handed the fault
// for those kinds that only the vendor can act out (WrongCard, IntErrcode).
func (p *Player) Play(w http.ResponseWriter, r *http.Request, names []string, serve func(Call, Fault) Reply) {
	fault := p.plan.Decide(names...)
	entry := p.note(r, names[0], fault)
	if fault.Kind == ResetBefore {
		abort(w)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "request body", http.StatusRequestEntityTooLarge)
		return
	}
	p.mu.Lock()
	entry.Body = string(body)
	p.mu.Unlock()
	call := Call{Name: names[0], Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header.Clone(), Body: body}
	p.act(w, r, fault, func() Reply {
		reply := serve(call, fault)
		if reply.Applied {
			p.mu.Lock()
			entry.Applied++
			p.mu.Unlock()
		}
		return reply
	})
}

// act plays those faults that decide whether and when the request is applied;
// mangle plays those that spoil the answer.
func (p *Player) act(w http.ResponseWriter, r *http.Request, f Fault, apply func() Reply) {
	switch f.Kind {
	case HTTPBefore:
		send(w, page(f.Status))
	case HTTPAfter:
		apply()
		send(w, page(f.Status))
	case HTML:
		send(w, page(http.StatusOK))
	case HTMLAfter:
		apply()
		send(w, page(http.StatusOK))
	case Redirect:
		send(w, redirect(f))
	case ResetAfter:
		apply()
		abort(w)
	case Hang:
		p.after.wait(r.Context(), orElse(f.Wait, 10*time.Minute))
		abort(w)
	case HangAfter:
		apply()
		p.after.wait(r.Context(), orElse(f.Wait, 10*time.Minute))
		abort(w)
	case Delay:
		// Without cancellation: a server that is slow does not notice either
		// that its client has given up, and applies the request regardless.
		done := make(chan struct{})
		p.after(f.Wait, func() { close(done) })
		<-done
		send(w, apply())
	case Late:
		p.after(f.Wait, func() { apply() })
		abort(w)
	case Twice:
		first := apply()
		apply()
		send(w, first)
	case TwiceSecond:
		apply()
		send(w, apply())
	case TwiceLate:
		first := apply()
		p.after(f.Wait, func() { apply() })
		send(w, first)
	default:
		p.mangle(w, r, f, apply())
	}
}

// note begins a log entry; what is not known yet is filled in under the lock.
func (p *Player) note(r *http.Request, name string, f Fault) *Request {
	header := r.Header.Clone()
	for _, s := range p.secrets {
		if header.Get(s) != "" {
			header.Set(s, "(redacted)")
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seq++
	e := &Request{
		Seq: p.seq, At: p.clock(), Name: name, Method: r.Method, Path: strings.Clone(r.URL.Path),
		Header: header, Fault: f.String(),
	}
	if len(p.log) >= maxLog {
		p.log = slices.Delete(p.log, 0, maxLog/2)
	}
	p.log = append(p.log, e)
	return e
}

// Requests returns what arrived, oldest first: all of it, or the latest ten
// thousand at least when there was more than twice as much.
func (p *Player) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]Request, len(p.log))
	for i, e := range p.log {
		out[i] = *e
		out[i].Header = e.Header.Clone()
	}
	return out
}

func orElse(d, fallback time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return fallback
}

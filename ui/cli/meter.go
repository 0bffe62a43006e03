package cli

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/ui/sshd"
)

// meter counts what the program does, for whoever looks after it. No label holds
// anything of a member or a person. A nil *meter counts nothing.
type meter struct {
	registry *prometheus.Registry
	commits  *prometheus.HistogramVec
	calls    *prometheus.HistogramVec
	opened   prometheus.Counter
	closed   *prometheus.CounterVec
	refused  *prometheus.CounterVec
	dropped  prometheus.Counter
	frames   prometheus.Counter
	bytes    prometheus.Counter
}

func newMeter() *meter {
	m := &meter{registry: prometheus.NewRegistry()}
	fast := []float64{.0005, .001, .002, .005, .01, .025, .05, .1, .25, 1, 5}
	slow := []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 15}
	m.commits = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "guitai_journal_commit_seconds",
		Help: "How long the journal took to store a change.", Buckets: fast}, []string{"change", "ok"})
	m.calls = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "guitai_vendor_call_seconds",
		Help: "How long a vendor took to answer.", Buckets: slow}, []string{"vendor", "call", "result"})
	m.opened = prometheus.NewCounter(prometheus.CounterOpts{Name: "guitai_sessions_opened_total", Help: "Sessions that began."})
	m.closed = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "guitai_sessions_closed_total", Help: "Sessions that ended."}, []string{"why"})
	m.refused = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "guitai_connections_refused_total", Help: "What was refused at the door."}, []string{"why"})
	m.dropped = prometheus.NewCounter(prometheus.CounterOpts{Name: "guitai_input_dropped_bytes_total", Help: "Typed or pasted beyond the budget."})
	m.frames = prometheus.NewCounter(prometheus.CounterOpts{Name: "guitai_frames_total", Help: "Updates written to terminals."})
	m.bytes = prometheus.NewCounter(prometheus.CounterOpts{Name: "guitai_frame_bytes_total", Help: "Bytes written to terminals."})
	m.registry.MustRegister(m.commits, m.calls, m.opened, m.closed, m.refused, m.dropped, m.frames, m.bytes)
	return m
}

// observer is what the door tells.
func (m *meter) observer() sshd.Observer {
	return sshd.Observer{
		SessionOpened: func(sshd.Info) { m.opened.Inc() },
		SessionClosed: func(_ sshd.Info, why sshd.End) { m.closed.WithLabelValues(string(why)).Inc() },
		Refused:       func(why sshd.Refusal, _ netip.Addr) { m.refused.WithLabelValues(string(why)).Inc() },
		Dropped:       func(n int) { m.dropped.Add(float64(n)) },
	}
}

// screen counts what is written to a terminal.
func (m *meter) screen(out io.Writer) io.Writer {
	if m == nil {
		return out
	}
	return meteredScreen{out, m}
}

type meteredScreen struct {
	io.Writer
	m *meter
}

func (s meteredScreen) Write(b []byte) (int, error) {
	n, err := s.Writer.Write(b)
	s.m.frames.Inc()
	s.m.bytes.Add(float64(n))
	return n, err
}

// house counts what is there to be counted when somebody asks.
func (m *meter) house(h *house, server *sshd.Server) {
	live := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "guitai_sessions", Help: "Sessions that are open."},
		func() float64 { return float64(len(server.Sessions())) })
	healthy := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "guitai_journal_healthy", Help: "1 while new money may be recorded."},
		func() float64 {
			if h.journal.Health() != nil {
				return 0
			}
			return 1
		})
	m.registry.MustRegister(live, healthy, countedShops{h})
}

// countedShops counts the operations and the calls of each shop at the moment it is
// asked.
type countedShops struct{ h *house }

func (countedShops) descriptions() (open, unknown, used, limit *prometheus.Desc) {
	shop := []string{"shop"}
	return prometheus.NewDesc("guitai_operations_open", "Operations that hold the lock of their card.", shop, nil),
		prometheus.NewDesc("guitai_operations_unknown", "Operations of which nobody knows whether they happened.", shop, nil),
		prometheus.NewDesc("guitai_quota_used", "Calls of the vendor's quota used today.", shop, nil),
		prometheus.NewDesc("guitai_quota_limit", "Calls that the vendor allows a day.", shop, nil)
}

// Describe implements prometheus.Collector.
func (c countedShops) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, out) }

// Collect implements prometheus.Collector.
func (c countedShops) Collect(out chan<- prometheus.Metric) {
	open, unknown, used, limit := c.descriptions()
	gauge := func(d *prometheus.Desc, v int, shop string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), shop)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, s := range c.h.shops {
		cases, err := s.till.Cases(ctx, false)
		if err != nil {
			continue
		}
		holding, lost := 0, 0
		for _, x := range cases {
			if x.State.Open() {
				holding++
			}
			if x.Outcome() == backend.OutcomeUnknown {
				lost++
			}
		}
		gauge(open, holding, s.title())
		gauge(unknown, lost, s.title())
		if q := s.till.Capabilities().Quota; q != nil {
			now := q.Quota()
			gauge(used, now.Used, s.title())
			gauge(limit, now.Limit, s.title())
		}
	}
}

// books measures the commits of a journal.
func (m *meter) books(b books) books {
	if m == nil {
		return b
	}
	return meteredBooks{b, m}
}

type meteredBooks struct {
	books
	m *meter
}

func (b meteredBooks) Begin(ctx context.Context, a journal.Account, op backend.Operation) (journal.Record, error) {
	start := time.Now()
	rec, err := b.books.Begin(ctx, a, op)
	b.m.committed("begin", start, err)
	return rec, err
}

func (b meteredBooks) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	start := time.Now()
	rec, err := b.books.Move(ctx, id, ver, s)
	b.m.committed("move", start, err)
	return rec, err
}

func (m *meter) committed(change string, start time.Time, err error) {
	ok := "yes"
	if err != nil {
		ok = "no"
	}
	m.commits.WithLabelValues(change, ok).Observe(time.Since(start).Seconds())
}

// vendor measures a vendor's answers.
func (m *meter) vendor(v backend.Backend) backend.Backend {
	if m == nil {
		return v
	}
	return meteredVendor{v, m, v.Capabilities().Kind}
}

type meteredVendor struct {
	backend.Backend
	m    *meter
	kind string
}

func (v meteredVendor) took(call string, start time.Time, err error) {
	result := "ok"
	if err != nil {
		result = backend.KindOf(err).String()
	}
	v.m.calls.WithLabelValues(v.kind, call, result).Observe(time.Since(start).Seconds())
}

func (v meteredVendor) Find(ctx context.Context, key string) ([]backend.Member, error) {
	start := time.Now()
	found, err := v.Backend.Find(ctx, key)
	v.took("find", start, err)
	return found, err
}

func (v meteredVendor) Member(ctx context.Context, id string) (backend.Member, error) {
	start := time.Now()
	m, err := v.Backend.Member(ctx, id)
	v.took("member", start, err)
	return m, err
}

func (v meteredVendor) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	start := time.Now()
	p, err := v.Backend.History(ctx, q)
	v.took("history", start, err)
	return p, err
}

func (v meteredVendor) Submit(ctx context.Context, op backend.Operation, t backend.Token, hook func() error) backend.Reply {
	start := time.Now()
	reply := v.Backend.Submit(ctx, op, t, hook)
	var err error
	if reply.Err != nil {
		err = reply.Err
	} else if reply.Class != backend.ReplyYes {
		err = errors.New(reply.Class.String())
	}
	v.took("submit", start, err)
	return reply
}

func (v meteredVendor) Resolve(ctx context.Context, op backend.Operation, t backend.Token) (backend.Evidence, error) {
	start := time.Now()
	ev, err := v.Backend.Resolve(ctx, op, t)
	v.took("resolve", start, err)
	return ev, err
}

package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
	"guitai/backend/staff"
	"guitai/ui/shell"
	"guitai/ui/term"
)

var (
	sessionRest = flag.Duration("session-rest", 5*time.Second, "how long idle sessions are watched")
	sessionHeap = flag.String("session-heap", "", "file for a profile of the heap while the sessions are idle")
)

// BenchmarkIdleSessions opens sessions with the real screens on one house and
// leaves them alone: what one more costs. sketch is the least that can be built of
// the library with its own renderer, as every program of it begins.
//
//	go test ./ui/cli -run '^$' -bench IdleSessions -benchtime 1x
func BenchmarkIdleSessions(b *testing.B) {
	for _, n := range []int{1, 50, 200, 1000} {
		b.Run(fmt.Sprint("search/", n), func(b *testing.B) { idleSessions(b, n, guests{}.search) })
		b.Run(fmt.Sprint("member/", n), func(b *testing.B) { idleSessions(b, n, guests{}.member) })
		b.Run(fmt.Sprint("sketch/", n), func(b *testing.B) { idleSessions(b, n, guests{}.sketch) })
	}
}

// guests are the ways to begin a session; each gives what runs it.
type guests struct{}

// begin runs a session on a terminal until ctx ends.
type begin func(ctx context.Context, t *benchTerminal) error

func idleSessions(b *testing.B, n int, prepare func(*testing.B) (begin, string)) {
	run, ready := prepare(b)
	ctx, stop := context.WithCancel(b.Context())
	// One that stays, so that what is made once is not counted for those that follow.
	var all sync.WaitGroup
	open := func() *benchTerminal {
		t := newBenchTerminal(ready)
		all.Go(func() { _ = run(ctx, t) })
		t.wait(b)
		return t
	}
	first := open()
	time.Sleep(300 * time.Millisecond)
	before, tasks := inUse(), runtime.NumGoroutine()
	terminals := []*benchTerminal{first}
	for range n {
		terminals = append(terminals, open())
	}
	time.Sleep(500 * time.Millisecond)
	for b.Loop() {
		each := float64(inUse()-before) / float64(n)
		cpu := spent()
		time.Sleep(*sessionRest)
		used := spent() - cpu
		b.ReportMetric(each/1024, "KB/session")
		b.ReportMetric(float64(runtime.NumGoroutine()-tasks)/float64(n), "goroutines/session")
		b.ReportMetric(100*used.Seconds()/sessionRest.Seconds()/float64(n), "%core/session")
	}
	b.ReportMetric(0, "ns/op")
	if *sessionHeap != "" {
		f, err := os.Create(*sessionHeap)
		require.NoError(b, err)
		require.NoError(b, pprof.Lookup("heap").WriteTo(f, 0))
		require.NoError(b, f.Close())
	}
	runtime.KeepAlive(terminals)
	stop()
	for _, t := range terminals {
		t.close()
	}
	all.Wait()
}

// inUse is what the process' memory holds.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchTerminal is a terminal of 120x40 that forgets what is written to it once a
// text was there.
type benchTerminal struct {
	in    *io.PipeReader
	keys  *io.PipeWriter
	ready []byte
	mu    sync.Mutex
	seen  []byte
	there chan struct{}
}

func newBenchTerminal(ready string) *benchTerminal {
	t := &benchTerminal{ready: []byte(ready), there: make(chan struct{})}
	t.in, t.keys = io.Pipe()
	return t
}

func (t *benchTerminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ready != nil {
		if t.seen = append(t.seen, p...); bytes.Contains(t.seen, t.ready) {
			t.ready, t.seen = nil, nil
			close(t.there)
		}
	}
	return len(p), nil
}

func (t *benchTerminal) wait(b *testing.B) {
	select {
	case <-t.there:
	case <-time.After(20 * time.Second):
		b.Fatalf("%q never came", t.ready)
	}
}

func (t *benchTerminal) close() { _ = t.keys.Close() }

var benchEnviron = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8"}

// search leaves each session at the first screen.
func (guests) search(b *testing.B) (begin, string) {
	c := openBenchHouse(b)
	return c.session(""), "F9"
}

// member leaves each session at an open member.
func (guests) member(b *testing.B) (begin, string) {
	c := openBenchHouse(b)
	return c.session("M000123\r"), "最近记录"
}

type benchHouse struct {
	*house
	book *staff.Book
	who  staff.Person
}

func openBenchHouse(b *testing.B) *benchHouse {
	cfg, err := config.Demo(func(string) string { return "" })
	require.NoError(b, err)
	cfg.DataDir = b.TempDir()
	s, shut, err := simulated(cfg, "sandy", nil)
	require.NoError(b, err)
	b.Cleanup(shut)
	s.practice = false
	s.cfg.Staff.IdleLock = time.Hour
	h, err := openHouse(b.Context(), Stdio{Env: func(string) string { return "" }}, s.cfg.DataDir, []shop{s})
	require.NoError(b, err)
	h.log = slog.New(slog.DiscardHandler)
	b.Cleanup(func() { _ = h.close() })
	c := &benchHouse{house: h}
	c.book, err = staff.Open(b.Context(), staff.Options{Papers: h.journal, Pepper: make([]byte, staff.PepperSize), Now: time.Now,
		Rand: rand.Reader, HashMemory: 8, NewID: func() string { return "id-1" }})
	require.NoError(b, err)
	c.who, err = c.book.Add(b.Context(), staff.By{}, "小梅", staff.Cashier)
	require.NoError(b, err)
	return c
}

// session is one person's at the house, as a server opens it.
func (c *benchHouse) session(typed string) begin {
	return func(ctx context.Context, t *benchTerminal) error {
		who := sitter{person: c.who, badge: c.book.Seat(c.who.ID, "till 1", "tty")}
		s, err := c.open(ctx, c.shops[0], who, benchEnviron, func(_ *session, o *shell.Options) { o.SignedIn = true })
		if err != nil {
			return err
		}
		defer s.stop()
		go func() { _, _ = io.WriteString(t.keys, typed) }()
		return term.Run(ctx, term.Session{In: t.in, Out: t, Size: term.Size{Width: 120, Height: 40}, Env: benchEnviron}, s.shell)
	}
}

// sketch is a screen of the same size with nothing behind it.
func (guests) sketch(b *testing.B) (begin, string) {
	return func(ctx context.Context, t *benchTerminal) error {
		p := tea.NewProgram(benchSketch{}, tea.WithContext(ctx), tea.WithInput(t.in), tea.WithOutput(t), tea.WithEnvironment(benchEnviron), tea.WithoutSignalHandler())
		go p.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
		_, err := p.Run()
		return err
	}, "F9"
}

type benchSketch struct{ typed string }

func (benchSketch) Init() tea.Cmd { return nil }

func (s benchSketch) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyMsg); ok {
		s.typed += k.String()
	}
	return s, nil
}

func (s benchSketch) View() string {
	return strings.Repeat("查找会员 "+s.typed+"\n", 39) + "F9"
}

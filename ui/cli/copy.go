package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"guitai/backend"
	"guitai/backend/directory"
	"guitai/backend/directory/fill"
)

// memberCopy is a shop's copy of its members and what fills it. It is opened
// behind the first frame, so until then it knows nobody, and what is learnt
// meanwhile waits.
type memberCopy struct {
	folder, account string
	log             *slog.Logger
	// pager is nil where the vendor gives no list of members.
	pager  fill.Pager
	budget fill.Budget
	pace   int
	traffic

	mirror atomic.Pointer[directory.Mirror]
	filler atomic.Pointer[fill.Filler]
	news   chan news
	stop   context.CancelFunc
	done   chan struct{}
}

// news is what the vendor or the counter said of members.
type news struct {
	seen   []backend.Member
	gone   string
	served string
	at     time.Time
}

const (
	// backlog is how much news may wait for the disk. What comes beyond it is
	// dropped: it is a copy, and the next reading brings it again.
	backlog = 1024
	// afterFirst is how long the copy stays out of the first frame's way. Nobody
	// has typed anything by then.
	afterFirst = 150 * time.Millisecond
	// takeOver is how often a copy that another program has open is tried anew.
	takeOver = time.Minute
)

// newCopy makes the copy of a shop's members. vendor is the wire client itself.
func (s shop) newCopy(vendor backend.Backend, log *slog.Logger) *memberCopy {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	c := &memberCopy{folder: s.folder(), account: vendor.Capabilities().Account, log: log,
		pace: s.cfg.Pospal.PagesPerSecond, news: make(chan news, backlog)}
	if pager, ok := vendor.(fill.Pager); ok {
		c.pager = pager
	}
	if q := vendor.Capabilities().Quota; q != nil {
		c.budget = spare{q}
	}
	return c
}

// spare is what reading all members may use of a vendor's calls: not the
// reserve, which settles what is open, and not a third of the day, which is for
// the people at the counter.
type spare struct{ quota backend.QuotaTeller }

// Calls is the day's quota as a reading may use it.
func (s spare) Calls() fill.Calls {
	q := s.quota.Quota()
	kept := q.Reserve + q.Limit/3
	return fill.Calls{Used: q.Used, Limit: q.Limit, Left: max(q.Left()-kept, 0), Daily: max(q.Limit-kept, 0)}
}

// start opens the copy and fills it in the background until close.
func (c *memberCopy) start() {
	ctx, stop := context.WithCancel(context.Background())
	c.stop, c.done = stop, make(chan struct{})
	go func() {
		defer close(c.done)
		select {
		case <-time.After(afterFirst):
		case <-ctx.Done():
			return
		}
		c.run(ctx)
	}()
}

func (c *memberCopy) run(ctx context.Context) {
	for {
		m, err := c.open()
		if err != nil {
			// The counter works without it, only slower.
			c.log.Warn("member copy not opened", "err", err)
			return
		}
		c.serve(ctx, m)
		if err := m.Close(); err != nil {
			c.log.Warn("member copy not closed", "err", err)
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// open opens the files, and takes over the few members that older versions kept.
func (c *memberCopy) open() (*directory.Mirror, error) {
	m, err := directory.Open(c.folder, c.account, directory.Options{Now: time.Now})
	if err != nil {
		return nil, err
	}
	if m.Damaged() {
		c.log.Warn("member copy damaged, begun anew")
	}
	old := filepath.Join(c.folder, "members.json")
	if _, err := os.Stat(old); m.Shared() || errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err := m.Put(directory.OpenMembers(old).Known()...); err == nil {
		_ = os.Remove(old)
	}
	return m, nil
}

// serve stores news and fills the copy, until ctx ends or, where another program
// has it, until it is time to try whether that has ended.
func (c *memberCopy) serve(ctx context.Context, m *directory.Mirror) {
	ctx, stop := context.WithCancel(ctx)
	var filling sync.WaitGroup
	defer filling.Wait()
	defer stop()
	var again <-chan time.Time
	if m.Shared() {
		timer := time.NewTimer(takeOver)
		defer timer.Stop()
		again = timer.C
	}
	c.mirror.Store(m)
	if c.pager != nil {
		f := c.newFiller(m)
		c.filler.Store(f)
		filling.Go(func() { _ = f.Run(ctx) })
	}
	for {
		select {
		case n := <-c.news:
			c.learn(m, n)
		case <-again:
			return
		case <-ctx.Done():
			for {
				select {
				case n := <-c.news:
					c.learn(m, n)
					continue
				default:
				}
				return
			}
		}
	}
}

func (c *memberCopy) newFiller(m *directory.Mirror) *fill.Filler {
	return fill.New(fill.Options{Pager: c.pager, Store: filled{m}, Budget: c.budget, PagesPerSecond: c.pace, Yield: c.traffic.Yield, Logger: c.log,
		Lock: func() (func(), error) {
			if m.Shared() {
				return nil, fill.ErrElsewhere
			}
			return func() {}, nil
		}})
}

// learn stores news, with what came meanwhile in the same write.
func (c *memberCopy) learn(m *directory.Mirror, n news) {
	var err error
	switch {
	case n.gone != "":
		err = m.Gone(n.gone, n.at)
	case n.served != "":
		err = m.Served(n.served, n.at)
	default:
		err = m.Put(n.seen...)
	}
	if err != nil {
		c.log.Warn("member copy not written", "err", err)
	}
}

func (c *memberCopy) tell(n news) {
	select {
	case c.news <- n:
	default:
	}
}

func (c *memberCopy) saw(members ...backend.Member) {
	if len(members) > 0 {
		c.tell(news{seen: members})
	}
}

func (c *memberCopy) missed(id string) { c.tell(news{gone: id, at: time.Now()}) }

// visited notes that a member was served.
func (c *memberCopy) visited(id string) { c.tell(news{served: id, at: time.Now()}) }

// known counts the members in the copy.
func (c *memberCopy) known() int {
	if m := c.mirror.Load(); m != nil {
		return m.Len()
	}
	return 0
}

func (c *memberCopy) damaged() bool {
	m := c.mirror.Load()
	return m != nil && m.Damaged()
}

// recent are the members who were served last.
func (c *memberCopy) recent(n int) []backend.Member {
	if m := c.mirror.Load(); m != nil {
		return m.Recent(n)
	}
	return nil
}

// close stores what is still waiting and lets go of the files.
func (c *memberCopy) close() {
	if c.stop != nil {
		c.stop()
		<-c.done
	}
}

// filled is a mirror as what fills it sees it.
type filled struct{ *directory.Mirror }

func (f filled) Mark() fill.Mark { return fill.Mark(f.Filling()) }

func (f filled) Page(members []backend.Member, m fill.Mark) error {
	return f.Mirror.Page(members, directory.Filling(m))
}

func (f filled) Finish(m fill.Mark) (gone int, err error) {
	return f.Mirror.Finish(directory.Filling(m))
}

// Notes are none where they cannot be read: then the next reading is a whole
// one.
func (f filled) Notes() fill.Notes {
	var n fill.Notes
	if text := f.Mirror.Notes(); len(text) == 0 || json.Unmarshal(text, &n) != nil {
		return fill.Notes{}
	}
	return n
}

func (f filled) Keep(n fill.Notes) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return f.Mirror.Keep(text)
}

package fill_test

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/directory/fill"
	"guitai/backend/safe"
)

// copied is a store in memory. Like the real one it keeps a page and its mark
// together or not at all.
type copied struct {
	mu      sync.Mutex
	members map[string]backend.Member
	seen    map[string]uint64
	gone    map[string]bool
	mark    fill.Mark
	notes   fill.Notes
	// stored lists the members of every page in the order of storing.
	stored []string
	fail   error
	// before runs before a page is stored.
	before func(pages int)
}

func newCopied() *copied {
	return &copied{members: map[string]backend.Member{}, seen: map[string]uint64{}, gone: map[string]bool{}}
}

func (c *copied) Mark() fill.Mark {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mark
}

func (c *copied) Page(members []backend.Member, m fill.Mark) error {
	if c.before != nil {
		c.before(m.Pages)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return c.fail
	}
	for _, x := range members {
		c.members[x.ID], c.seen[x.ID] = x, m.Generation
		delete(c.gone, x.ID)
		c.stored = append(c.stored, x.ID)
	}
	c.mark = m
	return nil
}

func (c *copied) Finish(m fill.Mark) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mark = m
	gone := 0
	if m.Since.IsZero() {
		for id := range c.members {
			if c.seen[id] != m.Generation && !c.gone[id] {
				c.gone[id] = true
				gone++
			}
		}
	}
	return gone, nil
}

func (c *copied) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.members) - len(c.gone)
}

func (c *copied) Notes() fill.Notes {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.notes
}

func (c *copied) Keep(n fill.Notes) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = n
	return nil
}

func (c *copied) ids() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.stored)
}

// list is a vendor that pages through members in the order of opening.
type list struct {
	mu      sync.Mutex
	members []backend.Member
	opened  []time.Time
	size    int
	trip    time.Duration
	// fails are the errors of the next calls, nil for one that works.
	fails []error
	asked []ask
	// used counts the calls of the day on which it was last asked.
	used  int
	day   string
	daily int
}

type ask struct {
	at     time.Time
	since  time.Time
	cursor string
}

func newList(n, size int) *list {
	l := &list{size: size, trip: 20 * time.Millisecond}
	for range n {
		l.open(time.Now().AddDate(-1, 0, 0))
	}
	return l
}

func (l *list) open(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.members) + 1
	l.members = append(l.members, backend.Member{ID: fmt.Sprint(n), Number: safe.Line(fmt.Sprint("N", n)), Name: safe.Line("王小二"),
		Status: backend.Status{Kind: backend.StatusNormal}, ReadAt: at})
	l.opened = append(l.opened, at)
}

func china() *time.Location { return time.FixedZone("", 8*3600) }

func (l *list) today() string { return time.Now().In(china()).Format(time.DateOnly) }

// Calls is the vendor's own count, of which 3 are kept for people.
func (l *list) Calls() fill.Calls {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.daily == 0 {
		return fill.Calls{}
	}
	used := l.used
	if l.day != l.today() {
		used = 0
	}
	return fill.Calls{Used: used, Limit: l.daily, Left: max(l.daily-3-used, 0), Daily: l.daily - 3}
}

func (l *list) Pages(_ time.Duration, since time.Time, cursor []byte) ([]backend.Member, []byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.day != l.today() {
		l.day, l.used = l.today(), 0
	}
	l.used++
	l.asked = append(l.asked, ask{time.Now(), since, string(cursor)})
	if len(l.fails) > 0 {
		err := l.fails[0]
		l.fails = l.fails[1:]
		if err != nil {
			return nil, nil, err
		}
	}
	at := 0
	if len(cursor) > 0 {
		if _, err := fmt.Sscanf(string(cursor), "after %d", &at); err != nil {
			return nil, nil, &backend.Error{Op: "list", Kind: backend.KindInvalid}
		}
	}
	var found []backend.Member
	for ; at < len(l.members) && len(found) < l.size; at++ {
		if !l.opened[at].Before(since) && l.members[at].ID != "" {
			found = append(found, l.members[at])
		}
	}
	if len(found) < l.size {
		return found, nil, nil
	}
	return found, fmt.Appendf(nil, "after %d", at), nil
}

func (l *list) calls() []ask {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.asked)
}

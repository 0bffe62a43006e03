package directory

import (
	"cmp"
	"slices"
	"sync"

	"guitai/backend/directory/match"
	"guitai/backend/directory/segment"
)

// bitmap marks rows. One that a reader may hold is never changed: with makes a
// copy.
type bitmap []uint64

func (b bitmap) has(i int) bool { return i>>6 < len(b) && b[i>>6]>>(i&63)&1 != 0 }

// grown is a copy with room for n rows.
func (b bitmap) grown(n int) bitmap {
	return append(make(bitmap, 0, (n+63)/64), b...)[:max((n+63)/64, len(b))]
}

func (b bitmap) set(i int) { b[i>>6] |= 1 << (i & 63) }

// overlay is rows in memory: what changed since the files were written. A reader
// holds a shorter slice of the same array, behind whose end the writer adds.
type overlay struct {
	rows []segment.Row
	dead bitmap
}

// twoAreFaster is from how many rows on a second goroutine is worth its start.
const twoAreFaster = 2048

// search looks at every row.
func (o overlay) search(q match.Query, limit int) best {
	if len(o.rows) < twoAreFaster {
		return o.scan(q, limit, 0, len(o.rows))
	}
	var second best
	var both sync.WaitGroup
	half := len(o.rows) / 2
	both.Go(func() { second = o.scan(q, limit, half, len(o.rows)) })
	first := o.scan(q, limit, 0, half)
	both.Wait()
	first.merge(second)
	return first
}

func (o overlay) scan(q match.Query, limit, from, to int) best {
	b := best{limit: limit}
	for i := from; i < to; i++ {
		row := o.rows[i]
		if c := q.Class(row.Text()); c != match.None && !o.dead.has(i) {
			b.add(segment.Found{Class: c, Row: row})
		}
	}
	return b
}

// best keeps the first rows of all that are added, and counts them.
type best struct {
	limit, total int
	// more says that total is not all.
	more bool
	// cut says that hits beyond the limit were dropped; the last one is the worst
	// that is worth keeping then.
	cut  bool
	hits []segment.Found
}

func (b *best) add(f segment.Found) {
	b.total++
	b.keep(f)
}

func (b *best) keep(f segment.Found) {
	if b.cut && compare(f, b.hits[b.limit-1]) > 0 {
		return
	}
	b.hits = append(b.hits, f)
	if len(b.hits) >= 4*b.limit {
		b.sorted()
	}
}

// sorted puts the hits in order and drops what is beyond the limit.
func (b *best) sorted() []segment.Found {
	slices.SortFunc(b.hits, compare)
	if len(b.hits) > b.limit {
		b.hits, b.cut = b.hits[:b.limit], true
	}
	return b.hits
}

func (b *best) merge(other best) {
	b.total += other.total
	b.more = b.more || other.more
	for _, f := range other.hits {
		b.keep(f)
	}
}

// compare is the order of an answer.
func compare(a, b segment.Found) int {
	if c := cmp.Compare(a.Class, b.Class); c != 0 {
		return c
	}
	return segment.Compare(a.Row, b.Row)
}

package segment

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// union gives what any of its cursors gives.
type union struct {
	all  []cursor
	rows []uint32 // where each stands; nil before the first seek
	sum  int
}

const none = ^uint32(0)

// anyOf joins cursors; nil ones count for nothing.
func anyOf(all ...cursor) cursor {
	all = slices.DeleteFunc(all, func(c cursor) bool { return c == nil })
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	u := &union{all: all}
	for _, c := range all {
		u.sum += c.size()
	}
	return u
}

func (u *union) size() int { return u.sum }

func (u *union) advance(i int, least uint32) {
	row, ok := u.all[i].seek(least)
	if !ok {
		row = none
	}
	u.rows[i] = row
}

func (u *union) seek(least uint32) (uint32, bool) {
	if u.rows == nil {
		u.rows = make([]uint32, len(u.all))
		for i := range u.all {
			u.advance(i, least)
		}
	}
	lowest := none
	for i, row := range u.rows {
		if row < least {
			u.advance(i, least)
			row = u.rows[i]
		}
		lowest = min(lowest, row)
	}
	return lowest, lowest != none
}

// meet gives what all of its cursors give.
type meet struct {
	all  []cursor
	rows int // of the file
	// likely is how many rows that would be if the cursors had nothing to do with
	// each other.
	likely  int
	started bool
}

// allOf joins cursors; a nil one leaves nothing. Those that give every fourth row
// or more are left out beside a better one: the texts of the few rows they would
// spare are read sooner than they are asked.
func (f *File) allOf(all ...cursor) cursor {
	if slices.Contains(all, nil) || len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b cursor) int { return cmp.Compare(a.size(), b.size()) })
	n, likely := 1, all[0].size()
	for i, c := range all[1:] {
		likely = int(uint64(likely) * uint64(min(c.size(), f.rows)) / uint64(f.rows))
		if c.size() < f.rows/4 {
			n = i + 2
		}
	}
	if n == 1 {
		return all[0]
	}
	return &meet{all: all[:n], rows: f.rows, likely: likely}
}

func (m *meet) size() int { return m.likely }

func (m *meet) seek(least uint32) (uint32, bool) {
	if !m.started {
		m.started = true
		m.unpack()
	}
	row, ok := m.all[0].seek(least)
	for i := 1; ok && i < len(m.all); {
		other, there := m.all[i].seek(row)
		switch {
		case !there:
			return 0, false
		case other == row:
			i++
		default:
			row, ok = m.all[0].seek(other)
			i = 1
		}
	}
	return row, ok
}

// What a step costs, in nanoseconds: to ask a packed list for a row somewhere in
// it, to unpack one row of it, and to make an empty set of bits for a million rows.
const (
	askCost    = 60
	unpackCost = 2
	emptyCost  = 12_000
	// enough is how many rows are asked for before an answer is full, since some
	// of those that are found belong to another class.
	enough = 150
)

// unpack makes sets of bits of the cursors that will be asked so often that this
// is cheaper.
func (m *meet) unpack() {
	asked := m.all[0].size()
	if m.likely > enough {
		asked = int(uint64(asked) * enough / uint64(m.likely))
	}
	for i, c := range m.all[1:] {
		if _, bits := c.(*bitset); !bits && asked*askCost > c.size()*unpackCost+int(uint64(emptyCost)*uint64(m.rows)/1_000_000) {
			b := &bitset{words: make([]byte, bitmapBytes(m.rows)), count: c.size()}
			fill(b.words, c)
			m.all[i+1] = b
		}
		asked = int(uint64(asked) * uint64(min(c.size(), m.rows)) / uint64(m.rows))
	}
}

// fill adds a cursor's rows to a set of bits.
func fill(words []byte, c cursor) {
	switch c := c.(type) {
	case *packedList:
		for c.next() {
			words[c.row>>3] |= 1 << (c.row & 7)
		}
	case *bitset:
		for i := 0; i+8 <= min(len(words), len(c.words)); i += 8 {
			binary.LittleEndian.PutUint64(words[i:], binary.LittleEndian.Uint64(words[i:])|binary.LittleEndian.Uint64(c.words[i:]))
		}
	case *union:
		for _, x := range c.all {
			fill(words, x)
		}
	default:
		for row, ok := c.seek(0); ok && int(row>>3) < len(words); row, ok = c.seek(row + 1) {
			words[row>>3] |= 1 << (row & 7)
		}
	}
}

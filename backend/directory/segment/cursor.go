package segment

import (
	"encoding/binary"
	"math/bits"
)

// cursor goes through rows in their order. seek gives the first row that is not
// before least; least never goes back. size is at most how many rows there are. A
// nil cursor has none.
type cursor interface {
	seek(least uint32) (row uint32, ok bool)
	size() int
}

// list is the cursor of a gram, nil where no row has it.
func (f *File) list(g gram) cursor {
	i := f.from(g)
	if i == f.grams() {
		return nil
	}
	if found, at, count := f.entry(i); found == g {
		return f.cursor(at, count)
	}
	return nil
}

// lists is the cursor of all grams from first to last.
func (f *File) lists(first, last gram) cursor {
	var all []cursor
	for i := f.from(first); i < f.grams(); i++ {
		g, at, count := f.entry(i)
		if g > last {
			break
		}
		all = append(all, f.cursor(at, count))
	}
	return anyOf(all...)
}

func (f *File) cursor(at, count uint32) cursor {
	area := f.section[sectionLists]
	switch {
	case count == 1 && int(at) < f.rows:
		return &single{row: at}
	case count == 0 || uint64(at) > uint64(len(area)) || uint64(count) > uint64(f.rows):
		return nil
	}
	area = area[at:]
	if dense(int(count), f.rows) {
		return &bitset{words: area[:min(len(area)&^7, bitmapBytes(f.rows))], count: int(count)}
	}
	ahead := skips(int(count))
	if ahead > len(area) {
		return nil
	}
	return &packedList{skips: area[:ahead], data: area[ahead:], rows: uint32(f.rows), count: int(count), block: -1}
}

type single struct{ row uint32 }

func (s *single) seek(least uint32) (uint32, bool) { return s.row, s.row >= least }
func (s *single) size() int                        { return 1 }

type bitset struct {
	words []byte
	count int
}

func (b *bitset) size() int { return b.count }

func (b *bitset) seek(least uint32) (uint32, bool) {
	at := int(least>>6) * 8
	if at >= len(b.words) {
		return 0, false
	}
	word := binary.LittleEndian.Uint64(b.words[at:]) >> (least & 63) << (least & 63)
	for word == 0 {
		if at += 8; at >= len(b.words) {
			return 0, false
		}
		word = binary.LittleEndian.Uint64(b.words[at:])
	}
	return uint32(at*8 + bits.TrailingZeros64(word)), true
}

// packedList decodes distances, block by block.
type packedList struct {
	skips, data    []byte
	count, i       int
	block, at      int
	row, rows      uint32
	started, ended bool
}

func (l *packedList) size() int { return l.count }

func (l *packedList) seek(least uint32) (uint32, bool) {
	if l.ended || l.started && l.row >= least {
		return l.row, !l.ended
	}
	if l.i > 0 {
		l.block = max(l.block, (l.i-1)/blockRows)
	}
	if b := l.blockOf(least); b > l.block {
		l.block, l.i, l.at = b, b*blockRows, l.begin(b)
	}
	for l.next() {
		if l.row >= least {
			l.started = true
			return l.row, true
		}
	}
	l.ended = true
	return 0, false
}

// blockOf is the block in which a row would be, not before the present one. It is
// mostly near, so the search goes out in steps that double.
func (l *packedList) blockOf(least uint32) int {
	n := len(l.skips) / skipBytes
	from := max(l.block, 0)
	step := 1
	for from+step < n && l.first(from+step) <= least {
		from += step
		step *= 2
	}
	to := min(from+step, n)
	for from+1 < to {
		if mid := (from + to) / 2; l.first(mid) <= least {
			from = mid
		} else {
			to = mid
		}
	}
	return from
}

func (l *packedList) first(block int) uint32 {
	return binary.LittleEndian.Uint32(l.skips[skipBytes*block:])
}

func (l *packedList) begin(block int) int {
	if len(l.skips) == 0 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(l.skips[skipBytes*block+4:]))
}

func (l *packedList) next() bool {
	if l.i >= l.count || l.at >= len(l.data) {
		return false
	}
	step, size := uint64(l.data[l.at]), 1
	if step >= 0x80 {
		if step, size = binary.Uvarint(l.data[l.at:]); size <= 0 {
			return false
		}
	}
	if l.i%blockRows == 0 {
		l.row = uint32(step)
	} else {
		l.row += uint32(step)
	}
	l.i++
	l.at += size
	return l.row < l.rows
}

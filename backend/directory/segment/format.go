package segment

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// A file is a header and five sections: the rows one after the other; where each
// begins; a table from IDs to rows; the grams, sorted, each with its list; and the
// lists. All numbers are little endian.
const (
	magic       = "guitai rows 1\n\x00\x00"
	headerBytes = 16 + 8 + sections*16 + 4 + 4
	entryBytes  = 16 // a gram, where its list begins, how long it is
	blockRows   = 32
	skipBytes   = 8 // a block's first row and where it begins
)

// The sections.
const (
	sectionRows = iota
	sectionStarts
	sectionIDs
	sectionGrams
	sectionLists
	sections
)

// ErrDamaged says that a file does not hold what was written to it.
var ErrDamaged = errors.New("segment: the file is damaged")

// errLarge is beyond some twenty million members.
var errLarge = errors.New("segment: too many members for one file")

// header says where the sections lie.
type header struct {
	rows    uint64
	section [sections]struct{ at, size uint64 }
	body    uint32 // the checksum of all that follows the header
}

func crc(sum uint32, b []byte) uint32 {
	return crc32.Update(sum, crc32.MakeTable(crc32.Castagnoli), b)
}

func (h header) encode() []byte {
	b := append(make([]byte, 0, headerBytes), magic...)
	b = binary.LittleEndian.AppendUint64(b, h.rows)
	for _, s := range h.section {
		b = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(b, s.at), s.size)
	}
	b = binary.LittleEndian.AppendUint32(b, h.body)
	return binary.LittleEndian.AppendUint32(b, crc(0, b))
}

// decode checks everything that later offsets rely on.
func decode(b []byte) (h header, err error) {
	if len(b) < headerBytes || string(b[:16]) != magic || crc(0, b[:headerBytes-4]) != binary.LittleEndian.Uint32(b[headerBytes-4:]) {
		return h, ErrDamaged
	}
	h.rows = binary.LittleEndian.Uint64(b[16:])
	end := uint64(headerBytes)
	for i := range h.section {
		s := &h.section[i]
		s.at, s.size = binary.LittleEndian.Uint64(b[24+16*i:]), binary.LittleEndian.Uint64(b[32+16*i:])
		if s.at != end || s.size > uint64(len(b))-end {
			return h, ErrDamaged
		}
		end += s.size
	}
	h.body = binary.LittleEndian.Uint32(b[headerBytes-8:])
	if end != uint64(len(b)) || h.rows >= 1<<31 || h.section[sectionStarts].size != 4*(h.rows+1) ||
		h.section[sectionIDs].size%4 != 0 || h.section[sectionIDs].size == 0 || h.section[sectionGrams].size%entryBytes != 0 {
		return h, ErrDamaged
	}
	return h, nil
}

// slots is the size of the table of IDs: a quarter stays empty.
func slots(rows int) int { return rows + rows/3 + 1 }

// slotOf is where an ID is looked for first (FNV-1a, which is the same on every
// machine).
func slotOf(id []byte, slots int) int {
	h := uint64(14695981039346656037)
	for _, c := range id {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 32
	return int(h % uint64(slots))
}

// dense tells whether a list is written as one bit a row, which is smaller then
// and quicker to look into.
func dense(count, rows int) bool { return rows >= 256 && count >= rows/8 }

func bitmapBytes(rows int) int { return (rows + 63) / 64 * 8 }

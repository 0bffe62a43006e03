package segment

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime"
	"sort"
)

// File is a file of rows that is open. It may be read by many goroutines. Rows
// are parts of the file's memory: whoever holds one holds the File as well. The
// memory goes back when nobody does.
type File struct {
	data    []byte
	rows    int
	section [sections][]byte
	body    uint32
}

// Open opens a file that Build wrote. It reads the header alone; Verify reads all.
// Errors: ErrDamaged, and those of the file system.
func Open(f *os.File) (*File, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < headerBytes || info.Size() > 1<<40 {
		return nil, ErrDamaged
	}
	data, free, err := mapped(f, int(info.Size()))
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	x, err := parse(data)
	if err != nil {
		free(data)
		return nil, err
	}
	runtime.AddCleanup(x, free, data)
	return x, nil
}

func parse(data []byte) (*File, error) {
	h, err := decode(data)
	if err != nil {
		return nil, err
	}
	x := &File{data: data, rows: int(h.rows), body: h.body}
	for i, s := range h.section {
		x.section[i] = data[s.at : s.at+s.size : s.at+s.size]
	}
	return x, nil
}

// Verify reads the file that was opened once more, through a small buffer so that
// it does not stay in memory, and tells whether it is what was written. It says
// yes early when stop does.
func (f *File) Verify(again io.ReaderAt, stop func() bool) bool {
	sum, buf := uint32(0), make([]byte, 1<<17)
	for at := headerBytes; at < len(f.data) && !stop(); {
		n, err := again.ReadAt(buf[:min(len(buf), len(f.data)-at)], int64(at))
		if n == 0 && err != nil {
			return false
		}
		sum = crc(sum, buf[:n])
		at += n
		runtime.Gosched()
	}
	return stop() || sum == f.body
}

// Len is how many rows there are.
func (f *File) Len() int { return f.rows }

// Bytes is the file's size.
func (f *File) Bytes() int { return len(f.data) }

// Row gives a row by its place in the order, nil for a place that is none.
func (f *File) Row(i int) Row {
	if i < 0 || i >= f.rows {
		return nil
	}
	starts, all := f.section[sectionStarts], f.section[sectionRows]
	from, to := binary.LittleEndian.Uint32(starts[4*i:]), binary.LittleEndian.Uint32(starts[4*i+4:])
	if from > to || uint64(to) > uint64(len(all)) {
		return nil
	}
	return Row(all[from:to:to])
}

// Find gives the place of a member's row.
func (f *File) Find(id []byte) (int, bool) {
	table := f.section[sectionIDs]
	n := len(table) / 4
	for i, slot := 0, slotOf(id, n); i < n; i, slot = i+1, (slot+1)%n {
		at := binary.LittleEndian.Uint32(table[4*slot:])
		if at == 0 {
			return 0, false
		}
		if bytes.Equal(f.Row(int(at)-1).ID(), id) && int(at) <= f.rows {
			return int(at) - 1, true
		}
	}
	return 0, false
}

// entry is the place and length of one gram's list in the table.
func (f *File) entry(i int) (g gram, at, count uint32) {
	e := f.section[sectionGrams][entryBytes*i:]
	return gram(binary.LittleEndian.Uint64(e)), binary.LittleEndian.Uint32(e[8:]), binary.LittleEndian.Uint32(e[12:])
}

// from is the place of the first gram that is not before g.
func (f *File) from(g gram) int {
	table := f.section[sectionGrams]
	return sort.Search(len(table)/entryBytes, func(i int) bool { return gram(binary.LittleEndian.Uint64(table[entryBytes*i:])) >= g })
}

func (f *File) grams() int { return len(f.section[sectionGrams]) / entryBytes }

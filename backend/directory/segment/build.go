package segment

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
	"os"
	"slices"
)

// Build writes a file of rows, which are in Compare's order, and makes it last.
// Errors: those of the file system; the file is taken away then.
func Build(path string, rows []Row) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	b := builder{rows: rows, lists: newLists(len(rows))}
	if err := b.write(f); err != nil {
		return err
	}
	return f.Sync()
}

type builder struct {
	rows  []Row
	lists *lists
	h     header
	sum   uint32
	at    uint64
}

func (b *builder) write(f *os.File) error {
	b.h.rows, b.at = uint64(len(b.rows)), headerBytes
	if _, err := f.Seek(headerBytes, io.SeekStart); err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<18)
	for i, part := range []func(io.Writer) error{b.texts, b.starts, b.ids, b.grams, b.postings} {
		b.h.section[i].at = b.at
		if err := part(counted{b, out}); err != nil {
			return err
		}
		b.h.section[i].size = b.at - b.h.section[i].at
	}
	if err := out.Flush(); err != nil {
		return err
	}
	b.h.body = b.sum
	_, err := f.WriteAt(b.h.encode(), 0)
	return err
}

// counted adds what is written to the checksum and the length.
type counted struct {
	b   *builder
	out io.Writer
}

func (c counted) Write(p []byte) (int, error) {
	c.b.sum = crc(c.b.sum, p)
	c.b.at += uint64(len(p))
	return c.out.Write(p)
}

// texts writes the rows, and measures every list on the way.
func (b *builder) texts(w io.Writer) error {
	buf := make([]byte, 0, 1<<16)
	for i, row := range b.rows {
		rowGrams(row, func(g gram) { b.lists.measure(g, uint32(i)) })
		buf = append(buf, row...)
		if len(buf) > 1<<15 || i == len(b.rows)-1 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	return nil
}

func (b *builder) starts(w io.Writer) error {
	all := make([]byte, 0, 4*len(b.rows)+4)
	at := uint64(0)
	for _, row := range b.rows {
		all = binary.LittleEndian.AppendUint32(all, uint32(at))
		at += uint64(len(row))
	}
	if at > math.MaxUint32 {
		return errLarge
	}
	_, err := w.Write(binary.LittleEndian.AppendUint32(all, uint32(at)))
	return err
}

// ids writes a table with open addressing; a slot holds a row's number plus one.
func (b *builder) ids(w io.Writer) error {
	n := slots(len(b.rows))
	table := make([]byte, 4*n)
	for i, row := range b.rows {
		slot := slotOf(row.ID(), n)
		for binary.LittleEndian.Uint32(table[4*slot:]) != 0 {
			slot = (slot + 1) % n
		}
		binary.LittleEndian.PutUint32(table[4*slot:], uint32(i+1))
	}
	_, err := w.Write(table)
	return err
}

func (b *builder) grams(w io.Writer) error {
	entries, size := b.lists.place()
	if size > math.MaxUint32 {
		return errLarge
	}
	_, err := w.Write(entries)
	return err
}

func (b *builder) postings(w io.Writer) error {
	area, free := scratch(int(b.lists.size))
	defer free()
	for i, row := range b.rows {
		rowGrams(row, func(g gram) { b.lists.fill(area, g, uint32(i)) })
	}
	_, err := w.Write(area)
	return err
}

// lists are all lists while they are measured and then filled.
type lists struct {
	rows    int
	byGram  map[gram]int
	numbers []int // the places of the grams of digits, which are most of all
	all     []list
	size    uint64
}

// list is one of them. count and size are of what was measured, and last is the
// last row plus one.
type list struct {
	g               gram
	count, size     uint32
	last, at, field uint32
}

// digitGrams is how many runs of one to four digits there are.
const digitGrams = 10 + 100 + 1000 + 10000

func newLists(rows int) *lists {
	return &lists{rows: rows, byGram: map[gram]int{}, numbers: make([]int, 2*digitGrams)}
}

// digits numbers the grams of digits, or gives -1.
func digits(g gram) int {
	kind := g >> kindShift
	if kind > endNumber {
		return -1
	}
	n, base, value := int(g>>lenShift&0xFF), 0, 0
	for i := range n {
		c := int(g>>(40-8*i)&0xFF) - '0'
		if c < 0 || c > 9 {
			return -1
		}
		base, value = base*10+10, value*10+c
	}
	return int(kind-inNumber)*digitGrams + base - 10*pow10(n-1) + value
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

func (l *lists) find(g gram) *list {
	if d := digits(g); d >= 0 {
		if l.numbers[d] == 0 {
			l.all = append(l.all, list{g: g})
			l.numbers[d] = len(l.all)
		}
		return &l.all[l.numbers[d]-1]
	}
	i, ok := l.byGram[g]
	if !ok {
		i = len(l.all)
		l.all = append(l.all, list{g: g})
		l.byGram[g] = i
	}
	return &l.all[i]
}

func (l *lists) measure(g gram, row uint32) {
	x := l.find(g)
	if x.last == row+1 {
		return
	}
	x.size += uint32(uvarintBytes(x.step(row)))
	x.count, x.last = x.count+1, row+1
}

// step is what is written for a row: the distance to the one before, or the row
// itself at the beginning of a block.
func (x *list) step(row uint32) uint32 {
	if x.count%blockRows == 0 {
		return row
	}
	return row - (x.last - 1)
}

func uvarintBytes(n uint32) int {
	size := 1
	for n >= 0x80 {
		n >>= 7
		size++
	}
	return size
}

// place gives every list its place and writes the table of grams. A list of one
// row lies in the table itself.
func (l *lists) place() (entries []byte, size uint64) {
	order := make([]int, len(l.all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if l.all[a].g < l.all[b].g {
			return -1
		}
		return 1
	})
	entries = make([]byte, 0, entryBytes*len(order))
	for _, i := range order {
		x := &l.all[i]
		x.at = uint32(l.size)
		at := x.at
		switch {
		case x.count == 1:
			at = x.last - 1
		case dense(int(x.count), l.rows):
			l.size += uint64(bitmapBytes(l.rows))
		default:
			l.size += uint64(x.size) + uint64(skips(int(x.count)))
		}
		entries = binary.LittleEndian.AppendUint64(entries, uint64(x.g))
		entries = binary.LittleEndian.AppendUint32(entries, at)
		entries = binary.LittleEndian.AppendUint32(entries, x.count)
		x.field, x.size, x.last = x.count, 0, 0
		x.count = 0
	}
	return entries, l.size
}

// skips is how many bytes of skips a list has before its blocks.
func skips(count int) int {
	if count <= blockRows {
		return 0
	}
	return (count + blockRows - 1) / blockRows * skipBytes
}

// fill writes a row into its list. After place, field is the list's length and
// count, size and last are of what was filled.
func (l *lists) fill(area []byte, g gram, row uint32) {
	x := l.find(g)
	if x.last == row+1 || x.field == 1 {
		return
	}
	to := area[x.at:]
	if dense(int(x.field), l.rows) {
		to[row>>3] |= 1 << (row & 7)
		return
	}
	ahead := skips(int(x.field))
	if ahead > 0 && x.count%blockRows == 0 {
		skip := to[x.count/blockRows*skipBytes:]
		binary.LittleEndian.PutUint32(skip, row)
		binary.LittleEndian.PutUint32(skip[4:], x.size)
	}
	x.size += uint32(binary.PutUvarint(to[ahead+int(x.size):], uint64(x.step(row))))
	x.count, x.last = x.count+1, row+1
}

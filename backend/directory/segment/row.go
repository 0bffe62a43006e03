package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"unicode/utf8"

	"guitai/backend/directory/match"
	"guitai/backend/directory/reading"
)

// MaxField is how many bytes of an ID count, and of a number, a phone and a name
// as they are searched.
const MaxField = 255

// Record is what is kept of a member. Texts are the vendor's; times are in
// milliseconds since 1970 and zero where there is none.
type Record struct {
	ID, Number, Name, Phone, Level string
	Status                         byte
	StatusText                     string
	ReadAt, Served                 int64
	// Generation is the last reading of all members that saw this one.
	Generation uint64
}

// Row is a record as bytes: five of lengths, six of the last visit where there
// was one, then number, phone and name as they are searched, the ID where it is
// not the number, and the rest.
type Row []byte

const (
	hasServed = 1 << iota
	idIsNumber
	numberDiffers
	phoneDiffers
	nameDiffers
)

const (
	lengths     = 5
	servedBytes = 6
)

// Encode writes a record.
func Encode(r Record) Row {
	number, phone, name := cut(reading.Number(r.Number)), cut(reading.Phone(r.Phone)), cut(reading.Name(r.Name))
	id, flags := cut(r.ID), byte(0)
	set := func(flag byte, on bool) {
		if on {
			flags |= flag
		}
	}
	set(hasServed, r.Served > 0)
	set(idIsNumber, id == number)
	set(numberDiffers, number != r.Number)
	set(phoneDiffers, phone != r.Phone)
	set(nameDiffers, name != r.Name)
	if id == number {
		id = ""
	}
	row := make(Row, 0, lengths+len(number)+len(phone)+len(name)+len(id)+len(r.Level)+32)
	row = append(row, flags, byte(len(number)), byte(len(phone)), byte(len(name)), byte(len(id)))
	if r.Served > 0 {
		var at [8]byte
		binary.BigEndian.PutUint64(at[:], uint64(r.Served))
		row = append(row, at[2:]...)
	}
	row = append(append(append(append(row, number...), phone...), name...), id...)
	for _, x := range []struct {
		raw  string
		flag byte
	}{{r.Number, numberDiffers}, {r.Phone, phoneDiffers}, {r.Name, nameDiffers}} {
		if flags&x.flag != 0 {
			row = appendText(row, x.raw)
		}
	}
	row = appendText(row, r.Level)
	row = appendText(append(row, r.Status), r.StatusText)
	return binary.AppendUvarint(binary.AppendUvarint(row, uint64(r.ReadAt)), r.Generation)
}

func cut(s string) string {
	if len(s) <= MaxField {
		return s
	}
	end := MaxField
	for end > MaxField-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

func appendText(row []byte, s string) []byte {
	return append(binary.AppendUvarint(row, uint64(len(s))), s...)
}

// parts gives where the texts begin and how long they are together; bad bytes
// give none.
func (r Row) parts() (at, number, phone, name, id int) {
	if len(r) < lengths {
		return 0, 0, 0, 0, 0
	}
	at = lengths
	if r[0]&hasServed != 0 {
		at += servedBytes
	}
	number, phone, name, id = int(r[1]), int(r[2]), int(r[3]), int(r[4])
	if at+number+phone+name+id > len(r) {
		return 0, 0, 0, 0, 0
	}
	return at, number, phone, name, id
}

// Text is what the row is found by.
func (r Row) Text() match.Row {
	at, number, phone, name, _ := r.parts()
	return match.Row{Number: r[at : at+number], Phone: r[at+number : at+number+phone], Name: r[at+number+phone : at+number+phone+name]}
}

// ID is the vendor's word for the member.
func (r Row) ID() []byte {
	at, number, phone, name, id := r.parts()
	if len(r) > 0 && r[0]&idIsNumber != 0 {
		return r[at : at+number]
	}
	at += number + phone + name
	return r[at : at+id]
}

// Served is the last visit in milliseconds since 1970, zero for none.
func (r Row) Served() int64 {
	if len(r) < lengths+servedBytes || r[0]&hasServed == 0 {
		return 0
	}
	return int64(uint64(binary.BigEndian.Uint16(r[lengths:]))<<32 | uint64(binary.BigEndian.Uint32(r[lengths+2:])))
}

// Compare gives the order of rows that fit equally well: who was here last comes
// first, then the smaller card number, then the smaller ID.
func Compare(a, b Row) int {
	if c := cmp.Compare(b.Served(), a.Served()); c != 0 {
		return c
	}
	aAt, aNumber, _, _, _ := a.parts()
	bAt, bNumber, _, _, _ := b.parts()
	if c := bytes.Compare(a[aAt:aAt+aNumber], b[bAt:bAt+bNumber]); c != 0 {
		return c
	}
	return bytes.Compare(a.ID(), b.ID())
}

// Record reads the row. Its texts share one copy of the row's bytes.
func (r Row) Record() Record {
	at, number, phone, name, id := r.parts()
	if at == 0 {
		return Record{}
	}
	all := string(r)
	out := Record{Served: r.Served(), Number: all[at : at+number], Phone: all[at+number : at+number+phone]}
	at += number + phone
	out.Name, out.ID = all[at:at+name], all[at+name:at+name+id]
	if r[0]&idIsNumber != 0 {
		out.ID = out.Number
	}
	rest := reader{all[at+name+id:]}
	for _, x := range []struct {
		to   *string
		flag byte
	}{{&out.Number, numberDiffers}, {&out.Phone, phoneDiffers}, {&out.Name, nameDiffers}} {
		if r[0]&x.flag != 0 {
			*x.to = rest.text()
		}
	}
	out.Level = rest.text()
	out.Status = rest.byte()
	out.StatusText = rest.text()
	out.ReadAt = int64(rest.uvarint())
	out.Generation = rest.uvarint()
	return out
}

// Stamp is when the row was read and the generation that saw it, without the
// texts.
func (r Row) Stamp() (readAt int64, generation uint64) {
	at, number, phone, name, id := r.parts()
	if at == 0 {
		return 0, 0
	}
	rest := rawReader{r[at+number+phone+name+id:]}
	for _, flag := range []byte{numberDiffers, phoneDiffers, nameDiffers} {
		if r[0]&flag != 0 {
			rest.skip()
		}
	}
	rest.skip()
	rest.next(1)
	rest.skip()
	return int64(rest.uvarint()), rest.uvarint()
}

// reader takes a row's rest apart; behind the end everything is empty.
type reader struct{ s string }

func (r *reader) byte() byte {
	if r.s == "" {
		return 0
	}
	c := r.s[0]
	r.s = r.s[1:]
	return c
}

func (r *reader) uvarint() (n uint64) {
	if r.s != "" && r.s[0] < 0x80 {
		n, r.s = uint64(r.s[0]), r.s[1:]
		return n
	}
	for shift := 0; shift < 64; shift += 7 {
		c := r.byte()
		n |= uint64(c&0x7F) << shift
		if c < 0x80 {
			break
		}
	}
	return n
}

func (r *reader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.s)) {
		r.s = ""
		return ""
	}
	text := r.s[:n]
	r.s = r.s[n:]
	return text
}

// rawReader is reader for bytes that are only passed over.
type rawReader struct{ b []byte }

func (r *rawReader) next(n uint64) {
	r.b = r.b[min(n, uint64(len(r.b))):]
}

func (r *rawReader) uvarint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.b = nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *rawReader) skip() { r.next(r.uvarint()) }

// Found is a row that fits a query, and how well.
type Found struct {
	Class match.Class
	Row   Row
}

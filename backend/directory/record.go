package directory

import (
	"encoding/binary"
	"encoding/json"
	"time"

	"guitai/backend"
	"guitai/backend/directory/segment"
	"guitai/backend/safe"
)

// The kinds of records in a log.
const (
	recordPut byte = iota + 1
	recordPage
	recordServed
	recordGone
	recordFinish
	recordNotes
)

// Filling is where the reading of all members stands. It is stored together with
// the page behind which it stands.
type Filling struct {
	// Cursor is the vendor's own word for the page to read next.
	Cursor []byte
	// Since bounds the reading to what changed since then; zero is a full
	// reading.
	Since time.Time
	// Pages and Members count what this reading has stored.
	Pages, Members int
	// StartedAt, UpdatedAt and DoneAt are zero where that is not yet.
	StartedAt, UpdatedAt, DoneAt time.Time
	// Generation numbers the readings: who was not seen in that of a full one is
	// gone.
	Generation uint64
	// CallsToday is how many calls readings made on the day of UpdatedAt.
	CallsToday int
}

// pack makes a record of a member. A member without a time was read now.
func pack(m backend.Member, generation uint64, now time.Time) segment.Row {
	read := m.ReadAt
	if read.IsZero() {
		read = now
	}
	return segment.Encode(segment.Record{ID: m.ID, Number: m.Number.String(), Name: m.Name.String(), Phone: m.Phone.String(), Level: m.Level.Name.String(),
		Status: byte(m.Status.Kind), StatusText: m.Status.Text.String(), ReadAt: millis(read), Generation: generation})
}

// unpackInto makes a member of a row. Texts go through the sanitiser again: a file
// is not to be trusted more than a vendor. Rows that follow each other often have
// the level of the one before.
func unpackInto(m, before *backend.Member, row segment.Row) {
	r := row.Record()
	m.ID, m.Number, m.Name, m.Phone = r.ID, safe.Line(r.Number), safe.Line(r.Name), safe.Line(r.Phone)
	if before != nil && before.Level.Name.String() == r.Level {
		m.Level.Name = before.Level.Name
	} else {
		m.Level.Name = safe.Line(r.Level)
	}
	m.Status.Kind = backend.StatusKind(min(r.Status, byte(backend.StatusOther)))
	if r.StatusText != "" {
		m.Status.Text = safe.Line(r.StatusText)
	}
	m.Source, m.ReadAt = backend.SourceMirror, moment(r.ReadAt)
}

// unpack is unpackInto for one row alone.
func unpack(row segment.Row) (m backend.Member) {
	unpackInto(&m, nil, row)
	return m
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// appendRows writes rows for a log, each with its length before it.
func appendRows(b []byte, rows []segment.Row) []byte {
	for _, row := range rows {
		b = append(binary.AppendUvarint(b, uint64(len(row))), row...)
	}
	return b
}

// rowsOf is the rows that appendRows wrote; each is a part of b.
func rowsOf(b []byte) ([]segment.Row, error) {
	var rows []segment.Row
	for len(b) > 0 {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return nil, errDamaged
		}
		end := size + int(n)
		rows = append(rows, segment.Row(b[size:end:end]))
		b = b[end:]
	}
	return rows, nil
}

// appendJSON writes a value with its length before it. Fillings and notes are
// small and rare, so they may grow fields without a new format.
func appendJSON(b []byte, value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		text = []byte("{}") // times beyond the year 9999, which no clock gives
	}
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// takeJSON reads what appendJSON wrote, and gives what follows.
func takeJSON(b []byte, into any) (rest []byte, err error) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) || json.Unmarshal(b[size:size+int(n)], into) != nil {
		return nil, errDamaged
	}
	return b[size+int(n):], nil
}

// appendVisit writes an ID and a time.
func appendVisit(b []byte, id string, at int64) []byte {
	return append(binary.LittleEndian.AppendUint64(b, uint64(at)), id...)
}

func visitOf(b []byte) (id string, at int64, err error) {
	if len(b) < 8 {
		return "", 0, errDamaged
	}
	return string(b[8:]), int64(binary.LittleEndian.Uint64(b)), nil
}

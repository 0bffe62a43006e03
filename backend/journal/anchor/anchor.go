package anchor

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Interval is how often a link is noted at most, apart from the last one.
const Interval = time.Minute

// Tail is how many bytes at the end of a file are some hundreds of marks: enough to
// show that a journal lacks something, and read at once.
const Tail = 64 << 10

// accepted begins a line that says that a person accepted the journal.
const accepted = "accepted"

// Read reads the marks of a file, of its last bytes if most is above zero. A file
// that is not there has none. A line that cannot be read, as a power loss leaves
// one, claims nothing.
func Read(path string, most int64) ([]change.Mark, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	from := int64(0)
	if most > 0 {
		from = max(0, size-most)
	}
	text, err := io.ReadAll(io.NewSectionReader(f, from, size-from))
	if err != nil {
		return nil, fmt.Errorf("anchor: %w", err)
	}
	if from > 0 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	var marks []change.Mark
	for line := range strings.Lines(string(text)) {
		if m, ok := parse(line); ok {
			marks = append(marks, m)
		}
	}
	return marks, nil
}

// line is a mark as it is written: its number, its hash and when it was noted.
func line(m change.Mark) string {
	text := fmt.Sprintf("%d %s %s\n", m.Seq, m.Hash, m.At.UTC().Format(time.RFC3339))
	if m.Accepted {
		text = accepted + " " + text
	}
	return text
}

// parse is the inverse of line. What was cut short is no mark.
func parse(text string) (change.Mark, bool) {
	var m change.Mark
	body, whole := strings.CutSuffix(text, "\n")
	fields := strings.Split(body, " ")
	if fields[0] == accepted {
		m.Accepted, fields = true, fields[1:]
	}
	if !whole || len(fields) != 3 || len(fields[1]) != len(change.Genesis().Hash) {
		return m, false
	}
	var err error
	if m.Seq, err = strconv.ParseInt(fields[0], 10, 64); err != nil || m.Seq < 1 {
		return m, false
	}
	m.Hash = fields[1]
	m.At, err = time.Parse(time.RFC3339, fields[2])
	return m, err == nil
}

// Book adds marks to a file.
type Book struct {
	path string

	mu      sync.Mutex
	noted   time.Time // when the last mark was handed over
	newest  journal.Head
	written journal.Head
	err     error

	work chan change.Mark
	done sync.WaitGroup
}

// Open makes a book and begins its writing. Nothing is written before Note, and a
// file is made only then.
func Open(path string) *Book {
	b := &Book{path: path, work: make(chan change.Mark, 1)}
	b.done.Go(func() {
		for m := range b.work {
			b.keep(m, false)
		}
	})
	return b
}

// Note hands a link over to be written, if the last time was an Interval ago. It
// never waits: while the file hangs, links are left out.
func (b *Book) Note(head journal.Head, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.newest = head
	if since := now.Sub(b.noted); since >= 0 && since < Interval {
		return
	}
	select {
	case b.work <- change.Mark{Head: head, At: now}:
		b.noted = now
	default:
	}
}

// Accept writes at once, and durably, that a person accepted the journal with this
// link.
func (b *Book) Accept(head journal.Head, now time.Time) error {
	return b.keep(change.Mark{Head: head, At: now, Accepted: true}, true)
}

// Err is why the last mark could not be written, nil if it was.
func (b *Book) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// Close writes the newest link, if it was not yet, and ends the writing.
func (b *Book) Close(now time.Time) error {
	close(b.work)
	b.done.Wait()
	if b.newest != b.written && b.newest.Seq > 0 {
		b.keep(change.Mark{Head: b.newest, At: now}, true)
	}
	return b.Err()
}

func (b *Book) keep(m change.Mark, durably bool) error {
	err := add(b.path, line(m), durably)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
	if err == nil {
		b.written = m.Head
	}
	return err
}

// add appends a line in one write. After one that was cut short it begins anew.
func add(path, text string, durably bool) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("anchor: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("anchor: %w", err)
	}
	end := []byte{'\n'}
	if size > 0 {
		if _, err = f.ReadAt(end, size-1); err != nil {
			return fmt.Errorf("anchor: %w", err)
		}
	}
	if end[0] != '\n' {
		text = "\n" + text
	}
	if _, err = f.WriteString(text); err == nil && durably {
		err = f.Sync()
	}
	if err != nil {
		return fmt.Errorf("anchor: %w", err)
	}
	return nil
}

package directory

import (
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"guitai/backend"
	"guitai/backend/directory/segment"
)

// Limit of an answer's hits.
const maxHits = 50

// Mirror is an account's copy of its members, in files that only their owner
// opens. Its methods may be called from many goroutines; a reading never waits
// for a writing. Where another program has the same copy open already, what it
// has stored is read, and changes of this one last until it ends; see Shared.
type Mirror struct {
	dir    string
	o      Options
	unlock func()
	shared bool

	view    atomic.Pointer[view]
	filling atomic.Pointer[Filling]
	notes   atomic.Pointer[[]byte]
	damaged atomic.Bool
	closing atomic.Bool

	// mu is held by one writer at a time, through its sync of the disk.
	mu     sync.Mutex
	room   *sync.Cond
	index  index
	log    *log   // nil until the first change after another one was closed
	number uint64 // of that log
	first  uint64 // the number of the first log that counts
	closed bool
	failed error
	// busy is true while files are written in the background, and whole asks for
	// all to be joined. pending is the file that is being written.
	busy, whole bool
	pending     *pending
	timer       *time.Timer // nil before the first wait for a quiet moment

	// tidy is held while a file is written.
	tidy    sync.Mutex
	running sync.WaitGroup
}

// Options are what a mirror is made of.
type Options struct {
	// Now is the clock; it is required.
	Now func() time.Time
	// Rows is how many changes stay in memory before they are written to a file;
	// zero is DefaultRows.
	Rows int
	// Quiet is how long nothing must change before that is done; zero is
	// DefaultQuiet, and below zero it is done at once.
	Quiet time.Duration
}

const (
	// DefaultRows is few enough to be looked through at every key.
	DefaultRows = 1024
	// DefaultQuiet lets a burst of pages pass.
	DefaultQuiet = 250 * time.Millisecond
)

// Answer is what a search found.
type Answer struct {
	// Hits are the best rows in order: the whole card number, the whole phone, the
	// end of either, the beginning of the name, the rest. Among those who was here
	// last comes first, then the smaller card number, then the smaller ID.
	Hits []Hit
	// Total is all that match, unless More says that there are more: counting
	// stops where the hits are complete, since nobody waits for a number. Count
	// counts on.
	Total int
	More  bool
}

// Hit is a member as it was read at its ReadAt, with Source mirror.
type Hit struct {
	Member backend.Member
	// Exact says that the whole card number or the whole phone was typed.
	Exact bool
}

var errClosed = errors.New("directory: the members' copy is closed")

// Open opens an account's copy below a folder, or begins one. Files that are
// damaged are thrown away, which Damaged tells. Errors: those of the file system.
func Open(dir, account string, o Options) (*Mirror, error) {
	if o.Rows <= 0 {
		o.Rows = DefaultRows
	}
	if o.Quiet == 0 {
		o.Quiet = DefaultQuiet
	}
	m := &Mirror{dir: folder(dir, account), o: o}
	m.room = sync.NewCond(&m.mu)
	if err := prepare(m.dir); err != nil {
		return nil, err
	}
	unlock, free, err := lockFile(filepath.Join(m.dir, lockName))
	if err != nil {
		return nil, err
	}
	m.unlock, m.shared = unlock, !free
	if err := m.load(); err != nil {
		unlock()
		return nil, err
	}
	if !m.shared && len(m.view.Load().files) > 0 {
		m.tidy.Lock()
		m.running.Go(m.verify)
	}
	return m, nil
}

// Damaged tells whether what had been stored was thrown away.
func (m *Mirror) Damaged() bool { return m.damaged.Load() }

// Shared tells whether another program has the copy, so that nothing is stored
// from here.
func (m *Mirror) Shared() bool { return m.shared }

// Len is how many members are known.
func (m *Mirror) Len() int { return m.view.Load().live }

// Put stores members that were read live just now, in place of what was known of
// them. Who has no ID is left out. Errors: those of the file system; nothing was
// changed then.
func (m *Mirror) Put(members ...backend.Member) error {
	if len(members) == 0 {
		return nil
	}
	rows := packed(members, m.Filling().Generation, m.o.Now())
	return m.write(func(b []byte) []byte { return appendRows(append(b, recordPut), rows) })
}

func packed(members []backend.Member, generation uint64, now time.Time) []segment.Row {
	rows := make([]segment.Row, 0, len(members))
	for _, x := range members {
		if x.ID != "" {
			rows = append(rows, pack(x, generation, now))
		}
	}
	return rows
}

// Served notes that a member was here, which ranks higher. Errors: as Put's.
func (m *Mirror) Served(id string, at time.Time) error {
	return m.write(func(b []byte) []byte { return appendVisit(append(b, recordServed), id, millis(at)) })
}

// Gone stores that the vendor did not know a member at a time. Errors: as Put's.
func (m *Mirror) Gone(id string, at time.Time) error {
	return m.write(func(b []byte) []byte { return appendVisit(append(b, recordGone), id, millis(at)) })
}

// Filling is where the reading of all members stands; the zero value if there
// was none.
func (m *Mirror) Filling() Filling { return *m.filling.Load() }

// Page stores a page of members and where the reading stands behind it: both are
// there after a crash, or neither. Errors: as Put's.
func (m *Mirror) Page(members []backend.Member, f Filling) error {
	rows := packed(members, f.Generation, m.o.Now())
	return m.write(func(b []byte) []byte { return appendRows(appendJSON(append(b, recordPage), f), rows) })
}

// Finish stores that a reading reached its end. After a full one, who was not
// seen in its generation is gone, and gone says how many that are. Errors: as
// Put's.
func (m *Mirror) Finish(f Filling) (gone int, err error) {
	before := 0
	err = m.writing(func(b []byte) []byte { return appendJSON(append(b, recordFinish), f) }, func() { before = m.Len() }, func() {
		gone = before - m.Len()
		m.whole = true
	})
	return gone, err
}

// Notes are what Keep stored, nil if nothing was.
func (m *Mirror) Notes() []byte { return slices.Clone(*m.notes.Load()) }

// Keep stores a few bytes that belong to the copy and are lost with it. Errors:
// as Put's.
func (m *Mirror) Keep(notes []byte) error {
	return m.write(func(b []byte) []byte { return append(append(b, recordNotes), notes...) })
}

// Close stores what is under way and lets go of the files. It may be called
// twice.
func (m *Mirror) Close() error {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil
	}
	m.closed = true
	m.closing.Store(true)
	if m.timer != nil {
		m.timer.Stop()
	}
	m.room.Broadcast()
	m.mu.Unlock()
	m.running.Wait()
	m.tidy.Lock()
	defer m.tidy.Unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	var err error
	if m.log != nil {
		err = m.log.close()
	}
	m.unlock()
	return err
}

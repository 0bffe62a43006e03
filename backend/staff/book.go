package staff

import (
	"context"
	"encoding/json"
	"io"
	"sync"
	"time"

	"guitai/backend"
)

// Papers is where people are kept: the part of a journal that is not about
// operations. A Put whose version is not the stored one fails and changes
// nothing.
type Papers interface {
	Put(ctx context.Context, p backend.Paper, n backend.Note) (backend.Paper, error)
	Tell(ctx context.Context, n backend.Note) error
	Papers(ctx context.Context, kind string) ([]backend.Paper, error)
}

// Options is what a book is made of. All but HashMemory are required.
type Options struct {
	Papers Papers
	// Pepper goes into every PIN's proof and is kept apart from them; PepperSize
	// bytes.
	Pepper []byte
	Now    func() time.Time
	Rand   io.Reader
	NewID  func() string
	// Limits are a cashier's.
	Limits Limits
	// HashMemory is what one proof costs in KiB; 0 is 64 MiB.
	HashMemory uint32
}

// Book is everybody who works here, as stored. Its methods may be called from many
// goroutines; every error is a *backend.Error.
type Book struct {
	o      Options
	hasher *hasher

	// trying lets one PIN be looked at after the other, so that many at once are
	// no more tries than one by one.
	trying sync.Mutex

	mu     sync.Mutex
	people map[string]entry
	locks  map[string]lock
}

type entry struct {
	Person
	ver int64
}

type lock struct {
	tries
	ver int64
}

// Open reads everybody. Errors: KindJournal.
func Open(ctx context.Context, o Options) (*Book, error) {
	if len(o.Pepper) != PepperSize {
		return nil, invalid("pepper")
	}
	if o.HashMemory == 0 {
		o.HashMemory = hashMemory
	}
	b := &Book{o: o, hasher: &hasher{pepper: o.Pepper, rand: o.Rand, memory: o.HashMemory}}
	return b, b.Refresh(ctx)
}

// Refresh reads again what others may have changed. Errors: KindJournal.
func (b *Book) Refresh(ctx context.Context) error {
	people, err := b.o.Papers.Papers(ctx, paperKind)
	if err != nil {
		return stored(err)
	}
	locks, err := b.o.Papers.Papers(ctx, lockKind)
	if err != nil {
		return stored(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	byID := make(map[string]entry, len(people))
	for _, p := range people {
		e := entry{ver: p.Ver}
		if err := json.Unmarshal(p.Body, &e.Person); err != nil {
			return stored(err)
		}
		byID[p.Key] = newer(b.people[p.Key], e)
	}
	byKey := make(map[string]lock, len(locks))
	for _, p := range locks {
		l := lock{ver: p.Ver}
		if err := json.Unmarshal(p.Body, &l.tries); err != nil {
			return stored(err)
		}
		if old := b.locks[p.Key]; old.ver > l.ver {
			l = old
		}
		byKey[p.Key] = l
	}
	b.people, b.locks = byID, byKey
	return nil
}

// newer keeps what was read later: two readings may overtake each other.
func newer(old, read entry) entry {
	if old.ver > read.ver {
		return old
	}
	return read
}

// stored makes an error of the journal one that people read.
func stored(err error) error {
	return &backend.Error{Op: "staff", Kind: backend.KindJournal, Err: err}
}

// People are all, dismissed ones too, in the order of their ids.
func (b *Book) People() []Person {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]Person, 0, len(b.people))
	for _, e := range b.people {
		all = append(all, e.Person)
	}
	sortByID(all)
	return all
}

// Person finds somebody by id; false for nobody.
func (b *Book) Person(id string) (Person, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.people[id]
	return e.Person, ok
}

// Named finds somebody who may come in by name; false for nobody.
func (b *Book) Named(name string) (Person, bool) {
	for _, p := range b.People() {
		if p.Name == name && p.Active() {
			return p, true
		}
	}
	return Person{}, false
}

// ByKey finds who may come in with a key, by its print; false for nobody.
func (b *Book) ByKey(print string) (Person, Key, bool) {
	for _, p := range b.People() {
		for _, k := range p.Keys {
			if k.Print == print && p.Active() {
				return p, k, true
			}
		}
	}
	return Person{}, Key{}, false
}

// Anybody tells whether there is somebody who may come in.
func (b *Book) Anybody() bool {
	for _, p := range b.People() {
		if p.Active() {
			return true
		}
	}
	return false
}

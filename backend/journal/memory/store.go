package memory

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// store is the disk and what is built from it: commits is all that was ever
// written, in order, and the rest can be made from it again.
type store struct {
	mu      sync.Mutex
	commits []*change.Set
	durable int // how many of them survive a power loss
	every   int
	life    int
	// anchor is the newest link that was ever durable, noted where a set-back disk
	// cannot set it back.
	anchor journal.Head
	born   time.Time
	dead   bool

	listeners map[chan struct{}]*Journal

	fail           map[Point]error
	hook           func(Point, journal.Record) error
	health, broken error

	ops      map[string]change.Row
	attempts map[string][]change.AttemptRow
	order    []string
	read     map[string]journal.Record
	holder   map[change.Card]string
	blamed   map[change.Card]map[string]bool
	undone   map[string]string
	stamp    map[change.Card]int64
	seen     map[seenKey]change.SeenRow
	bound    map[string]int64
	papers   map[paperKey]change.PaperRow
	audit    []change.Sealed
}

type paperKey struct{ kind, key string }

type seenKey struct {
	account journal.Account
	id      int64
}

// reset empties what is built from the commits, and the commits.
func (s *store) reset() {
	s.commits, s.durable = nil, 0
	s.ops = make(map[string]change.Row)
	s.attempts = make(map[string][]change.AttemptRow)
	s.order = nil
	s.read = make(map[string]journal.Record)
	s.holder = make(map[change.Card]string)
	s.blamed = make(map[change.Card]map[string]bool)
	s.undone = make(map[string]string)
	s.stamp = make(map[change.Card]int64)
	s.seen = make(map[seenKey]change.SeenRow)
	s.bound = make(map[string]int64)
	s.papers = make(map[paperKey]change.PaperRow)
	s.audit = nil
}

// take applies one commit.
func (s *store) take(set *change.Set) {
	s.commits = append(s.commits, set)
	s.audit = append(s.audit, set.Audit)
	if p := set.Paper; p != nil {
		s.papers[paperKey{p.Kind, p.Key}] = *p
	}
	if set.AboutOp() {
		s.takeOp(set)
	}
}

func (s *store) takeOp(set *change.Set) {
	row := set.Row
	s.ops[row.ID] = row
	if set.New {
		s.order = append(s.order, row.ID)
		s.stamp[row.Card()] = row.Stamp
	}
	switch open := backend.State(row.State).Open(); {
	case open:
		s.holder[row.Card()] = row.ID
	case s.holder[row.Card()] == row.ID:
		delete(s.holder, row.Card())
	}
	s.index(row)
	if a := set.Attempt; a != nil {
		list := slices.DeleteFunc(slices.Clone(s.attempts[row.ID]), func(old change.AttemptRow) bool { return old.N == a.N })
		at, _ := slices.BinarySearchFunc(list, a.N, func(old change.AttemptRow, n int64) int { return int(old.N - n) })
		s.attempts[row.ID] = slices.Insert(list, at, *a)
	}
	account := journal.Account{Backend: row.Backend, Name: row.Account}
	for _, sr := range set.Seen {
		s.seen[seenKey{account, sr.ID}] = sr
	}
	if set.Bind != 0 {
		key := seenKey{account, set.Bind}
		sr := s.seen[key]
		sr.OpID = row.ID
		s.seen[key] = sr
		s.bound[row.ID] = set.Bind
	}
}

// index keeps what a database keeps in its partial indexes.
func (s *store) index(row change.Row) {
	blamed := s.blamed[row.Card()]
	switch {
	case row.IncidentOpen && blamed == nil:
		s.blamed[row.Card()] = map[string]bool{row.ID: true}
	case row.IncidentOpen:
		blamed[row.ID] = true
	default:
		delete(blamed, row.ID)
	}
	switch {
	case change.Undoes(row):
		s.undone[row.UndoOf] = row.ID
	case row.UndoOf != "" && s.undone[row.UndoOf] == row.ID:
		delete(s.undone, row.UndoOf)
	}
}

// record reads an operation. What was read is kept until it changes, because
// schedules read far more than they write; nobody may change what a record points
// to, and its attempts are copied.
func (s *store) record(id string) (journal.Record, error) {
	row := s.ops[id]
	rec, kept := s.read[id]
	if !kept || rec.Ver != row.Ver {
		var err error
		if rec, err = change.ToRecord(row, s.attempts[id]); err != nil {
			return rec, err
		}
		s.read[id] = rec
	}
	rec.Attempts = slices.Clone(rec.Attempts)
	return rec, nil
}

// Op implements change.Reader.
func (s *store) Op(id string) (change.Row, []change.AttemptRow, bool, error) {
	row, found := s.ops[id]
	return row, s.attempts[id], found, nil
}

// Holder implements change.Reader.
func (s *store) Holder(c change.Card) (string, error) { return s.holder[c], nil }

// Blamed implements change.Reader.
func (s *store) Blamed(c change.Card) (string, error) {
	first := ""
	for id := range s.blamed[c] {
		if first == "" || s.ops[id].SlipNo < s.ops[first].SlipNo {
			first = id
		}
	}
	return first, nil
}

// Undone implements change.Reader.
func (s *store) Undone(opID string) (string, error) { return s.undone[opID], nil }

// Last implements change.Reader.
func (s *store) Last(c change.Card) (stamp, slipNo int64, err error) {
	return s.stamp[c], int64(len(s.order)), nil
}

// Head implements change.Reader.
func (s *store) Head() (journal.Head, error) {
	if len(s.audit) == 0 {
		return change.Genesis(), nil
	}
	last := s.audit[len(s.audit)-1]
	return journal.Head{Seq: last.Seq, Hash: last.Hash}, nil
}

// Paper implements change.PaperReader.
func (s *store) Paper(kind, key string) (change.PaperRow, bool, error) {
	row, found := s.papers[paperKey{kind, key}]
	return row, found, nil
}

// Seen implements change.Reader.
func (s *store) Seen(a journal.Account, id int64) (change.SeenRow, bool, error) {
	row, known := s.seen[seenKey{a, id}]
	return row, known, nil
}

// BoundTo implements change.Reader.
func (s *store) BoundTo(opID string) (int64, error) { return s.bound[opID], nil }

func (s *store) verify() error {
	chain := change.NewChain(change.Genesis())
	last := make(map[string]change.Sealed)
	for _, sealed := range s.audit {
		if err := chain.Follow(sealed); err != nil {
			return err
		}
		if sealed.OpID != "" {
			last[sealed.OpID] = sealed
		}
	}
	if len(last) != len(s.ops) {
		return fmt.Errorf("%w: %d operations, but the audit knows %d", change.ErrBroken, len(s.ops), len(last))
	}
	for id, row := range s.ops {
		if err := change.Fits(row, s.attempts[id], last[id]); err != nil {
			return err
		}
	}
	return errors.Join(chain.Papers(slices.Collect(maps.Values(s.papers))), s.anchored())
}

// anchored is nil unless the disk was set back.
func (s *store) anchored() error {
	if s.anchor.Seq == 0 {
		return nil
	}
	head, _ := s.Head()
	return change.Anchored([]change.Mark{{Head: s.anchor}}, head, func(seq int64) (string, error) {
		return s.audit[seq-1].Hash, nil
	})
}

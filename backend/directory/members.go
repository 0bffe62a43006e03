package directory

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// Limit is how many members of one account are kept.
const Limit = 500

// Members are one account's members that were read lately, in a file that only
// its owner can read. Its methods may be called from many goroutines.
type Members struct {
	path string
	mu   sync.Mutex
	list []backend.Member
}

// entry is what is kept of a member: enough to find one and to know which.
type entry struct {
	ID      string             `json:"id"`
	Number  safe.Text          `json:"number"`
	Name    safe.Text          `json:"name"`
	Phone   safe.Text          `json:"phone"`
	Level   safe.Text          `json:"level"`
	Status  backend.StatusKind `json:"status"`
	Word    safe.Text          `json:"word"`
	Balance money.Amount       `json:"balance"`
	Points  money.Points       `json:"points"`
	ReadAt  time.Time          `json:"read_at"`
}

// OpenMembers reads the file. What cannot be read is begun again.
func OpenMembers(path string) *Members {
	m := &Members{path: path}
	var kept []entry
	if load(path, &kept) != nil {
		return m
	}
	for _, e := range kept[:min(len(kept), Limit)] {
		m.list = append(m.list, backend.Member{ID: e.ID, Number: e.Number, Name: e.Name, Phone: e.Phone, Level: backend.Level{Name: e.Level},
			Status: backend.Status{Kind: e.Status, Text: e.Word}, Balance: e.Balance, Points: e.Points, Source: backend.SourceMirror, ReadAt: e.ReadAt})
	}
	return m
}

// Known gives the members, those read last first.
func (m *Members) Known() []backend.Member {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.list)
}

// Remember puts a member first, in place of what was known of it, and forgets
// the oldest beyond Limit. A file that cannot be written costs only the memory
// of it after the next start.
func (m *Members) Remember(one backend.Member) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := slices.DeleteFunc(m.list, func(old backend.Member) bool { return old.ID == one.ID })
	list = slices.Insert(list, 0, one)
	m.list = list[:min(len(list), Limit)]
	kept := make([]entry, len(m.list))
	for i, x := range m.list {
		kept[i] = entry{ID: x.ID, Number: x.Number, Name: x.Name, Phone: x.Phone, Level: x.Level.Name, Status: x.Status.Kind,
			Word: x.Status.Text, Balance: x.Balance, Points: x.Points, ReadAt: x.ReadAt}
	}
	_ = store(m.path, kept)
}

func load(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// store writes beside the old file and takes its place, so that a crash leaves
// one or the other.
func store(path string, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

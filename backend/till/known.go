package till

import (
	"context"
	"slices"
	"strings"
	"sync"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/staff"
)

// MaxKnown is how many members of an account are kept for looking up here.
const MaxKnown = 500

// Known keeps the members that were read lately, for vendors that cannot search
// by a part of a name. Its methods may be called from many goroutines.
type Known interface {
	// Known gives an account's members as they were last read, the newest first.
	Known(a journal.Account) []backend.Member
	// Remember puts a member first, in place of what was known of it, and forgets
	// the oldest beyond MaxKnown.
	Remember(a journal.Account, m backend.Member)
}

// memory is Known until the program ends.
type memory struct {
	mu      sync.Mutex
	members map[journal.Account][]backend.Member
}

func newMemory() *memory { return &memory{members: map[journal.Account][]backend.Member{}} }

// Known gives a copy.
func (k *memory) Known(a journal.Account) []backend.Member {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.members[a])
}

// Remember never grows beyond MaxKnown.
func (k *memory) Remember(a journal.Account, m backend.Member) {
	k.mu.Lock()
	defer k.mu.Unlock()
	list := slices.DeleteFunc(k.members[a], func(old backend.Member) bool { return old.ID == m.ID })
	list = slices.Insert(list, 0, m)
	k.members[a] = list[:min(len(list), MaxKnown)]
}

// remember keeps what was read live, where the vendor cannot search by itself.
func (e *engine) remember(members ...backend.Member) {
	if e.o.Backend.Capabilities().FindWhileTyping {
		return
	}
	for _, m := range slices.Backward(members) {
		e.saw(m)
		e.o.Known.Remember(e.o.Account, m)
	}
}

// Find looks members up; see backend.Backend. Where the vendor has no search by a
// part of a number or a name and knows nobody by the whole key, the members that
// were read here lately are searched, and come with Source mirror and the time of
// that reading.
func (t *Till) Find(ctx context.Context, key string) ([]backend.Member, error) {
	if _, err := t.May(staff.RightFind, ""); err != nil {
		return nil, err
	}
	members, err := t.e.o.Backend.Find(ctx, key)
	if err != nil && (t.Capabilities().FindWhileTyping || backend.KindOf(err) != backend.KindNotFound) {
		return nil, fault("till.find", err)
	}
	if len(members) > 0 || t.Capabilities().FindWhileTyping {
		t.e.remember(members...)
		return members, nil
	}
	members = lookUp(t.e.o.Known.Known(t.e.o.Account), key)
	if len(members) == 0 && err != nil {
		return nil, fault("till.find", err)
	}
	return members, nil
}

// endOfPhone is the fewest digits that are taken for the end of a phone.
const endOfPhone = 3

// lookUp searches members by a part of the name, the beginning or end of the
// number, or the end of the phone.
func lookUp(known []backend.Member, key string) []backend.Member {
	key = plain(key)
	if key == "" {
		return nil
	}
	var found []backend.Member
	for _, m := range known {
		number := plain(m.Number.String())
		if strings.Contains(plain(m.Name.String()), key) ||
			strings.HasPrefix(number, key) || strings.HasSuffix(number, key) ||
			len(key) >= endOfPhone && strings.HasSuffix(m.Phone.String(), key) {
			m.Source = backend.SourceMirror
			found = append(found, m)
		}
	}
	return found
}

// plain is a text without what input methods and capitals make of it.
func plain(s string) string { return strings.ToLower(strings.TrimSpace(money.Fold(s))) }

package staff

import (
	"context"
	"slices"
	"strings"

	"guitai/backend"
)

// By is who changes people. The zero value is whoever may run commands on the
// machine that keeps the journal, who could change its file as well.
type By struct {
	// ID is of the person at a screen.
	ID string
	// Name is for the audit where ID is empty, and Till and From are where.
	Name, Till, From string
}

func sortByID(people []Person) {
	slices.SortFunc(people, func(a, b Person) int { return strings.Compare(a.ID, b.ID) })
}

// Add makes a new person with a key or without. Errors: KindInvalid (Field name,
// role, key), KindExists (name or key taken), KindRight, KindJournal.
func (b *Book) Add(ctx context.Context, by By, name string, role Role, keys ...Key) (Person, error) {
	name, err := tidyName(name)
	if err != nil {
		return Person{}, err
	}
	if !role.Known() {
		return Person{}, invalid("role")
	}
	if err := b.mayAppoint(by, role, role); err != nil {
		return Person{}, err
	}
	if _, taken := b.Named(name); taken {
		return Person{}, &backend.Error{Op: "staff.add", Kind: backend.KindExists, Field: "name"}
	}
	p := Person{ID: b.o.NewID(), Name: name, Role: role, AddedAt: b.o.Now()}
	for _, k := range keys {
		if err := b.takeKey(&p, k); err != nil {
			return Person{}, err
		}
	}
	return p, b.put(ctx, by, p, 0, "staff.add", map[string]string{"role": string(role), "name": name})
}

// takeKey adds a key that nobody else has.
func (b *Book) takeKey(p *Person, k Key) error {
	if len(k.Print) != 64 {
		return invalid("key")
	}
	if owner, _, taken := b.ByKey(k.Print); taken && owner.ID != p.ID {
		return &backend.Error{Op: "staff.key", Kind: backend.KindExists, Field: "key"}
	}
	p.Keys = append(slices.DeleteFunc(slices.Clone(p.Keys), func(old Key) bool { return old.Print == k.Print }), k)
	return nil
}

// Dismiss ends what somebody may do, at once. Errors: KindNotFound, KindRight,
// KindJournal.
func (b *Book) Dismiss(ctx context.Context, by By, id string) error {
	return b.change(ctx, by, id, "staff.dismiss", nil, func(p *Person) error {
		if p.Active() {
			p.Revoked = b.o.Now()
		}
		return nil
	})
}

// SetRole changes what somebody is. Errors: as Dismiss, KindInvalid.
func (b *Book) SetRole(ctx context.Context, by By, id string, role Role) error {
	if !role.Known() {
		return invalid("role")
	}
	p, _ := b.Person(id)
	if err := b.mayAppoint(by, p.Role, role); err != nil {
		return err
	}
	return b.change(ctx, by, id, "staff.role", map[string]string{"from": string(p.Role), "role": string(role)},
		func(p *Person) error { p.Role = role; return nil })
}

// AddKey lets somebody come in with one more key. Errors: as Add.
func (b *Book) AddKey(ctx context.Context, by By, id string, k Key) error {
	return b.change(ctx, by, id, "staff.key", map[string]string{"key": k.Print},
		func(p *Person) error { return b.takeKey(p, k) })
}

// DropKey takes a key away. Errors: as Dismiss.
func (b *Book) DropKey(ctx context.Context, by By, id, print string) error {
	return b.change(ctx, by, id, "staff.key.drop", map[string]string{"key": print}, func(p *Person) error {
		p.Keys = slices.DeleteFunc(slices.Clone(p.Keys), func(k Key) bool { return k.Print == print })
		return nil
	})
}

// Arrange sets where and how somebody works. Errors: as Dismiss.
func (b *Book) Arrange(ctx context.Context, by By, id, till, language string, cards []string) error {
	return b.change(ctx, by, id, "staff.arrange", nil, func(p *Person) error {
		p.Till, p.Language, p.Cards = till, language, slices.Clone(cards)
		return nil
	})
}

// SetPIN gives somebody a new PIN. Everybody may set their own. Errors: as
// Dismiss, KindInvalid (Field pin).
func (b *Book) SetPIN(ctx context.Context, by By, id string, pin []byte) error {
	defer clear(pin)
	if err := CheckPIN(pin); err != nil {
		return err
	}
	proof, err := b.hasher.make(pin)
	if err != nil {
		return &backend.Error{Op: "staff.pin", Kind: backend.KindInternal, Err: err}
	}
	return b.change(ctx, by, id, "staff.pin", nil, func(p *Person) error { p.PIN = proof; return nil })
}

// Unlock ends a lockout before its time. Errors: KindRight, KindJournal.
func (b *Book) Unlock(ctx context.Context, by By, id string) error {
	if by.ID != "" {
		who, ok := b.Person(by.ID)
		if !ok || !who.Active() || by.ID == id || !who.Role.May(RightUnlock) {
			return &backend.Error{Op: "staff.unlock", Kind: backend.KindRight, Right: string(RightUnlock)}
		}
	}
	return b.count(ctx, "person/"+id, by.note(b, "staff.unlock", id, nil), func(tries) tries { return tries{} })
}

// mayAppoint tells whether somebody may change a person from one role to another.
func (b *Book) mayAppoint(by By, from, to Role) error {
	if by.ID == "" {
		return nil
	}
	who, ok := b.Person(by.ID)
	if !ok || !who.Active() || !who.Role.MayAppoint(from) || !who.Role.MayAppoint(to) {
		return &backend.Error{Op: "staff", Kind: backend.KindRight, Right: string(RightPeople)}
	}
	return nil
}

// change stores one change of a person. Somebody else's change in between only
// means to start from what they stored.
func (b *Book) change(ctx context.Context, by By, id, what string, detail map[string]string, do func(*Person) error) error {
	var err error
	for range 8 {
		b.mu.Lock()
		e, ok := b.people[id]
		b.mu.Unlock()
		if !ok {
			return &backend.Error{Op: what, Kind: backend.KindNotFound}
		}
		own := by.ID == id && what == "staff.pin"
		if !own {
			if err := b.mayAppoint(by, e.Role, e.Role); err != nil {
				return err
			}
		}
		p := e.Person
		if err := do(&p); err != nil {
			return err
		}
		if err = b.put(ctx, by, p, e.ver, what, detail); err == nil {
			return nil
		}
		if unread := b.Refresh(ctx); unread != nil {
			return unread
		}
	}
	return err
}

func (b *Book) put(ctx context.Context, by By, p Person, ver int64, what string, detail map[string]string) error {
	paper, err := p.paper(ver)
	if err != nil {
		return &backend.Error{Op: what, Kind: backend.KindInternal, Err: err}
	}
	if _, err := b.o.Papers.Put(ctx, paper, by.note(b, what, p.ID, detail)); err != nil {
		return stored(err)
	}
	return b.Refresh(ctx)
}

// note is what the audit says; about names the person by name, who may be gone one
// day.
func (by By) note(b *Book, what, id string, detail map[string]string) backend.Note {
	n := backend.Note{Who: by.Name, Till: by.Till, From: by.From, What: what, About: id, Detail: map[string]string{}}
	if who, ok := b.Person(by.ID); ok {
		n.Who = who.Name
	}
	if about, ok := b.Person(id); ok {
		n.Detail["name"] = about.Name
	}
	for k, v := range detail {
		n.Detail[k] = v
	}
	return n
}

package cli

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/safe"
	"guitai/backend/staff"
	staffscreen "guitai/screens/staff"
	"guitai/ui/sshd"
)

// staffDesk is the people of a house as their screen sees them, for one person at one
// till.
type staffDesk struct {
	book   *staff.Book
	badge  *staff.Badge
	papers journal.Papers
	// confirm is asked before anything is changed, as for that person's PIN once more;
	// nil asks nothing.
	confirm func(context.Context) error
}

func newStaffDesk(book *staff.Book, badge *staff.Badge, papers journal.Papers) staffDesk {
	return staffDesk{book: book, badge: badge, papers: papers}
}

// May tells whether whoever sits here may look after people.
func (d staffDesk) May() error { return mayRead(d.badge, staff.RightPeople) }

// mayRead asks for a right that lets somebody look at something.
func mayRead(g *staff.Badge, x staff.Right) error {
	_, err := g.May(staff.Ask{Right: x})
	return err
}

// Staff reads everybody, also what others changed meanwhile.
func (d staffDesk) Staff(ctx context.Context) (staffscreen.Staff, error) {
	if err := d.May(); err != nil {
		return staffscreen.Staff{}, err
	}
	if err := d.book.Refresh(ctx); err != nil {
		return staffscreen.Staff{}, err
	}
	seen, err := d.seen(ctx)
	if err != nil {
		return staffscreen.Staff{}, err
	}
	me, _ := d.badge.Person()
	all := staffscreen.Staff{Unlocks: me.Role.May(staff.RightUnlock)}
	for _, r := range staff.Roles() {
		if me.Role.MayAppoint(r) {
			all.Roles = append(all.Roles, string(r))
		}
	}
	for _, p := range d.book.People() {
		one := staffscreen.Person{ID: p.ID, Name: safe.Line(p.Name), Role: string(p.Role), Till: safe.Line(p.Till), PIN: p.PIN != "",
			Added: p.AddedAt, Seen: latest(seen[p.ID], seen[p.Name]), Revoked: p.Revoked, Locked: d.book.LockedUntil(p.ID),
			Self: p.ID == me.ID, Beyond: !me.Role.MayAppoint(p.Role)}
		for _, k := range p.Keys {
			one.Keys = append(one.Keys, staffscreen.Key{Print: k.Print, Short: shortPrint(k.Print), Comment: safe.Line(k.Comment)})
		}
		all.People = append(all.People, one)
	}
	return all, nil
}

// seenWithin is how many of the newest entries tell when somebody was last here.
const seenWithin = 5000

// seen is when something was last done in a name or by an id.
func (d staffDesk) seen(ctx context.Context) (map[string]time.Time, error) {
	entries, err := d.papers.Audit(ctx, journal.AuditFilter{Limit: seenWithin})
	if err != nil {
		return nil, &backend.Error{Op: "cli.staff", Kind: backend.KindJournal, Err: err}
	}
	at := map[string]time.Time{}
	for _, e := range entries {
		// A wrong PIN is counted in the name of whom it was tried for, who need not
		// have been here.
		if e.What != "pin.try" {
			at[e.Who] = latest(at[e.Who], e.At)
		}
	}
	return at, nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// shortPrint is the beginning of a key's print as OpenSSH writes it, which is enough
// to tell keys apart.
func shortPrint(print string) string {
	raw, err := hex.DecodeString(print)
	if err != nil || len(raw) != 32 {
		return safe.Line(print[:min(len(print), 12)]).String()
	}
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(raw)[:12] + "…"
}

// readKeyLine reads a line of a .pub file.
func readKeyLine(line string) (staff.Key, error) {
	print, comment, err := sshd.ReadKey([]byte(line))
	if err != nil {
		return staff.Key{}, &backend.Error{Op: "cli.key", Kind: backend.KindInvalid, Field: "key", Err: err}
	}
	return staff.Key{Print: fmt.Sprintf("%x", print[:]), Comment: comment}, nil
}

// allowed is who changes people, once they may.
func (d staffDesk) allowed(ctx context.Context) (staff.By, error) {
	if err := d.May(); err != nil {
		return staff.By{}, err
	}
	if d.confirm != nil {
		if err := d.confirm(ctx); err != nil {
			return staff.By{}, err
		}
	}
	return d.badge.By(), nil
}

// Add makes a new person.
func (d staffDesk) Add(ctx context.Context, name, role, key string) (string, error) {
	by, err := d.allowed(ctx)
	if err != nil {
		return "", err
	}
	var keys []staff.Key
	if key != "" {
		k, err := readKeyLine(key)
		if err != nil {
			return "", err
		}
		keys = append(keys, k)
	}
	p, err := d.book.Add(ctx, by, name, staff.Role(role), keys...)
	return p.ID, err
}

// Change does one thing to a person.
func (d staffDesk) Change(ctx context.Context, id string, c staffscreen.Change) error {
	defer clear(c.PIN)
	by, err := d.allowed(ctx)
	if err != nil {
		return err
	}
	switch c.Do {
	case staffscreen.DoRole:
		return d.book.SetRole(ctx, by, id, staff.Role(c.Role))
	case staffscreen.DoAddKey:
		k, err := readKeyLine(c.Key)
		if err != nil {
			return err
		}
		return d.book.AddKey(ctx, by, id, k)
	case staffscreen.DoDropKey:
		return d.book.DropKey(ctx, by, id, c.Key)
	case staffscreen.DoPIN:
		return d.book.SetPIN(ctx, by, id, c.PIN)
	case staffscreen.DoDismiss:
		return d.book.Dismiss(ctx, by, id)
	case staffscreen.DoUnlock:
		return d.book.Unlock(ctx, by, id)
	}
	return unsupported("cli.staff")
}

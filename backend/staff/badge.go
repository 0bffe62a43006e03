package staff

import (
	"context"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

// Badge is one person at one till. Everything is asked of the book anew, so that
// what was taken away is gone at once. A nil *Badge is a till without staff, where
// everything is allowed and nothing needs a PIN.
type Badge struct {
	book *Book
	id   string
	till string
	from string

	mu     sync.Mutex
	grants []grant
}

// grant is what somebody else allowed, once.
type grant struct {
	ask      Ask
	approver string
	until    time.Time
}

// grantTime is how long an approval waits to be used.
const grantTime = 2 * time.Minute

// Ask is what somebody wants to do.
type Ask struct {
	Right Right
	// About is the operation or the member that it is about; an approval counts for
	// nothing else.
	About string
	// Member is the card that money moves on, "" for none.
	Member string
	// Kind and Amount (yuan) are of an operation that has limits; an approval counts
	// up to this amount.
	Kind   backend.OpKind
	Amount money.Amount
	// Moved is what the person moved already.
	Moved Moved
}

// Seat gives a person a badge at a till. From is where they sit: an address and a
// key's print, or the terminal.
func (b *Book) Seat(id, till, from string) *Badge {
	return &Badge{book: b, id: id, till: till, from: from}
}

// Person is who wears the badge; false once they are dismissed.
func (g *Badge) Person() (Person, bool) {
	if g == nil {
		return Person{}, false
	}
	p, ok := g.book.Person(g.id)
	return p, ok && p.Active()
}

// Name is who acts, for journals.
func (g *Badge) Name() string {
	p, _ := g.Person()
	return p.Name
}

// By is the wearer as who changes people, with where they sit. A nil *Badge is
// whoever runs the program.
func (g *Badge) By() By {
	if g == nil {
		return By{}
	}
	return By{ID: g.id, Till: g.till, From: g.from}
}

// May is nil if the person may do what is asked, by themselves or because somebody
// just allowed it; approver is then who. An approval is used up by it. Errors:
// KindRight, KindLimit.
func (g *Badge) May(a Ask) (approver string, err error) {
	if g == nil {
		return "", nil
	}
	p, here := g.Person()
	if !here {
		return "", &backend.Error{Op: "staff.may", Kind: backend.KindRight, Right: string(a.Right)}
	}
	why := g.book.refusal(p, a)
	if why == nil {
		return "", nil
	}
	if by, ok := g.use(a); ok {
		return by, nil
	}
	return "", why
}

// refusal says why a person alone may not do something, nil if they may.
func (b *Book) refusal(p Person, a Ask) *backend.Error {
	if !p.Role.May(a.Right) {
		return &backend.Error{Op: "staff.may", Kind: backend.KindRight, Right: string(a.Right)}
	}
	if a.Member != "" && slices.Contains(p.Cards, a.Member) && movesMoney(a.Right) {
		return &backend.Error{Op: "staff.own", Kind: backend.KindRight, Right: string(RightAllow)}
	}
	if a.Kind == backend.OpConsume || a.Kind == backend.OpRecharge {
		return b.o.Limits.of(p.Role).check(a.Kind, a.Amount, a.Moved)
	}
	return nil
}

func movesMoney(r Right) bool {
	return r == RightRecharge || r == RightConsume || r == RightRedeem || r == RightUndo
}

// use finds an approval that covers what is asked and takes it away.
func (g *Badge) use(a Ask) (string, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.book.o.Now()
	for i, x := range g.grants {
		if now.Before(x.until) && x.ask.covers(a) {
			g.grants = slices.Delete(g.grants, i, i+1)
			return x.approver, true
		}
	}
	return "", false
}

// covers tells whether an approval of one thing is one of another.
func (a Ask) covers(b Ask) bool {
	return a.Right == b.Right && a.About == b.About && a.Member == b.Member && a.Kind == b.Kind && b.Amount.Cmp(a.Amount) <= 0
}

// Approve lets somebody else allow what is asked, once and within two minutes: who
// it is and their PIN. The audit gets both names. Errors: KindRight if they may not
// either, or ask for themselves; KindPIN, KindLocked, KindJournal.
func (g *Badge) Approve(ctx context.Context, a Ask, who string, pin []byte) error {
	defer clear(pin)
	p, here := g.Person()
	approver, known := g.book.Named(who)
	if !here || known && approver.ID == p.ID {
		return &backend.Error{Op: "staff.approve", Kind: backend.KindRight, Right: string(a.Right)}
	}
	// The PIN comes first, so that nobody learns without one who may do what.
	if err := g.book.CheckPIN(ctx, approver.ID, g.from, pin); err != nil {
		return err
	}
	needed := a.Right
	if own := g.book.refusal(p, a); own != nil && own.Kind == backend.KindLimit || own != nil && own.Op == "staff.own" {
		needed = RightAllow
	}
	if why := g.book.refusal(approver, a); why != nil {
		return why
	}
	if !approver.Role.May(needed) {
		return &backend.Error{Op: "staff.approve", Kind: backend.KindRight, Right: string(needed)}
	}
	if err := g.book.o.Papers.Tell(ctx, backend.Note{Who: p.Name, Approver: approver.Name, Till: g.till, From: g.from,
		What: "staff.approve", About: a.About, Detail: map[string]string{"right": string(a.Right), "amount": a.Amount.String()}}); err != nil {
		return stored(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.grants = append(g.grants, grant{ask: a, approver: approver.Name, until: g.book.o.Now().Add(grantTime)})
	return nil
}

// Confirm checks the badge's own PIN, for unlocking and for what asks for it
// again. Errors: KindPIN, KindLocked, KindRight once dismissed, KindJournal.
func (g *Badge) Confirm(ctx context.Context, pin []byte) error {
	defer clear(pin)
	if g == nil {
		return nil
	}
	if _, here := g.Person(); !here {
		return &backend.Error{Op: "staff.confirm", Kind: backend.KindRight, Right: string(RightFind)}
	}
	return g.book.CheckPIN(ctx, g.id, g.from, pin)
}

// CheckPIN proves a person by their PIN at a place. A try is counted before it is
// looked at. Nobody learns from it whether there is such a person. Errors:
// KindPIN, KindLocked, KindJournal.
func (b *Book) CheckPIN(ctx context.Context, id, source string, pin []byte) error {
	defer clear(pin)
	b.trying.Lock()
	defer b.trying.Unlock()
	if err := b.reserve(ctx, id, source); err != nil {
		return err
	}
	p, _ := b.Person(id)
	if !b.hasher.fits(pin, p.PIN) || !p.Active() {
		return &backend.Error{Op: "staff.pin", Kind: backend.KindPIN}
	}
	return b.forgive(ctx, id, source)
}

package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
	"guitai/backend/safe"
	"guitai/backend/staff"
	"guitai/screens/audit"
)

// auditDesk is the audit of a house as its screen sees it, for one person at one till.
type auditDesk struct {
	// book names people whose ids the audit has, or else known does, by id.
	book  *staff.Book
	known map[string]string
	badge *staff.Badge
	books books
}

func newAuditDesk(book *staff.Book, badge *staff.Badge, all books) auditDesk {
	return auditDesk{book: book, badge: badge, books: all}
}

const (
	auditPage = 200
	// auditStride is how many entries are read at once where a filter leaves most of
	// them out, auditSearch how many are looked through for one page.
	auditStride = 1000
	auditSearch = 20_000
	// grantReach is how long before an operation somebody may have allowed it.
	grantReach = 5 * time.Minute
)

// May tells whether whoever sits here may read the audit.
func (d auditDesk) May() error { return mayRead(d.badge, staff.RightAudit) }

// Entries reads a page.
func (d auditDesk) Entries(ctx context.Context, q audit.Query) (audit.Page, error) {
	if err := d.May(); err != nil {
		return audit.Page{}, err
	}
	var found []journal.Entry
	var next int64
	var err error
	if q.Slip != "" {
		found, err = d.ofSlip(ctx, q)
	} else {
		found, next, err = d.page(ctx, q)
	}
	if err != nil {
		return audit.Page{}, auditFault(err)
	}
	p := audit.Page{Next: next, Names: d.names()}
	ops := map[string]journal.Record{}
	for _, e := range found {
		one, err := d.entry(ctx, e, ops)
		if err != nil {
			return audit.Page{}, auditFault(err)
		}
		p.Entries = append(p.Entries, one)
	}
	return p, nil
}

func auditFault(err error) error {
	if errors.Is(err, context.Canceled) {
		return &backend.Error{Op: "cli.audit", Kind: backend.KindCanceled, Err: err}
	}
	return &backend.Error{Op: "cli.audit", Kind: backend.KindJournal, Err: err}
}

func (d auditDesk) page(ctx context.Context, q audit.Query) (found []journal.Entry, next int64, err error) {
	f := journal.AuditFilter{Before: q.Before, Since: q.From, Limit: auditPage}
	if !q.To.IsZero() {
		f.Until = q.To.Add(time.Second)
	}
	if q.Kind != audit.KindAll || q.Who != "" {
		f.Limit = auditStride
	}
	for looked := 0; looked < auditSearch; looked += f.Limit {
		got, err := d.books.Audit(ctx, f)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range got {
			f.Before = e.Seq
			if d.fits(e, q) {
				found = append(found, e)
			}
			if len(found) == auditPage {
				return found, f.Before, nil
			}
		}
		if len(got) < f.Limit {
			return found, 0, nil
		}
	}
	return found, f.Before, nil
}

// ofSlip is everything about the operations of a slip, with who allowed them.
func (d auditDesk) ofSlip(ctx context.Context, q audit.Query) ([]journal.Entry, error) {
	recs, err := d.books.List(ctx, journal.Filter{Slip: strings.ToUpper(strings.TrimPrefix(q.Slip, "#"))})
	if err != nil {
		return nil, err
	}
	var found []journal.Entry
	for _, r := range recs {
		moved, err := d.books.Audit(ctx, journal.AuditFilter{Op: r.ID, Limit: everything})
		if err != nil {
			return nil, err
		}
		granted, err := d.books.Audit(ctx, journal.AuditFilter{What: "staff.approve", Since: r.CreatedAt.Add(-grantReach), Limit: everything})
		if err != nil {
			return nil, err
		}
		found = append(found, moved...)
		for _, e := range granted {
			if e.About == r.ID {
				found = append(found, e)
			}
		}
	}
	found = slices.DeleteFunc(found, func(e journal.Entry) bool {
		return !d.fits(e, q) || !q.From.IsZero() && e.At.Before(q.From) || !q.To.IsZero() && e.At.After(q.To.Add(time.Second))
	})
	slices.SortFunc(found, func(a, b journal.Entry) int { return cmp.Compare(b.Seq, a.Seq) })
	return found, nil
}

func (d auditDesk) fits(e journal.Entry, q audit.Query) bool {
	return (q.Kind == audit.KindAll || auditKind(e) == q.Kind) && (q.Who == "" || d.name(e.Who) == q.Who || e.Approver == q.Who)
}

// auditKind sorts an entry by what it is about.
func auditKind(e journal.Entry) audit.Kind {
	area, _, _ := strings.Cut(e.What, ".")
	switch {
	case e.Op != "":
		return audit.KindMoney
	case area == "member":
		return audit.KindMember
	case area == "staff" || area == "session":
		return audit.KindStaff
	case area == "pin":
		return audit.KindPIN
	}
	return audit.KindOther
}

// name is what people call somebody whom the audit may name by an id.
func (d auditDesk) name(who string) string {
	if d.book == nil {
		if name, ok := d.known[who]; ok {
			return name
		}
		return who
	}
	if p, ok := d.book.Person(who); ok {
		return p.Name
	}
	return who
}

// namesIn reads the names of everybody who works or worked here, by their ids, without
// what proves their PINs.
func namesIn(ctx context.Context, j journal.Papers) (map[string]string, error) {
	papers, err := j.Papers(ctx, "person")
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(papers))
	for _, p := range papers {
		var one struct{ Name string }
		if err := json.Unmarshal(p.Body, &one); err != nil {
			return nil, err
		}
		names[p.Key] = one.Name
	}
	return names, nil
}

func (d auditDesk) names() []string {
	if d.book == nil {
		return nil
	}
	var names []string
	for _, p := range d.book.People() {
		names = append(names, safe.Line(p.Name).String())
	}
	return names
}

// program is the name under which a journal notes what nobody did.
const program = "till"

func (d auditDesk) entry(ctx context.Context, e journal.Entry, ops map[string]journal.Record) (audit.Entry, error) {
	out := audit.Entry{Seq: e.Seq, At: e.At, Who: safe.Line(d.name(e.Who)), Approver: safe.Line(e.Approver), Program: e.Who == program,
		Till: safe.Line(e.Till), From: safe.Line(e.From), What: e.What, About: safe.Line(d.name(e.About)), Reason: safe.Line(e.Reason), Hash: e.Hash}
	for name, value := range e.Detail {
		if name == "key" {
			value = shortPrint(value)
		}
		out.Detail = append(out.Detail, audit.Detail{Name: name, Value: safe.Line(value)})
	}
	slices.SortFunc(out.Detail, func(a, b audit.Detail) int { return cmp.Compare(a.Name, b.Name) })
	id := e.Op
	if e.What == "staff.approve" {
		id = e.About
	}
	if id == "" {
		return out, nil
	}
	r, known := ops[id]
	if !known {
		var err error
		if r, err = d.books.Get(ctx, id); err != nil && !errors.Is(err, journal.ErrNotFound) {
			return out, err
		}
		ops[id] = r
	}
	if r.ID != "" {
		out.About = safe.Line(strings.TrimSpace(r.Name.String() + " " + r.Number.String()))
		if e.Op == "" {
			out.About = safe.Line("#" + r.Slip + " " + out.About.String())
		}
	}
	if e.Op == "" {
		return out, nil
	}
	out.Till = safe.Line(r.Till)
	out.Op = &audit.Op{ID: e.Op, Slip: r.Slip, Kind: r.Kind, Amount: r.Amount, Points: r.Points, Before: e.Before, After: e.After,
		Why: e.Why, Version: e.Ver, Attempt: e.Attempt, Class: safe.Line(e.Class), Bound: e.Bind}
	return out, nil
}

// Verify walks the whole chain and compares it with what is stored.
func (d auditDesk) Verify(ctx context.Context, tell func(done, all int64)) (audit.Verdict, error) {
	if err := d.May(); err != nil {
		return audit.Verdict{}, err
	}
	v, err := verifyBooks(ctx, d.books, tell)
	if err != nil {
		return v, auditFault(err)
	}
	return v, nil
}

// verifyBooks is what a screen and a command both do. What is wrong with the journal is
// in the verdict; an error says that nobody knows.
func verifyBooks(ctx context.Context, j books, tell func(done, all int64)) (audit.Verdict, error) {
	var v audit.Verdict
	head, err := j.Head(ctx)
	if err != nil {
		return v, err
	}
	if links, ok := j.(journal.Chained); ok {
		chain, err := walk(ctx, links, head.Seq, tell)
		switch {
		case errors.Is(err, change.ErrBroken):
			v.Entries, v.Head, v.Broken, v.Says = chain.Head.Seq, chain.Head.Hash, chain.Head.Seq+1, safe.Line(err.Error())
			return v, nil
		case err != nil:
			return v, err
		}
		head = chain.Head
	}
	tell(head.Seq, head.Seq)
	v.Entries, v.Head = head.Seq, head.Hash
	err = j.Verify(ctx)
	var lost *journal.AnchorError
	switch {
	case errors.As(err, &lost):
		v.Lost, v.Says = true, safe.Line(err.Error())
	case errors.Is(err, change.ErrBroken):
		v.Says = safe.Line(err.Error())
	case err != nil:
		return v, err
	default:
		v.Sound = true
	}
	return v, nil
}

// stride is how many links are walked between two looks at how far it is.
const stride = 5000

// walk follows the chain from its beginning to its end. all is only for telling.
func walk(ctx context.Context, j journal.Chained, all int64, tell func(done, all int64)) (*change.Chain, error) {
	chain := change.NewChain(change.Genesis())
	for {
		tell(chain.Head.Seq, max(all, chain.Head.Seq+1))
		links, err := j.Links(ctx, chain.Head.Seq, stride)
		if err != nil {
			return chain, err
		}
		for _, l := range links {
			if err := chain.Follow(change.Sealed{Seq: l.Seq, OpID: l.Op, Prev: l.Prev, Hash: l.Hash, Text: l.Text}); err != nil {
				return chain, err
			}
		}
		if len(links) < stride {
			return chain, nil
		}
	}
}

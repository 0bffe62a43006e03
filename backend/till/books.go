package till

import (
	"cmp"
	"context"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/till/verdict"
)

const (
	// lateFor is how long after an operation began a row of the same amount is
	// held against it, by the vendor's clock. No request of ours travels for a
	// day, and on the next day a guest may pay the same amount at another till.
	lateFor = 24 * time.Hour
	// watchedFor is how old an operation may be and still be held against what
	// history shows, and ownFor where its row would be unmistakably ours.
	watchedFor = 7 * 24 * time.Hour
	ownFor     = 31 * 24 * time.Hour
	// kept is how many records of a card are held against its history.
	kept = 500
)

// books are what our journal knows of a card whose vendor shows rows.
type books struct {
	card
	e *engine
	// ops are the records whose rows are told from others, newest first, and
	// before what each one's card looked like before it.
	ops    []journal.Record
	before []backend.Snapshot
	// told are rows that a person has, or had, before him.
	told map[int64]bool
}

// watchesRows tells whether this vendor's history shows what we book, in an order
// that can be relied on.
func (e *engine) watchesRows() bool {
	return !e.rowless() && e.o.Backend.Capabilities().Baseliner != nil && e.ordered()
}

// books reads the journal after history was read: an operation that began later
// cannot have a row in it, and one that was bound later is seen as bound.
func (e *engine) books(ctx context.Context, memberID string) (*books, error) {
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID, Limit: kept})
	if err != nil {
		return nil, err
	}
	bound, err := e.o.Journal.Bound(ctx, e.o.Account, memberID)
	if err != nil {
		return nil, err
	}
	b := &books{card: card{bound, recs}, e: e, told: map[int64]bool{}}
	for _, rec := range recs {
		b.tell(rec)
		if e.o.Clock.Now().Sub(rec.CreatedAt) > e.watched(rec.Operation) || len(rec.Token.Evidence) == 0 {
			continue
		}
		before, err := e.o.Backend.Capabilities().Baseliner.Baseline(rec.Token)
		if err != nil {
			e.o.Logger.Error("till: a token cannot be read", "slip", rec.Slip, "err", err)
			continue
		}
		b.ops, b.before = append(b.ops, rec), append(b.before, before)
	}
	return b, nil
}

func (e *engine) watched(op backend.Operation) time.Duration {
	if e.exclusive(op) {
		return ownFor
	}
	return watchedFor
}

// exclusive tells whether only this till can have left the operation's row.
func (e *engine) exclusive(op backend.Operation) bool {
	return e.o.OwnPayType != "" && op.Kind == backend.OpRecharge && op.PayType.ID == e.o.OwnPayType && e.fingerprints()
}

// tell remembers what a person was shown: the rows of incidents, and those that
// fitted when somebody decided.
func (b *books) tell(rec journal.Record) {
	if rec.Incident != nil {
		for _, row := range rec.Incident.Rows {
			b.told[row.ID] = true
		}
	}
	decided := rec.State == backend.StateClosedPaid || rec.State == backend.StateClosedUnpaid
	if !decided || rec.Evidence == nil {
		return
	}
	for _, i := range rec.Evidence.Fits {
		b.told[rec.Evidence.Rows[i].ID] = true
	}
}

// hold puts the journal beside rows, which are oldest first; points is what the
// card held before the first of them. due says that every row must show by now.
func (b *books) hold(rows []backend.Event, points money.Points, due bool) verdict.Card {
	c := verdict.Card{Rows: rows}
	for _, row := range rows {
		c.Bound = append(c.Bound, b.bound[row.ID] != "")
		c.Told = append(c.Told, b.told[row.ID])
	}
	own := make(map[string]int64, len(b.bound))
	for row, id := range b.bound {
		own[id] = row
	}
	now := b.e.o.Clock.Now()
	for n, rec := range b.ops {
		p := verdict.Past{State: rec.State, Row: own[rec.ID], Receipt: rec.Receipt, Redeem: rec.Kind == backend.OpRedeem,
			Blind: rec.Kind == backend.OpUndo || rec.Kind == backend.OpRedeem && !b.e.pointRows(), Ripe: now.Sub(rec.SettledAt) >= bindWait,
			Due: due && now.Sub(rec.SettledAt) >= dueAfter && !missing(rec)}
		if rec.Kind == backend.OpUndo {
			p.Fits = b.taskFits(n, rows)
			c.Past = append(c.Past, p)
			continue
		}
		for i, row := range rows {
			if i > 0 {
				points = rows[i-1].Points
			}
			if row.ID > b.before[n].HeadID && b.fits(rec, row) && (rec.Kind != backend.OpRedeem || points.Sub(row.Points).Equal(rec.Points)) {
				p.Fits = append(p.Fits, i)
			}
		}
		c.Past = append(c.Past, p)
	}
	return c
}

// taskFits are the rows that a correction's doing in the back office would have
// left, and nothing else.
func (b *books) taskFits(op int, rows []backend.Event) []int {
	rec := b.ops[op]
	from := slices.IndexFunc(rows, func(row backend.Event) bool { return row.ID > b.before[op].HeadID })
	if from < 0 || rec.Undo == nil {
		return nil
	}
	task := taskOf(rec, card{}, backend.Evidence{Before: b.before[op], Rows: rows[from:]})
	sure, _ := task.Fits()
	var fits []int
	for _, i := range sure {
		ended := rec.SettledAt
		row := rows[from+i]
		if ended.IsZero() || row.At.IsZero() || !row.At.After(ended.Add(lateFor+sameTime)) {
			fits = append(fits, from+i)
		}
	}
	return fits
}

// missing tells whether a person was told already that a row is missing.
func missing(rec journal.Record) bool {
	return rec.Incident != nil && rec.Incident.Why == backend.WhyNoRow
}

// fits tells whether a row shows what an operation asked for, as far as a vendor
// shows it, and could come from it by its time.
func (b *books) fits(rec journal.Record, row backend.Event) bool {
	switch {
	case row.Kind != rowKind(rec.Kind) || !row.Gross.Equal(rec.Amount):
		return false
	case rec.Kind == backend.OpRecharge && !rec.PayType.Name.IsEmpty() && row.PayType != rec.PayType.Name:
		return false
	}
	return b.e.exclusive(rec.Operation) || row.At.IsZero() || !row.At.After(rec.CreatedAt.Add(lateFor+sameTime))
}

// suspect looks through a part of the history for anything that a reading of the
// whole should follow up, and says from which operation on.
func (b *books) suspect(events []backend.Event) (from journal.Record, wanted bool) {
	rows := slices.SortedFunc(slices.Values(events), func(x, y backend.Event) int { return cmp.Compare(x.ID, y.ID) })
	for _, n := range verdict.Reconcile(b.hold(rows, money.Points{}, false)).Notes {
		if rec := b.ops[n.Op]; !wanted || b.before[n.Op].HeadID < b.baseline(from).HeadID {
			from, wanted = rec, true
		}
	}
	return from, wanted
}

// baseline is what the card of one of ops looked like before it.
func (b *books) baseline(rec journal.Record) backend.Snapshot {
	i := slices.IndexFunc(b.ops, func(r journal.Record) bool { return r.ID == rec.ID })
	if i < 0 {
		return backend.Snapshot{}
	}
	return b.before[i]
}

// first is the operation with the lowest watermark since a time, from which on a
// reading shows all the later ones' rows.
func (b *books) first(since time.Time) (rec journal.Record, any bool) {
	for n, r := range b.ops {
		if !r.CreatedAt.Before(since) && (!any || b.before[n].HeadID < b.baseline(rec).HeadID) {
			rec, any = r, true
		}
	}
	return rec, any
}

// evidence is what a reading shows about one of ops: the rows above its watermark,
// those at the given places fitting.
func (b *books) evidence(op int, fits []int, read backend.Evidence) backend.Evidence {
	rec, before := b.ops[op], b.before[op]
	from := slices.IndexFunc(read.Rows, func(row backend.Event) bool { return row.ID > before.HeadID })
	if from < 0 {
		from = len(read.Rows)
	}
	ev := backend.Evidence{Before: before, Now: read.Now, Rows: read.Rows[from:], Chained: read.Chained, Own: b.e.exclusive(rec.Operation)}
	for _, i := range fits {
		ev.Fits = append(ev.Fits, i-from)
	}
	for i, row := range ev.Rows {
		ev.Foreign = ev.Foreign || movesMoney(row.Kind) && !slices.Contains(ev.Fits, i) && !b.taken(row, rec.ID)
	}
	return ev
}

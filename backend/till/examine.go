package till

import (
	"context"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/till/verdict"
)

// finding is a verdict with what it rests on; evidence is nil where history
// could not be read.
type finding struct {
	verdict.Verdict
	evidence *backend.Evidence
}

// step is how the journal stores a finding.
func (f finding) step(rec journal.Record) journal.Step {
	s := journal.Step{To: f.State, Why: f.Why, Evidence: f.evidence, Bind: f.Row}
	if f.evidence == nil {
		return s
	}
	s.Seen = f.evidence.Rows
	switch {
	case f.Row == 0 && f.State == backend.StateApplied && rec.Receipt == nil:
		s.Receipt = promised(rec.Operation, f.evidence.Now)
	case f.Row == 0:
	case rec.Receipt != nil:
		bound := *rec.Receipt
		bound.RowID = f.Row
		s.Receipt = &bound
	default:
		s.Receipt = matched(rec.Operation, *f.evidence, f.Row)
	}
	return s
}

// patience is how long an operation has been waited for.
type patience uint8

const (
	// inQuiet: something of ours may still arrive.
	inQuiet patience = iota
	// quietOver: nothing of ours can arrive any more.
	quietOver
	// allOver: and who could not be read so far will hardly be soon. One failed
	// reading at the end of the quiet period must not call a person.
	allOver
)

// examine reads history and decides. Its error means that nothing may be
// concluded: the journal was not read, or the reading was cut short from our
// side, which is no evidence of anything.
func (e *engine) examine(ctx context.Context, rec journal.Record, waited patience) (finding, error) {
	in := e.input(rec)
	in.QuietOver = waited >= quietOver
	reading, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	read, err := e.o.Backend.Resolve(reading, rec.Operation, rec.Token)
	if ctx.Err() != nil {
		return finding{}, ctx.Err()
	}
	if e.rowless() && quotaGone(err) {
		return finding{}, err
	}
	if err != nil {
		e.o.Logger.Info("till: history not read", "slip", rec.Slip, "err", err)
		in.Unread, in.QuietOver = true, waited >= allOver
		return finding{Verdict: verdict.Decide(in)}, nil
	}
	card, err := e.card(ctx, rec)
	if err != nil {
		return finding{}, err
	}
	in.Evidence = card.sift(rec, read)
	in.Evidence.Foreign = in.Evidence.Foreign || in.Elsewhere()
	in.Evidence.Chained, in.Unordered = e.rechained(in.Evidence), !e.rowless() && !e.ordered()
	in.Evidence.Own = e.exclusive(rec.Operation) || in.Evidence.Own && e.fingerprints()
	if len(in.Evidence.Fits) == 1 && !in.Evidence.Own && in.Seen != backend.ReplyYes {
		in.ForeignLately, err = e.foreignLately(reading, rec.MemberID, card, in.Evidence.Rows[in.Evidence.Fits[0]])
		if ctx.Err() != nil {
			return finding{}, ctx.Err()
		}
		if err != nil {
			in.Unread, in.QuietOver = true, waited >= allOver
		}
	}
	return finding{Verdict: verdict.Decide(in), evidence: &in.Evidence}, nil
}

// input is what is known about an operation before history is read.
func (e *engine) input(rec journal.Record) verdict.Input {
	in := verdict.Input{
		Kind:      rec.Kind,
		Receipt:   rec.Receipt,
		ByAmount:  !e.o.ExactOnly,
		PointRows: e.pointRows(),
		Voided:    rec.Voided,
	}
	wrote := 0
	for _, a := range rec.Attempts {
		if a.Wrote {
			wrote++
		}
		switch {
		case !a.Void:
			in.Attempts, in.Seen = in.Attempts+1, a.Class
		case a.Class != backend.ReplyNotSent:
			// Once it is known that the token is used, silence says nothing new.
			if in.Voids++; in.Voids == 1 || in.Void == backend.ReplyUnclear {
				in.Void = a.Class
			}
		}
	}
	if !e.rowless() {
		return in
	}
	c, change := e.contract(), due(rec.Operation)
	in.Rowless, in.OwnKeys, in.KeyKept = true, e.o.OwnKeys, once(c) && c.Holds(backend.ProbeRefusalKeeps)
	in.KeyBurns = c[backend.ProbeRefusalKeeps].Answer == backend.AnswerBad
	in.KeyFirst = c.Holds(backend.ProbeCheckOrder)
	in.DueMoney, in.DuePoints = change.BalanceAfter, change.PointsAfter
	in.CanVoid = e.unvoidable(rec) == nil
	in.VoidsOver, in.PushesOver = wrote >= mostWrites, !e.pushable(rec) || e.hasPushed(rec.ID)
	return in
}

// rowless tells whether the vendor's history lacks what we booked.
func (e *engine) rowless() bool { return e.o.Backend.Capabilities().OwnHistory }

// card is what our journal knows about a card's history rows.
type card struct {
	bound   map[int64]string
	records []journal.Record
}

func (e *engine) card(ctx context.Context, rec journal.Record) (card, error) {
	bound, err := e.o.Journal.Bound(ctx, e.o.Account, rec.MemberID)
	if err != nil {
		return card{}, err
	}
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: rec.MemberID, Limit: recent})
	return card{bound, recs}, err
}

// taken tells whether a row belongs to an operation of ours other than id: it is
// bound to it, or it ends exactly where that operation's receipt does and only
// nobody has bound it yet.
func (c card) taken(row backend.Event, id string) bool {
	if owner, bound := c.bound[row.ID]; bound {
		return owner != id
	}
	return slices.ContainsFunc(c.records, func(r journal.Record) bool { return r.ID != id && claims(r, row) })
}

// claims tells whether a row is the one that an applied operation's reply spoke
// of.
func claims(r journal.Record, row backend.Event) bool {
	return r.State == backend.StateApplied && r.Receipt != nil && r.Receipt.RowID == 0 && r.Kind != backend.OpUndo &&
		rowKind(r.Kind) == row.Kind && row.Gross.Equal(r.Amount) && row.Balance.Equal(r.Receipt.Balance) &&
		(r.Kind != backend.OpRedeem || row.Points.Equal(r.Receipt.Points))
}

// sift takes out of the evidence what belongs to other operations of ours and
// says whether what is left was made by somebody else.
func (c card) sift(rec journal.Record, read backend.Evidence) backend.Evidence {
	ours := func(i int) bool { return c.taken(read.Rows[i], rec.ID) }
	fits := read.Fits
	read.Fits = nil
	for _, i := range fits {
		if !ours(i) {
			read.Fits = append(read.Fits, i)
		}
	}
	if len(read.Rows) > 0 {
		read.Foreign = false
	}
	for i, row := range read.Rows {
		if movesMoney(row.Kind) && !slices.Contains(fits, i) && !ours(i) {
			read.Foreign = true
		}
	}
	return read
}

// lookBack bounds how many pages are read to see who else was at work.
const lookBack = 5

// foreignLately tells whether somebody else moved money on the card in the 24
// hours before row, by the vendor's clock. A history too long to be read through
// counts as somebody else's work.
func (e *engine) foreignLately(ctx context.Context, memberID string, c card, row backend.Event) (bool, error) {
	since := row.At.Add(-24 * time.Hour)
	for page := 1; page <= lookBack; page++ {
		p, err := e.o.Backend.History(ctx, backend.HistoryQuery{MemberID: memberID, Page: page, Size: 100})
		if err != nil {
			return false, err
		}
		for _, ev := range p.Events {
			switch {
			case ev.At.Before(since):
				return false, nil
			case ev.ID == row.ID || !movesMoney(ev.Kind):
			case c.bound[ev.ID] == "" && !c.taken(ev, ""):
				return true, nil
			}
		}
		if !p.More {
			return false, nil
		}
	}
	return true, nil
}

// movesMoney tells whether a kind of event can come from a till at work. What we
// do not know may.
func movesMoney(k backend.EventKind) bool {
	switch k {
	case backend.EventOpen, backend.EventReturn, backend.EventReplace,
		backend.EventReportLost, backend.EventLiftLoss:
		return false
	}
	return true
}

func rowKind(k backend.OpKind) backend.EventKind {
	switch k {
	case backend.OpRecharge:
		return backend.EventRecharge
	case backend.OpConsume:
		return backend.EventConsume
	}
	return backend.EventRedeem
}

// matched makes a receipt of the history row that proves an operation whose
// reply was lost.
func matched(op backend.Operation, ev backend.Evidence, rowID int64) *backend.Receipt {
	i := slices.IndexFunc(ev.Rows, func(r backend.Event) bool { return r.ID == rowID })
	row, pointsBefore := ev.Rows[i], ev.Before.Points
	if i > 0 {
		pointsBefore = ev.Rows[i-1].Points
	}
	r := &backend.Receipt{Gross: row.Gross, Net: row.Net, Balance: row.Balance, Points: row.Points,
		RowID: rowID, Matched: true}
	switch op.Kind {
	case backend.OpRecharge:
		r.GiftMoney = row.Net.Sub(row.Gross)
		r.GiftPoints = row.Points.Sub(pointsBefore)
	case backend.OpConsume:
		r.FromCard, r.Discount = row.Net, row.Gross.Sub(row.Net)
		if op.Discountable == nil {
			r.Rate, _ = rateOf(row)
		}
	}
	return r
}

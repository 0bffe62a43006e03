package till

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

const (
	// sweepHour is the hour of the day at which the day's cards are read.
	sweepHour = 23
	// sweepPace is the wait between two cards, and idleWait how long a sweep waits
	// before it asks again whether people are at work.
	sweepPace = 250 * time.Millisecond
	idleWait  = time.Second
	// sweepAgain is the wait before cards that could not be read are tried again,
	// and sweepStuck how old one that did not end must be to be given up.
	sweepAgain = 30 * time.Minute
	sweepStuck = time.Hour
	// sweepMost is how many operations a sweep looks back at, and foreignMost how
	// many rows of others its report lists.
	sweepMost   = 20_000
	foreignMost = 1_000
	// sweepPaper is the kind of the papers about sweeps.
	sweepPaper = "sweep"
)

// Report is what a sweep brought.
type Report struct {
	// From is the oldest operation's time that was looked at. Ended is zero while
	// the sweep goes on, or if the program ended in the middle of it.
	From, Started, Ended time.Time
	Till                 string
	// Rowless says that the vendor shows no rows of what was booked, so that there
	// is nothing to compare.
	Rowless bool
	// Cards were read, with so many Rows, of which so many found their operation.
	Cards, Rows, Bound int
	// Foreign are the rows since the sweep before that somebody else made: the only
	// trace of anybody who uses this shop's credentials.
	Foreign []ForeignRow
	// Raised are the operations for which a person was called.
	Raised []backend.Case
	// Unread are the cards that could not be read; the next sweep reads them again.
	Unread []backend.Member
}

// ForeignRow is a history row of somebody else, and the card it stands on. Of the
// member only id, number and name are filled in.
type ForeignRow struct {
	Member backend.Member
	Row    backend.Event
}

// Sweep reads every card on which something was done since the sweep before, and
// holds its rows against the journal: what is settled is bound, rows that nothing
// accounts for and settled operations without a row call a person, and what others
// did is listed. It waits whenever people are at work. Errors: KindJournal,
// KindCanceled. A card that cannot be read is no error.
func (t *Till) Sweep(ctx context.Context) (Report, error) {
	const name = "till.sweep"
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.e.ctx, cancel)()
	var r Report
	var err error
	for range 2 { // another till may begin at the same moment
		var last Report
		var ver int64
		if last, ver, err = t.e.lastSweep(ctx); err == nil {
			r, err = t.e.sweep(ctx, t.name, last, ver)
		}
		if !errors.Is(err, journal.ErrChanged) {
			break
		}
	}
	if err != nil {
		return r, journalFault(name, err)
	}
	return r, nil
}

// LastSweep is the report of the newest sweep of this account, whichever till made
// it; its Started is zero if there was none. Errors: KindJournal.
func (t *Till) LastSweep(ctx context.Context) (Report, error) {
	r, _, err := t.e.lastSweep(ctx)
	if err != nil {
		return r, journalFault("till.last-sweep", err)
	}
	return r, nil
}

// sweep is one sweep; last is the one before.
func (e *engine) sweep(ctx context.Context, till string, last Report, ver int64) (Report, error) {
	now := e.o.Clock.Now()
	r := Report{From: now.Add(-ownFor), Started: now, Till: till}
	// A row may come up to a day late. Who was left out or cut short goes back as
	// far as the sweep before meant to.
	since, back := last.Started, last.Started.Add(-lateFor)
	if last.Ended.IsZero() || len(last.Unread) > 0 {
		since, back = last.From, last.From
	}
	if back.After(r.From) {
		r.From = back
	}
	if !e.watchesRows() {
		r.Rowless, r.Ended = true, now
		return r, nil
	}
	ver, err := e.storeSweep(ctx, r, ver)
	if err != nil {
		return r, err
	}
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, Since: r.From, Limit: sweepMost})
	if err != nil {
		return r, err
	}
	for _, m := range touched(recs, last.Unread) {
		if !e.yield(ctx) {
			return r, ctx.Err()
		}
		if err := e.sweepCard(ctx, m, since, &r); err != nil {
			return r, err
		}
	}
	if err := e.sweepTasks(ctx, &r); err != nil {
		return r, err
	}
	r.Ended = e.o.Clock.Now()
	_, err = e.storeSweep(ctx, r, ver)
	return r, err
}

// touched are the different cards of records, and those that were left out before.
func touched(recs []journal.Record, unread []backend.Member) []backend.Member {
	var cards []backend.Member
	known := map[string]bool{}
	add := func(m backend.Member) {
		if !known[m.ID] {
			known[m.ID] = true
			cards = append(cards, m)
		}
	}
	for _, rec := range recs {
		add(backend.Member{ID: rec.MemberID, Number: rec.Number, Name: rec.Name, Source: backend.SourceJournal})
	}
	for _, m := range unread {
		add(m)
	}
	return cards
}

// sweepCard reads one card. Its error is the journal's or the caller's leaving.
func (e *engine) sweepCard(ctx context.Context, m backend.Member, since time.Time, r *Report) error {
	b, err := e.books(ctx, m.ID)
	if err != nil {
		return err
	}
	first, any := b.first(r.From)
	if !any {
		return nil // of what was done here, nothing ever left this machine
	}
	s, err := e.reconcile(ctx, first, true)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.Bound += s.bound
	r.Raised = append(r.Raised, s.raised...)
	if err != nil {
		e.o.Logger.Info("till: card not swept", "slip", first.Slip, "err", err)
		r.Unread = append(r.Unread, m)
		return nil
	}
	r.Cards++
	r.Rows += s.rows
	var seen []backend.Event
	for _, row := range s.foreign {
		if row.At.IsZero() || row.At.After(since.Add(-sameTime)) {
			seen = append(seen, row)
		}
	}
	for _, row := range seen[:min(len(seen), foreignMost-len(r.Foreign))] {
		r.Foreign = append(r.Foreign, ForeignRow{m, row})
	}
	return e.remembers(ctx, first.ID, seen)
}

// remembers keeps rows that belong to nobody of ours beside those that do.
func (e *engine) remembers(ctx context.Context, id string, rows []backend.Event) error {
	if len(rows) == 0 {
		return nil
	}
	rec, err := e.o.Journal.Get(ctx, id)
	if err == nil {
		_, err = e.o.Journal.Move(ctx, id, rec.Ver, journal.Step{Seen: rows})
	}
	if errors.Is(err, journal.ErrChanged) {
		return nil // they are seen again tomorrow
	}
	return err
}

// yield waits for its turn behind everything that people wait for.
func (e *engine) yield(ctx context.Context) bool {
	wait := sweepPace
	for {
		if !e.sleepUntil(ctx, e.o.Clock.Now().Add(wait)) {
			return false
		}
		e.mu.Lock()
		busy := len(e.flights) > 0 || len(e.looks) > 0
		e.mu.Unlock()
		if !busy {
			return true
		}
		wait = idleWait
	}
}

// lastSweep reads the newest report and its version; a journal without papers
// knows none.
func (e *engine) lastSweep(ctx context.Context) (r Report, ver int64, err error) {
	papers, keeps := e.o.Journal.(journal.Papers)
	if !keeps {
		return r, 0, nil
	}
	p, err := papers.Paper(ctx, sweepPaper, e.sweepKey())
	if errors.Is(err, journal.ErrNotFound) {
		return r, 0, nil
	}
	if err != nil {
		return r, 0, err
	}
	return r, p.Ver, json.Unmarshal(p.Body, &r)
}

func (e *engine) sweepKey() string { return e.o.Account.Backend + "/" + e.o.Account.Name }

// storeSweep keeps a report, and in the audit that it was made. Two tills that
// begin at once meet here: the second one gets ErrChanged.
func (e *engine) storeSweep(ctx context.Context, r Report, ver int64) (int64, error) {
	papers, keeps := e.o.Journal.(journal.Papers)
	if !keeps {
		return 0, nil
	}
	body, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	n := journal.Note{Who: "till", Till: r.Till, What: "sweep.begin", About: e.sweepKey()}
	if !r.Ended.IsZero() {
		n.What, n.Detail = "sweep.end", map[string]string{}
		for name, count := range map[string]int{"cards": r.Cards, "rows": r.Rows, "bound": r.Bound,
			"foreign": len(r.Foreign), "raised": len(r.Raised), "unread": len(r.Unread)} {
			n.Detail[name] = strconv.Itoa(count)
		}
	}
	p, err := papers.Put(ctx, journal.Paper{Kind: sweepPaper, Key: e.sweepKey(), Ver: ver, Body: body}, n)
	return p.Ver, err
}

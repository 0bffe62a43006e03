package till

import (
	"context"
	"errors"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/till/verdict"
)

// A task is a correction that a person does in the vendor's back office. Nothing of
// it is ever sent from here: the opposite operation would fire the vendor's own
// rules. It stays before people until the card's history shows it.

// taskEvery is how often the card of a task is read by itself.
const taskEvery = 15 * time.Minute

// entrust makes a task of a correction: what the card looks like now is kept, so
// that what is done about it later can be told from what was there.
func (e *engine) entrust(rec journal.Record, token backend.Token) (journal.Record, error) {
	return e.settle(rec, journal.Step{To: backend.StateTask, Why: backend.WhyTask, Token: &token})
}

// lookTask reads whether a task was done. Nothing new is not stored.
func (e *engine) lookTask(ctx context.Context, rec journal.Record) (journal.Record, error) {
	if rec.State != backend.StateTask || !e.watchesRows() {
		return rec, nil
	}
	reading, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	read, err := e.o.Backend.Resolve(reading, rec.Operation, rec.Token)
	if err != nil {
		return rec, err
	}
	card, err := e.card(ctx, rec)
	if err != nil {
		return rec, err
	}
	found, fits := taskOf(rec, card, read).Judge()
	read.Fits = fits
	step := journal.Step{To: found.State, Why: found.Why, Evidence: &read, Seen: read.Rows, Bind: found.Row}
	if found.State == backend.StateApplied {
		step.Receipt = taskReceipt(rec.Operation, read.Rows[fits[0]])
	} else if found.Why == rec.Why && sameFits(rec.Evidence, read) {
		return rec, nil
	}
	next, err := e.o.Journal.Move(ctx, rec.ID, rec.Ver, step)
	if errors.Is(err, journal.ErrChanged) || errors.Is(err, journal.ErrBound) {
		return e.o.Journal.Get(ctx, rec.ID) // somebody else was quicker
	}
	if err != nil {
		return rec, err
	}
	e.shelf.drop(next.MemberID)
	e.hub.publish(next.Case)
	return next, nil
}

// taskOf puts a task beside what was read of its card.
func taskOf(rec journal.Record, c card, read backend.Evidence) verdict.Task {
	task := verdict.Task{Before: read.Before, Rows: read.Rows}
	task.Money, task.Points = rec.Undo.Due()
	for _, row := range read.Rows {
		task.Ours = append(task.Ours, c.taken(row, rec.ID))
	}
	return task
}

// sameFits tells whether the rows that may be it are those that are known already.
func sameFits(known *backend.Evidence, read backend.Evidence) bool {
	if known == nil {
		return len(read.Fits) == 0
	}
	ids := func(e backend.Evidence) []int64 {
		var out []int64
		for _, i := range e.Fits {
			out = append(out, e.Rows[i].ID)
		}
		return out
	}
	return slices.Equal(ids(*known), ids(read))
}

func taskReceipt(op backend.Operation, row backend.Event) *backend.Receipt {
	return &backend.Receipt{Gross: op.Amount, Net: op.Amount, Balance: row.Balance, Points: row.Points, RowID: row.ID, Matched: true}
}

// lookTasks looks for the tasks of a card in what a page of its history shows.
func (e *engine) lookTasks(ctx context.Context, memberID string, events []backend.Event) {
	if !e.watchesRows() {
		return
	}
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID, Kind: backend.OpUndo, Unsettled: true})
	if err != nil {
		e.o.Logger.Info("till: tasks not looked for", "err", err)
	}
	for _, rec := range recs {
		before, err := e.o.Backend.Capabilities().Baseliner.Baseline(rec.Token)
		newer := slices.ContainsFunc(events, func(ev backend.Event) bool { return ev.ID > before.HeadID })
		if err != nil || !newer {
			continue
		}
		e.lookTaskNow(ctx, rec)
	}
}

func (e *engine) lookTaskNow(ctx context.Context, rec journal.Record) {
	if _, err := e.lookTask(ctx, rec); err != nil && ctx.Err() == nil {
		e.o.Logger.Info("till: task not looked for", "slip", rec.Slip, "err", err)
	}
}

// followTask reads the card of a task from time to time, off everybody's path.
func (e *engine) followTask(rec journal.Record) {
	now := e.o.Clock.Now()
	e.mu.Lock()
	due := now.Sub(e.tasks[rec.ID]) >= taskEvery
	if due {
		e.tasks[rec.ID] = now
	}
	e.mu.Unlock()
	if due {
		e.spawn(func(ctx context.Context) { e.lookTaskNow(ctx, rec) })
	}
}

// sweepTasks reads the cards of all tasks, however old they are.
func (e *engine) sweepTasks(ctx context.Context, r *Report) error {
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, Kind: backend.OpUndo, Unsettled: true})
	if err != nil {
		return err
	}
	for _, rec := range recs {
		if rec.State != backend.StateTask {
			continue
		}
		if !e.yield(ctx) {
			return ctx.Err()
		}
		next, err := e.lookTask(ctx, rec)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			e.o.Logger.Info("till: task not looked for", "slip", rec.Slip, "err", err)
		} else if next.State == backend.StateApplied {
			r.Bound++
		}
	}
	return nil
}

// decideTask is what a person's word makes of a task: withdrawn, or done in a way
// that history does not prove. The one row that may be it is bound to it then.
func decideTask(c backend.Case, paid bool) journal.Step {
	if !paid {
		return journal.Step{To: backend.StateClosedUnpaid}
	}
	step := journal.Step{To: backend.StateApplied}
	if ev := c.Evidence; ev != nil && len(ev.Fits) == 1 {
		row := ev.Rows[ev.Fits[0]]
		step.Bind, step.Receipt = row.ID, taskReceipt(c.Operation, row)
	}
	return step
}

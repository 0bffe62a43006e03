package till_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
)

// book is a life's handle of the journal. Every commit is a place where the
// process can die, the disk can fail and another process can hold the lock.
type book struct {
	*memory.Journal
	l *life
}

var errIO = errors.New("schedule: input/output error")

// commitWait is how long a store waits for another process's lock.
const commitWait = 5 * time.Second

// name says which commit of the protocol a step is.
func name(s journal.Step) string {
	switch {
	case s.To == backend.StateSending:
		return "F2"
	case s.To == backend.StateVoiding:
		return "F4"
	case s.To != "":
		return "F3"
	case s.Attempt != nil && !s.SendBy.IsZero():
		return "push " + fmt.Sprint(s.Attempt.N)
	case s.Bind != 0:
		return "bind"
	}
	return "note"
}

// trouble is what the disk has in store for the next commit.
func (b *book) trouble() (err error, after bool) {
	w := b.l.w
	w.mu.Lock()
	d := w.disk
	if d.left > 0 {
		w.disk.left--
	}
	w.mu.Unlock()
	if d.left == 0 && !b.l.broken.Load() {
		return nil, false
	}
	switch {
	case b.l.broken.Load():
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, errIO), false
	case d.kind == diskBusy:
		time.Sleep(min(d.wait, commitWait))
		if d.wait > commitWait {
			return journal.ErrBusy, false
		}
		return nil, false
	case d.kind == diskFull:
		return fmt.Errorf("%w: disk full", journal.ErrReadOnly), false
	}
	// After an error of the disk nothing is written until a restart, and nobody
	// knows whether this commit reached it.
	b.l.broken.Store(true)
	return fmt.Errorf("%w: %w", journal.ErrReadOnly, errIO), d.kind == diskAfter
}

func (b *book) commit(what string, do func() (journal.Record, error)) (journal.Record, error) {
	if err := b.l.step("before " + what); err != nil {
		return journal.Record{}, err
	}
	trouble, after := b.trouble()
	if trouble != nil && !after {
		return journal.Record{}, trouble
	}
	rec, err := do()
	if dead := b.l.step("after " + what); dead != nil {
		return journal.Record{}, dead
	}
	if trouble != nil {
		return journal.Record{}, trouble
	}
	return rec, err
}

func (b *book) Begin(ctx context.Context, a journal.Account, op backend.Operation) (journal.Record, error) {
	return b.commit("F1", func() (journal.Record, error) { return b.Journal.Begin(ctx, a, op) })
}

func (b *book) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	what := name(s)
	rec, err := b.commit(what, func() (journal.Record, error) { return b.Journal.Move(ctx, id, ver, s) })
	if err == nil && what == "F2" {
		b.l.nap()
	}
	return rec, err
}

// Get takes each operation's own time, so that what a till does about several of
// them never falls on one instant.
func (b *book) Get(ctx context.Context, id string) (journal.Record, error) {
	n, _ := strconv.Atoi(tail(id))
	time.Sleep(time.Duration(1+n*7+b.l.seat.n) * 11 * time.Microsecond)
	if b.l.isDead() {
		return journal.Record{}, errDead
	}
	return b.Journal.Get(ctx, id)
}

func (b *book) List(ctx context.Context, f journal.Filter) ([]journal.Record, error) {
	if b.l.isDead() {
		return nil, errDead
	}
	return b.Journal.List(ctx, f)
}

func (b *book) Bound(ctx context.Context, a journal.Account, memberID string) (map[int64]string, error) {
	if b.l.isDead() {
		return nil, errDead
	}
	return b.Journal.Bound(ctx, a, memberID)
}

func (b *book) Health() error {
	if b.l.broken.Load() {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, errIO)
	}
	return b.Journal.Health()
}

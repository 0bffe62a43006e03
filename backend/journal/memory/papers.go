package memory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Put implements journal.Papers.
func (j *Journal) Put(ctx context.Context, p journal.Paper, n journal.Note) (journal.Paper, error) {
	if err := j.enterToWrite(ctx); err != nil {
		return p, err
	}
	defer j.store.mu.Unlock()
	stored, set, err := change.Put(j.store, p, n, j.o.Clock())
	if err != nil {
		return p, err
	}
	_, err = j.commit(BeforePut, journal.Record{}, set)
	return stored, err
}

// Tell implements journal.Papers.
func (j *Journal) Tell(ctx context.Context, n journal.Note) error {
	if err := j.enterToWrite(ctx); err != nil {
		return err
	}
	defer j.store.mu.Unlock()
	return j.tell(n)
}

func (j *Journal) tell(n journal.Note) error {
	set, err := change.Tell(j.store, n, j.o.Clock())
	if err != nil {
		return err
	}
	_, err = j.commit(BeforePut, journal.Record{}, set)
	return err
}

// enterToWrite is enter for what writes.
func (j *Journal) enterToWrite(ctx context.Context) error {
	if err := j.enter(ctx); err != nil {
		return err
	}
	err := j.store.trusted()
	if err != nil {
		j.store.mu.Unlock()
	}
	return err
}

// Paper implements journal.Papers.
func (j *Journal) Paper(ctx context.Context, kind, key string) (journal.Paper, error) {
	if err := j.enter(ctx); err != nil {
		return journal.Paper{}, err
	}
	defer j.store.mu.Unlock()
	row, found, _ := j.store.Paper(kind, key)
	if !found || row.Gone {
		return journal.Paper{}, journal.ErrNotFound
	}
	return row.Paper(), nil
}

// Papers implements journal.Papers.
func (j *Journal) Papers(ctx context.Context, kind string) ([]journal.Paper, error) {
	if err := j.enter(ctx); err != nil {
		return nil, err
	}
	defer j.store.mu.Unlock()
	var out []journal.Paper
	for _, row := range j.store.papers {
		if row.Kind == kind && !row.Gone {
			out = append(out, row.Paper())
		}
	}
	slices.SortFunc(out, func(a, b journal.Paper) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// Audit implements journal.Papers.
func (j *Journal) Audit(ctx context.Context, f journal.AuditFilter) ([]journal.Entry, error) {
	if err := j.enter(ctx); err != nil {
		return nil, err
	}
	defer j.store.mu.Unlock()
	links := slices.Clone(j.store.audit)
	if !f.Oldest {
		slices.Reverse(links)
	}
	limit := change.Limit(f.Limit)
	var out []journal.Entry
	for _, s := range links {
		e, err := s.Read()
		if err != nil {
			return nil, err
		}
		if !change.MatchEntry(f, e) {
			continue
		}
		if out = append(out, e); len(out) == limit {
			break
		}
	}
	return out, nil
}

// Links implements journal.Chained.
func (j *Journal) Links(ctx context.Context, after int64, most int) ([]journal.Link, error) {
	if err := j.enter(ctx); err != nil {
		return nil, err
	}
	defer j.store.mu.Unlock()
	var out []journal.Link
	for _, s := range j.store.audit {
		if s.Seq > after && len(out) < most {
			out = append(out, journal.Link{Seq: s.Seq, Op: s.OpID, Prev: s.Prev, Hash: s.Hash, Text: s.Text})
		}
	}
	return out, nil
}

// Head implements journal.Papers.
func (j *Journal) Head(ctx context.Context) (journal.Head, error) {
	if err := j.enter(ctx); err != nil {
		return journal.Head{}, err
	}
	defer j.store.mu.Unlock()
	return j.store.Head()
}

// Young implements journal.Guard.
func (j *Journal) Young(now time.Time) time.Time {
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	return change.Young(j.store.born, now)
}

// Accept implements journal.Guard.
func (j *Journal) Accept(ctx context.Context, n journal.Note) error {
	if err := j.enter(ctx); err != nil {
		return err
	}
	defer j.store.mu.Unlock()
	s := j.store
	var lost *journal.AnchorError
	if !errors.As(s.broken, &lost) {
		return fmt.Errorf("%w: nothing is missing", journal.ErrMove)
	}
	if err := j.tell(change.Accepted(n, lost)); err != nil {
		return err
	}
	s.broken, s.born = nil, j.o.Clock()
	s.anchor, _ = s.Head()
	return nil
}

// Changes implements journal.Watcher.
func (j *Journal) Changes(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	s := j.store
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listeners == nil {
		s.listeners = make(map[chan struct{}]*Journal)
	}
	s.listeners[ch] = j
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, ch)
		close(ch)
	})
	return ch
}

package postgres

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
)

// channel is where the database tells of changes.
const channel = "guitai_journal"

// Changes implements journal.Watcher. The server tells of others' commits at once. A
// connection that was lost is looked for every 2 s, and whatever happened meanwhile is
// news when it is found.
func (j *Journal) Changes(ctx context.Context) <-chan struct{} { return j.hub.listen(ctx) }

// listen opens the connection on which the server tells of changes.
func (j *Journal) listen(ctx context.Context, c *pgx.ConnConfig) (*pgx.Conn, error) {
	conn, err := j.connect(ctx, c)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		_ = conn.Close(ctx)
		return nil, unconnected(err)
	}
	return conn, nil
}

// follow hears of changes until ctx ends. It is also who notices first that the server
// is away, and that it is back.
func (j *Journal) follow(ctx context.Context, ear *pgx.Conn, c *pgx.ConnConfig, retry time.Duration) {
	for {
		j.hear(ctx, ear)
		_ = ear.Close(ctx)
		if ctx.Err() != nil {
			return
		}
		var err error
		for ear, err = j.listen(ctx, c); err != nil; ear, err = j.listen(ctx, c) {
			if !j.rest(ctx, retry) {
				return
			}
		}
		j.news(ctx)
	}
}

// hear tells of others' changes as long as the connection holds.
func (j *Journal) hear(ctx context.Context, ear *pgx.Conn) {
	for {
		n, err := ear.WaitForNotification(ctx)
		if err != nil {
			if ctx.Err() == nil {
				j.state.isAway(unconnected(err))
			}
			return
		}
		if n.Payload != j.id {
			j.news(ctx)
		}
	}
}

// rest waits while the server cannot tell of changes, and asks it instead, for it may
// still answer on another connection. It is false at the end of ctx.
func (j *Journal) rest(ctx context.Context, retry time.Duration) bool {
	before, unread := j.Head(ctx)
	wait := time.NewTimer(retry)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wait.C:
	}
	var after journal.Head
	if unread == nil {
		after, unread = j.Head(ctx)
	}
	if unread == nil && before != after {
		j.news(ctx)
	}
	return true
}

// news tells everybody here that somebody changed something. That somebody may have
// accepted the journal.
func (j *Journal) news(ctx context.Context) {
	_ = j.refresh(ctx)
	j.hub.tell()
}

// hub tells all who listen.
type hub struct {
	mu        sync.Mutex
	closed    bool
	listeners map[chan struct{}]bool
}

func (h *hub) listen(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(ch)
		return ch
	}
	if h.listeners == nil {
		h.listeners = make(map[chan struct{}]bool)
	}
	h.listeners[ch] = true
	context.AfterFunc(ctx, func() { h.leave(ch) })
	return ch
}

func (h *hub) leave(ch chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners[ch] {
		delete(h.listeners, ch)
		close(ch)
	}
}

func (h *hub) tell() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.listeners {
		select {
		case ch <- struct{}{}:
		default: // it has not heard of the last one yet
		}
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for ch := range h.listeners {
		delete(h.listeners, ch)
		close(ch)
	}
}

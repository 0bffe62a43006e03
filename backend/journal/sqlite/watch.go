package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// Changes implements journal.Watcher. While somebody listens, the file is asked once
// a second, about 10 µs each time, whether another process or handle changed it;
// otherwise it is never asked.
func (j *Journal) Changes(ctx context.Context) <-chan struct{} { return j.watch.listen(ctx) }

// watch asks for changes on behalf of all who listen.
type watch struct {
	// db has the connection that is asked. SQLite tells a connection of every
	// commit but its own, so the writer hears of exactly what others did.
	db    *sql.DB
	every time.Duration

	mu        sync.Mutex
	closed    bool
	version   int64
	listeners map[chan struct{}]bool
	stop      context.CancelFunc // of the asking, nil while nobody listens
	asking    sync.WaitGroup
}

func (w *watch) listen(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		close(ch)
		return ch
	}
	if w.listeners == nil {
		w.listeners = make(map[chan struct{}]bool)
	}
	w.listeners[ch] = true
	if w.stop == nil {
		// What happens from now on is news.
		w.version, _ = w.ask(ctx)
		var asking context.Context
		asking, w.stop = context.WithCancel(context.WithoutCancel(ctx))
		w.asking.Go(func() { w.run(asking) })
	}
	context.AfterFunc(ctx, func() { w.leave(ch) })
	return ch
}

// leave ends one who listens, and the asking with the last.
func (w *watch) leave(ch chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.listeners[ch] {
		return
	}
	delete(w.listeners, ch)
	close(ch)
	if len(w.listeners) == 0 {
		w.stop()
		w.stop = nil
	}
}

func (w *watch) run(ctx context.Context) {
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			w.look(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// look asks once and tells everybody of a change.
func (w *watch) look(ctx context.Context) bool {
	// What cannot be asked now is asked again; whether the disk is to blame shows at
	// the next reading or writing.
	version, err := w.ask(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil || version == w.version {
		return false
	}
	w.version = version
	for ch := range w.listeners {
		select {
		case ch <- struct{}{}:
		default: // it has not heard of the last one yet
		}
	}
	return true
}

func (w *watch) ask(ctx context.Context) (version int64, err error) {
	err = w.db.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version)
	return version, err
}

// close ends everybody who listens.
func (w *watch) close() {
	w.mu.Lock()
	w.closed = true
	all := w.listeners
	w.mu.Unlock()
	for ch := range all {
		w.leave(ch)
	}
	w.asking.Wait()
}

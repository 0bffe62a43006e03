package sshd

import (
	"sync"
	"time"

	"guitai/ui/term"
)

// windowPause is between two sizes that are passed on: each one repaints a
// whole screen, and a window that is being dragged changes all the time.
const windowPause = 50 * time.Millisecond

// window passes on a terminal's newest size. Its timer rests while nothing
// changes.
type window struct {
	clock func() time.Time
	first term.Size
	out   chan term.Size

	mu       sync.Mutex
	size     term.Size
	last     time.Time
	timer    *time.Timer
	shut     bool
	awaiting bool
}

func newWindow(first term.Size, clock func() time.Time) *window {
	return &window{clock: clock, first: first, size: first, out: make(chan term.Size, 1)}
}

// offer notes a size. It never waits. One without cells is no size.
func (w *window) offer(s term.Size) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.Width <= 0 || s.Height <= 0 || s == w.size || w.shut {
		return
	}
	w.size = s
	if w.awaiting {
		return
	}
	wait := windowPause - w.clock().Sub(w.last)
	if wait <= 0 {
		w.deliver()
		return
	}
	w.awaiting = true
	if w.timer == nil {
		w.timer = time.AfterFunc(wait, w.later)
	} else {
		w.timer.Reset(wait)
	}
}

func (w *window) later() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.awaiting && !w.shut {
		w.deliver()
	}
	w.awaiting = false
}

// deliver puts the newest size in place of one that nobody took.
func (w *window) deliver() {
	select {
	case <-w.out:
	default:
	}
	w.out <- w.size
	w.last = w.clock()
}

func (w *window) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shut = true
	if w.timer != nil {
		w.timer.Stop()
	}
}

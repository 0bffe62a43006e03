package uitest

import (
	"sync"
	"time"

	"guitai/ui"
)

// Clock is a ui.Clock that stands still until it is moved. Its commands wait
// for their time in their own goroutine, so they may be wrapped and batched
// like any other.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []*sleep
	// parked is told whenever a command begins to wait.
	parked func()
}

// sleep is one command that waits for a time or for a gate.
type sleep struct {
	at   time.Time
	wake chan struct{}
}

// NewClock makes a clock that shows the time given.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After returns a command that gives msg once the clock has moved on by d from
// now, as a terminal's timer does.
func (c *Clock) After(d time.Duration, msg ui.Msg) ui.Cmd {
	at := c.Now().Add(d)
	return func() ui.Msg {
		c.wait(at)
		return msg
	}
}

func (c *Clock) wait(at time.Time) {
	c.mu.Lock()
	if !at.After(c.now) {
		c.mu.Unlock()
		return
	}
	s := &sleep{at: at, wake: make(chan struct{})}
	c.sleeps = append(c.sleeps, s)
	parked := c.parked
	c.mu.Unlock()
	if parked != nil {
		parked()
	}
	<-s.wake
}

// Waiting counts the commands that wait for the clock.
func (c *Clock) Waiting() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.sleeps)
}

// step moves the clock to the next command's time, at most to the end, and
// wakes that command. It returns false when no command is left before the end.
func (c *Clock) step(end time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := -1
	for i, s := range c.sleeps {
		if !s.at.After(end) && (next < 0 || s.at.Before(c.sleeps[next].at)) {
			next = i
		}
	}
	if next < 0 {
		c.now = end
		return false
	}
	s := c.sleeps[next]
	c.sleeps = append(c.sleeps[:next:next], c.sleeps[next+1:]...)
	if s.at.After(c.now) {
		c.now = s.at
	}
	close(s.wake)
	return true
}

// release wakes every command, for the end of a test.
func (c *Clock) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.sleeps {
		close(s.wake)
	}
	c.sleeps, c.parked = nil, nil
}

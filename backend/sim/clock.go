package sim

import (
	"context"
	"time"
)

// Clock tells the time of a simulated vendor.
type Clock func() time.Time

// After runs f once d has passed. A simulator waits through nothing else, so a
// test can hand in a queue of its own and let time pass by hand; time.AfterFunc
// serves everybody else, also inside a synctest bubble.
type After func(d time.Duration, f func())

// RealAfter is After over the timers of the runtime.
func RealAfter(d time.Duration, f func()) { time.AfterFunc(d, f) }

// Zone is the zone of both vendors' shops: +08:00 all year. It is fixed rather
// than looked up, because the machine's own zone must not move a birthday.
func Zone() *time.Location { return time.FixedZone("+08", 8*60*60) }

// wait blocks for d, or until ctx ends when that comes first.
func (a After) wait(ctx context.Context, d time.Duration) {
	done := make(chan struct{})
	a(d, func() { close(done) })
	select {
	case <-done:
	case <-ctx.Done():
	}
}

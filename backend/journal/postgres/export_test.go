package postgres

import (
	"context"
	"time"
)

// WithBusy shortens the wait for others, and how often a server is looked for.
func (o Options) WithBusy(d time.Duration) Options {
	o.busy, o.retry = d, d/10
	return o
}

// WithCheckAll changes up to how many entries Open checks everything.
func (o Options) WithCheckAll(n int64) Options {
	o.checkAll = n
	return o
}

// Beat tells once that this process is at work.
func (j *Journal) Beat(ctx context.Context) { j.beat(ctx) }

// LockKey is what every change takes.
const LockKey = lockKey

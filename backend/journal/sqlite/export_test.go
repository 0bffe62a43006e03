package sqlite

import (
	"context"
	"database/sql"
	"time"

	"guitai/backend/journal"
)

// Pools gives the tests the connections that the journal itself uses.
func (j *Journal) Pools() (write, read *sql.DB) { return j.write, j.read }

// SetFault makes commits fail.
func (j *Journal) SetFault(fault func() error) { j.fault = fault }

// WaitForCheck waits for the background check.
func (j *Journal) WaitForCheck() { j.checking.Wait() }

// WithBusy shortens the wait for other processes.
func (o Options) WithBusy(d time.Duration) Options {
	o.busy = d
	return o
}

// WithCheckAll changes up to how many entries Open checks everything.
func (o Options) WithCheckAll(n int64) Options {
	o.checkAll = n
	return o
}

// WithPoll changes how often changes are looked for.
func (o Options) WithPoll(d time.Duration) Options {
	o.poll = d
	return o
}

// LookForChanges looks at once and tells whether there was one.
func (j *Journal) LookForChanges(ctx context.Context) bool { return j.watch.look(ctx) }

// Watching tells whether the file is being asked.
func (j *Journal) Watching() bool {
	j.watch.mu.Lock()
	defer j.watch.mu.Unlock()
	return j.watch.stop != nil
}

// ConnectExpecting opens a connection that must have the setting.
func ConnectExpecting(path, pragma, want string) error {
	c := newConnector(path, time.Second, false)
	c.expect = append(c.expect, setting{name: pragma, want: want})
	return sql.OpenDB(c).Ping()
}

// Older gives the tests the comparison of versions.
func Older(a, b string) bool { return older(a, b) }

// Query is how a filter reads the operations.
func Query(f journal.Filter) (string, []any) {
	where, args := condition(f)
	return "SELECT " + columns + " FROM op" + where + order(f), append(args, 10)
}

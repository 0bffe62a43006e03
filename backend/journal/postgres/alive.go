package postgres

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// presence tells the other machines that this process is at work, and for which tills.
// The times are the server's, so that no machine's clock matters.
type presence struct {
	process, machine string

	mu    sync.Mutex
	tills []string
}

// present is one row of a process that is at work now.
const present = `INSERT INTO alive (process, till, machine, at_ms)
	VALUES ($1, $2, $3, (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT)
	ON CONFLICT (process, till) DO UPDATE SET at_ms = excluded.at_ms`

// enter notes that something is done for a till.
func (p *presence) enter(till string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.tills, till) {
		p.tills = append(p.tills, till)
	}
}

func (p *presence) all() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.tills)
}

// note tells with a new operation, before anything of it is sent, who works on it.
func (p *presence) note(b *batch, set *change.Set) {
	if set.AboutOp() && set.New {
		b.add(present, p.process, set.Row.Till, p.machine)
	}
}

// beats tells now and then that this process is at work.
func (j *Journal) beats(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			j.beat(ctx)
		}
	}
}

// beat tells it once. It also finds out that a server that was away is back.
func (j *Journal) beat(ctx context.Context) {
	// Rows of those that never said goodbye are of no use after a day.
	j.alone(ctx, func(b *batch) {
		b.add(`WITH gone AS (DELETE FROM alive WHERE at_ms < (extract(epoch FROM clock_timestamp()) - 86400) * 1000 RETURNING 1)
			SELECT COUNT(*) FROM gone`)
		for _, till := range j.presence.all() {
			b.add(present, j.presence.process, till, j.presence.machine)
		}
	})
}

// leave says that this process is at work no more: whatever it did is done.
func (j *Journal) leave(ctx context.Context) {
	if len(j.presence.all()) == 0 {
		return
	}
	t, end, err := j.write.begin(ctx, `begin`)
	if err != nil {
		return
	}
	defer end()
	if _, err := t.conn.Exec(ctx, `DELETE FROM alive WHERE process = $1`, j.presence.process); err == nil {
		_ = t.commit()
	}
}

// alone writes what is no change of the journal, when nobody else here writes. What
// fails is told again the next time.
func (j *Journal) alone(ctx context.Context, fill func(*batch)) {
	leave, err := j.enter(ctx)
	if err != nil {
		return
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, 2*j.busy)
	defer cancel()
	t, end, err := j.write.begin(ctx, `begin`)
	if err != nil {
		return
	}
	defer end()
	var b batch
	fill(&b)
	if t.run(&b) == nil {
		_ = t.commit()
	}
}

// Alive implements journal.Presence.
func (j *Journal) Alive(ctx context.Context) (out []journal.Process, err error) {
	err = j.look(ctx, func(t tx) error {
		return t.each(`SELECT process, machine, till,
			GREATEST((extract(epoch FROM clock_timestamp()) * 1000)::BIGINT - at_ms, 0) FROM alive ORDER BY at_ms DESC`,
			nil, func(rows pgx.Rows) error {
				var p journal.Process
				var age int64
				err := rows.Scan(&p.ID, &p.Machine, &p.Till, &age)
				p.Age, p.Own = time.Duration(age)*time.Millisecond, p.ID == j.id
				out = append(out, p)
				return err
			})
	})
	return out, err
}

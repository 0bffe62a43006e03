package sqlite

import (
	"context"
	"time"

	"guitai/backend/journal/change"
)

// Young implements journal.Guard.
func (j *Journal) Young(now time.Time) time.Time {
	return change.Young(time.UnixMilli(j.born.Load()), now)
}

// age reads since when there has been this journal, and notes it in a new one. A
// time that lies ahead was noted by a clock that was wrong; it counts from now.
func (j *Journal) age(ctx context.Context) error {
	now := j.clock().UnixMilli()
	_, err := j.write.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ('created_ms', ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value > excluded.value`, now)
	if err != nil {
		return err
	}
	var born int64
	err = j.write.QueryRowContext(ctx, `SELECT MAX(value) FROM meta WHERE name IN ('created_ms', 'accepted_ms')`).Scan(&born)
	j.born.Store(born)
	return err
}

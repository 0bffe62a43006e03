package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"guitai/backend/journal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the database to this program's schema, in one transaction. It holds
// the lock of all writing, so that of several programs that start at once one does it
// and the others find it done. A database of a newer program is refused: what it means
// is not known here.
func (j *Journal) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	t, end, err := j.write.begin(ctx, beginWrite)
	if err != nil {
		return err
	}
	defer end()
	if _, err := t.conn.Exec(ctx, `CREATE TABLE IF NOT EXISTS guitai_schema (version BIGINT NOT NULL PRIMARY KEY)`); err != nil {
		return t.fault(err)
	}
	current, err := t.schema()
	if err != nil {
		return err
	}
	if current > len(names) {
		return newer(current, len(names))
	}
	for i, name := range names[current:] {
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			return err
		}
		if _, err := t.conn.PgConn().Exec(ctx, string(text)).ReadAll(); err != nil {
			return fmt.Errorf("journal: %s: %w", name, t.fault(err))
		}
		if _, err := t.conn.Exec(ctx, `INSERT INTO guitai_schema (version) VALUES ($1)`, current+i+1); err != nil {
			return t.fault(err)
		}
	}
	return t.commit()
}

// schema is the newest step that the database has taken.
func (t tx) schema() (version int, err error) {
	err = t.one(`SELECT COALESCE(MAX(version), 0) FROM guitai_schema`, nil, &version)
	return version, err
}

func newer(current, target int) error {
	return fmt.Errorf("%w: the database is of a newer program (schema %d, not %d)", journal.ErrReadOnly, current, target)
}

// knowsSchema refuses a database whose tables are not this program's.
func (j *Journal) knowsSchema(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	return j.look(ctx, func(t tx) error {
		var there bool
		if err := t.one(`SELECT to_regclass('guitai_schema') IS NOT NULL`, nil, &there); err != nil {
			return err
		}
		if !there {
			return fmt.Errorf("%w: there is no journal in this database yet; a till makes it when it opens", journal.ErrReadOnly)
		}
		current, err := t.schema()
		switch {
		case err != nil:
			return err
		case current > len(names):
			return newer(current, len(names))
		case current < len(names):
			return fmt.Errorf("%w: the database is of an older program (schema %d, not %d); a till upgrades it when it opens",
				journal.ErrReadOnly, current, len(names))
		}
		return nil
	})
}

package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the file to this program's schema. A file of a newer program is
// refused: what it means is not known here.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("journal: migrations: %w", err)
	}
	var failed error
	// Two programs may start on a new file at once. The loser finds the tables
	// made and looks again.
	for range 3 {
		current, target, err := provider.GetVersions(ctx)
		switch {
		case err != nil:
			failed = err
			continue
		case current > target:
			return newer(int(current), int(target))
		case current == target:
			return nil
		}
		if _, failed = provider.Up(ctx); failed == nil {
			return nil
		}
	}
	return fmt.Errorf("journal: migrations: %w", failed)
}

func newer(current, target int) error {
	return fmt.Errorf("journal: the file is of a newer program (schema %d, not %d)", current, target)
}

// newestSchema is the schema of this program.
func newestSchema() (int, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	return len(files), err
}

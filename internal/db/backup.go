package db

import (
	"context"
	"errors"
	"fmt"
	"os"

	"cairn/internal/errs"
)

// Backup writes one consistent copy of the embedded database into a file that
// doesn't exist yet, while others go on writing. PostgreSQL has its own tools.
func (d *DB) Backup(ctx context.Context, file string) error {
	if d.dialect == Postgres {
		return errs.New(errs.Invalid, "a PostgreSQL database is backed up by PostgreSQL's own tools, such as pg_dump")
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return errs.New(errs.Duplicate, "%s is there already; name a new file", file)
	}
	if _, err := d.migratePool.ExecContext(ctx, "VACUUM INTO $1", file); err != nil {
		return fmt.Errorf("write the backup: %w", d.classify(err))
	}
	return nil
}

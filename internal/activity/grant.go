package activity

import (
	"context"
	"fmt"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// perGrant is how many rows one statement writes.
const perGrant = 500

// Open lets people read a scope by name, whoever manages them: for objects whose
// readers follow from no org chart. The revision is that of the change that does.
func (tx *Tx) Open(ctx context.Context, scope authz.Scope, revision int64, personIDs ...string) error {
	return tx.grant(ctx, scope, revision, true, personIDs)
}

// Shut ends what Open began.
func (tx *Tx) Shut(ctx context.Context, scope authz.Scope, revision int64, personIDs ...string) error {
	return tx.grant(ctx, scope, revision, false, personIDs)
}

func (tx *Tx) grant(ctx context.Context, scope authz.Scope, revision int64, active bool, personIDs []string) error {
	tx.GrantsChanged(personIDs...)
	for len(personIDs) > 0 {
		n := min(len(personIDs), perGrant)
		args := []any{scope, revision, active}
		rows := make([]string, n)
		for i, person := range personIDs[:n] {
			args = append(args, authz.Self(person))
			rows[i] = fmt.Sprintf("($1, $%d, 0, $3, $2)", len(args))
		}
		if err := db.Later(ctx, tx.Tx, `INSERT INTO audience (scope, grp, breadth, active, revision) VALUES `+strings.Join(rows, ", ")+`
			ON CONFLICT (scope, grp) DO UPDATE SET active = excluded.active, revision = excluded.revision`, args...); err != nil {
			return err
		}
		personIDs = personIDs[n:]
	}
	return nil
}

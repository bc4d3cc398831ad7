package db_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"cairn/internal/db"
	"cairn/internal/testkit"
)

// schema is what an engine's catalog says, in words common to both.
type schema struct {
	Columns []column
	Indexes []index
}

type column struct {
	Table, Name, Type string
	Null, Default     bool
}

type index struct {
	Table, Name string // no name: a constraint of the table
	Columns     string // in order; "desc" follows those that descend
	Unique      bool
	Partial     bool
}

const sqliteColumns = `
	SELECT t.name, c.name, c.type, c."notnull" = 0 AND c.pk = 0, c.dflt_value IS NOT NULL
	FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
	WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'goose_db_version'`

const postgresColumns = `
	SELECT table_name, column_name, data_type, is_nullable = 'YES', column_default IS NOT NULL
	FROM information_schema.columns
	WHERE table_schema = 'public' AND table_name <> 'goose_db_version'`

const sqliteIndexes = `
	SELECT t.name, CASE WHEN i.origin = 'c' THEN i.name ELSE '' END,
	       (SELECT group_concat(name, ' ') FROM
	           (SELECT coalesce(x.name, '()') || CASE WHEN x."desc" = 1 THEN ' desc' ELSE '' END AS name
	            FROM pragma_index_xinfo(i.name) x WHERE x.key = 1 ORDER BY x.seqno)),
	       i."unique" = 1, i.partial = 1
	FROM pragma_table_list t JOIN pragma_index_list(t.name) i
	WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> 'goose_db_version'`

// SQLite has no index for the key of a table that is ordered by it.
const sqliteRowKeys = `
	SELECT t.name, '', c.name, true, false
	FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
	WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'goose_db_version'
	  AND c.pk = 1 AND c.type = 'INTEGER' AND (SELECT count(*) FROM pragma_table_xinfo(t.name) WHERE pk > 0) = 1`

const postgresIndexes = `
	SELECT t.relname, CASE WHEN k.oid IS NULL THEN c.relname ELSE '' END,
	       (SELECT string_agg(coalesce(a.attname, '()') || CASE WHEN i.indoption[p.n - 1] & 1 = 1 THEN ' desc' ELSE '' END, ' ' ORDER BY p.n)
	        FROM unnest(i.indkey) WITH ORDINALITY p (attnum, n)
	        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = p.attnum AND a.attnum > 0),
	       i.indisunique, i.indpred IS NOT NULL
	FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
	LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u')
	WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'goose_db_version'`

// perEngine are the indexes that only one engine has: full text is a virtual
// table on SQLite.
var perEngine = []string{"task_text"}

func TestBothEnginesHaveTheSameSchema(t *testing.T) {
	var mu sync.Mutex
	found := map[db.Dialect]schema{}
	t.Run("read", func(t *testing.T) {
		testkit.Each(t, func(t *testing.T, database *db.DB) {
			s := readSchema(t, database)
			mu.Lock()
			defer mu.Unlock()
			found[database.Dialect()] = s
		})
	})
	if len(found[db.SQLite].Columns) < 50 || len(found[db.SQLite].Indexes) < 20 {
		t.Fatalf("too little was read: %d columns, %d indexes", len(found[db.SQLite].Columns), len(found[db.SQLite].Indexes))
	}
	if diff := gocmp.Diff(found[db.SQLite], found[db.Postgres]); diff != "" {
		t.Errorf("- SQLite, + PostgreSQL:\n%s", diff)
	}
}

func readSchema(t *testing.T, database *db.DB) schema {
	t.Helper()
	columns, indexes := sqliteColumns, []string{sqliteIndexes, sqliteRowKeys}
	if database.Dialect() == db.Postgres {
		columns, indexes = postgresColumns, []string{postgresIndexes}
	}
	var s schema
	var err error
	s.Columns, err = db.All(t.Context(), database, func(row db.Row) (column, error) {
		var c column
		err := row.Scan(&c.Table, &c.Name, &c.Type, &c.Null, &c.Default)
		c.Type = commonType(c.Type)
		return c, err
	}, columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range indexes {
		found, err := db.All(t.Context(), database, func(row db.Row) (index, error) {
			var i index
			return i, row.Scan(&i.Table, &i.Name, &i.Columns, &i.Unique, &i.Partial)
		}, text)
		if err != nil {
			t.Fatal(err)
		}
		s.Indexes = append(s.Indexes, found...)
	}
	s.Columns = slices.DeleteFunc(s.Columns, func(c column) bool { return strings.HasPrefix(c.Table, "task_text") })
	s.Indexes = slices.DeleteFunc(s.Indexes, func(i index) bool {
		return slices.Contains(perEngine, i.Name) || strings.HasPrefix(i.Table, "task_text")
	})
	slices.SortFunc(s.Columns, func(a, b column) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(s.Indexes, func(a, b index) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Columns, b.Columns))
	})
	return s
}

// commonType maps an engine's type to what both mean by it. SQLite's INTEGER is
// 64 bits wide and holds booleans too; PostgreSQL's is narrower, and a mistake.
func commonType(name string) string {
	switch name {
	case "bigint", "boolean":
		return "INTEGER"
	case "text":
		return "TEXT"
	default:
		return name
	}
}

func TestNodesThatMigrateAtOnceDoItOnce(t *testing.T) {
	t.Parallel()
	empty := testkit.NewPostgres(fstest.MapFS{}, func(context.Context, string) error { return nil })
	place := db.Config{Address: empty.Open(t)}
	var nodes sync.WaitGroup
	for range 3 {
		database := testkit.Open(t, place)
		nodes.Go(func() {
			if err := database.Migrate(t.Context()); err != nil {
				t.Errorf("migrate beside others: %v", err)
			}
		})
	}
	nodes.Wait()

	database := testkit.Open(t, place)
	if done, err := database.Migrated(t.Context()); err != nil || !done {
		t.Errorf("migrated: %v, %v", done, err)
	}
	applied, err := db.All(t.Context(), database, db.Value[int64],
		`SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	if len(applied) < 4 {
		t.Fatalf("applied %v, want every file", applied)
	}
	for i, version := range applied {
		if version != int64(i+1) {
			t.Fatalf("applied %v, want each once and in order", applied)
		}
	}
}

func TestMigratingAgainChangesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		if err := database.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if done, err := database.Migrated(t.Context()); err != nil || !done {
			t.Errorf("migrated: %v, %v", done, err)
		}
	})
}

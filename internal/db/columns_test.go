package db_test

import (
	"strings"
	"testing"

	"cairn/internal/db"
	"cairn/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// TestColumnsComeInTheirOrder reads one row of every sort of column, on both
// engines.
func TestColumnsComeInTheirOrder(t *testing.T) {
	type word string
	type seen struct {
		Text     string
		Int      int64
		Null     bool
		Yes      bool
		Word     *word
		None     *word
		Parsed   *map[string]int
		Empty    []string
		Two      []string
		Nullable db.JSON[[]int]
	}
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		got, err := db.One(t.Context(), database, func(row db.Row) (seen, error) {
			c, err := db.ReadColumns(row, 10)
			if err != nil {
				return seen{}, err
			}
			s := seen{Text: c.Text(), Int: c.Int()}
			_, ok := c.IntOrNull()
			s.Null, s.Yes = !ok, c.Bool()
			s.Word, s.None, s.Parsed = db.TextOrNull[word](c), db.TextOrNull[word](c), db.Parsed[map[string]int](c)
			s.Empty, s.Two = db.ParsedList[string](c), db.ParsedList[string](c)
			s.Nullable = db.Scanned[db.JSON[[]int]](c)
			return s, c.Err()
		}, `SELECT 'stone', revision, CAST(NULL AS BIGINT), id = 1, 'flat', CAST(NULL AS TEXT), '{"a":1}', '[]', '["x","y"]', '[7]'
			FROM counter WHERE id = $1`, 1)
		if err != nil {
			t.Fatal(err)
		}
		flat := word("flat")
		want := seen{
			Text: "stone", Null: true, Yes: true, Word: &flat, Parsed: &map[string]int{"a": 1},
			Empty: []string{}, Two: []string{"x", "y"}, Nullable: db.JSON[[]int]{V: []int{7}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("columns differ (-want +got):\n%s", diff)
		}
	})
}

// TestWrongColumnIsNamed shows that the first column that does not fit is told,
// and that those after it do no harm.
func TestWrongColumnIsNamed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		_, err := db.One(t.Context(), database, func(row db.Row) (int64, error) {
			c, err := db.ReadColumns(row, 2)
			if err != nil {
				return 0, err
			}
			number := c.Int()
			if text := c.Text(); text != "" {
				t.Errorf("a column after the wrong one holds %q, want nothing", text)
			}
			return number, c.Err()
		}, `SELECT 'stone', 'flat' FROM counter WHERE id = $1`, 1)
		if err == nil || !strings.Contains(err.Error(), "column 1 holds string, not a whole number") {
			t.Errorf("the error is %v, want it to name the column", err)
		}
	})
}

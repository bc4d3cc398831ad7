package db

import (
	"reflect"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// Ask is a query with its arguments.
type Ask struct {
	Text string
	Args []any
}

// Ahead tells a write which queries it is going to make, in their order and with
// nothing written in between. Where the way to the database is long, they go along
// with the next one, and their answers are here when they are asked for. Asking
// for something else is no fault, and asking ahead in vain only time lost.
func Ahead(tx *Tx, asks ...Ask) {
	if to, ok := tx.tx.(*postgresTx); ok {
		to.ahead(asks)
	}
}

// keptAnswer is the answer to a query that was sent ahead.
type keptAnswer struct {
	ask  Ask
	rows *keptRows
}

// takeKept is the answer to a query, where it is here already. One is good for
// one use.
func (t *postgresTx) takeKept(text string, args []any) rows {
	i := slices.IndexFunc(t.kept, func(k keptAnswer) bool { return k.ask.Text == text && reflect.DeepEqual(k.ask.Args, args) })
	if i < 0 {
		return nil
	}
	kept := t.kept[i].rows
	t.kept = slices.Delete(t.kept, i, i+1)
	return kept
}

// keptRows is a result read to its end.
type keptRows struct {
	types  *pgtype.Map
	fields []pgconn.FieldDescription
	all    [][][]byte
	at     int // counted from 1
}

// keptRows reads the next result of a batch to its end.
func (t *postgresTx) keptRows(results pgx.BatchResults) (*keptRows, error) {
	found, err := results.Query()
	if err != nil {
		return nil, err
	}
	defer found.Close()
	kept := &keptRows{types: t.conn.Conn().TypeMap()}
	for found.Next() {
		kept.fields = found.FieldDescriptions()
		row := make([][]byte, len(kept.fields))
		for i, value := range found.RawValues() {
			row[i] = slices.Clone(value)
		}
		kept.all = append(kept.all, row)
	}
	kept.fields = slices.Clone(kept.fields)
	return kept, found.Err()
}

// Next goes to the next row.
func (r *keptRows) Next() bool {
	r.at++
	return r.at <= len(r.all)
}

// Scan copies the columns of the row.
func (r *keptRows) Scan(dest ...any) error {
	for i, value := range r.all[r.at-1] {
		if err := r.types.Scan(r.fields[i].DataTypeOID, r.fields[i].Format, value, dest[i]); err != nil {
			return err
		}
	}
	return nil
}

// Err tells nothing: what was wrong was told before.
func (r *keptRows) Err() error { return nil }

// Close has nothing to free.
func (r *keptRows) Close() error { return nil }

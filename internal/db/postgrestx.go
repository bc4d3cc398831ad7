package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// postgresTx is a transaction that goes to the server as seldom as it can. A way
// there and back costs more than most statements, and others wait meanwhile for
// the locks that the transaction holds: so what nobody waits for the answer of
// (BEGIN among it) is sent along with the next statement that is waited for, or
// with COMMIT.
type postgresTx struct {
	db      *DB
	conn    *pgxpool.Conn
	pending []statement
	known   bool // to the server, which has answered
	others  int  // how many of the pending ones were there before the savepoint
	marked  bool // the server has been told of the savepoint

	asks []Ask // to be sent along
	kept []keptAnswer
}

type statement struct {
	text string
	args []any
}

func (d *DB) beginPostgres(ctx context.Context, pool *pgxpool.Pool) (*postgresTx, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return &postgresTx{db: d, conn: conn, pending: []statement{{text: "BEGIN ISOLATION LEVEL READ COMMITTED"}}}, nil
}

func (t *postgresTx) later(_ context.Context, text string, args []any) error {
	t.pending = append(t.pending, statement{text, args})
	return nil
}

func (t *postgresTx) begun() bool { return t.known }

func (t *postgresTx) save(ctx context.Context) error {
	t.others, t.marked, t.asks, t.kept = len(t.pending), false, nil, nil
	return t.later(ctx, "SAVEPOINT one", nil)
}

func (t *postgresTx) keep(ctx context.Context) error { return t.later(ctx, "RELEASE one", nil) }

func (t *postgresTx) undo(ctx context.Context) error {
	t.asks, t.kept = nil, nil
	if !t.marked {
		t.pending = t.pending[:t.others]
		return nil
	}
	t.pending = nil
	if _, err := t.exec(ctx, "ROLLBACK TO one", nil); err != nil {
		return err
	}
	return t.keep(ctx)
}

// ahead notes queries to be sent along with the next statement.
func (t *postgresTx) ahead(asks []Ask) { t.asks = append(t.asks, asks...) }

// send sends what is pending in one go, then a statement, then what will be asked
// for, and answers with the statement's result.
func (t *postgresTx) send(ctx context.Context, last statement) (rows, error) {
	batch := &pgx.Batch{}
	for _, s := range t.pending {
		batch.Queue(s.text, s.args...)
	}
	batch.Queue(last.text, last.args...)
	for _, ask := range t.asks {
		batch.Queue(ask.Text, ask.Args...)
	}
	pending, asks, others := t.pending, t.asks, t.others
	t.pending, t.asks, t.others, t.marked = nil, nil, 0, true
	results := t.conn.SendBatch(ctx, batch)
	for i, s := range pending {
		if _, err := results.Exec(); err != nil {
			_ = results.Close()
			if i < others {
				err = errors.Join(errSpoiled, err)
			}
			return nil, wrap(t.db.changedMeanwhile(err), s.text)
		}
		t.known = true
	}
	if len(asks) == 0 {
		return t.only(results)
	}
	first, err := t.keptRows(results)
	for _, ask := range asks {
		if err != nil {
			break
		}
		var kept *keptRows
		kept, err = t.keptRows(results)
		t.kept = append(t.kept, keptAnswer{ask, kept})
	}
	if closed := results.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	t.known = true
	return first, nil
}

// only is the last result of a batch, as it comes.
func (t *postgresTx) only(results pgx.BatchResults) (rows, error) {
	found, err := results.Query()
	if err != nil {
		_ = results.Close()
		return nil, err
	}
	r := &postgresRows{Rows: found, looked: true, has: found.Next(), end: results.Close}
	if err := found.Err(); err != nil {
		_ = results.Close()
		return nil, err
	}
	t.known = true
	return r, nil
}

func (t *postgresTx) query(ctx context.Context, text string, args []any) (rows, error) {
	if kept := t.takeKept(text, args); kept != nil {
		return kept, nil
	}
	if len(t.pending)+len(t.asks) == 0 {
		return lookedAt(t.conn.Query(ctx, text, args...))
	}
	return t.send(ctx, statement{text, args})
}

func (t *postgresTx) exec(ctx context.Context, text string, args []any) (int64, error) {
	tag, err := t.run(ctx, statement{text, args})
	return tag.RowsAffected(), err
}

// run runs a statement whose rows nobody wants, after what is pending.
func (t *postgresTx) run(ctx context.Context, s statement) (pgconn.CommandTag, error) {
	if len(t.pending) == 0 {
		return t.conn.Exec(ctx, s.text, s.args...)
	}
	t.asks = nil
	found, err := t.send(ctx, s)
	if err != nil {
		return pgconn.CommandTag{}, err
	}
	err = found.Close()
	r, _ := found.(*postgresRows) // as nothing was asked ahead
	return r.CommandTag(), err
}

// errNotCommitted is told where the server took a COMMIT for a ROLLBACK, as it
// does after an error that nobody heeded.
var errNotCommitted = errors.New("db: the transaction was rolled back")

// commit sends what is pending with COMMIT behind it: where one of them fails,
// the server runs none that follow.
func (t *postgresTx) commit(ctx context.Context) error {
	if !t.known && len(t.pending) == 1 { // BEGIN, and nothing was done
		t.release()
		return nil
	}
	tag, err := t.run(ctx, statement{text: "COMMIT"})
	if err != nil {
		return err
	}
	if tag.String() != "COMMIT" {
		return errNotCommitted
	}
	t.release()
	return nil
}

// rollback undoes the transaction unless it was committed.
func (t *postgresTx) rollback() {
	if t.conn == nil {
		return
	}
	if t.known {
		ctx, cancel := context.WithTimeout(context.Background(), rollbackDeadline)
		defer cancel()
		_, _ = t.conn.Exec(ctx, "ROLLBACK") // where it fails, the pool closes the connection
	}
	t.release()
}

const rollbackDeadline = 5 * time.Second

func (t *postgresTx) release() {
	t.conn.Release()
	t.conn = nil
}

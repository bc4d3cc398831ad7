package db

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// wireChannel is the channel of NOTIFY on which nodes speak.
const wireChannel = "cairn_changes"

// Tell sends a short message to the other nodes on this database. SQLite has
// none: another process that wrote is noticed by Listen.
func (d *DB) Tell(ctx context.Context, message string) error {
	if d.dialect == SQLite {
		return nil
	}
	_, err := d.pgPool.Exec(ctx, "SELECT pg_notify($1, $2)", wireChannel, d.node+" "+message)
	return d.classify(err)
}

// Listen calls heard for every message of another node, and with "" when
// something may have been missed: once it has begun to listen, at first and
// after each lost connection, and when another process wrote into the SQLite
// file. It returns when ctx ends.
func (d *DB) Listen(ctx context.Context, heard func(message string)) {
	for ctx.Err() == nil {
		var err error
		if d.dialect == SQLite {
			err = d.watchFile(ctx, heard)
		} else {
			err = d.listen(ctx, heard)
		}
		if err == nil || ctx.Err() != nil {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (d *DB) listen(ctx context.Context, heard func(string)) error {
	conn, err := d.pgPool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release(conn)
	if _, err := conn.Exec(ctx, "LISTEN "+wireChannel); err != nil {
		return err
	}
	heard("") // only from here on is nothing missed
	for {
		notification, err := conn.Conn().WaitForNotification(ctx)
		if err != nil {
			return err
		}
		node, message, _ := strings.Cut(notification.Payload, " ")
		if node != d.node {
			heard(message)
		}
	}
}

// release closes the connection rather than giving it back: it listens, and
// nothing else may inherit that.
func release(conn *pgxpool.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Hijack().Close(ctx)
}

// watchFile notices, once a second, that another process has written: its
// commands (`cairn admin …`) work on the same file beside the server. SQLite
// counts, for a connection, the commits of all others; asked on the only
// connection with which this process writes, those are other processes'.
func (d *DB) watchFile(ctx context.Context, heard func(string)) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	seen, err := d.dataVersion(ctx)
	if err == nil {
		heard("") // what was written before the first look
	}
	for err == nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		var version int64
		version, err = d.dataVersion(ctx)
		if err == nil && version != seen {
			seen = version
			heard("")
		}
	}
	return err
}

func (d *DB) dataVersion(ctx context.Context) (int64, error) {
	leave, err := d.queue.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	var version int64
	err = d.writer.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, err
}

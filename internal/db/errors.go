package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"cairn/internal/errs"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrUnique is within the error of a write that a unique constraint refused.
var ErrUnique = errors.New("db: not unique")

// classify turns an engine's error into one that a caller can act on. It goes
// by codes, never by texts.
func (d *DB) classify(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, ok := errors.AsType[*errs.Error](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return unavailable(err, "the database did not answer in time")
	}
	if d.dialect == Postgres {
		return classifyPostgres(err)
	}
	return d.classifySQLite(err)
}

func (d *DB) classifySQLite(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE, e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errors.Join(ErrUnique, err)
	case e.Code() == sqlite3.SQLITE_IOERR_FSYNC, e.Code() == sqlite3.SQLITE_IOERR_DIR_FSYNC:
		// After a failed fsync nobody knows what is on the disk: the only safe
		// thing is to stop and read it again from the log.
		if d.onFatal != nil {
			d.onFatal(err)
		}
		return unavailable(err, "the disk failed")
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		busy := errs.Wrap(err, errs.Busy, "the database is busy; nothing was changed, try again in a moment")
		busy.RetryAfter = time.Second
		return busy
	case sqlite3.SQLITE_FULL:
		return diskFull(err)
	case sqlite3.SQLITE_IOERR:
		return unavailable(err, "the disk failed")
	}
	return err
}

// The SQLSTATE codes that Cairn tells apart (PostgreSQL 15, appendix A).
const (
	pgUnique        = "23505"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgDiskFull      = "53100"
	pgAdminShutdown = "57P01"
	pgCrashShutdown = "57P02"
)

func classifyPostgres(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		if onTheWay(err) {
			return unavailable(err, "the database is out of reach")
		}
		return err
	}
	switch {
	case e.Code == pgUnique:
		return errors.Join(ErrUnique, err)
	case e.Code == pgDiskFull:
		return diskFull(err)
	case e.Code[:2] == "08", e.Code[:2] == "53", e.Code[:2] == "57":
		// Connection exceptions, too few resources, operator intervention.
		return unavailable(err, "the database is out of reach")
	}
	return err
}

// CodeOf is what the engine calls an error, without its text, which may hold what
// people wrote; empty where it is none of the engine's.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return strings.TrimSpace("SQLSTATE " + e.Code + " " + e.TableName + " " + e.ColumnName + " " + e.ConstraintName)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return "SQLite " + strconv.Itoa(e.Code())
	}
	return ""
}

// onTheWay tells errors of the way to the server from those of the program,
// such as an argument that the driver can't encode.
func onTheWay(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		pgconn.SafeToRetry(err) // said of a connection found closed
}

// connectionLost tells that a connection which had been made is gone. A server
// that can't be reached at all is no such case.
func connectionLost(err error) bool {
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == pgAdminShutdown || e.Code == pgCrashShutdown
	}
	return onTheWay(err)
}

func unavailable(cause error, message string) error {
	e := errs.Wrap(cause, errs.Unavailable, "%s; try again in a moment", message)
	e.RetryAfter = 2 * time.Second
	return e
}

func diskFull(cause error) error {
	return errs.Wrap(cause, errs.DiskFull, "the server's disk is full; nothing was changed. Reading goes on; ask whoever runs the server to make room")
}

// retryable tells the failures after which the same function, run again, can
// succeed: nothing of it was kept.
func retryable(err error) bool {
	if errors.Is(err, ErrRetry) {
		return true
	}
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == pgSerialization || e.Code == pgDeadlock)
}

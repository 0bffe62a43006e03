package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"guitai/backend/journal"
)

// errLine: all connections were in use for too long.
var errLine = fmt.Errorf("%w: all connections are in use", journal.ErrBusy)

// errClosed is returned by every call after Close.
var errClosed = errors.New("journal: closed")

// refusal says why a server is not good enough to hold money.
func refusal(why string) error { return fmt.Errorf("%w: %s", journal.ErrReadOnly, why) }

// fault is an error of the database, apart from those of the rules.
type fault struct {
	cause error
	// dead says that the connection is gone.
	dead bool
}

func (e *fault) Error() string { return "journal: database: " + e.cause.Error() }
func (e *fault) Unwrap() error { return e.cause }

// fault marks an error of the connection's. That there is no row is none.
func (t tx) fault(err error) error {
	if err == nil || errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	var known *fault
	if errors.As(err, &known) {
		return err
	}
	return &fault{err, t.conn.IsClosed()}
}

// unconnected is why there is no connection, without the address, whose user and
// database are nobody's business on a screen.
func unconnected(err error) error {
	if errors.Is(err, journal.ErrReadOnly) {
		return err
	}
	var server *pgconn.PgError
	why := err
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) {
		why = connecting.Unwrap()
	}
	switch {
	case errors.As(err, &server) && (server.Code == "28P01" || server.Code == "28000"):
		return fmt.Errorf("%w: it does not let this user in", journal.ErrUnreachable)
	case errors.As(err, &server) && server.Code == "3D000":
		return fmt.Errorf("%w: there is no such database", journal.ErrUnreachable)
	case errors.As(err, &server):
		why = errors.New(server.Message)
	}
	return fmt.Errorf("%w: %w", journal.ErrUnreachable, why)
}

// told puts the journal's own error in front of the database's.
func told(ctx context.Context, err error) error {
	var f *fault
	if !errors.As(err, &f) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err() // whoever asked has left
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		switch server.Code {
		case "55P03", "57014", "40001", "40P01", "25P03":
			return fmt.Errorf("%w: %w", journal.ErrBusy, err)
		case "25006", "53100", "58030":
			return fmt.Errorf("%w: %w", journal.ErrReadOnly, err)
		}
	}
	if f.dead {
		return fmt.Errorf("%w: %w", journal.ErrUnreachable, err)
	}
	return err
}

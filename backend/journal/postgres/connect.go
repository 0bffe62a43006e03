package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// leastVersion is the oldest server that is known to do what is relied upon.
	leastVersion = 140000
	// connectTime bounds one attempt to connect.
	connectTime = 3 * time.Second
	// idleTime is how long a transaction of a machine that stands still is kept: it
	// holds up everybody. It is shorter than anybody's wait.
	idleTime = 3 * time.Second
)

// errAddress leaves out what the library would say: it may quote the password.
var errAddress = errors.New("journal: the database's address cannot be read; it looks like postgres://user@host/name?sslmode=verify-full")

// settings make a connection's configuration of an address.
func settings(address string, wait time.Duration, readOnly bool) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errAddress
	}
	// A machine that was unplugged answers no more, and tells nobody.
	alive := net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3}
	c.DialFunc = (&net.Dialer{Timeout: connectTime, KeepAliveConfig: alive}).DialContext
	ms := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
	for name, value := range map[string]string{
		"application_name": "guitai", "client_encoding": "UTF8",
		"statement_timeout": ms(wait), "lock_timeout": ms(wait), "idle_in_transaction_session_timeout": ms(idleTime),
		"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3",
	} {
		c.RuntimeParams[name] = value
	}
	if readOnly {
		c.RuntimeParams["default_transaction_read_only"] = "on"
	}
	return c, nil
}

// connect opens a connection and refuses one whose server could lose a commit.
func (j *Journal) connect(ctx context.Context, c *pgx.ConnConfig) (*pgx.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	conn, err := pgx.ConnectConfig(limited, c)
	if err == nil {
		if err = check(limited, conn); err == nil {
			err = j.checkNewest(limited, conn)
		}
		if err != nil {
			_ = conn.Close(limited)
		}
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err() // it says nothing of the server
	case err != nil:
		err = unconnected(err)
		j.state.isAway(err)
		return nil, err
	}
	j.state.isBack()
	return conn, nil
}

// check asks for the settings. Without synchronous_commit a commit is answered before
// it is on the disk; without fsync or full_page_writes what was on the disk may be lost
// or torn by a power cut.
func check(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var commit, fsync, pages, encoding string
	var standby bool
	err := conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('synchronous_commit'),
		current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_encoding'),
		pg_is_in_recovery()`).Scan(&version, &commit, &fsync, &pages, &encoding, &standby)
	switch {
	case err != nil:
		return err
	case version < leastVersion:
		return refusal(fmt.Sprintf("the server is PostgreSQL %d; it takes %d or newer", version/10000, leastVersion/10000))
	case commit != "on" && commit != "remote_apply":
		return refusal(fmt.Sprintf("synchronous_commit is %s and not on: the server could lose what it confirmed", commit))
	case fsync != "on":
		return refusal("fsync is " + fsync + " and not on: a power cut could destroy the database")
	case pages != "on":
		return refusal("full_page_writes is " + pages + " and not on: a power cut could tear what is stored")
	case encoding != "UTF8":
		return refusal("the database's encoding is " + encoding + " and not UTF8")
	case standby:
		return refusal("the server is a standby, which only follows another one")
	}
	return nil
}

// lines are connections that are made when they are needed and stay open.
type lines struct {
	dial func(context.Context) (*pgx.Conn, error)
	// free holds those that nobody uses, nil for one that is not connected.
	free chan *pgx.Conn
	wait time.Duration
}

func newLines(n int, wait time.Duration, dial func(context.Context) (*pgx.Conn, error)) *lines {
	l := &lines{dial: dial, free: make(chan *pgx.Conn, n), wait: wait}
	for range n {
		l.free <- nil
	}
	return l
}

// begin takes a connection and begins a transaction on it. One that was cut while it
// lay idle shows it only now; as nothing was asked of it yet, a new one takes its
// place.
func (l *lines) begin(ctx context.Context, how string) (t tx, end func(), err error) {
	conn, err := l.take(ctx)
	if err != nil {
		return tx{}, nil, err
	}
	for idle := conn != nil; ; idle = false {
		if conn == nil {
			if conn, err = l.dial(ctx); err != nil {
				l.free <- nil
				return tx{}, nil, err
			}
		}
		t = tx{ctx, conn}
		_, err = conn.PgConn().Exec(ctx, how).ReadAll()
		if err == nil {
			return t, func() { l.give(ctx, conn) }, nil
		}
		err = t.fault(err)
		if !idle || !conn.IsClosed() || ctx.Err() != nil {
			l.give(ctx, conn)
			return tx{}, nil, err
		}
		conn = nil
	}
}

func (l *lines) take(ctx context.Context) (*pgx.Conn, error) {
	patience := time.NewTimer(l.wait)
	defer patience.Stop()
	select {
	case conn, ok := <-l.free:
		if !ok {
			return nil, errClosed
		}
		if conn != nil && conn.IsClosed() {
			conn = nil
		}
		return conn, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-patience.C:
		return nil, errLine
	}
}

// give ends whatever is under way on a connection and lets others have it.
func (l *lines) give(ctx context.Context, conn *pgx.Conn) {
	if !conn.IsClosed() && conn.PgConn().TxStatus() != 'I' {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectTime)
		if _, err := conn.Exec(ctx, "rollback"); err != nil {
			_ = conn.Close(ctx)
		}
		cancel()
	}
	l.free <- conn
}

// close ends all connections once those who use them are done.
func (l *lines) close(ctx context.Context) {
	for range cap(l.free) {
		if conn := <-l.free; conn != nil {
			_ = conn.Close(ctx)
		}
	}
	close(l.free)
}

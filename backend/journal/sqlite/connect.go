package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// leastVersion is the first release without the rare loss of commits when a WAL
// file is reset by two connections at once.
const leastVersion = "3.51.3"

// setting is one PRAGMA: what is set and what must be read back.
type setting struct{ name, set, want string }

// settings are those of every connection. synchronous=FULL is the durability
// itself: without it a commit returns long before the disk has it. The two
// fullfsync settings mean something on macOS only and are harmless elsewhere.
func settings(busy time.Duration, readOnly bool) []setting {
	wait := strconv.FormatInt(busy.Milliseconds(), 10)
	list := []setting{
		{"busy_timeout", wait, wait},
		{"journal_mode", "WAL", "wal"},
		{"synchronous", "FULL", "2"},
		{"fullfsync", "1", "1"},
		{"checkpoint_fullfsync", "1", "1"},
		{"foreign_keys", "1", "1"},
		{"mmap_size", "0", "0"},
	}
	if readOnly {
		list = append(list, setting{"query_only", "1", "1"})
	}
	return list
}

// connector opens connections and refuses those whose settings did not arrive:
// a PRAGMA executed on a pool reaches one connection of many.
type connector struct {
	dsn    string
	expect []setting
}

func newConnector(path string, busy time.Duration, readOnly bool) *connector {
	list := settings(busy, readOnly)
	query := url.Values{"_txlock": {"immediate"}, "_dqs": {"0"}}
	for _, s := range list {
		query.Add("_pragma", s.name+"("+s.set+")")
	}
	slashed := filepath.ToSlash(path)
	if runtime.GOOS == "windows" {
		slashed = "/" + slashed
	}
	return &connector{
		dsn:    "file:" + (&url.URL{Path: slashed}).EscapedPath() + "?" + query.Encode(),
		expect: list,
	}
}

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return &sqlite.Driver{} }

// Connect implements driver.Connector.
func (c *connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	if err := c.check(conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (c *connector) check(conn driver.Conn) error {
	version, err := ask(conn, "SELECT sqlite_version()")
	if err != nil {
		return err
	}
	if older(version, leastVersion) {
		return fmt.Errorf("journal: SQLite %s is older than %s", version, leastVersion)
	}
	for _, s := range c.expect {
		got, err := ask(conn, "PRAGMA "+s.name)
		if err != nil {
			return err
		}
		if got != s.want {
			return fmt.Errorf("journal: PRAGMA %s is %s and not %s", s.name, got, s.want)
		}
	}
	return nil
}

// ask reads one value, without the pool that does not have the connection yet.
func ask(conn driver.Conn, query string) (string, error) {
	q, ok := conn.(driver.QueryerContext)
	if !ok {
		return "", errors.New("journal: the driver cannot be asked")
	}
	rows, err := q.QueryContext(context.Background(), query, nil)
	if err != nil {
		return "", fmt.Errorf("journal: %s: %w", query, err)
	}
	defer rows.Close()
	cell := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(cell); err != nil {
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("journal: %s has no answer", query)
		}
		return "", fmt.Errorf("journal: %s: %w", query, err)
	}
	return fmt.Sprint(cell[0]), nil
}

// older compares dotted versions by their numbers.
func older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range y {
		if i >= len(x) {
			return true
		}
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if m != n {
			return m < n
		}
	}
	return false
}

// pool opens a database handle with at most n connections, which stay open.
func pool(c *connector, n int) *sql.DB {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

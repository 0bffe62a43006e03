package directory_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"guitai/backend/directory"
	"guitai/backend/directory/people"
	"guitai/backend/directory/reading"
)

// sample is a part of the keystrokes, since peers take long for each.
func sample(crowd []people.Person, n int) (all []string) {
	for _, typed := range keystrokes(crowd, 20) {
		all = append(all, typed...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	var some []string
	for i := range n {
		some = append(some, all[i*len(all)/n])
	}
	return some
}

// compared reports how far this search is ahead of a peer's over the same keys.
func compared(b *testing.B, m *directory.Mirror, keys []string, peer func(typed string)) {
	b.Helper()
	var ours, theirs []time.Duration
	for b.Loop() {
		for _, k := range keys {
			ours = append(ours, medianOf(func() { m.Search(k, 50) }))
			begin := time.Now()
			peer(k)
			theirs = append(theirs, time.Since(begin))
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	b.ReportMetric(micro(at(ours, 50)), "p50-µs")
	b.ReportMetric(micro(at(ours, 99)), "p99-µs")
	b.ReportMetric(micro(at(theirs, 50)), "peer-p50-µs")
	b.ReportMetric(micro(at(theirs, 99)), "peer-p99-µs")
	b.ReportMetric(float64(at(theirs, 50))/float64(at(ours, 50)), "x-p50")
	b.ReportMetric(float64(at(theirs, 99))/float64(at(ours, 99)), "x-p99")
}

// searchable is the folded text that a trigram index needs to find the same
// members.
func searchable(p people.Person) string {
	whole, initials := spoken(p.Name)
	return strings.Join([]string{reading.Number(p.Number), reading.Phone(p.Phone), reading.Name(p.Name), whole, initials}, "\t")
}

func fts5(b *testing.B, path string) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(b, err)
	db.SetMaxOpenConns(1)
	for _, s := range []string{"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=-200000",
		"CREATE TABLE IF NOT EXISTS member(id INTEGER PRIMARY KEY, number TEXT, phone TEXT, name TEXT, text TEXT)",
		"CREATE VIRTUAL TABLE IF NOT EXISTS grams USING fts5(text, content='member', content_rowid='id', tokenize='trigram', detail='full')"} {
		_, err := db.Exec(s)
		require.NoError(b, err)
	}
	return db
}

func insert(b *testing.B, db *sql.DB, first int, crowd []people.Person) {
	b.Helper()
	tx, err := db.Begin()
	require.NoError(b, err)
	row, err := tx.Prepare("INSERT INTO member VALUES(?,?,?,?,?)")
	require.NoError(b, err)
	gram, err := tx.Prepare("INSERT INTO grams(rowid, text) VALUES(?,?)")
	require.NoError(b, err)
	for i, p := range crowd {
		text := searchable(p)
		_, err = row.Exec(first+i, reading.Number(p.Number), reading.Phone(p.Phone), reading.Name(p.Name), text)
		require.NoError(b, err)
		_, err = gram.Exec(first+i, text)
		require.NoError(b, err)
	}
	require.NoError(b, tx.Commit())
}

// BenchmarkAgainstFTS5 is a key against SQLite's trigram index over the same
// members, with an answer in the same order. Below three characters it has to
// look at every row.
func BenchmarkAgainstFTS5(b *testing.B) {
	dir, crowd := shop(b)
	path := filepath.Join(dir, "fts5.db")
	_, missing := os.Stat(path + ".done")
	if missing != nil {
		_ = os.Remove(path)
	}
	db := fts5(b, path)
	defer db.Close()
	if missing != nil {
		for i := 0; i < million; i += 50_000 {
			insert(b, db, i, crowd[i:i+50_000])
		}
		require.NoError(b, os.WriteFile(path+".done", nil, 0o600))
	}
	m := openShop(b, dir)
	defer m.Close()
	const order = " ORDER BY number = ?1 DESC, phone = ?1 DESC, (substr(number, -length(?1)) = ?1 OR substr(phone, -length(?1)) = ?1) DESC, substr(name, 1, length(?1)) = ?1 DESC, number LIMIT 50"
	compared(b, m, sample(crowd, 100), func(typed string) {
		words, args := []string{}, []any{reading.Query(typed)}
		from := "member"
		for _, w := range strings.Fields(reading.Query(typed)) {
			if utf8.RuneCountInString(w) < 3 {
				args = append(args, w)
				words = append(words, fmt.Sprintf("instr(member.text, ?%d) > 0", len(args)))
			} else {
				args = append(args, `"`+w+`"`)
				words = append(words, fmt.Sprintf("grams MATCH ?%d", len(args)))
				from = "grams JOIN member ON member.id = grams.rowid"
				if strings.Count(strings.Join(words, " "), "MATCH") > 1 {
					words = words[:len(words)-1]
					args[len(args)-2] = args[len(args)-2].(string) + " " + args[len(args)-1].(string)
					args = args[:len(args)-1]
				}
			}
		}
		rows, err := db.Query("SELECT member.id, number, phone, name FROM "+from+" WHERE "+strings.Join(words, " AND ")+order, args...)
		require.NoError(b, err, typed)
		var id int
		var number, phone, name string
		for rows.Next() {
			require.NoError(b, rows.Scan(&id, &number, &phone, &name))
		}
		require.NoError(b, rows.Err())
		rows.Close()
	})
}

// BenchmarkAdd is ten thousand new members, stored and findable, against rows and
// a trigram index in SQLite.
func BenchmarkAdd(b *testing.B) {
	crowd := people.New(3)
	var some []people.Person
	for range 10_000 {
		some = append(some, crowd.Next())
	}
	members := membersOf(some)
	var ours, theirs time.Duration
	for b.Loop() {
		m, err := directory.Open(b.TempDir(), "shop", directory.Options{Now: func() time.Time { return noon }})
		require.NoError(b, err)
		begin := time.Now()
		for page := range slices.Chunk(members, 500) {
			require.NoError(b, m.Page(page, directory.Filling{}))
		}
		require.NotEmpty(b, m.Search(some[9_999].Number, 50).Hits)
		ours += time.Since(begin)
		require.NoError(b, m.Close())
		db := fts5(b, filepath.Join(b.TempDir(), "db"))
		begin = time.Now()
		for i := 0; i < len(some); i += 500 {
			insert(b, db, i, some[i:i+500])
		}
		theirs += time.Since(begin)
		require.NoError(b, db.Close())
	}
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ms")
	b.ReportMetric(float64(theirs)/float64(ours), "x-SQLite")
}

// BenchmarkDurableChange is one member changed for good, against a bare write and
// sync of as many bytes.
func BenchmarkDurableChange(b *testing.B) {
	dir := b.TempDir()
	m, err := directory.Open(dir, "shop", directory.Options{Now: func() time.Time { return noon }, Rows: million})
	require.NoError(b, err)
	defer m.Close()
	f, err := os.OpenFile(filepath.Join(dir, "bare"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(b, err)
	defer f.Close()
	members := persons(people.New(4), 2000)
	bytes := make([]byte, 90)
	var ours, bare []time.Duration
	n := 0
	for b.Loop() {
		begin := time.Now()
		require.NoError(b, m.Put(members[n%len(members)]))
		ours = append(ours, time.Since(begin))
		begin = time.Now()
		_, err := f.Write(bytes)
		require.NoError(b, err)
		require.NoError(b, f.Sync())
		bare = append(bare, time.Since(begin))
		n++
	}
	slices.Sort(ours)
	slices.Sort(bare)
	b.ReportMetric(micro(at(ours, 50)), "p50-µs")
	b.ReportMetric(micro(at(bare, 50)), "bare-µs")
	b.ReportMetric(float64(at(ours, 50))/float64(at(bare, 50)), "x-bare")
}

// BenchmarkOpen is from nothing to the first answer among a million.
func BenchmarkOpen(b *testing.B) {
	dir, crowd := shop(b)
	number := crowd[77].Number
	crowd = nil
	size := int64(0)
	files, err := filepath.Glob(filepath.Join(dir, "members-*", "*"))
	require.NoError(b, err)
	for _, f := range files {
		info, err := os.Stat(f)
		require.NoError(b, err)
		size += info.Size()
	}
	var took []time.Duration
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		begin := time.Now()
		m, err := directory.Open(dir, "shop", directory.Options{Now: func() time.Time { return noon }})
		require.NoError(b, err)
		require.NotEmpty(b, m.Search(number, 50).Hits)
		took = append(took, time.Since(begin))
		for _, k := range []string{"1", "zh", "张", "8000"} {
			m.Search(k, 50)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		require.NoError(b, m.Close())
	}
	slices.Sort(took)
	b.ReportMetric(micro(at(took, 50))/1000, "ms")
	b.ReportMetric(float64(size)/million, "B/member")
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "heap-MB")
}

// server starts a PostgreSQL of its own, on a socket in a folder of its own.
func server(b *testing.B) *pgx.Conn {
	b.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		b.Skip("this machine has no PostgreSQL server")
	}
	bin, dir := bins[len(bins)-1], b.TempDir()
	who := &syscall.SysProcAttr{}
	if os.Geteuid() == 0 {
		nobody, err := user.Lookup("postgres")
		if err != nil {
			b.Skip("PostgreSQL does not run as root, and there is no user postgres")
		}
		uid, _ := strconv.Atoi(nobody.Uid)
		gid, _ := strconv.Atoi(nobody.Gid)
		dir, err = os.MkdirTemp("/tmp", "guitai-pg")
		require.NoError(b, err)
		b.Cleanup(func() { _ = os.RemoveAll(dir) })
		require.NoError(b, os.Chown(dir, uid, gid))
		who.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	run := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.SysProcAttr, c.Dir = who, dir
		return c
	}
	out, err := run("initdb", "-D", dir+"/data", "-U", "shop", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust").CombinedOutput()
	require.NoError(b, err, string(out))
	pg := run("postgres", "-D", dir+"/data", "-k", dir, "-c", "listen_addresses=", "-c", "shared_buffers=512MB", "-c", "maintenance_work_mem=512MB", "-c", "fsync=off")
	require.NoError(b, pg.Start())
	b.Cleanup(func() {
		_ = pg.Process.Signal(syscall.SIGINT)
		_ = pg.Wait()
	})
	for range 100 {
		c, err := pgx.Connect(context.Background(), "host="+dir+" user=shop dbname=postgres")
		if err == nil {
			return c
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Fatal("PostgreSQL did not start")
	return nil
}

// BenchmarkAgainstPostgreSQL is a key against the query that a large shop system
// asks a PostgreSQL with trigram indexes.
func BenchmarkAgainstPostgreSQL(b *testing.B) {
	dir, crowd := shop(b)
	c, ctx := server(b), context.Background()
	defer c.Close(ctx)
	for _, s := range []string{"CREATE EXTENSION pg_trgm", "CREATE TABLE partner(id int PRIMARY KEY, name text, number text, phone text, spoken text)"} {
		_, err := c.Exec(ctx, s)
		require.NoError(b, err)
	}
	_, err := c.CopyFrom(ctx, pgx.Identifier{"partner"}, []string{"id", "name", "number", "phone", "spoken"}, pgx.CopyFromSlice(len(crowd), func(i int) ([]any, error) {
		p := crowd[i]
		whole, initials := spoken(p.Name)
		return []any{i, p.Name, p.Number, p.Phone, whole + " " + initials}, nil
	}))
	require.NoError(b, err)
	for _, column := range []string{"name", "number", "phone", "spoken"} {
		_, err := c.Exec(ctx, "CREATE INDEX ON partner USING gin ("+column+" gin_trgm_ops)")
		require.NoError(b, err)
	}
	_, err = c.Exec(ctx, "ANALYZE partner")
	require.NoError(b, err)
	m := openShop(b, dir)
	defer m.Close()
	compared(b, m, sample(crowd, 60), func(typed string) {
		var where []string
		var args []any
		for i, w := range strings.Fields(typed) {
			where = append(where, fmt.Sprintf("(name ILIKE $%[1]d OR number ILIKE $%[1]d OR phone ILIKE $%[1]d OR spoken ILIKE $%[1]d)", i+1))
			args = append(args, "%"+w+"%")
		}
		rows, err := c.Query(ctx, "SELECT id, name, number, phone FROM partner WHERE "+strings.Join(where, " AND ")+" ORDER BY name, id LIMIT 50", args...)
		require.NoError(b, err, typed)
		for rows.Next() {
			_, err := rows.Values()
			require.NoError(b, err)
		}
		require.NoError(b, rows.Err())
	})
}

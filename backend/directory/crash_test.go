package directory_test

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/directory"
)

// childFolder tells a copy of the test program to write members until it is killed.
const childFolder = "GUITAI_DIRECTORY_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		child(dir)
		return
	}
	os.Exit(m.Run())
}

// pageOf is the nth page that the child writes: new members, and some older ones
// under a new name.
func pageOf(n int) (page []backend.Member) {
	for i := range 12 {
		id := n*10 + i
		if i >= 10 {
			id = n * 10 / (i - 8)
		}
		page = append(page, somebody(fmt.Sprint(id), fmt.Sprint(80000000+id), fmt.Sprint("张", n, "页"), fmt.Sprint(13800000000+id)))
	}
	return page
}

// served and gone are what the child does behind the nth page.
func served(n int) string { return fmt.Sprint(n * 7) }
func gone(n int) string   { return fmt.Sprint(n*10 + 3) }

// child acknowledges by a line what it has stored.
func child(dir string) {
	m, err := directory.Open(dir, "shop", options())
	if err != nil || m.Damaged() || m.Shared() {
		fmt.Println("refused", err)
		return
	}
	for n := m.Filling().Pages + 1; ; n++ {
		if m.Page(pageOf(n), directory.Filling{Pages: n, Generation: 1}) != nil || m.Served(served(n), noon.Add(time.Duration(n)*time.Second)) != nil || m.Gone(gone(n), noon) != nil {
			fmt.Println("failed")
			return
		}
		fmt.Println(n)
	}
}

func kills() int {
	if testing.Short() {
		return 20
	}
	return *killsFlag
}

var killsFlag = flag.Int("kills", 200, "how many times a writer is killed")

func TestAKillLosesNothingThatWasAcknowledged(t *testing.T) {
	dir, r := t.TempDir(), rand.New(rand.NewPCG(1, 2))
	x, pages := model{}, 0
	for kill := range kills() {
		acknowledged := killed(t, dir, r)
		m := opened(t, dir)
		require.False(t, m.Damaged(), "kill %d", kill)
		stored := m.Filling().Pages
		require.GreaterOrEqual(t, stored, max(acknowledged, pages), "kill %d: an acknowledged page is lost", kill)
		for ; pages < stored; pages++ {
			n := pages + 1
			for _, p := range pageOf(n) {
				x.put(p, 1)
			}
			if n < stored || n <= acknowledged {
				x.behind(n)
			}
		}
		// Behind the last page a visit or a farewell may be missing, since it was not
		// acknowledged. Doing both again makes the end known.
		if stored > 0 {
			require.NoError(t, m.Served(served(stored), noon.Add(time.Duration(stored)*time.Second)))
			require.NoError(t, m.Gone(gone(stored), noon))
			x.behind(stored)
		}
		require.Equal(t, len(x), m.Len(), "kill %d", kill)
		for range kill % 5 / 4 * 3 {
			id := fmt.Sprint(r.IntN(stored*10 + 12))
			agree(t, m, x, "8"+fmt.Sprintf("%07s", id)[len(fmt.Sprintf("%07s", id))-7:])
			agree(t, m, x, fmt.Sprint("张", r.IntN(stored+1)))
		}
		require.NoError(t, m.Close())
	}
	m := opened(t, dir)
	defer m.Close()
	checked := 0
	for id, e := range x { // in no order
		if checked++; checked > 5000 {
			break
		}
		a := m.Search(e.m.Number.String(), 50)
		require.Equal(t, e.m, found(a)[0], id)
	}
}

func (x model) behind(n int) {
	if e := x[served(n)]; e != nil {
		e.served = noon.Add(time.Duration(n) * time.Second)
	}
	delete(x, gone(n))
}

// killed runs a child, kills it in the middle of its work and gives the last page
// that it acknowledged.
func killed(t *testing.T, dir string, r *rand.Rand) (acknowledged int) {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childFolder+"="+dir)
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	lines, stop := bufio.NewScanner(out), 1+r.IntN(12)
	for n := 0; lines.Scan(); n++ {
		if n == stop {
			require.NoError(t, c.Process.Kill())
		}
		page, err := strconv.Atoi(lines.Text())
		require.NoError(t, err, lines.Text())
		acknowledged = page
	}
	_ = c.Wait()
	return acknowledged
}

// copied makes a mirror with a file, a log and a manifest, and copies its folder.
func copied(t *testing.T) (from string, files []string) {
	from = t.TempDir()
	m := opened(t, from)
	for n := range 30 {
		require.NoError(t, m.Page(pageOf(n), directory.Filling{Pages: n}))
	}
	require.NoError(t, m.Tidy())
	require.NoError(t, m.Put(pageOf(99)[:3]...))
	require.NoError(t, m.Put(pageOf(98)[:3]...))
	require.NoError(t, m.Close())
	for _, pattern := range []string{"log-*", "rows-*", "manifest"} {
		found, err := filepath.Glob(filepath.Join(from, "*", pattern))
		require.NoError(t, err)
		require.NotEmpty(t, found, pattern)
		// What the newest one has taken the place of may not have been removed yet.
		for _, old := range found[:len(found)-1] {
			require.NoError(t, os.Remove(old))
		}
		files = append(files, found[len(found)-1])
	}
	return from, files
}

func TestADamagedCopyIsBegunAnew(t *testing.T) {
	from, files := copied(t)
	r := rand.New(rand.NewPCG(3, 4))
	rounds := 150
	if testing.Short() {
		rounds = 30
	}
	for i := range rounds {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS(from)))
		bad := files[i%len(files)]
		text, err := os.ReadFile(bad)
		require.NoError(t, err)
		whole := len(text)
		if i%5 == 0 {
			text = text[:r.IntN(len(text))]
		} else {
			text[r.IntN(len(text))] ^= byte(1 + r.IntN(255))
		}
		path := strings.Replace(bad, from, dir, 1)
		require.NoError(t, os.Chmod(path, 0o600))
		require.NoError(t, os.WriteFile(path, text, 0o600))
		m := opened(t, dir)
		for n := range 20 {
			m.Search([]string{"张", "8", "zhang", "0012", "z 1", "138"}[n%6], 50)
			m.Recent(3)
		}
		require.NoError(t, m.Tidy(), "which waits until the files were read")
		lost := strings.Contains(bad, "log-") && (len(text) < whole || m.Len() > 0)
		require.True(t, m.Damaged() && m.Len() == 0 || lost && m.Len() >= 281, "%s of %d bytes: %d members", bad, len(text), m.Len())
		require.NoError(t, m.Put(somebody("new", "70000001", "王五", "")))
		require.NoError(t, m.Close())
		m = opened(t, dir)
		require.False(t, m.Damaged())
		require.Equal(t, 1, m.Search("王五", 50).Total)
		require.NoError(t, m.Close())
	}
}

func FuzzALogOfAnyBytes(f *testing.F) {
	dir := f.TempDir()
	o := options()
	o.Rows = 1000
	m, err := directory.Open(dir, "shop", o)
	if err != nil {
		f.Fatal(err)
	}
	_ = m.Put(pageOf(1)...)
	_ = m.Served("10", noon)
	_ = m.Page(pageOf(2), directory.Filling{Pages: 2})
	_ = m.Close()
	logs, _ := filepath.Glob(filepath.Join(dir, "*", "log-*"))
	text, err := os.ReadFile(logs[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:len(text)-5])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(logs[0], text, 0o600); err != nil {
			t.Fatal(err)
		}
		m := opened(t, dir)
		m.Search("张 1", 50)
		m.Recent(5)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		_ = os.WriteFile(logs[0], nil, 0o600)
	})
}

package cli_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
)

// The benchmarks run the built program in a pseudo terminal of 120x40, as a
// person does, and look at the bytes that come out. Their figures stand in
// docs/performance.md beside those of other programs.

// front is a pseudo terminal whose output is only counted.
type front struct {
	b    *testing.B
	cmd  *exec.Cmd
	pty  *os.File
	read chan reading
}

type reading struct {
	at   time.Time
	text string
}

func openFront(b *testing.B, env []string, bin string, args ...string) *front {
	b.Helper()
	f := &front{b: b, cmd: exec.Command(bin, args...), read: make(chan reading, 1<<12)}
	f.cmd.Env = env
	p, err := pty.StartWithSize(f.cmd, &pty.Winsize{Cols: 120, Rows: 40})
	require.NoError(b, err)
	f.pty = p
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := p.Read(buf)
			if err != nil {
				close(f.read)
				return
			}
			f.read <- reading{time.Now(), string(buf[:n])}
		}
	}()
	return f
}

func (f *front) close() {
	_ = f.cmd.Process.Kill()
	_ = f.cmd.Wait()
	_ = f.pty.Close()
}

// until waits for a text and gives when it was complete.
func (f *front) until(text string) time.Time {
	seen := ""
	for {
		select {
		case r, open := <-f.read:
			if !open {
				f.b.Fatalf("the program ended before %q", text)
			}
			seen += r.text
			if strings.Contains(seen, text) {
				return r.at
			}
		case <-time.After(20 * time.Second):
			f.b.Fatalf("%q never came", text)
		}
	}
}

// quiet drains until nothing came for a while, and counts the bytes.
func (f *front) quiet() int {
	n := 0
	for {
		select {
		case r := <-f.read:
			n += len(r.text)
		case <-time.After(60 * time.Millisecond):
			return n
		}
	}
}

// key presses one and gives the time to the first byte and the bytes in all.
func (f *front) key(k string) (time.Duration, int) {
	began := time.Now()
	_, err := f.pty.WriteString(keyBytes(k))
	require.NoError(f.b, err)
	select {
	case r := <-f.read:
		return r.at.Sub(began), len(r.text) + f.quiet()
	case <-time.After(5 * time.Second):
		f.b.Fatalf("nothing came after %q", k)
		return 0, 0
	}
}

func benchEnv(b *testing.B) ([]string, string) {
	b.Helper()
	bin, err := built()
	require.NoError(b, err)
	dir := b.TempDir()
	return append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir+"/state", "XDG_CONFIG_HOME="+dir+"/config", "GUITAI_CONFIG=",
		"TERM=xterm-256color", "COLORTERM=truecolor"), bin
}

func percentile(times []time.Duration, p int) float64 {
	slices.Sort(times)
	return float64(times[(len(times)-1)*p/100].Microseconds()) / 1000
}

// BenchmarkStart is from exec to the last byte of the first whole frame.
func BenchmarkStart(b *testing.B) {
	env, bin := benchEnv(b)
	var times []time.Duration
	for b.Loop() {
		began := time.Now()
		f := openFront(b, env, bin)
		times = append(times, f.until("待核实").Sub(began))
		f.close()
	}
	b.ReportMetric(percentile(times, 50), "p50-ms")
	b.ReportMetric(percentile(times, 99), "p99-ms")
}

// BenchmarkTypedCharacter types into the search box with a list of members on
// the screen.
func BenchmarkTypedCharacter(b *testing.B) { benchKeys(b, "M0001", []string{"2", "3"}, "\x7f") }

// BenchmarkCursorMove moves the selection inside a page of the list.
func BenchmarkCursorMove(b *testing.B) { benchKeys(b, "M0001", []string{"Down", "Up"}, "") }

// BenchmarkScrolledLine scrolls the list of 50 members by one line.
func BenchmarkScrolledLine(b *testing.B) {
	scroll := append(slices.Repeat([]string{"Down"}, 40), slices.Repeat([]string{"Up"}, 40)...)
	benchKeys(b, "M0001", scroll, "")
}

// benchKeys presses keys in turn, after a search, and reports the time to the
// first byte and the bytes a key. undo is pressed after each, unmeasured.
func benchKeys(b *testing.B, search string, keys []string, undo string) {
	env, bin := benchEnv(b)
	f := openFront(b, env, bin)
	defer f.close()
	f.until("待核实")
	for _, r := range search {
		f.key(string(r))
		time.Sleep(40 * time.Millisecond)
	}
	time.Sleep(700 * time.Millisecond)
	f.quiet()
	var times []time.Duration
	var sizes []int
	for i := 0; b.Loop(); i++ {
		t, n := f.key(keys[i%len(keys)])
		times, sizes = append(times, t), append(sizes, n)
		if undo != "" {
			f.key(undo)
		}
	}
	slices.Sort(sizes)
	b.ReportMetric(percentile(times, 50), "p50-ms")
	b.ReportMetric(percentile(times, 99), "p99-ms")
	b.ReportMetric(float64(sizes[(len(sizes)-1)/2]), "bytes/key-p50")
	b.ReportMetric(float64(sizes[(len(sizes)-1)*99/100]), "bytes/key-p99")
}

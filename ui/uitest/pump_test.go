package uitest_test

import (
	"flag"
	"net"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"

	"guitai/ui"
	"guitai/ui/uitest"
)

func TestKeysAreAPersonsPaceApart(t *testing.T) {
	l := &log{}
	p, env := begin(t, l)
	p.Keys("F2", "5", "Enter", "Ctrl+L", "Space", "Alt+r", "PgDn", "Shift+Tab", "充")
	require.Equal(t, "f2 5 enter ctrl+l   alt+r pgdown shift+tab 充", l.all())
	require.Equal(t, 9*uitest.Pace, env.Clock.Now().Sub(uitest.Morning()))
	require.Contains(t, fails(t, func(t testing.TB) {
		p, _ := begin(t, &log{})
		p.Keys("500")
	}), `no key "500"`)
}

func TestCommandsRunInOrderAfterEachKey(t *testing.T) {
	l := &log{}
	l.on = onKey("f2", func() tea.Cmd {
		return tea.Batch(ui.Tell("a"), tea.Sequence(ui.Tell("b"), nil, tea.Batch(ui.Tell("c"), ui.Tell("d")), ui.Tell("e")), ui.Tell("f"))
	})
	p, _ := begin(t, l)
	p.Keys("F2")
	require.Contains(t, l.all(), "f2 a")
	for _, order := range [][2]string{{"b", "c"}, {"b", "e"}, {"a", "f"}} {
		require.Less(t, index(l, order[0]), index(l, order[1]), "%v in %v", order, l.lines)
	}
	require.Len(t, l.lines, 7)
}

func index(l *log, line string) int {
	for i, x := range l.lines {
		if x == line {
			return i
		}
	}
	return -1
}

func TestRapidKeysComeBeforeAnythingThatTheySetOff(t *testing.T) {
	l := &log{}
	l.on = onKey("enter", func() tea.Cmd { return ui.Tell("sent") })
	p, env := begin(t, l)
	p.Rapid("Enter", "Enter")
	require.Equal(t, "enter enter sent sent", l.all())
	require.Equal(t, uitest.Morning(), env.Clock.Now())
}

func TestCommandsWaitForTheClock(t *testing.T) {
	l := &log{}
	p, env := begin(t, l)
	l.on = onKey("f2", func() tea.Cmd {
		return tea.Batch(env.Clock.After(2*time.Second, "two"), env.Clock.After(time.Second, "one"), ui.Tell("now"))
	})
	p.Send(tea.KeyMsg{Type: tea.KeyF2})
	require.Equal(t, "f2 now", l.all())
	require.Equal(t, 2, p.Clock().Waiting())
	p.Advance(time.Second - 1)
	require.Equal(t, "f2 now", l.all())
	p.Advance(1)
	require.Equal(t, "f2 now one", l.all())
	p.Advance(time.Hour)
	require.Equal(t, "f2 now one two", l.all())
	require.Zero(t, p.UnderWay())
}

func TestATimerThatATimerStartsRunsAtItsOwnTime(t *testing.T) {
	l := &log{}
	p, env := begin(t, l)
	var times []time.Duration
	l.on = func(msg tea.Msg) tea.Cmd {
		times = append(times, env.Clock.Now().Sub(uitest.Morning()))
		if len(times) > 3 {
			return nil
		}
		return env.Clock.After(time.Second, "tick")
	}
	p.Send("start")
	p.Advance(time.Minute)
	require.Equal(t, []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}, times)
}

func TestTheClockStartsATimerWhenItIsMadeAsATerminalDoes(t *testing.T) {
	c := uitest.NewClock(uitest.Morning())
	cmd := c.After(0, "x")
	require.Equal(t, "x", cmd())
}

func TestWhatBlocksIsWaitedForBySettle(t *testing.T) {
	client, server := net.Pipe()
	t.Cleanup(func() { _ = client.Close(); _ = server.Close() })
	l := &log{}
	p, _ := begin(t, l)
	l.on = onKey("f2", func() tea.Cmd {
		return func() tea.Msg {
			b := make([]byte, 5)
			n, _ := client.Read(b)
			return string(b[:n])
		}
	})
	p.Keys("F2", "x")
	require.Equal(t, "f2 x", l.all(), "a command that blocks does not hold up keys")
	require.Equal(t, 1, p.UnderWay())
	go func() { _, _ = server.Write([]byte("reply")) }()
	p.Settle(func() bool { return len(l.lines) == 3 })
	require.Equal(t, "f2 x reply", l.all())
}

func TestSeeWaitsForWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan string)
		l := &log{start: func() tea.Msg { return <-answer }}
		p, _ := begin(t, l)
		go func() {
			time.Sleep(3 * time.Second) // the bubble's own time
			answer <- "here"
		}()
		p.See("here")
	})
}

func TestSettleGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		require.Contains(t, fails(t, func(t testing.TB) {
			p, _ := begin(t, &log{})
			p.Settle(func() bool { return false })
		}), "never came true")
	})
}

func TestARunawayModelIsStopped(t *testing.T) {
	l := &log{}
	l.on = func(tea.Msg) tea.Cmd { l.lines = nil; return ui.Tell("again") }
	require.Contains(t, fails(t, func(t testing.TB) {
		p, _ := begin(t, l)
		p.Send("go")
	}), "keeps setting off")
}

func TestEveryFramesSizeIsChecked(t *testing.T) {
	require.Contains(t, fails(t, func(t testing.TB) { begin(t, &log{wrong: true}) }), "41 cells wide")
	require.Contains(t, fails(t, func(t testing.TB) { begin(t, &log{lines: []string{"\x1b[2J"}}) }), "wrong")
}

func TestLookingAtTheScreen(t *testing.T) {
	l := &log{}
	p, _ := begin(t, l)
	p.Send("hello  ")
	p.See("hello")
	p.DontSee("bye")
	require.Equal(t, "hello", p.Line(0))
	x, y, shown := p.Caret()
	require.Equal(t, []any{2, 1, true}, []any{x, y, shown})
	require.Contains(t, fails(t, func(t testing.TB) { q, _ := begin(t, &log{}); q.See("hello") }), `"hello" is not on the screen`)
	require.Contains(t, fails(t, func(t testing.TB) { q, _ := begin(t, l); q.DontSee("hello") }), `"hello" is on the screen`)
}

func TestScansPastesClicksAndTheWheel(t *testing.T) {
	l := &log{}
	p, env := begin(t, l)
	p.Scan("M0")
	require.Equal(t, "M 0 enter", l.all())
	require.Equal(t, 2*5*time.Millisecond+uitest.Pace, env.Clock.Now().Sub(uitest.Morning()))
	l.lines = nil
	p.ScanAtOnce("M0")
	p.Together("ab")
	p.Paste("x y")
	require.Equal(t, "M0 enter ab [x y]", l.all())
	p.Click("enter")
	p.Click("y]")
	require.Equal(t, "left press at 0,1", l.lines[4])
	require.Equal(t, "left press at 3,3", l.lines[5])
	p.Wheel(-1)
	require.Contains(t, l.all(), "wheel up")
	p.Resize(50, 12)
	require.Equal(t, 50, l.width)
	require.Contains(t, fails(t, func(t testing.TB) { q, _ := begin(t, &log{}); q.Click("nothing") }), "to be clicked")
}

func TestQuitting(t *testing.T) {
	p, _ := begin(t, &log{on: onKey("q", func() tea.Cmd { return tea.Quit })})
	require.False(t, p.Ended())
	p.Keys("q")
	require.True(t, p.Ended())
}

func TestGoldens(t *testing.T) {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "")
	}
	t.Chdir(t.TempDir())
	write := func(text string) {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(filepath.Join("testdata", "x.golden"), []byte(text), 0o644))
	}
	golden := func(t testing.TB) {
		p, _ := begin(t, &log{lines: []string{"hello"}})
		p.Golden("x")
	}
	require.Contains(t, fails(t, golden), "-update")
	write("hello\n\n\n\n\n\n\n\n\n\ncaret: 2,1\n")
	golden(t)
	write("hallo\n\n\n\n\n\n\n\n\n\ncaret: 2,1\n")
	require.Contains(t, fails(t, golden), "line 0")
	write("hello\n\n\n\n\n\n\n\n\n\ncaret: 3,1\n")
	require.Contains(t, fails(t, golden), "line 10")

	require.NoError(t, os.Remove("testdata/x.golden"))
	require.NoError(t, flag.Set("update", "true"))
	t.Cleanup(func() { _ = flag.Set("update", "false") })
	golden(t)
	written, err := os.ReadFile("testdata/x.golden")
	require.NoError(t, err)
	require.Equal(t, "hello\n\n\n\n\n\n\n\n\n\ncaret: 2,1\n", string(written))
}

func TestACommandThatReadsAChannelIsWaitedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		changes := make(chan string)
		t.Cleanup(func() { close(changes) })
		read := func() tea.Cmd { return func() tea.Msg { return <-changes } }
		l := &log{start: read()}
		l.on = func(msg tea.Msg) tea.Cmd {
			if msg == "change" {
				return read()
			}
			return nil
		}
		p, _ := begin(t, l)
		before := time.Now() // the bubble's own time
		for range 4 {
			go func() { changes <- "change" }()
			synctest.Wait()
			p.Keys("x")
		}
		require.Less(t, time.Since(before), 300*time.Millisecond)
		require.Contains(t, l.all(), "change x change x")
	})
}

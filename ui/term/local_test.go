//go:build unix

package term_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	xterm "golang.org/x/term"

	"guitai/ui/term"
	"guitai/ui/term/quiet"
)

// child names the variable that makes this test binary the program under test,
// so that its package initialisation meets a real terminal.
const child = "GUITAI_TERM_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) == "" {
		os.Exit(m.Run())
	}
	quiet.Unquiet()
	err := term.RunLocal(context.Background(), &shop{}, term.Options{})
	fmt.Printf("ended: %v ci=%q", err, os.Getenv("CI"))
}

// counter is the program on a terminal that never answers anything.
type counter struct {
	t       *testing.T
	tty     *os.File
	cmd     *exec.Cmd
	before  *xterm.State
	written bytes.Buffer
}

func open(t *testing.T, env ...string) *counter {
	tty, slave, err := pty.Open()
	require.NoError(t, err)
	require.NoError(t, pty.Setsize(tty, &pty.Winsize{Cols: 60, Rows: 10}))
	self, err := os.Executable()
	require.NoError(t, err)
	// A program that hangs is killed, so that reading ends instead of waiting on.
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	c := &counter{t: t, tty: tty, cmd: exec.CommandContext(ctx, self)}
	c.before, err = xterm.GetState(int(tty.Fd()))
	require.NoError(t, err)
	c.cmd.Env = append([]string{child + "=1", "TERM=xterm-256color", "PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0"}, env...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = slave, slave, slave
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, c.cmd.Start())
	require.NoError(t, slave.Close())
	t.Cleanup(func() { cancel(); _ = tty.Close() })
	return c
}

// until reads what the program writes until the text has come.
func (c *counter) until(text string) {
	var b [4096]byte
	for !strings.Contains(c.written.String(), text) {
		n, err := c.tty.Read(b[:])
		require.NoError(c.t, err, "waiting for %q after %q", text, c.written.String())
		c.written.Write(b[:n])
	}
}

func (c *counter) press(keys string) {
	_, err := c.tty.WriteString(keys)
	require.NoError(c.t, err)
}

func (c *counter) ended(want string) {
	c.until("ended: ")
	c.until("ci=")
	assert.Contains(c.t, c.written.String(), "\x1b[?1049lended: "+want)
	require.NoError(c.t, c.cmd.Wait())
	after, err := xterm.GetState(int(c.tty.Fd()))
	require.NoError(c.t, err)
	assert.Equal(c.t, c.before, after, "the terminal is out of raw mode")
}

func TestTheFirstFrameComesWithoutAskingTheTerminal(t *testing.T) {
	c := open(t)
	c.until("查找会员 60x10")
	c.until("\x1b[?25h")
	for _, question := range []string{"\x1b]10;?", "\x1b]11;?", "\x1b[6n", "\x1b[c", "\x1b[>", "$p"} {
		assert.NotContains(t, c.written.String(), question)
	}
	c.press("12\x1b[A3")
	c.until("12up3")
	c.press("\x03")
	c.ended(`<nil> ci=""`)
}

func TestACIThatTheUserSetStays(t *testing.T) {
	c := open(t, "CI=true")
	c.until("查找会员")
	c.press("\x03")
	c.ended(`<nil> ci="true"`)
}

func TestAResizedWindowIsRepainted(t *testing.T) {
	c := open(t)
	c.until("60x10")
	require.NoError(t, pty.Setsize(c.tty, &pty.Winsize{Cols: 90, Rows: 30}))
	c.until("90x30")
	c.press("\x03")
	c.ended("<nil>")
}

func TestSignalsEndTheSession(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		c := open(t)
		c.until("查找会员")
		require.NoError(t, c.cmd.Process.Signal(signal))
		c.ended("term: ended by signal: " + signal.String())
	}
}

func TestAProgramThatWasStoppedRepaints(t *testing.T) {
	c := open(t)
	c.until("查找会员")
	c.written.Reset()
	require.NoError(t, c.cmd.Process.Signal(syscall.SIGCONT))
	c.until("\x1b[?1049h")
	c.until("查找会员")
	c.press("\x03")
	c.ended("<nil>")
}

func TestAPanicLeavesTheLocalTerminalAsItWas(t *testing.T) {
	for _, key := range []string{"\x1bOP", "\x1bOQ", "\x1bOR"} {
		c := open(t)
		c.until("查找会员")
		c.press(key)
		c.ended("term: the session ended because of a fault")
	}
}

func TestWhereThereIsNoTerminalNothingIsTried(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer func() { _, _ = r.Close(), w.Close() }()
	err = term.RunLocal(t.Context(), &shop{}, term.Options{In: r, Out: w})
	assert.True(t, errors.Is(err, term.ErrNoTerminal))

	c := open(t, "TERM=dumb")
	c.until("ended: " + term.ErrNoTerminal.Error())
	require.NoError(t, c.cmd.Wait())
}

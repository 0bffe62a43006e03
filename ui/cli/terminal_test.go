package cli_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
)

// built makes the program once for all tests that run it.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "guitai-built-*")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "guitai")
	out, err := exec.Command("go", "build", "-o", bin, "guitai").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return bin, nil
})

func program(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a pseudo terminal is needed, which Windows has not")
	}
	bin, err := built()
	require.NoError(t, err)
	return bin
}

// home is a fresh user's environment.
func home(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	return append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir+"/config", "XDG_STATE_HOME="+dir+"/state", "GUITAI_CONFIG=",
		"TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", "LANG=C.UTF-8", "LC_ALL=")
}

// window is a real terminal with the built program in it.
type window struct {
	t      *testing.T
	cmd    *exec.Cmd
	pty    *os.File
	mu     sync.Mutex
	screen *vt.Emulator
	ended  chan error
	raw    int
	// said is all that was ever written to the terminal.
	said []byte
}

func openWindow(t *testing.T, width, height int, env []string, args ...string) *window {
	t.Helper()
	return openWindowOf(t, width, height, env, program(t), args...)
}

// openWindowOf runs another program than ours, as the one that reaches ours.
func openWindowOf(t *testing.T, width, height int, env []string, bin string, args ...string) *window {
	t.Helper()
	w := &window{t: t, screen: vt.NewEmulator(width, height), ended: make(chan error, 1)}
	w.cmd = exec.CommandContext(t.Context(), bin, args...)
	w.cmd.Env = env
	w.cmd.Cancel = func() error { return w.cmd.Process.Kill() }
	f, err := pty.StartWithSize(w.cmd, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)})
	require.NoError(t, err)
	w.pty = f
	go w.read()
	go func() { w.ended <- w.cmd.Wait() }()
	t.Cleanup(func() {
		_ = w.cmd.Process.Kill()
		_ = f.Close()
	})
	return w
}

func (w *window) read() {
	buf := make([]byte, 64<<10)
	go func() { _, _ = io.Copy(io.Discard, w.screen) }() // what the terminal would answer
	for {
		n, err := w.pty.Read(buf)
		w.mu.Lock()
		_, _ = w.screen.Write(buf[:n])
		w.raw += n
		w.said = append(w.said, buf[:n]...)
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (w *window) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.screen.String()
}

// sees waits until all texts are on the screen.
func (w *window) sees(texts ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	for {
		text, missing := w.text(), ""
		for _, s := range texts {
			if !strings.Contains(text, s) {
				missing = s
			}
		}
		if missing == "" {
			return
		}
		select {
		case <-ctx.Done():
			w.t.Fatalf("%q never appeared on\n%s", missing, text)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// keys are what a terminal sends for them.
func keyBytes(name string) string {
	named := map[string]string{"Enter": "\r", "Esc": "\x1b", "Tab": "\t", "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS",
		"F5": "\x1b[15~", "F6": "\x1b[17~", "F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "F10": "\x1b[21~",
		"Up": "\x1b[A", "Down": "\x1b[B", "Ctrl+C": "\x03", "Ctrl+L": "\x0c", "PgDn": "\x1b[6~"}
	if b, ok := named[name]; ok {
		return b
	}
	return name
}

// presses types keys as a person does, one at a time. The pause is what tells a
// person from a scanner.
func (w *window) presses(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		_, err := w.pty.WriteString(keyBytes(k))
		require.NoError(w.t, err)
		time.Sleep(60 * time.Millisecond)
	}
}

// readable waits out the time in which a new preview is deaf.
func (w *window) readable() { time.Sleep(450 * time.Millisecond) }

func (w *window) scans(text string) {
	w.t.Helper()
	_, err := w.pty.WriteString(text + "\r")
	require.NoError(w.t, err)
}

func (w *window) resizes(width, height int) {
	w.t.Helper()
	w.mu.Lock()
	w.screen.Resize(width, height)
	w.mu.Unlock()
	require.NoError(w.t, pty.Setsize(w.pty, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}))
}

// ends waits for the program's end and gives its exit code.
func (w *window) ends() int {
	w.t.Helper()
	select {
	case <-w.ended:
		return w.cmd.ProcessState.ExitCode()
	case <-time.After(30 * time.Second):
		w.t.Fatalf("the program does not end\n%s", w.text())
		return -1
	}
}

// letters splits a text into keys.
func letters(s string) []string {
	var keys []string
	for _, r := range s {
		keys = append(keys, string(r))
	}
	return keys
}

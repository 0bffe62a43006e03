//go:build windows

package term

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/sys/windows"
)

// rawMode is a console that speaks escape sequences in both directions.
type rawMode struct {
	in, out         windows.Handle
	inMode, outMode uint32
}

func newRawMode(in, out *os.File) (*rawMode, error) {
	r := &rawMode{in: windows.Handle(in.Fd()), out: windows.Handle(out.Fd())}
	if err := windows.GetConsoleMode(r.in, &r.inMode); err != nil {
		return nil, err
	}
	if err := windows.GetConsoleMode(r.out, &r.outMode); err != nil {
		return nil, err
	}
	if err := r.set(); err != nil {
		_ = r.restore()
		return nil, err
	}
	return r, nil
}

func (r *rawMode) set() error {
	in := r.inMode&^(windows.ENABLE_ECHO_INPUT|windows.ENABLE_LINE_INPUT|windows.ENABLE_PROCESSED_INPUT) |
		windows.ENABLE_VIRTUAL_TERMINAL_INPUT
	if err := windows.SetConsoleMode(r.in, in); err != nil {
		return err
	}
	return windows.SetConsoleMode(r.out, r.outMode|
		windows.ENABLE_PROCESSED_OUTPUT|
		windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING|
		windows.DISABLE_NEWLINE_AUTO_RETURN)
}

func (r *rawMode) enter() { _ = r.set() }

func (r *rawMode) restore() error {
	err := windows.SetConsoleMode(r.in, r.inMode)
	if failed := windows.SetConsoleMode(r.out, r.outMode); err == nil {
		err = failed
	}
	return err
}

// consoleKeyboard reads UTF-16 from the console, which is right in every code
// page, and knows no byte that means the end of the input: os.File takes
// Ctrl+Z for one.
type consoleKeyboard struct {
	handle  windows.Handle
	units   [256]uint16
	kept    uint16 // the first half of a surrogate pair
	rest    []byte
	stopped atomic.Bool
}

func newKeyboard(in *os.File) (keyboard, error) {
	return &consoleKeyboard{handle: windows.Handle(in.Fd())}, nil
}

// Read returns what was typed as UTF-8. A read that waits when the keyboard is
// stopped ends with the next key.
func (k *consoleKeyboard) Read(p []byte) (int, error) {
	for len(k.rest) == 0 {
		if k.stopped.Load() {
			return 0, io.EOF
		}
		start := 0
		if k.kept != 0 {
			k.units[0], start = k.kept, 1
		}
		var n uint32
		err := windows.ReadConsole(k.handle, &k.units[start], uint32(len(k.units)-start), &n, nil)
		if err != nil {
			return 0, err
		}
		k.decode(k.units[:start+int(n)])
	}
	n := copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
}

func (k *consoleKeyboard) decode(units []uint16) {
	k.kept = 0
	if n := len(units); n > 0 && units[n-1] >= 0xd800 && units[n-1] < 0xdc00 {
		k.kept, units = units[n-1], units[:n-1]
	}
	k.rest = k.rest[:0]
	for _, r := range utf16.Decode(units) {
		k.rest = utf8.AppendRune(k.rest, r)
	}
}

func (k *consoleKeyboard) stop() { k.stopped.Store(true) }

// consoleEnviron names the console: all that Go runs on know all colours.
func consoleEnviron(env []string) []string {
	if lookup(env, "TERM") != "" {
		return env
	}
	return append(env[:len(env):len(env)], "TERM=xterm-256color", "COLORTERM=truecolor")
}

// sizePoll is how often the size is looked at: the console tells of changes
// only among the key events that are read as bytes here.
const sizePoll = 250 * time.Millisecond

func watch(ctx context.Context, fd int, end func(os.Signal), _ func()) watcher {
	w := newWatcher()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals)
		poll := time.NewTicker(sizePoll)
		defer poll.Stop()
		for last := screenSize(fd); ; {
			select {
			case <-ctx.Done():
				return
			case s := <-signals:
				end(s)
			case <-poll.C:
				if size := screenSize(fd); size != last {
					last = size
					w.resized(size)
				}
			}
		}
	}()
	return w
}

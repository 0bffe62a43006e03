//go:build unix

package term

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/muesli/cancelreader"
	"golang.org/x/term"
)

// rawMode is a terminal whose keys arrive one by one and unseen.
type rawMode struct {
	fd    int
	state *term.State
}

func newRawMode(in, _ *os.File) (*rawMode, error) {
	r := &rawMode{fd: int(in.Fd())}
	var err error
	r.state, err = term.MakeRaw(r.fd)
	return r, err
}

// enter sets raw mode again after another program had the terminal.
func (r *rawMode) enter() { _, _ = term.MakeRaw(r.fd) }

func (r *rawMode) restore() error { return term.Restore(r.fd, r.state) }

// cancelKeyboard polls the terminal, so that a waiting read can be ended
// without taking a key.
type cancelKeyboard struct{ cancelreader.CancelReader }

func newKeyboard(in *os.File) (keyboard, error) {
	r, err := cancelreader.NewReader(in)
	if err != nil {
		return nil, err
	}
	return cancelKeyboard{r}, nil
}

// stop ends a waiting read. The poll's descriptors are left to the end of the
// process: closing them under the read that is just returning could hand their
// numbers to another file.
func (k cancelKeyboard) stop() { k.Cancel() }

func consoleEnviron(env []string) []string { return env }

// watch turns signals into sizes and ends. There is no suspending, but a
// process that was stopped from outside and goes on finds its terminal in the
// shell's modes and with the shell's text on it.
func watch(ctx context.Context, fd int, end func(os.Signal), reenter func()) watcher {
	w := newWatcher()
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGWINCH, syscall.SIGCONT, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-ctx.Done():
				return
			case s := <-signals:
				switch s {
				case syscall.SIGWINCH:
					w.resized(screenSize(fd))
				case syscall.SIGCONT:
					reenter()
					select {
					case w.resumed <- struct{}{}:
					default:
					}
					w.resized(screenSize(fd))
				default:
					end(s)
				}
			}
		}
	}()
	return w
}

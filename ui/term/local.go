package term

import (
	"context"
	"io"
	"os"

	"golang.org/x/term"
)

// Options says how RunLocal uses the process' own terminal.
type Options struct {
	// Mouse asks the terminal to report clicks and the wheel.
	Mouse bool
	// Env is the environment to tell the terminal's abilities from; nil: the
	// process' own, see [Environ].
	Env []string
	// In and Out are the terminal; nil: standard input and output.
	In, Out *os.File
}

// RunLocal runs a model on the process' own terminal, which it puts into raw
// mode and always restores, also when the model panics. It ends as [Run] does,
// and by the signals to interrupt, terminate or hang up ([*SignalError]). It
// returns [ErrNoTerminal] at once where input or output is no terminal.
func RunLocal(ctx context.Context, m Model, o Options) (err error) {
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if o.Env == nil {
		o.Env = Environ()
	}
	in, out := int(o.In.Fd()), int(o.Out.Fd())
	if !term.IsTerminal(in) || !term.IsTerminal(out) || lookup(o.Env, "TERM") == "dumb" {
		return ErrNoTerminal
	}
	raw, err := newRawMode(o.In, o.Out)
	if err != nil {
		return err
	}
	defer func() {
		if failed := raw.restore(); err == nil {
			err = failed
		}
	}()
	keys, err := newKeyboard(o.In)
	if err != nil {
		return err
	}
	defer keys.stop()

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := watch(ctx, out, func(s os.Signal) { cancel(&SignalError{s}) }, raw.enter)
	return Run(ctx, Session{
		In: keys, Out: o.Out, Size: screenSize(out), Resize: w.resize, resumed: w.resumed,
		Mouse: o.Mouse, Env: o.Env,
	}, m)
}

// Environ is the process' environment, completed where the system's terminals
// are known but name themselves nowhere, as on Windows.
func Environ() []string { return consoleEnviron(os.Environ()) }

// screenSize asks the system for the size of the terminal; it is zero, and so
// 80x24, where that fails.
func screenSize(fd int) Size {
	w, h, err := term.GetSize(fd)
	if err != nil {
		return Size{}
	}
	return Size{Width: w, Height: h}
}

// keyboard reads the terminal until it is stopped; then it takes no byte more,
// so that what is typed next belongs to whoever reads next.
type keyboard interface {
	io.Reader
	stop()
}

// watcher is what happens to a terminal besides typing.
type watcher struct {
	resize  chan Size
	resumed chan struct{}
}

func newWatcher() watcher {
	return watcher{resize: make(chan Size, 1), resumed: make(chan struct{}, 1)}
}

// resized offers the newest size in place of one nobody took yet. Only one
// goroutine may call it.
func (w watcher) resized(s Size) {
	select {
	case <-w.resize:
	default:
	}
	w.resize <- s
}

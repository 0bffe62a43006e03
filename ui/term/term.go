package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	tea "github.com/charmbracelet/bubbletea"

	_ "guitai/ui/term/quiet" // before Bubble Tea's own initialisation
)

// Frame is one whole picture of the screen.
type Frame struct {
	// Text is the lines, separated by \n. Of escape sequences only styles
	// (SGR) have an effect, and each line starts in the default style. A text
	// that is shorter or narrower than the screen is padded with blanks, one
	// that is longer or wider is cut; a wide character that would be cut in
	// half is left out.
	Text string
	// CaretX and CaretY are the cell, from 0, of the terminal's real cursor,
	// next to which an input method opens its window. They are moved inside
	// the screen if they are not.
	CaretX, CaretY int
	// Caret tells whether the cursor is shown; where it is not, it stays
	// wherever the last change was written.
	Caret bool
}

// Model is what a session runs. Its methods are called one after another and
// never at the same time. It quits with [tea.Quit]. Init is followed at once
// by an Update with the [tea.WindowSizeMsg] of the screen, so that the first
// frame has the right size; each later change of size brings another one.
//
// Keys that arrive together come as one [tea.KeyMsg] with several runes, of at
// most 255 bytes of UTF-8; a space is a key of its own. A paste is one KeyMsg
// with Paste set, of at most 4 KiB, its line ends made \n and its other
// controls but tabs left out.
type Model interface {
	Init() tea.Cmd
	Update(tea.Msg) tea.Cmd
	Frame() Frame
}

// Size is a screen in cells.
type Size struct{ Width, Height int }

// Bounds of a size: a client may claim any number of cells, and a frame of
// them is made.
const (
	maxWidth  = 500
	maxHeight = 200
)

// bounded returns the size a session works with: 80x24 where a client does
// not know its own.
func (s Size) bounded() Size {
	if s.Width <= 0 || s.Height <= 0 {
		return Size{Width: 80, Height: 24}
	}
	return Size{Width: min(s.Width, maxWidth), Height: min(s.Height, maxHeight)}
}

// Session is one terminal: the local one, an SSH channel, or a test.
type Session struct {
	// In is what is typed. A Read that is still waiting when the session ends
	// is left behind; whoever owns In ends it by closing it.
	In io.Reader
	// Out is the screen. It is written to by one goroutine, in whole updates.
	Out io.Writer
	// Size is the screen at the start, 80x24 where it is not known. More than
	// 500x200 cells are not used.
	Size Size
	// Resize brings later sizes; nil or closed: none. Each one repaints all.
	Resize <-chan Size
	// Mouse asks the terminal to report clicks and the wheel.
	Mouse bool
	// Env is the environment, KEY=value, that the terminal's abilities are
	// told from; see [Detect].
	Env []string

	// resumed tells that the terminal may have lost its modes and contents.
	resumed <-chan struct{}
}

var (
	// ErrInputEnded is returned when nobody can type any more, for example
	// because an SSH client hung up.
	ErrInputEnded = errors.New("term: the terminal's input has ended")
	// ErrNoTerminal is returned by RunLocal where there is no terminal, or
	// one that cannot place its cursor.
	ErrNoTerminal = errors.New("term: not run in a terminal that can show a screen")
)

// WriteError is returned when the terminal could not be written to.
type WriteError struct{ Err error }

func (e *WriteError) Error() string { return "term: writing to the terminal: " + e.Err.Error() }
func (e *WriteError) Unwrap() error { return e.Err }

// SignalError is returned by RunLocal when a signal ended the session.
type SignalError struct{ Signal os.Signal }

func (e *SignalError) Error() string { return "term: ended by signal: " + e.Signal.String() }

// PanicError is returned when the model or one of its commands panicked. Its
// text is fit for people; Value and Stack are for the log and may hold data.
type PanicError struct {
	// Where names the call: Init, Update, Frame or command.
	Where string
	Value any
	Stack []byte
}

func (e *PanicError) Error() string {
	return "term: the session ended because of a fault in its " + e.Where
}

// Detail is the story for the log. Of the value only what the language itself said
// is in it: what anybody else panics with may hold a member's data.
func (e *PanicError) Detail() string {
	what := fmt.Sprintf("a value of type %T", e.Value)
	if fault, ok := e.Value.(runtime.Error); ok {
		what = fault.Error()
	}
	return fmt.Sprintf("panic in %s: %s\n%s", e.Where, what, e.Stack)
}

// Run runs a model on a session until it quits, which returns nil, or until
// the context ends (its cause is returned), the input ends ([ErrInputEnded]),
// the terminal cannot be written to ([*WriteError]) or something panics
// ([*PanicError]). Whichever it is, the terminal's modes are restored and its
// screen is cleared, unless it takes no more bytes for half a second.
func Run(ctx context.Context, s Session, m Model) error {
	s.Size = s.Size.bounded()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	screen := newScreen(s.Out, Detect(s.Env), s.Mouse, cancel)
	outer := &outer{model: m, size: s.Size, screen: screen, fail: cancel}
	program := tea.NewProgram(outer,
		tea.WithContext(ctx),
		tea.WithInput(nil), // read and parsed here
		tea.WithOutput(io.Discard),
		tea.WithEnvironment(s.Env),
		tea.WithoutRenderer(),
		tea.WithoutSignalHandler(),
		tea.WithoutCatchPanics(), // caught here, for this session alone
		tea.WithFilter(outer.filter),
	)
	go screen.run()
	go read(ctx, s.In, program.Send, cancel)
	go follow(ctx, s, screen, program.Send)

	_, err := program.Run()
	screen.close()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if errors.Is(err, tea.ErrInterrupted) {
		return nil // the model's own way to leave, like Quit
	}
	return err
}

// follow passes on what happens to the window until the session ends.
func follow(ctx context.Context, s Session, screen *screen, send func(tea.Msg)) {
	for resize := s.Resize; ; {
		select {
		case <-ctx.Done():
			return
		case size, ok := <-resize:
			if !ok {
				resize = nil
				continue
			}
			size = size.bounded()
			send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
		case <-s.resumed:
			screen.enter()
		}
	}
}

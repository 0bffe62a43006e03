package term_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/vt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/ui/term"
)

// shop is a model that shows what was typed; some keys make it misbehave.
type shop struct {
	typed string
	size  tea.WindowSizeMsg
	panic string
}

func (s *shop) Init() tea.Cmd { return nil }

func (s *shop) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.size = msg
	case string:
		s.typed += msg
	case tea.KeyMsg:
		return s.key(msg.String())
	}
	return nil
}

func (s *shop) key(name string) tea.Cmd {
	burst := func() tea.Msg { panic("in a command") }
	calm := func() tea.Msg { return "calm" }
	switch name {
	case "f1":
		panic("in Update")
	case "f2":
		s.panic = "in Frame"
	case "f3":
		return burst
	case "f4":
		return tea.Batch(calm, tea.Sequence(calm, burst))
	case "f5":
		return tea.Sequence(calm, tea.Batch(calm, burst))
	case "f6":
		return tea.Suspend
	case "f7":
		return tea.Sequence(calm, tea.Batch(calm, calm))
	case "f8":
		return tea.ClearScreen
	case "ctrl+c":
		return tea.Quit
	default:
		s.typed += name
	}
	return nil
}

func (s *shop) Frame() term.Frame {
	if s.panic != "" {
		panic(s.panic)
	}
	text := fmt.Sprintf("查找会员 %dx%d\n> %s", s.size.Width, s.size.Height, s.typed)
	return term.Frame{Text: text, CaretX: 2 + len(s.typed), CaretY: 1, Caret: true}
}

// visitor is somebody at a terminal: an emulator and a keyboard.
type visitor struct {
	t      *testing.T
	mu     sync.Mutex
	screen *vt.Emulator
	raw    strings.Builder
	block  chan struct{} // while not nil, writes wait for it to close
	keys   *io.PipeWriter
	resize chan term.Size
	cancel context.CancelCauseFunc
	ended  chan error
}

// visit starts a session and waits for its first frame.
func visit(t *testing.T, m term.Model, change func(*term.Session)) *visitor {
	in, keys := io.Pipe()
	v := &visitor{t: t, screen: vt.NewEmulator(40, 5), keys: keys, resize: make(chan term.Size), ended: make(chan error, 1)}
	s := term.Session{In: in, Out: v, Size: term.Size{Width: 40, Height: 5}, Resize: v.resize, Mouse: true}
	if change != nil {
		change(&s)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	v.cancel = cancel
	go func() {
		err := term.Run(ctx, s, m)
		_ = in.Close()
		v.ended <- err
	}()
	synctest.Wait()
	return v
}

func (v *visitor) Write(b []byte) (int, error) {
	v.mu.Lock()
	block := v.block
	v.mu.Unlock()
	if block != nil {
		<-block
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.raw.Write(b)
	return v.screen.Write(b)
}

// press types keys in one read and waits until everything has settled.
func (v *visitor) press(keys string) {
	_, err := v.keys.Write([]byte(keys))
	require.NoError(v.t, err)
	synctest.Wait()
}

func (v *visitor) see() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return strings.TrimRight(v.screen.String(), "\n")
}

// bytes returns what was written since it was last called.
func (v *visitor) bytes() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	defer v.raw.Reset()
	return v.raw.String()
}

// leaves waits for the session's end and checks that the terminal is as it was
// found, with nothing left to read.
func (v *visitor) leaves() error {
	err := <-v.ended
	assert.False(v.t, v.screen.IsAltScreen())
	assert.Empty(v.t, v.see())
	raw := v.bytes()
	for _, mode := range []string{"?1049", "?2004", "?1000", "?1006"} {
		assert.Greater(v.t, strings.LastIndex(raw, mode+"l"), strings.LastIndex(raw, mode+"h"), mode)
	}
	assert.Greater(v.t, strings.LastIndex(raw, "?7h"), strings.LastIndex(raw, "?7l"))
	assert.Greater(v.t, strings.LastIndex(raw, "?25h"), strings.LastIndex(raw, "?25l"))
	return err
}

func TestASessionShowsWhatIsTypedAndLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, nil)
		assert.Equal(t, "查找会员 40x5\n>", v.see(), "the first frame has the right size")
		assert.Equal(t, 2, v.screen.CursorPosition().X)
		v.press("1234")
		assert.Equal(t, "查找会员 40x5\n> 1234", v.see())
		assert.Equal(t, 6, v.screen.CursorPosition().X)
		v.press("\x03")
		assert.NoError(t, v.leaves())
	})
}

func TestASessionAtRestWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, nil)
		v.bytes()
		time.Sleep(time.Hour)
		assert.Empty(t, v.bytes())
		v.press("7")
		assert.Equal(t, "7", v.bytes(), "a typed character is that character")
		v.press("\x1b[<64;1;1M")
		assert.Empty(t, v.bytes(), "an update that changes nothing writes nothing")
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
}

func TestEscapeIsAKeyAfterAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, nil)
		v.press("\x1b")
		assert.NotContains(t, v.see(), "esc")
		time.Sleep(40 * time.Millisecond)
		synctest.Wait()
		assert.Contains(t, v.see(), "> esc")

		v.press("\x1b")
		time.Sleep(39 * time.Millisecond)
		v.press("[A")
		assert.Contains(t, v.see(), "> escup", "an arrow key split by a slow line")

		v.press("\xe4\xbc")
		time.Sleep(time.Minute)
		v.press("\x9a")
		assert.Contains(t, v.see(), "> escup会")
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
}

func TestAResizeRepaintsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, nil)
		v.bytes()
		v.resize <- term.Size{Width: 60, Height: 9}
		synctest.Wait()
		assert.Contains(t, v.bytes(), "查找会员 60x9")
		v.resize <- term.Size{Width: 1 << 30, Height: 1 << 30}
		synctest.Wait()
		assert.Contains(t, v.see(), "500x200", "a size is believed up to a bound")
		v.resize <- term.Size{}
		close(v.resize)
		v.press("\x1b[19~") // F8 clears the screen
		assert.Contains(t, v.bytes(), "80x24")
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
}

func TestAPanicEndsItsSessionAndRestoresTheTerminal(t *testing.T) {
	for key, where := range map[string]string{
		"\x1bOP": "Update", "\x1bOQ": "Frame", "\x1bOR": "command", "\x1bOS": "command", "\x1b[15~": "command",
	} {
		synctest.Test(t, func(t *testing.T) {
			v := visit(t, &shop{}, nil)
			v.press(key)
			var fault *term.PanicError
			require.ErrorAs(t, v.leaves(), &fault)
			assert.Equal(t, where, fault.Where)
			assert.Contains(t, fault.Detail(), "run_test.go")
			assert.NotContains(t, fault.Error(), "in "+where)
			assert.NotContains(t, fault.Detail(), ": in "+where, "what somebody panics with may be a member's data")
		})
	}
}

type brokenInit struct{ shop }

func (*brokenInit) Init() tea.Cmd { panic("at once") }

func TestAPanicInInitIsCaughtToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &brokenInit{}, nil)
		var fault *term.PanicError
		require.ErrorAs(t, v.leaves(), &fault)
		assert.Equal(t, "Init", fault.Where)
	})
}

func TestCommandsInBatchesAndSequencesStillRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, nil)
		v.press("\x1b[18~\x1b[17~") // F7, and F6, which would suspend
		assert.Contains(t, v.see(), "> calmcalmcalm")
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
}

func TestASlowTerminalHoldsUpNothingAndSeesTheNewestFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &shop{}
		v := visit(t, m, nil)
		v.bytes()
		v.mu.Lock()
		v.block = make(chan struct{})
		v.mu.Unlock()
		for range 500 {
			v.press("8")
		}
		assert.Len(t, m.typed, 500, "the program went on")
		v.press("\x1b[19~")
		close(v.block)
		synctest.Wait()
		assert.Less(t, len(v.bytes()), 1000, "the frames between were left out")
		assert.Contains(t, v.see(), "> "+strings.Repeat("8", 38))
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
}

func TestASessionEndsAlthoughItsTerminalTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, nil)
		v.block = make(chan struct{})
		v.press("8")
		start := time.Now()
		v.press("\x03")
		assert.NoError(t, <-v.ended)
		assert.Equal(t, 500*time.Millisecond, time.Since(start))
		close(v.block)
	})
}

func TestHowASessionEnds(t *testing.T) {
	end := errors.New("the shop closes")
	for name, c := range map[string]struct {
		do   func(*visitor)
		want error
	}{
		"quit":                   {func(v *visitor) { v.press("\x03") }, nil},
		"the client hangs up":    {func(v *visitor) { _ = v.keys.Close() }, term.ErrInputEnded},
		"the context is over":    {func(v *visitor) { v.cancel(end) }, end},
		"quit with a key behind": {func(v *visitor) { v.press("\x0312") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := visit(t, &shop{}, nil)
				c.do(v)
				assert.Equal(t, c.want, v.leaves())
			})
		})
	}
}

func TestATerminalThatCannotBeWrittenToEndsTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := errors.New("gone")
		v := visit(t, &shop{}, func(s *term.Session) { s.Out = failing{gone} })
		var failed *term.WriteError
		require.ErrorAs(t, <-v.ended, &failed)
		assert.ErrorIs(t, failed, gone)
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestUpdatesAreHeldTogetherOnlyWhereThatIsKnownToWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, func(s *term.Session) {
			s.Env, s.Size = []string{"TERM=xterm-kitty"}, term.Size{Width: 40, Height: 12}
		})
		assert.Contains(t, v.bytes(), "\x1b[?2026h")
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
	synctest.Test(t, func(t *testing.T) {
		v := visit(t, &shop{}, func(s *term.Session) { s.Env = []string{"TERM=xterm-256color"} })
		assert.NotContains(t, v.bytes(), "2026")
		v.press("\x03")
		require.NoError(t, v.leaves())
	})
}

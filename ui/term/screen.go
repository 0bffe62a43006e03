package term

import (
	"io"
	"strconv"
	"sync"
	"time"
)

// screen writes frames to a terminal from a goroutine of its own. Of the
// frames that come while a write is under way only the newest is kept, so a
// client that stops reading holds up neither the program nor the till.
type screen struct {
	out   io.Writer
	mouse bool
	fail  func(error)

	mu      sync.Mutex
	frame   Frame
	size    Size
	fresh   bool // there is a frame that was not painted yet
	reenter bool // the terminal's modes must be set (again)
	painted bool // the terminal's modes are set and must be restored
	unknown bool // the terminal's contents are not known

	wake    chan struct{} // holds a value when there is something to do
	quit    chan struct{}
	done    chan struct{}
	painter *painter
}

// patience is how long the end of a session waits for a terminal that takes no
// bytes.
const patience = 500 * time.Millisecond

func newScreen(out io.Writer, c Capabilities, mouse bool, fail func(error)) *screen {
	return &screen{
		out: out, mouse: mouse, fail: fail, reenter: true,
		wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
		painter: newPainter(c),
	}
}

// show replaces the frame to be painted next. It never waits.
func (s *screen) show(f Frame, size Size) {
	s.mu.Lock()
	s.frame, s.size, s.fresh = f, size, true
	s.mu.Unlock()
	s.poke()
}

// forget makes the next paint a full one.
func (s *screen) forget() {
	s.mu.Lock()
	s.unknown = true
	s.mu.Unlock()
}

// enter sets the terminal's modes again and repaints the last frame.
func (s *screen) enter() {
	s.mu.Lock()
	s.reenter, s.unknown = true, true
	s.fresh = s.painted
	s.mu.Unlock()
	s.poke()
}

func (s *screen) poke() {
	select {
	case s.wake <- struct{}{}:
	default: // it is already awake and will find the newest frame
	}
}

// run paints until close is called or a write fails. A fault in painting ends
// this session alone, like one in the model.
func (s *screen) run() {
	defer close(s.done)
	defer s.leave()
	defer recoverAs("painting", s.fail)
	for {
		select {
		case <-s.quit:
			return
		case <-s.wake:
		}
		b := s.next()
		if len(b) == 0 {
			continue
		}
		if _, err := s.out.Write(b); err != nil {
			s.fail(&WriteError{err})
			return
		}
	}
}

// next takes the newest frame and returns the bytes it needs.
func (s *screen) next() []byte {
	s.mu.Lock()
	frame, size, fresh := s.frame, s.size, s.fresh
	reenter, unknown := s.reenter, s.unknown
	if !fresh {
		s.mu.Unlock()
		return nil
	}
	s.fresh, s.reenter, s.unknown, s.painted = false, false, false, true
	s.mu.Unlock()

	if reenter || unknown {
		s.painter.forget()
	}
	b := s.painter.paint(frame, size)
	if reenter {
		b = append(enterSequence(s.mouse), b...)
	}
	return b
}

// close ends the screen: what is being written is finished and the terminal
// restored. It gives up on one that takes no bytes.
func (s *screen) close() {
	close(s.quit)
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-s.done:
	case <-limit.C:
	}
}

// leave restores the terminal, if it was ever changed.
func (s *screen) leave() {
	s.mu.Lock()
	painted, size := s.painted, s.size
	s.mu.Unlock()
	if painted {
		_, _ = s.out.Write(leaveSequence(size.Height, s.mouse))
	}
}

// enterSequence sets the modes: alternate screen, no margins, no automatic
// wrapping (it is of no use to a program that places everything, and harms
// where a terminal thinks a character wider than it is), marked pastes, the
// keypad's and the arrows' ordinary codes.
func enterSequence(mouse bool) []byte {
	b := []byte("\x1b[?1049h\x1b[m\x1b[r\x1b[?7l\x1b[?2004h\x1b[?1l\x1b>")
	if mouse {
		b = append(b, "\x1b[?1000h\x1b[?1006h"...)
	}
	return b
}

// leaveSequence takes the modes back. The screen is cleared first, row by row:
// some terminals have no second screen, and some keep a screen that is cleared
// as a whole in their history, where members' data has no place.
func leaveSequence(height int, mouse bool) []byte {
	b := []byte("\x1b[m\x1b[r")
	for y := 1; y <= height; y++ {
		b = append(strconv.AppendInt(append(b, "\x1b["...), int64(y), 10), "H\x1b[K"...)
	}
	if mouse {
		b = append(b, "\x1b[?1006l\x1b[?1000l"...)
	}
	return append(b, "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[H\x1b[?1049l"...)
}

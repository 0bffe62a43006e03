package sshd

import (
	"bytes"
	"io"
	"sync/atomic"
	"time"
)

const (
	// typedBudget is the bytes a second that are handed on, and at once after a
	// pause. A scanner that was left on for an hour does not reach it.
	typedBudget = 64 << 10
	// droppedBudget is the bytes a second that are thrown away. A client that
	// sends more waits: dropping costs time too.
	droppedBudget = 4 << 20
	// maxPaste is the longest paste that is handed on; of a longer one nothing
	// is, because half of it could mean something else.
	maxPaste = 4 << 10
	// floodPause is the silence that ends a flood. Until then nothing is handed
	// on: the rest of something that was cut off would be taken for keys.
	floodPause = 250 * time.Millisecond
	// pastePause is the silence after which a paste without an end is taken to
	// be over, so that the keyboard is not dead for ever.
	pastePause = 3 * time.Second

	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// input is what is typed, within a budget. It is read by one goroutine, holds
// at most one paste, and needs no timer: silence is noticed when it ends.
type input struct {
	src   io.Reader
	clock func() time.Time
	// wait lets time pass.
	wait    func(time.Duration)
	dropped func(int)

	lastKey atomic.Int64 // nanoseconds since 1970
	ended   atomic.Bool  // nothing will be typed any more

	typed, thrown bucket
	quiet         time.Time // since when nothing is waiting to be read
	flood         bool
	matched       int // bytes of the mark that is being looked for
	pasting       bool
	pasted        int
	held          []byte // of the paste, while it is short enough
	ready         []byte // to be handed on
	spare         []byte // ready's memory
}

func newInput(src io.Reader, clock func() time.Time, dropped func(int)) *input {
	in := &input{src: src, clock: clock, wait: time.Sleep, dropped: dropped}
	now := clock()
	in.lastKey.Store(now.UnixNano())
	in.typed = bucket{rate: typedBudget, most: typedBudget, has: typedBudget, at: now}
	in.thrown = bucket{rate: droppedBudget, most: 1 << 20, has: 1 << 20, at: now}
	return in
}

// Read hands on what is typed; see [Session].
func (in *input) Read(p []byte) (int, error) {
	for len(p) > 0 {
		if len(in.ready) > 0 {
			n := copy(p, in.ready)
			in.ready = in.ready[n:]
			return n, nil
		}
		in.quiet = in.clock()
		n, err := in.src.Read(p)
		if n > 0 {
			if kept := in.take(p[:n]); kept > 0 {
				return kept, nil
			}
		}
		if err != nil {
			in.ended.Store(true)
			if len(in.ready) == 0 {
				return 0, err
			}
		}
	}
	return 0, nil
}

// take decides about a chunk: it returns its length where it is handed on as it
// is, and otherwise leaves in ready what is.
func (in *input) take(b []byte) int {
	now := in.clock()
	silence := now.Sub(in.quiet)
	if in.flood && silence >= floodPause {
		in.flood, in.matched = false, 0
	}
	if in.pasting && silence >= pastePause {
		in.drop(in.pasted)
		in.endPaste()
	}
	if in.flood {
		in.drop(len(b))
		in.throw(len(b), now)
		return 0
	}
	if !in.pasting && in.matched == 0 && bytes.IndexByte(b, pasteStart[0]) < 0 {
		return in.pass(b, now)
	}
	in.scan(b, now)
	if in.pass(in.ready, now) == 0 {
		in.ready = nil
	}
	return 0
}

// pass charges typed bytes to the budget; beyond it, a flood has begun.
func (in *input) pass(b []byte, now time.Time) int {
	if len(b) == 0 {
		return 0
	}
	if !in.typed.take(len(b), now) {
		in.flood, in.matched = true, 0
		in.endPaste()
		in.drop(len(b))
		in.throw(len(b), now)
		return 0
	}
	in.lastKey.Store(now.UnixNano())
	return len(b)
}

// scan takes pastes out of b and puts all that is handed on into ready. A mark
// that began in an earlier chunk was handed on in part; the terminal's parser
// drops such a beginning when the whole mark follows.
func (in *input) scan(b []byte, now time.Time) {
	out := in.spare[:0]
	thrown := 0
	for _, c := range b {
		if in.pasting {
			thrown++
			if in.inPaste(c) {
				if in.pasted <= maxPaste {
					out = append(append(append(out, pasteStart...), in.held...), pasteEnd...)
				} else {
					in.drop(in.pasted)
				}
				in.endPaste()
			}
			continue
		}
		out = append(out, c)
		if in.match(c, pasteStart) {
			out = out[:max(0, len(out)-len(pasteStart))]
			in.pasting, in.pasted = true, 0
		}
	}
	in.ready = out
	if cap(out) <= 2<<10 {
		in.spare = out
	}
	in.throw(thrown, now)
}

// inPaste takes a byte of a paste and tells whether it was the end of it.
func (in *input) inPaste(c byte) bool {
	in.pasted++
	if in.pasted <= maxPaste+len(pasteEnd) {
		in.held = append(in.held, c)
	} else {
		in.held = nil
	}
	if !in.match(c, pasteEnd) {
		return false
	}
	in.pasted -= len(pasteEnd)
	in.held = in.held[:max(0, len(in.held)-len(pasteEnd))]
	return true
}

func (in *input) endPaste() { in.pasting, in.pasted, in.held, in.matched = false, 0, nil, 0 }

// match follows a mark byte by byte. Only its first byte is an ESC, so that a
// mismatch can begin a new match at that byte alone.
func (in *input) match(c byte, mark string) bool {
	if c != mark[in.matched] {
		in.matched = 0
		if c != mark[0] {
			return false
		}
	}
	if in.matched++; in.matched < len(mark) {
		return false
	}
	in.matched = 0
	return true
}

func (in *input) drop(n int) { in.dropped(n) }

// throw makes a client wait that sends much that is thrown away.
func (in *input) throw(n int, now time.Time) {
	if n > 0 && !in.thrown.take(n, now) {
		in.wait(time.Duration(n) * time.Second / droppedBudget)
		in.thrown.take(n, in.clock())
	}
}

func (in *input) lastTyped() time.Time { return time.Unix(0, in.lastKey.Load()) }

// bucket is a budget of bytes: so many a second, and so many saved up.
type bucket struct {
	rate, most, has int
	at              time.Time
}

// take uses n bytes of the budget, or none if there are fewer.
func (b *bucket) take(n int, now time.Time) bool {
	if gained := int(int64(b.rate) * int64(min(now.Sub(b.at), time.Minute)) / int64(time.Second)); gained > 0 {
		b.has = min(b.most, b.has+gained)
		b.at = now
	}
	if n > b.has {
		return false
	}
	b.has -= n
	return true
}

package term

import "strings"

// painter knows what one terminal shows and turns frames into the bytes that
// bring it up to date. It keeps the lines of the last frame, not its cells: a
// line that is the same string is skipped, and of the others the old and the
// new one are decoded again, which is cheaper than holding a screen of cells
// for every session.
type painter struct {
	noColor bool
	sync    bool

	size  Size
	lines []string // what the terminal shows; none where that is not known
	next  []string
	moved []string
	old   []cell
	new   []cell

	out     []byte // what paint returns
	plain   []byte // an update written cell by cell
	rolled  []byte // the same update begun by moving a block of rows
	x, y    int    // the terminal's cursor, as in encoder
	caret   bool   // whether the cursor is shown
	unknown bool   // whether the terminal's contents are unknown
	eager   bool   // whether rows are moved wherever they can be, for tests
}

const (
	// tryShift is the size in bytes from which an update is worth a second
	// attempt by moving rows.
	tryShift = 300
	// tear is the size in bytes from which a reader could see half an update.
	tear = 64
	// keepBuffer is the largest buffer kept between updates; only a full
	// repaint needs more.
	keepBuffer = 4 << 10

	beginSync = "\x1b[?2026h"
	endSync   = "\x1b[?2026l"
	showCaret = "\x1b[?25h"
	hideCaret = "\x1b[?25l"
)

func newPainter(c Capabilities) *painter {
	return &painter{noColor: c.NoColor, sync: c.Sync, unknown: true}
}

// forget makes the next paint a full one.
func (p *painter) forget() { p.unknown = true }

// paint returns the bytes that bring the terminal from what it shows to f;
// none where nothing changed. They are valid until the next call. The
// terminal's pen is the default one before and after.
func (p *painter) paint(f Frame, size Size) []byte {
	full := p.unknown || size != p.size
	p.size, p.unknown = size, false
	if full {
		p.x, p.y = -1, -1
	}
	p.next = splitLines(p.next[:0], f.Text, size.Height)
	e := p.begin(p.plain)
	if full {
		p.rows(&e, nil)
	} else {
		p.rows(&e, p.lines)
	}
	p.plain = e.buf
	if !full && (p.eager || len(e.buf) > tryShift) {
		e = p.shorter(e)
	}
	p.lines, p.next = p.next, p.lines
	e.style(style{})
	if f.Caret {
		e.move(clamp(f.CaretX, 0, size.Width-1), clamp(f.CaretY, 0, size.Height-1))
	}
	p.x, p.y = e.x, e.y
	p.finish(e.buf, full, f.Caret)
	return p.release()
}

// begin returns an encoder that writes into buf from where the cursor is.
func (p *painter) begin(buf []byte) encoder {
	return encoder{buf: buf[:0], cols: p.size.Width, x: p.x, y: p.y}
}

// rows writes every row of the next frame that differs from the shown ones, or
// all of them where those are nil.
func (p *painter) rows(e *encoder, shown []string) {
	d := decoder{width: p.size.Width, noColor: p.noColor}
	for y, line := range p.next {
		if shown == nil {
			var odd bool
			if p.new, odd = d.line(p.new, line); odd {
				e.oddRow(y, p.new)
			} else {
				e.row(y, nil, p.new)
			}
			continue
		}
		if shown[y] == line {
			continue
		}
		var wasOdd, odd bool
		p.old, wasOdd = d.line(p.old, shown[y])
		p.new, odd = d.line(p.new, line)
		if wasOdd || odd {
			e.oddRow(y, p.new)
		} else {
			e.row(y, p.old, p.new)
		}
	}
}

// shorter tries the update by moving a block of rows first and returns
// whichever of the two is shorter.
func (p *painter) shorter(plain encoder) encoder {
	s, ok := findShift(p.lines, p.next)
	if !ok {
		return plain
	}
	e := p.begin(p.rolled)
	e.scroll(s)
	p.moved = s.moved(p.moved, p.lines)
	p.rows(&e, p.moved)
	p.rolled = e.buf
	if p.eager || len(e.buf) < len(plain.buf) {
		return e
	}
	return plain
}

// finish frames the body of an update: nothing at all where it is empty, and
// held together by synchronised output where it is large enough to tear.
func (p *painter) finish(body []byte, full, caret bool) {
	p.out = p.out[:0]
	if len(body) == 0 && caret == p.caret && !full {
		return
	}
	sync := p.sync && len(body) > tear
	// Without synchronised output the cursor would be seen running over the
	// screen during a large update.
	hide := !p.sync && len(body) > 8*tear
	if sync {
		p.out = append(p.out, beginSync...)
	}
	if hide && (p.caret || full) || full && !caret {
		p.out = append(p.out, hideCaret...)
		p.caret = false
	}
	p.out = append(p.out, body...)
	switch {
	case caret && (!p.caret || full):
		p.out = append(p.out, showCaret...)
	case !caret && p.caret:
		p.out = append(p.out, hideCaret...)
	}
	if sync {
		p.out = append(p.out, endSync...)
	}
	p.caret = caret
}

// release returns what was painted and lets go of the memory that only a large
// update needed, and of the older frames that the cells were decoded from.
func (p *painter) release() []byte {
	clear(p.old)
	clear(p.new)
	clear(p.next)
	clear(p.moved)
	painted := p.out
	p.plain, p.rolled, p.out = keep(p.plain), keep(p.rolled), keep(p.out)
	return painted
}

// keep returns the memory to write the next update into, or none where the
// last one made it too large to hold for every session.
func keep(used []byte) []byte {
	if cap(used) > keepBuffer {
		return nil
	}
	return used[:0]
}

// splitLines cuts text into exactly height lines.
func splitLines(dst []string, text string, height int) []string {
	for len(dst) < height {
		line, rest, _ := strings.Cut(text, "\n")
		dst = append(dst, line)
		text = rest
	}
	return dst
}

func clamp(n, low, high int) int { return max(low, min(n, high)) }

package term

import "strconv"

// encoder writes cells to a terminal whose cursor and pen it follows. Automatic
// wrapping is off while it works.
type encoder struct {
	buf  []byte
	cols int
	// x and y are the terminal's cursor; x is -1 where it is not known.
	x, y int
	pen  style
}

// move places the cursor by the shortest of the ways every terminal knows.
func (e *encoder) move(x, y int) {
	if e.x == x && e.y == y {
		return
	}
	switch {
	case e.y == y && x == 0:
		e.buf = append(e.buf, '\r')
	case e.y >= 0 && e.y+1 == y && x == 0:
		// Not a line feed: it would scroll a screen that is smaller than its
		// owner says.
		e.buf = append(e.buf, "\r\x1b[B"...)
	case e.x >= 0 && e.y == y && x > e.x:
		e.sequence(x-e.x, 'C')
	case e.x >= 0 && e.y == y && x < e.x:
		e.sequence(e.x-x, 'D')
	default:
		e.buf = append(e.buf, "\x1b["...)
		e.buf = appendPair(e.buf, y+1, x+1, 'H')
	}
	e.x, e.y = x, y
}

// appendPair appends two numbers and the byte that ends their sequence.
func appendPair(b []byte, first, second int, final byte) []byte {
	b = append(strconv.AppendInt(b, int64(first), 10), ';')
	return append(strconv.AppendInt(b, int64(second), 10), final)
}

// sequence writes a control sequence with one number, which is left out where
// it is 1.
func (e *encoder) sequence(n int, final byte) {
	e.buf = append(e.buf, "\x1b["...)
	if n != 1 {
		e.buf = strconv.AppendInt(e.buf, int64(n), 10)
	}
	e.buf = append(e.buf, final)
}

func (e *encoder) style(s style) {
	e.buf = appendStyle(e.buf, e.pen, s)
	e.pen = s
}

// put writes a cell at the cursor.
func (e *encoder) put(c cell) {
	e.style(c.look)
	e.buf = append(e.buf, c.text...)
	e.x += int(c.width)
	if c.odd || e.x >= e.cols {
		e.x = -1 // past the last column, or wherever this terminal thinks it is
	}
}

// eraseRest clears from the cursor to the end of the row.
func (e *encoder) eraseRest() {
	e.style(style{})
	e.buf = append(e.buf, "\x1b[K"...)
}

// cheapErase is the number of blanks from which erasing is shorter than
// writing them.
const cheapErase = 4

// row turns a row of the screen into the new cells. The old ones are nil where
// it is not known what the terminal shows.
//
// No change can begin or end inside a wide character: both its cells differ
// from whatever stood or shall stand there, so a half that is overwritten is
// always followed by the write of its other half.
func (e *encoder) row(y int, old, new []cell) {
	newEnd, end := inkEnd(new), len(new)
	if old != nil {
		end = max(inkEnd(old), newEnd)
	}
	erase := end-newEnd >= cheapErase
	if erase {
		end = newEnd
	}
	for x := 0; x < end; {
		if old != nil && old[x] == new[x] {
			x++
			continue
		}
		e.approach(x, y, new)
		e.put(new[x])
		x += int(new[x].width)
	}
	if erase {
		e.move(newEnd, y)
		e.eraseRest()
	}
}

// approach brings the cursor to x, writing the few unchanged cells before it
// again where that is shorter than a movement.
func (e *encoder) approach(x, y int, cells []cell) {
	if e.y == y && e.x >= 0 && e.x < x {
		bytes, same := 0, true
		for _, c := range cells[e.x:x] {
			bytes += len(c.text)
			same = same && (c.width == 0 || c.look == e.pen)
		}
		if same && bytes <= cheapErase-1 {
			for _, c := range cells[e.x:x] {
				e.buf = append(e.buf, c.text...)
			}
			e.x = x
		}
	}
	e.move(x, y)
}

// oddRow writes a whole row that holds, or held, characters on whose width
// terminals disagree: the row is cleared, and the cursor is placed anew after
// each such character, so that a terminal that thinks otherwise spoils that
// character alone.
func (e *encoder) oddRow(y int, cells []cell) {
	e.move(0, y)
	e.eraseRest()
	for x := 0; x < inkEnd(cells); {
		if c := cells[x]; c != blank() {
			e.move(x, y)
			e.put(c)
		}
		x += int(cells[x].width)
	}
}

// inkEnd is the column after the last one that shows anything.
func inkEnd(cells []cell) int {
	n := len(cells)
	for n > 0 && cells[n-1] == blank() {
		n--
	}
	return n
}

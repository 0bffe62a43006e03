package term

// shift is a block of rows, top to bottom inclusive, that moved by rows lines:
// up where rows is positive, down where it is negative.
type shift struct{ top, bottom, rows int }

// maxShift is the largest movement looked for: a list moves by one row at a
// key and by three at a turn of the wheel.
const maxShift = 3

// findShift looks for the block of rows whose movement would save the most
// writing. It compares bytes without decoding them, so its answer is a guess
// that the caller weighs against a plain update.
func findShift(old, new []string) (shift, bool) {
	best, saved := shift{}, 0
	for n := 1; n <= maxShift && n < len(new); n++ {
		for _, rows := range [2]int{n, -n} {
			if s, worth := bestRun(old, new, rows); worth > saved {
				best, saved = s, worth
			}
		}
	}
	return best, saved > 0
}

// bestRun finds the run of rows that together save the most if row y is made
// from what stood at y+rows.
func bestRun(old, new []string, rows int) (best shift, worth int) {
	first, last := max(0, -rows), min(len(new), len(new)-rows)
	sum, start := 0, first
	for y := first; y < last; y++ {
		if sum <= 0 {
			sum, start = 0, y
		}
		sum += distance(old[y], new[y]) - distance(old[y+rows], new[y])
		if sum > worth {
			worth = sum
			best = shift{top: min(start, start+rows), bottom: max(y, y+rows), rows: rows}
		}
	}
	return best, worth
}

// distance estimates the bytes that turn one line into another.
func distance(a, b string) int {
	if a == b {
		return 0
	}
	n, i, j := min(len(a), len(b)), 0, 0
	for i < n && a[i] == b[i] {
		i++
	}
	for j < n-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	const placing = 8 // what it takes to move there
	return len(b) - i - j + placing
}

// moved returns the lines as they stand after the shift, in dst's memory.
func (s shift) moved(dst, lines []string) []string {
	dst = append(dst[:0], lines...)
	for y := s.top; y <= s.bottom; y++ {
		dst[y] = ""
		if from := y + s.rows; from >= s.top && from <= s.bottom {
			dst[y] = lines[from]
		}
	}
	return dst
}

// scroll moves the block on the terminal: margins, then lines deleted or
// inserted at its top, which every terminal from the Linux console on knows.
func (e *encoder) scroll(s shift) {
	e.style(style{}) // the lines that come in take the pen's background
	e.buf = append(e.buf, "\x1b["...)
	e.buf = appendPair(e.buf, s.top+1, s.bottom+1, 'r')
	e.x, e.y = 0, 0
	e.move(0, s.top)
	if s.rows > 0 {
		e.sequence(s.rows, 'M')
	} else {
		e.sequence(-s.rows, 'L')
	}
	e.buf = append(e.buf, "\x1b[r"...)
	e.x, e.y = 0, 0 // setting margins takes the cursor home
}

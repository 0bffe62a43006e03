package safe

import (
	"html"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	// MaxBytes is the longest Text in bytes of UTF-8.
	MaxBytes = 4096
	// MaxCells is the widest Text in terminal cells unless LineMax says less or
	// more.
	MaxCells = 512
	// MaxLines is the largest number of lines that Lines returns.
	MaxLines = 64
)

// Text is one line of remote text that is safe to print in a cell of its own.
// It is comparable; the zero value is the empty text.
type Text struct{ s string }

// Line makes one line of raw: tabs, line ends and <br> become a space, what a
// terminal must not see becomes U+FFFD, and what exceeds MaxCells or MaxBytes
// is cut with "…". It accepts anything, also invalid UTF-8, and doing it twice
// changes nothing.
func Line(raw string) Text { return LineMax(raw, MaxCells) }

// LineMax is Line cut to so many terminal cells, the "…" included. Nothing fits
// into zero cells or fewer.
func LineMax(raw string, cells int) Text { return joined(raw, " ", cells) }

// Flow is Line for a field that may hold several lines but has only one to be
// drawn in: line ends, tabs and <br> show as " ⏎ ".
func Flow(raw string) Text { return joined(raw, " ⏎ ", MaxCells) }

func joined(raw, separator string, cells int) Text {
	short, cut := bound(raw)
	return Text{clean(breaksTo(short, separator), cells, cut)}
}

// Lines makes lines of text that carries HTML, as Sandy's descriptions do. It
// splits at <br> in all its spellings, at block tags and at line ends; other
// tags are dropped, entities are decoded before the filter sees them, and blank
// lines are left out. A "…" ends a text that has more than MaxLines.
func Lines(raw string) []Text {
	short, cut := bound(raw)
	var lines []Text
	for piece := range strings.SplitSeq(untagged(short), "\n") {
		for line := range strings.FieldsFuncSeq(html.UnescapeString(piece), isLineEnd) {
			if strings.TrimSpace(line) == "" {
				continue
			}
			if len(lines) == MaxLines-1 {
				return append(lines, Text{"…"})
			}
			line = strings.ReplaceAll(line, "\t", " ")
			lines = append(lines, Text{clean(line, MaxCells, false)})
		}
	}
	if cut {
		lines = append(lines, Text{"…"})
	}
	return lines
}

// Typed filters what a person typed, pasted or scanned. A pasted control code
// is shown as U+FFFD rather than dropped, so that the cashier sees that there is
// something wrong with it and a number with one inside is not a number; line
// ends within become spaces and those at the end (scanners and copied cells
// bring them) are dropped. It is idempotent; a paste beyond MaxBytes ends in "…".
func Typed(s string) string {
	s = strings.TrimRight(s, "\r\n")
	short, cut := bound(s)
	return clean(lineEndsTo(short, " "), MaxBytes, cut)
}

// String is the text as it may be printed.
func (t Text) String() string { return t.s }

// IsEmpty tells whether there is no text.
func (t Text) IsEmpty() bool { return t.s == "" }

// Width is the number of terminal cells that the text takes.
func (t Text) Width() int {
	if cells, plain := plainWidth(t.s); plain {
		return cells
	}
	return ansi.StringWidth(t.s)
}

// Fit is the text cut to so many cells, the "…" included.
func (t Text) Fit(cells int) Text { return Text{clean(t.s, cells, false)} }

// MarshalText writes the text as it is; encoding/json makes a string of it.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// UnmarshalText filters again, so that a file somebody edited cannot bring in
// what the network could not. It never fails.
func (t *Text) UnmarshalText(b []byte) error {
	short, cut := bound(string(b))
	*t = Text{clean(short, MaxBytes, cut)}
	return nil
}

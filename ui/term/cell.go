package term

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// cell is one column of one row. A wide character fills a cell of width 2 and
// a second one, the zero cell, which is written together with the first.
type cell struct {
	text  string
	look  style
	width uint8
	// odd marks a character on whose width terminals disagree: joined emoji,
	// flags, letters with several marks.
	odd bool
}

// maxCluster bounds the bytes of one character with all its marks. The longest
// emoji in use has 35; terminals have crashed on endless ones.
const maxCluster = 64

// blank is an untouched column.
func blank() cell { return cell{text: " ", width: 1} }

// decoder turns the lines of a frame into cells.
type decoder struct {
	width   int
	noColor bool
	cells   []cell
	look    style
	odd     bool
}

// line decodes one line into exactly width cells, using the memory of dst, and
// tells whether it holds a character of disputed width. Each line starts in
// the default style.
func (d *decoder) line(dst []cell, s string) (cells []cell, odd bool) {
	d.cells, d.look, d.odd = dst[:0], style{}, false
	for i := 0; i < len(s) && len(d.cells) < d.width; {
		c := s[i]
		switch {
		case c == 0x1b:
			i += d.escape(s[i:])
		case c == '\t':
			d.put(" ", 1, false)
			i++
		case c < 0x20 || c == 0x7f:
			i++
		case c < 0x80 && (i+1 == len(s) || s[i+1] < 0x80):
			d.put(s[i:i+1], 1, false)
			i++
		default:
			i += d.character(s[i:])
		}
	}
	for len(d.cells) < d.width {
		d.cells = append(d.cells, blank())
	}
	return d.cells, d.odd
}

// escape applies the style sequence at the start of s, passes over any other
// sequence, and returns its length. A string sequence that never ends loses
// only its first two bytes, so that it cannot hide the rest of the line.
func (d *decoder) escape(s string) int {
	_, _, n, state := ansi.DecodeSequence(s, ansi.NormalState, nil)
	if state != ansi.NormalState || n < 2 {
		return min(2, len(s))
	}
	if seq := s[:n]; seq[1] == '[' && seq[n-1] == 'm' && digitsOnly(seq[2:n-1]) {
		d.look = d.look.apply(seq[2 : n-1])
		if d.noColor {
			d.look.fg, d.look.bg = 0, 0
		}
	}
	return n
}

func digitsOnly(s string) bool {
	return strings.Trim(s, "0123456789;:") == ""
}

// character decodes the character at the start of s and returns its length.
func (d *decoder) character(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n < 2 {
		return 1
	}
	if w := plainWidth(r); w > 0 && standsAlone(s[n:]) {
		d.put(s[:n], w, false)
		return n
	}
	cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if w == 0 {
		return max(1, len(cluster))
	}
	text, odd := cluster, len(cluster) > n || ansi.WcWidth.StringWidth(cluster) != w
	if !printable(cluster) {
		text, odd = "", false
	} else if len(cluster) > maxCluster {
		text = s[:n]
	}
	d.put(text, w, odd)
	return len(cluster)
}

// plainWidth is the width of the characters that make up nearly all text here
// and that no terminal disputes, or 0 for all others.
func plainWidth(r rune) int {
	switch {
	case r >= 0x20 && r < 0x7f, r >= 0x2500 && r <= 0x257f:
		return 1
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf,
		r >= 0x3000 && r <= 0x3011, r >= 0xff01 && r <= 0xff60:
		return 2
	}
	return 0
}

// standsAlone tells that nothing at the start of s can join the character
// before it.
func standsAlone(s string) bool {
	if s == "" || s[0] < 0x80 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return plainWidth(r) > 0
}

// printable tells that a cluster holds no control and no invisible character
// but those that emoji are joined with.
func printable(cluster string) bool {
	for _, r := range cluster {
		joins := r == 0x200d || r >= 0xe0020 && r <= 0xe007f
		if !joins && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return false
		}
	}
	return utf8.ValidString(cluster)
}

// put appends one character. An empty text, or a wide one of which only half
// would fit, becomes spaces.
func (d *decoder) put(text string, w int, odd bool) {
	if text == "" || len(d.cells)+w > d.width {
		for ; w > 0 && len(d.cells) < d.width; w-- {
			d.put(" ", 1, false)
		}
		return
	}
	look := d.look
	if text == " " && look.bg == 0 && look.attrs&inked == 0 {
		look = style{} // what cannot be seen must not make a difference
	}
	d.odd = d.odd || odd
	d.cells = append(d.cells, cell{text: text, look: look, width: uint8(w), odd: odd})
	if w == 2 {
		d.cells = append(d.cells, cell{})
	}
}

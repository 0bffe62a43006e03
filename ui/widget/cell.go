package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"guitai/ui/theme"
)

// Align is where text stands in a cell that is wider.
type Align uint8

// The alignments. Amounts stand on the right, so that their points line up.
const (
	Start Align = iota
	End
	Middle
)

// Cell makes text exactly width cells wide: what is too long is cut and ends in
// "…", what is shorter is padded.
func Cell(text string, width int, align Align) string {
	if width <= 0 {
		return ""
	}
	w := Width(text)
	if w > width {
		text = ansi.Truncate(text, width, "…")
		w = Width(text)
	}
	gap := width - w
	switch align {
	case End:
		return Spaces(gap) + text
	case Middle:
		return Spaces(gap/2) + text + Spaces(gap-gap/2)
	}
	return text + Spaces(gap)
}

// Cut is Cell without the padding.
func Cut(text string, width int) string {
	if Width(text) <= width {
		return text
	}
	return ansi.Truncate(text, max(width, 0), "…")
}

// Spaces are n blanks, none for a negative n.
func Spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// Columns lay out the cells of a row, with two blanks between them. A column of
// width 0 is left out together with its gap.
type Columns []Column

// Column is one of them.
type Column struct {
	Width int
	Align Align
}

// Row puts texts into the columns; a missing text is blank.
func (c Columns) Row(texts ...string) string {
	var b strings.Builder
	for i, col := range c {
		if col.Width <= 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("  ")
		}
		text := ""
		if i < len(texts) {
			text = texts[i]
		}
		b.WriteString(Cell(text, col.Width, col.Align))
	}
	return b.String()
}

// Width is the number of cells of a row.
func (c Columns) Width() int {
	w, n := 0, 0
	for _, col := range c {
		if col.Width > 0 {
			w, n = w+col.Width, n+1
		}
	}
	return w + 2*max(n-1, 0)
}

// Rule is a thin line, with a title in it if there is one.
func Rule(th theme.Theme, width int, title string) string {
	if title == "" {
		return th.Border.Render(strings.Repeat("─", max(width, 0)))
	}
	title = Cut(title, width-4)
	rest := max(width-Width(title)-3, 0)
	return th.Border.Render("─") + " " + th.Title.Render(title) + " " + th.Border.Render(strings.Repeat("─", rest))
}

// Wrap breaks text into lines of at most width cells, Han text between any two
// characters and Latin text between words. It gives at most limit lines; the
// last one ends in "…" if there was more. A limit of 0 is none.
func Wrap(text string, width, limit int) []string {
	if width <= 0 {
		return nil
	}
	// The library would break "-88.50" behind its sign.
	text = strings.ReplaceAll(text, "-", "\u2011")
	text = strings.ReplaceAll(ansi.Wrap(text, width, ""), "\u2011", "-")
	lines := strings.Split(text, "\n")
	if limit > 0 && len(lines) > limit {
		lines = lines[:limit]
		last := ansi.Truncate(lines[limit-1], width-1, "")
		lines[limit-1] = last + "…"
	}
	return lines
}

// Beside puts two blocks next to each other; the left one is padded to
// leftWidth.
func Beside(left, right []string, leftWidth, gap int) []string {
	n := max(len(left), len(right))
	out := make([]string, n)
	for i := range n {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out[i] = Cell(l, leftWidth, Start) + Spaces(gap) + r
	}
	return out
}

// Fit makes lines a block of exactly height lines and joins them.
func Fit(lines []string, height int) string {
	out := make([]string, max(height, 0))
	copy(out, lines)
	return strings.Join(out, "\n")
}

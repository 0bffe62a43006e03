package uitest

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"guitai/ui/term"
)

// misdrawn says what is wrong with a frame, or nothing.
func misdrawn(f term.Frame, width, height int) string {
	lines := strings.Split(f.Text, "\n")
	if len(lines) != height {
		return fmt.Sprintf("%d lines instead of %d", len(lines), height)
	}
	for y, line := range lines {
		if w := ansi.StringWidth(line); w != width {
			return fmt.Sprintf("line %d is %d cells wide instead of %d", y, w, width)
		}
		if strings.ContainsFunc(unstyled(line), func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			return fmt.Sprintf("line %d holds a control character: %q", y, line)
		}
	}
	if f.Caret && (f.CaretX < 0 || f.CaretX >= width || f.CaretY < 0 || f.CaretY >= height) {
		return fmt.Sprintf("the caret is at %d,%d", f.CaretX, f.CaretY)
	}
	return ""
}

// unstyled takes the styles (SGR) out and leaves any other sequence.
func unstyled(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != ';' && r != ':' })
		if end < 0 || rest[end] != 'm' {
			b.WriteString("\x1b[")
			s = rest
			continue
		}
		s = rest[end+1:]
	}
}

// plainLines are the lines without styles and without blanks at their ends.
func plainLines(f term.Frame) []string {
	lines := strings.Split(ansi.Strip(f.Text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return lines
}

package widget

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of terminal cells that s takes, styles and marks not
// counted. It is what x/ansi says; text made of nothing but the characters that
// fill these screens is counted directly, since every key measures thousands of
// them.
func Width(s string) int {
	w := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= ' ' && c <= '~':
			w++
			i++
		case c == 0x1b:
			n := markLength(s[i:])
			if n == 0 {
				return ansi.StringWidth(s)
			}
			i += n
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			cells := plainCells(r)
			if cells == 0 {
				return ansi.StringWidth(s)
			}
			w += cells
			i += n
		}
	}
	return w
}

// plainCells is the width of a character that never joins another one before
// it, 0 for all others.
func plainCells(r rune) int {
	switch {
	case r >= '一' && r <= '鿿', r >= '、' && r <= '〟', r >= '！' && r <= '～':
		return 2
	case r >= '─' && r <= '╿', r == '…', r == '·', r == '●', r == '○', r == '▸':
		return 1
	}
	return 0
}

// markLength is the length of a style (ESC [ … m) or of a mark (ESC _ … ESC \)
// at the start of s, 0 for any other sequence.
func markLength(s string) int {
	if len(s) < 2 || s[1] != '[' && s[1] != '_' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		c := s[i]
		switch {
		case s[1] == '[' && c == 'm':
			return i + 1
		case s[1] == '_' && strings.HasPrefix(s[i:], "\x1b\\"):
			return i + 2
		case s[1] == '[' && c != ';' && (c < '0' || c > '9'), c < ' ', c > '~':
			return 0
		}
	}
	return 0
}

package widget

import (
	"strings"

	"guitai/ui/theme"
)

// glyph draws one character in three rows of box lines; nil for those that
// have no large form.
func glyph(r rune) []string {
	if r >= '0' && r <= '9' {
		return digit(r)
	}
	switch r {
	case '+':
		return []string{"   ", "╺╋╸", "   "}
	case '-':
		return []string{"   ", "╺━╸", "   "}
	case '.', ',':
		return []string{" ", " ", string(r)}
	case ' ':
		return []string{" ", " ", " "}
	}
	return nil
}

func digit(r rune) []string {
	table := [10][]string{
		{"┏━┓", "┃ ┃", "┗━┛"}, {" ┓ ", " ┃ ", "╺┻╸"}, {"╺━┓", "┏━┛", "┗━╸"}, {"╺━┓", "╺━┫", "╺━┛"}, {"╻ ╻", "┗━┫", "  ╹"},
		{"┏━╸", "┗━┓", "╺━┛"}, {"┏━╸", "┣━┓", "┗━┛"}, {"╺━┓", "  ┃", "  ╹"}, {"┏━┓", "┣━┫", "┗━┛"}, {"┏━┓", "┗━┫", "╺━┛"},
	}
	return table[r-'0']
}

// BigHeight is the number of lines of Big.
const BigHeight = 3

// Big draws an amount or a number of points three rows high, the largest thing
// on a screen. Characters without a large form, such as 元, stand on the last
// row. Where width is too small it is one bold line between two blank ones, so
// that a layout keeps its height.
func Big(style theme.Style, text string, width int) []string {
	var rows [BigHeight]strings.Builder
	tight := true
	for _, r := range text {
		g := glyph(r)
		gap := !tight && g != nil && r != '.' && r != ',' && r != ' '
		tight = g == nil || r == ' '
		if g == nil {
			blank := Spaces(Width(string(r)))
			g = []string{blank, blank, string(r)}
		}
		for y := range rows {
			if gap {
				rows[y].WriteByte(' ')
			}
			rows[y].WriteString(g[y])
		}
	}
	if Width(rows[BigHeight-1].String()) > width {
		return []string{"", style.Render(Cut(text, width)), ""}
	}
	out := make([]string, BigHeight)
	for y := range rows {
		out[y] = style.Render(rows[y].String())
	}
	return out
}

package widget

import (
	"strings"

	"guitai/ui/theme"
)

// Field is a label and what it says.
type Field struct {
	Label, Value string
	// Style of the value; the zero style is plain.
	Style theme.Style
}

// Fields draw one line each, the values beginning in the same column. Values
// too long for width are cut.
func Fields(th theme.Theme, width int, fields []Field) []string {
	label := 0
	for _, f := range fields {
		label = max(label, Width(f.Label))
	}
	lines := make([]string, len(fields))
	for i, f := range fields {
		value := Cut(f.Value, width-label-2)
		lines[i] = th.Dim.Render(Cell(f.Label, min(label, width), Start)) + "  " + f.Style.Render(value)
	}
	return lines
}

// Panel draws lines in a box of exactly width by height cells with a title in
// its upper edge. Lines that do not fit are cut.
func Panel(th theme.Theme, title string, lines []string, width, height int) []string {
	if width < 4 || height < 2 {
		return lines[:min(len(lines), max(height, 0))]
	}
	out := make([]string, 0, height)
	head := "╭─"
	if title != "" {
		title = " " + Cut(title, width-6) + " "
	}
	rest := max(width-3-Width(title), 0)
	out = append(out, th.Border.Render(head)+th.Title.Render(title)+th.Border.Render(strings.Repeat("─", rest)+"╮"))
	side := th.Border.Render("│")
	for i := range height - 2 {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		out = append(out, side+" "+Cell(text, width-4, Start)+" "+side)
	}
	return append(out, th.Border.Render("╰"+strings.Repeat("─", width-2)+"╯"))
}

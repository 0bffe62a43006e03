package ui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The marks are application commands of no width, which no terminal acts on and
// no remote text can contain, since the sanitiser replaces ESC. They survive
// joining and padding, so a widget deep inside a layout can say where the caret
// is without knowing where it will be drawn.
const (
	markStart = "\x1b_"
	markEnd   = "\x1b\\"
	// Caret marks the cell that the terminal's cursor stands on.
	Caret = markStart + "c" + markEnd
)

// Zone marks text as clickable. A click into it is a Clicked with that number.
func Zone(n int, text string) string {
	return markStart + "z" + strconv.Itoa(n) + markEnd + text + markStart + "e" + markEnd
}

// Placed is a view without its marks and what they said.
type Placed struct {
	Text           string
	CaretX, CaretY int
	HasCaret       bool
	Zones          []Area
}

// Area is a clickable stretch of one line.
type Area struct{ Zone, X, Y, Width int }

// At finds the zone of a cell.
func (p Placed) At(x, y int) (zone int, ok bool) {
	for _, a := range p.Zones {
		if y == a.Y && x >= a.X && x < a.X+a.Width {
			return a.Zone, true
		}
	}
	return 0, false
}

// Place takes the marks out of a view and finds their cells.
func Place(view string) Placed {
	if !strings.Contains(view, markStart) {
		return Placed{Text: view}
	}
	p := Placed{}
	lines := strings.Split(view, "\n")
	for y, line := range lines {
		lines[y] = p.placeLine(line, y)
	}
	p.Text = strings.Join(lines, "\n")
	return p
}

func (p *Placed) placeLine(line string, y int) string {
	if !strings.Contains(line, markStart) {
		return line
	}
	var out strings.Builder
	open := -1
	for {
		before, rest, found := strings.Cut(line, markStart)
		out.WriteString(before)
		if !found {
			break
		}
		mark, after, _ := strings.Cut(rest, markEnd)
		x := ansi.StringWidth(out.String())
		switch {
		case mark == "c":
			p.CaretX, p.CaretY, p.HasCaret = x, y, true
		case mark == "e":
			if open >= 0 {
				p.Zones[open].Width, open = x-p.Zones[open].X, -1
			}
		case strings.HasPrefix(mark, "z"):
			n, err := strconv.Atoi(mark[1:])
			if err == nil {
				p.Zones, open = append(p.Zones, Area{Zone: n, X: x, Y: y}), len(p.Zones)
			}
		}
		line = after
	}
	if open >= 0 {
		p.Zones[open].Width = ansi.StringWidth(out.String()) - p.Zones[open].X
	}
	return out.String()
}

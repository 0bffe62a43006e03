package widget

import (
	"github.com/charmbracelet/x/ansi"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/theme"
)

// List is a selection in rows that its screen holds. It knows only how many
// there are, so moving costs the same in ten rows and in ten thousand, and only
// rows in sight are drawn. While there is a row, one is selected. The zero
// value is an empty list.
type List struct {
	count, selected, top, height int
	// lead is how many cells of the selected row are highlighted, 0 for all.
	lead int
	// zone is added to a row's number to name its clickable line.
	zone int
}

// NewList makes an empty list whose rows are the zones from zone on.
func NewList(zone int) List { return List{zone: zone} }

// ListEvent is what a message did to a list.
type ListEvent uint8

// ListNone: the message was none of its own. ListSame: it was, but nothing
// moved. ListMoved: another row is selected. ListChosen: the selected row was
// clicked.
const (
	ListNone ListEvent = iota
	ListSame
	ListMoved
	ListChosen
)

// SetCount tells how many rows there are. The selection stays where it is as
// far as there are rows.
func (l *List) SetCount(n int) {
	l.count = max(n, 0)
	l.Select(l.selected)
}

// SetHeight tells how many rows can be drawn.
func (l *List) SetHeight(n int) {
	l.height = max(n, 0)
	l.follow()
}

// SetLead highlights only the first cells of the selected row, its number or its
// time: enough to find it, and a move costs a slow line a tenth of the bytes.
func (l *List) SetLead(cells int) { l.lead = cells }

// Count is the number of rows.
func (l *List) Count() int { return l.count }

// Select chooses a row, the nearest if there is no such row.
func (l *List) Select(i int) {
	l.selected = max(min(i, l.count-1), 0)
	l.follow()
}

// Selected is the chosen row, and whether there is any.
func (l *List) Selected() (row int, ok bool) { return l.selected, l.count > 0 }

// Visible are the first row in sight and the one after the last.
func (l *List) Visible() (from, to int) { return l.top, min(l.top+l.height, l.count) }

// follow scrolls as little as needed for the selected row to be in sight.
func (l *List) follow() {
	l.top = min(l.top, l.selected)
	l.top = max(l.top, l.selected-l.height+1)
	l.top = max(min(l.top, l.count-l.height), 0)
}

// Handle moves the selection by arrows, pages, the wheel and clicks.
func (l *List) Handle(msg ui.Msg) ListEvent {
	was := l.selected
	switch m := msg.(type) {
	case ui.Intent:
		if !l.act(m.Action) {
			return ListNone
		}
	case ui.Wheel:
		l.Select(l.selected + m.Delta*3)
	case ui.Clicked:
		row := m.Zone - l.zone
		if row < 0 || row >= l.count {
			return ListNone
		}
		if row == l.selected {
			return ListChosen
		}
		l.Select(row)
	default:
		return ListNone
	}
	if l.selected == was {
		return ListSame
	}
	return ListMoved
}

func (l *List) act(a keymap.Action) bool {
	page := max(l.height-1, 1)
	switch a {
	case keymap.Up:
		l.Select(l.selected - 1)
	case keymap.Down:
		l.Select(l.selected + 1)
	case keymap.PageUp:
		l.Select(l.selected - page)
	case keymap.PageDown:
		l.Select(l.selected + page)
	case keymap.First:
		l.Select(0)
	case keymap.Last:
		l.Select(l.count - 1)
	default:
		return false
	}
	return true
}

// markWidth is what the mark before a row takes.
const markWidth = 2

// RowWidth is what is left of width for the text of a row.
func RowWidth(width int) int { return max(width-markWidth, 0) }

// Head draws a header line above the rows, in their columns.
func Head(th theme.Theme, width int, text string) string {
	return th.Dim.Render(Cell(Spaces(markWidth)+text, width, Start))
}

// View draws the rows in sight, each width cells wide, the selected one with ▸
// before it. row draws the text of one row in RowWidth cells; it must not style
// the selected one, whose style spans the line.
func (l *List) View(th theme.Theme, width int, row func(i int, selected bool) string) []string {
	from, to := l.Visible()
	lines := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		text := Cell(mark(i == l.selected)+row(i, i == l.selected), width, Start)
		if i == l.selected {
			text = l.highlight(th, text)
		}
		lines = append(lines, ui.Zone(l.zone+i, text))
	}
	return lines
}

func (l *List) highlight(th theme.Theme, text string) string {
	if l.lead == 0 {
		return th.Selected.Render(text)
	}
	cells := markWidth + l.lead
	return th.Selected.Render(ansi.Cut(text, 0, cells)) + ansi.Cut(text, cells, Width(text))
}

func mark(selected bool) string {
	if selected {
		return "▸ "
	}
	return "  "
}

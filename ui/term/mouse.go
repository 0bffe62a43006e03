package term

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// mouse decodes the numbers of a mouse report: button and modifiers, column
// and row from 1.
func (d *keyDecoder) mouse(params string, release bool) {
	var n [3]int
	parts := strings.Split(params, ";")
	if len(parts) != len(n) {
		return
	}
	for i, part := range parts {
		if n[i] = small(part); part == "" || n[i] > 9999 {
			return
		}
	}
	d.pointed(n[0], n[1], n[2], release)
}

// oldMouse decodes the three bytes of the report of terminals that know no
// numbers in it.
func (d *keyDecoder) oldMouse(b []byte, at int) int {
	if len(b) < at+3 {
		return 0
	}
	button := int(b[at]) - 32
	d.pointed(button, int(b[at+1])-32, int(b[at+2])-32, button&3 == 3 && button < 64)
	return at + 3
}

// pointed sends what Bubble Tea would have made of a report.
func (d *keyDecoder) pointed(code, column, row int, release bool) {
	m := tea.MouseEvent{
		X: column - 1, Y: row - 1,
		Shift: code&4 != 0, Alt: code&8 != 0, Ctrl: code&16 != 0,
	}
	low := tea.MouseButton(code & 3)
	switch {
	case code < 0 || code > 255 || m.X < 0 || m.Y < 0:
		return
	case code&128 != 0:
		m.Button = tea.MouseButtonBackward + low
	case code&64 != 0:
		m.Button = tea.MouseButtonWheelUp + low
	case low != 3:
		m.Button = tea.MouseButtonLeft + low
	}
	switch {
	case m.IsWheel():
	case code&32 != 0:
		m.Action = tea.MouseActionMotion
	case release || m.Button == tea.MouseButtonNone:
		m.Action = tea.MouseActionRelease
	}
	d.out = append(d.out, tea.MouseMsg(m))
}

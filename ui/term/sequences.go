package term

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// control decodes a control sequence whose parameters begin at from. alt tells
// that an ESC before it stood for Alt.
func (d *keyDecoder) control(b []byte, from int, alt bool) int {
	i := from
	for i < len(b) && b[i] >= 0x20 && b[i] <= 0x3f && !rxvtShift(b, from, i) {
		i++
	}
	if i == len(b) {
		return d.unfinished(b, from)
	}
	params, final := string(b[from:i]), b[i]
	switch {
	case (final < 0x40 || final > 0x7e) && final != '$':
		return i // cut off by something else, which is decoded by itself
	case len(params) > maxSequence:
	case final == '[' && params == "":
		// The Linux console writes F1 to F5 as ESC [ [ A to E.
		if i+1 == len(b) {
			return 0
		}
		if c := b[i+1]; c >= 'A' && c <= 'E' {
			d.key(tea.Key{Type: tea.KeyF1 - tea.KeyType(c-'A'), Alt: alt})
			return i + 2
		}
	case final == 'M' && params == "":
		return d.oldMouse(b, i+1)
	case params == "200" && final == '~':
		d.pasting = true
	case strings.HasPrefix(params, "<") && (final == 'M' || final == 'm'):
		d.mouse(params[1:], final == 'm')
	default:
		if k, ok := controlKey(params, final); ok {
			k.Alt = k.Alt || alt
			d.key(k)
		}
	}
	return i + 1
}

// rxvtShift tells that the dollar sign at i ends a sequence: rxvt ends keys
// pressed with Shift so, after one digit, although the sign is not a final byte
// in anybody else's sequences.
func rxvtShift(b []byte, from, i int) bool {
	return b[i] == '$' && i == from+1 && b[from] >= '0' && b[from] <= '9'
}

// unfinished waits for the rest of a sequence. Of one that is far too long
// only so much is held as keeps it too long.
func (d *keyDecoder) unfinished(b []byte, from int) int {
	if spare := len(b) - from - 2*maxSequence; spare > 0 {
		copy(b[spare:], b[:from])
		return spare
	}
	return 0
}

// controlKey names the key of a sequence. A terminal's answers (device
// attributes, cursor positions, mode reports, window sizes) name none; nor do
// keys with modifiers that Bubble Tea has no name for: F10 with Ctrl must not
// pass for F10.
func controlKey(params string, final byte) (tea.Key, bool) {
	first, modifier, ok := numbers(params)
	if !ok {
		return tea.Key{}, false
	}
	shift, alt, ctrl := modifier&1 != 0, modifier&2 != 0, modifier&4 != 0
	switch {
	case modifier > 7:
		return tea.Key{}, false
	case final == '~':
		return tildeKey(first, shift, alt, ctrl)
	case final == '^' || final == '$' || final == '@':
		return rxvtKey(first, final)
	case first > 1:
		return tea.Key{}, false
	case final == 'Z':
		return tea.Key{Type: tea.KeyShiftTab, Alt: alt}, true
	case final >= 'P' && final <= 'S':
		// Only with a modifier; R alone with two numbers is a cursor report.
		if final == 'R' || params == "" {
			return tea.Key{}, false
		}
		return functionKey(int(final-'P')+1, shift, alt, ctrl)
	case final >= 'a' && final <= 'd' && params == "":
		final, shift = final-'a'+'A', true
	}
	k, ok := arrowKey(final, shift, ctrl)
	k.Alt = alt
	return k, ok
}

// numbers reads the one or two numbers of a key's sequence: which key, and the
// set of modifiers, given as that set plus one.
func numbers(params string) (first, modifier int, ok bool) {
	if strings.Trim(params, "0123456789;") != "" || strings.Count(params, ";") > 1 {
		return 0, 0, false
	}
	head, tail, _ := cut(params, ';')
	return small(head), max(small(tail)-1, 0), true
}

// arrowKey names the arrows, Home and End.
func arrowKey(final byte, shift, ctrl bool) (tea.Key, bool) {
	var keys [4]tea.KeyType // plain, shift, ctrl, both
	switch final {
	case 'A':
		keys = [4]tea.KeyType{tea.KeyUp, tea.KeyShiftUp, tea.KeyCtrlUp, tea.KeyCtrlShiftUp}
	case 'B':
		keys = [4]tea.KeyType{tea.KeyDown, tea.KeyShiftDown, tea.KeyCtrlDown, tea.KeyCtrlShiftDown}
	case 'C':
		keys = [4]tea.KeyType{tea.KeyRight, tea.KeyShiftRight, tea.KeyCtrlRight, tea.KeyCtrlShiftRight}
	case 'D':
		keys = [4]tea.KeyType{tea.KeyLeft, tea.KeyShiftLeft, tea.KeyCtrlLeft, tea.KeyCtrlShiftLeft}
	case 'H':
		keys = [4]tea.KeyType{tea.KeyHome, tea.KeyShiftHome, tea.KeyCtrlHome, tea.KeyCtrlShiftHome}
	case 'F':
		keys = [4]tea.KeyType{tea.KeyEnd, tea.KeyShiftEnd, tea.KeyCtrlEnd, tea.KeyCtrlShiftEnd}
	default:
		return tea.Key{}, false
	}
	i := 0
	if shift {
		i++
	}
	if ctrl {
		i += 2
	}
	return tea.Key{Type: keys[i]}, true
}

// tildeKey names the keys that end with a tilde.
func tildeKey(n int, shift, alt, ctrl bool) (tea.Key, bool) {
	k := tea.Key{Alt: alt}
	switch n {
	case 1, 7:
		k, _ = arrowKey('H', shift, ctrl)
	case 4, 8:
		k, _ = arrowKey('F', shift, ctrl)
	case 2:
		k.Type = tea.KeyInsert
		return k, !shift && !ctrl
	case 3:
		k.Type = tea.KeyDelete
		return k, !shift && !ctrl
	case 5, 6:
		k.Type = tea.KeyPgUp - tea.KeyType(n-5)
		if ctrl {
			k.Type = tea.KeyCtrlPgUp - tea.KeyType(n-5)
		}
		return k, !shift
	default:
		return functionKey(functionNumber(n), shift, alt, ctrl)
	}
	k.Alt = alt
	return k, true
}

// functionNumber maps the numbers of F1 to F20, which have gaps.
func functionNumber(n int) int {
	switch {
	case n >= 11 && n <= 15:
		return n - 10
	case n >= 17 && n <= 21:
		return n - 11
	case n >= 23 && n <= 26:
		return n - 12
	case n == 28 || n == 29:
		return n - 13
	case n >= 31 && n <= 34:
		return n - 14
	}
	return 0
}

// functionKey names F1 to F20. With Shift, F1 to F8 are F13 to F20, as xterm
// has them; no other modifier but Alt has a name.
func functionKey(n int, shift, alt, ctrl bool) (tea.Key, bool) {
	if shift && n >= 1 && n <= 8 {
		n, shift = n+12, false
	}
	if n < 1 || n > 20 || shift || ctrl {
		return tea.Key{}, false
	}
	return tea.Key{Type: tea.KeyF1 - tea.KeyType(n-1), Alt: alt}, true
}

// rxvtKey names the keys that rxvt ends with ^ for Ctrl, $ for Shift and @ for
// both.
func rxvtKey(n int, final byte) (tea.Key, bool) {
	shift, ctrl := final != '^', final != '$'
	switch {
	case n == 7 || n == 8, (n == 5 || n == 6) && ctrl && !shift:
		return tildeKey(n, shift, false, ctrl)
	}
	return tea.Key{}, false
}

// shifted decodes what follows ESC O: arrows and keypad of terminals in
// application mode, and F1 to F4.
func (d *keyDecoder) shifted(b []byte, from int, alt bool) int {
	i := from
	for i < len(b) && (b[i] >= '0' && b[i] <= '9' || b[i] == ';') {
		i++
	}
	if i == len(b) {
		return d.unfinished(b, from)
	}
	if b[i] < 0x20 || b[i] > 0x7e {
		return i
	}
	if i > from {
		return i + 1 // an old spelling of keys with modifiers
	}
	if k, ok := shiftedKey(b[i]); ok {
		k.Alt = k.Alt || alt
		d.key(k)
	}
	return i + 1
}

func shiftedKey(c byte) (tea.Key, bool) {
	switch {
	case c >= 'P' && c <= 'S':
		return tea.Key{Type: tea.KeyF1 - tea.KeyType(c-'P')}, true
	case c >= 'a' && c <= 'd':
		return arrowKey(c-'a'+'A', false, true)
	case c == 'M':
		return tea.Key{Type: tea.KeyEnter}, true
	case c == 'I':
		return tea.Key{Type: tea.KeyTab}, true
	case c == ' ':
		return tea.Key{Type: tea.KeySpace, Runes: []rune{' '}}, true
	case c == 'X':
		return tea.Key{Type: tea.KeyRunes, Runes: []rune{'='}}, true
	case c >= 'j' && c <= 'y':
		// j to y are the keypad's * + , - . / and digits, in ASCII's order.
		return tea.Key{Type: tea.KeyRunes, Runes: []rune{rune(c-'j') + '*'}}, true
	}
	return arrowKey(c, false, false)
}

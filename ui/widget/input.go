package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// Input is a text field of one line. The zero value is not usable; NewInput
// makes one. Copies are independent.
type Input struct {
	value string
	caret int // in bytes, always between two characters
	limit int
	full  bool
	// old marks a value that the next character replaces.
	old bool
	// Before the burst that is coming in, for taking it back.
	burst       uint64
	before      string
	beforeCaret int
	beforeOld   bool
}

// NewInput makes an empty field for at most limit characters (runes).
func NewInput(limit int) Input { return Input{limit: limit} }

// Value is the text as typed.
func (in *Input) Value() string { return in.value }

// IsEmpty tells whether there is no text.
func (in *Input) IsEmpty() bool { return in.value == "" }

// Set replaces the text and puts the caret behind it.
func (in *Input) Set(value string) {
	in.value, in.full, in.old, in.burst = "", false, false, 0
	in.caret = 0
	in.insert(value)
}

// SetOld marks the text as done with: the next character begins anew, as on
// selected text; moving the caret or erasing keeps it.
func (in *Input) SetOld() { in.old = in.value != "" }

// Old tells whether the next character replaces the text.
func (in *Input) Old() bool { return in.old }

// Handle takes a message that concerns text. It tells whether the message was
// one, and whether the text is another than before.
func (in *Input) Handle(msg ui.Msg) (handled, changed bool) {
	was := in.value
	switch m := msg.(type) {
	case ui.Typed:
		in.remember(m.Burst)
		in.insert(string(m.Rune))
	case ui.Pasted:
		in.insert(m.Text)
	case ui.Scanned:
		in.TakeBack(m.Burst)
		in.insert(m.Text)
	case ui.Intent:
		if !in.act(m.Action) {
			return false, false
		}
	default:
		return false, false
	}
	return true, in.value != was
}

// remember keeps what was there before a burst began.
func (in *Input) remember(burst uint64) {
	if burst == 0 || burst != in.burst {
		in.burst, in.before, in.beforeCaret, in.beforeOld = burst, in.value, in.caret, in.old
	}
}

// TakeBack undoes the characters of a burst that turned out to be a scan.
func (in *Input) TakeBack(burst uint64) {
	if burst == 0 || burst != in.burst {
		return
	}
	in.value, in.caret, in.old, in.burst, in.full = in.before, in.beforeCaret, in.beforeOld, 0, false
}

func (in *Input) insert(text string) {
	text = safe.Typed(text)
	if text == "" {
		return
	}
	if in.old {
		in.value, in.caret, in.old = "", 0, false
	}
	room := in.limit - utf8.RuneCountInString(in.value)
	in.full = utf8.RuneCountInString(text) > room
	if in.full {
		text = string([]rune(text)[:max(room, 0)])
	}
	in.value = in.value[:in.caret] + text + in.value[in.caret:]
	in.caret += len(text)
}

func (in *Input) act(a keymap.Action) bool {
	switch a {
	case keymap.Left:
		in.caret = in.boundary(-1)
	case keymap.Right:
		in.caret = in.boundary(1)
	case keymap.First:
		in.caret = 0
	case keymap.Last:
		in.caret = len(in.value)
	case keymap.Backspace:
		in.erase(in.boundary(-1), in.caret)
	case keymap.Delete:
		in.erase(in.caret, in.boundary(1))
	case keymap.EraseWord:
		in.erase(in.wordStart(), in.caret)
	case keymap.EraseAll:
		in.erase(0, len(in.value))
	default:
		return false
	}
	in.old, in.full, in.burst = false, false, 0
	return true
}

func (in *Input) erase(from, to int) {
	in.value = in.value[:from] + in.value[to:]
	in.caret = from
}

// boundary finds the end of the character after the caret or the start of the
// one before it. A letter with its marks and an emoji of several parts are one.
func (in *Input) boundary(step int) int {
	last := 0
	for at := 0; at < len(in.value); {
		cluster, _ := ansi.FirstGraphemeCluster(in.value[at:], ansi.GraphemeWidth)
		end := at + max(len(cluster), 1)
		if step > 0 && end > in.caret {
			return end
		}
		if step < 0 && end >= in.caret {
			return at
		}
		at, last = end, end
	}
	return last
}

// wordStart is where the word before the caret begins; Han text without blanks
// is one word.
func (in *Input) wordStart() int {
	head := strings.TrimRightFunc(in.value[:in.caret], unicode.IsSpace)
	return strings.LastIndexFunc(head, unicode.IsSpace) + 1
}

// Notice says that the field is full, if the last character did not fit.
func (in *Input) Notice(t lang.Widget) string {
	if !in.full {
		return ""
	}
	return lang.Fill(t.Full, "n", itoa(in.limit))
}

// View draws the text into at most width cells with the caret in it if the
// field has the focus. Longer text scrolls so that the caret stays visible.
// Nothing may be drawn behind it on the same line: an input method writes its
// unfinished text there.
func (in *Input) View(env *ui.Env, width int, focused bool) string {
	if width <= 0 {
		return ""
	}
	head, tail := in.value[:in.caret], in.value[in.caret:]
	style := env.Theme.Bold
	if in.old {
		style = env.Theme.Selected
	}
	if !focused {
		return style.Render(Cut(in.value, width))
	}
	head = tailOf(head, width-1)
	tail = Cut(tail, width-Width(head))
	return rendered(style.Render, head) + ui.Caret + rendered(style.Render, tail)
}

func rendered(render func(...string) string, s string) string {
	if s == "" {
		return ""
	}
	return render(s)
}

// tailOf is the end of s that fits, with "…" before it if something is left out.
func tailOf(s string, width int) string {
	w := Width(s)
	if w <= width {
		return s
	}
	// A wide character may straddle the border; then one cell more has to go.
	for drop := w - width + 1; drop <= w; drop++ {
		if cut := ansi.TruncateLeft(s, drop, "…"); Width(cut) <= width {
			return cut
		}
	}
	return ""
}

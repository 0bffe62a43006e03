package shell

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/term"
	"guitai/ui/widget"
)

// drawn remembers the last frame: what did not change is not measured again,
// and clicks are looked up in what the person saw.
type drawn struct {
	status, footer, notice bar
	views, lines           []string
	width                  int
	body, over, foot       ui.Placed
	overX, overY           int
	hasOver                bool
}

// bar is a line with the inputs that it was made from.
type bar struct{ key, text string }

// made gives the line for a key, and makes it only if the key is another.
func (b *bar) made(key string, make func() string) string {
	if b.text == "" || b.key != key {
		b.key, b.text = key, make()
	}
	return b.text
}

// Frame draws the whole screen.
func (s *Shell) Frame() term.Frame {
	d := &s.drawn
	d.hasOver, d.body, d.foot = false, ui.Placed{}, ui.Placed{}
	switch {
	case s.tooSmall():
		return s.sentence(lang.Fill(s.env.Text.Shell.TooSmall, "width", itoa(s.width), "height", itoa(s.height),
			"minwidth", itoa(minWidth), "minheight", itoa(minHeight)), false)
	case s.leaving:
		return s.sentence(s.env.Text.Shell.Leaving, true)
	case s.locked && s.opts.Guard != nil:
		return s.gateFrame()
	case s.locked:
		return s.sentence(s.env.Text.Shell.Locked, true)
	}
	lines := make([]string, 0, s.height)
	lines = append(lines, s.statusBar())
	notice := s.noticeLines()
	body := s.body()
	lines = append(lines, body[:len(body)+1-len(notice)]...)
	lines = append(lines, notice...)
	lines = append(lines, s.footer())
	f := term.Frame{Text: joined(lines)}
	x, y, has := d.body.CaretX, d.body.CaretY, d.body.HasCaret
	if d.hasOver {
		x, y, has = d.over.CaretX+d.overX, d.over.CaretY+d.overY, d.over.HasCaret
	}
	// A caret that a screen put outside, or that a notice covers, is not shown.
	if has && x < s.width && y <= len(body)-len(notice) {
		f.Caret, f.CaretX, f.CaretY = true, x, y+1
	}
	return f
}

// body is the view of the screen on top, exactly as large as the body, with the
// overlay drawn over it.
func (s *Shell) body() []string {
	d, height := &s.drawn, s.height-3
	d.body = ui.Place(s.top().screen.View())
	views := strings.Split(d.body.Text, "\n")
	if d.width != s.width || len(d.lines) != height {
		d.views, d.lines, d.width = make([]string, height), make([]string, height), s.width
		for i := range d.lines {
			d.lines[i] = widget.Spaces(s.width)
		}
	}
	for i := range height {
		view := ""
		if i < len(views) {
			view = views[i]
		}
		if view != d.views[i] {
			d.views[i], d.lines[i] = view, exactly(view, s.width)
		}
	}
	o := s.overlay()
	if o == nil {
		return d.lines
	}
	return s.covered(o, d.lines)
}

// covered draws an overlay over lines, in their middle. What stands beside it
// is left out, because half an amount reads like another amount; and nothing
// stands behind a caret, not even the border, because an input method writes
// its unfinished text there.
func (s *Shell) covered(o overlay, under []string) []string {
	d := &s.drawn
	d.over, d.hasOver = ui.Place(strings.Join(o.Box(s.width, len(under)), "\n")), true
	box := strings.Split(d.over.Text, "\n")
	width := 0
	for _, line := range box {
		width = max(width, widget.Width(line))
	}
	d.overX, d.overY = (s.width-width)/2, max((len(under)-len(box))/2, 0)
	lines := append([]string(nil), under...)
	for i, line := range box {
		y := d.overY + i
		if y >= len(lines) {
			break
		}
		if d.over.HasCaret && i == d.over.CaretY {
			line = ansi.Truncate(line, width-2, "")
		}
		lines[y] = exactly(widget.Spaces(d.overX)+exactly(line, width), s.width)
	}
	return lines
}

func joined(lines []string) string { return strings.Join(lines, "\n") }

const resetStyle = "\x1b[m"

// exactly cuts or pads a line to a width in cells.
func exactly(line string, width int) string {
	w := widget.Width(line)
	if w > width {
		line = ansi.Truncate(line, width, "")
		w = widget.Width(line)
	}
	if w == width {
		return line
	}
	if strings.Contains(line, "\x1b") {
		line += resetStyle
	}
	return line + widget.Spaces(width-w)
}

// sentence fills the screen with nothing but one text in its middle.
func (s *Shell) sentence(text string, bars bool) term.Frame {
	lines := make([]string, s.height)
	for i := range lines {
		lines[i] = widget.Spaces(s.width)
	}
	wrapped := widget.Wrap(text, max(s.width-2, 2), s.height)
	from := max((s.height-len(wrapped))/2, 0)
	for i, line := range wrapped {
		lines[from+i] = exactly(widget.Cell(line, s.width, widget.Middle), s.width)
	}
	if bars {
		lines[0] = s.statusBar()
	}
	return term.Frame{Text: strings.Join(lines, "\n")}
}

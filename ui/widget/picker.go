package widget

import (
	"strings"
	"unicode"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/theme"
)

// Option is one choice of a Picker. Key is the letter that chooses it, 0 for
// none.
type Option struct {
	Label string
	Key   rune
}

// Picker is a short list to choose from: by arrows and Enter, by the digit of
// its place or by its letter.
type Picker struct {
	options []Option
	at      int
	zone    int
}

// NewPicker makes a picker with the first option chosen. Its options are the
// clickable zones from zone on.
func NewPicker(zone int, options []Option) Picker { return Picker{options: options, zone: zone} }

// At is the number of the chosen option, counted from 0.
func (p *Picker) At() int { return p.at }

// Choose moves to an option; one that does not exist is ignored.
func (p *Picker) Choose(i int) {
	if i >= 0 && i < len(p.options) {
		p.at = i
	}
}

// Chosen is the chosen option, and whether there is any.
func (p *Picker) Chosen() (Option, bool) {
	if p.at >= len(p.options) {
		return Option{}, false
	}
	return p.options[p.at], true
}

// Handle takes arrows, Enter, digits, letters and clicks. done tells that the
// choice is made rather than only moved.
func (p *Picker) Handle(msg ui.Msg) (handled, done bool) {
	switch m := msg.(type) {
	case ui.Intent:
		return p.act(m.Action)
	case ui.Typed:
		i := p.named(m.Rune)
		p.Choose(i)
		return i >= 0, i >= 0
	case ui.Clicked:
		i := m.Zone - p.zone
		if i < 0 || i >= len(p.options) {
			return false, false
		}
		p.at = i
		return true, true
	}
	return false, false
}

func (p *Picker) act(a keymap.Action) (handled, done bool) {
	switch a {
	case keymap.Up, keymap.Left:
		p.Choose(p.at - 1)
	case keymap.Down, keymap.Right:
		p.Choose(p.at + 1)
	case keymap.First:
		p.at = 0
	case keymap.Last:
		p.at = max(len(p.options)-1, 0)
	case keymap.Choose:
		return true, len(p.options) > 0
	default:
		return false, false
	}
	return true, false
}

// named finds the option of a digit or a letter, -1 if there is none.
func (p *Picker) named(r rune) int {
	if i := int(r - '1'); r >= '1' && r <= '9' && i < len(p.options) {
		return i
	}
	for i, o := range p.options {
		if o.Key != 0 && unicode.ToLower(o.Key) == unicode.ToLower(r) {
			return i
		}
	}
	return -1
}

// Lines draw one option each with its digit and letter, the chosen one with ▸.
func (p *Picker) Lines(th theme.Theme, width int) []string {
	lines := make([]string, len(p.options))
	for i, o := range p.options {
		key := " "
		if i < 9 {
			key = itoa(i + 1)
		}
		if o.Key != 0 {
			key += " " + string(o.Key)
		}
		text := Cell(mark(i == p.at)+key+"  "+o.Label, width, Start)
		if i == p.at {
			text = th.Selected.Render(text)
		}
		lines[i] = ui.Zone(p.zone+i, text)
	}
	return lines
}

// Inline draws all options on one line, the chosen one with ▸.
func (p *Picker) Inline(th theme.Theme) string {
	parts := make([]string, len(p.options))
	for i, o := range p.options {
		text := " " + o.Label + " "
		if o.Key != 0 {
			text += string(o.Key) + " "
		}
		if i == p.at {
			text = th.Selected.Render("▸" + text[1:])
		}
		parts[i] = ui.Zone(p.zone+i, text)
	}
	return strings.Join(parts, " ")
}

// InlineFit is Inline if that fits into width cells, and else the chosen option
// alone, between arrows, with its number.
func (p *Picker) InlineFit(th theme.Theme, width int) string {
	all := p.Inline(th)
	if Width(all) <= width {
		return all
	}
	count := itoa(p.at+1) + "/" + itoa(len(p.options))
	chosen, _ := p.Chosen()
	label := Cut(chosen.Label, width-Width(count)-8)
	return "◂ " + th.Selected.Render("▸"+label+" ") + " ▸  " + th.Dim.Render(count)
}

// Window is Lines in at most height lines: of a longer list those round the
// chosen option.
func (p *Picker) Window(th theme.Theme, width, height int) []string {
	lines := p.Lines(th, width)
	if len(lines) <= height || height <= 0 {
		return lines
	}
	from := max(min(p.at-height/2, len(lines)-height), 0)
	return lines[from : from+height]
}

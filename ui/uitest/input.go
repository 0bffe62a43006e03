package uitest

import (
	"strings"
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/charmbracelet/x/ansi"
)

// Keys presses keys as a person does, each named as people write it: "F2",
// "Enter", "Ctrl+L", "Space", "w". The clock moves on after each.
func (p *Pump) Keys(names ...string) {
	p.t.Helper()
	for _, name := range names {
		p.Send(p.keyMsg(name))
		p.Advance(Pace)
	}
}

// Type types a text, character by character.
func (p *Pump) Type(text string) {
	p.t.Helper()
	for _, r := range text {
		p.Keys(string(r))
	}
}

// Rapid presses keys at once, the second before anything that the first set off
// has happened.
func (p *Pump) Rapid(names ...string) {
	p.t.Helper()
	for _, name := range names {
		p.update(p.keyMsg(name))
	}
	p.drain()
}

// Scan is a scanner's burst: the characters and Enter, 5 ms apart.
func (p *Pump) Scan(text string) {
	p.t.Helper()
	for _, r := range text {
		p.Send(runes(string(r)))
		p.Advance(5 * time.Millisecond)
	}
	p.Send(p.keyMsg("Enter"))
	p.Advance(Pace)
}

// ScanAtOnce is a scan that arrives in one piece, as over a network.
func (p *Pump) ScanAtOnce(text string) {
	p.t.Helper()
	p.update(runes(text))
	p.update(p.keyMsg("Enter"))
	p.drain()
	p.Advance(Pace)
}

// Together hands characters over in one piece, typed ahead on a slow line.
func (p *Pump) Together(text string) {
	p.t.Helper()
	p.Send(runes(text))
}

// Paste pastes a text.
func (p *Pump) Paste(text string) {
	p.t.Helper()
	p.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	p.Advance(Pace)
}

// Click clicks on the first place where the text is on the screen.
func (p *Pump) Click(text string) {
	p.t.Helper()
	for y, line := range plainLines(p.frame) {
		before, _, found := strings.Cut(line, text)
		if !found {
			continue
		}
		x := ansi.StringWidth(before)
		p.Send(tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
		p.Send(tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionRelease, Button: tea.MouseButtonLeft})
		p.Advance(Pace)
		return
	}
	p.t.Fatalf("uitest: %q is not on the screen to be clicked\n%s", text, p.dump())
}

// Wheel turns the wheel by so many notches: up is negative.
func (p *Pump) Wheel(notches int) {
	p.t.Helper()
	button := tea.MouseButtonWheelDown
	if notches < 0 {
		button, notches = tea.MouseButtonWheelUp, -notches
	}
	for range notches {
		p.Send(tea.MouseMsg{Action: tea.MouseActionPress, Button: button})
	}
}

// Resize changes the size of the terminal.
func (p *Pump) Resize(width, height int) {
	p.t.Helper()
	p.width, p.height = width, height
	p.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

func runes(text string) tea.KeyMsg {
	if text == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)}
}

// keyMsg finds a key by its name.
func (p *Pump) keyMsg(name string) tea.KeyMsg {
	p.t.Helper()
	if utf8.RuneCountInString(name) == 1 {
		return runes(name)
	}
	want := strings.ReplaceAll(strings.ToLower(name), "pgdn", "pgdown")
	want, alt := strings.CutPrefix(want, "alt+")
	if want == "space" {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}, Alt: alt}
	}
	if alt && utf8.RuneCountInString(want) == 1 {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(want), Alt: true}
	}
	for t := tea.KeyType(-100); t < 128; t++ {
		if t != tea.KeyRunes && (tea.Key{Type: t}).String() == want {
			return tea.KeyMsg{Type: t, Alt: alt}
		}
	}
	p.t.Fatalf("uitest: there is no key %q; Type types a text", name)
	return tea.KeyMsg{}
}

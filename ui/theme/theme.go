package theme

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Style is how a piece of text looks.
type Style = lipgloss.Style

// Colours is what a terminal can show.
type Colours uint8

// The abilities of terminals, least first.
const (
	NoColours Colours = iota
	Sixteen
	TwoFiveSix
	TrueColour
)

// Theme is the set of styles of one session.
type Theme struct {
	Plain, Dim, Bold, Title Style
	// Good, Warn and Bad are the three ends and everything like them.
	Good, Warn, Bad Style
	Accent, Key     Style
	// Selected is the chosen row.
	Selected Style
	// Bar is the status line, Practice the loud banner of the demo, Alarm the
	// bar of something that must not be overlooked.
	Bar, Practice, Alarm Style
	Border               Style
	// Big is the largest thing on a screen.
	Big Style
}

// New makes the styles for a terminal with these abilities, on a dark or a
// light background.
func New(c Colours, dark bool) Theme {
	r := lipgloss.NewRenderer(io.Discard, termenv.WithProfile(profile(c)))
	r.SetColorProfile(profile(c))
	r.SetHasDarkBackground(dark)
	p := palette(dark, c)
	s := r.NewStyle
	t := Theme{
		Plain: s(), Dim: s().Foreground(p.dim), Bold: s().Bold(true), Title: s().Bold(true).Foreground(p.accent),
		Good: s().Bold(true).Foreground(p.good), Warn: s().Bold(true).Foreground(p.warn), Bad: s().Bold(true).Foreground(p.bad),
		Accent: s().Foreground(p.accent), Key: s().Bold(true).Foreground(p.accent),
		Selected: s().Background(p.selected).Foreground(p.onSelected).Bold(true),
		Bar:      s().Background(p.bar).Foreground(p.onBar),
		Practice: s().Background(p.practice).Foreground(p.onPractice).Bold(true),
		Alarm:    s().Background(p.bad).Foreground(p.onAlarm).Bold(true),
		Border:   s().Foreground(p.border), Big: s().Bold(true),
	}
	if c == NoColours {
		t.Dim, t.Selected, t.Bar = s().Faint(true), s().Reverse(true).Bold(true), s().Reverse(true)
		t.Practice, t.Alarm = s().Reverse(true).Bold(true), s().Reverse(true).Bold(true)
	}
	return t
}

// profile is never that of a terminal without any styles: without colours, bold,
// underline and reverse are all the more needed.
func profile(c Colours) termenv.Profile {
	switch c {
	case TrueColour:
		return termenv.TrueColor
	case TwoFiveSix:
		return termenv.ANSI256
	}
	return termenv.ANSI
}

// colours are the palette's tokens.
type colours struct {
	dim, good, warn, bad, accent, border lipgloss.TerminalColor
	selected, onSelected, bar, onBar     lipgloss.TerminalColor
	practice, onPractice, onAlarm        lipgloss.TerminalColor
}

// palette chooses the tokens. With sixteen colours it names only those that
// every terminal's own scheme keeps readable on its own background; with more it
// names the 256 by number, since a number is a third of the bytes of a mixture.
func palette(dark bool, c Colours) colours {
	col := func(s string) lipgloss.TerminalColor { return lipgloss.Color(s) }
	switch {
	case c == NoColours:
		n := lipgloss.NoColor{}
		return colours{n, n, n, n, n, n, n, n, n, n, n, n, n}
	case c == Sixteen:
		return colours{dim: col("8"), good: col("2"), warn: col("3"), bad: col("1"), accent: col("6"), border: col("8"),
			selected: col("6"), onSelected: col("0"), bar: col("4"), onBar: col("15"),
			practice: col("3"), onPractice: col("0"), onAlarm: col("15")}
	case dark:
		return colours{dim: col("245"), good: col("78"), warn: col("214"), bad: col("203"), accent: col("75"), border: col("240"),
			selected: col("24"), onSelected: col("231"), bar: col("236"), onBar: col("253"),
			practice: col("214"), onPractice: col("16"), onAlarm: col("231")}
	}
	return colours{dim: col("243"), good: col("28"), warn: col("130"), bad: col("160"), accent: col("25"), border: col("250"),
		selected: col("153"), onSelected: col("17"), bar: col("254"), onBar: col("235"),
		practice: col("214"), onPractice: col("16"), onAlarm: col("231")}
}

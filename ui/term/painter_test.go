package term

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// terminal is an emulated terminal with the modes a session sets.
type terminal struct {
	*vt.Emulator
	shown bool
}

func newTerminal(size Size) *terminal {
	t := &terminal{Emulator: vt.NewEmulator(size.Width, size.Height), shown: true}
	t.SetCallbacks(vt.Callbacks{CursorVisibility: func(visible bool) { t.shown = visible }})
	_, _ = t.Write(enterSequence(false))
	return t
}

// picture is all that can be seen: every cell with its style, and the cursor.
func (t *terminal) picture() string {
	var b strings.Builder
	for y := range t.Height() {
		for x := range t.Width() {
			c := t.CellAt(x, y)
			fmt.Fprintf(&b, "%q %+v|", c.Content, c.Style)
		}
		b.WriteByte('\n')
	}
	if t.shown {
		p := t.CursorPosition()
		fmt.Fprintf(&b, "cursor %d,%d", p.X, p.Y)
	}
	return b.String()
}

func sizes() *rapid.Generator[Size] {
	return rapid.Custom(func(t *rapid.T) Size {
		return Size{rapid.IntRange(1, 24).Draw(t, "width"), rapid.IntRange(1, 9).Draw(t, "height")}
	})
}

// pieces are what lines are made of: ordinary text, styles, and everything a
// vendor's data should never contain.
func pieces() []string {
	return []string{
		"a", "b", "z9", " ", "   ", "会员", "张", "李", "储值", "，", "─", "│", "…", "·", "●",
		"\x1b[m", "\x1b[0m", "\x1b[1m", "\x1b[7m", "\x1b[27m", "\x1b[4m", "\x1b[31m", "\x1b[44m", "\x1b[1;38;5;208m",
		"\x1b[48;2;1;2;3m", "\x1b[38:2::9:8:7m", "\x1b[4:3m", "\x1b[22;39m", "\x1b[38;5m", "\x1b[38;2;300;1;1m",
		"é", "e\u0301", "\u0301", "👍", "👨\u200d👩\u200d👧", "🇨🇳", "❤\ufe0f", "한", "ﾊﾞ", "\u200b", "\u202e", "\u00ad", "\ufeff", "\u0600",
		"\x1b[2J", "\x1b[5;5H", "\x1b]0;title\x07", "\x1b]52;c;AAAA\x1b\\", "\x1b]unterminated", "\x1bP+q\x1b\\", "\x1b", "\x1bc",
		"\t", "\r", "\b", "\a", "\x00", "\x7f", "\u0085", "\u009b", "\x9b31m", "\xff", "\xe5\xbc", "\n",
		strings.Repeat("\u0301", 70), "z" + strings.Repeat("\u0323", 70),
	}
}

func lines() *rapid.Generator[string] {
	return rapid.OneOf(mixedLines(), denseLines())
}

// denseLines differ from each other in single cells and reach the last column.
func denseLines() *rapid.Generator[string] {
	cells := []string{"a", "a", "b", " ", "会", "\x1b[31ma", "\x1b[31mb", "\x1b[ma", "\x1b[7m会", "\x1b[m会"}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(cells), 5, 25).Draw(t, "cells"), "")
	})
}

func mixedLines() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces()), 0, 14).Draw(t, "line"), "")
	})
}

// nextFrame changes a frame as an application would: another line, a line
// more or less so that the rest moves, or something else altogether.
func nextFrame(t *rapid.T, was []string) []string {
	text := append([]string(nil), was...)
	at := 0
	if len(text) > 0 {
		at = rapid.IntRange(0, len(text)-1).Draw(t, "at")
	}
	switch kind := rapid.SampledFrom([]string{"same", "line", "delete", "insert", "new"}).Draw(t, "kind"); {
	case kind == "new" || len(text) == 0:
		return rapid.SliceOfN(lines(), 0, 11).Draw(t, "lines")
	case kind == "line":
		text[at] = lines().Draw(t, "line")
	case kind == "delete":
		text = append(text[:at], text[at+1:]...)
	case kind == "insert":
		text = append(text[:at], append([]string{lines().Draw(t, "line")}, text[at:]...)...)
	}
	return text
}

func TestAnySequenceOfFramesLooksLikeAFullRepaint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		caps := Capabilities{Sync: rapid.Bool().Draw(t, "sync"), NoColor: rapid.Bool().Draw(t, "mono")}
		size := sizes().Draw(t, "size")
		screen, p := newTerminal(size), newPainter(caps)
		p.eager = rapid.Bool().Draw(t, "always try to move rows")
		var text []string
		for range rapid.IntRange(1, 8).Draw(t, "frames") {
			if rapid.IntRange(0, 5).Draw(t, "resize") == 0 {
				size = sizes().Draw(t, "size")
				screen.Resize(size.Width, size.Height)
				p.forget()
			}
			text = nextFrame(t, text)
			frame := Frame{
				Text:   strings.Join(text, "\n"),
				CaretX: rapid.IntRange(-1, 30).Draw(t, "x"), CaretY: rapid.IntRange(-1, 12).Draw(t, "y"),
				Caret: rapid.Bool().Draw(t, "caret"),
			}
			_, _ = screen.Write(p.paint(frame, size))

			fresh := newTerminal(size)
			_, _ = fresh.Write(newPainter(caps).paint(frame, size))
			require.Equal(t, fresh.picture(), screen.picture())
			require.Empty(t, p.paint(frame, size), "a frame that did not change")
		}
	})
}

func TestAFrameIsPaddedCutAndStyled(t *testing.T) {
	screen := newTerminal(Size{6, 3})
	frame := Frame{Text: "ab\x1b[1;31m会\x1b[m员\tx\n12345会\nlast\ntoo many", CaretX: 9, CaretY: 1, Caret: true}
	_, _ = screen.Write(newPainter(Capabilities{}).paint(frame, Size{6, 3}))

	assert.Equal(t, "ab会员\n12345\nlast", screen.String(), "half a wide character is never shown")
	assert.Equal(t, uint8(1), screen.CellAt(2, 0).Style.Attrs, "bold")
	assert.Equal(t, 5, screen.CursorPosition().X, "the caret is moved inside the screen")
	assert.True(t, screen.shown)
}

func TestColoursAreDroppedWhereNoneAreWantedButBoldStays(t *testing.T) {
	p := newPainter(Detect([]string{"NO_COLOR=1", "TERM=xterm-256color"}))
	b := string(p.paint(Frame{Text: "\x1b[1;7;38;5;9;44mx"}, Size{4, 1}))
	assert.Contains(t, b, "\x1b[1;7mx")
}

func TestNothingForeignIsForwarded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(lines(), rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "text")
		assertHarmless(t, text)
	})
}

// assertHarmless paints a text and checks that what is written consists of
// printable characters and of the few sequences that a painter makes.
func assertHarmless(t require.TestingT, text string) {
	b := string(newPainter(Capabilities{}).paint(Frame{Text: text}, Size{30, 4}))
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c == 0x1b:
			end := i + 2 + strings.IndexAny(b[i+2:], "mHKBCDhlr")
			require.Equal(t, byte('['), b[i+1], "%q", b)
			require.Subset(t, []byte("0123456789;?"), []byte(b[i+2:end]), "%q", b)
			i = end + 1
		case c == '\r':
			i++
		default:
			require.GreaterOrEqual(t, c, byte(0x20), "%q", b)
			i++
		}
	}
	require.True(t, strings.ToValidUTF8(b, "?") == b, "%q", b)
	require.NotContains(t, b, "\u202e")
	require.NotContains(t, b, "\u009b")
}

func FuzzFrame(f *testing.F) {
	for _, piece := range pieces() {
		f.Add(piece+"x", "y"+piece)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		assertHarmless(t, first)
		size := Size{20, 5}
		screen, fresh, p := newTerminal(size), newTerminal(size), newPainter(Capabilities{})
		_, _ = screen.Write(p.paint(Frame{Text: first}, size))
		_, _ = screen.Write(p.paint(Frame{Text: second}, size))
		_, _ = fresh.Write(newPainter(Capabilities{}).paint(Frame{Text: second}, size))
		require.Equal(t, fresh.picture(), screen.picture())
	})
}

func TestPlainWidthsAreThoseOfTheWidthTables(t *testing.T) {
	for r := rune(0x20); r < 0x11000; r++ {
		if w := plainWidth(r); w > 0 {
			d := decoder{width: 4}
			cells, odd := d.line(nil, string(r)+"\u0301") // the mark forces the long way
			require.Equal(t, uint8(w), cells[0].width, "%q", r)
			require.True(t, odd)
		}
	}
}

func TestACharacterOfDisputedWidthSpoilsNoOther(t *testing.T) {
	// The terminal takes for narrow what the width tables call wide, and the
	// other way round, which shows as another character in its place.
	for odd, shown := range map[string]string{"❤\ufe0f": "x", "e\u0301": "会"} {
		p, screen := newPainter(Capabilities{}), newTerminal(Size{20, 2})
		for _, text := range []string{"一" + odd + "二 b", "一" + odd + "三 c", "一" + odd + odd + "c"} {
			b := string(p.paint(Frame{Text: text}, Size{20, 2}))
			_, _ = screen.Write([]byte(strings.ReplaceAll(b, odd, shown)))
			at := ansi.StringWidth(strings.TrimRight(text, "bc"))
			last := text[len(text)-1:]
			assert.Equal(t, last, screen.CellAt(at, 0).Content, "%q", text)
			assert.Equal(t, "一", screen.CellAt(0, 0).Content)
		}
		_, _ = screen.Write(p.paint(Frame{Text: "plain"}, Size{20, 2}))
		assert.Equal(t, "plain", strings.TrimSpace(screen.String()), "nothing of it stays behind")
	}
}

package cli_test

import (
	"fmt"
	"html"
	"image/color"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	cellWide = 9
	cellHigh = 20
)

// The README's picture is the built program in a real terminal, drawn cell by
// cell. Without -update the test only proves that the picture can still be made.
func TestTheReadmesPictureIsTheProgramItself(t *testing.T) {
	w := openWindow(t, 120, 26, home(t), "--config", configFile(t, "backend: demo\ntill: 1号台\noperator: 小梅\n"))
	w.sees("演练")
	w.presses(letters("chan")...)
	w.sees("Chan Kan Seng", "14,493.80")
	picture := w.svg()
	require.True(t, strings.Contains(picture, "M000123"), "the member is not in the picture")
	if *update {
		require.NoError(t, os.WriteFile("../../docs/counter.svg", []byte(picture), 0o644))
		return
	}
	kept, err := os.ReadFile("../../docs/counter.svg")
	require.NoError(t, err, "run go test ./ui/cli -run Picture -update")
	require.True(t, strings.Contains(string(kept), "M000123"), "the kept picture shows something else")
}

// svg draws the screen: a rectangle behind and a text in each run of cells that
// look alike.
func (w *window) svg() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	wide, high := w.screen.Width(), w.screen.Height()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="'DejaVu Sans Mono',Menlo,Consolas,'Sarasa Mono SC','Noto Sans Mono CJK SC',monospace" font-size="15" xml:space="preserve">`+"\n",
		wide*cellWide+20, high*cellHigh+20)
	fmt.Fprintln(&b, `<rect width="100%" height="100%" rx="8" fill="#12161c"/>`)
	for y := range high {
		var r run
		for x := 0; x < wide; {
			c := w.screen.CellAt(x, y)
			if c == nil {
				x++
				continue
			}
			next := run{x: x, y: y, front: hex(c.Style.Fg, "#d6dee8"), back: hex(c.Style.Bg, ""), bold: c.Style.Attrs&1 != 0, alone: len(c.Content) > 1}
			if !r.alike(next) {
				r.draw(&b)
				r = next
			}
			r.text, r.cells = r.text+c.Content, r.cells+max(c.Width, 1)
			x += max(c.Width, 1)
		}
		r.draw(&b)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// run is a stretch of cells that look alike.
type run struct {
	x, y, cells int
	text        string
	front, back string
	bold        bool
	// alone is a character that fonts draw in widths of their own.
	alone bool
}

func (r run) alike(o run) bool {
	return r.cells > 0 && r.front == o.front && r.back == o.back && r.bold == o.bold && !r.alone && !o.alone
}

func (r run) draw(b *strings.Builder) {
	if r.cells == 0 {
		return
	}
	left, top, long := 10+r.x*cellWide, 10+r.y*cellHigh, r.cells*cellWide
	if r.back != "" {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", left, top, long, cellHigh, r.back)
	}
	if strings.TrimSpace(r.text) == "" {
		return
	}
	weight := ""
	if r.bold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s"%s textLength="%d">%s</text>`+"\n", left, top+15, r.front, weight, long, html.EscapeString(r.text))
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

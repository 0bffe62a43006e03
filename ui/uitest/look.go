package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Screen is what is on the screen, without styles and without blanks at the
// ends of lines.
func (p *Pump) Screen() string { return p.dump() }

// Line is one line of the screen, counted from 0, without styles.
func (p *Pump) Line(y int) string { return plainLines(p.frame)[y] }

// Caret is the cell of the terminal's cursor, and whether it is shown.
func (p *Pump) Caret() (x, y int, shown bool) { return p.frame.CaretX, p.frame.CaretY, p.frame.Caret }

// See fails unless every text is on the screen. It waits for commands that are
// under way.
func (p *Pump) See(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !p.comes(text) {
			p.t.Fatalf("uitest: %q is not on the screen\n%s", text, p.dump())
		}
	}
}

// comes tells whether a text is on the screen or comes while commands that wait
// for something other than the clock end.
func (p *Pump) comes(text string) bool {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	for !strings.Contains(p.dump(), text) {
		if len(p.pending) == p.clock.Waiting() {
			return false
		}
		select {
		case r := <-p.results:
			p.accept(r)
			p.drain()
		case <-p.parked:
		case <-deadline.C:
			return false
		}
	}
	return true
}

// DontSee fails if any of the texts is on the screen.
func (p *Pump) DontSee(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.dump(), text) {
			p.t.Fatalf("uitest: %q is on the screen\n%s", text, p.dump())
		}
	}
}

// Golden compares the screen and the place of the caret with
// testdata/<name>.golden. A test binary that has a boolean flag "update" writes
// the file when it is set.
func (p *Pump) Golden(name string) {
	p.t.Helper()
	got := p.dump() + "\n" + p.caretLine() + "\n"
	path := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	if updating() {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatalf("uitest: %v (run the test with -update to write it)\n%s", err, got)
	}
	if diff := firstDifference(string(want), got); diff != "" {
		p.t.Errorf("uitest: the screen is not that of %s: %s\n%s", path, diff, got)
	}
}

func (p *Pump) caretLine() string {
	if !p.frame.Caret {
		return "caret: none"
	}
	return fmt.Sprintf("caret: %d,%d", p.frame.CaretX, p.frame.CaretY)
}

func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// firstDifference names the first line in which two texts differ.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		var a, b string
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n  want %q\n  got  %q", i, a, b)
		}
	}
	return ""
}

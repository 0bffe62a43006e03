package shell_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
)

// TestNoScanEverPressesAKey sends every kind of bar code at every speed that a
// scanner has, to every scope in which characters are keys.
func TestNoScanEverPressesAKey(t *testing.T) {
	everything := offers()
	for _, b := range keymap.Table() {
		everything = append(everything, ui.Offer{Action: b.Action})
	}
	rapid.Check(t, func(rt *rapid.T) {
		scopes := []keymap.Scope{keymap.ScopeMember, keymap.ScopePreview, keymap.ScopeResult, keymap.ScopeHistory, keymap.ScopeTray, keymap.ScopePick}
		home := &fake{name: "home", scope: rapid.SampledFrom(scopes).Draw(rt, "scope"), offers: everything}
		c := start(t, home, shell.Options{})
		c.Advance(time.Duration(rapid.IntRange(0, 500).Draw(rt, "before")) * time.Millisecond)
		text := rapid.StringOfN(rapid.RuneFrom([]rune("+rcphenvwxzkymtadolgu?0123456789MX-./% ")), 4, 20, -1).Draw(rt, "text")
		for _, r := range text {
			c.Together(string(r))
			c.Advance(time.Duration(rapid.IntRange(0, 30).Draw(rt, "gap")) * time.Millisecond)
		}
		c.Keys("Enter")
		c.Advance(time.Second)
		if len(home.got) != 1 || !strings.HasPrefix(home.got[0], "scan:") {
			rt.Fatalf("%q on %s did %v", text, home.scope, home.got)
		}
	})
}

// TestEveryFrameFits does what comes to hand; the pump checks each frame.
func TestEveryFrameFits(t *testing.T) {
	texts := []string{"", "通知", strings.Repeat("很长的一句话，", 40), strings.Repeat("x", 300), "👨‍👩‍👧 é ﷽"}
	rapid.Check(t, func(rt *rapid.T) {
		home := opensMember()
		c := start(t, home, shell.Options{})
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0:
				c.Resize(rapid.IntRange(1, 160).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height"))
			case 1:
				c.Send(ui.Notice{Level: ui.Level(rapid.IntRange(0, 3).Draw(rt, "level")), Text: rapid.SampledFrom(texts).Draw(rt, "text")})
			case 2:
				c.Send(ui.Ask{Title: rapid.SampledFrom(texts).Draw(rt, "title"), Body: rapid.SampledFrom(texts).Draw(rt, "body"), Reason: rapid.Bool().Draw(rt, "reason")})
			case 3:
				home.view, home.name = rapid.SampledFrom(texts).Draw(rt, "view")+ui.Caret, rapid.SampledFrom(texts).Draw(rt, "name")
			default:
				c.Keys(rapid.SampledFrom([]string{"F1", "F2", "F5", "F8", "F9", "Esc", "Enter", "Tab", "Down", "Ctrl+L", "x", "充", "+"}).Draw(rt, "key"))
			}
		}
	})
}

package uitest

import (
	"testing"
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
)

// Morning is when the clocks of tests begin: ten o'clock on a Monday in the
// shop's own zone.
func Morning() time.Time {
	return time.Date(2026, time.March, 2, 10, 0, 0, 0, Shanghai())
}

// Shanghai is the zone of the shop, fixed so that a test machine without zone
// files has it too.
func Shanghai() *time.Location { return time.FixedZone("CST", 8*60*60) }

// Env is the environment of a small shop with a clock that stands at Morning
// and the default keys. Its language is "zh" or "en"; nothing has colour.
func Env(t testing.TB, language string) *ui.Env {
	t.Helper()
	text, ok := lang.For(language)
	if !ok {
		t.Fatalf("uitest: there are no texts in %q", language)
	}
	keys, err := keymap.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &ui.Env{
		Text: text, Theme: theme.New(theme.NoColours, true), Keys: keys, Clock: NewClock(Morning()), Zone: Shanghai(),
		MaskPhones: true, Shop: "小店", Till: "T1", Operator: "阿美",
	}
}

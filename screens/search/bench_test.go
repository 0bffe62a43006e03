package search_test

import (
	"testing"

	"guitai/ui"
)

// BenchmarkKeyToView is what a typed character costs with fifty rows found, from
// the key to the drawn body.
func BenchmarkKeyToView(b *testing.B) {
	k := atCounter(&testing.T{}, "zh", crowd(50)...)
	k.screen.SetSize(120, 37)
	k.finds("8800")
	for b.Loop() {
		k.wakes = k.wakes[:0]
		k.screen.Update(ui.Typed{Rune: '1'})
		_ = k.screen.View()
		k.screen.Update(ui.Intent{Action: "backspace"})
		_ = k.screen.View()
	}
}

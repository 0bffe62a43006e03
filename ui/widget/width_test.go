package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/ui"
	"guitai/ui/widget"
)

func TestWidthIsWhatTheTerminalSideCounts(t *testing.T) {
	pieces := []string{"a", " ", "王", "。", "，", "（", "８", "￥", "│", "╭", "━", "…", "·", "●", "○", "▸", "⚠", "★", "é", "e\u0301", "\u0301",
		"\ufe0f", "\u200d", "👨‍👩‍👧", "🇨🇳", "한", "ｶ", "〰", "〽", "鿿", "\U00020000", "\x1b[1;31m", "\x1b[0m", "\x1b[", "\x1b]0;x\a",
		ui.Caret, ui.Zone(7, "金"), "\x1b_", "\x1b", "\t", "\u3099", "\U000e0101"}
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(rt, "pieces"), "")
		require.Equal(rt, ansi.StringWidth(text), widget.Width(text), "%q", text)
	})
}

func TestEveryPlainCharacterIsAsWideAsItIsCounted(t *testing.T) {
	for r := rune(' '); r <= 0xffff; r++ {
		if r >= 0xd800 && r <= 0xdfff {
			continue
		}
		if got, want := widget.Width(string(r)), ansi.StringWidth(string(r)); got != want {
			t.Fatalf("%U is counted as %d cells instead of %d", r, got, want)
		}
	}
}

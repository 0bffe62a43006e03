package safe_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"guitai/backend/safe"
)

func TestLine(t *testing.T) {
	cases := map[string]struct{ raw, want string }{
		"empty":                       {"", ""},
		"plain ASCII":                 {"VIP card 1234", "VIP card 1234"},
		"plain Chinese":               {"陈大文", "陈大文"},
		"full-width punctuation":      {"充值（现金）￥", "充值（现金）￥"},
		"ideographic space":           {"李　四", "李　四"},
		"line ends become a space":    {"a\nb\r\nc\rd", "a b c d"},
		"tab becomes a space":         {"a\tb", "a b"},
		"break tags become a space":   {"a<br/>b<br>c<BR />d</br>e", "a b c d e"},
		"other tags stay text":        {"<b>VIP</b> a<b", "<b>VIP</b> a<b"},
		"entities stay text":          {"a&amp;b", "a&amp;b"},
		"accents compose":             {"Joa\u0303o e\u0301", "João é"},
		"two marks are kept":          {"x\u0323\u0302", "x\u0323\u0302"},
		"a third mark is cut":         {"x\u0323\u0302\u0331\u0332y", "x\u0323\u0331…y"},
		"a mark without a base":       {"\u0301a", "�a"},
		"a mark after a bad rune":     {"\u202e\u0301", "�\u0301"},
		"invalid UTF-8":               {"a\xffb\xc3", "a�b�"},
		"overlong and surrogate":      {"a\xc0\x9b\xed\xa0\x80b", "a�b"},
		"Arabic is kept":              {"سلام", "سلام"},
		"Thai is kept":                {"น้ำ", "น้ำ"},
		"Hangul composes":             {"한", "한"},
		"family emoji":                {"👨‍👩‍👧‍👦!", "👨‍👩‍👧‍👦!"},
		"joined with variation":       {"❤️‍🔥", "❤️‍🔥"},
		"joined with skin tones":      {"👩🏻‍❤️‍💋‍👨🏽", "👩🏻‍❤️‍💋‍👨🏽"},
		"flag":                        {"🇲🇴", "🇲🇴"},
		"joiner between letters":      {"ad\u200dmin", "ad�min"},
		"joiner after an emoji":       {"👨\u200dx", "👨�x"},
		"joiner at the end":           {"👨\u200d", "👨�"},
		"two joiners":                 {"👨\u200d\u200d👩", "👨��👩"},
		"endless joining":             {"👨‍👨‍👨‍👨‍👨", "👨‍👨‍👨‍👨�👨"},
		"skin tone without a base":    {"🏻a", "�a"},
		"voiced mark without a base":  {"ﾞa", "�a"},
		"letter that takes the next":  {"a\u0d4e", "a�"},
		"blank letter":                {"a\u3164b", "a�b"},
		"soft hyphen":                 {"a\u00adb", "a�b"},
		"noncharacter":                {"a\uffffb", "a�b"},
		"private use":                 {"a\ue000b", "a�b"},
		"byte order mark":             {"\ufeffa", "�a"},
		"dropped marks hide no tag":   {"<b\u0301\u0301\u0301r>", "<b\u0301\u0301…r>"},
		"NUL, BEL, BS, VT, FF, DEL":   {"\x00\x07\x08\x0b\x0c\x7f", "������"},
		"C1 next line is not a break": {"a\u0085b", "a�b"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := safe.Line(c.raw)
			assert.Equal(t, c.want, got.String())
			assert.Equal(t, got, safe.Line(got.String()), "twice is once")
			assert.Equal(t, ansi.StringWidth(c.want), got.Width())
		})
	}
}

// Each case is what one published attack put into a field that a terminal
// program printed.
func TestPublishedAttacks(t *testing.T) {
	cases := map[string]string{
		"CVE-2021-25743 kubectl event":            "\x1b[2J\x1b[H\x1b[31mFAKE\x1b[0m",
		"CVE-2024-52005 git sideband":             "remote: \x1b]0;owned\x07\x1b[8mhidden\x1b[28m",
		"CVE-2024-43785 gitoxide name":            "\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\",
		"CVE-2022-46663 less OSC 8":               "\x1b]8;;\x1b[31mhttp://x\x07\x1b]",
		"CVE-2021-42574 bidi override":            "user\u202e \u2066// admin\u2069 \u2066",
		"CVE-2021-27135 xterm combining":          "a" + strings.Repeat("\u0301\u20dd", 5000),
		"CVE-2022-45063 xterm font echo":          "\x1b]50;i\x1b\\$(touch x)\x1b]50;?\x07",
		"CVE-2021-33477 rxvt graphics query":      "\x1bGQ\n;touch x\n",
		"CVE-2022-41322 kitty notification":       "\x1b]99;i=x:d=0;\x1b\\",
		"CVE-2026-95832 kitty reply echo":         "\x1bP@kitty-cmd{\"cmd\":\"ls\"}\x1b\\",
		"CVE-2023-46300 iTerm2 status":            "\x1bP1000p%output %0 x\x1b\\",
		"CVE-2024-38396 iTerm2 title report":      "\x1b]0;touch x\x07\x1b[21t",
		"8-bit CSI":                               "a\u009b31mb",
		"8-bit OSC as raw bytes":                  "a\x9d0;x\x9cb",
		"unterminated OSC":                        "a\x1b]0;… never ends b c d",
		"carriage return overwrite":               "balance 1.00\rbalance 999.00",
		"backspace overwrite":                     "✘ 失败\b\b\b\b✔ 已扣",
		"tag characters":                          "a\U000E0041\U000E0042\U000E007F",
		"interlinear annotation":                  "a\ufff9b\ufffac\ufffb",
		"line and paragraph separators":           "a\u2028b\u2029c",
		"zero width":                              "a\u200bb\u200cc\u2060d\ufeff",
		"Arabic letter mark":                      "a\u061cb",
		"old Hangul without end":                  strings.Repeat("\u1100", 2000),
		"conjuncts without end":                   strings.Repeat("\u0915\u094d", 2000),
		"skin tones without end":                  "👍" + strings.Repeat("🏻", 2000),
		"prepended letters without end":           strings.Repeat("\U00011F02", 2000) + "a",
		"variation selectors carrying a message":  "a\U000E0101\U000E0102\U000E0103",
		"ten megabytes":                           strings.Repeat("\x1b[31m\u0301", 2_000_000),
		"a break tag that never ends":             "<br" + strings.Repeat(" ", 100_000),
		"a thousand escapes around visible words": strings.Repeat("\x1b[1mx\x1b[0m", 1000),
	}
	for name, raw := range cases {
		t.Run(name, func(t *testing.T) {
			for _, line := range append(safe.Lines(raw), safe.Line(raw), safe.Flow(raw), safe.LineMax(raw, 7)) {
				requireHarmless(t, line.String())
			}
			requireHarmless(t, safe.Typed(raw))
		})
	}
}

func TestReplacingKeepsTheHalvesApart(t *testing.T) {
	assert.Equal(t, "a�]0;… never ends b c d", safe.Line("a\x1b]0;… never ends b c d").String())
	assert.Equal(t, "已�[8m扣", safe.Line("已\x1b[8m扣").String())
}

// TestEveryCodePoint holds the output against rules written down a second time:
// nothing that is not graphic comes out, whatever stands around it.
func TestEveryCodePoint(t *testing.T) {
	var buf [16]byte
	contexts := []struct{ before, after string }{{"", ""}, {"a", "b"}, {"👨", "👩"}}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		for _, c := range contexts {
			raw := append(append(buf[:0], c.before...), encoded(r)...)
			line := safe.Line(string(append(raw, c.after...))).String()
			if why := harm(line); why != "" {
				t.Fatalf("%U between %q and %q: %s in %q", r, c.before, c.after, why, line)
			}
			if unicode.Is(unicode.M, r) {
				continue // a mark becomes one with what is before it
			}
			if !strings.HasPrefix(line, c.before) || !strings.HasSuffix(line, c.after) {
				t.Fatalf("%U takes away its neighbours: %q", r, line)
			}
		}
	}
}

// encoded also writes surrogates, which Go itself would replace.
func encoded(r rune) []byte {
	if r >= 0xD800 && r <= 0xDFFF {
		return []byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F}
	}
	return utf8.AppendRune(nil, r)
}

func requireHarmless(t *testing.T, s string) {
	t.Helper()
	require.Empty(t, harm(s), "%q", s)
}

// harm names the first thing in s that a terminal must not see.
func harm(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	if !norm.NFC.IsNormalString(s) {
		return "not normal"
	}
	if len(s) > safe.MaxBytes {
		return "too long"
	}
	marks := 0
	for i, r := range s {
		switch {
		case unicode.In(r, unicode.Cc, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
			return "a control"
		case r == '\u200d' && !(endsInEmoji(s[:i]) && startsWithEmoji(s[i+3:])):
			return "a joiner outside an emoji"
		case r != '\u200d' && unicode.Is(unicode.Cf, r):
			return "a format character"
		case !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs, unicode.Cf):
			return "an unassigned code point"
		case r >= 0xE0000 && r <= 0xE0FFF:
			return "a tag"
		}
		if !unicode.Is(unicode.M, r) {
			marks = 0
		} else if marks++; marks > 2 || i == 0 {
			return "too many marks"
		}
	}
	return ""
}

func endsInEmoji(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '\ufe0f' || r >= 0x1F3FB && r <= 0x1F3FF || startsWithEmoji(string(r))
}

func startsWithEmoji(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x2190 && r <= 0x2BFF && unicode.IsSymbol(r) || r >= 0x1F300 && r <= 0x1FAFF && unicode.Is(unicode.So, r)
}

func TestCaps(t *testing.T) {
	t.Run("the default is 512 cells", func(t *testing.T) {
		got := safe.Line(strings.Repeat("柜", 300))
		assert.Equal(t, strings.Repeat("柜", 255)+"…", got.String())
		assert.Equal(t, strings.Repeat("x", 512), safe.Line(strings.Repeat("x", 512)).String())
		assert.Equal(t, strings.Repeat("x", 511)+"…", safe.Line(strings.Repeat("x", 513)).String())
	})
	t.Run("bytes are capped too", func(t *testing.T) {
		got := safe.LineMax(strings.Repeat("é", 5000), 10_000).String()
		assert.LessOrEqual(t, len(got), safe.MaxBytes)
		assert.True(t, strings.HasSuffix(got, "é…"))
	})
	t.Run("what is cut before filtering is marked as well", func(t *testing.T) {
		got := safe.Line("a" + strings.Repeat("\u0301", 100_000) + "b").String()
		assert.Equal(t, "á\u0301\u0301……", got)
	})
	t.Run("by cells", func(t *testing.T) {
		for cells, want := range map[int]string{-1: "", 0: "", 1: "…", 2: "…", 3: "张…", 4: "张…", 5: "张三…", 6: "张三丰"} {
			assert.Equal(t, want, safe.LineMax("张三丰", cells).String(), cells)
			assert.Equal(t, want, safe.Line("张三丰").Fit(cells).String(), cells)
		}
	})
	t.Run("never inside a cluster", func(t *testing.T) {
		assert.Equal(t, "a…", safe.LineMax("a👨‍👩‍👧‍👦b", 3).String())
		assert.Equal(t, "x\u0323\u0302…", safe.LineMax("x\u0302\u0323yz", 2).String())
	})
}

func TestFlow(t *testing.T) {
	assert.Equal(t, "8折 ⏎ 消费80.0 ⏎ ok", safe.Flow("8折<br/>消费80.0\nok").String())
	assert.Equal(t, "a ⏎ b", safe.Flow("a\tb").String())
	assert.Equal(t, "a ⏎ b", safe.Flow(safe.Flow("a\r\nb").String()).String())
}

func TestLines(t *testing.T) {
	cases := map[string]struct {
		raw  string
		want []string
	}{
		"nothing":                {"", nil},
		"blank lines":            {"<br/> \n\n<br>", nil},
		"vendor's consume":       {"8折(0.8)<br/>消费80.0,获得积分80\n", []string{"8折(0.8)", "消费80.0,获得积分80"}},
		"vendor's recharge":      {"充值送10%:充值100.0赠送金额10.0<br/>单次送5元:充值100.0", []string{"充值送10%:充值100.0赠送金额10.0", "单次送5元:充值100.0"}},
		"spellings of the break": {"a<br>b<br/>c<BR />d<br\n/>e</br>f<br class='x'>g\r\nh\ri", []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"}},
		"blocks begin a line":    {"<p>a</p><div>b</div>c", []string{"a", "b", "c"}},
		"other tags are dropped": {"<b>a</b><!-- x --><span style=\"color:red\">b</span>", []string{"ab"}},
		"what is no tag stays":   {"1 < 2 > 0 <3 <王> <b", []string{"1 < 2 > 0 <3 <王> <b"}},
		"entities decode once":   {"a&amp;lt;b &lt;br&gt; c", []string{"a&lt;b <br> c"}},
		"an entity is a break":   {"a&#10;b&#13;c", []string{"a", "b", "c"}},
		"an entity is an escape": {"&#x1b;[31m&#155;x&#x202e;y&zwnj;", []string{"�[31m›x�y�"}},
		"a tag made of a tag":    {"<<b>br>x", []string{"<br>x"}},
		"tabs":                   {"a\tb", []string{"a b"}},
		"an endless tag":         {"<b " + strings.Repeat("y", 300), []string{"<b " + strings.Repeat("y", 300)}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, line := range safe.Lines(c.raw) {
				got = append(got, line.String())
			}
			assert.Equal(t, c.want, got)
		})
	}
	many := safe.Lines(strings.Repeat("x<br>", 1000))
	require.Len(t, many, safe.MaxLines)
	assert.Equal(t, "…", many[safe.MaxLines-1].String())
	long := safe.Lines(strings.Repeat("x", 100_000))
	assert.Equal(t, "…", long[len(long)-1].String(), "what was not read is told")
}

func TestTyped(t *testing.T) {
	cases := map[string]struct{ typed, want string }{
		"text":                  {"88.50", "88.50"},
		"a scanner's enter":     {"6901234567892\r\n", "6901234567892"},
		"a copied column":       {"a\nb\tc\n\n", "a b c"},
		"markup is only text":   {"a<br/>b", "a<br/>b"},
		"an escape shows":       {"\x1b[201~88.50", "�[201~88.50"},
		"a terminal's answer":   {"\x1b[?62;c", "�[?62;c"},
		"an invisible override": {"88\u202e.50", "88�.50"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := safe.Typed(c.typed)
			assert.Equal(t, c.want, got)
			assert.Equal(t, got, safe.Typed(got))
		})
	}
	assert.True(t, strings.HasSuffix(safe.Typed(strings.Repeat("x", 20_000)), "x…"))
}

func TestTextIsAValue(t *testing.T) {
	var zero safe.Text
	assert.True(t, zero.IsEmpty())
	assert.Zero(t, zero.Width())
	assert.Equal(t, zero, safe.Line(""))
	assert.True(t, safe.Line("a\x1b") == safe.Line("a\x07"))
	assert.Len(t, map[safe.Text]int{safe.Line("x"): 1, safe.Line("y"): 2}, 2)
	assert.Equal(t, 6, safe.Line("张三ab").Width())
}

func TestJSON(t *testing.T) {
	type row struct {
		Name  safe.Text            `json:"name"`
		Notes map[safe.Text]string `json:"notes,omitempty"`
	}
	wide := row{Name: safe.LineMax(strings.Repeat("x", 3000), 3000)}
	for _, in := range []row{{}, {Name: safe.Line("张<三>&\"丰")}, {Notes: map[safe.Text]string{safe.Line("k"): "v"}}, wide} {
		b, err := json.Marshal(in)
		require.NoError(t, err)
		var out row
		require.NoError(t, json.Unmarshal(b, &out))
		assert.Equal(t, in, out)
	}

	var smuggled row
	require.NoError(t, json.Unmarshal([]byte(`{"name":"a\u001b]0;x\u0007\u202e\nb"}`), &smuggled))
	assert.Equal(t, "a�]0;x���b", smuggled.Name.String())
	require.NoError(t, json.Unmarshal([]byte(`{"name":null}`), &row{}))
	require.Error(t, json.Unmarshal([]byte(`{"name":5}`), &row{}))
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "张三", "a\x1b[31m", "e\u0301\u0301\u0301", "👨‍👩‍👧‍👦", "\u0958\u0301\u0302", "\u0344\u0344", "\u1100\u1161\u11a8\u11a8",
		"<br/>&#27;", "\u0d4e\u0301", "ﾞ", "🇲🇴🇲", "\U0001D160\u0301", "\xff\xfe", "क्ष्म", "<b\u0338", "👍🏻🏻🏻🏻🏻🏻🏻🏻🏻",
	} {
		f.Add(seed, 10)
	}
	f.Fuzz(func(t *testing.T, raw string, cells int) {
		for _, line := range []safe.Text{safe.Line(raw), safe.Flow(raw), safe.LineMax(raw, cells)} {
			requireHarmless(t, line.String())
			require.Equal(t, line, safe.LineMax(line.String(), safe.MaxBytes), "%q", raw)
			require.Equal(t, line, line.Fit(line.Width()), "%q", raw)
			b, err := json.Marshal(line)
			require.NoError(t, err)
			var back safe.Text
			require.NoError(t, json.Unmarshal(b, &back))
			require.Equal(t, line, back)
			require.Equal(t, 2+line.Width(), ansi.StringWidth("│"+line.String()+"│"), "%q", line.String())
		}
		if cells < 1000 {
			require.LessOrEqual(t, safe.LineMax(raw, cells).Width(), max(cells, 0))
		}
		for _, line := range safe.Lines(raw) {
			requireHarmless(t, line.String())
		}
		typed := safe.Typed(raw)
		requireHarmless(t, typed)
		require.Equal(t, typed, safe.Typed(typed))
	})
}

func BenchmarkLine(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":   strings.Repeat("consume 88.50 ", 30),
		"han":     strings.Repeat("会员储值消费", 28),
		"mixed":   strings.Repeat("张 Joa\u0303o 👨‍👩‍👧 消费", 12),
		"hostile": strings.Repeat("\x1b[31m\u0301\u202e", 100_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				safe.Line(s)
			}
		})
	}
}

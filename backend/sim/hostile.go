package sim

import "strings"

// HostileTexts is what a malicious member, or a broken importer, may have put
// into any text that a vendor stores: sequences that drive a terminal, marks
// that reorder or hide what is written, overlong combinations, markup, and
// words that pass for the till's own.
func HostileTexts() []string {
	return []string{
		"\x1b[2J\x1b[1;1H\x1b[31m已清屏\x1b[0m",
		"\x1b]0;标题\x07\x1b]8;;http://evil.invalid/\x1b\\点我\x1b]8;;\x1b\\",
		"\x1b]52;c;ZXZpbA==\x07陈",
		"\x1bP+q544e\x1b\\\x1b_Gi=1\x1b\\李",
		"\u009b31m\u009d0;C1\u009c黄",
		"\u202e00.001 余额\u202c",
		"\u2066陈\u2069\u2067嘉\u2069\u200f慧",
		"欧\u200b阳\u200c娜\u200d娜\ufeff\u2060",
		"余额 5.00\r余额 5000.00",
		"金额 9\b\b\b\b\b已扣 0.00",
		"陈" + strings.Repeat("\u0301", 300),
		"第一行<br/>第二行<br><script>alert(1)</script>&lt;b&gt;",
		"✔ 已扣 0.01 余额 99,999.00",
		"行一\n行二\t列\x00尾\x7f",
		"\U000E0041\U000E0042隐形标签\ufe0f\ufe0e",
		strings.Repeat("长", 2000),
	}
}

// Hostile returns people with one of HostileTexts in the name of every third
// of them, from the third on; numbers and money stay as they were.
func Hostile(people []Person) []Person {
	texts := HostileTexts()
	out := append([]Person(nil), people...)
	for i := 2; i < len(out); i += 3 {
		out[i].Name = texts[(i/3)%len(texts)]
	}
	return out
}

package safe

import "strings"

// maxTag is the longest tag in bytes. Anything longer is taken for text, so
// that a lone "<" cannot hide the rest of a description.
const maxTag = 256

// breaksTo replaces tabs, line ends and <br> tags by sep.
func breaksTo(s, sep string) string {
	if strings.IndexByte(s, '<') < 0 {
		return lineEndsTo(s, sep)
	}
	var b strings.Builder
	for s != "" {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			break
		}
		b.WriteString(s[:at])
		s = s[at:]
		if n, name := tagAt(s); n > 0 && name == "br" {
			b.WriteString(sep)
			s = s[n:]
			continue
		}
		b.WriteByte('<')
		s = s[1:]
	}
	b.WriteString(s)
	return lineEndsTo(b.String(), sep)
}

// lineEndsTo replaces tabs and line ends by sep, CR LF as one.
func lineEndsTo(s, sep string) string {
	if !strings.ContainsAny(s, "\r\n\t") {
		return s
	}
	return strings.NewReplacer("\r\n", sep, "\r", sep, "\n", sep, "\t", sep).Replace(s)
}

// untagged drops tags, writing a line end for those that begin a new line.
func untagged(s string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:at])
		s = s[at:]
		n, name := tagAt(s)
		if n == 0 {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		if isBlock(name) {
			b.WriteByte('\n')
		}
		s = s[n:]
	}
}

// tagAt measures the HTML tag that s begins with and returns its name in lower
// case without the slash. It returns 0 if there is none: "a < b", "<3" and
// "<王>" are text.
func tagAt(s string) (length int, name string) {
	from := 1
	if strings.HasPrefix(s, "</") {
		from = 2
	}
	if from >= len(s) || !isTagStart(s[from]) {
		return 0, ""
	}
	to := from
	for to < len(s) && (isLetter(s[to]) || s[to] >= '0' && s[to] <= '9') {
		to++
	}
	for i := from; i < min(len(s), maxTag); i++ {
		switch s[i] {
		case '>':
			return i + 1, strings.ToLower(s[from:to])
		case '<':
			return 0, ""
		}
	}
	return 0, ""
}

func isTagStart(c byte) bool { return isLetter(c) || c == '!' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isBlock(name string) bool {
	switch name {
	case "br", "p", "div", "li", "tr", "hr":
		return true
	}
	return false
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

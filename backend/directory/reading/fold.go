package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// Name writes a name the way it is compared: narrow, small, simplified, without
// accents, its parts one blank apart. Whatever is neither letter nor digit parts
// them.
func Name(s string) string { return folded(s, ' ') }

// Number writes a card number or a phone the way it is compared: its letters and
// digits alone, folded as a name's.
func Number(s string) string { return strings.ReplaceAll(folded(s, -1), " ", "") }

// Phone is a number's digits.
func Phone(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, Number(s))
}

// Query writes what was typed the way it is compared. Blanks and commas part
// words; any other sign is dropped, since numbers are typed with hyphens and
// brackets that say nothing.
func Query(s string) string { return folded(s, -1) }

// folded replaces a sign by other, or drops it where other is below zero.
func folded(s string, other rune) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	add := func(r rune) {
		switch r = kind(r, other); {
		case r < 0:
		case r != ' ':
			b.WriteRune(r)
			blank = false
		case !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	for _, r := range width.Fold.String(s) {
		if !accented(r) {
			add(r)
			continue
		}
		for _, part := range norm.NFD.String(string(r)) {
			add(part)
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// plain tells whether a text is folded already, as most numbers are.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

func accented(r rune) bool { return r >= 0xC0 && r < 0x250 || r >= 0x1E00 && r < 0x1F00 }

func kind(r, other rune) rune {
	switch {
	case r < utf8.RuneSelf && unicode.IsLetter(r):
		return unicode.ToLower(r)
	case r == ' ' || r == ',' || r == ';' || r == '、' || r == '､' || unicode.IsSpace(r):
		return ' '
	case r == utf8.RuneError || unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return Simplified(unicode.ToLower(r))
	}
	return other
}

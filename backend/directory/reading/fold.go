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
	w := writer{other: other, blank: true}
	w.Grow(len(s))
	if !simple(s) {
		s = width.Fold.String(s)
	}
	for _, r := range s {
		if !accented(r) {
			w.add(r)
			continue
		}
		for _, part := range norm.NFD.String(string(r)) {
			w.add(part)
		}
	}
	return strings.TrimSuffix(w.String(), " ")
}

// writer joins what is kept, with one blank where there are several.
type writer struct {
	strings.Builder
	other rune
	blank bool
}

func (w *writer) add(r rune) {
	switch r = kind(r, w.other); {
	case r < 0:
	case r != ' ':
		w.WriteRune(r)
		w.blank = false
	case !w.blank:
		w.WriteByte(' ')
		w.blank = true
	}
}

// simple tells whether a text is nothing but ASCII and common Han, which have no
// wide or narrow form.
func simple(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (r < 0x4E00 || r > 0x9FFF) {
			return false
		}
	}
	return true
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
	case r >= 0x4E00 && r <= 0x9FFF:
		return Simplified(r)
	case r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
		return r
	case r >= 'A' && r <= 'Z':
		return r - 'A' + 'a'
	case r == ' ' || r == ',' || r == ';' || r == '、' || r == '､' || unicode.IsSpace(r):
		return ' '
	case r == utf8.RuneError || unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return Simplified(unicode.ToLower(r))
	}
	return other
}

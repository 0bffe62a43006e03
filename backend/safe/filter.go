package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

const (
	replacement = "\uFFFD"
	ellipsis    = "…"
	joiner      = '\u200D'
	asEmoji     = '\uFE0F'

	// maxMarks is how many combining marks one base may carry; the terminals
	// that crashed did so on hundreds.
	maxMarks = 2
	// maxRunes bounds what terminals may draw into one cell where the rules for
	// clusters would let it grow without end (old Hangul, Indic conjuncts).
	maxRunes = 8
	// maxEmojiRunes is a family of four with a skin tone each and a mark or so.
	maxEmojiRunes = 13
	maxJoiners    = 3
)

// bound cuts raw to what could possibly fill a Text, so that the cost of a
// hostile megabyte is that of a few kilobytes.
func bound(raw string) (short string, cut bool) {
	const most = 4 * MaxBytes
	if len(raw) <= most {
		return raw, false
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(raw[end]) {
		end--
	}
	return raw[:end], true
}

// clean is the sanitiser. Normalising comes first: some characters decompose
// into several marks, and cutting after the first marks keeps a text normal.
func clean(s string, cells int, cut bool) string {
	if cells <= 0 {
		return ""
	}
	if width, plain := plainWidth(s); plain && !cut && width <= cells && len(s) <= MaxBytes {
		return s
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, replacement))
	return fit(replaced(s), cells, cut)
}

// plainWidth is the width of a text of nothing but printable ASCII, Han and
// full-width forms, which is what nearly every name is and needs no filter.
func plainWidth(s string) (cells int, plain bool) {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7F {
				return 0, false
			}
			cells++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isPlainWide(r) {
			return 0, false
		}
		cells += 2
		i += size
	}
	return cells, true
}

func isPlainWide(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0xFF01 && r <= 0xFF5E || r >= 0x3000 && r <= 0x3029
}

// replaced puts U+FFFD for every forbidden code point and "…" for the marks
// beyond the limit. s is valid and normal; so is the result.
func replaced(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	var emoji chain
	marks := 0
	var before rune
	for i, r := range s {
		ascii := before != 0 && before < utf8.RuneSelf
		before = r
		switch {
		case r == asEmoji && ascii:
			// A digit that is to look like an emoji is one cell wide to some and two to
			// others, terminals and libraries alike. It stays a digit.
			before = 0
		case r == joiner && emoji.joins(s[i+len("\u200D"):]):
			b.WriteRune(r)
			marks = 0
		case r == joiner || isForbidden(r):
			b.WriteString(replacement)
			marks = 0
			emoji = chain{}
		case r >= 0x300 && unicode.Is(unicode.M, r):
			marks++
			emoji.mark(r)
			if marks <= maxMarks {
				b.WriteRune(r)
			} else if marks == maxMarks+1 {
				b.WriteString(ellipsis)
			}
		default:
			b.WriteRune(r)
			marks = 0
			emoji.base(r)
		}
	}
	return b.String()
}

// isForbidden tells whether r may not be printed: whatever is not a letter,
// mark, number, punctuation, symbol or space by the Unicode tables, the
// invisible plane 14, and the letters of Hangul that are blank by design.
func isForbidden(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7F:
		return false
	case r >= 0xE0000 && r <= 0xE0FFF:
		return true
	case r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0:
		return true
	}
	return !unicode.IsGraphic(r)
}

// chain follows an emoji sequence, the one place where a joiner may stand.
type chain struct {
	last    rune // the emoji that a joiner may follow, 0 if there is none
	joiners int
}

// joins tells whether a joiner may follow what was read, and notes it. The
// joiner goes between two emoji and nowhere else, and never ends a text.
func (c *chain) joins(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if c.last == 0 || c.joiners >= maxJoiners || !isEmoji(next) ||
		!clings(string([]rune{c.last, joiner}), string(next)) {
		*c = chain{}
		return false
	}
	c.joiners++
	c.last = 0
	return true
}

// base notes a character that is no mark.
func (c *chain) base(r rune) {
	switch {
	case r >= 0x1F3FB && r <= 0x1F3FF && c.last != 0:
	case isEmoji(r):
		if c.last != 0 {
			c.joiners = 0
		}
		c.last = r
	default:
		*c = chain{}
	}
}

func (c *chain) mark(r rune) {
	if r != asEmoji {
		*c = chain{}
	}
}

// isEmoji covers the blocks from which joined emoji are made. Not everything in
// them may be joined, which the rules for clusters decide.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F3FB && r <= 0x1F3FF:
		return false
	case r >= 0x1F300 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF:
		return unicode.Is(unicode.So, r)
	}
	return r == 0x2194 || r == 0x2195 || r == 0x2B1B
}

// fit cuts s between clusters to what fits. The result ends in "…" if anything
// was left out here or before.
func fit(s string, cells int, cut bool) string {
	var b strings.Builder
	b.Grow(min(len(s), MaxBytes))
	used, keep, tail := 0, 0, ansi.StringWidth(ellipsis)
	for rest := s; rest != ""; {
		cluster, width := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(cluster):]
		if tame := tamed(cluster, b.Len() == 0, rest == ""); tame != cluster {
			cluster, width = tame, ansi.StringWidth(tame)
		}
		if used+width > cells || b.Len()+len(cluster) > MaxBytes {
			cut = true
			break
		}
		b.WriteString(cluster)
		used += width
		if used+tail <= cells && b.Len()+len(ellipsis) <= MaxBytes {
			keep = b.Len()
		}
	}
	switch {
	case !cut:
		return b.String()
	case tail > cells:
		return ""
	}
	return b.String()[:keep] + ellipsis
}

func isOvergrown(cluster string) bool {
	if len(cluster) <= maxRunes {
		return false
	}
	most := maxRunes
	if strings.ContainsRune(cluster, joiner) {
		most = maxEmojiRunes
	}
	return utf8.RuneCountInString(cluster) > most
}

// tamed keeps a cluster from drawing outside its cell: it must not be overgrown,
// the first one must not attach itself to what the application drew before it,
// and the last one must not take in what comes after.
func tamed(cluster string, first, last bool) string {
	if cluster[0] < utf8.RuneSelf && len(cluster) == 1 {
		return cluster
	}
	if isOvergrown(cluster) {
		return replacement
	}
	if first {
		cluster = sealedStart(cluster)
	}
	if last {
		cluster = sealedEnd(cluster)
	}
	return cluster
}

func sealedStart(cluster string) string {
	r, size := utf8.DecodeRuneInString(cluster)
	if r < 0x300 || !unicode.Is(unicode.M, r) && !clings("a", cluster[:size]) {
		return cluster
	}
	return replacement + cluster[size:]
}

func sealedEnd(cluster string) string {
	r, size := utf8.DecodeLastRuneInString(cluster)
	before := cluster[:len(cluster)-size]
	if r < 0x300 || !clings(cluster[len(before):], "a") {
		return cluster
	}
	return before + replacement
}

// clings tells whether a terminal takes both for one character.
func clings(left, right string) bool {
	cluster, _ := ansi.FirstGraphemeCluster(left+right, ansi.GraphemeWidth)
	return len(cluster) > len(left)
}

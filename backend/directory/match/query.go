package match

import (
	"strings"
	"unicode/utf8"

	"guitai/backend/directory/reading"
)

// MaxRunes is how much of a query counts; nobody types more than that.
const MaxRunes = 48

// Query is what was typed, taken apart. A member is meant when every word fits
// it. It is not changed by being asked, so goroutines may share one.
type Query struct {
	words   []Word
	compact string
}

// Kind says what a part of a query is written in.
type Kind uint8

// Digits are looked for in the card number, the phone and the name; letters in
// the name, its readings and the beginning of the number; all other scripts in
// the name.
const (
	Digits Kind = iota
	Letters
	Script
)

// Part is a run of one kind.
type Part struct {
	Kind Kind
	Text string
	// places has, for each letter, the bits of the places where it stands.
	places *[26]uint64
}

// Word is a run without blanks: one part, or letters and digits together, which
// fit either as they stand, in a card number, or part by part, as in ws1234.
type Word struct {
	Whole string
	Parts []Part
}

// Parse takes a query apart.
func Parse(typed string) Query {
	if utf8.RuneCountInString(typed) > MaxRunes {
		typed = string([]rune(typed)[:MaxRunes])
	}
	text := reading.Query(typed)
	q := Query{compact: strings.ReplaceAll(text, " ", "")}
	for field := range strings.SplitSeq(text, " ") {
		q.words = appendWords(q.words, field)
	}
	return q
}

// Empty tells whether nothing was typed that could be looked for.
func (q Query) Empty() bool { return len(q.words) == 0 }

// Words are the query's words; all of them must fit.
func (q Query) Words() []Word { return q.words }

// Compact is the query without blanks, which an exact number is compared with.
func (q Query) Compact() string { return q.compact }

// appendWords splits where Han and other scripts meet letters or digits.
func appendWords(words []Word, field string) []Word {
	for field != "" {
		plain := kindOf(field[0]) != Script
		end := 0
		for end < len(field) && (kindOf(field[end]) != Script) == plain {
			end++
		}
		words = append(words, newWord(field[:end]))
		field = field[end:]
	}
	return words
}

func newWord(whole string) Word {
	w := Word{Whole: whole}
	for rest := whole; rest != ""; {
		k := kindOf(rest[0])
		end := 0
		for end < len(rest) && kindOf(rest[end]) == k {
			end++
		}
		w.Parts = append(w.Parts, newPart(k, rest[:end]))
		rest = rest[end:]
	}
	return w
}

func newPart(k Kind, text string) Part {
	p := Part{Kind: k, Text: text}
	if k == Letters {
		p.places = new([26]uint64)
		for i := range len(text) {
			p.places[text[i]-'a'] |= 1 << i
		}
	}
	return p
}

func kindOf(c byte) Kind {
	switch {
	case c >= '0' && c <= '9':
		return Digits
	case c >= 'a' && c <= 'z':
		return Letters
	}
	return Script
}

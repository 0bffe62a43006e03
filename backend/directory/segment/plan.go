package segment

import (
	"guitai/backend/directory/match"
	"guitai/backend/directory/reading"
)

// A plan turns a query into cursors. Each gives every row of one class and some
// that turn out not to fit when their text is looked at.
type plan struct {
	f *File
	q match.Query
}

// exact gives the rows whose whole number or phone was typed.
func (p plan) exact() cursor {
	s := p.q.Compact()
	if len(s) <= numberGram {
		return p.f.list(allNumber.text(s))
	}
	return p.end(s)
}

// ends gives rows where a number or phone ends with a word.
func (p plan) ends() cursor { return p.edge(p.wordEnd) }

// heads gives rows where a name begins with a word.
func (p plan) heads() cursor { return p.edge(p.wordHead) }

// edge gives the rows where one word stands at an edge and the others anywhere.
func (p plan) edge(at func(match.Word) cursor) cursor {
	words := p.q.Words()
	var any []cursor
	for i, w := range words {
		here := at(w)
		if here == nil {
			continue
		}
		all := []cursor{here}
		for j, other := range words {
			if j != i {
				all = append(all, p.word(other))
			}
		}
		any = append(any, p.f.allOf(all...))
	}
	return anyOf(any...)
}

// inside gives the rows that fit at all, except by the whole number alone.
func (p plan) inside() cursor {
	var all []cursor
	for _, w := range p.q.Words() {
		all = append(all, p.word(w))
	}
	return p.f.allOf(all...)
}

func (p plan) word(w match.Word) cursor {
	var all []cursor
	for _, part := range w.Parts {
		all = append(all, p.part(part))
	}
	if len(w.Parts) == 1 {
		return all[0]
	}
	return anyOf(p.f.allOf(all...), p.number(w.Whole))
}

func (p plan) wordEnd(w match.Word) cursor {
	any := p.partEdge(w, func(part match.Part) cursor {
		if part.Kind == match.Digits {
			return p.end(part.Text)
		}
		return nil
	})
	if len(w.Parts) == 1 {
		return any
	}
	return anyOf(any, p.end(w.Whole))
}

func (p plan) wordHead(w match.Word) cursor { return p.partEdge(w, p.head) }

// partEdge is edge for the parts of a word.
func (p plan) partEdge(w match.Word, at func(match.Part) cursor) cursor {
	var any []cursor
	for i, part := range w.Parts {
		here := at(part)
		if here == nil {
			continue
		}
		all := []cursor{here}
		for j, other := range w.Parts {
			if j != i {
				all = append(all, p.part(other))
			}
		}
		any = append(any, p.f.allOf(all...))
	}
	return anyOf(any...)
}

func (p plan) part(part match.Part) cursor {
	s := part.Text
	switch part.Kind {
	case match.Digits:
		return anyOf(p.number(s), p.sliding(inLatin, inLatin, s, latinGram))
	case match.Letters:
		return anyOf(p.sliding(inLatin, inLatin, s, latinGram), p.sliding(initials, initials, s, 3), p.spoken(oneSyllable, s),
			p.f.list(headNumber.text(s[:min(len(s), numberGram)])))
	}
	return p.script(inName, s)
}

func (p plan) head(part match.Part) cursor {
	s := part.Text
	switch part.Kind {
	case match.Digits:
		return p.sliding(headLatin, inLatin, s, latinGram)
	case match.Letters:
		return anyOf(p.sliding(headLatin, inLatin, s, latinGram), p.sliding(headInitials, initials, s, 3), p.spoken(headOneSyllable, s))
	}
	return p.script(headName, s)
}

func (p plan) number(s string) cursor { return p.sliding(inNumber, inNumber, s, numberGram) }

func (p plan) end(s string) cursor {
	if len(s) <= numberGram {
		return p.f.list(endNumber.text(s))
	}
	return p.f.allOf(p.f.list(endNumber.text(s[len(s)-numberGram:])), p.number(s[:len(s)-1]))
}

// sliding gives the rows that have every run of n bytes of a text, the first one
// by another kind.
func (p plan) sliding(first, kind gram, s string, n int) cursor {
	if len(s) <= n {
		return p.f.list(first.text(s))
	}
	all := make([]cursor, 0, len(s)-n+1)
	for i := 0; i+n <= len(s); i++ {
		c := p.f.list(first.text(s[i : i+n]))
		if c == nil {
			return nil
		}
		all = append(all, c)
		first = kind
	}
	return p.f.allOf(all...)
}

// script gives the rows that have every character of a text beside the next.
func (p plan) script(kind gram, s string) cursor {
	runes := []rune(s)
	if len(runes) == 1 {
		if kind == headName {
			return p.f.list(headName.pair(0, uint32(runes[0])))
		}
		return p.f.list(inName.pair(uint32(runes[0]), 0))
	}
	var all []cursor
	for i := range len(runes) - 1 {
		all = append(all, p.f.list(kind.pair(uint32(runes[i]), uint32(runes[i+1]))))
		kind = inName
	}
	return p.f.allOf(all...)
}

// spoken gives the rows whose names sound like these letters: every way to part
// them into syllables, of which the third and later ones are left to the text. A
// single letter is left to the initials. one is oneSyllable or headOneSyllable.
func (p plan) spoken(one gram, s string) cursor {
	if len(s) == 1 {
		return nil // the initials have it
	}
	two, letter := one-oneSyllable+twoSyllables, one-oneSyllable+syllableLetter
	all := []cursor{p.begun(one, s)}
	for n := 1; n < len(s) && n <= 6; n++ {
		first, ok := syllable(s[:n])
		if !ok {
			continue
		}
		rest := s[n:]
		if len(rest) == 1 {
			all = append(all, p.f.list(letter<<kindShift|gram(0).pair(first, uint32(rest[0]))))
			continue
		}
		all = append(all, p.second(two, first, rest))
		for m := 1; m < len(rest) && m <= 6; m++ {
			if second, ok := syllable(rest[:m]); ok {
				all = append(all, p.f.allOf(p.f.list(two.pair(first, second)), p.third(second, rest[m:])))
			}
		}
	}
	return anyOf(all...)
}

// begun gives the rows with a syllable that begins with these letters.
func (p plan) begun(kind gram, s string) cursor {
	first, end := reading.From(s)
	if first == end {
		return nil
	}
	return p.f.lists(kind.pair(uint32(first), 0), kind.pair(uint32(end-1), 0))
}

// second gives the rows with a syllable and one after it that begins with these
// letters.
func (p plan) second(kind gram, first uint32, s string) cursor {
	from, end := reading.From(s)
	if from == end {
		return nil
	}
	return p.f.lists(kind.pair(first, uint32(from)), kind.pair(first, uint32(end-1)))
}

// third gives the rows with a syllable and what follows two: its first letter is
// enough, since it may be one syllable or several.
func (p plan) third(second uint32, s string) cursor {
	return p.f.list(syllableLetter<<kindShift | gram(0).pair(second, uint32(s[0])))
}

func syllable(s string) (uint32, bool) {
	first, end := reading.From(s)
	if first == end || first.String() != s {
		return 0, false
	}
	return uint32(first), true
}

package match

import (
	"unicode/utf8"

	"guitai/backend/directory/reading"
)

// Unit is one step of reading a name aloud: a character with its readings, or
// the first letter of a Latin word.
type Unit struct {
	Set    reading.Set
	Letter byte
}

// Next takes the next unit off a name. Letters after a word's first one are
// passed over, and ok is false where something stands that is not read: digits
// and scripts of which no reading is known. The name's end is an empty rest with
// ok false.
func Next(name []byte, inWord bool) (u Unit, rest []byte, ok bool) {
	for len(name) > 0 {
		c := name[0]
		switch {
		case c == ' ':
			inWord = false
			name = name[1:]
		case c >= 'a' && c <= 'z':
			if !inWord {
				return Unit{Letter: c}, name[1:], true
			}
			name = name[1:]
		case c < utf8.RuneSelf:
			return Unit{}, name[1:], false
		default:
			r, size := utf8.DecodeRune(name)
			set := reading.Of(r)
			return Unit{Set: set}, name[size:], set != 0
		}
	}
	return Unit{}, nil, false
}

// progress is how much of the part was read: bit i says that i letters were.
// The other pair counts readings that began with the name.
type progress struct {
	initials, whole           uint64
	initialsAhead, wholeAhead uint64
}

// read looks for the letters in what a name sounds like: the initials of units
// that follow each other, or the full syllables of characters that follow each
// other, of which the last one may be cut short.
func (p *Part) read(name []byte) Class {
	done := uint64(1) << len(p.Text)
	s := progress{initialsAhead: 1, wholeAhead: 1}
	best := None
	inWord := false
	for len(name) > 0 {
		u, rest, ok := Next(name, inWord)
		name, inWord = rest, u.Letter != 0
		if !ok {
			s = progress{}
			continue
		}
		p.step(&s, u)
		if (s.initialsAhead|s.wholeAhead)&done != 0 {
			return Start
		}
		if (s.initials|s.whole)&done != 0 {
			best = Rest
		}
	}
	return best
}

func (p *Part) step(s *progress, u Unit) {
	if u.Letter != 0 {
		at := p.places[u.Letter-'a']
		s.initials, s.initialsAhead = (s.initials|1)&at<<1, s.initialsAhead&at<<1
		s.whole, s.wholeAhead = 0, 0
		return
	}
	at, whole, ahead := uint64(0), uint64(0), uint64(0)
	for i := range u.Set.Len() {
		syllable := u.Set.At(i)
		first := p.places[syllable.Initial()-'a']
		at |= first
		if from := (s.whole | 1) & first; from != 0 {
			next := p.spoken(syllable, from)
			whole |= next
			if s.wholeAhead&from != 0 {
				ahead |= p.spoken(syllable, s.wholeAhead&from)
			}
		}
	}
	s.initials, s.initialsAhead = (s.initials|1)&at<<1, s.initialsAhead&at<<1
	s.whole, s.wholeAhead = whole, ahead
}

// spoken moves every place of from behind a syllable that stands there, or to
// the part's end where the part stops within the syllable.
func (p *Part) spoken(syllable reading.Syllable, from uint64) (to uint64) {
	text := syllable.String()
	for at := range len(p.Text) {
		if from>>at == 0 {
			break
		}
		if from>>at&1 == 0 {
			continue
		}
		left := p.Text[at:]
		switch {
		case len(left) >= len(text) && left[:len(text)] == text:
			to |= 1 << (at + len(text))
		case len(left) < len(text) && text[:len(left)] == left:
			to |= 1 << len(p.Text)
		}
	}
	return to
}

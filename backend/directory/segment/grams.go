package segment

import (
	"unicode/utf8"

	"guitai/backend/directory/match"
)

// A gram is a small piece of a row under which the row is listed: a kind in the
// highest byte and the piece itself, which always fits, so two pieces never
// share a list.
type gram uint64

// The kinds. A head is the beginning of a name, an end that of a number or a
// phone.
const (
	inNumber   gram = iota + 1 // one to four bytes of a number or phone
	endNumber                  // its last one to four bytes
	allNumber                  // all of it, where it is no longer
	headNumber                 // its first bytes, where they are letters
	inName                     // one or two characters of a name
	headName
	inLatin // one to four letters or digits of a name
	headLatin
	initials // of one to three units that follow each other
	headInitials
	oneSyllable
	headOneSyllable
	twoSyllables
	headTwoSyllables
	syllableLetter // a syllable and the first letter of the next one
	headSyllableLetter
)

const (
	kindShift  = 56
	lenShift   = 48
	numberGram = 4
	latinGram  = 4
)

// text packs up to four bytes.
func (kind gram) text(s string) gram {
	g := kind<<kindShift | gram(len(s))<<lenShift
	for i := range len(s) {
		g |= gram(s[i]) << (40 - 8*i)
	}
	return g
}

func (kind gram) bytes(s []byte) gram {
	g := kind<<kindShift | gram(len(s))<<lenShift
	for i, c := range s {
		g |= gram(c) << (40 - 8*i)
	}
	return g
}

// pair packs two characters or syllables; the second may be missing.
func (kind gram) pair(a, b uint32) gram { return kind<<kindShift | gram(a)<<24 | gram(b) }

// rowGrams calls emit for every gram of a row, some of them more than once.
func rowGrams(r Row, emit func(gram)) {
	t := r.Text()
	numberGrams(t.Number, emit)
	numberGrams(t.Phone, emit)
	for n := 1; n <= min(numberGram, len(t.Number)) && isLetter(t.Number[n-1]); n++ {
		emit(headNumber.bytes(t.Number[:n]))
	}
	nameGrams(t.Name, emit)
	readingGrams(t.Name, emit)
}

func numberGrams(s []byte, emit func(gram)) {
	for i := range s {
		for n := 1; n <= numberGram && i+n <= len(s); n++ {
			emit(inNumber.bytes(s[i : i+n]))
		}
	}
	for n := 1; n <= min(numberGram, len(s)); n++ {
		emit(endNumber.bytes(s[len(s)-n:]))
	}
	if len(s) > 0 && len(s) <= numberGram {
		emit(allNumber.bytes(s))
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

func isLatin(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' }

// nameGrams takes a name apart without its blanks, as it is looked for.
func nameGrams(name []byte, emit func(gram)) {
	var latin [latinGram]byte // the last letters of the run
	run, last, head := 0, rune(0), true
	for len(name) > 0 {
		r, size := utf8.DecodeRune(name)
		c := name[0]
		name = name[size:]
		switch {
		case c == ' ':
			continue
		case isLatin(c):
			copy(latin[:], latin[1:])
			latin[latinGram-1] = c
			run, last = run+1, 0
			for n := 1; n <= min(run, latinGram); n++ {
				emit(inLatin.bytes(latin[latinGram-n:]))
			}
			if head {
				emit(headLatin.bytes(latin[latinGram-run:]))
			}
			head = head && run < latinGram
		default:
			emit(inName.pair(uint32(r), 0))
			if last != 0 {
				emit(inName.pair(uint32(last), uint32(r)))
			}
			if head {
				emit(headName.pair(uint32(last), uint32(r)))
			}
			head = head && last == 0 && run == 0
			run, last = 0, r
		}
	}
}

// readingGrams says a name aloud.
func readingGrams(name []byte, emit func(gram)) {
	var before, last match.Unit
	units, inWord := 0, false // units since something that is not read
	head := true
	for len(name) > 0 {
		u, rest, ok := match.Next(name, inWord)
		name, inWord = rest, u.Letter != 0
		if !ok {
			units, head = 0, false
			continue
		}
		units++
		initialGrams(units, before, last, u, head, emit)
		if u.Letter == 0 {
			from := last
			if units == 1 {
				from = match.Unit{}
			}
			syllableGrams(from, u, head && units == 1, head && units == 2, emit)
		}
		before, last = last, u
	}
}

func initialGrams(units int, before, last, u match.Unit, head bool, emit func(gram)) {
	for a := range letters(u) {
		emitBoth(initials, head && units == 1, emit, a)
		if units < 2 {
			continue
		}
		for b := range letters(last) {
			emitBoth(initials, head && units == 2, emit, b, a)
			if units < 3 {
				continue
			}
			for c := range letters(before) {
				emitBoth(initials, head && units == 3, emit, c, b, a)
			}
		}
	}
}

// emitBoth emits a gram, and that of the next kind, its head, where it is one.
func emitBoth(kind gram, head bool, emit func(gram), text ...byte) {
	emit(kind.bytes(text))
	if head {
		emit((kind + 1).bytes(text))
	}
}

func syllableGrams(last, u match.Unit, first, second bool, emit func(gram)) {
	both := func(kind, g gram, head bool) {
		emit(kind<<kindShift | g)
		if head {
			emit((kind+1)<<kindShift | g)
		}
	}
	for i := range u.Set.Len() {
		s := u.Set.At(i)
		both(oneSyllable, gram(0).pair(uint32(s), 0), first)
		if last.Letter != 0 {
			continue
		}
		for j := range last.Set.Len() {
			t := uint32(last.Set.At(j))
			both(twoSyllables, gram(0).pair(t, uint32(s)), second)
			both(syllableLetter, gram(0).pair(t, uint32(s.Initial())), second)
		}
	}
}

// letters are the first letters of a unit's readings.
func letters(u match.Unit) func(func(byte) bool) {
	return func(yield func(byte) bool) {
		if u.Letter != 0 {
			yield(u.Letter)
			return
		}
		last := byte(0)
		for i := range u.Set.Len() {
			if c := u.Set.At(i).Initial(); c != last {
				if !yield(c) {
					return
				}
				last = c
			}
		}
	}
}

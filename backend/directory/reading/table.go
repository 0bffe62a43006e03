package reading

import (
	_ "embed"
	"sort"
	"strings"
)

//go:embed readings.bin
var readings string

//go:embed simplified.txt
var simplified string

// DenseStart and DenseEnd bound the characters that are found by their place:
// all Han of the first plane from extension A on.
const (
	DenseStart = 0x3400
	DenseEnd   = 0xA000
)

// Set is the readings of a character; the zero value has none. Characters that
// are read alike have the same Set.
type Set uint16

// Syllable is one syllable without its tone. Syllables are numbered in the order
// of their letters.
type Syllable uint16

const (
	head          = 8
	syllableBytes = 6
	sparseBytes   = 5
)

func word(at int) int { return int(readings[at])<<8 | int(readings[at+1]) }

// Syllables is the number of syllables.
func Syllables() int { return word(0) }

// String is the syllable's letters, at most six.
func (s Syllable) String() string {
	at := head + int(s)*syllableBytes
	text := readings[at : at+syllableBytes]
	for n := range syllableBytes {
		if text[n] == 0 {
			return text[:n]
		}
	}
	return text
}

// Initial is the syllable's first letter.
func (s Syllable) Initial() byte { return readings[head+int(s)*syllableBytes] }

// From gives the syllables that begin with these letters, as a range of numbers:
// first is in it and end is not.
func From(letters string) (first, end Syllable) {
	n := Syllables()
	first = Syllable(sort.Search(n, func(i int) bool { return Syllable(i).String() >= letters }))
	end = first
	for int(end) < n && strings.HasPrefix(end.String(), letters) {
		end++
	}
	return first, end
}

// The table's parts follow each other; see gen.
func starts() int  { return head + word(0)*syllableBytes }
func members() int { return starts() + 2*(word(2)+1) }
func dense() int   { return members() + 2*word(4) }
func sparse() int  { return dense() + 2*(DenseEnd-DenseStart) }

// Of gives the readings of a character.
func Of(r rune) Set {
	if r >= DenseStart && r < DenseEnd {
		return Set(word(dense() + 2*int(r-DenseStart)))
	}
	if r < DenseEnd && r != '〇' {
		return 0
	}
	base, n := sparse(), word(6)
	code := func(i int) rune {
		at := base + i*sparseBytes
		return rune(readings[at])<<16 | rune(readings[at+1])<<8 | rune(readings[at+2])
	}
	i := sort.Search(n, func(i int) bool { return code(i) >= r })
	if i == n || code(i) != r {
		return 0
	}
	return Set(word(base + i*sparseBytes + 3))
}

// Len is the number of readings.
func (s Set) Len() int {
	at := starts() + 2*int(s)
	return word(at+2) - word(at)
}

// At is one of the readings, in the order of their letters.
func (s Set) At(i int) Syllable {
	return Syllable(word(members() + 2*(word(starts()+2*int(s))+i)))
}

const pairBytes = 7 // two characters of three bytes and the line's end

// Simplified gives the simplified character for a traditional one or a variant,
// and any other character as it is.
func Simplified(r rune) rune {
	if r < DenseStart || r >= DenseEnd {
		return r
	}
	i := sort.Search(len(simplified)/pairBytes, func(i int) bool { return three(i*pairBytes) >= r })
	if i*pairBytes < len(simplified) && three(i*pairBytes) == r {
		return three(i*pairBytes + 3)
	}
	return r
}

// three decodes a character of three bytes.
func three(at int) rune {
	return rune(simplified[at]&0x0F)<<12 | rune(simplified[at+1]&0x3F)<<6 | rune(simplified[at+2]&0x3F)
}

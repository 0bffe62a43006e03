// Command gen writes readings.bin, the table of package reading, from the
// dictionary of go-pinyin. Run it in the module's root after that library or
// simplified.txt has changed:
//
//	go run ./backend/directory/reading/gen
package main

import (
	"encoding/binary"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"guitai/backend/directory/reading"
)

func main() {
	if err := os.WriteFile("backend/directory/reading/readings.bin", table(readings()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// readings are the syllables of every character. What is read of a traditional
// character is also read of the simplified one that it is folded to.
func readings() map[rune][]string {
	all := map[rune][]string{}
	args := pinyin.NewArgs()
	args.Heteronym = true
	for code := range pinyin.PinyinDict {
		r := rune(code)
		for _, tones := range pinyin.SinglePinyin(r, args) {
			for _, s := range spellings(tones) {
				all[r] = append(all[r], s)
				if folded := reading.Simplified(r); folded != r {
					all[folded] = append(all[folded], s)
				}
			}
		}
	}
	for r, s := range all {
		slices.Sort(s)
		all[r] = slices.Compact(s)
	}
	return all
}

// spellings are the ways in which a syllable is typed: ü is v on keyboards and
// yu in passports. Interjections without a vowel are left out, since nobody is
// called so and every n would begin one.
func spellings(s string) []string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" || !strings.ContainsAny(s, "aeiouv") {
		return nil
	}
	if passport := strings.Replace(s, "v", "yu", 1); passport != s {
		return []string{s, passport}
	}
	return []string{s}
}

// table writes: the number of syllables, classes, members of classes and
// characters beyond the dense range (four 16-bit words); the syllables, six bytes
// each; where each class begins; its syllables; the class of every character of
// the dense range, zero for none; and the others, sorted, five bytes each.
func table(all map[rune][]string) []byte {
	syllables := map[string]uint16{}
	for _, list := range all {
		for _, s := range list {
			syllables[s] = 0
		}
	}
	names := sorted(syllables)
	var out []byte
	for i, s := range names {
		syllables[s] = uint16(i)
		out = append(out, (s + "\x00\x00\x00\x00\x00\x00")[:6]...)
	}
	classes := map[string]uint16{"": 0}
	for _, list := range all {
		classes[strings.Join(list, " ")] = 0
	}
	keys := sorted(classes)
	starts, members := []uint16{0}, []uint16{}
	for i, key := range keys {
		classes[key] = uint16(i)
		for s := range strings.FieldsSeq(key) {
			members = append(members, syllables[s])
		}
		starts = append(starts, uint16(len(members)))
	}
	dense := make([]uint16, reading.DenseEnd-reading.DenseStart)
	var sparse []byte
	for _, r := range sorted(all) {
		class := classes[strings.Join(all[r], " ")]
		if r >= reading.DenseStart && r < reading.DenseEnd {
			dense[r-reading.DenseStart] = class
			continue
		}
		sparse = append(sparse, byte(r>>16), byte(r>>8), byte(r), byte(class>>8), byte(class))
	}
	head := words([]uint16{uint16(len(names)), uint16(len(keys)), uint16(len(members)), uint16(len(sparse) / 5)})
	return slices.Concat(head, out, words(starts), words(members), words(dense), sparse)
}

func sorted[K rune | string, V any](m map[K]V) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func words(w []uint16) []byte {
	var b []byte
	for _, x := range w {
		b = binary.BigEndian.AppendUint16(b, x)
	}
	return b
}

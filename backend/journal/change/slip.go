package change

import (
	"fmt"
	"strconv"
	"strings"
)

// perLetter is how many slips share a letter: A0001 to A9999.
const perLetter = 9999

// Slip is the number that people read to each other for the n-th operation of a
// journal, n from 1: A0001, … A9999, B0001, … Z9999, AA0001.
func Slip(n int64) string {
	if n < 1 {
		return ""
	}
	letters := ""
	for block := (n-1)/perLetter + 1; block > 0; block = (block - 1) / 26 {
		letters = string(rune('A'+(block-1)%26)) + letters
	}
	return fmt.Sprintf("%s%04d", letters, (n-1)%perLetter+1)
}

// SlipNumber is the inverse of Slip; 0 for what is no slip.
func SlipNumber(slip string) int64 {
	n, err := slipNumber(slip)
	if err != nil {
		return 0
	}
	return n
}

func slipNumber(slip string) (int64, error) {
	digits := strings.TrimLeft(slip, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	within, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("journal: %q is no slip", slip)
	}
	block := int64(0)
	for _, letter := range slip[:len(slip)-len(digits)] {
		block = block*26 + int64(letter-'A') + 1
	}
	n := (block-1)*perLetter + within
	if Slip(n) != slip {
		return 0, fmt.Errorf("journal: %q is no slip", slip)
	}
	return n, nil
}

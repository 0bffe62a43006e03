package config

import "strings"

// suggestion names the key that was probably meant, "" if none is near: one
// that differs by a slip of the finger, or the same name in another section.
func suggestion(known []field, key string) string {
	best, least := "", 3
	for _, candidate := range names(known) {
		if distance := edits(key, candidate); distance < least {
			best, least = candidate, distance
		}
	}
	if best == "" {
		name := key[strings.LastIndexByte(key, '.')+1:]
		for _, candidate := range names(known) {
			if strings.HasSuffix(candidate, "."+name) || name == candidate {
				best = candidate
				break
			}
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// names are all keys and sections.
func names(known []field) []string {
	var all []string
	last := ""
	for _, f := range known {
		if section, _, ok := strings.Cut(f.Key, "."); ok && section != last {
			all = append(all, section)
			last = section
		}
		all = append(all, f.Key)
	}
	return all
}

// edits is the Levenshtein distance: how many bytes to insert, delete or change
// to get from a to b.
func edits(a, b string) int {
	if len(a) > 64 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

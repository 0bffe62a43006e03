package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"guitai/backend"
)

// normal folds full-width forms and superfluous blanks, which input methods
// leave behind.
func normal(typed string) string {
	return strings.Join(strings.Fields(width.Fold.String(typed)), " ")
}

// trimTrack takes off the sentinels that magnetic readers put round a number.
func trimTrack(scan string) string {
	return strings.TrimRight(strings.TrimLeft(normal(scan), ";%"), "?")
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// missing is how many more characters a look-up by itself needs: three digits
// or two of anything else.
func missing(query string) int {
	least := 2
	if allDigits(query) {
		least = 3
	}
	return max(least-utf8.RuneCountInString(query), 0)
}

// words splits a query into the word to ask for and the others. Digits tell
// most, then the longest word. Han before digits needs no blank; letters before
// digits stay together, because card numbers look like that.
func words(query string) (key string, others []string) {
	all := strings.Fields(spaced(query))
	best := 0
	for i, w := range all {
		if weight(w) > weight(all[best]) {
			best = i
		}
	}
	if len(all) == 0 {
		return query, nil
	}
	return all[best], slices.Delete(slices.Clone(all), best, best+1)
}

func spaced(query string) string {
	var b strings.Builder
	var last rune
	for _, r := range query {
		if unicode.Is(unicode.Han, last) && unicode.IsDigit(r) || unicode.IsDigit(last) && unicode.Is(unicode.Han, r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func weight(word string) int {
	n := utf8.RuneCountInString(word)
	if allDigits(word) {
		return 100 + n
	}
	return n
}

// fitting keeps the members in whom every word occurs.
func fitting(rows []backend.Member, words []string) []backend.Member {
	if len(words) == 0 {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), func(m backend.Member) bool {
		text := strings.ToLower(m.Name.String() + "\n" + m.Number.String() + "\n" + m.Phone.String())
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
	})
}

// rank puts those first who were most likely meant. Among equals somebody
// served lately comes first, and otherwise the vendor's order stays.
func rank(query string, rows, recent []backend.Member) []backend.Member {
	key, _ := words(query)
	lately := make(map[string]int, len(recent))
	for i, m := range recent {
		lately[m.ID] = i - len(recent)
	}
	type ranked struct {
		m             backend.Member
		class, lately int
	}
	all := make([]ranked, len(rows))
	for i, m := range rows {
		all[i] = ranked{m, class(key, m), lately[m.ID]}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		if a.class != b.class {
			return a.class - b.class
		}
		return a.lately - b.lately
	})
	out := make([]backend.Member, len(rows))
	for i, r := range all {
		out[i] = r.m
	}
	return out
}

// class is how well a member fits a word: 0 is the card itself.
func class(key string, m backend.Member) int {
	number, phone, name := m.Number.String(), m.Phone.String(), m.Name.String()
	if strings.EqualFold(number, key) {
		return 0
	}
	if allDigits(key) {
		switch {
		case phone == key:
			return 1
		case strings.HasSuffix(phone, key) || strings.HasSuffix(number, key):
			return 2
		case strings.Contains(phone, key) || strings.Contains(number, key):
			return 3
		}
		return 4
	}
	switch {
	case strings.EqualFold(name, key):
		return 1
	case strings.HasPrefix(strings.ToLower(name), strings.ToLower(key)):
		return 2
	}
	return 3
}

// exact finds the one member whose card number is the query.
func exact(query string, rows []backend.Member) (backend.Member, bool) {
	hit, n := backend.Member{}, 0
	for _, m := range rows {
		if strings.EqualFold(m.Number.String(), query) {
			hit, n = m, n+1
		}
	}
	return hit, n == 1
}

package wire

import (
	"net/url"
	"sort"
	"strconv"
	"strings"
)

// Redactor replaces secrets by dots, in whatever form they come back: plain,
// escaped for a URL, quoted, or without their braces.
type Redactor struct{ replacer *strings.Replacer }

// NewRedactor makes a redactor; empty secrets are ignored.
func NewRedactor(secrets ...string) Redactor {
	forms := map[string]bool{}
	for _, s := range secrets {
		quoted := strconv.Quote(s)
		for _, form := range []string{
			s, strings.Trim(s, "{}"), url.QueryEscape(s), url.PathEscape(s), quoted[1 : len(quoted)-1],
		} {
			if form != "" {
				forms[form] = true
			}
		}
	}
	sorted := make([]string, 0, len(forms))
	for form := range forms {
		sorted = append(sorted, form)
	}
	// The longest first, or a secret that holds another would be cut in two.
	sort.Slice(sorted, func(i, j int) bool {
		if len(sorted[i]) != len(sorted[j]) {
			return len(sorted[i]) > len(sorted[j])
		}
		return sorted[i] < sorted[j]
	})
	pairs := make([]string, 0, 2*len(sorted))
	for _, form := range sorted {
		pairs = append(pairs, form, "•••")
	}
	return Redactor{strings.NewReplacer(pairs...)}
}

// String is s without the secrets.
func (r Redactor) String(s string) string {
	if r.replacer == nil {
		return s
	}
	return r.replacer.Replace(s)
}

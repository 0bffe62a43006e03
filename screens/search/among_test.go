package search

import "guitai/backend"

// Among looks in members who are all at hand, as a copy does: those in whom every word occurs, the likeliest first, at most limit.
// recent are members served lately, the latest first.
func Among(text string, members, recent []backend.Member, limit int) MirrorAnswer {
	a := MirrorAnswer{Kept: len(members)}
	for _, m := range members {
		if m.ReadAt.After(a.ReadAt) {
			a.ReadAt = m.ReadAt
		}
	}
	key, others := words(normal(text))
	hits := rank(normal(text), fitting(members, append(others, key)), recent)
	for i := range hits {
		hits[i].Source = backend.SourceMirror
	}
	a.Total, a.Members = len(hits), hits[:min(len(hits), limit)]
	return a
}

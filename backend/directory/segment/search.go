package segment

import (
	"runtime"

	"guitai/backend/directory/match"
)

// Search gives the best rows for a query in the order of class and Compare, at
// most limit of them. Rows of which dead is true do not count. total is how many
// fit, unless more says that there are others.
func (f *File) Search(q match.Query, dead func(int) bool, limit int) (hits []Found, total int, more bool) {
	s := search{f: f, q: q, dead: dead, limit: limit + 1}
	p := plan{f, q}
	exact, inside := p.exact(), p.inside()
	if inside == nil || inside.size() <= p.few() {
		s.once(anyOf(exact, inside))
	} else {
		s.exact(exact)
		if !p.exactEnds() {
			s.wave(match.End, p.ends)
		}
		s.wave(match.Start, p.heads)
		s.wave(match.Rest, func() cursor { return inside })
	}
	runtime.KeepAlive(f)
	if len(s.hits) > limit {
		return s.hits[:limit], limit, true
	}
	return s.hits, len(s.hits), false
}

type search struct {
	f     *File
	q     match.Query
	dead  func(int) bool
	limit int
	hits  []Found
}

// few is up to how many likely rows are looked at in one go. Waves of the better
// classes stop at once where there are many hits; where several words are rarely
// together, each wave would have to look for them again.
func (p plan) few() int {
	if words := p.q.Words(); len(words) == 1 && len(words[0].Parts) == 1 {
		return 128
	}
	return 512
}

// once looks at all rows and sorts them by class.
func (s *search) once(c cursor) {
	if c == nil {
		return
	}
	var found [match.None][]Found
	for row, ok := c.seek(0); ok && len(found[match.Card]) < s.limit; row, ok = c.seek(row + 1) {
		if x := s.look(row); x.Class < match.None && len(found[x.Class]) < s.limit {
			found[x.Class] = append(found[x.Class], x)
		}
	}
	for _, f := range found {
		s.hits = append(s.hits, f[:min(len(f), s.limit-len(s.hits))]...)
	}
}

// exactEnds tells whether the rows of exact are those of ends, so that one look
// finds both.
func (p plan) exactEnds() bool {
	words := p.q.Words()
	return len(words) == 1 && len(words[0].Parts) == 1 && words[0].Parts[0].Kind == match.Digits && len(words[0].Whole) > numberGram
}

// exact takes cards before phones, although rows come in their own order, and
// behind them those that end so where exactEnds says that these are all.
func (s *search) exact(c cursor) {
	if c == nil {
		return
	}
	var phones, ends []Found
	for row, ok := c.seek(0); ok && len(s.hits) < s.limit; row, ok = c.seek(row + 1) {
		switch found := s.look(row); {
		case found.Class == match.Card:
			s.hits = append(s.hits, found)
		case found.Class == match.Phone && len(phones) < s.limit:
			phones = append(phones, found)
		case found.Class == match.End && len(ends) < s.limit:
			ends = append(ends, found)
		}
	}
	s.hits = append(s.hits, phones[:min(len(phones), s.limit-len(s.hits))]...)
	if (plan{s.f, s.q}).exactEnds() {
		s.hits = append(s.hits, ends[:min(len(ends), s.limit-len(s.hits))]...)
	}
}

// wave takes the rows of one class; those of better ones were taken before.
func (s *search) wave(class match.Class, rows func() cursor) {
	if len(s.hits) >= s.limit {
		return
	}
	c := rows()
	if c == nil {
		return
	}
	for row, ok := c.seek(0); ok && len(s.hits) < s.limit; row, ok = c.seek(row + 1) {
		if found := s.look(row); found.Class == class {
			s.hits = append(s.hits, found)
		}
	}
}

func (s *search) look(row uint32) Found {
	r := s.f.Row(int(row))
	if r == nil || s.dead(int(row)) {
		return Found{Class: match.None}
	}
	return Found{Class: s.q.Class(r.Text()), Row: r}
}

// Count is how many rows fit a query, all of them.
func (f *File) Count(q match.Query, dead func(int) bool) (n int) {
	s := search{f: f, q: q, dead: dead}
	p := plan{f, q}
	if c := anyOf(p.exact(), p.inside()); c != nil {
		for row, ok := c.seek(0); ok; row, ok = c.seek(row + 1) {
			if s.look(row).Class != match.None {
				n++
			}
		}
	}
	runtime.KeepAlive(f)
	return n
}

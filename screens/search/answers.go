package search

import (
	"slices"

	"guitai/backend"
	"guitai/ui"
)

// found takes the vendor's answer.
func (s *Screen) found(m found) ui.Cmd {
	if m.question != s.question {
		return nil
	}
	k, follow := s.kept, s.follow
	s.giveUp()
	s.kept, s.follow = keptNothing, ""
	s.listFor(m.query)
	s.answer.asked, s.answer.live, s.answer.err, s.answer.scanned = m.err == nil, m.rows, m.err, k == keptScan
	s.merge()
	if m.err != nil {
		return nil
	}
	return s.openMeant(k, follow)
}

// copied takes the local copy's answer. Where the vendor's is still to come, an
// empty one does not wipe the list.
func (s *Screen) copied(m copied) ui.Cmd {
	if m.generation != s.generation {
		return nil
	}
	s.looking, s.copy = false, m
	if len(m.Members) == 0 && s.busy() && !s.listed() {
		return nil
	}
	s.listFor(m.query)
	s.merge()
	if s.kept != keptEnter || s.busy() {
		return nil
	}
	s.kept = keptNothing
	if len(s.answer.rows) == 0 {
		return s.find(keptEnter)
	}
	return s.openMeant(keptEnter, "")
}

// listFor begins the list of a query, if it is not the one that is listed.
func (s *Screen) listFor(query string) {
	if !s.answer.known || s.answer.query != query {
		s.answer = answer{query: query, known: true}
		s.list.Select(0)
	}
}

// merge makes one list of the local copy's answer and the vendor's. Whoever is
// selected stays selected, wherever the row then stands.
func (s *Screen) merge() {
	was, had := s.selected()
	a := &s.answer
	all := s.fits(a.live)
	total := len(all)
	if s.copy.query == a.query {
		all = union(s.copy.Members, all)
		total = max(s.copy.Total, len(all))
	}
	rows := rank(a.query, all, s.recent)
	a.rows, a.total = rows[:min(len(rows), maxRows)], total
	s.layout()
	if !had {
		return
	}
	is := func(m backend.Member) bool { return m.ID == was.ID }
	i := slices.IndexFunc(rows, is)
	if i >= maxRows {
		a.rows[maxRows-1], i = rows[i], maxRows-1
	}
	s.chosen = s.chosen && i >= 0
	s.list.Select(max(i, 0))
}

// fits keeps those of the vendor's rows whom the other words fit as well, or whom
// the copy found by them: it reads the sounds of names.
func (s *Screen) fits(live []backend.Member) []backend.Member {
	_, others := words(s.answer.query)
	kept := fitting(live, others)
	if s.copy.query != s.answer.query || len(kept) == len(live) {
		return kept
	}
	known := map[string]bool{}
	for _, m := range append(slices.Clone(kept), s.copy.Members...) {
		known[m.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(live), func(m backend.Member) bool { return !known[m.ID] })
}

// union puts the vendor's rows in the places of their copies, and those without
// one behind. Of two readings of a member the later one counts.
func union(copies, live []backend.Member) []backend.Member {
	all := slices.Clone(copies)
	place := make(map[string]int, len(all))
	for i, m := range all {
		place[m.ID] = i
	}
	for _, m := range live {
		i, ok := place[m.ID]
		switch {
		case !ok:
			all = append(all, m)
		case !all[i].ReadAt.After(m.ReadAt):
			all[i] = m
		}
	}
	return all
}

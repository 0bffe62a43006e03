package history

import (
	"guitai/backend"
	"guitai/backend/money"
)

// gap is by how many yuan the balance after a row differs from what the row
// before it and the change make. It is not judged where the change cannot be
// told.
func gap(e, before backend.Event) (difference money.Amount, judged bool) {
	change, told := e.Change()
	if !told {
		return money.Amount{}, false
	}
	return e.Balance.Sub(before.Balance.Add(change)), true
}

// judge checks the rows from a number on against the rows below them.
func (s *Screen) judge(from int) {
	if s.partial || !s.filter.whole() {
		s.gaps = map[int]money.Amount{}
		return
	}
	for i := max(from, 0); i+1 < len(s.rows); i++ {
		if d, judged := gap(s.rows[i], s.rows[i+1]); judged && !d.IsZero() {
			s.gaps[i] = d
		}
	}
}

// clear forgets all rows.
func (s *Screen) clear() {
	s.rows, s.seen, s.gaps = nil, map[int64]bool{}, map[int]money.Amount{}
	s.page, s.more, s.partial, s.err = 1, true, false, nil
	s.list.SetCount(0)
}

// add takes a page. Paging ends when the vendor says so, when a page brings
// nothing new, and when the very first row comes again: some servers answer a
// page beyond the last with the first.
func (s *Screen) add(page backend.HistoryPage) {
	had := len(s.rows)
	again := false
	for _, e := range page.Events {
		if e.ID != 0 && s.seen[e.ID] {
			again = again || e.ID == s.rows[0].ID
			continue
		}
		s.seen[e.ID] = true
		s.rows = append(s.rows, e)
	}
	s.page++
	s.partial = s.partial || page.Partial
	s.more = page.More && len(s.rows) > had && !again
	s.judge(had - 1)
	s.list.SetCount(len(s.rows))
}

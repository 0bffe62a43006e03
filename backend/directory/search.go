package directory

import (
	"runtime"
	"slices"

	"guitai/backend"
	"guitai/backend/directory/match"
	"guitai/backend/directory/segment"
)

// Search finds members by what was typed; see Answer for their order. limit is
// at most 50, and zero is that. It needs nothing but the processor and never
// fails; where nothing was typed that could be looked for it finds nobody.
func (m *Mirror) Search(text string, limit int) Answer {
	if limit <= 0 || limit > maxHits {
		limit = maxHits
	}
	q := match.Parse(text)
	if q.Empty() {
		return Answer{}
	}
	v := m.view.Load()
	found := v.search(q, limit)
	a := Answer{Total: found.total, More: found.more}
	if n := len(found.hits); n > 0 {
		a.Hits = make([]Hit, n)
		var before *backend.Member
		for i, f := range found.hits {
			h := &a.Hits[i]
			unpackInto(&h.Member, before, f.Row)
			h.Exact = f.Class <= match.Phone
			before = &h.Member
		}
	}
	runtime.KeepAlive(v) // the rows lie in its files until here
	return a
}

// search gathers every part's best rows.
func (v *view) search(q match.Query, limit int) best {
	all := best{limit: limit}
	for _, l := range v.files {
		hits, total, more := l.file.Search(q, l.dead.has, limit)
		if len(v.files) == 1 && len(v.active.rows)+len(v.frozen.rows) == 0 {
			return best{hits: hits, total: total, more: more}
		}
		all.merge(best{hits: hits, total: total, more: more})
	}
	for _, o := range []overlay{v.active, v.frozen} {
		if len(o.rows) > 0 {
			all.merge(o.search(q, limit))
		}
	}
	all.sorted()
	return all
}

// Count is how many members match, counted to the end. It takes milliseconds
// where many do.
func (m *Mirror) Count(text string) int {
	q := match.Parse(text)
	if q.Empty() {
		return 0
	}
	v, n := m.view.Load(), 0
	for _, l := range v.files {
		n += l.file.Count(q, l.dead.has)
	}
	for _, o := range []overlay{v.active, v.frozen} {
		n += o.search(q, maxHits).total
	}
	runtime.KeepAlive(v)
	return n
}

// Recent gives the members who were here last, the newest visit first.
func (m *Mirror) Recent(n int) []backend.Member {
	v := m.view.Load()
	var rows []segment.Row
	for _, o := range []overlay{v.active, v.frozen} {
		for i, row := range o.rows {
			if row.Served() > 0 && !o.dead.has(i) {
				rows = append(rows, row)
			}
		}
	}
	for _, l := range v.files {
		// A file's rows are in order, so those with a visit come first.
		for i, taken := 0, 0; i < l.file.Len() && taken < n && l.file.Row(i).Served() > 0; i++ {
			if !l.dead.has(i) {
				rows = append(rows, l.file.Row(i))
				taken++
			}
		}
	}
	slices.SortFunc(rows, segment.Compare)
	out := make([]backend.Member, max(min(n, len(rows)), 0))
	for i := range out {
		unpackInto(&out[i], nil, rows[i])
	}
	runtime.KeepAlive(v)
	return out
}

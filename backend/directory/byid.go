package directory

import (
	"runtime"

	"guitai/backend"
	"guitai/backend/directory/segment"
)

// Members gives those of the members with these IDs who are known, by ID.
func (m *Mirror) Members(ids []string) map[string]backend.Member {
	v := m.view.Load()
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	found := make(map[string]backend.Member, len(wanted))
	take := func(row segment.Row) {
		one := unpack(row)
		found[one.ID] = one
	}
	for _, o := range []overlay{v.active, v.frozen} {
		for i, row := range o.rows {
			if wanted[string(row.ID())] && !o.dead.has(i) {
				take(row)
			}
		}
	}
	for id := range wanted {
		if _, known := found[id]; known {
			continue
		}
		for _, l := range v.files {
			if i, ok := l.file.Find([]byte(id)); ok && !l.dead.has(i) {
				take(l.file.Row(i))
			}
		}
	}
	runtime.KeepAlive(v) // the rows lie in its files until here
	return found
}

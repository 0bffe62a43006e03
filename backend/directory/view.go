package directory

import (
	"math/bits"
	"slices"

	"guitai/backend/directory/segment"
)

// view is everything a reading needs. It is never changed once it is published:
// a writer makes the next one.
type view struct {
	// files are the large parts, the oldest first.
	files []layer
	// frozen is the overlay that is being written to a file, and active the one
	// that grows.
	frozen, active overlay
	// live counts the members.
	live int
}

// layer is a file and which of its rows do not hold any more.
type layer struct {
	number uint64
	file   *segment.File
	dead   bitmap
}

// live is how many rows hold.
func (l layer) live() int {
	n := l.file.Len()
	for _, w := range l.dead {
		n -= bits.OnesCount64(w)
	}
	return n
}

// place is where a member's row is: a file's number or one of the two below.
type place struct{ part, row int }

const (
	inFrozen = -1
	inActive = -2
)

// index finds rows of overlays by ID. Only the writer has it.
type index struct{ frozen, active map[string]int }

// edit is a view in the making: a batch copies each bitmap once.
type edit struct {
	view
	index  *index
	copied map[int]bool
}

func newEdit(v *view, x *index) *edit {
	e := &edit{view: *v, index: x, copied: map[int]bool{}}
	e.files = slices.Clone(v.files)
	return e
}

// find gives a member's row.
func (e *edit) find(id []byte) (segment.Row, place, bool) {
	if i, ok := e.index.active[string(id)]; ok {
		return e.active.rows[i], place{inActive, i}, true
	}
	if i, ok := e.index.frozen[string(id)]; ok && !e.frozen.dead.has(i) {
		return e.frozen.rows[i], place{inFrozen, i}, true
	}
	for n, l := range slices.Backward(e.files) {
		if i, ok := l.file.Find(id); ok && !l.dead.has(i) {
			return l.file.Row(i), place{n, i}, true
		}
	}
	return nil, place{}, false
}

// kill takes a row out.
func (e *edit) kill(p place) {
	dead, rows := e.bitmap(p.part)
	if !e.copied[p.part] || p.row>>6 >= len(*dead) {
		*dead = dead.grown(rows)
		e.copied[p.part] = true
	}
	if p.part == inActive {
		delete(e.index.active, string(e.active.rows[p.row].ID()))
	}
	dead.set(p.row)
	e.live--
}

func (e *edit) bitmap(part int) (dead *bitmap, rows int) {
	switch part {
	case inActive:
		return &e.active.dead, len(e.active.rows)
	case inFrozen:
		return &e.frozen.dead, len(e.frozen.rows)
	}
	return &e.files[part].dead, e.files[part].file.Len()
}

// put takes a row in, in place of what was known of the member. An older reading
// does not replace a newer one, but the member was seen by it. A visit stays.
func (e *edit) put(row segment.Row) {
	old, p, found := e.find(row.ID())
	if found {
		readAt, _ := row.Stamp()
		was, _ := old.Stamp()
		if was > readAt || old.Served() > row.Served() {
			record, before := row.Record(), old.Record()
			if was > readAt {
				before.Generation = max(before.Generation, record.Generation)
				record = before
			}
			record.Served = max(before.Served, row.Served())
			row = segment.Encode(record)
		}
		e.kill(p)
	}
	e.index.active[string(row.ID())] = len(e.active.rows)
	e.active.rows = append(e.active.rows, row)
	e.live++
}

// served notes a visit. Who is not known cannot be ranked.
func (e *edit) served(id string, at int64) {
	old, _, found := e.find([]byte(id))
	if !found || old.Served() >= at {
		return
	}
	r := old.Record()
	r.Served = at
	e.put(segment.Encode(r))
}

// gone takes a member out who was not read since.
func (e *edit) gone(id string, at int64) {
	old, p, found := e.find([]byte(id))
	if !found {
		return
	}
	if readAt, _ := old.Stamp(); readAt <= at {
		e.kill(p)
	}
}

// finish takes out who was not seen by a full reading, and counts them.
func (e *edit) finish(generation uint64) (gone int) {
	before := e.live
	for p, row := range e.all() {
		if _, seen := row.Stamp(); seen != generation {
			e.kill(p)
		}
	}
	return before - e.live
}

// all gives the rows that hold, file by file and then the overlays.
func (v *view) all() func(yield func(place, segment.Row) bool) {
	return func(yield func(place, segment.Row) bool) {
		for n := range v.files {
			for i := range v.files[n].file.Len() {
				if !v.files[n].dead.has(i) && !yield(place{n, i}, v.files[n].file.Row(i)) {
					return
				}
			}
		}
		for i, row := range v.frozen.rows {
			if !v.frozen.dead.has(i) && !yield(place{inFrozen, i}, row) {
				return
			}
		}
		for i, row := range v.active.rows {
			if !v.active.dead.has(i) && !yield(place{inActive, i}, row) {
				return
			}
		}
	}
}

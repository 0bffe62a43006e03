package directory

import (
	"fmt"
	"math/bits"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"guitai/backend/directory/segment"
)

// Changes gather in an overlay and are written to a file of their own when there
// are enough of them. A file is joined with the one before it while that one is
// less than fewer times as large, so that every row is written again only a few
// times, and few files are looked into at every key.
const fewer = 4

// pending is a file in the making: what was true when the overlay was frozen and
// its log was closed.
type pending struct {
	view    *view
	from    int    // the first file that is joined
	number  uint64 // of the new file, and of the log that goes on
	filling Filling
	notes   []byte
}

// patience is how many times Options.Rows may gather before nobody waits for a
// quiet moment any more.
const patience = 16

// wake sees to it that what has gathered is tidied up: in a quiet moment, or at
// once where it is very much. The caller holds mu.
func (m *Mirror) wake() {
	gathered := len(m.view.Load().active.rows)
	switch {
	case m.shared || m.busy || m.closed || m.failed != nil:
	case m.whole || gathered >= patience*m.o.Rows || gathered >= m.o.Rows && m.o.Quiet < 0:
		m.begun()
	case gathered < m.o.Rows:
	case m.timer == nil:
		m.timer = time.AfterFunc(m.o.Quiet, func() {
			m.mu.Lock()
			defer m.mu.Unlock()
			if !m.busy && !m.closed {
				m.begun()
			}
		})
	default:
		m.timer.Reset(m.o.Quiet)
	}
}

// begun starts to tidy up. The caller holds mu and has seen that nobody does.
func (m *Mirror) begun() {
	m.busy = true
	m.running.Go(m.tidyUp)
}

// tidyUp writes files until there is nothing that cannot wait. When that fails,
// the log still has everything and the next change tries again.
func (m *Mirror) tidyUp() {
	for again := true; again; {
		m.mu.Lock()
		all := m.whole
		m.whole = false
		m.mu.Unlock()
		err := m.merge(all)
		m.mu.Lock()
		again = err == nil && !m.closed && (m.whole || len(m.view.Load().active.rows) >= patience*m.o.Rows)
		m.busy = again
		if err == nil && !again {
			m.wake()
		}
		m.room.Broadcast()
		m.mu.Unlock()
	}
}

// Tidy writes everything to one file, which is the quickest to search. A mirror
// does so by itself at the end of a full reading. Errors: those of the file
// system; nothing is lost then.
func (m *Mirror) Tidy() error {
	if m.shared {
		return nil
	}
	return m.merge(true)
}

// merge writes the overlay, and the files that are to be joined with it, to a new
// file. Searches and changes go on meanwhile.
func (m *Mirror) merge(all bool) error {
	m.tidy.Lock()
	defer m.tidy.Unlock()
	p, err := m.freeze(all)
	if err != nil || p == nil {
		return err
	}
	rows := p.rows()
	l := layer{number: p.number}
	if len(rows) > 0 {
		if err := segment.Build(m.rowsPath(p.number), rows); err != nil {
			return fmt.Errorf("directory: %w", err)
		}
		if l.file, err = m.openRows(fileOf{Number: p.number, Rows: len(rows)}); err != nil {
			return err
		}
	}
	runtime.KeepAlive(p)
	return m.install(p, l)
}

// freeze closes the log and the overlay, unless that was done before and failed
// later. nil is for nothing to do.
func (m *Mirror) freeze(all bool) (*pending, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pending != nil {
		return m.pending, nil
	}
	v := m.view.Load()
	if len(v.active.rows) == 0 && (!all || len(v.files) <= 1 && !v.buried()) {
		return nil, nil
	}
	if m.log != nil {
		if err := m.log.close(); err != nil {
			return nil, fmt.Errorf("directory: %w", err)
		}
		m.log = nil
	}
	m.number++
	next := *v
	next.frozen, next.active = v.active, overlay{}
	m.index.frozen, m.index.active = m.index.active, map[string]int{}
	m.view.Store(&next)
	p := &pending{view: &next, number: m.number, filling: m.Filling(), notes: *m.notes.Load()}
	size := len(next.frozen.rows)
	for p.from = len(next.files); p.from > 0; p.from-- {
		n := next.files[p.from-1].live()
		if !all && n >= fewer*size {
			break
		}
		size += n
	}
	m.pending = p
	return p, nil
}

// buried tells whether files hold rows that nobody needs.
func (v *view) buried() bool {
	return slices.ContainsFunc(v.files, func(l layer) bool { return l.live() < l.file.Len() })
}

// rows are all that hold of the parts that are joined, in order.
func (p *pending) rows() []segment.Row {
	joined := view{files: p.view.files[p.from:], frozen: p.view.frozen}
	var parts [][]segment.Row
	last := place{part: inActive}
	for at, row := range joined.all() {
		if at.part != last.part {
			parts = append(parts, nil)
		}
		last = at
		parts[len(parts)-1] = append(parts[len(parts)-1], row)
	}
	if last.part == inFrozen {
		slices.SortFunc(parts[len(parts)-1], segment.Compare)
	}
	for len(parts) > 1 {
		n := len(parts)
		parts = append(parts[:n-2], zip(parts[n-2], parts[n-1]))
	}
	return slices.Concat(parts...)
}

// zip joins two lists that are in order.
func zip(a, b []segment.Row) []segment.Row {
	out := make([]segment.Row, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if segment.Compare(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// install puts the new file in the place of what it was made of. The manifest
// comes first: before it the old files and logs are the copy, behind it the new
// ones are.
func (m *Mirror) install(p *pending, l layer) error {
	kept := slices.Clone(p.view.files[:p.from])
	if l.file != nil {
		kept = append(kept, l)
	}
	x := manifest{First: p.number, Filling: p.filling, Notes: p.notes}
	for _, f := range kept {
		x.Files = append(x.Files, fileOf{Number: f.number, Rows: f.file.Len(), Dead: len(f.dead)})
	}
	if err := replace(filepath.Join(m.dir, manifestName), x.encode(kept)); err != nil {
		return fmt.Errorf("directory: %w", err)
	}
	m.mu.Lock()
	v := m.view.Load()
	next := *v
	next.frozen = overlay{}
	next.files = slices.Clone(v.files[:p.from])
	if l.file != nil {
		l.dead = p.since(v, l.file)
		next.files = append(next.files, l)
	}
	m.index.frozen = map[string]int{}
	m.first, m.pending = p.number, nil
	m.view.Store(&next)
	m.mu.Unlock()
	m.sweepOld(x)
	return nil
}

// since finds in the new file what was taken out while it was written.
func (p *pending) since(now *view, file *segment.File) bitmap {
	var dead bitmap
	look := func(before, after bitmap, row func(int) segment.Row) {
		for i, w := range after {
			if i < len(before) {
				w &^= before[i]
			}
			for ; w != 0; w &= w - 1 {
				if at, ok := file.Find(row(i*64 + bits.TrailingZeros64(w)).ID()); ok {
					if dead == nil {
						dead = dead.grown(file.Len())
					}
					dead.set(at)
				}
			}
		}
	}
	for n := p.from; n < len(p.view.files); n++ {
		look(p.view.files[n].dead, now.files[n].dead, now.files[n].file.Row)
	}
	look(p.view.frozen.dead, now.frozen.dead, func(i int) segment.Row { return now.frozen.rows[i] })
	return dead
}

// sweepOld removes the files that the manifest does not need any more.
func (m *Mirror) sweepOld(x manifest) {
	needed := map[string]bool{manifestName: true}
	for _, f := range x.Files {
		needed[filepath.Base(m.rowsPath(f.Number))] = true
	}
	oldest := filepath.Base(m.logPath(x.First))
	sweep(m.dir, func(name string) bool { return needed[name] || name[:4] == "log-" && name >= oldest })
}

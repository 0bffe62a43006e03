package till

import (
	"sync"

	"guitai/backend"
)

// maxPending is how many cases wait for a reader who does not read.
const maxPending = 256

// hub hands every change of a case to whoever watches. It never waits for a
// reader: of each case only the newest state is kept.
type hub struct {
	mu      sync.Mutex
	readers map[*reader]struct{}
}

type reader struct {
	out  chan backend.Case
	wake chan struct{}
	quit chan struct{}
	once sync.Once

	mu      sync.Mutex
	seq     uint64
	pending map[string]parcel
	order   []string
}

// parcel is the newest state of a case; seq tells it from the one before.
type parcel struct {
	seq uint64
	c   backend.Case
}

func newHub() *hub { return &hub{readers: make(map[*reader]struct{})} }

func (h *hub) publish(c backend.Case) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for r := range h.readers {
		r.put(c)
	}
}

func (h *hub) subscribe() (<-chan backend.Case, func()) {
	r := &reader{
		out:     make(chan backend.Case),
		wake:    make(chan struct{}, 1),
		quit:    make(chan struct{}),
		pending: make(map[string]parcel),
	}
	h.mu.Lock()
	h.readers[r] = struct{}{}
	h.mu.Unlock()
	go r.run()
	return r.out, func() {
		h.mu.Lock()
		delete(h.readers, r)
		h.mu.Unlock()
		r.stop()
	}
}

// close ends all readers.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for r := range h.readers {
		r.stop()
	}
	clear(h.readers)
}

func (r *reader) stop() { r.once.Do(func() { close(r.quit) }) }

func (r *reader) put(c backend.Case) {
	r.mu.Lock()
	if _, waits := r.pending[c.ID]; !waits {
		if len(r.order) == maxPending {
			delete(r.pending, r.order[0])
			r.order = r.order[1:]
		}
		r.order = append(r.order, c.ID)
	}
	r.seq++
	r.pending[c.ID] = parcel{r.seq, c}
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// head is the next case to hand over.
func (r *reader) head() (parcel, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.order) == 0 {
		return parcel{}, false
	}
	return r.pending[r.order[0]], true
}

// sent takes the case off the list, unless it changed while it was handed over:
// then it waits again, behind the others.
func (r *reader) sent(p parcel) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id := p.c.ID
	if len(r.order) == 0 || r.order[0] != id {
		return
	}
	r.order = r.order[1:]
	if r.pending[id].seq == p.seq {
		delete(r.pending, id)
		return
	}
	r.order = append(r.order, id)
}

func (r *reader) run() {
	defer close(r.out)
	for {
		var out chan backend.Case
		next, waiting := r.head()
		if waiting {
			out = r.out
		}
		select {
		case out <- next.c:
			r.sent(next)
		case <-r.wake:
		case <-r.quit:
			return
		}
	}
}

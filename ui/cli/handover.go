package cli

import (
	"io"
	"sync"
)

// handover is what is typed on one connection, for one program after another. A
// program that has ended leaves a Read behind, which would swallow the first key
// that is meant for the next one; here that Read ends with its program.
type handover struct {
	chunks chan []byte
	// ended is closed when nothing will be typed any more, gone when nobody will read.
	ended, gone chan struct{}

	mu   sync.Mutex
	rest []byte
}

// handOver reads in until it ends, or until gone is called.
func handOver(in io.Reader) (h *handover, gone func()) {
	h = &handover{chunks: make(chan []byte), ended: make(chan struct{}), gone: make(chan struct{})}
	go h.read(in)
	return h, sync.OnceFunc(func() { close(h.gone) })
}

func (h *handover) read(in io.Reader) {
	defer close(h.ended)
	// Two buffers in turn: one is filled while the other is read from.
	var buffers [2][512]byte
	for i := 0; ; i ^= 1 {
		n, err := in.Read(buffers[i][:])
		if n > 0 {
			select {
			case h.chunks <- buffers[i][:n]:
			case <-h.gone:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// program gives the input of one program, and what ends it.
func (h *handover) program() (in io.Reader, end func()) {
	p := &programInput{h: h, over: make(chan struct{})}
	return p, sync.OnceFunc(func() { close(p.over) })
}

type programInput struct {
	h    *handover
	over chan struct{}
}

// Read gives what is typed while its program runs.
func (p *programInput) Read(b []byte) (int, error) {
	h := p.h
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.rest) == 0 {
		select {
		case <-p.over:
			return 0, io.EOF
		default:
		}
		select {
		case h.rest = <-h.chunks:
		case <-p.over:
			return 0, io.EOF
		case <-h.ended:
			return 0, io.EOF
		}
	}
	n := copy(b, h.rest)
	h.rest = h.rest[n:]
	return n, nil
}

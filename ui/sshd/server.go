package sshd

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	charm "charm.land/ssh"
)

// Server is the front door. Its methods may be called from many goroutines.
type Server struct {
	o        Options
	lib      *charm.Server
	gate     *gate
	live     *registry
	draining chan struct{}
	done     chan struct{} // ends the sweep

	serving  atomic.Bool
	shutOnce sync.Once
	haltOnce sync.Once
	mu       sync.Mutex
	listener net.Listener
}

// New makes a server that lets the staff in. It returns [ErrNoProgram],
// [ErrNoStaff] or [ErrNoHostKey] where it would be of no use or a danger.
func New(o Options) (*Server, error) {
	o, err := o.checked()
	if err != nil {
		return nil, err
	}
	s := &Server{o: o, gate: newGate(o.Limits), live: newRegistry(o.Limits),
		draining: make(chan struct{}), done: make(chan struct{})}
	s.lib = s.library()
	return s, nil
}

// Serve lets people in until ctx ends, which ends every session, or until
// Drain, after which it returns at once; both give nil. It closes the listener.
// It may be called once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if s.serving.Swap(true) {
		return ErrServing
	}
	s.mu.Lock()
	s.listener = l
	s.mu.Unlock()
	select {
	case <-s.draining:
		return l.Close()
	default:
	}
	s.start("sweep", nil, func() { s.sweepUntil(s.done) })
	unhook := context.AfterFunc(ctx, s.shut)
	defer unhook()
	err := s.lib.Serve(doors{l, s})
	if ctx.Err() != nil {
		s.halt()
		return nil
	}
	select {
	case <-s.draining:
		return nil
	default:
	}
	s.shut()
	s.halt()
	return fmt.Errorf("sshd: the listener failed: %w", err)
}

// Drain lets nobody in any more, tells the sessions, and waits until all have
// left. When ctx ends first, it ends the rest of them and returns ctx's cause.
func (s *Server) Drain(ctx context.Context) error {
	s.shut()
	var err error
	select {
	case <-s.live.empty:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	s.halt()
	return err
}

// shut lets nobody in from now on.
func (s *Server) shut() {
	s.shutOnce.Do(func() {
		close(s.draining)
		s.live.drain()
		s.mu.Lock()
		l := s.listener
		s.mu.Unlock()
		if l != nil {
			_ = l.Close()
		}
		for _, d := range s.gate.close(false) {
			_ = d.Close()
		}
	})
}

// halt ends what is left, with a moment for last words.
func (s *Server) halt() {
	s.endAll(EndStopped)
	limit := time.NewTimer(2 * s.o.Limits.Grace)
	defer limit.Stop()
	select {
	case <-s.live.empty:
	case <-limit.C:
	}
	s.haltOnce.Do(func() {
		for _, d := range s.gate.close(true) {
			_ = d.Close()
		}
		close(s.done)
	})
}

// start runs f in a goroutine whose panic closes the door it belongs to, and
// nothing else.
func (s *Server) start(where string, d *door, f func()) {
	go func() {
		defer s.recovered(where, d)
		f()
	}()
}

// recovered is deferred in every goroutine.
func (s *Server) recovered(where string, d *door) {
	if v := recover(); v != nil {
		s.logPanic(where, v)
		if d != nil {
			_ = d.Close()
		}
	}
}

// logPanic logs where it happened. Of the value only what the language itself
// says is logged: any other may hold a member's data.
func (s *Server) logPanic(where string, v any) {
	what := fmt.Sprintf("%T", v)
	if e, ok := v.(runtime.Error); ok {
		what = e.Error()
	}
	s.o.Logger.Error("panic", "where", where, "what", what, "stack", string(debug.Stack()))
}

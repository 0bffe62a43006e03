package sshd

import "time"

// sweepEvery is how often all sessions are looked at, by one goroutine, so that
// a session costs no timer of its own.
const sweepEvery = time.Second

func (s *Server) sweepUntil(done <-chan struct{}) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	var all []*live
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		now := s.o.Clock()
		for _, d := range s.gate.overdue(now) {
			s.o.Observer.refused(RefusedLate, d.addr)
			_ = d.Close()
		}
		all = s.live.all(all[:0])
		for _, v := range all {
			s.check(v, now)
		}
		clear(all)
	}
}

// check ends a session that may not go on. A fault in looking somebody up is a
// no, as it is at the door.
func (s *Server) check(v *live, now time.Time) {
	defer func() {
		if p := recover(); p != nil {
			s.logPanic("staff", p)
			v.end(EndRevoked)
		}
	}()
	if v.ending.Load() {
		return
	}
	p, ok := s.who(v.session.Print, v.session.Remote)
	switch key := v.in.lastTyped(); {
	case !ok || p.ID != v.session.Person.ID:
		v.end(EndRevoked)
	case now.Sub(key) >= s.o.Limits.Idle:
		v.end(EndIdle)
	case now.Sub(v.opened) >= s.o.Limits.Longest:
		v.end(EndTooLong)
	default:
		s.keepalive(v, key, now)
	}
}

// keepalive asks a silent client whether it is there. The question is asked
// from a goroutine of its own, which is there until the answer is: a client that
// does not read holds up its sender.
func (s *Server) keepalive(v *live, key, now time.Time) {
	pause := s.o.Limits.Keepalive
	switch {
	case v.awaited.Load():
		if now.Sub(v.asked) >= 2*pause {
			v.end(EndUnreachable)
		}
	case now.Sub(key) >= pause && now.Sub(v.asked) >= pause:
		v.asked = now
		v.awaited.Store(true)
		s.start("keepalive", v.door, func() {
			// Any answer is one, also that the question is not known.
			_, _, _ = v.conn.SendRequest("keepalive@openssh.com", true, nil)
			v.awaited.Store(false)
		})
	}
}

package sshd

import (
	"cmp"
	"slices"
	"sync"
)

// registry is who sits here now.
type registry struct {
	most, perPerson int

	mu       sync.Mutex
	sessions map[*live]struct{}
	people   map[string]int
	draining bool
	empty    chan struct{} // closed when the last one left after draining began
}

func newRegistry(l Limits) *registry {
	return &registry{most: l.Sessions, perPerson: l.PerPerson, sessions: map[*live]struct{}{}, people: map[string]int{},
		empty: make(chan struct{})}
}

// enter seats a session, or says why there is no seat.
func (r *registry) enter(v *live) Refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	person := v.session.Person.ID
	switch {
	case r.draining:
		return RefusedDraining
	case r.people[person] >= r.perPerson:
		return RefusedPerson
	case len(r.sessions) >= r.most:
		return RefusedSessions
	}
	r.sessions[v] = struct{}{}
	r.people[person]++
	return ""
}

func (r *registry) leave(v *live) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.sessions[v]; !ok {
		return
	}
	delete(r.sessions, v)
	person := v.session.Person.ID
	if r.people[person]--; r.people[person] == 0 {
		delete(r.people, person)
	}
	if r.draining && len(r.sessions) == 0 {
		close(r.empty)
	}
}

// drain seats nobody from now on. It may be called once.
func (r *registry) drain() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.draining = true
	if len(r.sessions) == 0 {
		close(r.empty)
	}
}

// all appends every session to into.
func (r *registry) all(into []*live) []*live {
	r.mu.Lock()
	defer r.mu.Unlock()
	for v := range r.sessions {
		into = append(into, v)
	}
	return into
}

// Sessions lists who sits here, the longest first.
func (s *Server) Sessions() []Info {
	var list []Info
	for _, v := range s.live.all(nil) {
		list = append(list, v.info())
	}
	slices.SortFunc(list, func(a, b Info) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Kick ends every session of a person and tells how many there were.
func (s *Server) Kick(personID string) int {
	n := 0
	for _, v := range s.live.all(nil) {
		if v.session.Person.ID == personID {
			v.end(EndKicked)
			n++
		}
	}
	return n
}

// endAll ends every session.
func (s *Server) endAll(why End) {
	for _, v := range s.live.all(nil) {
		v.end(why)
	}
}

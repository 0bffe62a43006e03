package cli

import (
	"sync"
	"time"
)

// keepTime is how long a session waits for its person to come back.
const keepTime = 15 * time.Minute

// kept are the sessions whose connection was lost, by person: the newest of each.
type kept struct {
	now func() time.Time

	mu       sync.Mutex
	sessions map[string]waitingSession
}

type waitingSession struct {
	*session
	until time.Time
}

func newKept(now func() time.Time) *kept {
	return &kept{now: now, sessions: map[string]waitingSession{}}
}

func (k *kept) put(s *session) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	for id, old := range k.sessions {
		if !now.Before(old.until) {
			delete(k.sessions, id)
		}
	}
	k.sessions[s.who.person.ID] = waitingSession{s, now.Add(keepTime)}
}

// take gives the session of a person who has come back, nil if there is none.
func (k *kept) take(person string) *session {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.sessions[person]
	delete(k.sessions, person)
	if !ok || !k.now().Before(s.until) {
		return nil
	}
	return s.session
}

// drop forgets all.
func (k *kept) drop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.sessions)
}

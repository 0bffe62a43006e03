package pospal

import (
	"errors"
	"sync"
	"time"

	"guitai/backend/internal/wire"
)

var errSkew = errors.New("the vendor's clock and this machine's differ too much")

// mostSkew is how far the vendor's clock may lie from ours. Keys are seconds of
// our clock: with a wrong one they would meet those of other tills and other days.
const mostSkew = 90 * time.Second

// skew is how far the vendor's clock lay ahead of ours at its last answer.
type skew struct {
	mu    sync.Mutex
	ahead time.Duration
}

// note takes the time of an answer that is the vendor's own; a proxy's page has
// anybody's clock.
func (s *skew) note(res wire.Result, now time.Time) {
	if res.Date.IsZero() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead = res.Date.Sub(now)
}

// tooMuch tells whether the clocks did not agree when the vendor last answered.
func (s *skew) tooMuch() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ahead.Abs() > mostSkew
}

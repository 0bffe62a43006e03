package cli

import (
	"sync"

	"guitai/keymap"
	"guitai/ui/lang"
)

// shared is what all sessions at a counter read and none changes: making it anew for
// each of them would be a third of what a session holds.
type shared struct {
	mu    sync.Mutex
	texts map[string]lang.Strings
	keys  *keymap.Map
}

// text gives the texts of a language; false for one that there is not.
func (s *shared) text(language string) (lang.Strings, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, made := s.texts[language]; made {
		return t, true
	}
	t, ok := lang.For(language)
	if !ok {
		return t, false
	}
	if s.texts == nil {
		s.texts = map[string]lang.Strings{}
	}
	s.texts[language] = t
	return t, true
}

// keymap gives the key contract with the owner's changes, which are the same for the
// counter's whole life.
func (s *shared) keymap(overrides map[string][]string) (*keymap.Map, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys != nil {
		return s.keys, nil
	}
	keys, err := keymap.New(overrides)
	if err == nil {
		s.keys = keys
	}
	return keys, err
}

package keymap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Map is the key contract in force: the table with the owner's overrides. It
// never changes once made, so sessions share it.
type Map struct {
	bindings []Binding
	byKey    map[Scope]map[string]Action
}

// New makes the map. Overrides name an action and the keys that replace its
// own. Every problem is reported at once: an unknown action or key, an action
// whose keys are fixed, and each key that two actions would share, with both
// names.
func New(overrides map[string][]string) (*Map, error) {
	m := &Map{bindings: Table(), byKey: map[Scope]map[string]Action{}}
	var problems []error
	for _, name := range sortedNames(overrides) {
		if err := m.override(Action(name), overrides[name]); err != nil {
			problems = append(problems, err)
		}
	}
	for _, s := range Scopes() {
		m.byKey[s] = map[string]Action{}
		problems = append(problems, m.index(s)...)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return m, nil
}

func sortedNames(overrides map[string][]string) []string {
	names := make([]string, 0, len(overrides))
	for name := range overrides {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (m *Map) override(a Action, keys []string) error {
	i := slices.IndexFunc(m.bindings, func(b Binding) bool { return b.Action == a })
	if i < 0 {
		return fmt.Errorf("keys.%s: there is no such action; `guitai keys` lists them", a)
	}
	if m.bindings[i].Fixed {
		return fmt.Errorf("keys.%s: this key cannot be changed, or nobody could leave a screen", a)
	}
	if len(keys) == 0 {
		return fmt.Errorf("keys.%s: no key is given", a)
	}
	normal := make([]string, len(keys))
	for j, k := range keys {
		n, ok := Normal(k)
		if !ok {
			return fmt.Errorf("keys.%s: %q is not a key; use names such as f2, ctrl+k, alt+r or a letter", a, k)
		}
		normal[j] = n
	}
	m.bindings[i].Keys = normal
	return nil
}

// index fills the scope's look-up and reports keys that two actions share.
func (m *Map) index(s Scope) []error {
	var problems []error
	for _, b := range m.bindings {
		if !b.In(s) {
			continue
		}
		for _, k := range b.Keys {
			if !usable(s, k) {
				continue
			}
			other, taken := m.byKey[s][k]
			if taken && other != b.Action {
				problems = append(problems, fmt.Errorf("keys: %q means both %q and %q on the %s screen", k, other, b.Action, s))
				continue
			}
			m.byKey[s][k] = b.Action
		}
	}
	return problems
}

// In tells whether the binding holds in the scope.
func (b Binding) In(s Scope) bool { return len(b.Scopes) == 0 || slices.Contains(b.Scopes, s) }

// usable tells whether a key can be a command in the scope: where characters
// are text they are not.
func usable(s Scope, key string) bool {
	if utf8.RuneCountInString(key) != 1 {
		return true
	}
	switch s.Typing() {
	case TypingText:
		return false
	case TypingAmount:
		r, _ := utf8.DecodeRuneInString(key)
		return (r < '0' || r > '9') && r != '.' && r != '+' && r != '-'
	}
	return true
}

// Action tells what a key means in a scope; None if nothing.
func (m *Map) Action(s Scope, key string) Action { return m.byKey[s][key] }

// Keys lists the keys that mean the action in the scope, the shown one first.
func (m *Map) Keys(s Scope, a Action) []string {
	var keys []string
	for _, b := range m.bindings {
		if b.Action != a || !b.In(s) {
			continue
		}
		for _, k := range b.Keys {
			if usable(s, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// Bindings lists the table with the overrides in it, in the table's order.
func (m *Map) Bindings() []Binding { return slices.Clone(m.bindings) }

// Binding finds the action's line of the table.
func (m *Map) Binding(a Action) (Binding, bool) {
	for _, b := range m.bindings {
		if b.Action == a {
			return b, true
		}
	}
	return Binding{}, false
}

// Normal checks the name of a key and brings it to the form that terminals
// report it in: "Ctrl+L" becomes "ctrl+l".
func Normal(key string) (string, bool) {
	if utf8.RuneCountInString(key) == 1 {
		r, _ := utf8.DecodeRuneInString(key)
		return key, r > ' ' && r != utf8.RuneError
	}
	k := strings.ToLower(strings.ReplaceAll(key, " ", ""))
	base := k
	for _, p := range []string{"ctrl+", "alt+", "shift+"} {
		base = strings.TrimPrefix(base, p)
	}
	named := []string{"enter", "esc", "tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
		"backspace", "delete", "insert", "space", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10",
		"f11", "f12"}
	if slices.Contains(named, base) {
		return k, true
	}
	return k, base != k && len(base) == 1 && base[0] > ' ' && base[0] < 0x7f
}

// Shown is how a key is written for people: "f2" is "F2", "ctrl+l" is "Ctrl+L".
func Shown(key string) string {
	parts := strings.Split(key, "+")
	if key == "+" {
		return key
	}
	for i, p := range parts {
		switch p {
		case "pgup":
			parts[i] = "PgUp"
		case "pgdown":
			parts[i] = "PgDn"
		case "up":
			parts[i] = "↑"
		case "down":
			parts[i] = "↓"
		case "left":
			parts[i] = "←"
		case "right":
			parts[i] = "→"
		default:
			if len(p) > 1 || len(parts) > 1 {
				parts[i] = strings.ToUpper(p[:1]) + p[1:]
			}
		}
	}
	return strings.Join(parts, "+")
}

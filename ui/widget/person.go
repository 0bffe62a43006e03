package widget

import (
	"strings"
	"unicode/utf8"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// NameLimit is the longest name of a person in characters, PhoneRoom what a
// field for a phone number takes, with room for blanks and a mistake.
const (
	NameLimit = 40
	PhoneRoom = 24
)

// PersonName trims a typed name. It is a name if it has 1 to 40 characters and
// none that cannot be shown, such as a pasted control code.
func PersonName(typed string) (name string, ok bool) {
	name = strings.TrimSpace(typed)
	n := utf8.RuneCountInString(name)
	return name, n >= 1 && n <= NameLimit && !strings.ContainsRune(name, utf8.RuneError)
}

// PhoneNumber takes blanks and hyphens out of a typed phone number and turns
// full-width digits into plain ones. It is one if 6 to 15 digits are left, with
// a "+" before them or not.
func PhoneNumber(typed string) (phone string, ok bool) {
	phone = strings.NewReplacer(" ", "", "-", "").Replace(money.Fold(typed))
	digits := strings.TrimPrefix(phone, "+")
	for _, r := range digits {
		if r < '0' || r > '9' {
			return phone, false
		}
	}
	return phone, len(digits) >= 6 && len(digits) <= 15
}

// cardNumberMost is the longest card number in characters.
const cardNumberMost = 32

// CardNumber trims a typed number and turns full-width characters into plain
// ones. It is one if 1 to 32 letters, digits and hyphens are left.
func CardNumber(typed string) (number string, ok bool) {
	number = strings.TrimSpace(money.Fold(typed))
	if number == "" || len(number) > cardNumberMost {
		return number, false
	}
	for _, r := range number {
		digit, letter := r >= '0' && r <= '9', r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !digit && !letter && r != '-' {
			return number, false
		}
	}
	return number, true
}

// GenderOptions are the choices of a gender field, in the order of
// GenderAt.
func GenderOptions(t lang.Domain) []Option {
	return []Option{{Label: t.GenderUnknown}, {Label: t.Male}, {Label: t.Female}}
}

// GenderAt is the gender of a choice.
func GenderAt(choice int) backend.Gender {
	return []backend.Gender{backend.GenderUnknown, backend.GenderMale, backend.GenderFemale}[choice]
}

// GenderWord names a gender as GenderOptions does.
func GenderWord(t lang.Domain, g backend.Gender) string {
	switch g {
	case backend.GenderMale:
		return t.Male
	case backend.GenderFemale:
		return t.Female
	}
	return t.GenderUnknown
}

// ScanGuard remembers what a field held before a burst of characters began. A
// scan that ends in a choice has moved it by then, digit for digit, and is
// taken back with this.
type ScanGuard struct {
	burst        uint64
	field, value string
}

// Typing is told of every character before the form gets it.
func (g *ScanGuard) Typing(f *Form, m ui.Typed) {
	if m.Burst != 0 && m.Burst == g.burst {
		return
	}
	g.burst, g.field, g.value = m.Burst, f.Focused(), f.Value(f.Focused())
}

// TakeBack undoes the characters of the burst.
func (g *ScanGuard) TakeBack(f *Form, m ui.Scanned) {
	if m.Burst != 0 && m.Burst == g.burst {
		f.Set(g.field, g.value)
	}
}

// KeyName is the key of an action as people read it, for sentences that name
// one: the owner may have changed it.
func KeyName(env *ui.Env, scope keymap.Scope, a keymap.Action) string {
	keys := env.Keys.Keys(scope, a)
	if len(keys) == 0 {
		return ""
	}
	return keymap.Shown(keys[0])
}

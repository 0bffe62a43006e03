package widget

import (
	"crypto/subtle"
	"fmt"
	"io"
	"strings"
	"unicode"

	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// PasswordMost is the longest password of a member in characters; the shortest
// has one.
const PasswordMost = 16

// PasswordField takes a secret. It draws one bullet for each character, gives
// its text only through Take and Use, keeps it in an array that Clear
// overwrites, and prints as "[password]" whatever prints it. The zero value is
// empty. It must not be copied, because a copy would not be cleared.
type PasswordField struct {
	secret [PasswordMost]rune
	length int
	full   bool
	bad    bool
	// The burst that is coming in and how much was there before it.
	burst  uint64
	before int
}

// Len is the number of characters.
func (f *PasswordField) Len() int { return f.length }

// IsEmpty tells whether nothing was typed.
func (f *PasswordField) IsEmpty() bool { return f.length == 0 }

// Clear overwrites the secret and forgets it.
func (f *PasswordField) Clear() { *f = PasswordField{} }

// Use gives the secret and leaves it in the field. Whoever takes it must not
// keep it.
func (f *PasswordField) Use() string { return string(f.secret[:f.length]) }

// Take gives the secret and clears the field.
func (f *PasswordField) Take() string {
	s := f.Use()
	f.Clear()
	return s
}

// Move takes the secret over from another field and clears that one.
func (f *PasswordField) Move(from *PasswordField) {
	*f = *from
	from.Clear()
}

// Equal tells whether both fields hold the same, in a time that does not depend
// on where they differ.
func (f *PasswordField) Equal(o *PasswordField) bool {
	same := subtle.ConstantTimeEq(int32(f.length), int32(o.length))
	for i := range f.secret {
		same &= subtle.ConstantTimeEq(f.secret[i], o.secret[i])
	}
	return same == 1
}

// Format prints no secret, whatever the verb.
func (f PasswordField) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[password]") }

// Handle takes a message that concerns text. The caret stays at the end, since
// nobody can aim at one of several bullets. A paste or scan that is too long or
// holds what cannot be seen is refused as a whole: cut, it would be another
// password than the one that was meant.
func (f *PasswordField) Handle(msg ui.Msg) (handled, changed bool) {
	was := *f
	switch m := msg.(type) {
	case ui.Typed:
		if m.Burst == 0 || m.Burst != f.burst {
			f.burst, f.before = m.Burst, f.length
		}
		f.insert(string(m.Rune))
	case ui.Pasted:
		f.insert(m.Text)
	case ui.Scanned:
		if m.Burst != 0 && m.Burst == f.burst {
			f.cut(f.before)
		}
		f.insert(m.Text)
	case ui.Intent:
		return f.act(m.Action)
	default:
		return false, false
	}
	changed = f.secret != was.secret
	was.Clear()
	return true, changed
}

func (f *PasswordField) insert(text string) {
	// An input method left on would make other characters of the same keys, and
	// behind bullets nobody could see it.
	text = money.Fold(text)
	added := []rune(text)
	f.bad = strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) || r == unicode.ReplacementChar })
	f.full = !f.bad && f.length+len(added) > PasswordMost
	if f.bad || f.full {
		return
	}
	f.length += copy(f.secret[f.length:], added)
}

func (f *PasswordField) cut(length int) {
	for i := length; i < len(f.secret); i++ {
		f.secret[i] = 0
	}
	f.length = length
}

func (f *PasswordField) act(a keymap.Action) (handled, changed bool) {
	was := f.length
	switch a {
	case keymap.Backspace, keymap.Delete:
		f.cut(max(f.length-1, 0))
	case keymap.EraseAll, keymap.EraseWord:
		f.cut(0)
	case keymap.Left, keymap.Right, keymap.First, keymap.Last:
	default:
		return false, false
	}
	f.full, f.bad, f.burst = false, false, 0
	return true, f.length != was
}

// Notice says why the last input was not taken, empty if it was.
func (f *PasswordField) Notice(t lang.Widget) string {
	switch {
	case f.full:
		return lang.Fill(t.PasswordFull, "n", itoa(PasswordMost))
	case f.bad:
		return t.PasswordBad
	}
	return ""
}

// View draws the bullets, and the caret behind them if the field has the focus.
func (f *PasswordField) View(env *ui.Env, focused bool) string {
	text := rendered(env.Theme.Bold.Render, strings.Repeat("•", f.length))
	if focused {
		text += ui.Caret
	}
	return text
}

package widget

import (
	"time"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
)

// Status names the state of a card. What is not normal is loud and has a sign
// before it, so that it is seen without colour too.
func Status(env *ui.Env, s backend.Status) (text string, style theme.Style) {
	word := ui.StatusWord(env.Text.Domain, s)
	if s.Suspicious() {
		return "⚠ " + word, env.Theme.Bad
	}
	return word, env.Theme.Plain
}

// fresh is how old a live row may be without its age being said: ages in seconds
// would change every line with every key.
const fresh = time.Minute

// Freshness says where a row comes from and how old it is: "● 实时" or
// "○ 3 小时前".
func Freshness(env *ui.Env, m backend.Member) string {
	if m.Source != backend.SourceLive {
		return "○ " + env.Age(m.ReadAt)
	}
	if env.Clock.Now().Sub(m.ReadAt) < fresh {
		return "● " + env.Text.Widget.Live
	}
	return "● " + env.Age(m.ReadAt)
}

// FiguresKnown tells whether balance and points of a row were ever read. A row
// of the journal has a number and a name only, and a copy need not keep figures:
// their zeros are none.
func FiguresKnown(m backend.Member) bool {
	switch {
	case m.Source == backend.SourceLive, !m.Balance.IsZero(), !m.Points.IsZero():
		return true
	}
	return m.Source == backend.SourceJournal && m.Status.Kind != backend.StatusUntold
}

// NotRead stands where a figure would that was never read.
const NotRead = "–"

// MoneyWhyNot is the reason why no money can move on a card, empty if it can. A
// returned card takes none; every other odd state is warned about in the
// preview, where a person decides.
func MoneyWhyNot(env *ui.Env, m backend.Member) string {
	if m.Status.Kind != backend.StatusClosed {
		return ""
	}
	return lang.Fill(env.Text.Widget.CardClosed, "number", m.Number.String())
}

package widget

import (
	"guitai/backend"
	"guitai/ui"
	"guitai/ui/theme"
)

// Change draws what an event did to the balance: signed where its kind tells,
// without a sign where only the amount is known, and nothing where no money
// moved.
func Change(env *ui.Env, e backend.Event) (text string, style theme.Style) {
	change, told := e.Change()
	switch {
	case !told && e.Net.IsZero(), told && change.IsZero():
		return "", env.Theme.Plain
	case !told:
		return e.Net.Grouped(), env.Theme.Plain
	case change.Sign() > 0:
		return change.Signed(), env.Theme.Good
	}
	return change.Signed(), env.Theme.Plain
}

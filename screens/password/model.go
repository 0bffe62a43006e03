package password

import (
	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// phase is how far it is: typed twice, checked on one page, being set, set.
type phase uint8

const (
	filling phase = iota
	checking
	setting
	ended
)

const (
	fieldFirst = "password"
	fieldAgain = "again"
	zoneForm   = 1000
)

type screen struct {
	env    *ui.Env
	desk   Desk
	member backend.Member

	phase         phase
	form          widget.Form
	generation    int
	failure, hint string
	gate          widget.Gate
	wait          widget.Wait

	width, height int
}

// New makes the screen for Args.Member, of which it needs ID, Number and Name.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	t := env.Text.Password
	s := &screen{env: env, desk: desk}
	if args.Member != nil {
		s.member = *args.Member
	}
	s.form = widget.NewForm(zoneForm,
		widget.FormField{Name: fieldFirst, Label: t.First, Hint: t.FirstHint, Secret: true},
		widget.FormField{Name: fieldAgain, Label: t.Again, Hint: t.AgainHint, Secret: true})
	return s
}

func (s *screen) Init() ui.Cmd { return nil }

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Title() string { return s.env.Text.Password.Title + " " + s.member.Name.String() }

// Shows tells the shell that no operation is shown here, whatever the scope.
func (s *screen) Shows(string) bool { return false }

func (s *screen) Scope() keymap.Scope {
	switch s.phase {
	case filling:
		return keymap.ScopeForm
	case checking:
		return keymap.ScopePreview
	case ended:
		return keymap.ScopeResult
	}
	return keymap.ScopeBusy
}

func (s *screen) Offers() []ui.Offer {
	back := ui.Offer{Action: keymap.Back}
	switch s.phase {
	case filling:
		return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.NextField}, back}
	case checking:
		return []ui.Offer{{Action: keymap.Choose, WhyNot: s.keyed(s.env.Text.Password.EnterNot)}, {Action: keymap.Confirm}, back}
	case ended:
		return []ui.Offer{{Action: keymap.Choose}, back}
	}
	return []ui.Offer{back}
}

// clear overwrites what was typed.
func (s *screen) clear() {
	s.form.Secret(fieldFirst).Clear()
	s.form.Secret(fieldAgain).Clear()
	s.form.Focus(fieldFirst)
}

// keyed names the key that confirms, in a sentence that speaks of it.
func (s *screen) keyed(text string) string {
	return lang.Fill(text, "key", widget.KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
}

package open

import (
	"context"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// phase is how far the card is: filled in, checked on one page, being opened,
// or, where the number is taken, its owner being read.
type phase uint8

const (
	filling phase = iota
	checking
	saving
	looking
)

// The fields, under the names that errors use.
const (
	fieldNumber = "number"
	fieldLevel  = "level"
	fieldName   = "name"
	fieldPhone  = "phone"
	fieldGender = "gender"
)

// The questions that the screen asks.
const (
	askLose   = "lose"
	askExists = "exists"
)

const (
	zoneForm = 1000
	// numberRoom is more than a card number has, so that a longer scan is refused
	// as a whole rather than cut to another number.
	numberRoom = 64
)

type screen struct {
	env  *ui.Env
	desk Desk
	caps backend.Capabilities

	phase  phase
	number string // that the form begins with
	form   widget.Form
	scan   widget.ScanGuard

	levels    []backend.Level
	levelsErr error
	loading   bool
	leave     context.CancelFunc // ends the reading under way

	// generation numbers everything that is asked for; only the newest answer
	// counts.
	generation int
	card       backend.NewMember
	failure    string
	hint       string
	gate       widget.Gate
	wait       widget.Wait

	width, height int
}

// New makes the screen. Args.Number fills the number of the card.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, caps: desk.Capabilities(), number: args.Number, leave: func() {}}
	s.form = s.newForm()
	if args.Number != "" {
		s.form.Focus(fieldLevel)
	}
	return s
}

func (s *screen) Init() ui.Cmd { return s.loadLevels() }

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Title() string { return s.env.Text.Form.TitleOpen }

// Shows tells the shell that no operation is shown here, whatever the scope.
func (s *screen) Shows(string) bool { return false }

func (s *screen) Scope() keymap.Scope {
	switch s.phase {
	case checking:
		return keymap.ScopePreview
	case saving, looking:
		return keymap.ScopeBusy
	}
	return keymap.ScopeForm
}

func (s *screen) Offers() []ui.Offer {
	switch s.phase {
	case checking:
		return []ui.Offer{{Action: keymap.Choose, WhyNot: s.keyed(s.env.Text.Form.EnterSavesNot)},
			{Action: keymap.Confirm}, {Action: keymap.Back}}
	case saving, looking:
		return []ui.Offer{{Action: keymap.Back}}
	}
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.NextField}, {Action: keymap.Back}}
}

func (s *screen) newForm() widget.Form {
	t := s.env.Text
	return widget.NewForm(zoneForm, append([]widget.FormField{
		{Name: fieldNumber, Label: t.Form.Number, Hint: t.Form.NumberHint, Limit: numberRoom, Value: s.number},
		{Name: fieldLevel, Label: t.Form.Level, Hint: s.levelHint(), Choices: s.levelOptions()},
		{Name: fieldName, Label: t.Form.Name, Limit: widget.NameLimit},
		{Name: fieldPhone, Label: t.Form.Phone, Hint: t.Form.PhoneHint, Limit: widget.PhoneRoom},
		{Name: fieldGender, Label: t.Form.Gender, Hint: t.Form.ChoiceHint, Choices: widget.GenderOptions(t.Domain)},
	}, s.further()...)...)
}

// renew makes the form anew with the levels as they now are, and with
// everything that was typed so far.
func (s *screen) renew() {
	old := s.form
	s.form = s.newForm()
	s.form.TakeOver(&old)
}

func (s *screen) levelHint() string {
	if len(s.levels) == 0 && !s.loading {
		return s.env.Text.Form.LevelsAgain
	}
	return s.env.Text.Form.ChoiceHint
}

// levelOptions are the levels, or one that says why there are none. A name that
// two levels share has the vendor's number behind it.
func (s *screen) levelOptions() []widget.Option {
	t := s.env.Text.Form
	switch {
	case s.loading:
		return []widget.Option{{Label: t.LoadingLevels}}
	case s.levelsErr != nil:
		return []widget.Option{{Label: t.LevelsFailed}}
	case len(s.levels) == 0:
		return []widget.Option{{Label: t.NoLevels}}
	}
	seen := map[string]int{}
	for _, l := range s.levels {
		seen[l.Name.String()]++
	}
	options := make([]widget.Option, len(s.levels))
	for i, l := range s.levels {
		label := l.Name.String()
		if label == "" || seen[label] > 1 {
			label += "#" + shortID(l.ID)
		}
		options[i] = widget.Option{Label: label}
	}
	return options
}

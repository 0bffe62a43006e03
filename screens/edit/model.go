package edit

import (
	"context"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// phase is how far the change is: the record is read, filled in, read again,
// checked on one page, being saved, and shown as it then is. A record that
// cannot be read is unread.
type phase uint8

const (
	reading phase = iota
	unread
	filling
	rereading
	checking
	saving
	saved
)

const (
	askLose   = "lose"
	askDelete = "delete"
	zoneForm  = 1000
)

type screen struct {
	env  *ui.Env
	desk Desk
	caps backend.Capabilities
	id   string

	phase phase
	// base is the member as last read, which the form begins with.
	base backend.Member
	form widget.Form
	scan widget.ScanGuard

	levels    []backend.Level
	levelsErr error
	loading   bool

	leave context.CancelFunc // ends the reading under way
	// generation numbers everything that is asked for; only the newest answer
	// counts.
	generation int
	change     backend.Edit
	changes    []difference
	// foreign is what somebody else changed since the record was read, refused
	// what was sent but does not show in the record read back.
	foreign, refused []difference
	failure, hint    string
	// again says that a change of prices or rights was confirmed once.
	again bool
	gate  widget.Gate
	wait  widget.Wait

	width, height int
}

// New makes the screen for Args.Member, which is read again first.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, caps: desk.Capabilities(), leave: func() {}}
	if args.Member != nil {
		s.id, s.base = args.Member.ID, *args.Member
	}
	return s
}

func (s *screen) Init() ui.Cmd { return ui.Batch(s.read(reading), s.loadLevels()) }

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Title() string { return s.env.Text.Form.TitleEdit }

// Shows tells the shell that no operation is shown here, whatever the scope.
func (s *screen) Shows(string) bool { return false }

func (s *screen) Scope() keymap.Scope {
	switch s.phase {
	case filling:
		return keymap.ScopeForm
	case checking:
		return keymap.ScopePreview
	case unread, saved:
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
		return []ui.Offer{{Action: keymap.Choose, WhyNot: s.keyed(s.env.Text.Form.EnterSavesNot)}, {Action: keymap.Confirm}, back}
	case unread, saved:
		return []ui.Offer{{Action: keymap.Choose}, back}
	}
	return []ui.Offer{back}
}

func (s *screen) newForm() widget.Form {
	var fields []widget.FormField
	for _, f := range s.fields() {
		fields = append(fields, f.form...)
	}
	return widget.NewForm(zoneForm, fields...)
}

// renew begins the form anew with the record as it is now, and keeps what was
// typed.
func (s *screen) renew() {
	old := s.form
	s.form = s.newForm()
	s.form.TakeOver(&old)
}

// phone is a member's number as it may be shown without anybody's asking for
// it: correcting one is no reason to reveal the old one.
func (s *screen) phone(m backend.Member) string { return s.env.Phone(m.Phone, false) }

// isMasked tells whether the phone field still holds a number with its middle
// hidden, which the next character replaces as a whole.
func (s *screen) isMasked() bool {
	return !s.form.Changed(fieldPhone) && s.phone(s.base) != s.base.Phone.String()
}

func (s *screen) phoneHint() string {
	if s.phone(s.base) != s.base.Phone.String() {
		return s.env.Text.Form.PhoneMasked
	}
	return s.env.Text.Form.PhoneHint
}

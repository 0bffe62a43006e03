package staff

import (
	"context"
	"slices"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// phase is what the screen does: it reads, lists everybody, shows one person with
// what can be done, takes a form or one of their keys, or waits for what it asked.
type phase uint8

const (
	reading phase = iota
	unread
	listing
	person
	filling
	dropping
	saving
)

// form is what is being filled in.
type form uint8

const (
	formAdd form = iota
	formRole
	formKey
	formPIN
)

const (
	fieldName  = "name"
	fieldRole  = "role"
	fieldKey   = "key"
	fieldPIN   = "pin"
	fieldAgain = "again"

	// nameRoom and keyRoom are what the fields take, in characters.
	nameRoom = 64
	keyRoom  = 1000

	zoneActions = 1000
	zoneKeys    = 2000
	zoneForm    = 3000
	zonePeople  = 10_000

	askDismiss = "dismiss"
	askDrop    = "drop"
)

type screen struct {
	env  *ui.Env
	desk Desk

	phase phase
	all   Staff
	// who is the id of the person on the page.
	who     string
	list    widget.List
	actions widget.Picker
	keys    widget.Picker

	kind form
	form widget.Form
	// dropped is the print of the key that is asked about.
	dropped string

	generation    int
	cancel        context.CancelFunc
	failure, hint string
	// said is what the last change brought.
	said string
	wait widget.Wait

	width, height int
}

// New makes the screen. It takes no arguments.
func New(env *ui.Env, _ ui.Args, desk Desk) ui.Screen {
	return &screen{env: env, desk: desk, list: widget.NewList(zonePeople), cancel: func() {}}
}

func (s *screen) Init() ui.Cmd { return s.read() }

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.list.SetHeight(max(height-6, 1))
}

func (s *screen) Title() string { return s.env.Text.People.Title }

// Shows tells the shell that no operation is shown here, whatever the scope.
func (s *screen) Shows(string) bool { return false }

func (s *screen) Scope() keymap.Scope {
	switch s.phase {
	case listing, person, dropping:
		// Letters do nothing here, so that none of them means another screen.
		return keymap.ScopeMenu
	case filling:
		return keymap.ScopeForm
	case unread:
		return keymap.ScopeResult
	}
	return keymap.ScopeBusy
}

func (s *screen) Offers() []ui.Offer {
	back, choose := ui.Offer{Action: keymap.Back}, ui.Offer{Action: keymap.Choose}
	switch s.phase {
	case filling:
		return []ui.Offer{choose, {Action: keymap.NextField}, back}
	case reading, saving:
		return []ui.Offer{back}
	}
	return []ui.Offer{choose, back}
}

// one is the person on the page; the zero value once they are not known any more.
func (s *screen) one() Person {
	i := slices.IndexFunc(s.all.People, func(p Person) bool { return p.ID == s.who })
	if i < 0 {
		return Person{}
	}
	return s.all.People[i]
}

// action is a line of a person's page; why is the reason why it cannot be done.
type action struct {
	label, why string
	run        func() ui.Cmd
}

func (s *screen) offered(p Person) []action {
	t := s.env.Text.People
	alone := func(also string) string {
		switch {
		case !p.Revoked.IsZero():
			return t.Gone
		case p.Beyond && !p.Self:
			return t.Beyond
		}
		return also
	}
	self, beyond, locked := "", "", ""
	switch {
	case p.Self:
		self, locked = t.NotSelf, t.NotSelf
	case !s.all.Unlocks:
		locked = t.MayNotUnlock
	case p.Locked.IsZero():
		locked = t.NotLocked
	}
	switch {
	case p.Beyond && p.Self:
		beyond = t.NotSelf
	case p.Beyond:
		beyond = t.Beyond
	}
	drop := alone(beyond)
	if drop == "" && len(p.Keys) == 0 {
		drop = t.NoKeys
	}
	if !p.Revoked.IsZero() {
		locked = t.Gone
	}
	return []action{
		{t.ChangeRole, alone(self), s.fillRole},
		{t.NewPIN, alone(""), s.fillPIN},
		{t.AddKey, alone(beyond), s.fillKey},
		{t.DropKey, drop, s.chooseKey},
		{t.Unlock, locked, func() ui.Cmd { return s.change(Change{Do: DoUnlock}) }},
		{t.Dismiss, alone(self), s.askDismissal},
	}
}

// show goes to the page of a person, with the actions as they now stand.
func (s *screen) show(id string) {
	s.who, s.phase, s.hint, s.failure = id, person, "", ""
	s.refresh()
}

// refresh makes the lines of the page anew and keeps the chosen one.
func (s *screen) refresh() {
	at := s.actions.At()
	var lines []widget.Option
	for _, a := range s.offered(s.one()) {
		label := a.label
		if a.why != "" {
			label += "  · " + a.why
		}
		lines = append(lines, widget.Option{Label: label})
	}
	s.actions = widget.NewPicker(zoneActions, lines)
	s.actions.Choose(at)
}

func (s *screen) named(text string) string {
	return lang.Fill(text, "name", s.one().Name.String())
}

// clear overwrites a PIN that was typed.
func (s *screen) clear() {
	s.form.Secret(fieldPIN).Clear()
	s.form.Secret(fieldAgain).Clear()
}

package staff

import (
	"slices"
	"unicode"

	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func (s *screen) begin(kind form, fields ...widget.FormField) ui.Cmd {
	s.clear()
	s.kind, s.form = kind, widget.NewForm(zoneForm, fields...)
	s.phase, s.hint, s.failure = filling, "", ""
	return nil
}

// roleField offers what may be given, beginning with a role or else the cashier's.
func (s *screen) roleField(role string) widget.FormField {
	t := s.env.Text
	if role == "" || !slices.Contains(s.all.Roles, role) {
		role = "cashier"
	}
	var options []widget.Option
	for _, r := range s.all.Roles {
		options = append(options, widget.Option{Label: t.Staff.Role(r)})
	}
	return widget.FormField{Name: fieldRole, Label: t.People.Role, Hint: t.People.RoleHint, Choices: options, Value: t.Staff.Role(role)}
}

func (s *screen) keyField() widget.FormField {
	t := s.env.Text.People
	return widget.FormField{Name: fieldKey, Label: t.KeyLine, Hint: t.KeyHint, Limit: keyRoom}
}

func (s *screen) fillNew() {
	t := s.env.Text.People
	s.who = ""
	s.begin(formAdd, widget.FormField{Name: fieldName, Label: t.Name, Hint: t.NameHint, Limit: nameRoom}, s.roleField(""), s.keyField())
}

func (s *screen) fillRole() ui.Cmd { return s.begin(formRole, s.roleField(s.one().Role)) }

func (s *screen) fillKey() ui.Cmd { return s.begin(formKey, s.keyField()) }

func (s *screen) fillPIN() ui.Cmd {
	t := s.env.Text.People
	return s.begin(formPIN, widget.FormField{Name: fieldPIN, Label: t.NewPIN, Hint: t.PINHint, Secret: true},
		widget.FormField{Name: fieldAgain, Label: t.PINAgain, Hint: t.PINHint, Secret: true})
}

func (s *screen) fill(msg ui.Msg) ui.Cmd {
	if isIntent(msg, keymap.Back) {
		s.clear()
		if s.kind == formAdd {
			s.phase = listing
			return nil
		}
		s.show(s.who)
		return nil
	}
	if s.kind == formPIN && !s.isPIN(msg) {
		return nil
	}
	switch s.form.Handle(msg) {
	case widget.FormChanged:
		s.failure = ""
	case widget.FormDone:
		return s.submit()
	}
	return nil
}

// isPIN lets only digits through that a hand typed: what can be pasted or scanned
// lies about somewhere, and a PIN must not.
func (s *screen) isPIN(msg ui.Msg) bool {
	switch m := msg.(type) {
	case ui.Pasted:
		s.failure = s.env.Text.People.PINOnly
		return false
	case ui.Scanned:
		// Its first characters may have come in as typed ones.
		s.form.Handle(ui.Scanned{Burst: m.Burst})
		s.failure = s.env.Text.People.PINOnly
		return false
	case ui.Typed:
		folded := []rune(money.Fold(string(m.Rune)))
		if len(folded) != 1 || folded[0] > unicode.MaxASCII || !unicode.IsDigit(folded[0]) {
			s.failure = s.env.Text.People.PINOnly
			return false
		}
	}
	return true
}

func (s *screen) submit() ui.Cmd {
	switch s.kind {
	case formAdd:
		return s.add(s.form.Value(fieldName), s.role(), s.form.Value(fieldKey))
	case formRole:
		if s.role() == s.one().Role {
			s.show(s.who)
			return nil
		}
		return s.change(Change{Do: DoRole, Role: s.role()})
	case formKey:
		return s.change(Change{Do: DoAddKey, Key: s.form.Value(fieldKey)})
	}
	first, again := s.form.Secret(fieldPIN), s.form.Secret(fieldAgain)
	if !first.Equal(again) {
		s.clear()
		s.form.Focus(fieldPIN)
		s.form.SetProblem(fieldPIN, s.env.Text.People.Differs)
		return nil
	}
	again.Clear()
	s.form.Focus(fieldPIN)
	return s.change(Change{Do: DoPIN, PIN: []byte(first.Take())})
}

// role is the chosen one, "" where there is none to give.
func (s *screen) role() string {
	if at := s.form.Choice(fieldRole); at < len(s.all.Roles) {
		return s.all.Roles[at]
	}
	return ""
}

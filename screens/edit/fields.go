package edit

import (
	"guitai/backend"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// The fields, under the names that errors use.
const (
	fieldName     = "name"
	fieldPhone    = "phone"
	fieldBirthday = "birthday"
	fieldGender   = "gender"
	fieldLevel    = "level"
	fieldCredit   = "credit"
	fieldLimit    = "credit_limit"
	fieldDays     = "credit_days"
	fieldStatus   = "status"
)

// field is one thing that can change: how it is filled in, what a record says
// about it and what a change would do to it.
type field struct {
	kind  backend.EditField
	label string
	// form are its lines of the form.
	form []widget.FormField
	// raw is what a record holds, for comparing, and show the same for people;
	// raw alone serves where show is nil.
	raw, show func(backend.Member) string
	// sent is what a change makes of it, raw; false if it stays.
	sent func(backend.Edit) (string, bool)
	// word turns what is sent into words; nil if it is words.
	word func(backend.Edit) string
	// take puts what the form holds into the change.
	take func(*checker)
}

func (f field) words(m backend.Member) string {
	if f.show != nil {
		return f.show(m)
	}
	return f.raw(m)
}

func (f field) becomes(e backend.Edit) string {
	if f.word != nil {
		return f.word(e)
	}
	text, _ := f.sent(e)
	return text
}

// kinds are the fields that the vendor takes: those of the person first, and
// what changes prices and rights last. A vendor that names none takes what
// every vendor keeps about a person.
func (s *screen) kinds() []backend.EditField {
	named := s.caps.EditFields
	if len(named) == 0 {
		named = []backend.EditField{backend.EditName, backend.EditPhone, backend.EditBirthday, backend.EditGender}
	}
	var person, grave []backend.EditField
	for _, k := range named {
		if k.Grave() {
			grave = append(grave, k)
		} else {
			person = append(person, k)
		}
	}
	return append(person, grave...)
}

// fields are the kinds in the order of the form, for the record as it is now.
func (s *screen) fields() []field {
	var all []field
	grave := false
	for _, k := range s.kinds() {
		f, ok := s.field(k)
		if !ok {
			continue
		}
		if k.Grave() && !grave {
			grave = true
			f.form[0].Section = s.keyed(s.env.Text.Form.Grave)
		}
		all = append(all, f)
	}
	return all
}

func (s *screen) field(k backend.EditField) (field, bool) {
	switch k {
	case backend.EditName:
		return s.nameField(), true
	case backend.EditPhone:
		return s.phoneField(), true
	case backend.EditBirthday:
		return s.birthdayField(), true
	case backend.EditGender:
		return s.genderField(), true
	case backend.EditExpires:
		return s.expiresField(), true
	case backend.EditLevel:
		return s.levelField(), true
	case backend.EditRate:
		return s.rateField(), true
	case backend.EditCredit:
		return s.creditField(), true
	case backend.EditStatus:
		return s.statusField(), true
	}
	return s.textField(k)
}

// texts are the fields that are nothing but text.
type texts struct {
	kind        backend.EditField
	name, label string
	limit       int
	hint        string
	get         func(backend.Details) string
	slot        func(*backend.Edit) **string
}

func (s *screen) textField(k backend.EditField) (field, bool) {
	t := s.env.Text.Form
	for _, d := range []texts{
		{backend.EditLunarBirthday, "lunar_birthday", t.LunarBirthday, 16, t.LunarHint,
			func(d backend.Details) string { return d.LunarBirthday.String() }, func(e *backend.Edit) **string { return &e.LunarBirthday }},
		{backend.EditNickname, "nickname", t.Nickname, widget.NameLimit, "",
			func(d backend.Details) string { return d.Nickname.String() }, func(e *backend.Edit) **string { return &e.Nickname }},
		{backend.EditQQ, "qq", t.QQ, 20, "",
			func(d backend.Details) string { return d.QQ.String() }, func(e *backend.Edit) **string { return &e.QQ }},
		{backend.EditEmail, "email", t.Email, 60, "",
			func(d backend.Details) string { return d.Email.String() }, func(e *backend.Edit) **string { return &e.Email }},
		{backend.EditAddress, "address", t.Address, 100, "",
			func(d backend.Details) string { return d.Address.String() }, func(e *backend.Edit) **string { return &e.Address }},
		{backend.EditRemarks, "remarks", t.Remarks, 200, "",
			func(d backend.Details) string { return d.Remarks.String() }, func(e *backend.Edit) **string { return &e.Remarks }},
	} {
		if d.kind == k {
			return s.plainText(d), true
		}
	}
	return field{}, false
}

func (s *screen) plainText(d texts) field {
	t := s.env.Text.Form
	if d.hint == "" && s.caps.KeepsText {
		d.hint = t.KeptHint
	}
	get := func(m backend.Member) string { return d.get(details(m)) }
	return field{kind: d.kind, label: d.label, raw: get,
		form: []widget.FormField{{Name: d.name, Label: d.label, Hint: d.hint, Limit: d.limit, Value: get(s.base)}},
		sent: func(e backend.Edit) (string, bool) { return given(*d.slot(&e)) },
		take: func(c *checker) {
			if !c.s.form.Changed(d.name) {
				return
			}
			text, ok := widget.PersonText(c.s.form.Value(d.name), d.limit)
			switch was := get(c.s.base); {
			case text == "" && was != "" && c.s.caps.KeepsText:
				c.keep(d.name, was)
			case !ok:
				c.mark(d.name, lang.Fill(t.TextBad, "n", itoa(d.limit)))
			case text != was:
				*d.slot(&c.change) = &text
			}
		}}
}

func (s *screen) nameField() field {
	t := s.env.Text.Form
	raw := func(m backend.Member) string { return m.Name.String() }
	return field{kind: backend.EditName, label: t.Name, raw: raw, take: (*checker).name,
		form: []widget.FormField{{Name: fieldName, Label: t.Name, Limit: widget.NameLimit, Value: raw(s.base)}},
		sent: func(e backend.Edit) (string, bool) { return given(e.Name) }}
}

func (s *screen) phoneField() field {
	t := s.env.Text.Form
	return field{kind: backend.EditPhone, label: t.Phone, take: (*checker).phone,
		raw: func(m backend.Member) string { return m.Phone.String() }, show: s.phone,
		form: []widget.FormField{{Name: fieldPhone, Label: t.Phone, Hint: s.phoneHint(), Limit: widget.PhoneRoom, Value: s.phone(s.base)}},
		sent: func(e backend.Edit) (string, bool) { return given(e.Phone) }}
}

func (s *screen) birthdayField() field {
	t := s.env.Text.Form
	raw := func(m backend.Member) string { return m.Birthday.String() }
	return field{kind: backend.EditBirthday, label: t.Birthday, raw: raw, take: (*checker).birthday,
		form: []widget.FormField{{Name: fieldBirthday, Label: t.Birthday, Hint: t.BirthdayHint, Limit: widget.DayRoom, Value: raw(s.base)}},
		sent: func(e backend.Edit) (string, bool) { return givenDay(e.Birthday) }}
}

func (s *screen) genderField() field {
	t, d := s.env.Text.Form, s.env.Text.Domain
	raw := func(m backend.Member) string { return widget.GenderWord(d, m.Gender) }
	return field{kind: backend.EditGender, label: t.Gender, raw: raw, take: (*checker).gender,
		form: []widget.FormField{{Name: fieldGender, Label: t.Gender, Hint: t.ChoiceHint, Choices: widget.GenderOptions(d), Value: raw(s.base)}},
		sent: func(e backend.Edit) (string, bool) {
			if e.Gender == nil {
				return "", false
			}
			return widget.GenderWord(d, *e.Gender), true
		}}
}

func details(m backend.Member) backend.Details {
	if m.Details == nil {
		return backend.Details{}
	}
	return *m.Details
}

func given(text *string) (string, bool) {
	if text == nil {
		return "", false
	}
	return *text, true
}

func givenDay(d *backend.Date) (string, bool) {
	if d == nil {
		return "", false
	}
	return d.String(), true
}

package edit

import (
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui/widget"
)

// oldest is the first year in which somebody who is served can have been born.
const oldest = 1900

// birthday reads a day however it was written: 1999-9-9, 1999/09/09, 1999.9.9,
// 1999年9月9日 or 19990909.
func birthday(typed string, today backend.Date) (backend.Date, bool) {
	s := strings.TrimSpace(money.Fold(typed))
	s = strings.TrimSuffix(strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "", " ", "").Replace(s), "-")
	if len(s) == 8 && !strings.Contains(s, "-") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if strings.Count(s, "-") != 2 || strings.Trim(s, "0123456789-") != "" {
		return backend.Date{}, false
	}
	d, err := backend.ParseDate(s)
	future := d.String() > today.String()
	return d, err == nil && d.Year >= oldest && !future
}

func (s *screen) today() backend.Date {
	now := s.env.Today()
	return backend.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}
}

// checker collects what the form changes and marks what is wrong with it.
type checker struct {
	s      *screen
	change backend.Edit
	wrong  string // the first field that is wrong
}

func (c *checker) mark(field, problem string) {
	c.s.form.SetProblem(field, problem)
	if c.wrong == "" {
		c.wrong = field
	}
}

// keep refuses to empty a field and puts back what it held.
func (c *checker) keep(field, was string) {
	c.s.form.Set(field, was)
	c.mark(field, c.s.env.Text.Form.CannotClear)
}

// check compares the form with the record as last read.
func (s *screen) check() (change backend.Edit, wrong string) {
	c := checker{s: s}
	c.name()
	c.phone()
	c.birthday()
	c.gender()
	return c.change, c.wrong
}

func (c *checker) name() {
	if !c.s.form.Changed(fieldName) {
		return
	}
	name, ok := widget.PersonName(c.s.form.Value(fieldName))
	switch was := c.s.base.Name.String(); {
	case name == "":
		c.keep(fieldName, was)
	case !ok:
		c.mark(fieldName, c.s.env.Text.Form.NameBad)
	case name != was:
		c.change.Name = &name
	}
}

func (c *checker) phone() {
	if !c.s.form.Changed(fieldPhone) {
		return
	}
	phone, ok := widget.PhoneNumber(c.s.form.Value(fieldPhone))
	switch was := c.s.base.Phone.String(); {
	case phone == "":
		c.keep(fieldPhone, c.s.phone(c.s.base))
	case !ok:
		c.mark(fieldPhone, c.s.env.Text.Form.PhoneBad)
	case phone != was:
		c.change.Phone = &phone
	}
}

func (c *checker) birthday() {
	if !c.s.form.Changed(fieldBirthday) {
		return
	}
	typed := c.s.form.Value(fieldBirthday)
	day, ok := birthday(typed, c.s.today())
	switch was := c.s.base.Birthday; {
	case strings.TrimSpace(typed) == "":
		c.keep(fieldBirthday, was.String())
	case !ok:
		c.mark(fieldBirthday, c.s.env.Text.Form.BirthdayBad)
	case day != was:
		c.change.Birthday = &day
	}
}

func (c *checker) gender() {
	if !c.s.form.Changed(fieldGender) {
		return
	}
	gender := widget.GenderAt(c.s.form.Choice(fieldGender))
	if gender == backend.GenderUnknown {
		c.keep(fieldGender, widget.GenderWord(c.s.env.Text.Domain, c.s.base.Gender))
		return
	}
	c.change.Gender = &gender
}

// difference is one field with two values, in the words that are shown.
type difference struct{ label, was, becomes string }

// differences compares two readings of the record, but for the fields that
// change has.
func (s *screen) differences(was, now backend.Member, but backend.Edit) []difference {
	t, d := s.env.Text.Form, s.env.Text.Domain
	var all []difference
	if but.Name == nil && was.Name != now.Name {
		all = append(all, difference{t.Name, was.Name.String(), now.Name.String()})
	}
	if but.Phone == nil && was.Phone != now.Phone {
		all = append(all, difference{t.Phone, s.phone(was), s.phone(now)})
	}
	if but.Birthday == nil && was.Birthday != now.Birthday {
		all = append(all, difference{t.Birthday, was.Birthday.String(), now.Birthday.String()})
	}
	if but.Gender == nil && was.Gender != now.Gender {
		all = append(all, difference{t.Gender, widget.GenderWord(d, was.Gender), widget.GenderWord(d, now.Gender)})
	}
	return all
}

// planned is what the change does to the record.
func (s *screen) planned(change backend.Edit) []difference {
	t, d := s.env.Text.Form, s.env.Text.Domain
	var all []difference
	if change.Name != nil {
		all = append(all, difference{t.Name, s.base.Name.String(), *change.Name})
	}
	if change.Phone != nil {
		all = append(all, difference{t.Phone, s.phone(s.base), *change.Phone})
	}
	if change.Birthday != nil {
		all = append(all, difference{t.Birthday, s.base.Birthday.String(), change.Birthday.String()})
	}
	if change.Gender != nil {
		all = append(all, difference{t.Gender, widget.GenderWord(d, s.base.Gender), widget.GenderWord(d, *change.Gender)})
	}
	return all
}

// notTaken is what was sent but does not show in the record read back.
func (s *screen) notTaken(change backend.Edit, now backend.Member) []difference {
	t, d := s.env.Text.Form, s.env.Text.Domain
	var all []difference
	if change.Name != nil && now.Name.String() != *change.Name {
		all = append(all, difference{t.Name, *change.Name, now.Name.String()})
	}
	if change.Phone != nil && now.Phone.String() != *change.Phone {
		all = append(all, difference{t.Phone, *change.Phone, s.phone(now)})
	}
	if change.Birthday != nil && now.Birthday != *change.Birthday {
		all = append(all, difference{t.Birthday, change.Birthday.String(), now.Birthday.String()})
	}
	if change.Gender != nil && now.Gender != *change.Gender {
		all = append(all, difference{t.Gender, widget.GenderWord(d, *change.Gender), widget.GenderWord(d, now.Gender)})
	}
	return all
}

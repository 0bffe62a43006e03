package edit

import (
	"strings"

	"guitai/backend"
	"guitai/ui/widget"
)

// oldest is the first year in which somebody who is served can have been born.
const oldest = 1900

// birthday reads a day of birth however it was written.
func birthday(typed string, today backend.Date) (backend.Date, bool) {
	d, ok := widget.ParseDay(typed)
	return d, ok && d.Year >= oldest && d.String() <= today.String()
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
	for _, f := range s.fields() {
		f.take(&c)
	}
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
type difference struct {
	label, was, becomes string
	grave               bool
}

// differences compares two readings of the record, but for the fields that
// change has.
func (s *screen) differences(was, now backend.Member, but backend.Edit) []difference {
	var all []difference
	for _, f := range s.fields() {
		if _, sent := f.sent(but); !sent && f.raw(was) != f.raw(now) {
			all = append(all, difference{f.label, f.words(was), f.words(now), f.kind.Grave()})
		}
	}
	return all
}

// planned is what the change does to the record.
func (s *screen) planned(change backend.Edit) []difference {
	var all []difference
	for _, f := range s.fields() {
		if _, sent := f.sent(change); sent {
			all = append(all, difference{f.label, f.words(s.base), f.becomes(change), f.kind.Grave()})
		}
	}
	return all
}

// notTaken is what was sent but does not show in the record read back.
func (s *screen) notTaken(change backend.Edit, now backend.Member) []difference {
	var all []difference
	for _, f := range s.fields() {
		if text, sent := f.sent(change); sent && text != f.raw(now) {
			all = append(all, difference{f.label, f.becomes(change), f.words(now), f.kind.Grave()})
		}
	}
	return all
}

package open

import (
	"slices"
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// The fields that only some vendors take, under the names that errors use.
const (
	fieldBirthday = "birthday"
	fieldExpires  = "expires"
	fieldRate     = "rate"
	fieldCredit   = "credit"
	fieldLimit    = "credit_limit"
	fieldPassword = "password"
	fieldAgain    = "password_again"
	// oldest is the first year in which somebody who is served can have been
	// born.
	oldest = 1900
)

// text is a field that is nothing but text.
type text struct {
	kind              backend.EditField
	name, label, hint string
	limit             int
	slot              func(*backend.NewMember) *string
}

func (s *screen) texts() []text {
	t := s.env.Text.Form
	return []text{
		{backend.EditLunarBirthday, "lunar_birthday", t.LunarBirthday, t.BirthdayHint, 16, func(m *backend.NewMember) *string { return &m.LunarBirthday }},
		{backend.EditNickname, "nickname", t.Nickname, "", widget.NameLimit, func(m *backend.NewMember) *string { return &m.Nickname }},
		{backend.EditQQ, "qq", t.QQ, "", 20, func(m *backend.NewMember) *string { return &m.QQ }},
		{backend.EditEmail, "email", t.Email, "", 60, func(m *backend.NewMember) *string { return &m.Email }},
		{backend.EditAddress, "address", t.Address, "", 100, func(m *backend.NewMember) *string { return &m.Address }},
		{backend.EditRemarks, "remarks", t.Remarks, "", 200, func(m *backend.NewMember) *string { return &m.Remarks }},
	}
}

func (s *screen) takes(k backend.EditField) bool { return slices.Contains(s.caps.EditFields, k) }

// further are the fields that this vendor takes beyond those that every vendor
// takes, in its own order. Balance and points are none of them: money moves
// through operations alone.
func (s *screen) further() []widget.FormField {
	t := s.env.Text
	var fields []widget.FormField
	for _, k := range s.caps.EditFields {
		switch k {
		case backend.EditBirthday:
			fields = append(fields, widget.FormField{Name: fieldBirthday, Label: t.Form.Birthday, Hint: t.Form.BirthdayHint, Limit: widget.DayRoom})
		case backend.EditExpires:
			fields = append(fields, widget.FormField{Name: fieldExpires, Label: t.Form.Expires, Hint: t.Form.ExpiresHint, Limit: widget.DayRoom})
		case backend.EditRate:
			fields = append(fields, widget.FormField{Name: fieldRate, Label: t.Form.Rate, Hint: t.Form.RateHint, Limit: widget.RateRoom})
		case backend.EditCredit:
			fields = append(fields,
				widget.FormField{Name: fieldCredit, Label: t.Form.Credit, Hint: t.Form.ChoiceHint, Choices: []widget.Option{{Label: t.Form.CreditOff}, {Label: t.Form.CreditOn}}},
				widget.FormField{Name: fieldLimit, Label: t.Form.CreditLimit, Hint: t.Form.LimitHint, Limit: widget.AmountRoom})
		default:
			for _, d := range s.texts() {
				if d.kind == k {
					fields = append(fields, widget.FormField{Name: d.name, Label: d.label, Hint: d.hint, Limit: d.limit})
				}
			}
		}
	}
	if s.caps.Passwords != nil {
		fields = append(fields,
			widget.FormField{Name: fieldPassword, Label: t.Password.Title, Hint: t.Password.FirstHint, Secret: true},
			widget.FormField{Name: fieldAgain, Label: t.Password.Again, Hint: t.Password.AgainHint, Secret: true})
	}
	if len(fields) > 0 {
		fields[0].Section = t.Form.CardTerms
	}
	return fields
}

// takeFurther takes them over into the card. The password stays in its field
// until the card is sent.
func (s *screen) takeFurther(card *backend.NewMember, mark func(field, problem string)) {
	t := s.env.Text
	for _, d := range s.texts() {
		if !s.takes(d.kind) {
			continue
		}
		typed, ok := widget.PersonText(s.form.Value(d.name), d.limit)
		if !ok {
			mark(d.name, lang.Fill(t.Form.TextBad, "n", itoa(d.limit)))
		}
		*d.slot(card) = typed
	}
	now := s.env.Today()
	today := backend.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}.String()
	card.Birthday = s.day(fieldBirthday, func(d backend.Date) string {
		return pick(d.Year < oldest || d.String() > today, t.Form.BirthdayBad, "")
	}, mark)
	card.Expires = s.day(fieldExpires, func(d backend.Date) string {
		return pick(d.String() < today, t.Form.DayBad, "")
	}, mark)
	if typed := strings.TrimSpace(s.form.Value(fieldRate)); typed != "" {
		var ok bool
		if card.Rate, ok = widget.PercentPaid(typed); !ok {
			mark(fieldRate, t.Form.RateBad)
		}
	}
	s.takeCredit(card, mark)
	if !s.form.Secret(fieldPassword).Equal(s.form.Secret(fieldAgain)) {
		s.clearPassword()
		mark(fieldPassword, t.Password.Differs)
	}
}

// day reads a field for a day; nothing in it is no day.
func (s *screen) day(name string, wrong func(backend.Date) string, mark func(field, problem string)) backend.Date {
	typed := s.form.Value(name)
	if strings.TrimSpace(typed) == "" {
		return backend.Date{}
	}
	d, ok := widget.ParseDay(typed)
	if !ok {
		mark(name, s.env.Text.Form.DayBad)
	} else if problem := wrong(d); problem != "" {
		mark(name, problem)
	}
	return d
}

func (s *screen) takeCredit(card *backend.NewMember, mark func(field, problem string)) {
	card.OnCredit = s.form.Choice(fieldCredit) == 1
	if !card.OnCredit {
		return
	}
	limit, err := money.Parse(s.form.Value(fieldLimit))
	if err != nil && err != money.ErrEmpty && err != money.ErrZero {
		mark(fieldLimit, ui.AmountSentence(s.env.Text.Errors, err))
	}
	card.CreditLimit = limit
}

func (s *screen) clearPassword() {
	s.form.Secret(fieldPassword).Clear()
	s.form.Secret(fieldAgain).Clear()
}

// furtherLines are the lines of the page to check for what was filled in. Credit
// is always named, since it is the shop's money.
func (s *screen) furtherLines() []widget.Field {
	t, th := s.env.Text, s.env.Theme
	var lines []widget.Field
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, widget.Field{Label: label, Value: value, Style: th.Plain})
		}
	}
	add(t.Form.Birthday, s.card.Birthday.String())
	for _, d := range s.texts() {
		add(d.label, *d.slot(&s.card))
	}
	add(t.Form.Expires, s.card.Expires.String())
	add(t.Form.Rate, widget.RateLine(s.env, s.card.Rate))
	if s.takes(backend.EditCredit) {
		var c *backend.Credit
		line := widget.Field{Label: t.Form.Credit, Style: th.Plain}
		if s.card.OnCredit {
			c, line.Style = &backend.Credit{Limit: s.card.CreditLimit}, th.Warn
		}
		line.Value = widget.CreditWords(s.env, c)
		lines = append(lines, line)
	}
	if n := s.form.Secret(fieldPassword).Len(); n > 0 {
		add(t.Password.Title, strings.Repeat("•", n)+"  "+lang.Fill(t.Password.Length, "n", itoa(n)))
	}
	return lines
}

func itoa(n int) string { return strconv.Itoa(n) }

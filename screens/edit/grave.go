package edit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// daysMost is the longest time to repay that is taken, a hundred years.
const daysMost = 36_500

func itoa(n int) string { return strconv.Itoa(n) }

func (s *screen) expiresField() field {
	t := s.env.Text.Form
	const name = "expires"
	raw := func(m backend.Member) string {
		end := details(m).Expires
		if end.IsZero() {
			return ""
		}
		return end.In(s.env.Zone).Format(time.DateOnly)
	}
	return field{kind: backend.EditExpires, label: t.Expires, raw: raw,
		form: []widget.FormField{{Name: name, Label: t.Expires, Hint: t.ExpiresHint, Limit: widget.DayRoom, Value: raw(s.base)}},
		sent: func(e backend.Edit) (string, bool) { return givenDay(e.Expires) },
		take: func(c *checker) {
			if !c.s.form.Changed(name) {
				return
			}
			typed, was := c.s.form.Value(name), raw(c.s.base)
			day, ok := widget.ParseDay(typed)
			switch {
			case strings.TrimSpace(typed) == "":
				c.keep(name, was)
			case !ok || day.Year < 2000:
				c.mark(name, t.DayBad)
			case day.String() != was:
				c.change.Expires = &day
			}
		}}
}

// levelField offers the levels in use and the one that the member has.
func (s *screen) levelField() field {
	t := s.env.Text.Form
	raw := func(m backend.Member) string { return m.Level.Name.String() }
	was := raw(s.base)
	label := was
	if label == "" {
		label = t.Empty
	}
	var options []widget.Option
	for _, l := range s.levels {
		name := l.Name.String()
		if !l.Disabled && name != "" && !slices.Contains(options, widget.Option{Label: name}) {
			options = append(options, widget.Option{Label: name})
		}
	}
	if !slices.Contains(options, widget.Option{Label: label}) {
		options = append([]widget.Option{{Label: label}}, options...)
	}
	hint := t.ChoiceHint
	if s.levelsErr != nil {
		hint = t.LevelsUnread
	}
	return field{kind: backend.EditLevel, label: t.Level, raw: raw,
		form: []widget.FormField{{Name: fieldLevel, Label: t.Level, Hint: hint, Choices: options, Value: label}},
		sent: func(e backend.Edit) (string, bool) { return given(e.LevelName) },
		take: func(c *checker) {
			if name := c.s.form.Value(fieldLevel); c.s.form.Changed(fieldLevel) && name != was {
				c.change.LevelName = &name
			}
		}}
}

// ownRate is the member's own rate, unknown for who pays by the level.
func ownRate(m backend.Member) money.Rate {
	if m.RateFrom == backend.RateLevel {
		return money.Rate{}
	}
	return m.Rate
}

func (s *screen) rateField() field {
	t := s.env.Text.Form
	const name = "rate"
	raw := func(m backend.Member) string { return widget.Percent(ownRate(m)) }
	hint := t.RateHint
	if s.base.Rate.Known() && raw(s.base) == "" {
		hint = lang.Fill(t.RateOfLevel, "rate", ui.RateWords(s.env.Text.Domain, s.base.Rate))
	}
	return field{kind: backend.EditRate, label: t.Rate, raw: raw,
		show: func(m backend.Member) string { return widget.RateLine(s.env, ownRate(m)) },
		form: []widget.FormField{{Name: name, Label: t.Rate, Hint: hint, Limit: widget.RateRoom, Value: raw(s.base)}},
		sent: func(e backend.Edit) (string, bool) {
			if e.Rate == nil {
				return "", false
			}
			return widget.Percent(*e.Rate), true
		},
		word: func(e backend.Edit) string { return widget.RateLine(s.env, *e.Rate) },
		take: func(c *checker) {
			if !c.s.form.Changed(name) {
				return
			}
			typed := c.s.form.Value(name)
			rate, ok := widget.PercentPaid(typed)
			switch {
			case strings.TrimSpace(typed) == "":
				c.keep(name, raw(c.s.base))
			case !ok:
				c.mark(name, t.RateBad)
			case !rate.Equal(ownRate(c.s.base)):
				c.change.Rate = &rate
			}
		}}
}

func (s *screen) creditField() field {
	t := s.env.Text.Form
	words := func(m backend.Member) string { return widget.CreditWords(s.env, m.Credit) }
	becomes := func(e backend.Edit) string { return widget.CreditWords(s.env, credit(s.base, e)) }
	on, limit, days := t.CreditOff, "", ""
	if c := s.base.Credit; c != nil {
		on = t.CreditOn
		if !c.Limit.IsZero() {
			limit = c.Limit.String()
		}
		if c.Days != 0 {
			days = itoa(c.Days)
		}
	}
	return field{kind: backend.EditCredit, label: t.Credit, raw: words, word: becomes, take: (*checker).credit,
		form: []widget.FormField{
			{Name: fieldCredit, Label: t.Credit, Hint: t.ChoiceHint, Value: on, Choices: []widget.Option{{Label: t.CreditOff}, {Label: t.CreditOn}}},
			{Name: fieldLimit, Label: t.CreditLimit, Hint: t.LimitHint, Limit: widget.AmountRoom, Value: limit},
			{Name: fieldDays, Label: t.CreditDays, Hint: t.DaysHint, Limit: 5, Value: days}},
		sent: func(e backend.Edit) (string, bool) {
			return becomes(e), e.OnCredit != nil || e.CreditLimit != nil || e.CreditDays != nil
		}}
}

// credit is what a change makes of a member's credit.
func credit(base backend.Member, e backend.Edit) *backend.Credit {
	on := base.Credit != nil
	if e.OnCredit != nil {
		on = *e.OnCredit
	}
	if !on {
		return nil
	}
	var c backend.Credit
	if base.Credit != nil {
		c = *base.Credit
	}
	if e.CreditLimit != nil {
		c.Limit = *e.CreditLimit
	}
	if e.CreditDays != nil {
		c.Days = *e.CreditDays
	}
	return &c
}

// credit takes the three lines about credit together; limit and days count only
// where there is credit.
func (c *checker) credit() {
	f, t := &c.s.form, c.s.env.Text
	if !f.Changed(fieldCredit) && !f.Changed(fieldLimit) && !f.Changed(fieldDays) {
		return
	}
	on := f.Choice(fieldCredit) == 1
	was := backend.Credit{}
	if c.s.base.Credit != nil {
		was = *c.s.base.Credit
	}
	if on != (c.s.base.Credit != nil) {
		c.change.OnCredit = &on
	}
	if !on {
		return
	}
	limit, err := money.Parse(f.Value(fieldLimit))
	if err != nil && err != money.ErrEmpty && err != money.ErrZero {
		c.mark(fieldLimit, ui.AmountSentence(t.Errors, err))
	} else if !limit.Equal(was.Limit) {
		c.change.CreditLimit = &limit
	}
	typed := strings.TrimSpace(money.Fold(f.Value(fieldDays)))
	days, err := strconv.Atoi(typed)
	if typed != "" && (err != nil || days < 0 || days > daysMost) {
		c.mark(fieldDays, t.Form.DaysBad)
	} else if days != was.Days {
		c.change.CreditDays = &days
	}
}

// statuses are what can be chosen; a state of another kind stays until one is.
func (s *screen) statuses() (kinds []backend.StatusKind, options []widget.Option) {
	t, d := s.env.Text.Form, s.env.Text.Domain
	kinds = []backend.StatusKind{backend.StatusNormal, backend.StatusDisabled, backend.StatusClosed}
	options = []widget.Option{{Label: d.StatusNormal}, {Label: d.StatusDisabled}, {Label: t.Delete}}
	if now := s.base.Status.Kind; now != backend.StatusNormal && now != backend.StatusDisabled {
		kinds = append([]backend.StatusKind{now}, kinds...)
		options = append([]widget.Option{{Label: ui.StatusWord(d, s.base.Status)}}, options...)
	}
	return kinds, options
}

func (s *screen) statusField() field {
	t, d := s.env.Text.Form, s.env.Text.Domain
	kinds, options := s.statuses()
	value := options[0].Label
	if s.base.Status.Kind == backend.StatusDisabled {
		value = d.StatusDisabled
	}
	return field{kind: backend.EditStatus, label: t.Status,
		// An enabled card may still be odd for another reason, such as its age.
		raw: func(m backend.Member) string {
			if m.Status.Kind == backend.StatusDisabled || m.Status.Kind == backend.StatusClosed {
				return itoa(int(m.Status.Kind))
			}
			return itoa(int(backend.StatusNormal))
		},
		show: func(m backend.Member) string { return ui.StatusWord(d, m.Status) },
		form: []widget.FormField{{Name: fieldStatus, Label: t.Status, Hint: t.ChoiceHint, Choices: options, Value: value}},
		sent: func(e backend.Edit) (string, bool) {
			if e.Status == nil {
				return "", false
			}
			return itoa(int(*e.Status)), true
		},
		word: func(e backend.Edit) string { return options[slices.Index(kinds, *e.Status)].Label },
		take: func(c *checker) {
			if kind := kinds[c.s.form.Choice(fieldStatus)]; c.s.form.Changed(fieldStatus) {
				c.change.Status = &kind
			}
		}}
}

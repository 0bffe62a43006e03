package pospal

import (
	"context"
	"strings"

	"guitai/backend"
	"guitai/backend/safe"
)

// editFields are all fields there are, in the order of a form.
func editFields() []backend.EditField {
	return []backend.EditField{
		backend.EditName, backend.EditPhone, backend.EditBirthday, backend.EditLunarBirthday, backend.EditGender,
		backend.EditNickname, backend.EditQQ, backend.EditEmail, backend.EditAddress, backend.EditRemarks,
		backend.EditExpires, backend.EditLevel, backend.EditRate, backend.EditCredit, backend.EditStatus,
	}
}

// Edit changes the record and reads it back. Setting a field twice is setting it
// once, so a lost reply is answered by sending once more. A member that was
// deleted cannot be read any more; what is given back then is its id and its
// state.
func (c *Client) Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error) {
	const path = members + "updateBaseInfo"
	u, ok := uidOf(id)
	if !ok {
		return backend.Member{}, notFound(opOf(path))
	}
	info, wrong := editRecord(opOf(path), change)
	if wrong != nil {
		return backend.Member{}, wrong
	}
	if change.IsEmpty() {
		return c.Member(ctx, id)
	}
	info.UID = u
	c.seen.forget(id)
	sent := c.set(ctx, path, recordRequest{c.auth(), info})
	if sent != nil && !isLost(sent) {
		return backend.Member{}, sent
	}
	m, err := c.Member(ctx, id)
	closed := change.Status != nil && *change.Status == backend.StatusClosed
	switch {
	case closed && backend.KindOf(err) == backend.KindNotFound:
		return backend.Member{ID: id, Status: backend.Status{Kind: backend.StatusClosed}, ReadAt: c.now()}, nil
	case sent == nil:
		return m, err
	case err != nil || !shows(m, change):
		return backend.Member{}, sent
	}
	return m, nil
}

// editRecord is the body of a change, or the first field of it that cannot be
// sent.
func editRecord(op string, change backend.Edit) (record, *backend.Error) {
	var (
		r   record
		ext extRecord
	)
	for _, f := range []struct {
		name string
		text *string
		into *string
	}{
		{fieldName, change.Name, &r.Name}, {fieldPhone, change.Phone, &r.Phone}, {"qq", change.QQ, &r.QQ},
		{"email", change.Email, &r.Email}, {"address", change.Address, &r.Address},
		{"remarks", change.Remarks, &r.Remarks}, {"nickname", change.Nickname, &ext.Nickname},
		{"lunar_birthday", change.LunarBirthday, &ext.LunarBirthday}, {fieldLevel, change.LevelName, &r.Category},
	} {
		if f.text == nil {
			continue
		}
		// The vendor takes an empty text for one that is left out.
		*f.into = strings.TrimSpace(*f.text)
		if *f.into == "" || !writable(*f.into) {
			return r, invalid(op, f.name)
		}
	}
	for _, f := range []struct {
		name string
		day  *backend.Date
		into *string
		form func(backend.Date) string
	}{
		{"birthday", change.Birthday, &r.Birthday, backend.Date.String},
		{"expires", change.Expires, &r.Expiry, lastSecond},
	} {
		if f.day == nil {
			continue
		}
		if f.day.IsZero() {
			return r, invalid(op, f.name)
		}
		*f.into = f.form(*f.day)
	}
	if wrong := ext.takeCredit(op, &r, change); wrong != nil {
		return r, wrong
	}
	wrong := r.takeRest(op, &ext, change)
	r.Ext = ext.orNil()
	return r, wrong
}

func (e *extRecord) takeCredit(op string, r *record, change backend.Edit) *backend.Error {
	if change.OnCredit != nil {
		on := flag(*change.OnCredit)
		r.OnAccount = &on
	}
	if change.CreditLimit != nil {
		if change.CreditLimit.Sign() < 0 {
			return invalid(op, "credit")
		}
		e.CreditLimit = decimalOf(*change.CreditLimit)
	}
	if change.CreditDays != nil {
		days := *change.CreditDays
		if days < 0 || days > 36_500 {
			return invalid(op, "credit")
		}
		e.CreditPeriod = &days
	}
	return nil
}

// takeRest fills in what has a table of its own.
func (r *record) takeRest(op string, ext *extRecord, change backend.Edit) *backend.Error {
	if change.Gender != nil {
		sex, ok := genderCode(*change.Gender)
		if !ok {
			return invalid(op, "gender")
		}
		ext.Sex = &sex
	}
	if change.Rate != nil {
		discount, ok := percent(*change.Rate)
		if !ok {
			return invalid(op, "rate")
		}
		r.Discount = discount
	}
	if change.Status != nil {
		enable, ok := enableOf(*change.Status)
		if !ok {
			return invalid(op, "status")
		}
		r.Enable = &enable
	}
	return nil
}

func enableOf(s backend.StatusKind) (int, bool) {
	switch s {
	case backend.StatusNormal:
		return 1, true
	case backend.StatusDisabled:
		return 0, true
	case backend.StatusClosed:
		return -1, true
	}
	return 0, false
}

// shows tells whether every change is there.
func shows(m backend.Member, change backend.Edit) bool {
	d := m.Details
	if d == nil {
		return false
	}
	for _, f := range []struct {
		want *string
		got  safe.Text
	}{
		{change.Name, m.Name}, {change.Phone, m.Phone}, {change.QQ, d.QQ}, {change.Email, d.Email},
		{change.Address, d.Address}, {change.Nickname, d.Nickname}, {change.LunarBirthday, d.LunarBirthday},
		{change.LevelName, m.Level.Name},
	} {
		if f.want != nil && safe.Line(strings.TrimSpace(*f.want)) != f.got {
			return false
		}
	}
	if change.Remarks != nil && safe.Flow(strings.TrimSpace(*change.Remarks)) != d.Remarks {
		return false
	}
	credit := backend.Credit{}
	if m.Credit != nil {
		credit = *m.Credit
	}
	return same(change.Birthday, m.Birthday) && same(change.Gender, m.Gender) &&
		same(change.OnCredit, m.Credit != nil) && same(change.CreditDays, credit.Days) &&
		(change.CreditLimit == nil || change.CreditLimit.Equal(credit.Limit)) &&
		(change.Expires == nil || dateOf(m).String() == change.Expires.String()) &&
		(change.Rate == nil || change.Rate.Equal(m.Rate)) &&
		(change.Status == nil || *change.Status == m.Status.Kind || *change.Status == backend.StatusNormal && m.Status.Kind == backend.StatusOther)
}

func same[T comparable](want *T, got T) bool { return want == nil || *want == got }

func dateOf(m backend.Member) backend.Date {
	y, month, day := m.Details.Expires.Date()
	return backend.Date{Year: y, Month: month, Day: day}
}

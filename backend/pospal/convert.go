package pospal

import (
	"encoding/hex"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// member turns a record into a member as told now. Its level is only known by
// name here.
func (c *Client) member(w wireMember) (backend.Member, error) {
	if w.id() <= 0 {
		return backend.Member{}, errShape
	}
	ext := extra(w.Ext).or(w.extra)
	m := backend.Member{
		ID: w.id().String(), Number: line(w.Number), Name: line(w.Name), Phone: line(w.Phone),
		Level: backend.Level{Name: line(w.Category)}, Gender: genderOf(ext.Sex), ReadAt: c.now(),
	}
	// A birthday that is no day is no reason to refuse the member.
	m.Birthday, _ = backend.ParseDate(string(w.Birthday))
	m.Details = &backend.Details{
		QQ: line(w.QQ), Email: line(w.Email), Address: line(w.Address), Remarks: safe.Flow(string(w.Remarks)),
		Nickname: line(ext.Nickname), LunarBirthday: line(ext.LunarBirthday),
		Department: line(w.Department), Shop: line(c.store(w.Store)),
		Opened: c.moment(w.Created), Expires: c.lastMoment(w.Expiry),
	}
	m.Status = statusOf(w.Enable, m.Details.Expires, m.ReadAt)
	if m.Rate = rate(w.Discount); m.Rate.Known() {
		m.RateFrom = backend.RateMember
	}
	var err error
	if m.Balance, err = w.Balance.Amount(); err != nil {
		return backend.Member{}, err
	}
	if m.Points, err = w.Point.Points(); err != nil {
		return backend.Member{}, err
	}
	if m.Subsidy, err = ext.Subsidy.Maybe(); err != nil {
		return backend.Member{}, err
	}
	if m.Consumed, err = ext.Consumed.Maybe(); err != nil {
		return backend.Member{}, err
	}
	if m.Recharged, err = ext.Recharged.Maybe(); err != nil {
		return backend.Member{}, err
	}
	m.Credit, err = creditOf(w.OnAccount, ext)
	return m, err
}

func line(t text) safe.Text { return safe.Line(string(t)) }

// store names a store. It may come as an account's name or as an appId, which is
// a secret: ours is shown as the account's name and those of others not at all.
func (c *Client) store(t text) text {
	switch {
	case string(t) == c.appID:
		return text(c.name)
	case isAppID(string(t)):
		return ""
	}
	return t
}

// isAppID tells whether a text has the form of an appId: 32 hex digits.
func isAppID(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == 32
}

func creditOf(onAccount money.Literal, ext extra) (*backend.Credit, error) {
	if small(onAccount, 0) != 1 {
		return nil, nil
	}
	limit, err := ext.CreditLimit.Amount()
	if err != nil || limit.Sign() < 0 {
		limit = money.Amount{}
	}
	return &backend.Credit{Limit: limit, Days: max(small(ext.CreditPeriod, 0), 0)}, err
}

// statusOf reads the state of a record. The vendor has no word of its own for an
// expired card, only the date.
func statusOf(enable money.Literal, expires, now time.Time) backend.Status {
	switch {
	case !enable.Told():
		return backend.Status{Kind: backend.StatusUntold}
	case small(enable, 0) == -1:
		return backend.Status{Kind: backend.StatusClosed, Text: safe.Line("删除")}
	case small(enable, 0) != 1:
		return backend.Status{Kind: backend.StatusDisabled, Text: safe.Line("禁用")}
	case !expires.IsZero() && now.After(expires):
		return backend.Status{Kind: backend.StatusOther, Text: safe.Line("已过期 " + expires.Format(time.DateOnly))}
	}
	return backend.Status{Kind: backend.StatusNormal}
}

// genderOf reads 1 for male and 0 for female; nothing is unknown, not female.
func genderOf(w text) backend.Gender {
	switch w {
	case "0":
		return backend.GenderFemale
	case "1":
		return backend.GenderMale
	}
	return backend.GenderUnknown
}

// genderCode is the inverse; ok is false for an unknown gender.
func genderCode(g backend.Gender) (code int, ok bool) {
	switch g {
	case backend.GenderFemale:
		return 0, true
	case backend.GenderMale:
		return 1, true
	}
	return 0, false
}

// moment reads a date with or without a time, in the shop's zone; zero for what
// is neither.
func (c *Client) moment(t text) time.Time {
	s := strings.TrimSpace(string(t))
	for _, layout := range []string{time.DateTime, time.DateOnly, "2006-01-02T15:04:05"} {
		if at, err := time.ParseInLocation(layout, s, c.zone); err == nil {
			return at
		}
	}
	return time.Time{}
}

// lastMoment reads a date until whose end something holds.
func (c *Client) lastMoment(t text) time.Time {
	at := c.moment(t)
	if len(strings.TrimSpace(string(t))) == len(time.DateOnly) && !at.IsZero() {
		return at.AddDate(0, 0, 1).Add(-time.Second)
	}
	return at
}

// level turns a category into a level.
func level(w wireCategory) (backend.Level, error) {
	if w.UID <= 0 {
		return backend.Level{}, errShape
	}
	earns := small(w.IsPoint, 0) == 1
	return backend.Level{
		ID: w.UID.String(), Name: line(w.Name), Rate: rate(w.Discount), Earns: &earns,
		Disabled: w.Enable.Told() && small(w.Enable, 0) != 1,
	}, nil
}

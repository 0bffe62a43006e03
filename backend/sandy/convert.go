package sandy

import (
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// member turns a card into a member as told now.
func (c *Client) member(w wireCard) (backend.Member, error) {
	if w.CardID == "" {
		return backend.Member{}, errShape
	}
	m := backend.Member{
		ID: string(w.CardID), Number: safe.Line(string(w.CardID)),
		Name: safe.Line(string(w.Name)), Phone: safe.Line(string(w.Phone)),
		Level:  backend.Level{Name: safe.Line(string(w.Level))},
		Status: statusOf(string(w.Status)), Gender: genderOf(string(w.Gender)),
		ReadAt: c.now(),
	}
	// A birthday that is no day is no reason to refuse the card.
	m.Birthday, _ = backend.ParseDate(string(w.Birthday))
	var err error
	if m.Balance, err = w.Amount.Amount(); err != nil {
		return backend.Member{}, err
	}
	if m.Points, err = w.Points.Points(); err != nil {
		return backend.Member{}, err
	}
	if m.Consumed, err = w.SumConsume.Maybe(); err != nil {
		return backend.Member{}, err
	}
	m.Recharged, err = w.SumRecharge.Maybe()
	return m, err
}

// statusOf sorts their words for the state of a card. Only 正常 is documented.
func statusOf(word string) backend.Status {
	word = strings.TrimSpace(word)
	s := backend.Status{Kind: backend.StatusOther, Text: safe.Line(word)}
	switch strings.TrimPrefix(word, "已") {
	case "":
		s.Kind = backend.StatusUntold
	case "正常":
		s.Kind = backend.StatusNormal
	case "挂失":
		s.Kind = backend.StatusLost
	case "退卡", "注销", "换卡":
		s.Kind = backend.StatusClosed
	case "停用", "禁用", "冻结", "锁定":
		s.Kind = backend.StatusDisabled
	}
	return s
}

// genderOf reads 1 for male and 0 for female; nothing is unknown, not female.
func genderOf(w string) backend.Gender {
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
	return map[backend.Gender]int{backend.GenderFemale: 0, backend.GenderMale: 1}[g],
		g == backend.GenderFemale || g == backend.GenderMale
}

// event turns a history row into an event.
func (c *Client) event(w wireRow) (backend.Event, error) {
	e := backend.Event{
		PayType: safe.Line(string(w.PayType)), Shop: safe.Line(string(w.Org)),
		Detail: safe.Lines(string(w.Description)),
	}
	var err error
	if e.ID, err = whole(w.ID); err != nil || e.ID <= 0 {
		return backend.Event{}, errShape
	}
	code, err := whole(w.Type)
	if err != nil {
		return backend.Event{}, err
	}
	seconds, err := whole(w.Time)
	if err != nil {
		return backend.Event{}, err
	}
	if w.Time.Told() {
		e.At = time.Unix(seconds, 0).In(c.zone)
	}
	if e.Gross, err = w.OriMoney.Amount(); err != nil {
		return backend.Event{}, err
	}
	if e.Net, err = w.ActMoney.Amount(); err != nil {
		return backend.Event{}, err
	}
	if e.Balance, err = w.Amount.Amount(); err != nil {
		return backend.Event{}, err
	}
	if e.Points, err = w.Score.Points(); err != nil {
		return backend.Event{}, err
	}
	e.Code, e.Kind = int(code), eventKind(code, e.Gross, e.Net)
	if e.Kind == backend.EventConsume || e.Kind == backend.EventTransferOut || e.Kind == backend.EventWithdraw {
		e.Gross, e.Net = positive(e.Gross), positive(e.Net)
	}
	return e, nil
}

// positive takes the sign off what leaves the card: their page shows it
// without, and the kind says the direction.
func positive(a money.Amount) money.Amount {
	if a.Sign() < 0 {
		return a.Neg()
	}
	return a
}

// eventKind is their table of types. Taking points has no type of its own; it
// most likely shows as a consumption of nothing.
func eventKind(code int64, gross, net money.Amount) backend.EventKind {
	if code == consumeType && gross.IsZero() && net.IsZero() {
		return backend.EventRedeem
	}
	for kind := backend.EventOpen; kind <= backend.EventWithdraw; kind++ {
		if kind != backend.EventRedeem && eventCode(kind) == code {
			return kind
		}
	}
	return backend.EventOther
}

const consumeType = 7

// eventCode is their number of a kind, 0 for all.
func eventCode(kind backend.EventKind) int64 {
	switch kind {
	case backend.EventOpen:
		return 1
	case backend.EventReturn:
		return 2
	case backend.EventReplace:
		return 3
	case backend.EventReportLost:
		return 4
	case backend.EventLiftLoss:
		return 5
	case backend.EventRecharge:
		return 6
	case backend.EventConsume, backend.EventRedeem:
		return consumeType
	case backend.EventTransferOut:
		return 20
	case backend.EventTransferIn:
		return 21
	case backend.EventWithdraw:
		return 30
	}
	return 0
}

package sandy

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
)

// Their JSON. Figures flip between number and string from call to call, so
// every figure is a number and every word a text below.

var errLiteral = errors.New("figure is not a number")

// number is a figure's literal: a JSON number, or a string holding one. It is
// empty for null, "" and a missing key.
type number string

// UnmarshalJSON never makes a binary fraction of the figure.
func (n *number) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case string(b) == "null":
		*n = ""
		return nil
	case b[0] == '"':
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		s = string(bytes.TrimSpace([]byte(s)))
	default:
		s = string(b)
	}
	if s != "" {
		if _, err := literal(s); err != nil {
			return err
		}
	}
	*n = number(s)
	return nil
}

// literal reads a decimal of sane size. Go's decimals would gladly build one of
// a million digits out of "1e999999".
func literal(s string) (decimal.Decimal, error) {
	if len(s) > 64 {
		return decimal.Decimal{}, errLiteral
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 32 || d.Exponent() < -64 {
		return decimal.Decimal{}, errLiteral
	}
	return d, nil
}

func (n number) decimal() decimal.Decimal {
	d, _ := literal(string(n)) // checked when it was read; empty is zero
	return d
}

// told tells whether there was a figure at all.
func (n number) told() bool { return n != "" }

func (n number) amount() (money.Amount, error) { return money.FromDecimal(n.decimal()) }

func (n number) points() (money.Points, error) { return money.PointsFromDecimal(n.decimal()) }

// maybe is the amount, nil where none was told.
func (n number) maybe() (*money.Amount, error) {
	if !n.told() {
		return nil, nil
	}
	a, err := n.amount()
	return &a, err
}

// whole is a figure without fraction (30.0 is one).
func (n number) whole() (int64, error) {
	d := n.decimal()
	if !d.IsInteger() || !d.BigInt().IsInt64() {
		return 0, errLiteral
	}
	return d.IntPart(), nil
}

// text is a word: a JSON string, or the literal of a number. Anything else is
// empty rather than an error, because no word is worth losing a reply.
type text string

// UnmarshalJSON never fails.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case b[0] == '"':
		_ = json.Unmarshal(b, &s)
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		s = string(b)
	}
	*t = text(s)
	return nil
}

type wireCard struct {
	CardID      text   `json:"card_id"`
	Name        text   `json:"uname"`
	Phone       text   `json:"phone"`
	Level       text   `json:"card_level_name"`
	Status      text   `json:"card_status"`
	Amount      number `json:"amount"`
	Points      number `json:"cur_score"`
	Birthday    text   `json:"birthday"`
	Gender      text   `json:"gender"`
	SumConsume  number `json:"sum_consume"`
	SumRecharge number `json:"sum_recharge"`
}

// list tells a list that is missing from one that is null, which is how an
// empty result may come.
type list[T any] struct {
	told bool
	rows []T
}

// UnmarshalJSON reads null and arrays.
func (l *list[T]) UnmarshalJSON(b []byte) error {
	l.told = true
	return json.Unmarshal(b, &l.rows)
}

type wireCards struct {
	Cards list[wireCard] `json:"cards"`
}

// UnmarshalJSON takes null for no hit and refuses objects without the list.
func (w *wireCards) UnmarshalJSON(b []byte) error {
	type plain wireCards
	if string(b) == "null" {
		return nil
	}
	if err := json.Unmarshal(b, (*plain)(w)); err != nil {
		return err
	}
	return need(w.Cards.told)
}

type wireRow struct {
	ID          number `json:"id"`
	Type        number `json:"type"`
	Time        number `json:"time"`
	OriMoney    number `json:"ori_money"`
	ActMoney    number `json:"act_money"`
	Amount      number `json:"amount"`
	Score       number `json:"score"`
	PayType     text   `json:"pay_type_text"`
	Description text   `json:"description"`
	Org         text   `json:"org_name"`
}

type wirePage struct {
	Data     list[wireRow] `json:"data"`
	PageSize number        `json:"page_size"`
}

// UnmarshalJSON refuses objects that are no page of a history.
func (w *wirePage) UnmarshalJSON(b []byte) error {
	type plain wirePage
	if err := json.Unmarshal(b, (*plain)(w)); err != nil {
		return err
	}
	return need(w.Data.told || w.PageSize.told())
}

type wireRules struct {
	Rules    list[wireRule]          `json:"rules"`
	PayTypes list[[]json.RawMessage] `json:"paytypes"`
}

// UnmarshalJSON refuses objects that hold neither list.
func (w *wireRules) UnmarshalJSON(b []byte) error {
	type plain wireRules
	if err := json.Unmarshal(b, (*plain)(w)); err != nil {
		return err
	}
	return need(w.Rules.told || w.PayTypes.told)
}

func need(ok bool) error {
	if !ok {
		return errShape
	}
	return nil
}

type wireRule struct {
	Money       number `json:"money"`
	AddScore    number `json:"add_score"`
	AddMoney    number `json:"add_money"`
	Description text   `json:"description"`
}

type wireLevel struct {
	ID   text `json:"id"`
	Name text `json:"card_lel_name"`
}

// decode reads the reply of a read: tolerant about keys, intolerant about
// anything behind the value.
func decode(body []byte, into any) error {
	return json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), into)
}

package sandy

import (
	"bytes"
	"encoding/json"
	"errors"

	"guitai/backend/internal/wire"
	"guitai/backend/money"
)

// Their JSON. Figures flip between number and string from call to call, so
// every figure is a number and every word a text below.

var errLiteral = errors.New("figure is not a number")

// whole is a figure without fraction (30.0 is one).
func whole(n money.Literal) (int64, error) {
	d := n.Decimal()
	if !d.IsInteger() || !d.BigInt().IsInt64() {
		return 0, errLiteral
	}
	return d.IntPart(), nil
}

type text = wire.Text

type wireCard struct {
	CardID      text          `json:"card_id"`
	Name        text          `json:"uname"`
	Phone       text          `json:"phone"`
	Level       text          `json:"card_level_name"`
	Status      text          `json:"card_status"`
	Amount      money.Literal `json:"amount"`
	Points      money.Literal `json:"cur_score"`
	Birthday    text          `json:"birthday"`
	Gender      text          `json:"gender"`
	SumConsume  money.Literal `json:"sum_consume"`
	SumRecharge money.Literal `json:"sum_recharge"`
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
	ID          money.Literal `json:"id"`
	Type        money.Literal `json:"type"`
	Time        money.Literal `json:"time"`
	OriMoney    money.Literal `json:"ori_money"`
	ActMoney    money.Literal `json:"act_money"`
	Amount      money.Literal `json:"amount"`
	Score       money.Literal `json:"score"`
	PayType     text          `json:"pay_type_text"`
	Description text          `json:"description"`
	Org         text          `json:"org_name"`
}

type wirePage struct {
	Data     list[wireRow] `json:"data"`
	PageSize money.Literal `json:"page_size"`
}

// UnmarshalJSON refuses objects that are no page of a history.
func (w *wirePage) UnmarshalJSON(b []byte) error {
	type plain wirePage
	if err := json.Unmarshal(b, (*plain)(w)); err != nil {
		return err
	}
	return need(w.Data.told || w.PageSize.Told())
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
	Money       money.Literal `json:"money"`
	AddScore    money.Literal `json:"add_score"`
	AddMoney    money.Literal `json:"add_money"`
	Description text          `json:"description"`
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

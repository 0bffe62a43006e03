package pospal

import (
	"encoding/json"

	"guitai/backend/money"
)

// Their JSON. The password that comes with every member has no field here, so
// that it is gone as soon as an answer is decoded; checking one has a type of
// its own.

type wireMember struct {
	UID        uid           `json:"customerUid"`
	Misspelt   uid           `json:"customrUid"`
	Category   text          `json:"categoryName"`
	Number     text          `json:"number"`
	Name       text          `json:"name"`
	Point      money.Literal `json:"point"`
	Discount   money.Literal `json:"discount"`
	Balance    money.Literal `json:"balance"`
	Phone      text          `json:"phone"`
	Birthday   text          `json:"birthday"`
	QQ         text          `json:"qq"`
	Email      text          `json:"email"`
	Address    text          `json:"address"`
	Remarks    text          `json:"remarks"`
	Created    text          `json:"createdDate"`
	OnAccount  money.Literal `json:"onAccount"`
	Enable     money.Literal `json:"enable"`
	Expiry     text          `json:"expiryDate"`
	Store      text          `json:"createStoreAppIdOrAccount"`
	Department text          `json:"department"`
	Ext        nested        `json:"extInfo"`
	// Their page lost the indentation that puts these into extInfo, and a client
	// in use has met one of them outside.
	extra
}

// id is the member's uid, under whichever spelling it came.
func (w wireMember) id() uid {
	if w.UID != 0 {
		return w.UID
	}
	return w.Misspelt
}

// extra is what may stand in extInfo or beside it. It has no methods, or the
// record that embeds it would decode as if it were one.
type extra struct {
	Sex           text          `json:"sex"`
	LunarBirthday text          `json:"lunarBirthday"`
	CreditLimit   money.Literal `json:"creditLimit"`
	CreditPeriod  money.Literal `json:"creditPeriod"`
	Nickname      text          `json:"nickName"`
	Subsidy       money.Literal `json:"subsidyAmount"`
	// The lifetime sums are on no page, and only shown where they come.
	Consumed  money.Literal `json:"totalTicketAmount"`
	Recharged money.Literal `json:"totalRechargeAmount"`
}

// or is what was told here, else what was told there.
func (w extra) or(there extra) extra {
	w.Sex, w.LunarBirthday = first(w.Sex, there.Sex), first(w.LunarBirthday, there.LunarBirthday)
	w.CreditLimit, w.CreditPeriod = first(w.CreditLimit, there.CreditLimit), first(w.CreditPeriod, there.CreditPeriod)
	w.Nickname, w.Subsidy = first(w.Nickname, there.Nickname), first(w.Subsidy, there.Subsidy)
	w.Consumed, w.Recharged = first(w.Consumed, there.Consumed), first(w.Recharged, there.Recharged)
	return w
}

// nested is extInfo.
type nested extra

// UnmarshalJSON takes "" for an extra record that is not there.
func (n *nested) UnmarshalJSON(b []byte) error {
	if string(b) == `""` {
		return nil
	}
	return json.Unmarshal(b, (*extra)(n))
}

func first[T ~string](a, b T) T {
	if a != "" {
		return a
	}
	return b
}

type wireCategory struct {
	UID      uid           `json:"uid"`
	Name     text          `json:"name"`
	Discount money.Literal `json:"discount"`
	Enable   money.Literal `json:"enable"`
	IsPoint  money.Literal `json:"isPoint"`
}

type wireRecharge struct {
	UID     uid           `json:"uid"`
	Member  uid           `json:"customerUid"`
	StoreID text          `json:"rechargeStoreAppId"`
	Store   text          `json:"rechargeStoreAccount"`
	Money   money.Literal `json:"rechargeMoney"`
	Gift    money.Literal `json:"giftMoney"`
	At      text          `json:"datetime"`
	PayType text          `json:"payMethod"`
	Balance money.Literal `json:"customerMoneyAfterRecharge"`
	Remark  text          `json:"remark"`
}

type wireSubsidy struct {
	Member     uid           `json:"customerUid"`
	Name       text          `json:"customerName"`
	Number     text          `json:"customerNumber"`
	Phone      text          `json:"customerTel"`
	Department text          `json:"department"`
	Category   text          `json:"categoryName"`
	Mode       text          `json:"subsidyMode"`
	Day        text          `json:"subsidyDate"`
	Operation  money.Literal `json:"operateType"`
	Amount     money.Literal `json:"amount"`
	After      money.Literal `json:"afterAmount"`
	At         text          `json:"datetime"`
	Rule       text          `json:"ruleName"`
	Remark     text          `json:"remark"`
}

// wirePage is one page of a long list.
type wirePage[T any] struct {
	Cursor   json.RawMessage `json:"postBackParameter"`
	PageSize money.Literal   `json:"pageSize"`
	Result   *[]T            `json:"result"`
}

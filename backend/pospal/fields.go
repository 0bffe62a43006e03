package pospal

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"guitai/backend"
	"guitai/backend/money"
)

// record is customerInfo as add and updateBaseInfo take it. What is left out
// stays as it is; an empty text does so too, and cannot be sent.
type record struct {
	UID       uid          `json:"customerUid,omitempty"`
	Category  string       `json:"categoryName,omitempty"`
	Number    string       `json:"number,omitempty"`
	Name      string       `json:"name,omitempty"`
	Phone     string       `json:"phone,omitempty"`
	Birthday  string       `json:"birthday,omitempty"`
	QQ        string       `json:"qq,omitempty"`
	Email     string       `json:"email,omitempty"`
	Address   string       `json:"address,omitempty"`
	Remarks   string       `json:"remarks,omitempty"`
	Point     *int         `json:"point,omitempty"`
	Discount  *json.Number `json:"discount,omitempty"`
	Balance   *int         `json:"balance,omitempty"`
	Enable    *int         `json:"enable,omitempty"`
	OnAccount *int         `json:"onAccount,omitempty"`
	Expiry    string       `json:"expiryDate,omitempty"`
	Password  string       `json:"password,omitempty"`
	Ext       *extRecord   `json:"extInfo,omitempty"`
}

type extRecord struct {
	Sex           *int         `json:"sex,omitempty"`
	LunarBirthday string       `json:"lunarBirthday,omitempty"`
	CreditLimit   *json.Number `json:"creditLimit,omitempty"`
	CreditPeriod  *int         `json:"creditPeriod,omitempty"`
	Nickname      string       `json:"nickName,omitempty"`
}

// orNil leaves out an extra record that would be empty.
func (e extRecord) orNil() *extRecord {
	if e == (extRecord{}) {
		return nil
	}
	return &e
}

// The names of fields in errors, as forms know them.
const (
	fieldNumber   = "number"
	fieldName     = "name"
	fieldPhone    = "phone"
	fieldLevel    = "level"
	fieldPassword = "password"
)

// maxText is the longest text that is sent, in characters. The page names no
// bound; beyond this a person made a mistake.
const maxText = 500

// writable tells whether the vendor can keep a text: one line or several, and
// nothing beyond the basic plane.
func writable(s string) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxText {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r > maxRune || r < ' ' && r != '\n' || r == 0x7f })
}

// percent writes a rate as the vendor does, with two decimals at most.
func percent(r money.Rate) (*json.Number, bool) {
	d := r.Decimal().Shift(2)
	n := json.Number(d.String())
	return &n, r.Known() && d.Equal(d.Truncate(2))
}

func decimalOf(a money.Amount) *json.Number {
	n := json.Number(a.String())
	return &n
}

// lastSecond is the end of the last day on which a card can be used.
func lastSecond(d backend.Date) string { return d.String() + " 23:59:59" }

// isPassword tells whether the vendor takes a password: 1 to 16 characters.
func isPassword(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 1 && n <= 16 && writable(s)
}

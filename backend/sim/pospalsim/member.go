package pospalsim

import (
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// The states of a member, as the field enable has them.
const (
	Deleted  = -1
	Disabled = 0
	Enabled  = 1
)

// Member is the truth about one member.
type Member struct {
	ID           int64 // internal, ascending in the order of opening; what cursors count by
	UID          int64 // above 2^53, odd: no binary fraction can hold it
	Number       string
	Name         string
	Phone        string
	Birthday     string // YYYY-MM-DD, the same with 00:00:00 behind it, or ""
	QQ           string
	Email        string
	Address      string
	Remarks      string
	Category     string          // its name, "" for none
	Discount     decimal.Decimal // percent of the price that is paid, 0 to 100
	Balance      money.Amount    // yuan; below zero when the member owes
	BalanceScale int32           // decimals in which the balance is written
	Points       money.Points
	PointScale   int32
	Created      time.Time // whole seconds, UTC
	OnAccount    bool      // credit is allowed
	Enable       int       // Enabled, Disabled or Deleted
	PasswordMD5  string    // "" for none
	Expiry       string    // "" for never
	Store        string    // appId or account of the store that opened the card
	Department   string    // only members of a canteen have one
	OpenIDs      []OpenID
	Blank        bool // what is not known is written as "" rather than left out
	Ext          *Ext // nil for records that never had one; replaced, never written to
}

// Ext is what the vendor keeps in extInfo.
type Ext struct {
	Gender         sim.Gender
	LunarBirthday  string
	TotalPoint     money.Points
	CreditLimit    money.Amount // yuan
	CreditPeriod   int64        // days
	PhotoPath      string       // without the host
	NickName       string
	Subsidy        money.Amount // yuan
	Tickets        int64        // the undocumented sums are written when above zero
	TicketAmount   money.Amount
	RechargeAmount money.Amount
}

// OpenID ties a member to WeChat.
type OpenID struct {
	ID   string `json:"openId"`
	Type int    `json:"openIdType"` // 0 official account, 1 mini program, 1000 union id
}

// ext is the extra record, or an empty one.
func (m Member) ext() Ext {
	if m.Ext == nil {
		return Ext{}
	}
	return *m.Ext
}

// wireMember is a member on the wire. Pointers are what may be null, and null
// is left out.
type wireMember struct {
	Misspelt   *int64       `json:"customrUid,omitempty"`
	UID        *int64       `json:"customerUid,omitempty"`
	Category   *string      `json:"categoryName,omitempty"`
	Number     string       `json:"number"`
	Name       string       `json:"name"`
	Point      json.Number  `json:"point"`
	Discount   json.Number  `json:"discount"`
	Balance    json.Number  `json:"balance"`
	Phone      *string      `json:"phone,omitempty"`
	Birthday   *string      `json:"birthday,omitempty"`
	QQ         *string      `json:"qq,omitempty"`
	Email      *string      `json:"email,omitempty"`
	Address    *string      `json:"address,omitempty"`
	Remarks    *string      `json:"remarks,omitempty"`
	Created    *string      `json:"createdDate,omitempty"`
	OnAccount  int          `json:"onAccount"`
	Enable     int          `json:"enable"`
	Password   *string      `json:"password,omitempty"`
	Expiry     *string      `json:"expiryDate,omitempty"`
	Store      *string      `json:"createStoreAppIdOrAccount,omitempty"`
	Department *string      `json:"department,omitempty"`
	OpenIDs    []OpenID     `json:"weixinOpenIds,omitempty"`
	Ext        *wireExt     `json:"extInfo,omitempty"`
	Subsidy    *json.Number `json:"subsidyAmount,omitempty"`
}

type wireExt struct {
	Sex            *int         `json:"sex,omitempty"`
	LunarBirthday  *string      `json:"lunarBirthday,omitempty"`
	TotalPoint     json.Number  `json:"totalPoint"`
	CreditLimit    json.Number  `json:"creditLimit"`
	CreditPeriod   int64        `json:"creditPeriod"`
	PhotoPath      *string      `json:"photoPath,omitempty"`
	NickName       *string      `json:"nickName,omitempty"`
	Subsidy        *json.Number `json:"subsidyAmount,omitempty"`
	TicketAmount   *json.Number `json:"totalTicketAmount,omitempty"`
	RechargeAmount *json.Number `json:"totalRechargeAmount,omitempty"`
	TicketNum      *int64       `json:"totalTicketNum,omitempty"`
}

// wire writes a member. The department comes only to those who ask for it.
func (s *Server) wire(m Member, department bool) wireMember {
	opt := func(text string) *string {
		if text == "" && !m.Blank {
			return nil
		}
		return &text
	}
	w := wireMember{
		Misspelt: &m.UID, UID: &m.UID, Category: opt(m.Category), Number: m.Number, Name: m.Name,
		Point: fixed(m.Points.Decimal(), m.PointScale), Discount: plain(m.Discount),
		Balance: fixed(m.Balance.Decimal(), m.BalanceScale),
		Phone:   opt(m.Phone), Birthday: opt(m.Birthday), QQ: opt(m.QQ), Email: opt(m.Email),
		Address: opt(m.Address), Remarks: opt(m.Remarks), Created: opt(s.stamp(m.Created)),
		Enable: m.Enable, Expiry: opt(m.Expiry), Store: opt(m.Store), OpenIDs: m.OpenIDs,
	}
	if s.switches.MisspeltOnly {
		w.UID = nil
	}
	if m.OnAccount {
		w.OnAccount = 1
	}
	if m.PasswordMD5 != "" {
		w.Password = &m.PasswordMD5
	}
	if department {
		w.Department = opt(m.Department)
	}
	if m.Ext != nil {
		w.Ext = m.Ext.wire(opt)
		if s.switches.SubsidyOutside {
			w.Subsidy, w.Ext.Subsidy = w.Ext.Subsidy, nil
		}
	}
	return w
}

func (e Ext) wire(opt func(string) *string) *wireExt {
	subsidy := plain(e.Subsidy.Decimal())
	w := &wireExt{
		LunarBirthday: opt(e.LunarBirthday), TotalPoint: plain(e.TotalPoint.Decimal()),
		CreditLimit: plain(e.CreditLimit.Decimal()), CreditPeriod: e.CreditPeriod,
		PhotoPath: opt(e.PhotoPath), NickName: opt(e.NickName), Subsidy: &subsidy,
	}
	if e.Gender != sim.Unknown {
		sex := 0
		if e.Gender == sim.Male {
			sex = 1
		}
		w.Sex = &sex
	}
	if e.Tickets > 0 {
		spent, paid := plain(e.TicketAmount.Decimal()), plain(e.RechargeAmount.Decimal())
		w.TicketAmount, w.RechargeAmount, w.TicketNum = &spent, &paid, &e.Tickets
	}
	return w
}

// stamp writes a moment as the shop's clock shows it.
func (s *Server) stamp(t time.Time) string { return t.In(s.zone).Format(dateTime) }

// now is the present in whole seconds, which is all that the vendor keeps.
func (s *Server) now() time.Time { return time.Unix(s.clock().Unix(), 0).UTC() }

// plain has no more digits than needed: 100, 528.8.
func plain(d decimal.Decimal) json.Number { return json.Number(d.String()) }

// fixed has so many decimals: 671.20.
func fixed(d decimal.Decimal, scale int32) json.Number { return json.Number(d.StringFixed(scale)) }

package pospalsim

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"guitai/backend/money"
)

// maxSpan is how far apart the ends of queryAllRechargeLogs may lie.
const maxSpan = 31 * 24 * time.Hour

// The accounts of the two stores.
const (
	mainAccount   = "demo01"
	branchAccount = "demo02"
)

// Recharge is one row of the recharge logs.
type Recharge struct {
	ID           int64 // ascending in the order of time; what cursors count by
	UID          int64
	Member       int64 // the member's uid
	StoreAppID   string
	StoreAccount string
	Cashier      int64
	Money        money.Amount // yuan paid
	Gift         money.Amount // yuan given on top
	After        money.Amount // yuan on the card afterwards
	Time         time.Time    // whole seconds, UTC
	PayMethod    string
	PayCode      string
	Remark       string
}

// Subsidy is one row of the log of canteen subsidies.
type Subsidy struct {
	ID     int64
	Member int64 // the member's uid
	Grant  bool  // monthly grant, or else the monthly reset to zero
	Amount money.Amount
	After  money.Amount
	Time   time.Time // whole seconds, UTC
}

// log appends a recharge and gives it its ids.
func (l *ledger) log(r Recharge) {
	r.ID = 88001 + int64(len(l.recharges))
	r.UID = 1477885215213525327 + int64(len(l.recharges))*uidStep
	if r.Cashier == 0 {
		r.Cashier = 1477885215213525001
	}
	l.recharges = append(l.recharges, r)
}

// span reads the two ends that a log is asked between.
func (s *Server) span(r request, from, to string) (start, end time.Time, err error) {
	if start, err = r.moment(from, dateTime, s.zone); err != nil {
		return start, end, err
	}
	if end, err = r.moment(to, dateTime, s.zone); err != nil {
		return start, end, err
	}
	if end.Before(start) {
		return start, end, bad(to)
	}
	return start, end, nil
}

// queryAllRechargeLogs gives the whole chain's recharges behind stateDate, which
// is itself left out, up to and with endDate.
func (s *Server) queryAllRechargeLogs(r request) (answer, error) {
	start, end, err := s.span(r, "stateDate", "endDate")
	if err != nil {
		return answer{}, err
	}
	if end.Sub(start) > maxSpan {
		return answer{}, bad("endDate-stateDate")
	}
	type row struct {
		StoreAppID   string      `json:"rechargeStoreAppId"`
		StoreAccount string      `json:"rechargeStoreAccount"`
		Member       int64       `json:"customerUid"`
		Cashier      int64       `json:"cashierUid"`
		Money        json.Number `json:"rechargeMoney"`
		Gift         json.Number `json:"giftMoney"`
		Time         string      `json:"datetime"`
		UID          string      `json:"uid"`
		PayMethod    string      `json:"payMethod"`
		PayCode      string      `json:"payMethodCode"`
		After        json.Number `json:"customerMoneyAfterRecharge"`
		Remark       string      `json:"remark"`
	}
	return pageOf(s, r, s.ledger.recharges, rows[Recharge, row]{
		id:   func(c Recharge) int64 { return c.ID },
		keep: func(c Recharge) bool { return c.Time.After(start) && !c.Time.After(end) },
		wire: func(c Recharge) row {
			return row{
				c.StoreAppID, c.StoreAccount, c.Member, c.Cashier, plain(c.Money.Decimal()), plain(c.Gift.Decimal()),
				s.stamp(c.Time), strconv.FormatInt(c.UID, 10), c.PayMethod, c.PayCode, plain(c.After.Decimal()), c.Remark,
			}
		},
	})
}

// queryCustomerRechargeLog gives one member's recharges, newest first. It
// quotes the uid and the money and has no messages, as the page's sample.
func (s *Server) queryCustomerRechargeLog(r request) (answer, error) {
	uid, err := r.uid("customerUid")
	if err != nil {
		return answer{}, err
	}
	if _, err := s.ledger.present(uid); err != nil {
		return answer{}, err
	}
	type row struct {
		StoreAppID   string      `json:"rechargeStoreAppId"`
		StoreAccount string      `json:"rechargeStoreAccount"`
		Member       string      `json:"customerUid"`
		Money        string      `json:"rechargeMoney"`
		Gift         json.Number `json:"giftMoney"`
		Time         string      `json:"datetime"`
		PayMethod    string      `json:"payMethod"`
		After        json.Number `json:"customerMoneyAfterRecharge"`
	}
	list := []row{}
	for _, c := range slices.Backward(s.ledger.recharges) {
		if c.Member == uid {
			list = append(list, row{
				c.StoreAppID, c.StoreAccount, strconv.FormatInt(uid, 10), c.Money.Decimal().String(),
				plain(c.Gift.Decimal()), s.stamp(c.Time), c.PayMethod, plain(c.After.Decimal()),
			})
		}
	}
	return answer{data: list, quiet: true}, nil
}

// querySubsidyChangeLogPages counts both of its ends in, unlike the recharges.
func (s *Server) querySubsidyChangeLogPages(r request) (answer, error) {
	start, end, err := s.span(r, "startTime", "endTime")
	if err != nil {
		return answer{}, err
	}
	return pageOf(s, r, s.ledger.subsidies, rows[Subsidy, wireSubsidy]{
		id:   func(c Subsidy) int64 { return c.ID },
		keep: func(c Subsidy) bool { return !c.Time.Before(start) && !c.Time.After(end) },
		wire: s.wireSubsidy,
	})
}

type wireSubsidy struct {
	Member       int64       `json:"customerUid"`
	Name         string      `json:"customerName"`
	Number       string      `json:"customerNumber"`
	Tel          string      `json:"customerTel"`
	Department   string      `json:"department"`
	CategoryUID  int64       `json:"categoryUid"`
	CategoryName string      `json:"categoryName"`
	Mode         string      `json:"subsidyMode"`
	Date         string      `json:"subsidyDate"`
	OperateType  int         `json:"operateType"` // 1 monthly grant, 2 monthly reset
	Amount       json.Number `json:"amount"`
	After        json.Number `json:"afterAmount"`
	Time         string      `json:"datetime"`
	RuleName     string      `json:"ruleName"`
	Remark       string      `json:"remark"`
}

// wireSubsidy names the member as known today.
func (s *Server) wireSubsidy(c Subsidy) wireSubsidy {
	m := s.ledger.byUID[c.Member].Member
	category, _ := categoryNamed(m.Category)
	w := wireSubsidy{
		Member: m.UID, Name: m.Name, Number: m.Number, Tel: m.Phone, Department: m.Department,
		CategoryUID: category.UID, CategoryName: category.Name, Mode: "按月",
		Date: c.Time.In(s.zone).Format(time.DateOnly), OperateType: 2,
		Amount: plain(c.Amount.Decimal()), After: plain(c.After.Decimal()), Time: s.stamp(c.Time), RuleName: "月补贴",
	}
	if c.Grant {
		w.OperateType = 1
	}
	return w
}

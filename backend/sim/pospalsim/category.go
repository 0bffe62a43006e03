package pospalsim

import (
	"encoding/json"

	"github.com/shopspring/decimal"
)

// Category is a class of members.
type Category struct {
	UID      int64
	Name     string
	Discount int64 // percent of the price that is paid
	Enable   int
	IsPoint  int // 1: purchases of its members earn points
}

// Categories returns the chain's categories. 员工卡 earns no points and 旧年卡
// is disabled.
func Categories() []Category {
	return []Category{
		{1393920057254848127, "普通卡", 100, 1, 1},
		{1393920057254848129, "银卡", 90, 1, 1},
		{1393920057254848131, "金卡", 80, 1, 1},
		{1393920057254848133, "钻石卡", 75, 1, 1},
		{1511175366406782539, "员工卡", 60, 1, 0},
		{1511175366406782541, "旧年卡", 85, 0, 1},
	}
}

func categoryNamed(name string) (Category, bool) {
	for _, c := range Categories() {
		if c.Name == name {
			return c, true
		}
	}
	return Category{}, false
}

func categoryByUID(uid int64) (Category, bool) {
	for _, c := range Categories() {
		if c.UID == uid {
			return c, true
		}
	}
	return Category{}, false
}

func (s *Server) queryAllCustomerCategory(request) (answer, error) {
	type wire struct {
		Name     string `json:"name"`
		Discount int64  `json:"discount"`
		UID      int64  `json:"uid"`
		Enable   int    `json:"enable"`
		IsPoint  int    `json:"isPoint"`
	}
	var list []wire
	for _, c := range Categories() {
		list = append(list, wire{c.Name, c.Discount, c.UID, c.Enable, c.IsPoint})
	}
	return answer{data: list}, nil
}

// maxRows is how many members one batchUpdateCategory may name.
const maxRows = 100

// move is one row of a batch, found to be good.
type move struct {
	account  *account
	category Category
	discount decimal.Decimal // zero keeps the member's own
}

// batchUpdateCategory moves members between categories: all of them or none,
// unless the switch lets the rows before a bad one stand.
func (s *Server) batchUpdateCategory(r request) (answer, error) {
	var list []request
	raw, given := r["customerCategories"]
	if !given || json.Unmarshal(raw, &list) != nil || len(list) == 0 || len(list) > maxRows {
		return answer{}, bad("customerCategories")
	}
	var moves []move
	var refused error
	for _, row := range list {
		m, err := s.readMove(row)
		if err != nil {
			refused = err
			break
		}
		moves = append(moves, m)
	}
	if refused != nil && !s.switches.BatchPartial {
		return answer{}, refused
	}
	for _, m := range moves {
		m.account.Member.Category = m.category.Name
		if !m.discount.IsZero() {
			m.account.Member.Discount = m.discount
		}
	}
	return answer{applied: len(moves) > 0}, refused
}

// readMove reads one row, which names the member by uid or by number but not
// by both.
func (s *Server) readMove(r request) (m move, err error) {
	number, byNumber, err := r.text("customerNumber")
	if err != nil {
		return m, err
	}
	if _, byUID, err := r.text("customerUid"); err != nil || byUID == byNumber {
		return m, bad("customerUid")
	}
	uid := int64(0)
	if byNumber {
		if a := s.ledger.byNumber[number]; a != nil {
			uid = a.Member.UID
		}
	} else if uid, err = r.uid("customerUid"); err != nil {
		return m, err
	}
	if m.account, err = s.ledger.present(uid); err != nil {
		return m, err
	}
	category, err := r.uid("customerCategoryUid")
	if err != nil {
		return m, err
	}
	known := false
	if m.category, known = categoryByUID(category); !known {
		return m, &Refusal{Code: ChangeFailed, Detail: "会员分类不存在"}
	}
	m.discount, _, err = readDiscount(r)
	return m, err
}

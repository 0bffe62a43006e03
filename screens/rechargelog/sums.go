package rechargelog

import (
	"cmp"
	"slices"

	"guitai/backend/money"
)

// sum counts recharges; principal and gift in yuan are never added to each
// other.
type sum struct {
	store, pay  string
	count       int
	money, gift money.Amount
}

func (s *sum) add(l line) {
	s.count++
	s.money, s.gift = s.money.Add(l.Money), s.gift.Add(l.Gift)
}

// sums are those of the rows that are shown.
type sums struct {
	total  sum
	pays   []sum
	stores []sum // of all pay types at one store
	each   []sum // of one pay type at one store
}

// count makes the sums anew if other rows are shown.
func (s *screen) count() {
	if s.counted == s.log.Version() {
		return
	}
	s.counted = s.log.Version()
	type place struct{ store, pay string }
	var all sums
	pays, stores, each := map[string]*sum{}, map[string]*sum{}, map[place]*sum{}
	for i := range s.log.Count() {
		l := s.log.Row(i)
		store, pay := s.storeName(l), s.payName(l)
		all.total.add(l)
		entry(pays, pay, sum{pay: pay}).add(l)
		entry(stores, store, sum{store: store}).add(l)
		entry(each, place{store, pay}, sum{store: store, pay: pay}).add(l)
	}
	all.pays, all.stores, all.each = sorted(pays), sorted(stores), sorted(each)
	s.sums = all
	s.totals.SetCount(all.lines())
}

// lines is how many there are on the page of sums: two of them are heads.
func (s sums) lines() int { return 2 + len(s.pays) + len(s.stores) + len(s.each) }

func entry[K comparable](m map[K]*sum, key K, fresh sum) *sum {
	if m[key] == nil {
		m[key] = &fresh
	}
	return m[key]
}

// sorted puts the largest principal first.
func sorted[K comparable](m map[K]*sum) []sum {
	list := make([]sum, 0, len(m))
	for _, s := range m {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b sum) int {
		return cmp.Or(b.money.Cmp(a.money), cmp.Compare(a.store, b.store), cmp.Compare(a.pay, b.pay))
	})
	return list
}

func (s *screen) storeName(l line) string {
	if l.Store.IsEmpty() {
		return s.env.Text.RechargeLog.NoStore
	}
	return l.Store.String()
}

func (s *screen) payName(l line) string {
	if l.PayType.IsEmpty() {
		return s.env.Text.RechargeLog.NoPay
	}
	return l.PayType.String()
}

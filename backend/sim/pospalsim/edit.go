package pospalsim

import (
	"strconv"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// add opens a member. What a request leaves out takes the page's defaults, of
// which one is a trap: onAccount is 1, so that credit is allowed.
func (s *Server) add(r request) (answer, error) {
	info, err := r.object("customerInfo")
	if err != nil {
		return answer{}, err
	}
	for _, key := range []string{"number", "name", "phone"} {
		if _, err := info.need(key); err != nil {
			return answer{}, err
		}
	}
	m := Member{
		Discount: decimal.NewFromInt(100), OnAccount: true, Enable: Enabled,
		Created: s.now(), Store: s.appID, Ext: &Ext{},
	}
	if err := takeText(info, "number", &m.Number); err != nil {
		return answer{}, err
	}
	if err := s.take(&m, info, AddFailed); err != nil {
		return answer{}, err
	}
	if err := m.takeOpening(info); err != nil {
		return answer{}, err
	}
	if _, taken := s.ledger.byNumber[m.Number]; taken {
		return answer{}, &Refusal{Code: Exists}
	}
	a := s.ledger.enter(m)
	if s.switches.AddSilent {
		return answer{applied: true}, nil
	}
	return answer{data: s.wire(a.Member, false), applied: true}, nil
}

// takeOpening reads what only add may set.
func (m *Member) takeOpening(r request) error {
	balance, err := r.figure("balance")
	if err != nil {
		return err
	}
	points, err := r.figure("point")
	if err != nil {
		return err
	}
	if m.Balance, err = money.FromDecimal(balance.value); err != nil {
		return bad("balance")
	}
	if m.Points, err = money.PointsFromDecimal(points.value); err != nil {
		return bad("point")
	}
	m.BalanceScale, m.PointScale = balance.scale, points.scale
	password, given, err := readPassword(r, "password")
	if err == nil && given {
		m.PasswordMD5 = md5Upper(password)
	}
	return err
}

// updateBaseInfo changes what is sent and not empty. A text can thus be
// changed but never cleared.
func (s *Server) updateBaseInfo(r request) (answer, error) {
	info, err := r.object("customerInfo")
	if err != nil {
		return answer{}, err
	}
	uid, err := info.uid("customerUid")
	if err != nil {
		return answer{}, err
	}
	a, err := s.ledger.present(uid)
	if err != nil {
		return answer{}, err
	}
	changed := a.Member
	if err := s.take(&changed, info, ChangeFailed); err != nil {
		return answer{}, err
	}
	a.Member = changed
	return answer{applied: true}, nil
}

// take reads the fields that add and updateBaseInfo share.
func (s *Server) take(m *Member, r request, failed Code) error {
	for _, f := range []struct {
		key   string
		field *string
	}{
		{"name", &m.Name}, {"phone", &m.Phone}, {"birthday", &m.Birthday}, {"qq", &m.QQ}, {"email", &m.Email},
		{"address", &m.Address}, {"remarks", &m.Remarks}, {"expiryDate", &m.Expiry}, {"categoryName", &m.Category},
	} {
		if err := takeText(r, f.key, f.field); err != nil {
			return err
		}
	}
	if _, known := categoryNamed(m.Category); !known && m.Category != "" {
		return &Refusal{Code: failed, Detail: "会员分类不存在"}
	}
	discount, given, err := readDiscount(r)
	if err != nil {
		return err
	}
	if given {
		m.Discount = discount
	}
	enable, given, err := r.integer("enable", Deleted, Enabled)
	if err != nil {
		return err
	}
	if given {
		m.Enable = int(enable)
	}
	credit, given, err := r.integer("onAccount", 0, 1)
	if err != nil {
		return err
	}
	if given {
		m.OnAccount = credit == 1
	}
	return m.takeExt(r)
}

func takeText(r request, key string, field *string) error {
	text, given, err := r.text(key)
	if given {
		*field = text
	}
	return err
}

// readDiscount reads a percentage of the price that is paid.
func readDiscount(r request) (decimal.Decimal, bool, error) {
	f, err := r.figure("discount")
	if err != nil {
		return decimal.Decimal{}, false, err
	}
	if f.value.Sign() < 0 || f.value.Cmp(decimal.NewFromInt(100)) > 0 {
		return decimal.Decimal{}, false, bad("discount")
	}
	return f.value, f.given, nil
}

// takeExt puts a changed copy in the place of the extra record.
func (m *Member) takeExt(r request) error {
	inner, err := r.object("extInfo")
	if err != nil || inner == nil {
		return err
	}
	e := m.ext()
	if err := takeText(inner, "lunarBirthday", &e.LunarBirthday); err != nil {
		return err
	}
	if err := takeText(inner, "nickName", &e.NickName); err != nil {
		return err
	}
	sex, given, err := inner.integer("sex", 0, 1)
	if err != nil {
		return err
	}
	if given {
		e.Gender = sim.Female
		if sex == 1 {
			e.Gender = sim.Male
		}
	}
	if period, given, err := inner.integer("creditPeriod", 0, 36500); err != nil {
		return err
	} else if given {
		e.CreditPeriod = period
	}
	if err := e.takeSums(inner); err != nil {
		return err
	}
	m.Ext = &e
	return nil
}

func (e *Ext) takeSums(r request) error {
	limit, err := r.figure("creditLimit")
	if err != nil {
		return err
	}
	if limit.given {
		if e.CreditLimit, err = money.FromDecimal(limit.value); err != nil || limit.value.Sign() < 0 {
			return bad("creditLimit")
		}
	}
	total, err := r.figure("totalPoint")
	if err != nil {
		return err
	}
	if total.given {
		if e.TotalPoint, err = money.PointsFromDecimal(total.value); err != nil {
			return bad("totalPoint")
		}
	}
	return nil
}

// updateCustomerPassword takes the new password in plain text.
func (s *Server) updateCustomerPassword(r request) (answer, error) {
	uid, err := r.uid("customerUid")
	if err != nil {
		return answer{}, err
	}
	password, given, err := readPassword(r, "customerPassword")
	if err != nil {
		return answer{}, err
	}
	if !given {
		return answer{}, bad("customerPassword")
	}
	a, err := s.ledger.present(uid)
	if err != nil {
		return answer{}, err
	}
	a.Member.PasswordMD5 = md5Upper(password)
	return answer{applied: true}, nil
}

func readPassword(r request, key string) (password string, given bool, err error) {
	password, given, err = r.text(key)
	if err == nil && len([]rune(password)) > maxPassword {
		err = &Refusal{Code: BadParameters, Detail: "会员密码长度为1~" + strconv.Itoa(maxPassword) + "位"}
	}
	return password, given, err
}

// maxPassword is how many characters a password may have.
const maxPassword = 16

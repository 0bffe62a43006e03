package pospalsim

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// HistorySize says how much past the members get in the recharge and subsidy
// logs. It changes nothing about the members themselves.
type HistorySize int

// The sizes.
const (
	FullHistory  HistorySize = iota // half a year of recharges, a year of subsidies
	ShortHistory                    // up to three recharges each, two months of subsidies
	NoHistory                       // empty logs
)

// months is how far back recharges and subsidies go.
func (h HistorySize) months() (recharges, subsidies int) {
	switch h {
	case ShortHistory:
		return 1, 2
	case NoHistory:
		return 0, 0
	}
	return 6, 12
}

// seeded makes the ledger that a server starts with. Members opened their
// cards, in the order of their ids, over the two years that end last week.
func seeded(o Options) *ledger {
	people := o.People
	if o.Hostile {
		people = sim.Hostile(people)
	}
	l := newLedger()
	now := time.Unix(o.Clock().Unix(), 0).UTC()
	opened := now.AddDate(-2, 0, 0)
	step := now.AddDate(0, 0, -7).Sub(opened) / time.Duration(len(people)+o.Extra+1)
	at := func(i int) time.Time { return opened.Add(time.Duration(i) * step).Truncate(time.Second) }
	byPhone := map[string]int64{}
	for i, p := range people {
		m := memberOf(p, i)
		m.Created, m.Store = at(i), storeOf(i, o.AppID)
		if first := byPhone[p.Phone]; first != 0 && p.Phone != "" {
			// Two who share a phone also share what a binary fraction can hold
			// of their uids: who rounds one picks the wrong one of the two.
			m.UID = first + 2
		}
		if !particulars(&m, p.Card, now, o.Zone) && i%5 == 4 {
			m.Ext = nil
		}
		if o.Hostile && p.Name != o.People[i].Name {
			m.Remarks = p.Name
		}
		byPhone[p.Phone] = l.enter(m).Member.UID
	}
	l.seedLogs(o, now)
	for i := range o.Extra {
		m := extra(i, o.Seed)
		m.Created, m.Store = at(len(people)+i), storeOf(i, o.AppID)
		l.enter(m)
	}
	return l
}

// memberOf takes over what a person is to both vendors. Every other record
// writes what is not known as ""; balances come with as many decimals as they
// need or with two, points mostly with none.
func memberOf(p sim.Person, i int) Member {
	category, ok := categoryNamed(p.Level)
	if !ok {
		category = Categories()[0]
	}
	m := Member{
		Number: p.Card, Name: p.Name, Phone: p.Phone, Birthday: p.Birthday, Category: category.Name,
		Discount: decimal.NewFromInt(category.Discount), Balance: p.Balance, BalanceScale: 2,
		Points: p.Points, PointScale: scaleOf(p.Points.Decimal()), Enable: Enabled, Blank: i%2 == 1,
		Ext: &Ext{Gender: p.Gender, TotalPoint: p.Points.Add(p.Points)},
	}
	if i%2 == 0 {
		m.BalanceScale = scaleOf(p.Balance.Decimal())
	}
	if i%3 == 1 {
		m.PointScale = 2
	}
	if p.Birthday != "" && i%3 != 0 {
		m.Birthday += " 00:00:00"
	}
	if i%4 == 0 {
		m.PasswordMD5 = md5Upper(fmt.Sprintf("%06d", 100000+i))
	}
	switch p.Status {
	case sim.Lost:
		m.Enable = Disabled
	case sim.Returned:
		m.Enable = Deleted
	}
	return m
}

func scaleOf(d decimal.Decimal) int32 {
	for scale := range int32(2) {
		if d.Equal(d.Truncate(scale)) {
			return scale
		}
	}
	return 2
}

func storeOf(i int, appID string) string {
	if i%4 == 3 {
		return branchAccount
	}
	return appID
}

// particulars gives some of the usual cast what tells them apart at Pospal:
//
//	M000101  356.20 points
//	M000102  on account up to 500.00, for 30 days
//	M000105  on account without a limit
//	M000106  expired, M000119 too; M000107 never expires but has discount 0
//	M000109  a discount of 88 of her own
//	M000100, M000108, M000147  WeChat, with a photo, a nickname and sums
//	M000139 to M000141, M000143, M000145, M000150  eat in the canteen
//
// It reports whether a member is one of them. Of the others every fifth has no
// extra record at all.
func particulars(m *Member, card string, now time.Time, zone *time.Location) bool {
	e := m.ext()
	endOfYear := func(years int) string {
		t := now.In(zone)
		return fmt.Sprintf("%04d-%02d-%02d 23:59:59", t.Year()+years, 12, 31)
	}
	switch card {
	case "M000101":
		m.Points, m.PointScale = m.Points.Add(money.PointsFromHundredths(20)), 2
	case "M000102":
		m.OnAccount, e.CreditLimit, e.CreditPeriod = true, money.FromFen(50000), 30
	case "M000105":
		m.OnAccount = true
	case "M000106", "M000119":
		m.Expiry = endOfYear(-1)
	case "M000107":
		m.Discount = decimal.Zero
	case "M000109":
		m.Discount = decimal.NewFromInt(88)
	case "M000100", "M000108", "M000147":
		m.OpenIDs = []OpenID{{"o-" + card + "-a", 1}, {"o-" + card + "-u", 1000}}
		m.QQ, m.Email, m.Address, m.Expiry = "10001", card+"@example.invalid", "虚构路8号", endOfYear(4)
		e.PhotoPath, e.NickName, e.LunarBirthday = "/customerPhoto/"+card+".jpg", "常客", "1979-03-25"
		e.Tickets, e.TicketAmount, e.RechargeAmount = 3, money.FromFen(10050), money.FromFen(20000)
	case "M000139", "M000140", "M000141":
		m.Department = "厨房"
	case "M000143", "M000145", "M000150":
		m.Department = "研发"
	default:
		return false
	}
	m.Ext = &e
	return true
}

// seedLogs makes up the past of those who are there so far. Nobody deleted has
// one, and M000110 has none either: of her the cast says that nothing happened.
func (l *ledger) seedLogs(o Options, now time.Time) {
	recharges, subsidies := o.History.months()
	var all []Recharge
	for _, a := range l.accounts {
		if a.Member.Enable == Deleted || a.Member.Number == "M000110" {
			continue
		}
		rng := rngFor(o.Seed, a.Member.Number)
		all = append(all, rechargesOf(a.Member, recharges, o.AppID, rng, now)...)
		if a.Member.Department != "" {
			l.grant(a, subsidies, rng, now.In(o.Zone))
		}
	}
	l.logAll(all, o.Hostile)
	l.numberSubsidies()
}

// rngFor gives each member draws of their own, so that one member more does
// not change the past of all others.
func rngFor(seed uint64, number string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(number))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

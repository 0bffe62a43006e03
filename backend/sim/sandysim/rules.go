package sandysim

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
)

// Level is a card level with the share of a price that its holders pay.
type Level struct {
	ID   int64
	Name string
	Rate money.Rate
}

// Levels returns the shop's card levels. The page's sample shows a 普通卡 paying
// 0.8; a shop whose plainest card already has that would have no use for the
// others, so here it pays in full and 金卡 is the one with 0.8.
func Levels() []Level {
	return []Level{
		{1, "普通卡", rate("1")}, {2, "银卡", rate("0.9")}, {3, "金卡", rate("0.8")},
		{4, "钻石卡", rate("0.75")}, {5, "员工卡", rate("0.6")},
	}
}

func rate(literal string) money.Rate {
	r, err := money.ParseRate(literal)
	if err != nil {
		panic("sandysim: bad rate " + literal)
	}
	return r
}

func levelByID(id int64) (Level, bool) {
	for _, l := range Levels() {
		if l.ID == id {
			return l, true
		}
	}
	return Level{}, false
}

func levelByName(name string) Level {
	for _, l := range Levels() {
		if l.Name == name {
			return l
		}
	}
	return Levels()[0]
}

// PayType is one way of paying for a recharge.
type PayType struct {
	ID   int64
	Name string
}

// MarshalJSON writes the pair [id, name] of the page.
func (p PayType) MarshalJSON() ([]byte, error) { return json.Marshal([]any{p.ID, p.Name}) }

// PayTypes returns the ways of paying, in the page's order, which is not sorted.
func PayTypes() []PayType {
	return []PayType{{1, "现金"}, {2, "银行卡"}, {4, "支付宝"}, {3, "微信"}}
}

func payType(id int64) (PayType, bool) {
	for _, p := range PayTypes() {
		if p.ID == id {
			return p, true
		}
	}
	return PayType{}, false
}

// Rule is one promise of a gift on a recharge. Exactly one of Percent and
// Threshold is set, or neither for what every single recharge earns.
type Rule struct {
	Name      string
	Percent   money.Rate   // share of the amount that is given
	Threshold money.Amount // yuan from which it applies
	Gift      money.Amount // yuan given once, for rules without Percent
	Points    money.Points // given once
}

// Rules returns what holders of a level are promised: 钻石卡 gets a higher share
// than the others, 员工卡 nothing.
func Rules(level int64) []Rule {
	percent := Rule{Name: "充值送10%", Percent: rate("0.1")}
	switch level {
	case 5:
		return nil
	case 4:
		percent = Rule{Name: "充值送15%", Percent: rate("0.15")}
	}
	return []Rule{
		percent,
		{Name: "单次送5元", Gift: money.FromFen(500), Points: money.WholePoints(5)},
		{Name: "充500送100", Threshold: money.FromFen(50000), Gift: money.FromFen(10000)},
		{Name: "充1000送250", Threshold: money.FromFen(100000), Gift: money.FromFen(25000)},
	}
}

type wireRule struct {
	Money       json.Number `json:"money"`
	AddScore    json.Number `json:"add_score"`
	Description string      `json:"description"`
	AddMoney    json.Number `json:"add_money"`
}

// wire writes a rule in the page's code: money 1 marks a share, 0 every single
// recharge, anything else a threshold.
func (r Rule) wire() wireRule {
	w := wireRule{
		Money: plain(r.Threshold.Decimal()), AddScore: pyFloat(r.Points.Decimal()),
		Description: r.Name, AddMoney: pyFloat(r.Gift.Decimal()),
	}
	if r.Percent.Known() {
		w.Money, w.AddMoney = "1", pyFloat(r.Percent.Decimal())
	}
	return w
}

// gift is what a recharge earns on top of itself.
type gift struct {
	money  money.Amount
	points money.Points
	note   string // the history's description
}

// giftFor adds up the rules of a level: shares and single gifts all count, of
// the thresholds only the highest that the amount reaches. That they add up is
// proved by the page's own history sample (100 + 10 + 5 = 115); that a
// threshold counts once is the likelier reading.
func giftFor(level int64, amount money.Amount) gift {
	var g gift
	var notes []string
	var best *Rule
	add := func(r Rule, given money.Amount) {
		g.money, g.points = g.money.Add(given), g.points.Add(r.Points)
		note := r.Name + ":充值" + floatText(amount.Decimal()) + "赠送金额" + floatText(given.Decimal())
		if !r.Points.IsZero() {
			note += "赠送积分" + floatText(r.Points.Decimal())
		}
		notes = append(notes, note)
	}
	for _, r := range Rules(level) {
		switch {
		case r.Percent.Known():
			add(r, amount.Times(r.Percent))
		case r.Threshold.IsZero():
			add(r, r.Gift)
		case amount.Cmp(r.Threshold) >= 0 && (best == nil || r.Threshold.Cmp(best.Threshold) > 0):
			best = &r
		}
	}
	if best != nil {
		add(*best, best.Gift)
	}
	g.note = strings.Join(notes, "<br/>")
	return g
}

func floatText(d decimal.Decimal) string { return pyFloat(d).String() }

func (s *Server) levels(params) (answer, error) {
	type level struct {
		Name string `json:"card_lel_name"`
		ID   int64  `json:"id"`
	}
	var list []level
	for _, l := range Levels() {
		list = append(list, level{l.Name, l.ID})
	}
	return answer{value: list}, nil
}

func (s *Server) rules(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	rules := []wireRule{}
	for _, r := range Rules(a.Card.Level) {
		rules = append(rules, r.wire())
	}
	return answer{value: struct {
		Rules    []wireRule `json:"rules"`
		PayTypes []PayType  `json:"paytypes"`
	}{rules, PayTypes()}}, nil
}

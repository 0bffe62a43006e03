package sandysim

import (
	"encoding/json"
	"math"
	"time"

	"guitai/backend/money"
)

// account finds the card that a request names in card_id.
func (s *Server) account(p params) (*account, error) {
	number, err := p.text("card_id")
	if err != nil {
		return nil, err
	}
	a, ok := s.ledger.byNumber[number]
	if !ok {
		return nil, &Refusal{Code: NoCard}
	}
	return a, nil
}

func (s *Server) recharge(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	amount, err := p.amount("money")
	if err != nil {
		return answer{}, err
	}
	if _, err := p.text("pay_type"); err != nil {
		return answer{}, err
	}
	id, err := p.integer("pay_type", 0, 0)
	if err != nil {
		return answer{}, err
	}
	pay, ok := payType(id)
	if !ok {
		return answer{}, &Refusal{Code: BadValue, Detail: "pay_type"}
	}
	g, err := s.ledger.recharge(a, amount, pay.Name, s.here())
	if err != nil {
		return answer{}, err
	}
	return answer{applied: true, value: struct {
		CurScore json.Number `json:"cur_score"`
		AddMoney json.Number `json:"add_money"`
		Amount   string      `json:"amount"`
		AddScore json.Number `json:"add_score"`
		CardID   string      `json:"card_id"`
	}{
		plain(a.Card.Points.Decimal()), pyFloat(g.money.Decimal()), quoted(a.Card.Balance),
		pyFloat(g.points.Decimal()), a.Card.Number,
	}}, nil
}

func (s *Server) consume(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	amount, err := p.amount("money")
	if err != nil {
		return answer{}, err
	}
	discountable, err := s.discountable(p, amount)
	if err != nil {
		return answer{}, err
	}
	c, err := s.ledger.consume(a, amount, discountable, s.switches.Depot, s.here())
	if err != nil {
		return answer{}, err
	}
	return answer{applied: true, value: struct {
		CurScore      json.Number `json:"cur_score"`
		OriMoney      json.Number `json:"ori_money"`
		Amount        string      `json:"amount"`
		DiscountMoney json.Number `json:"discount_money"`
		CardMoney     json.Number `json:"card_money"`
		Discount      json.Number `json:"discount"`
		DepotMoney    json.Number `json:"depot_money"`
		CardID        string      `json:"card_id"`
		ActMoney      json.Number `json:"act_money"`
	}{
		plain(a.Card.Points.Decimal()), pyFloat(amount.Decimal()), quoted(a.Card.Balance),
		pyFloat(amount.Sub(c.act).Decimal()), pyFloat(c.card.Decimal()), pyFloat(c.rate.Decimal()),
		zeroOrFloat(c.depot), a.Card.Number, pyFloat(c.act.Decimal()),
	}}, nil
}

// discountable is the part of amount that is open to a discount: all of it
// unless money_discount says otherwise.
func (s *Server) discountable(p params, amount money.Amount) (money.Amount, error) {
	text, ok, err := p.optional("money_discount")
	if err != nil || !ok || text == "" {
		return amount, err
	}
	part, err := money.ParseLiteral(text)
	switch {
	case err != nil || part.Sign() < 0 || part.Cmp(amount) > 0:
		return money.Amount{}, &Refusal{Code: BadValue, Detail: "money_discount"}
	case part.IsZero() && s.switches.ZeroMeansAll:
		return amount, nil
	}
	return part, nil
}

func (s *Server) consumeScore(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	asked, err := p.amount("score")
	if err != nil {
		return answer{}, err
	}
	// The page: a fraction of a point is ignored.
	points := money.WholePoints(asked.Decimal().IntPart())
	if points.IsZero() {
		return answer{}, &Refusal{Code: BadValue, Detail: "score"}
	}
	if err := s.ledger.redeem(a, points, s.here()); err != nil {
		return answer{}, err
	}
	return answer{applied: true, value: struct {
		CurScore json.Number `json:"cur_score"`
		Amount   json.Number `json:"amount"`
		CardID   string      `json:"card_id"`
	}{plain(a.Card.Points.Decimal()), pyFloat(a.Card.Balance.Decimal()), a.Card.Number}}, nil
}

type wireRow struct {
	OriMoney    json.Number `json:"ori_money"`
	ActMoney    json.Number `json:"act_money"`
	Amount      json.Number `json:"amount"`
	Score       json.Number `json:"score"`
	PayTypeText string      `json:"pay_type_text"`
	Description string      `json:"description"`
	Time        int64       `json:"time"`
	Type        Event       `json:"type"`
	OrgName     string      `json:"org_name"`
	ID          int64       `json:"id"`
}

func (r Row) wire() wireRow {
	return wireRow{
		OriMoney: pyFloat(r.Ori.Decimal()), ActMoney: pyFloat(r.Act.Decimal()),
		Amount: pyFloat(r.Balance.Decimal()), Score: plain(r.Score.Decimal()),
		PayTypeText: r.PayType, Description: r.Description, Time: r.Time.Unix(),
		Type: r.Type, OrgName: r.Org, ID: r.ID,
	}
}

// filter is what getcardhis was asked to keep. Both ends of the time are inclusive.
type filter struct {
	from, to  int64
	event     int64 // 0 is all
	scoreOnly int64
}

func (f filter) keeps(r Row) bool {
	t := r.Time.Unix()
	return t >= f.from && t <= f.to &&
		(f.event == 0 || int64(r.Type) == f.event) &&
		(f.scoreOnly != 1 || !r.ScoreDelta.IsZero())
}

func readFilter(p params) (f filter, err error) {
	for _, field := range []struct {
		key      string
		value    *int64
		fallback int64
	}{
		{"start_timestamp", &f.from, 0}, {"end_timestamp", &f.to, math.MaxInt64},
		{"event_type", &f.event, 0}, {"only_score_change", &f.scoreOnly, 0},
	} {
		if *field.value, err = p.integer(field.key, field.fallback, 0); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (s *Server) history(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	f, err := readFilter(p)
	if err != nil {
		return answer{}, err
	}
	size, err := p.integer("page_size", 20, 1)
	if err != nil {
		return answer{}, err
	}
	page, err := p.integer("page", 1, 1)
	if err != nil {
		return answer{}, err
	}
	data, total := s.pageOf(a, f, size, page)
	pages := total
	if s.switches.PagesAsPages {
		pages = (total + size - 1) / size
	}
	return answer{value: struct {
		Data     []wireRow   `json:"data"`
		Pages    json.Number `json:"pages"`
		PageSize int64       `json:"page_size"`
		Page     int64       `json:"page"`
	}{data, pyFloat(money.WholePoints(pages).Decimal()), size, page}}, nil
}

// visible tells whether a row shows already.
func (s *Server) visible(r Row, now time.Time) bool {
	lag := max(s.switches.HistoryLag, s.switches.ReplicaLag)
	return (lag <= 0 || now.Sub(r.Time) >= lag) && (s.switches.SkipRows <= 0 || r.ID%s.switches.SkipRows != 0)
}

// pageOf walks the rows newest first and returns one page of those that f
// keeps, and how many it keeps altogether.
func (s *Server) pageOf(a *account, f filter, size, page int64) (data []wireRow, total int64) {
	data = []wireRow{}
	now := s.clock()
	for i := len(a.Rows) - 1; i >= 0; i-- {
		r := a.Rows[i]
		if !f.keeps(r) || !s.visible(r, now) {
			continue
		}
		if total/size == page-1 {
			data = append(data, r.wire())
		}
		total++
	}
	return data, total
}

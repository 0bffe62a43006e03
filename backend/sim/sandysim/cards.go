package sandysim

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"guitai/backend/sim"
)

// wireCard is getcardinfo; modcardinfo is the same without the two sums.
type wireCard struct {
	CurScore    json.Number  `json:"cur_score"`
	Phone       string       `json:"phone"`
	Amount      json.Number  `json:"amount"`
	Birthday    string       `json:"birthday"`
	Name        string       `json:"uname"`
	Gender      *int         `json:"gender"`
	Level       string       `json:"card_level_name"`
	CardID      string       `json:"card_id"`
	SumConsume  *json.Number `json:"sum_consume,omitempty"`
	SumRecharge *json.Number `json:"sum_recharge,omitempty"`
}

func (c Card) wire() wireCard {
	level, _ := levelByID(c.Level)
	return wireCard{
		CurScore: plain(c.Points.Decimal()), Phone: c.Phone, Amount: twoPlaces(c.Balance), Birthday: c.Birthday,
		Name: c.Name, Gender: wireGender(c.Gender), Level: level.Name, CardID: c.Number,
	}
}

// wireGender is the page's 0 for women and 1 for men. What nobody recorded is
// null: the page has no word for it.
func wireGender(g sim.Gender) *int {
	n := 0
	switch g {
	case sim.Unknown:
		return nil
	case sim.Male:
		n = 1
	}
	return &n
}

func (s *Server) info(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	card := s.copied(a)
	w := card.wire()
	consumed, recharged := plain(card.SumConsume.Decimal()), plain(card.SumRecharge.Decimal())
	w.SumConsume, w.SumRecharge = &consumed, &recharged
	return answer{value: w}, nil
}

// copied is the card as the copy shows it that reads are answered from.
func (s *Server) copied(a *account) Card {
	c := a.Card
	if s.switches.ReplicaLag <= 0 {
		return c
	}
	until := s.clock().Add(-s.switches.ReplicaLag)
	for _, r := range slices.Backward(a.Rows) {
		if !r.Time.After(until) {
			break
		}
		c.Balance, c.Points = c.Balance.Sub(r.Delta()), c.Points.Sub(r.ScoreDelta)
		switch r.Type {
		case Consume:
			c.SumConsume = c.SumConsume.Sub(r.Act)
		case Recharge:
			c.SumRecharge = c.SumRecharge.Sub(r.Ori)
		}
	}
	return c
}

func (s *Server) find(p params) (answer, error) {
	key, err := p.text("key")
	if err != nil {
		return answer{}, err
	}
	type hit struct {
		CurScore json.Number `json:"cur_score"`
		Phone    string      `json:"phone"`
		Amount   json.Number `json:"amount"`
		Name     string      `json:"uname"`
		Level    string      `json:"card_level_name"`
		Status   string      `json:"card_status"`
		ID       int64       `json:"id"`
		CardID   string      `json:"card_id"`
	}
	hits := []hit{}
	key = strings.ToLower(key)
	for _, a := range s.ledger.accounts {
		c := a.Card
		if !contains(c.Number, key) && !contains(c.Name, key) && !contains(c.Phone, key) {
			continue
		}
		level, _ := levelByID(c.Level)
		hits = append(hits, hit{
			plain(c.Points.Decimal()), c.Phone, twoPlaces(c.Balance), c.Name, level.Name, c.Status, c.ID, c.Number,
		})
	}
	if len(hits) == 0 && s.switches.NothingIsErrcode2 {
		return answer{}, &Refusal{Code: NoCard}
	}
	return answer{value: struct {
		Cards []hit `json:"cards"`
	}{hits}}, nil
}

func contains(s, lowered string) bool { return strings.Contains(strings.ToLower(s), lowered) }

func (s *Server) open(p params) (answer, error) {
	number, err := p.text("cardID")
	if err != nil {
		return answer{}, err
	}
	if _, err := p.text("cardLevelID"); err != nil {
		return answer{}, err
	}
	id, err := p.integer("cardLevelID", 0, 0)
	if err != nil {
		return answer{}, err
	}
	level, ok := levelByID(id)
	if !ok {
		return answer{}, &Refusal{Code: BadValue, Detail: "cardLevelID"}
	}
	card := Card{Number: number, Level: level.ID, Status: sim.Normal}
	if err := card.read(p); err != nil {
		return answer{}, err
	}
	if _, taken := s.ledger.byNumber[number]; taken {
		return answer{}, &Refusal{Code: Exists}
	}
	a := s.ledger.enter(card)
	w := s.here()
	s.ledger.book(a, Row{
		Type: Open, Ori: s.switches.OpeningAmount, Act: s.switches.OpeningAmount, Org: w.org, Time: w.stamp(),
	})
	return answer{applied: true, value: struct {
		OrgName  string      `json:"org_name"`
		Phone    string      `json:"phone"`
		Amount   json.Number `json:"amount"`
		CardID   string      `json:"card_id"`
		CurScore json.Number `json:"cur_score"`
	}{s.shop, a.Card.Phone, plain(a.Card.Balance.Decimal()), number, plain(a.Card.Points.Decimal())}}, nil
}

func (s *Server) modify(p params) (answer, error) {
	a, err := s.account(p)
	if err != nil {
		return answer{}, err
	}
	changed := a.Card
	if err := changed.read(p); err != nil {
		return answer{}, err
	}
	applied := changed != a.Card
	a.Card = changed
	return answer{applied: applied, value: changed.wire()}, nil
}

// read takes over those fields about a person that a request carries. A field
// that is there and empty clears what was known.
func (c *Card) read(p params) error {
	for key, field := range map[string]*string{"uname": &c.Name, "phone": &c.Phone} {
		text, ok, err := p.optional(key)
		if err != nil {
			return err
		}
		if ok {
			*field = text
		}
	}
	if text, ok, err := p.optional("birthday"); err != nil {
		return err
	} else if ok {
		if c.Birthday, err = birthday(text); err != nil {
			return err
		}
	}
	text, ok, err := p.optional("gender")
	if err != nil || !ok {
		return err
	}
	switch text {
	case "0":
		c.Gender = sim.Female
	case "1":
		c.Gender = sim.Male
	case "":
		c.Gender = sim.Unknown
	default:
		return &Refusal{Code: BadValue, Detail: "gender"}
	}
	return nil
}

// birthday pads the page's "1999-9-9" to the form in which answers carry it.
func birthday(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	day, err := time.Parse("2006-1-2", text)
	if err != nil {
		return "", &Refusal{Code: BadValue, Detail: "birthday"}
	}
	return day.Format(time.DateOnly), nil
}

package open

import (
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/ui/widget"
)

// idCells is how much of a vendor's own number of a level is drawn.
const idCells = 12

func shortID(id string) string { return safe.LineMax(id, idCells).String() }

// cardNumber trims a typed number and turns full-width characters into plain
// ones. It is one if 1 to 32 letters, digits and hyphens are left.
func cardNumber(typed string) (number string, ok bool) {
	number = strings.TrimSpace(money.Fold(typed))
	if number == "" || len(number) > numberMost {
		return number, false
	}
	for _, r := range number {
		digit, letter := r >= '0' && r <= '9', r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !digit && !letter && r != '-' {
			return number, false
		}
	}
	return number, true
}

// check takes the form over into the card. It marks every field that is wrong
// and gives the first of them, "" if there is none.
func (s *screen) check() (card backend.NewMember, wrong string) {
	t := s.env.Text.Form
	mark := func(field, problem string) {
		s.form.SetProblem(field, problem)
		if wrong == "" {
			wrong = field
		}
	}
	var ok bool
	if card.Number, ok = cardNumber(s.form.Value(fieldNumber)); !ok {
		mark(fieldNumber, pick(card.Number == "", t.NumberEmpty, t.NumberBad))
	}
	if len(s.levels) == 0 {
		mark(fieldLevel, t.LevelEmpty)
	} else {
		card.LevelID = s.levels[s.form.Choice(fieldLevel)].ID
	}
	if card.Name, ok = widget.PersonName(s.form.Value(fieldName)); !ok {
		mark(fieldName, pick(card.Name == "", t.NameEmpty, t.NameBad))
	}
	if card.Phone, ok = widget.PhoneNumber(s.form.Value(fieldPhone)); !ok && card.Phone != "" {
		mark(fieldPhone, t.PhoneBad)
	}
	card.Gender = widget.GenderAt(s.form.Choice(fieldGender))
	return card, wrong
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

package open

import (
	"guitai/backend"
	"guitai/backend/safe"
	"guitai/ui/widget"
)

// idCells is how much of a vendor's own number of a level is drawn.
const idCells = 12

func shortID(id string) string { return safe.LineMax(id, idCells).String() }

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
	if card.Number, ok = widget.CardNumber(s.form.Value(fieldNumber)); !ok {
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
	s.takeFurther(&card, mark)
	return card, wrong
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

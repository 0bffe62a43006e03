package widget

import (
	"strings"

	"guitai/keymap"
	"guitai/ui"
)

// needsRest tells whether a person still has to say how the rest of a split
// bill is paid.
func (s *Step) needsRest() bool {
	return len(s.quote.RestBy) > 0 && s.quote.Operation.PayType.ID == ""
}

// restOffers are the ways of paying the rest, and why the confirmation waits for
// one of them.
func (s *Step) restOffers(offers []ui.Offer) []ui.Offer {
	if len(s.quote.RestBy) == 0 {
		return offers
	}
	for i := range offers {
		if offers[i].Action == keymap.Confirm && s.needsRest() {
			offers[i].WhyNot = s.env.Text.Money.ChooseRest
		}
	}
	for _, a := range PayActions() {
		offers = append(offers, ui.Offer{Action: a})
	}
	return offers
}

// chooseRest takes a letter or the digit of a place.
func (s *Step) chooseRest(key rune) {
	types := s.quote.RestBy
	i, ok := PayTypeOf(types, key)
	if key >= '1' && key <= '9' {
		i, ok = int(key-'1'), int(key-'1') < len(types)
	}
	switch {
	case len(types) == 0:
	case !ok:
		s.hint = s.env.Text.Money.PayUnknown
	default:
		s.quote.Operation.PayType, s.hint = types[i], ""
	}
}

// restLine shows the ways of paying the rest, the chosen one marked.
func (s *Step) restLine() line {
	parts := make([]string, len(s.quote.RestBy))
	for i, p := range s.quote.RestBy {
		name := p.Name.String()
		if l := PayLetter(name); l != 0 {
			name = string(l) + " " + name
		}
		if p.ID == s.quote.Operation.PayType.ID {
			name = "✔ " + name
		}
		parts[i] = name
	}
	return line{label: s.env.Text.Money.RestBy, note: strings.Join(parts, "   "), style: s.env.Theme.Plain}
}

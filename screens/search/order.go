package search

import (
	"errors"
	"slices"
	"unicode"

	"golang.org/x/text/width"

	"guitai/backend/money"
	"guitai/ui"
)

// reading is the text of the box, understood: whom to look for and, where the
// last word is a command, what to do with whoever is found.
//
//	QUERY              look for somebody
//	QUERY +500         recharge 500, how it is paid is asked
//	QUERY +500w        recharge 500 by WeChat; x is cash, z Alipay, k a bank card
//	QUERY -88.5        take a bill of 88.50
//	QUERY -88.5/60     of which 60 is open to discount
//	QUERY p100         take 100 points
//
// The first word is always somebody: "p100" is a card and "+853…" a phone. A word
// that begins with a minus and a letter belongs to a name, and so does a "p"
// without a digit right behind it.
type reading struct {
	query string
	order *order
	// flaw is what of a command cannot be understood; then there is no order.
	flaw *flaw
}

// order is a command that can be carried out.
type order struct {
	screen ui.ScreenID
	ui.Order
}

// flaw is where a command cannot be understood, in characters of the text as it
// was typed, and why.
type flaw struct {
	at     int
	screen ui.ScreenID
	why    flawWhy
	// err is the reason of money.Parse where the amount is at fault.
	err error
}

type flawWhy uint8

const (
	flawAmount flawWhy = iota // the amount is none
	flawPay                   // no such letter
	flawPart                  // more open to discount than there is
	flawPoints                // not a whole number
	flawTail                  // something follows the command
)

// span is a word: its first character and the one behind its last.
type span struct{ from, to int }

// understand reads what was typed. It keeps the characters of the text apart as
// they were typed, so that a flaw can be shown where it is.
func understand(typed string) reading {
	text := []rune(typed)
	folded := make([]rune, len(text))
	for i, r := range text {
		folded[i] = foldRune(r)
	}
	words := split(folded)
	for i, w := range words {
		last := i == len(words)-1
		screen, ok := commands(folded[w.from:w.to], last)
		if i == 0 || !ok {
			continue
		}
		r := reading{query: normal(string(text[:w.from]))}
		if !last {
			r.flaw = &flaw{at: words[i+1].from, screen: screen, why: flawTail}
			return r
		}
		o, f := parse(screen, folded[w.from+1:w.to])
		if f != nil {
			f.at, f.screen = f.at+w.from+1, screen
			r.flaw = f
			return r
		}
		o.screen = screen
		r.order = &o
		return r
	}
	return reading{query: normal(typed)}
}

// foldRune makes the plain character of a full-width one; a character stays one
// character.
func foldRune(r rune) rune {
	for _, f := range money.Fold(width.Fold.String(string(r))) {
		return unicode.ToLower(f)
	}
	return r
}

func split(text []rune) []span {
	var words []span
	from := -1
	for i, r := range text {
		switch {
		case unicode.IsSpace(r):
			if from >= 0 {
				words, from = append(words, span{from, i}), -1
			}
		case from < 0:
			from = i
		}
	}
	if from >= 0 {
		words = append(words, span{from, len(text)})
	}
	return words
}

// commands tells whether a word begins a command, and for which screen. A lone
// sign is one only at the end, where the rest of it is still to come.
func commands(word []rune, last bool) (ui.ScreenID, bool) {
	next := rune(0)
	if len(word) > 1 {
		next = word[1]
	}
	switch {
	case word[0] == '+' && (last || next != 0):
		return ui.ScreenRecharge, true
	case word[0] == '-' && !unicode.IsLetter(next) && (last || next != 0):
		return ui.ScreenConsume, true
	case word[0] == 'p' && isDigit(next) && last:
		return ui.ScreenPoints, true
	}
	return "", false
}

// parse reads what stands behind a command's first character. Places of flaws
// are counted from there.
func parse(screen ui.ScreenID, body []rune) (order, *flaw) {
	switch screen {
	case ui.ScreenRecharge:
		return parseRecharge(body)
	case ui.ScreenConsume:
		return parseConsume(body)
	}
	return parsePoints(body)
}

func parseRecharge(body []rune) (o order, f *flaw) {
	end := slices.IndexFunc(body, func(r rune) bool { return r >= 'a' && r <= 'z' })
	if end < 0 {
		end = len(body)
	}
	if o.Amount, f = parseAmount(body[:end]); f != nil {
		return order{}, f
	}
	switch letter := body[end:]; {
	case len(letter) == 0:
	case !slices.Contains([]rune("wxzk"), letter[0]):
		return order{}, &flaw{at: end, why: flawPay}
	case len(letter) > 1:
		return order{}, &flaw{at: end + 1, why: flawPay}
	default:
		o.Pay = letter[0]
	}
	return o, nil
}

func parseConsume(body []rune) (o order, f *flaw) {
	slash := slices.Index(body, '/')
	if slash < 0 {
		o.Amount, f = parseAmount(body)
		return o, f
	}
	if o.Amount, f = parseAmount(body[:slash]); f != nil {
		return order{}, f
	}
	part, f := parseAmount(body[slash+1:])
	switch {
	case f != nil:
		f.at += slash + 1
		return order{}, f
	case part.Cmp(o.Amount) > 0:
		return order{}, &flaw{at: slash + 1, why: flawPart}
	}
	o.Discountable = &part
	return o, nil
}

func parsePoints(body []rune) (order, *flaw) {
	if i := slices.IndexFunc(body, func(r rune) bool { return !isDigit(r) }); i >= 0 {
		return order{}, &flaw{at: i, why: flawPoints}
	}
	n, err := money.ParsePoints(string(body))
	if err != nil {
		return order{}, &flaw{why: flawAmount, err: err}
	}
	return order{Order: ui.Order{Points: n}}, nil
}

// parseAmount reads an amount and finds the character that spoils it.
func parseAmount(text []rune) (money.Amount, *flaw) {
	a, err := money.Parse(string(text))
	if err == nil {
		return a, nil
	}
	at := 0
	switch point := slices.Index(text, '.'); {
	case errors.Is(err, money.ErrPlaces):
		at = min(point+3, len(text))
	case errors.Is(err, money.ErrSyntax):
		if at = strange(text); at < 0 {
			at = len(text)
		}
	}
	return money.Amount{}, &flaw{at: at, why: flawAmount, err: err}
}

// strange is the first character that an amount cannot have there, -1 for none.
func strange(text []rune) int {
	points := 0
	return slices.IndexFunc(text, func(r rune) bool {
		if r == '.' {
			points++
		}
		return !isDigit(r) && (r != '.' || points > 1)
	})
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

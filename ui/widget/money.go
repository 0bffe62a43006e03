package widget

import (
	"errors"
	"strconv"

	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// amountDigits is the longest amount that a person can mean: nine digits, a
// point and two decimals, with some room to make a mistake and see it.
const amountDigits = 14

// MoneyField takes an amount in yuan, or a whole number of points. Letters and
// signs are not taken: on this field they are keys. A scan is never an amount.
type MoneyField struct {
	in     Input
	points bool
	why    fieldWhy
	paste  error
}

type fieldWhy uint8

const (
	whyNone fieldWhy = iota
	whyCharacter
	whyPaste
	whyScan
)

// NewMoneyField makes an empty field for an amount in yuan.
func NewMoneyField() MoneyField { return MoneyField{in: NewInput(amountDigits)} }

// NewPointsField makes an empty field for whole points.
func NewPointsField() MoneyField { return MoneyField{in: NewInput(amountDigits), points: true} }

// Amount is what was typed, in yuan, or the reason why it is none: the errors
// of money.Parse.
func (f *MoneyField) Amount() (money.Amount, error) { return money.Parse(f.in.Value()) }

// Points is what was typed into a field for points, or the errors of
// money.ParsePoints.
func (f *MoneyField) Points() (money.Points, error) { return money.ParsePoints(f.in.Value()) }

// Typed is the text in the field.
func (f *MoneyField) Typed() string { return f.in.Value() }

// IsEmpty tells whether nothing was typed.
func (f *MoneyField) IsEmpty() bool { return f.in.IsEmpty() }

// Set fills the field, as an expert's one-line command does.
func (f *MoneyField) Set(s string) { f.in.Set(s); f.why = whyNone }

// Handle takes a message that concerns the field and tells whether it was one
// and whether the text changed.
func (f *MoneyField) Handle(msg ui.Msg) (handled, changed bool) {
	was := f.in.Value()
	switch m := msg.(type) {
	case ui.Typed:
		f.typed(m)
	case ui.Pasted:
		f.pasted(m.Text)
	case ui.Scanned:
		f.in.TakeBack(m.Burst)
		f.why = whyScan
	case ui.Intent:
		if h, _ := f.in.Handle(m); !h {
			return false, false
		}
		f.why = whyNone
	default:
		return false, false
	}
	return true, f.in.Value() != was
}

func (f *MoneyField) typed(m ui.Typed) {
	folded := money.Fold(string(m.Rune))
	if len(folded) != 1 || !f.takes(folded[0]) {
		f.why = whyCharacter
		f.in.remember(m.Burst)
		return
	}
	f.why = whyNone
	m.Rune = rune(folded[0])
	f.in.Handle(m)
}

func (f *MoneyField) takes(c byte) bool {
	return c >= '0' && c <= '9' || c == '.' && !f.points
}

// pasted replaces the whole amount by one that can be read, however it was
// written, and leaves it alone otherwise.
func (f *MoneyField) pasted(text string) {
	a, err := money.Parse(text)
	if err == nil && f.points {
		_, err = money.ParsePoints(text)
	}
	if err != nil {
		f.why, f.paste = whyPaste, err
		return
	}
	if f.points {
		f.Set(a.Decimal().String())
		return
	}
	f.Set(a.String())
}

// Problem is the sentence about what is wrong with the field so far, empty
// while it can still become right: "0" may yet be 0.50.
func (f *MoneyField) Problem(env *ui.Env) string {
	t := env.Text
	switch f.why {
	case whyCharacter:
		if f.points {
			return t.Widget.OnlyDigits
		}
		return t.Widget.OnlyAmount
	case whyScan:
		return t.Widget.ScanDropped
	case whyPaste:
		return f.sentence(env, f.paste)
	}
	err := f.check()
	if err == nil || errors.Is(err, money.ErrEmpty) || errors.Is(err, money.ErrZero) || f.in.Value() == "." {
		return f.in.Notice(t.Widget)
	}
	return f.sentence(env, err)
}

// Refusal is the sentence about why the field cannot be gone on with, empty if
// it can.
func (f *MoneyField) Refusal(env *ui.Env) string {
	if err := f.check(); err != nil {
		return f.sentence(env, err)
	}
	return ""
}

func (f *MoneyField) check() error {
	if f.points {
		_, err := f.Points()
		return err
	}
	_, err := f.Amount()
	return err
}

func (f *MoneyField) sentence(env *ui.Env, err error) string {
	if f.points && errors.Is(err, money.ErrPlaces) {
		return env.Text.Errors.PointsPlaces
	}
	return ui.AmountSentence(env.Text.Errors, err)
}

// View draws what was typed with the caret in it. Nothing may stand behind it.
func (f *MoneyField) View(env *ui.Env, width int, focused bool) string {
	return f.in.View(env, width, focused)
}

// EraseAll empties the field.
func (f *MoneyField) EraseAll() { f.Handle(ui.Intent{Action: keymap.EraseAll}) }

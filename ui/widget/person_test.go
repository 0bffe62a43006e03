package widget_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

func TestNamesOfPeople(t *testing.T) {
	for typed, want := range map[string]string{"王小二": "王小二", "  Anna  ": "Anna", strings.Repeat("王", 40): strings.Repeat("王", 40)} {
		name, ok := widget.PersonName(typed)
		assert.True(t, ok, typed)
		assert.Equal(t, want, name)
	}
	for _, typed := range []string{"", "   ", strings.Repeat("王", 41), "王\uFFFD二", "王\xff"} {
		_, ok := widget.PersonName(typed)
		assert.False(t, ok, "%q", typed)
	}
}

func TestPhoneNumbers(t *testing.T) {
	for typed, want := range map[string]string{
		"13800138000": "13800138000", "138 0013-8000": "13800138000", "+853 6611 2233": "+85366112233",
		"１３８００１３８０００": "13800138000", "123456": "123456", strings.Repeat("1", 15): strings.Repeat("1", 15),
	} {
		phone, ok := widget.PhoneNumber(typed)
		assert.True(t, ok, typed)
		assert.Equal(t, want, phone)
	}
	for _, typed := range []string{"", "+", "12345", strings.Repeat("1", 16), "1380013800x", "138+0013800", "138****8000"} {
		_, ok := widget.PhoneNumber(typed)
		assert.False(t, ok, typed)
	}
}

func TestGendersAreNamedAsTheyAreOffered(t *testing.T) {
	text, _ := lang.For("zh")
	for i, o := range widget.GenderOptions(text.Domain) {
		assert.Equal(t, o.Label, widget.GenderWord(text.Domain, widget.GenderAt(i)))
	}
}

func TestAScanIsTakenBackOutOfAChoice(t *testing.T) {
	form := widget.NewForm(1, widget.FormField{Name: "level", Label: "Level", Choices: []widget.Option{{Label: "a"}, {Label: "b"}, {Label: "c"}}})
	var guard widget.ScanGuard
	for _, r := range "2312" {
		m := ui.Typed{Rune: r, Burst: 7}
		guard.Typing(&form, m)
		form.Handle(m)
	}
	assert.Equal(t, "b", form.Value("level"))
	guard.TakeBack(&form, ui.Scanned{Text: "9999", Burst: 8})
	assert.Equal(t, "b", form.Value("level"), "another burst is none of its own")
	guard.TakeBack(&form, ui.Scanned{Text: "2312", Burst: 7})
	assert.Equal(t, "a", form.Value("level"))
}

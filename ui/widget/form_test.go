package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func longForm() widget.Form {
	fields := make([]widget.FormField, 0, 16)
	for _, name := range strings.Split("abcdefghijklmno", "") {
		fields = append(fields, widget.FormField{Name: name, Label: "L" + name, Limit: 10})
	}
	fields[10].Section = "GRAVE"
	fields[14].Choices = []widget.Option{{Label: strings.Repeat("一", 20)}, {Label: strings.Repeat("二", 20)}, {Label: "三"}}
	return widget.NewForm(1000, fields...)
}

func drawn(lines []string) string {
	return ansi.Strip(ui.Place(strings.Join(lines, "\n")).Text)
}

func TestALongFormShowsTheFieldWithTheCaret(t *testing.T) {
	env, _ := newEnv("zh")
	env.Keys, _ = keymap.New(nil)
	f := longForm()
	assert.Len(t, f.View(env, 60), 32)
	for at := range 15 {
		lines := f.Window(env, 60, 9)
		assert.Len(t, lines, 9)
		see := drawn(lines)
		assert.Contains(t, see, "▸ L"+f.Focused())
		assert.Contains(t, see, "共 15 项")
		assert.Equal(t, at == 0, strings.Contains(see, "La"+"\n") || strings.HasPrefix(see, "▸ La"), "at %d", at)
		if at == 0 {
			assert.NotContains(t, see, "GRAVE")
		}
		f.Handle(ui.Intent{Action: keymap.NextField})
	}
	assert.Contains(t, drawn(f.Window(env, 60, 9)), "1/3", "a choice too wide for the line shows what is chosen")
	assert.Equal(t, f.View(env, 60), f.Window(env, 60, 32))
}

func TestPagesGoFromPartToPart(t *testing.T) {
	f := longForm()
	for _, step := range []struct {
		key  keymap.Action
		name string
	}{{keymap.PageDown, "k"}, {keymap.PageDown, "o"}, {keymap.PageDown, "o"}, {keymap.PageUp, "k"}, {keymap.PageUp, "a"}, {keymap.PageUp, "a"}} {
		assert.Equal(t, widget.FormSame, f.Handle(ui.Intent{Action: step.key}))
		assert.Equal(t, step.name, f.Focused())
	}
}

func TestASecretIsNoValue(t *testing.T) {
	env, _ := newEnv("zh")
	fields := []widget.FormField{{Name: "name", Limit: 10}, {Name: "pin", Secret: true, Hint: "HINT"}}
	f := widget.NewForm(0, fields...)
	f.Focus("pin")
	for _, r := range "1234" {
		assert.Equal(t, widget.FormChanged, f.Handle(ui.Typed{Rune: r}))
	}
	assert.Equal(t, "••••", f.Value("pin"))
	assert.True(t, f.Dirty())
	assert.NotContains(t, drawn(f.View(env, 40)), "1234")
	assert.Contains(t, drawn(f.View(env, 40)), "HINT")
	g := widget.NewForm(0, fields...)
	g.TakeOver(&f)
	assert.Equal(t, "pin", g.Focused())
	assert.True(t, f.Secret("pin").IsEmpty(), "it is moved, not copied")
	assert.Equal(t, "1234", g.Secret("pin").Take())
}

func TestPickersOfManyOptionsKeepTheChosenOneInSight(t *testing.T) {
	env, _ := newEnv("zh")
	options := make([]widget.Option, 30)
	for i := range options {
		options[i].Label = "option " + string(rune('A'+i))
	}
	p := widget.NewPicker(0, options)
	for i := range options {
		p.Choose(i)
		lines := p.Window(env.Theme, 30, 7)
		assert.Len(t, lines, 7)
		assert.Contains(t, drawn(lines), "▸ ")
		assert.Contains(t, drawn(lines), options[i].Label)
	}
}

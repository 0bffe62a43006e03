package theme_test

import (
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/ui/theme"
)

func TestWithoutColoursEveryStyleThatMattersStillShows(t *testing.T) {
	th := theme.New(theme.NoColours, true)
	plain := th.Plain.Render("x")
	assert.Equal(t, "x", plain)
	for name, s := range map[string]theme.Style{"dim": th.Dim, "bold": th.Bold, "good": th.Good, "warn": th.Warn, "bad": th.Bad,
		"selected": th.Selected, "bar": th.Bar, "practice": th.Practice, "alarm": th.Alarm} {
		assert.NotEqual(t, plain, s.Render("x"), name)
		assert.NotRegexp(t, regexp.MustCompile(`\x1b\[[0-9;]*(3[0-7]|4[0-7]|38|48)[;m]`), s.Render("x"), name)
	}
}

func TestEveryAbilityAndBackgroundHasAllItsStyles(t *testing.T) {
	for _, c := range []theme.Colours{theme.NoColours, theme.Sixteen, theme.TwoFiveSix, theme.TrueColour} {
		for _, dark := range []bool{true, false} {
			v := reflect.ValueOf(theme.New(c, dark))
			for i := range v.NumField() {
				assert.Contains(t, v.Field(i).Interface().(theme.Style).Render("额"), "额")
			}
		}
	}
	assert.NotEqual(t, theme.New(theme.Sixteen, true).Selected.Render("x"), theme.New(theme.TrueColour, true).Selected.Render("x"))
	assert.NotEqual(t, theme.New(theme.TrueColour, false).Bar.Render("x"), theme.New(theme.TrueColour, true).Bar.Render("x"))
}

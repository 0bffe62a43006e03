package term

import (
	"testing"

	"github.com/muesli/termenv"
	"github.com/stretchr/testify/assert"
)

func TestAbilitiesAreToldFromTheEnvironment(t *testing.T) {
	for name, c := range map[string]struct {
		env  []string
		want Capabilities
	}{
		"nothing known":      {nil, Capabilities{Profile: termenv.ANSI}},
		"xterm over SSH":     {[]string{"TERM=xterm-256color"}, Capabilities{Profile: termenv.ANSI256}},
		"the Linux console":  {[]string{"TERM=linux"}, Capabilities{Profile: termenv.ANSI}},
		"kitty over SSH":     {[]string{"TERM=xterm-kitty"}, Capabilities{Profile: termenv.TrueColor, Sync: true}},
		"a local WezTerm":    {[]string{"TERM=xterm-256color", "COLORTERM=truecolor", "TERM_PROGRAM=WezTerm"}, Capabilities{Profile: termenv.TrueColor, Sync: true}},
		"tmux inside it":     {[]string{"TERM=tmux-256color", "COLORTERM=truecolor", "KITTY_WINDOW_ID=1"}, Capabilities{Profile: termenv.TrueColor}},
		"tmux as screen":     {[]string{"TERM=screen-256color", "COLORTERM=truecolor", "TERM_PROGRAM=tmux"}, Capabilities{Profile: termenv.TrueColor}},
		"screen":             {[]string{"TERM=screen-256color", "COLORTERM=truecolor"}, Capabilities{Profile: termenv.ANSI256}},
		"Windows Terminal":   {[]string{"TERM=xterm-256color", "WT_SESSION=x"}, Capabilities{Profile: termenv.TrueColor}},
		"no colours wanted":  {[]string{"TERM=xterm-256color", "NO_COLOR=1"}, Capabilities{Profile: termenv.ANSI, NoColor: true}},
		"an empty NO_COLOR":  {[]string{"TERM=xterm-256color", "NO_COLOR="}, Capabilities{Profile: termenv.ANSI256}},
		"the last one wins":  {[]string{"TERM=xterm-kitty", "TERM=vt220"}, Capabilities{Profile: termenv.ANSI}},
		"a dumb terminal":    {[]string{"TERM=dumb"}, Capabilities{Profile: termenv.ANSI, NoColor: true}},
		"direct colour name": {[]string{"TERM=xterm-direct"}, Capabilities{Profile: termenv.TrueColor}},
	} {
		assert.Equal(t, c.want, Detect(c.env), name)
		assert.Equal(t, c.want.Profile, Profile(c.env), name)
	}
}

func TestStylesAreReadInEverySpelling(t *testing.T) {
	for params, want := range map[string]style{
		"":                     {},
		"1;31":                 {fg: indexed | 1, attrs: bold},
		"38;5;1":               {fg: indexed | 1},
		"91":                   {fg: indexed | 9},
		"104":                  {bg: indexed | 12},
		"38;2;1;2;3":           {fg: direct | 0x010203},
		"48:2:1:2:3":           {bg: direct | 0x010203},
		"48:2::1:2:3":          {bg: direct | 0x010203},
		"38:5:200":             {fg: indexed | 200},
		"4:3":                  {attrs: underline},
		"4;4:0":                {},
		"1;2;3;4;5;7;8;9":      {attrs: 0xff},
		"1;2;3;22;23":          {},
		"1;0;7":                {attrs: reverse},
		"31;39;44;49":          {},
		"58;5;31;1":            {attrs: bold},
		"58;2;1;2;3;4":         {attrs: underline},
		"38;2;999;1;1":         {},
		"38;5":                 {},
		"38;9;1":               {},
		"99999999999999999;1":  {attrs: bold},
		"38:2:1:2:3:4:5:6:7;1": {fg: direct | 0x030405, attrs: bold},
	} {
		assert.Equal(t, want, style{}.apply(params), params)
	}
}

func TestAStyleIsWrittenAsTheShortestChange(t *testing.T) {
	red, both := style{fg: indexed | 1}, style{fg: indexed | 1, attrs: bold}
	for _, c := range []struct {
		from, to style
		want     string
	}{
		{red, red, ""},
		{red, style{}, "\x1b[m"},
		{red, both, "\x1b[1m"},
		{both, red, "\x1b[0;31m"},
		{red, style{bg: indexed | 200}, "\x1b[39;48;5;200m"},
		{style{}, style{fg: direct | 0x0102ff, bg: indexed | 9}, "\x1b[38;2;1;2;255;101m"},
	} {
		assert.Equal(t, c.want, string(appendStyle(nil, c.from, c.to)))
	}
}

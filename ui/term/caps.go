package term

import (
	"strings"

	"github.com/muesli/termenv"
)

// Capabilities is what a terminal can do, as far as its environment tells. The
// terminal itself is never asked: one that does not answer would cost seconds,
// and one that answers late would type its answer into a form.
type Capabilities struct {
	// Profile is the palette that styles may be made for. It is never
	// termenv.Ascii, with which lipgloss would drop bold and reverse too.
	Profile termenv.Profile
	// NoColor tells that colours are to be dropped while bold, reverse and
	// underline stay; Run does so itself.
	NoColor bool
	// Sync tells that the terminal is known to hold back what is written
	// between the marks of synchronised output (mode 2026).
	Sync bool
}

// Detect decides from an environment of the form KEY=value: the process' own
// for the local terminal, the one a client sent for an SSH channel. It follows
// no-color.org for NO_COLOR, CLICOLOR=0, and the usual meaning of TERM and
// COLORTERM.
func Detect(env []string) Capabilities {
	get := func(key string) string { return lookup(env, key) }
	name := get("TERM")
	c := Capabilities{
		Profile: profile(name, get),
		NoColor: get("NO_COLOR") != "" || get("CLICOLOR") == "0" || name == "dumb",
		Sync:    synchronises(name, get),
	}
	if c.NoColor {
		c.Profile = termenv.ANSI
	}
	return c
}

// Profile is the palette for the given environment; see [Capabilities].
func Profile(env []string) termenv.Profile { return Detect(env).Profile }

func profile(name string, get func(string) string) termenv.Profile {
	multiplexed := strings.HasPrefix(name, "screen")
	switch strings.ToLower(get("COLORTERM")) {
	case "truecolor", "24bit":
		// screen passes on 256 colours at most, but tmux calls itself screen
		// too and passes on all.
		if multiplexed && get("TERM_PROGRAM") != "tmux" {
			return termenv.ANSI256
		}
		return termenv.TrueColor
	}
	switch {
	case modern(name), get("WT_SESSION") != "" && !multiplexed:
		return termenv.TrueColor
	case strings.Contains(name, "direct"):
		return termenv.TrueColor
	case strings.Contains(name, "256color"):
		return termenv.ANSI256
	}
	return termenv.ANSI
}

// synchronises tells whether mode 2026 is known to work. Inside tmux and
// screen the variables describe the terminal around them, which never sees the
// marks.
func synchronises(name string, get func(string) string) bool {
	if strings.HasPrefix(name, "screen") || strings.HasPrefix(name, "tmux") {
		return false
	}
	switch get("TERM_PROGRAM") {
	case "WezTerm", "iTerm.app", "ghostty", "contour", "rio", "mintty":
		return true
	}
	for _, key := range []string{"KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR"} {
		if get(key) != "" {
			return true
		}
	}
	return modern(name)
}

// modern names the terminals with all colours and synchronised output that
// send a TERM of their own, which is all that crosses an SSH connection.
func modern(name string) bool {
	switch name {
	case "alacritty", "contour", "foot", "foot-extra", "ghostty", "rio",
		"wezterm", "xterm-ghostty", "xterm-kitty":
		return true
	}
	return false
}

// lookup returns the last value of a key, as the system's own rule is.
func lookup(env []string, key string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(env[i], key+"="); ok {
			return value
		}
	}
	return ""
}

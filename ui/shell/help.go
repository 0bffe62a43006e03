package shell

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// help shows what every key means on the screen under it.
type help struct {
	env    *ui.Env
	scope  keymap.Scope
	title  string
	offers []ui.Offer
	// own is what the screen says of itself.
	own []string
	// everywhere tells of an action that needs no screen to offer it.
	everywhere func(keymap.Action) bool
	top        int
	page       int
	rows       int
}

func (s *Shell) openHelp() {
	top := s.top().screen
	title := lang.Fill(s.env.Text.Shell.HelpTitle, "screen", top.Title())
	h := &help{env: s.env, scope: top.Scope(), title: title, offers: top.Offers(), everywhere: s.isGlobal}
	if helper, ok := top.(ui.Helper); ok {
		h.own = helper.Help()
	}
	s.lay(h, time.Time{})
}

func (h *help) Scope() keymap.Scope { return keymap.ScopeHelp }

func (h *help) Offers() []ui.Offer { return nil }

func (h *help) Update(msg ui.Msg) (bool, func() ui.Cmd) {
	switch m := msg.(type) {
	case ui.Wheel:
		h.scroll(m.Delta)
	case ui.Intent:
		switch m.Action {
		case keymap.Back, keymap.Choose, keymap.Help:
			return true, nil
		case keymap.Up:
			h.scroll(-1)
		case keymap.Down:
			h.scroll(1)
		case keymap.PageUp:
			h.scroll(-h.page)
		case keymap.PageDown:
			h.scroll(h.page)
		}
	}
	return false, nil
}

func (h *help) scroll(by int) { h.top = max(min(h.top+by, h.rows-h.page), 0) }

func (h *help) Box(width, height int) []string {
	width = min(width-2, 116)
	column := (width - 4 - 3) / 2
	left, right := h.columns(column)
	lines := append(h.first(), widget.Beside(left, right, column, 3)...)
	height = min(height, len(lines)+2)
	h.rows, h.page = len(lines), height-2
	h.scroll(0)
	title := h.title
	if h.top+h.page < h.rows {
		title += " ↓"
	}
	return widget.Panel(h.env.Theme, title, lines[h.top:], width, height)
}

// first says what needs no key, and in full why some keys cannot be used now.
func (h *help) first() []string {
	var lines []string
	if h.scope == keymap.ScopeHome || h.scope == keymap.ScopeMember {
		k := h.env.Text.Keys
		lines = append(lines, h.env.Theme.Key.Render(k.JustType)+"  "+k.TypeSearch)
	}
	lines = append(lines, h.own...)
	for _, o := range h.offers {
		b, ok := h.env.Keys.Binding(o.Action)
		if keys := h.env.Keys.Keys(h.scope, o.Action); ok && o.WhyNot != "" && len(keys) > 0 {
			lines = append(lines, h.env.Theme.Warn.Render(keymap.Shown(keys[0])+" "+b.Label(h.env.Text.Keys)+": "+o.WhyNot))
		}
	}
	return lines
}

// columns puts what is done with keys on the left, moving and typing on the
// right.
func (h *help) columns(width int) (left, right []string) {
	k := h.env.Text.Keys
	left = append(left, h.group(keymap.GroupMain, k.GroupMain, width)...)
	right = append(right, h.group(keymap.GroupHere, k.GroupHere, width)...)
	right = append(right, h.group(keymap.GroupMove, k.GroupMove, width)...)
	right = append(right, h.group(keymap.GroupType, k.GroupType, width)...)
	return left, right
}

func (h *help) group(g keymap.Group, title string, width int) []string {
	var lines []string
	for _, b := range h.env.Keys.Bindings() {
		keys := h.env.Keys.Keys(h.scope, b.Action)
		if b.Group != g || len(keys) == 0 {
			continue
		}
		shown := make([]string, len(keys))
		for i, key := range keys {
			shown[i] = keymap.Shown(key)
		}
		line := h.line(strings.Join(shown, " "), b.Label(h.env.Text.Keys), width)
		if !h.usable(b) {
			line = h.env.Theme.Dim.Render(ansi.Strip(line))
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{h.env.Theme.Title.Render(title)}, lines...)
}

// usable tells whether pressing the key would do something now.
func (h *help) usable(b keymap.Binding) bool {
	switch {
	case b.Group == keymap.GroupMove || b.Group == keymap.GroupType || b.Action == keymap.Back || b.Action == keymap.More:
		return true
	case offered(h.offers, b.Action):
		return whyNot(h.offers, b.Action) == ""
	}
	return h.everywhere(b.Action)
}

func (h *help) line(keys, label string, width int) string {
	const keysWidth = 17
	gap := max(keysWidth-widget.Width(keys), 1)
	return widget.Cut(h.env.Theme.Key.Render(keys)+widget.Spaces(gap)+label, width)
}

func whyNot(offers []ui.Offer, a keymap.Action) string {
	for _, o := range offers {
		if o.Action == a {
			return o.WhyNot
		}
	}
	return ""
}

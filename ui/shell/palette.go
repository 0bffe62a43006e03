package shell

import (
	"strings"
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// palette lists everything that can be done, by name. What cannot be done now
// is there too, with the reason.
type palette struct {
	env   *ui.Env
	all   []choice
	found []choice
	query widget.Input
	list  widget.List
	note  func(ui.Notice) ui.Cmd
}

// choice is one line of the palette.
type choice struct {
	name, key, why string
	run            func() ui.Cmd
}

const (
	paletteWidth = 64
	zoneChoices  = 100
)

func (s *Shell) openPalette() {
	p := &palette{env: s.env, all: s.choices(), query: widget.NewInput(40), list: widget.NewList(zoneChoices), note: s.note}
	p.filter()
	s.lay(p, time.Time{})
}

// choices are what the screen offers, what holds everywhere and the further
// commands. What cannot be done comes last.
func (s *Shell) choices() []choice {
	var can, cannot []choice
	put := func(c choice) {
		if c.why == "" {
			can = append(can, c)
			return
		}
		cannot = append(cannot, c)
	}
	top := s.top().screen
	scope, offers := top.Scope(), top.Offers()
	for _, b := range s.env.Keys.Bindings() {
		if keys := s.env.Keys.Keys(scope, b.Action); inPalette(b) && (len(keys) > 0 || offered(offers, b.Action)) {
			put(s.choice(b, keys, offers))
		}
	}
	for _, c := range s.opts.Commands {
		why := ""
		if c.WhyNot != nil {
			why = c.WhyNot()
		}
		id, run := s.top().id, c.Run
		put(choice{name: c.Name, why: why, run: func() ui.Cmd { return s.wrap(id, run, s.env.Clock.Now()) }})
	}
	for i, shop := range s.opts.Shops {
		name := lang.Fill(s.env.Text.Shell.SwitchTo, "shop", shop)
		put(choice{name: name, why: s.whyNoSwitch(), run: func() ui.Cmd { return s.switchShop(i) }})
	}
	return append(can, cannot...)
}

// inPalette leaves out what has no name of its own worth looking for.
func inPalette(b keymap.Binding) bool {
	switch b.Action {
	case keymap.Choose, keymap.Back, keymap.More, keymap.SwitchShop:
		return false
	}
	return b.Group == keymap.GroupMain || b.Group == keymap.GroupHere
}

func (s *Shell) choice(b keymap.Binding, keys []string, offers []ui.Offer) choice {
	c := choice{name: b.Label(s.env.Text.Keys)}
	if len(keys) > 0 {
		c.key = keymap.Shown(keys[0])
	}
	c.run = func() ui.Cmd { return s.act(b.Action, "palette") }
	switch {
	case b.Danger:
		c.why = lang.Fill(s.env.Text.Shell.OnlyKey, "key", c.key)
	case offered(offers, b.Action):
		c.why = whyNot(offers, b.Action)
	case !s.isGlobal(b.Action):
		c.why = s.notHere(b)
	}
	return c
}

func (s *Shell) isGlobal(a keymap.Action) bool {
	switch a {
	case keymap.Help, keymap.Lock, keymap.Leave:
		return true
	case keymap.Unresolved:
		return s.can(ui.ScreenUnresolved)
	case keymap.OpenCard:
		return s.can(ui.ScreenOpenCard)
	}
	return false
}

func offered(offers []ui.Offer, a keymap.Action) bool {
	for _, o := range offers {
		if o.Action == a {
			return true
		}
	}
	return false
}

func (p *palette) Scope() keymap.Scope { return keymap.ScopeMenu }

func (p *palette) Offers() []ui.Offer { return []ui.Offer{{Action: keymap.Choose}} }

func (p *palette) Update(msg ui.Msg) (bool, func() ui.Cmd) {
	switch m := msg.(type) {
	case ui.Scanned:
		p.query.TakeBack(m.Burst)
		p.filter()
		return false, func() ui.Cmd {
			return p.note(ui.Notice{Level: ui.LevelWarn, Text: p.env.Text.Shell.ScanDropped})
		}
	case ui.Intent:
		switch m.Action {
		case keymap.Back, keymap.More:
			return true, nil
		case keymap.Choose:
			return p.choose()
		}
	}
	switch p.list.Handle(msg) {
	case widget.ListChosen:
		return p.choose()
	case widget.ListNone:
	default:
		return false, nil
	}
	if _, changed := p.query.Handle(msg); changed {
		p.filter()
	}
	return false, nil
}

func (p *palette) filter() {
	query := strings.ToLower(strings.TrimSpace(p.query.Value()))
	p.found = nil
	for _, c := range p.all {
		if strings.Contains(strings.ToLower(c.name+" "+c.key), query) {
			p.found = append(p.found, c)
		}
	}
	p.list.SetCount(len(p.found))
	p.list.Select(0)
}

// choose runs the selected line. What cannot be done says why and stays open.
func (p *palette) choose() (bool, func() ui.Cmd) {
	i, ok := p.list.Selected()
	if !ok {
		return false, nil
	}
	c := p.found[i]
	if c.why != "" {
		return false, func() ui.Cmd { return p.note(ui.Notice{Level: ui.LevelWarn, Text: c.why}) }
	}
	return true, c.run
}

func (p *palette) Box(width, height int) []string {
	width = min(width-4, paletteWidth)
	height = min(height, len(p.all)+5)
	p.list.SetHeight(height - 4)
	inner := width - 4
	t, th := p.env.Text.Shell, p.env.Theme
	lines := []string{th.Key.Render("> ") + p.query.View(p.env, inner-2, true), th.Border.Render(strings.Repeat("─", inner))}
	if len(p.found) == 0 {
		lines = append(lines, th.Dim.Render(t.NothingFound))
	}
	lines = append(lines, p.list.View(th, inner, p.row(inner))...)
	return widget.Panel(th, t.PaletteTitle, lines, width, height)
}

func (p *palette) row(inner int) func(int, bool) string {
	width := widget.RowWidth(inner)
	return func(i int, selected bool) string {
		c := p.found[i]
		text := widget.Columns{{Width: 8}, {Width: width - 10}}.Row(c.key, c.name)
		if c.why == "" {
			return text
		}
		text = widget.Columns{{Width: 8}, {Width: 16}, {Width: width - 28}}.Row(c.key, c.name, c.why)
		if selected {
			return text
		}
		return p.env.Theme.Dim.Render(text)
	}
}

package shell

import (
	"strings"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

// statusBar says where the person is. The breadcrumb may name a member, so it
// is left out behind the lock.
func (s *Shell) statusBar() string {
	health, crumbs := "", ""
	if s.opts.Health != nil {
		health = s.opts.Health()
	}
	if !s.locked && !s.leaving {
		titles := make([]string, len(s.stack))
		for i, e := range s.stack {
			titles[i] = e.screen.Title()
		}
		crumbs = strings.Join(titles, " › ")
	}
	key := strings.Join([]string{health, crumbs, itoa(s.cases.unsettled), itoa(s.width)}, "\x00")
	return s.drawn.status.made(key, func() string { return s.makeStatus(health, crumbs) })
}

func (s *Shell) makeStatus(health, crumbs string) string {
	t, th := s.env.Text.Shell, s.env.Theme
	right, rightWidth := "", 0
	put := func(style theme.Style, text string) {
		if text == "" {
			return
		}
		text = " " + text + " "
		right += style.Render(text)
		rightWidth += widget.Width(text)
	}
	bar := th.Bar
	if s.env.Practice {
		bar = th.Practice
	}
	put(bar, s.env.Till)
	put(bar, s.env.Operator)
	if s.cases.unsettled > 0 {
		put(th.Alarm, lang.Fill(t.Unsettled, "n", itoa(s.cases.unsettled)))
	}
	if s.env.Plain {
		put(th.Alarm, t.Plain)
	}
	if s.env.Practice {
		put(th.Alarm, "★ "+t.Practice+" ★")
	}
	left := " " + s.env.Shop
	if crumbs != "" {
		left += "  " + crumbs
	}
	if health != "" {
		bar, left = th.Alarm, " "+health+left
	}
	return exactly(bar.Render(widget.Cell(left, s.width-rightWidth, widget.Start))+right, s.width)
}

// noticeRow is blank unless there is something to say. What colour says is said
// by the mark before it as well.
func (s *Shell) noticeRow() string {
	n, waiting := s.notices.shown()
	key := strings.Join([]string{n.Text, itoa(int(n.Level)), itoa(waiting), itoa(s.width)}, "\x00")
	return s.drawn.notice.made(key, func() string { return s.makeNotice(n, waiting) })
}

func (s *Shell) makeNotice(n notice, waiting int) string {
	t, th := s.env.Text.Shell, s.env.Theme
	if n.Text == "" {
		return widget.Spaces(s.width)
	}
	switch n.Level {
	case ui.LevelGood:
		return th.Good.Render(widget.Cell(" ✓ "+n.Text, s.width, widget.Start))
	case ui.LevelWarn:
		return th.Warn.Render(widget.Cell(" ! "+n.Text, s.width, widget.Start))
	case ui.LevelBad:
		end := " (" + t.Acknowledge + ") "
		if waiting > 0 {
			end += "(" + lang.Fill(t.Waiting, "n", itoa(waiting)) + ") "
		}
		return th.Alarm.Render(widget.Cell(" ✗ "+n.Text, s.width-widget.Width(end), widget.Start) + end)
	}
	return widget.Cell("   "+n.Text, s.width, widget.Start)
}

// footKey is one key of the footer.
type footKey struct {
	action     keymap.Action
	key, label string
	dim        bool
}

func (f footKey) width() int { return widget.Width(f.key) + 1 + widget.Width(f.label) }

// footer shows the keys of the layer on top. Those that lead out, to help and
// to everything else come first, so that they are there at any width; of the
// rest as many as fit are shown, whole.
func (s *Shell) footer() string {
	if hinter, ok := s.top().screen.(ui.FooterHinter); ok && s.overlay() == nil {
		if hint := hinter.FooterHint(); hint != "" {
			return s.drawn.footer.made("hint\x00"+itoa(s.width)+hint, func() string {
				return s.env.Theme.Bar.Render(widget.Cell(" "+hint, s.width, widget.Start))
			})
		}
	}
	scope, offers := s.scope(), s.offers()
	var key strings.Builder
	key.WriteString(itoa(s.width) + string(scope))
	for _, o := range offers {
		key.WriteString("\x00" + string(o.Action))
		if o.WhyNot != "" {
			key.WriteByte('-')
		}
	}
	text := s.drawn.footer.made(key.String(), func() string { return s.makeFooter(scope, offers) })
	s.drawn.foot = ui.Place(text)
	return s.drawn.foot.Text
}

func (s *Shell) offers() []ui.Offer {
	if o := s.overlay(); o != nil {
		return o.Offers()
	}
	return s.top().screen.Offers()
}

func (s *Shell) makeFooter(scope keymap.Scope, offers []ui.Offer) string {
	keys := s.footKeys(scope, offers)
	gap := 2
	if total := footWidth(keys, gap); total > s.width {
		gap = 1
	}
	th := s.env.Theme
	var b strings.Builder
	used := 0
	for i, k := range keys {
		w := gap + k.width()
		if used+w+1 > s.width {
			break
		}
		style, label := th.Bar.Bold(true), th.Bar
		if k.dim {
			style, label = th.Bar.Faint(true), th.Bar.Faint(true)
		}
		text := style.Render(k.key) + label.Render(" "+k.label)
		b.WriteString(th.Bar.Render(widget.Spaces(gap)) + ui.Zone(i, text))
		used += w
	}
	return b.String() + th.Bar.Render(widget.Spaces(s.width-used))
}

func footWidth(keys []footKey, gap int) int {
	total := 1
	for _, k := range keys {
		total += gap + k.width()
	}
	return total
}

func (s *Shell) footKeys(scope keymap.Scope, offers []ui.Offer) []footKey {
	var keys []footKey
	put := func(a keymap.Action, dim bool) {
		b, ok := s.env.Keys.Binding(a)
		names := s.env.Keys.Keys(scope, a)
		if ok && b.Footer && len(names) > 0 {
			keys = append(keys, footKey{action: a, key: keymap.Shown(names[0]), label: b.Label(s.env.Text.Keys), dim: dim})
		}
	}
	essentials := s.essentials()
	for _, a := range essentials {
		put(a, whyNot(offers, a) != "")
	}
	for _, o := range offers {
		if o.Action != keymap.Back && o.Action != keymap.Help && o.Action != keymap.More {
			put(o.Action, o.WhyNot != "")
		}
	}
	return keys
}

func (s *Shell) essentials() []keymap.Action {
	switch {
	case s.overlay() != nil:
		return []keymap.Action{keymap.Back}
	case s.top().screen.Scope() == keymap.ScopeBusy:
		return []keymap.Action{keymap.Back, keymap.Help}
	}
	return []keymap.Action{keymap.Back, keymap.Help, keymap.More}
}

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
		crumbs = strings.Join(titles, between)
	}
	_, calls := s.gauge(s.env.Theme.Bar)
	key := strings.Join([]string{health, crumbs, calls, itoa(s.cases.unsettled), itoa(s.width)}, "\x00")
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
	put(s.gauge(bar))
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
	if health != "" {
		bar, left = th.Alarm, " "+health+left
	}
	if crumbs != "" {
		left += "  " + s.fitCrumbs(crumbs, s.width-rightWidth-widget.Width(left)-2)
	}
	return exactly(bar.Render(widget.Cell(left, s.width-rightWidth, widget.Start))+right, s.width)
}

const between = " › "

// fitCrumbs leaves the first titles out if not all fit: where one is matters
// more than where one came from.
func (s *Shell) fitCrumbs(crumbs string, width int) string {
	for widget.Width(crumbs) > width {
		_, rest, found := strings.Cut(strings.TrimPrefix(crumbs, "…"+between), between)
		if !found {
			return crumbs
		}
		crumbs = "…" + between + rest
	}
	return crumbs
}

// noticeLines are blank unless there is something to say. A sentence that is
// longer than the row takes more lines, over the end of the body: what to do
// next stands at its end.
func (s *Shell) noticeLines() []string {
	n, waiting := s.notices.shown()
	if n.Text == "" {
		return []string{widget.Spaces(s.width)}
	}
	beside := s.notices.beside()
	key := strings.Join([]string{n.Text, itoa(int(n.Level)), itoa(waiting), itoa(s.width), beside.Text, itoa(int(beside.Level))}, "\x00")
	return strings.Split(s.drawn.notice.made(key, func() string {
		if beside.Text == "" {
			return s.makeNotice(n, waiting)
		}
		return s.makeNotice(beside, 0) + "\n" + s.makeNotice(n, waiting)
	}), "\n")
}

// noticeLimit is how many lines a notice takes at most.
const noticeLimit = 4

// makeNotice draws a notice. What its colour says is said by the mark before it
// as well.
func (s *Shell) makeNotice(n notice, waiting int) string {
	t, th := s.env.Text.Shell, s.env.Theme
	style, mark := th.Plain, "   "
	switch n.Level {
	case ui.LevelGood:
		style, mark = th.Good, " ✓ "
	case ui.LevelWarn:
		style, mark = th.Warn, " ! "
	case ui.LevelBad:
		style, mark = th.Alarm, " ✗ "
	}
	end := ""
	if n.waits || n.Level == ui.LevelBad {
		end = " (" + t.Acknowledge + ") "
	}
	if waiting > 0 {
		end += "(" + lang.Fill(t.Waiting, "n", itoa(waiting)) + ") "
	}
	room := s.width - widget.Width(mark) - widget.Width(end)
	lines := widget.Wrap(n.Text, room, noticeLimit)
	for i, line := range lines {
		text, behind := widget.Cell(line, room, widget.Start), widget.Spaces(widget.Width(end))
		if i == len(lines)-1 {
			behind = end
		}
		lines[i] = style.Render(mark + text + behind)
		mark = widget.Spaces(widget.Width(mark))
	}
	return strings.Join(lines, "\n")
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
		if dimmed(o) {
			key.WriteByte('-')
		}
	}
	text := s.drawn.footer.made(key.String(), func() string { return s.makeFooter(scope, offers) })
	s.drawn.foot = ui.Place(text)
	return s.drawn.foot.Text
}

// dimmed tells whether the footer shows that the action is not to be had.
func dimmed(o ui.Offer) bool { return o.WhyNot != "" && !o.Soon }

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
			put(o.Action, dimmed(o))
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

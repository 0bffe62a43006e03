package levels

import (
	"strconv"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	width := s.width - 4
	t := s.env.Text.Levels
	lines := []string{""}
	switch s.phase {
	case reading:
		lines = append(lines, s.wait.View(s.env, t.Reading))
	case unread:
		lines = append(append(lines, s.failureLines(width)...), "", s.env.Theme.Dim.Render(t.ReadAgain))
	case choosing, seeking:
		lines = append(lines, s.choiceLines(width)...)
	case collecting:
		lines = append(lines, s.collectLines(width)...)
	default:
		lines = append(lines, s.checkLines(width)...)
	}
	return widget.Body(lines, s.height)
}

func (s *screen) failureLines(width int) []string {
	if s.failure == "" {
		return nil
	}
	lines := widget.Wrap("✗ "+s.failure, width, 3)
	for i := range lines {
		lines[i] = s.env.Theme.Bad.Render(lines[i])
	}
	return lines
}

func (s *screen) hintLine(width int) string {
	if s.hint == "" {
		return ""
	}
	return s.env.Theme.Warn.Render(widget.Cut("! "+s.hint, width))
}

func (s *screen) choiceLines(width int) []string {
	t, th := s.env.Text.Levels, s.env.Theme
	if len(s.levels) == 0 {
		return []string{t.None}
	}
	hint := t.ChooseHint
	lines := []string{}
	if s.one != nil {
		hint = t.ChooseForOne
		lines = append(lines, widget.MemberLine(s.env, *s.one, width), "")
	}
	cols := widget.Columns{{Width: min(width-30, 40)}, {Width: 12}, {Width: 12}}
	lines = append(lines, widget.Rule(th, width, t.Usable), widget.Head(th, width, cols.Row(t.Name, t.Rate, t.Earns)))
	from, _ := s.pick.Visible()
	for i, l := range s.pick.View(th, width, func(i int, _ bool) string { return s.levelRow(cols, s.levels[i]) }) {
		if at := from + i; at == s.usable || i == 0 && at > s.usable {
			lines = append(lines, widget.Rule(th, width, t.Disabled))
		}
		lines = append(lines, l)
	}
	lines = append(lines, "")
	if waiting := s.wait.View(s.env, s.env.Text.Form.Reading); waiting != "" {
		return append(lines, waiting)
	}
	if failure := s.failureLines(width); failure != nil {
		return append(lines, failure...)
	}
	if s.hint != "" {
		return append(lines, s.hintLine(width))
	}
	return append(lines, th.Dim.Render(widget.Cut(hint, width)))
}

func (s *screen) levelRow(cols widget.Columns, l backend.Level) string {
	t := s.env.Text.Levels
	earns := ""
	if l.Earns != nil {
		earns = t.No
		if *l.Earns {
			earns = t.Yes
		}
	}
	return cols.Row(l.Name.String(), ui.RateWords(s.env.Text.Domain, l.Rate), earns)
}

func (s *screen) targetLine(width int) string {
	t := s.env.Text.Levels
	text := lang.Fill(t.Target, "level", s.target.Name.String()) + "  " + ui.RateWords(s.env.Text.Domain, s.target.Rate)
	return s.env.Theme.Title.Render(widget.Cut(text, width))
}

func (s *screen) collectLines(width int) []string {
	t, th := s.env.Text.Levels, s.env.Theme
	label := t.Numbers + " ❯ "
	lines := []string{s.targetLine(width), widget.Rule(th, width, ""),
		th.Accent.Render(label) + s.input.View(s.env, width-widget.Width(label), true)}
	if s.hint != "" {
		lines = append(lines, s.hintLine(width))
	} else {
		lines = append(lines, th.Dim.Render(widget.Cut(t.NumbersHint, width)))
	}
	if len(s.rows) == 0 {
		return lines
	}
	ready, same, wrong, _ := s.counts()
	counts := lang.Fill(t.Counts, "ready", strconv.Itoa(ready), "same", strconv.Itoa(same), "wrong", strconv.Itoa(wrong))
	remove := lang.Fill(t.Remove, "key", widget.KeyName(s.env, keymap.ScopeForm, keymap.Delete))
	cols := s.columns(width)
	lines = append(lines, "", widget.Cut(counts+"   "+th.Dim.Render(remove), width),
		widget.Head(th, width, cols.Row(t.Number, t.Member, t.Was, t.Becomes)))
	return append(lines, s.list.View(th, width, func(i int, _ bool) string { return s.collectRow(cols, s.rows[i]) })...)
}

func (s *screen) columns(width int) widget.Columns {
	w := widget.RowWidth(width)
	return widget.Columns{{Width: 16}, {Width: 16}, {Width: (w - 38) / 3}, {Width: w - 38 - (w-38)/3}}
}

func (s *screen) collectRow(cols widget.Columns, r row) string {
	t := s.env.Text.Levels
	was, says := r.member.Level.Name.String(), ""
	switch {
	case r.state == rowWaits:
		says = "… " + t.Looking
	case r.state == rowBad:
		says = "✗ " + t.BadNumber
	case r.state == rowFailed:
		says = "✗ " + ui.Sentence(s.env.Text, r.err)
	case r.state == rowTwice:
		says = "✗ " + t.Twice
	case has(r.member, s.target):
		says = lang.Fill(t.Same, "level", s.target.Name.String())
	default:
		says = "→ " + s.target.Name.String()
	}
	return cols.Row(r.number, r.member.Name.String(), was, says)
}

// checkLines are the page to check, and later what became of it.
func (s *screen) checkLines(width int) []string {
	t, th := s.env.Text.Levels, s.env.Theme
	title := t.Check
	if s.phase != checking && s.phase != changing {
		title = t.Title
	}
	cols := s.columns(width)
	lines := []string{s.targetLine(width), widget.Rule(th, width, title),
		widget.Head(th, width, cols.Row(t.Number, t.Member, t.Was, t.Becomes))}
	lines = append(lines, s.list.View(th, width, func(i int, _ bool) string { return s.checkRow(cols, s.rows[s.moving[i]]) })...)
	lines = append(lines, "")
	return append(lines, s.footLines(width)...)
}

func (s *screen) checkRow(cols widget.Columns, r row) string {
	t := s.env.Text.Levels
	says := "→ " + s.target.Name.String()
	switch {
	case s.phase == checking || s.phase == changing:
	case r.again:
		says = "… " + says
		if s.phase == ended {
			says = t.Unread
		}
	case r.afterErr != nil:
		says = t.Unread + " · " + ui.Sentence(s.env.Text, r.afterErr)
	case has(r.after, s.target):
		says = t.Done + " · " + lang.Fill(t.Change, "was", r.member.Level.Name.String(), "becomes", r.after.Level.Name.String())
	default:
		says = lang.Fill(t.NotDone, "level", r.after.Level.Name.String())
	}
	return cols.Row(r.member.Number.String(), r.member.Name.String(), r.member.Level.Name.String(), says)
}

func (s *screen) footLines(width int) []string {
	t, th := s.env.Text.Levels, s.env.Theme
	switch s.phase {
	case checking:
		return s.pressLines(width)
	case changing:
		if waiting := s.wait.View(s.env, t.Changing); waiting != "" {
			return []string{waiting}
		}
		return []string{t.Changing}
	}
	done, not, unread, left := s.results()
	if s.phase == rereading {
		all := len(s.moving)
		return []string{lang.Fill(t.Rereading, "n", strconv.Itoa(all-left), "all", strconv.Itoa(all))}
	}
	sum := lang.Fill(t.Result, "done", strconv.Itoa(done), "notdone", strconv.Itoa(not), "unread", strconv.Itoa(unread))
	style := th.Good
	if not+unread > 0 {
		style = th.Warn
	}
	lines := []string{style.Render(widget.Cut(sum, width))}
	if s.hint != "" {
		lines = append([]string{s.hintLine(width)}, lines...)
	}
	if unread > 0 {
		return append(lines, th.Dim.Render(t.ReadUnread))
	}
	return append(lines, th.Dim.Render(t.GoBack))
}

func (s *screen) pressLines(width int) []string {
	t, th := s.env.Text.Levels, s.env.Theme
	var lines []string
	for _, at := range s.moving {
		if s.rows[at].member.RateFrom == backend.RateMember {
			lines = append(lines, th.Warn.Render(widget.Cut("⚠ "+t.KeepsRate, width)))
			break
		}
	}
	if teller := s.desk.Capabilities().Quota; teller != nil {
		cost := lang.Fill(t.Cost, "n", strconv.Itoa(len(s.moving)+1), "left", strconv.Itoa(teller.Quota().Left()))
		lines = append(lines, th.Dim.Render(widget.Cut(cost, width)))
	}
	lines = append(lines, s.failureLines(width)...)
	press := th.Good.Render("▶ " + s.keyed(t.Press))
	if s.hint != "" {
		press += "   " + th.Warn.Render(s.hint)
	}
	return append(lines, widget.Cut(press, width))
}

func (s *screen) results() (done, not, unread, left int) {
	for _, at := range s.moving {
		r := s.rows[at]
		switch {
		case r.again:
			left++
			if s.phase == ended {
				unread++
			}
		case r.afterErr != nil:
			unread++
		case has(r.after, s.target):
			done++
		default:
			not++
		}
	}
	return done, not, unread, left
}

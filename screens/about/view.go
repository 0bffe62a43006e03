package about

import (
	"strconv"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	lines := s.lines()
	to := min(s.scroll+s.room(), len(lines))
	shown := append([]string{""}, lines[min(s.scroll, to):to]...)
	if hidden := len(lines) - to; hidden > 0 {
		more := lang.Fill(s.env.Text.About.More, "n", strconv.Itoa(hidden), "key", widget.KeyName(s.env, s.Scope(), keymap.PageDown))
		shown = append(shown, "  "+s.env.Theme.Accent.Render("↓ "+more))
	}
	return widget.Fit(shown, s.height)
}

func (s *screen) lines() []string {
	t, th := s.env.Text.About, s.env.Theme
	switch {
	case s.failure != "":
		return s.indented(s.styled(th.Bad, "✗ "+s.failure))
	case !s.known:
		return s.indented([]string{s.wait.View(s.env, t.Loading)})
	}
	var lines []string
	for _, part := range []struct {
		title  string
		fields []widget.Field
	}{{t.Program, s.program()}, {t.Journal, s.journal()}, {t.Sweep, s.sweep()}} {
		lines = append(lines, widget.Rule(th, s.inner(), part.title))
		lines = append(append(lines, widget.Fields(th, s.inner(), part.fields)...), "")
	}
	lines = append(lines, widget.Rule(th, s.inner(), t.Probes))
	return s.indented(append(lines, s.probes()...))
}

func (s *screen) inner() int { return max(s.width-4, 20) }

func (s *screen) indented(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = "  " + l
	}
	return out
}

func (s *screen) styled(style theme.Style, text string) []string {
	lines := widget.Wrap(text, s.inner(), 3)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

func (s *screen) program() []widget.Field {
	t, th, f := s.env.Text.About, s.env.Theme, s.facts
	version := f.Version
	if version == "" {
		version = t.NotTold
	}
	if f.Built != "" {
		version += "   " + f.Built
	}
	vendor := f.Vendor.String()
	if f.Practice {
		vendor += "   " + t.Practice
	}
	line, style := t.Encrypted, th.Plain
	if f.Plain {
		line, style = t.Plain, th.Warn
	}
	calls := t.NoLimit
	if f.Calls.Limit > 0 {
		calls = lang.Fill(t.CallsLeft, "left", strconv.Itoa(f.Calls.Left()), "limit", strconv.Itoa(f.Calls.Limit), "reserve", strconv.Itoa(f.Calls.Reserve))
	}
	return []widget.Field{
		{Label: t.Version, Value: version, Style: th.Bold},
		{Label: t.Vendor, Value: vendor, Style: th.Plain},
		{Label: t.Account, Value: f.Account, Style: th.Plain},
		{Label: t.Connection, Value: line, Style: style},
		{Label: t.Calls, Value: calls, Style: th.Plain},
	}
}

func (s *screen) journal() []widget.Field {
	t, th, f := s.env.Text.About, s.env.Theme, s.facts
	health, style := t.Healthy, th.Good
	switch {
	case f.Lost:
		health, style = t.Lost, th.Bad
	case f.Health != nil:
		health, style = ui.Sentence(s.env.Text, f.Health), th.Bad
	case !f.Young.IsZero():
		health, style = lang.Fill(t.Young, "at", s.env.When(f.Young)), th.Warn
	}
	anchor, noted := f.Anchor, th.Plain
	switch {
	case anchor == "":
		anchor, noted = t.NoAnchor, th.Warn
	case f.AnchorErr != nil:
		anchor, noted = lang.Fill(t.AnchorFails, "path", anchor), th.Warn
	}
	return []widget.Field{
		{Label: t.Where, Value: f.Journal, Style: th.Plain},
		{Label: t.State, Value: health, Style: style},
		{Label: t.Entries, Value: strconv.FormatInt(f.Entries, 10), Style: th.Plain},
		{Label: t.Anchor, Value: anchor, Style: noted},
	}
}

func (s *screen) sweep() []widget.Field {
	t, th, f := s.env.Text.About, s.env.Theme, s.facts
	switch {
	case f.Rowless:
		return []widget.Field{{Label: t.LastSweep, Value: t.SweepRowless, Style: th.Plain}}
	case f.Swept.IsZero():
		return []widget.Field{{Label: t.LastSweep, Value: t.SweepNever, Style: th.Plain}}
	}
	when := s.env.When(f.Swept) + "   " + s.env.Age(f.Swept)
	if !f.SweepOver {
		when += "   " + t.SweepUnfinished
	}
	style := th.Good
	if f.Foreign+f.Raised+f.Unread > 0 {
		style = th.Warn
	}
	found := lang.Fill(t.SweepFound, "cards", strconv.Itoa(f.Cards), "foreign", strconv.Itoa(f.Foreign), "raised", strconv.Itoa(f.Raised), "unread", strconv.Itoa(f.Unread))
	return []widget.Field{{Label: t.LastSweep, Value: when, Style: th.Plain}, {Label: t.SweepResult, Value: found, Style: style}}
}

// probes are the questions with their answers, and under each what that means for
// the till.
func (s *screen) probes() []string {
	t, th := s.env.Text.About, s.env.Theme
	var lines []string
	unasked := 0
	for _, f := range s.facts.Findings {
		p := t.Probe(string(f.Probe))
		mark, style, word := s.answer(f.Answer)
		when := ""
		if f.Answer == backend.AnswerNone {
			unasked++
		} else if !f.At.IsZero() {
			when = "   " + s.env.When(f.At)
		}
		lines = append(lines, widget.Cut(style.Render(mark+" "+string(f.Probe)+"  "+word)+"   "+th.Bold.Render(p.Asks)+th.Dim.Render(when), s.inner()))
		means := p.Else
		switch {
		case f.Answer == backend.AnswerGood:
			means = p.Good
		case f.Answer == backend.AnswerNone:
			means = p.Unasked
		}
		for _, l := range widget.Wrap(means, s.inner()-6, 3) {
			lines = append(lines, "      "+l)
		}
		if !f.Detail.IsEmpty() {
			lines = append(lines, "      "+th.Dim.Render(widget.Cut(f.Detail.String(), s.inner()-6)))
		}
	}
	if unasked > 0 && !s.facts.Practice {
		lines = append(append([]string{}, s.styled(th.Warn, "! "+t.HowToAsk)...), lines...)
	}
	return lines
}

func (s *screen) answer(a backend.Answer) (mark string, style theme.Style, word string) {
	t, th := s.env.Text.About, s.env.Theme
	switch a {
	case backend.AnswerGood:
		return "✔", th.Good, t.Good
	case backend.AnswerBad:
		return "✗", th.Bad, t.Bad
	case backend.AnswerUnclear:
		return "?", th.Warn, t.Unclear
	}
	return "–", th.Dim, t.Unasked
}

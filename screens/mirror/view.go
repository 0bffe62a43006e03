package mirror

import (
	"strconv"
	"strings"
	"time"

	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

// barWidth is the widest bar: a longer one says no more.
const barWidth = 60

func (s *screen) View() string {
	th, n := s.env.Theme, s.now
	style, mark, state := s.state()
	lines := []string{th.Title.Render(s.Title()) + "   " + lang.Fill(s.env.Text.Mirror.Known, "n", grouped(n.Known)), ""}
	lines = append(lines, s.styled(style, mark+state, 3)...)
	lines = append(lines, "")
	if n.Offered {
		if n.Told && n.Expected > 0 && n.Doing != Resting {
			lines = append(lines, s.bar(), "")
		}
		lines = append(lines, widget.Fields(th, s.width-4, s.fields())...)
	}
	if says := s.says(); len(says) > 0 {
		lines = append(append(lines, ""), says...)
	}
	if n.Offered {
		lines = append(append(lines, ""), s.choices.Lines(th, min(s.width-4, 40))...)
	}
	for i, l := range lines {
		lines[i] = "  " + l
	}
	return widget.Fit(append([]string{""}, lines...), s.height)
}

// state is one sentence about what happens now.
func (s *screen) state() (style theme.Style, mark, sentence string) {
	t, th, n := s.env.Text.Mirror, s.env.Theme, s.now
	at := s.env.When(n.Until)
	if n.Until.IsZero() {
		at = t.Moment
	}
	why := ""
	if n.Err != nil {
		why = ui.Sentence(s.env.Text, n.Err)
	}
	say := func(text string) string { return lang.Fill(text, "at", at, "why", why) }
	switch {
	case !n.Offered:
		return th.Warn, "! ", t.NoList
	case n.Doing == Paused:
		return th.Warn, "! ", t.Paused
	case n.Doing == NoCalls:
		return th.Warn, "! ", say(t.NoCalls)
	case n.Doing == Retrying:
		return th.Warn, "! ", say(t.Retrying)
	case n.Doing == Failed:
		return th.Bad, "✗ ", say(t.Failed)
	case n.Doing == Elsewhere:
		return th.Accent, "… ", t.Elsewhere
	case n.Doing == Resting && n.Done.IsZero():
		return th.Warn, "! ", t.NeverRead
	case n.Doing == Resting:
		return th.Good, "✔ ", say(t.Resting)
	case n.Whole:
		return th.Accent, "… ", t.ReadingAll
	}
	return th.Accent, "… ", t.ReadingNew
}

// bar shows how much of what is expected was read. It is never full before the
// reading is at its end, since what is expected is an estimate.
func (s *screen) bar() string {
	n, th := s.now, s.env.Theme
	width := min(s.width-12, barWidth)
	share := min(n.Members*100/n.Expected, 99)
	full := width * share / 100
	return th.Accent.Render(strings.Repeat("█", full)) + th.Dim.Render(strings.Repeat("░", width-full)) + " " + strconv.Itoa(share) + "%"
}

func (s *screen) fields() []widget.Field {
	t, n := s.env.Text.Mirror, s.now
	read := grouped(n.Members)
	if n.Told && n.Whole && n.Doing != Resting {
		read = lang.Fill(t.Of, "n", read, "all", grouped(n.Expected))
	}
	fields := []widget.Field{{Label: t.Read, Value: read + "   " + lang.Fill(t.Pages, "n", grouped(n.Pages))}}
	if n.Doing == Reading && n.PerMinute > 0 {
		fields = append(fields, widget.Field{Label: t.Speed, Value: lang.Fill(t.PerMinute, "n", grouped(n.PerMinute))})
	}
	if n.Doing != Resting && n.Doing != Elsewhere {
		fields = append(fields, widget.Field{Label: t.Left, Value: s.left()})
	}
	if !n.Began.IsZero() {
		fields = append(fields, widget.Field{Label: t.Began, Value: s.env.When(n.Began)})
	}
	if !n.Done.IsZero() {
		fields = append(fields, widget.Field{Label: t.LastDone, Value: s.env.When(n.Done)})
	}
	calls := t.CallsFree
	if n.Limit > 0 {
		calls = lang.Fill(t.CallsUsed, "used", strconv.Itoa(n.Used), "limit", strconv.Itoa(n.Limit), "own", strconv.Itoa(n.Own), "left", strconv.Itoa(n.Spare))
	}
	return append(fields, widget.Field{Label: t.Calls, Value: calls})
}

// left is what remains: minutes where today is enough, days where it is not.
func (s *screen) left() string {
	t, n := s.env.Text.Mirror, s.now
	calls := grouped(n.Calls)
	switch {
	case !n.Told:
		return t.LeftUnknown
	case n.Days == 0 && n.Calls > 0:
		return lang.Fill(t.LeftNever, "calls", calls)
	case n.Days > 1:
		return lang.Fill(t.LeftDays, "calls", calls, "days", strconv.Itoa(n.Days))
	}
	return lang.Fill(t.LeftTime, "calls", calls, "time", s.span(n.Left))
}

func (s *screen) span(d time.Duration) string {
	t := s.env.Text.Mirror
	switch {
	case d < 3*time.Second:
		return t.Moment
	case d < time.Minute:
		return duration(t.Seconds, d, time.Second)
	case d < 2*time.Hour:
		return duration(t.Minutes, d, time.Minute)
	}
	return duration(t.Hours, d, time.Hour)
}

// duration rounds up: nobody minds being done sooner.
func duration(text string, d, unit time.Duration) string {
	return lang.Fill(text, "n", strconv.FormatInt(int64((d+unit-1)/unit), 10))
}

// says is what else a person should know.
func (s *screen) says() []string {
	t, th, n := s.env.Text.Mirror, s.env.Theme, s.now
	var lines []string
	if s.said != "" {
		lines = append(lines, s.styled(th.Warn, "! "+s.said, 2)...)
	}
	if n.Damaged {
		lines = append(lines, s.styled(th.Warn, "! "+t.Damaged, 2)...)
	}
	if n.Forgot > 0 {
		lines = append(lines, s.styled(th.Warn, "! "+lang.Fill(t.Again, "n", strconv.Itoa(n.Forgot)), 2)...)
	}
	if n.Gone > 0 {
		lines = append(lines, s.styled(th.Dim, lang.Fill(t.Missed, "n", grouped(n.Gone)), 2)...)
	}
	return lines
}

func (s *screen) styled(style theme.Style, text string, limit int) []string {
	lines := widget.Wrap(text, s.width-4, limit)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

// grouped writes a number with commas.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

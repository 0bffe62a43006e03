package unresolved

import (
	"slices"
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

const (
	// answerCells is how much of a vendor's raw answer is drawn, answerLines on
	// how many lines at most.
	answerCells = 2000
	answerLines = 12
)

// headLines say what it is and what must not be done about it.
func (s *screen) headLines(c backend.Case) []string {
	t, th, width := s.env.Text.Unresolved, s.env.Theme, s.detailWidth()
	title := s.style(c).Render(sign(c)+" #"+c.Slip) + "  " + th.Bold.Render(ui.OpWord(s.env.Text.Domain, c.Kind)+"  "+s.amount(c)) +
		"  " + c.PayType.Name.String()
	lines := []string{widget.Cut(title, width)}
	switch {
	case s.hasEnded(c):
		outcome := sign(c) + " " + t.HasEnded + ui.OutcomeWord(s.env.Text.Domain, c.Outcome())
		lines = append(lines, s.style(c).Render(widget.Cut(outcome, width)))
		if r := c.Receipt; r != nil && c.Outcome() == backend.OutcomeSettled && r.Collect.Sign() > 0 && c.Collected.IsZero() {
			lines = append(lines, th.Alarm.Render(" ⚠ "+lang.Fill(s.env.Text.Money.Collect, "amount", r.Collect.Grouped())+" "))
		}
	case c.Incident.Open():
		lines = append(lines, s.shout(th.Alarm, "⚠ "+t.IncidentHead)...)
	case c.State == backend.StateNotFound:
		lines = append(lines, s.styled(th.Warn, "⚠ "+lang.Fill(t.MayRing, "key", s.key(keymap.RingAgain)), width, 2)...)
	case c.State == backend.StateTask:
		lines = append(lines, th.Warn.Render(widget.Cut("☐ "+t.TaskHead, width)))
		lines = append(lines, widget.TaskLines(s.env, c.Operation, c.Slip, width)...)
		hint := lang.Fill(s.env.Text.Undo.TaskMayDecide, "paid", s.key(keymap.DecidePaid), "unpaid", s.key(keymap.DecideNot))
		lines = append(lines, s.styled(th.Dim, hint, width, 2)...)
	case c.State == backend.StateHuman:
		lines = append(lines, s.shout(th.Alarm, "✋ "+lang.Fill(t.HumanHead, "slip", c.Slip)+t.NotAgain)...)
	case pending(c):
		lines = append(lines, s.shout(th.Alarm, "⏳ "+s.pendingHead(c))...)
	default:
		lines = append(lines, s.shout(th.Alarm, "⚠ "+t.DoNotCharge)...)
	}
	return append(lines, "")
}

// shout draws what must not be cut short, with room around it.
func (s *screen) shout(style theme.Style, text string) []string {
	lines := widget.Wrap(text, s.detailWidth()-2, 2)
	for i := range lines {
		lines[i] = style.Render(" " + lines[i] + " ")
	}
	return lines
}

// pendingHead says that nobody knows, which try it is and how long the wait may
// still last.
func (s *screen) pendingHead(c backend.Case) string {
	t := s.env.Text.Unresolved
	left := s.secondsLeft(c)
	looks := lang.Fill(t.Looks, "n", strconv.Itoa(c.Looks), "seconds", strconv.Itoa(left))
	switch {
	case c.Why == backend.WhyQuota:
		return lang.Fill(t.ParkedHead, "at", s.env.When(c.NextLook))
	case c.State == backend.StateVoiding && c.Looks > 0 && left > 0:
		return t.VoidingHead + looks + t.NotAgain
	case c.State == backend.StateVoiding:
		return t.VoidingHead + t.NotAgain
	case c.Looks > 0 && left > 0:
		return t.UnknownHead + looks + t.NotAgain
	}
	return t.UnknownHead + t.NotAgain
}

// detailLines are everything that is known.
func (s *screen) detailLines(c backend.Case) []string {
	lines := append(s.newsLines(c), s.factLines(c)...)
	if c.Incident.Open() {
		lines = append(append(lines, ""), s.incidentLines(*c.Incident)...)
	}
	if c.Evidence != nil {
		lines = append(append(lines, ""), s.evidenceLines(*c.Evidence)...)
	}
	if len(c.Attempts) > 0 {
		lines = append(append(lines, ""), s.attemptLines(c)...)
	}
	return lines
}

// newsLines are what is under way or what the last key brought.
func (s *screen) newsLines(c backend.Case) []string {
	t, th := s.env.Text.Unresolved, s.env.Theme
	var lines []string
	switch {
	case s.deciding == c.ID && s.doing == askVoid:
		lines = append(lines, s.wait.View(s.env, t.Voiding))
	case s.deciding == c.ID:
		lines = append(lines, s.wait.View(s.env, t.Deciding))
	case s.looking == c.ID:
		lines = append(lines, s.wait.View(s.env, t.LookingNow))
	}
	if said := s.said[c.ID]; said != "" {
		lines = append(lines, s.styled(th.Warn, "! "+said, s.detailWidth(), 3)...)
	}
	if s.failure != "" {
		lines = append(lines, s.styled(th.Bad, "✗ "+s.failure, s.detailWidth(), 3)...)
	}
	return lines
}

func (s *screen) factLines(c backend.Case) []string {
	t, d, th, width := s.env.Text.Unresolved, s.env.Text.Domain, s.env.Theme, s.detailWidth()
	when := s.env.When(c.CreatedAt) + "  " + s.env.Age(c.CreatedAt)
	by := safe.Line(c.Till).String() + " · " + safe.Line(c.Operator).String()
	fields := []widget.Field{
		{Label: t.Member, Value: c.Number.String() + "  " + c.Name.String(), Style: th.Bold},
		{Label: t.When, Value: when, Style: th.Plain},
		{Label: t.By, Value: by, Style: th.Plain},
		{Label: t.State, Value: ui.StateWord(d, c.State), Style: s.style(c)},
		{Label: t.Next, Value: s.next(c), Style: th.Plain},
	}
	if pending(c) {
		may := s.whyNotVoid(c)
		if may == "" {
			may = lang.Fill(t.MayVoid, "key", s.key(keymap.VoidIt))
		}
		fields = append(fields, widget.Field{Label: t.VoidLabel, Value: may, Style: th.Plain})
	}
	lines := widget.Fields(th, width, fields)
	reason := c.Why
	if c.Incident.Open() {
		reason = c.Incident.Why
	}
	if why := ui.WhyWord(d, reason); why != "" {
		lines = append(lines, widget.Wrap(t.Why+why, width, 3)...)
	}
	said := ui.VendorWords(s.env.Text, c.Refusal)
	if c.Refusal != nil && c.Outcome() == backend.OutcomeRefused {
		said = ui.Sentence(s.env.Text, c.Refusal)
	}
	if said != "" {
		lines = append(lines, s.styled(th.Dim, said, width, 3)...)
	}
	return lines
}

// next is what happens now without anybody's doing.
func (s *screen) next(c backend.Case) string {
	t := s.env.Text.Unresolved
	switch n := s.secondsToLook(c); {
	case s.hasEnded(c):
		return t.Nothing
	case c.Incident.Open() && c.State != backend.StateHuman:
		return lang.Fill(t.IncidentNext, "key", s.key(keymap.CloseIncident))
	case onItsWay(c):
		return t.OnItsWay
	case c.State == backend.StateTask:
		return t.TaskNext
	case c.Why == backend.WhyQuota && n > 0:
		return lang.Fill(t.ParkedNext, "at", s.env.When(c.NextLook))
	case c.State == backend.StateHuman:
		return lang.Fill(t.AskSupervisor, "paid", s.key(keymap.DecidePaid), "unpaid", s.key(keymap.DecideNot))
	case n > 0:
		return lang.Fill(t.NextLook, "seconds", strconv.Itoa(n))
	case !c.NextLook.IsZero():
		return t.LookingNow
	}
	return lang.Fill(t.NoNextLook, "key", s.key(keymap.LookAgain))
}

// onItsWay tells whether the vendor's answer is still awaited, so that nothing
// can be said about it yet.
func onItsWay(c backend.Case) bool {
	return c.State == backend.StateIntent || c.State == backend.StateSending
}

// key names the key of an action in the tray.
func (s *screen) key(a keymap.Action) string { return widget.KeyName(s.env, keymap.ScopeTray, a) }

func (s *screen) evidenceLines(e backend.Evidence) []string {
	t, th, width := s.env.Text.Unresolved, s.env.Theme, s.detailWidth()
	cols := widget.Columns{{Width: 16}, {Width: 13, Align: widget.End}, {Width: 13, Align: widget.End}, {Width: 1}}
	lines := []string{widget.Rule(th, width, t.Evidence), th.Dim.Render(cols.Row("", t.Before, t.Now))}
	add := func(label, before, now string) {
		mark := ""
		if before != now {
			mark = "≠"
		}
		lines = append(lines, widget.Cut(cols.Row(label, before, now, mark), width))
	}
	add(t.Balance, e.Before.Balance.Grouped(), e.Now.Balance.Grouped())
	add(t.Points, e.Before.Points.String(), e.Now.Points.String())
	if e.Before.Consumed != nil && e.Now.Consumed != nil {
		add(t.SumConsume, e.Before.Consumed.Grouped(), e.Now.Consumed.Grouped())
	}
	if e.Before.Recharged != nil && e.Now.Recharged != nil {
		add(t.SumRecharge, e.Before.Recharged.Grouped(), e.Now.Recharged.Grouped())
	}
	add(t.Head, strconv.FormatInt(e.Before.HeadID, 10), strconv.FormatInt(e.Now.HeadID, 10))
	if !e.Chained {
		lines = append(lines, s.styled(th.Warn, "⚠ "+t.NotChained, width, 2)...)
	}
	if e.Foreign {
		lines = append(lines, s.styled(th.Warn, "⚠ "+t.ForeignRows, width, 2)...)
	}
	return append(lines, s.rowLines(e)...)
}

// rowLines are all rows since the operation began, with those marked that it
// would have left.
func (s *screen) rowLines(e backend.Evidence) []string {
	t, th, width := s.env.Text.Unresolved, s.env.Theme, s.detailWidth()
	if len(e.Rows) == 0 {
		return []string{"", th.Dim.Render(t.NoRows)}
	}
	cols := widget.Columns{{Width: 1}, {Width: 11}, {Width: 9}, {Width: 10, Align: widget.End}, {Width: 11, Align: widget.End},
		{Width: max(width-evidenceWidth-2, 0)}}
	lines := []string{"", widget.Rule(th, width, t.Rows), th.Dim.Render(widget.Cut(cols.Row("", t.When, t.What, t.Amount, t.Balance, ""), width))}
	for i, r := range e.Rows {
		mark, note, style := "", r.PayType.String(), th.Plain
		if slices.Contains(e.Fits, i) {
			mark, note, style = "✓", t.Fits+"  "+note, th.Accent
		}
		row := cols.Row(mark, s.rowTime(r.At), ui.EventWord(s.env.Text.Domain, r), r.Gross.Grouped(), r.Balance.Grouped(), note)
		lines = append(lines, style.Render(widget.Cut(row, width)))
	}
	return lines
}

// incidentLines are the rows that nothing accounts for.
func (s *screen) incidentLines(i backend.Incident) []string {
	t, th, width := s.env.Text.Unresolved, s.env.Theme, s.detailWidth()
	lines := []string{widget.Rule(th, width, t.IncidentRows)}
	cols := widget.Columns{{Width: 11}, {Width: 9}, {Width: 10, Align: widget.End}, {Width: 11, Align: widget.End}, {Width: max(width-evidenceWidth-1, 0)}}
	for _, r := range i.Rows {
		row := cols.Row(s.rowTime(r.At), ui.EventWord(s.env.Text.Domain, r), r.Gross.Grouped(), r.Balance.Grouped(), r.PayType.String())
		lines = append(lines, th.Accent.Render(widget.Cut(row, width)))
	}
	return lines
}

// rowTime is a row's time, empty where the vendor gave none.
func (s *screen) rowTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return s.env.When(at)
}

func (s *screen) attemptLines(c backend.Case) []string {
	t, th, width := s.env.Text.Unresolved, s.env.Theme, s.detailWidth()
	lines := []string{widget.Rule(th, width, t.Attempts)}
	for _, a := range c.Attempts {
		sent := t.NotSent
		if a.Wrote {
			sent = t.Sent
		}
		text := lang.Fill(t.Attempt, "n", strconv.Itoa(a.N)) + "  " + s.env.When(a.At) + "  " + sent
		if a.HTTP != 0 {
			text += "  HTTP " + strconv.Itoa(a.HTTP)
		}
		awaited := onItsWay(c) && a.N == len(c.Attempts) && a.HTTP == 0 && len(a.Body) == 0
		if a.Wrote && awaited {
			text += "  " + t.Awaited
		} else if a.Wrote {
			text += "  " + s.class(a.Class)
		}
		lines = append(lines, widget.Cut(text, width))
		switch {
		case awaited:
		case len(a.Body) > 0:
			answer := t.Answer + safe.LineMax(string(a.Body), answerCells).String()
			lines = append(lines, s.styled(th.Dim, answer, width, answerLines)...)
		case a.Wrote:
			lines = append(lines, th.Dim.Render(t.NoAnswer))
		}
	}
	return lines
}

// class says what an attempt brought.
func (s *screen) class(c backend.ReplyClass) string {
	t := s.env.Text.Unresolved
	switch c {
	case backend.ReplyYes:
		return t.ClassYes
	case backend.ReplyRefused:
		return t.ClassRefused
	case backend.ReplyDuplicate:
		return t.ClassDuplicate
	case backend.ReplyNotSent:
		return t.NotSent
	}
	return t.ClassUnclear
}

package audit

import (
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

const (
	// wide is the width from which details stand beside the list.
	wide = 110
	// topLines are the head, the line below it, what there is to say, the chain and
	// the header of the list.
	topLines     = 5
	detailsLines = 8
)

func (s *screen) isWide() bool { return s.width >= wide }

func (s *screen) detailsWidth() int { return min(s.width*2/5, 56) }

func (s *screen) listWidth() int {
	if s.isWide() {
		return s.width - s.detailsWidth() - 2
	}
	return s.width
}

func (s *screen) listHeight() int {
	h := s.height - topLines
	if !s.isWide() {
		h -= detailsLines
	}
	return max(h, 1)
}

func (s *screen) View() string {
	t, th := s.env.Text.Audit, s.env.Theme
	words := []string{s.span.Words(s.env), s.kindWord(s.query.Kind), s.query.Who}
	if s.query.Who == "" {
		words[2] = t.Everybody
	}
	if s.query.Slip != "" {
		words = append(words, lang.Fill(t.AboutSlip, "slip", s.query.Slip))
	}
	lines := []string{widget.Cut(" "+th.Title.Render(t.Title)+"   "+th.Accent.Render(strings.Join(words, " · ")), s.width),
		widget.Rule(th, s.width, ""), " " + widget.Cut(s.says(), s.width-1), " " + widget.Cut(s.chain(), s.width-1)}
	return widget.Fit(append(lines, s.body()...), s.height)
}

func (s *screen) body() []string {
	t, th := s.env.Text.Audit, s.env.Theme
	switch s.mode {
	case modeKind:
		return s.dialog(t.PickKind, s.picker.Window(th, min(s.width-6, 50), s.height-9), t.PickHint)
	case modeWho:
		return s.dialog(t.PickWho, s.picker.Window(th, min(s.width-6, 50), s.height-9), t.PickHint)
	case modeDates:
		h := s.env.Text.History
		return s.dialog(h.RangeTitle, s.dates.View(s.env, min(s.width-6, 60)), h.RangeKeys)
	case modeSlip:
		return s.dialog(t.AskSlip, []string{th.Accent.Render("▸ # ") + s.slip.View(s.env, slipRoom+1, true)}, t.SlipHint)
	}
	if s.list.Count() == 0 {
		return nil
	}
	cols := s.columns()
	list := []string{widget.Head(th, s.listWidth(), cols.Row(t.Seq, t.Time, t.Who, t.What, t.About))}
	list = append(list, s.list.View(th, s.listWidth(), func(i int, _ bool) string { return s.row(cols, s.rows[i]) })...)
	if s.isWide() {
		return widget.Beside(list, s.detailsBeside(), s.listWidth(), 2)
	}
	list = append(list, make([]string, max(s.listHeight()+1-len(list), 0))...)
	return append(list, s.detailsBelow()...)
}

func (s *screen) dialog(title string, lines []string, hint string) []string {
	th := s.env.Theme
	out := []string{"  " + th.Title.Render(title), ""}
	for _, l := range lines {
		out = append(out, "  "+l)
	}
	return append(out, "", "  "+th.Dim.Render(widget.Cut(hint, s.width-4)))
}

// says is the line about how far was read.
func (s *screen) says() string {
	t, th := s.env.Text.Audit, s.env.Theme
	n := strconv.Itoa(len(s.rows))
	at, _ := s.list.Selected()
	wait := s.wait.View(s.env, t.Reading)
	switch {
	case wait != "":
		return wait
	case s.err != nil:
		return th.Bad.Render("✗ " + t.Retry + " · " + ui.Sentence(s.env.Text, s.err))
	case s.cancel != nil:
		return ""
	case s.stuck():
		return th.Warn.Render(lang.Fill(t.Searched, "seq", strconv.FormatInt(s.next, 10), "n", n))
	case len(s.rows) == 0:
		return t.None
	case s.more:
		return lang.Fill(t.ReadSoFar, "at", strconv.Itoa(at+1), "n", n)
	}
	return lang.Fill(t.ReadAll, "at", strconv.Itoa(at+1), "n", n)
}

// chain is the line about the chain, or what else can be done.
func (s *screen) chain() string {
	t, th := s.env.Text.Audit, s.env.Theme
	switch {
	case s.check != nil:
		done, all := s.check.done.Load(), s.check.all.Load()
		text := th.Accent.Render(t.Verifying)
		switch {
		case all > 0 && done >= all:
			return text + "  " + t.Records
		case all > 0:
			return text + "  " + lang.Fill(t.Walking, "done", strconv.FormatInt(done, 10), "all", strconv.FormatInt(all, 10))
		}
		return text
	case s.verdict != "" && s.bad:
		return th.Bad.Render(s.verdict)
	case s.verdict != "":
		return th.Good.Render(s.verdict)
	}
	hint := t.Hint
	if e, ok := s.selected(); ok && e.Op != nil && s.query.Slip == "" {
		hint += " · " + t.OneSlip
	}
	return th.Dim.Render(hint)
}

func (s *screen) columns() widget.Columns {
	w := widget.RowWidth(s.listWidth())
	rest := w - 7 - 11 - 10 - 8
	return widget.Columns{{Width: 7, Align: widget.End}, {Width: 11}, {Width: 10}, {Width: rest * 3 / 5}, {Width: rest - rest*3/5}}
}

func (s *screen) row(cols widget.Columns, e Entry) string {
	return cols.Row(strconv.FormatInt(e.Seq, 10), s.env.When(e.At), s.who(e), s.what(e), s.subject(e))
}

func (s *screen) who(e Entry) string {
	if e.Program {
		return s.env.Text.Audit.Program
	}
	return e.Who.String()
}

// what is what was done, in a few words.
func (s *screen) what(e Entry) string {
	t, d := s.env.Text.Audit, s.env.Text.Domain
	if e.Op == nil {
		return safe.Line(t.Word(e.What)).String()
	}
	amount := e.Op.Amount.Grouped()
	if e.Op.Kind == backend.OpRedeem {
		amount = lang.Fill(d.Points, "points", e.Op.Points.String())
	}
	text := t.OpMoved
	switch {
	case e.Op.Bound != 0:
		text = t.OpBound
	case e.Op.Before == "":
		text = t.OpBegun
	case e.Op.Before == e.Op.After:
		text = t.OpNoted
	}
	said := lang.Fill(text, "op", ui.OpWord(d, e.Op.Kind), "amount", amount)
	if e.Op.Before != e.Op.After {
		said += " → " + s.state(e.Op.After)
	}
	return said
}

func (s *screen) state(state backend.State) string {
	if word := ui.StateWord(s.env.Text.Domain, state); word != "" {
		return word
	}
	return safe.Line(string(state)).String()
}

func (s *screen) subject(e Entry) string {
	if e.Op != nil && e.Op.Slip != "" {
		return "#" + e.Op.Slip + " " + e.About.String()
	}
	return e.About.String()
}

// fields are what is known of an entry, but for its hash.
func (s *screen) fields(e Entry) []widget.Field {
	t := s.env.Text.Audit
	fields := []widget.Field{{Label: t.Seq, Value: strconv.FormatInt(e.Seq, 10)}}
	add := func(label, value string) {
		if value != "" {
			fields = append(fields, widget.Field{Label: label, Value: value})
		}
	}
	add(t.Time, e.At.In(s.env.Zone).Format("2006-01-02 15:04:05"))
	add(t.Who, s.who(e))
	add(t.What, s.what(e))
	add(t.About, s.subject(e))
	if o := e.Op; o != nil {
		if o.Before != "" {
			add(t.State, s.state(o.Before)+" → "+s.state(o.After))
		}
		add(t.Why, ui.WhyWord(s.env.Text.Domain, o.Why))
	}
	add(t.Reason, e.Reason.String())
	add(t.Approver, e.Approver.String())
	add(t.Till, e.Till.String())
	add(t.From, e.From.String())
	for _, d := range e.Detail {
		add(safe.Line(t.Word(d.Name)).String(), s.detail(e, d))
	}
	if o := e.Op; o != nil {
		attempt := ""
		if o.Attempt > 0 {
			attempt = strings.TrimSpace(strconv.Itoa(o.Attempt) + " " + o.Class.String())
		}
		add(t.Attempt, attempt)
		add(t.Version, strconv.FormatInt(o.Version, 10))
		add(t.Operation, o.ID)
	}
	return fields
}

// detail is a further word as people say it: rights and roles are stored by names.
func (s *screen) detail(e Entry, d Detail) string {
	words := s.env.Text.Staff
	switch {
	case d.Name == "stage":
		return safe.Line(s.env.Text.Audit.Word(d.Value.String())).String()
	case d.Name == "right":
		return safe.Line(words.Right(d.Value.String())).String()
	case d.Name == "role", d.Name == "from" && e.What == "staff.role":
		return safe.Line(words.Role(d.Value.String())).String()
	}
	return d.Value.String()
}

func (s *screen) detailsBeside() []string {
	e, ok := s.selected()
	if !ok {
		return nil
	}
	th, inner := s.env.Theme, s.detailsWidth()-4
	lines := widget.Fields(th, inner, s.fields(e))
	lines = append(lines, "", th.Dim.Render(s.env.Text.Audit.Hash))
	for from := 0; from < len(e.Hash); from += 32 {
		lines = append(lines, e.Hash[from:min(from+32, len(e.Hash))])
	}
	return widget.Panel(th, s.env.Text.Audit.Title, lines, s.detailsWidth(), min(len(lines)+2, s.listHeight()+1))
}

// detailsBelow are two columns under the list on a narrow screen, and the hash.
func (s *screen) detailsBelow() []string {
	e, ok := s.selected()
	if !ok {
		return nil
	}
	th := s.env.Theme
	out := []string{widget.Rule(th, s.width, "")}
	fields, rows, half := s.fields(e), detailsLines-2, (s.width-4)/2
	left := fields[:min(rows, len(fields))]
	right := fields[len(left):min(2*rows, len(fields))]
	for _, l := range widget.Beside(widget.Fields(th, half, left), widget.Fields(th, half, right), half, 2) {
		out = append(out, "  "+l)
	}
	out = append(out, make([]string, detailsLines-1-len(out))...)
	return append(out, "  "+th.Dim.Render(s.env.Text.Audit.Hash)+"  "+widget.Cut(e.Hash, s.width-12))
}

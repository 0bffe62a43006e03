package search

import (
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

const (
	// wide is the width from which details stand beside the list.
	wide         = 110
	detailsWidth = 34
	// boxLines are the box, the line below it, what there is to say and the
	// header of the list.
	boxLines = 4
	// detailsLines is the height of the details below the list.
	detailsLines = 5
)

// layout fits the list to the size and its columns to what they hold.
func (s *Screen) layout() {
	rows := s.rows()
	s.list.SetCount(len(rows))
	s.list.SetHeight(s.listHeight())
	s.cols = fitColumns(s.env, rows, widget.RowWidth(s.listWidth()))
	s.list.SetLead(s.cols.cols[colNumber].Width)
}

func (s *Screen) isWide() bool { return s.width >= wide }

func (s *Screen) listWidth() int {
	if s.isWide() {
		return s.width - detailsWidth - 2
	}
	return s.width
}

func (s *Screen) listHeight() int {
	h := s.height - boxLines
	if !s.isWide() && h > detailsLines+3 {
		h -= detailsLines
	}
	return max(h, 1)
}

// View draws the screen.
func (s *Screen) View() string {
	th, t := s.env.Theme, s.env.Text.Search
	prompt := " " + th.Accent.Render(t.Box+" ❯") + " "
	lines := []string{
		prompt + s.input.View(s.env, s.width-widget.Width(prompt)-1, true),
		widget.Rule(th, s.width, s.heading()),
		" " + widget.Cut(s.says(), s.width-1),
	}
	if s.list.Count() == 0 {
		return widget.Fit(append(lines, s.nothing()...), s.height)
	}
	list := append([]string{s.header()}, s.list.View(th, s.listWidth(), s.row)...)
	if s.isWide() {
		lines = append(lines, widget.Beside(list, s.detailsBeside(), s.listWidth(), 2)...)
		return widget.Fit(lines, s.height)
	}
	// The details keep their place however many rows there are.
	list = append(list, make([]string, s.listHeight()+1-len(list))...)
	return widget.Fit(append(append(lines, list...), s.detailsBelow()...), s.height)
}

// heading says what is listed where nothing was asked for.
func (s *Screen) heading() string {
	if s.query() == "" && len(s.recent) > 0 {
		return s.env.Text.Search.Recent
	}
	return ""
}

// says is the line below the box: what is awaited, what came of it, or what can
// be typed.
func (s *Screen) says() string {
	th, t := s.env.Theme, s.env.Text.Search
	notice := s.input.Notice(s.env.Text.Widget)
	switch {
	case s.wait.Waiting():
		what := t.Searching
		if s.kept == keptEnter {
			what = t.KeptEnter
		}
		return s.wait.View(s.env, what)
	case notice != "":
		return th.Warn.Render("! " + notice)
	case s.query() == "":
		return th.Dim.Render(t.HintEmpty)
	case s.answer.err != nil:
		return ""
	case s.typing && s.list.Count() > 0:
		return s.counted() // of the rows that are still there
	case s.typing:
		return ""
	case s.answered():
		return s.counted()
	case !s.caps.FindWhileTyping:
		return th.Dim.Render(t.HintEnter)
	case missing(s.query()) > 0:
		return th.Dim.Render(lang.Fill(t.HintMore, "n", strconv.Itoa(missing(s.query()))))
	}
	return ""
}

// counted says how many were found, where, and how many are not drawn.
func (s *Screen) counted() string {
	th, t := s.env.Theme, s.env.Text.Search
	n := len(s.answer.rows) + s.answer.rest
	parts := []string{}
	_, hasExact := exact(s.answer.query, s.answer.rows)
	switch {
	case n == 0:
		return ""
	case s.answer.scanned && !hasExact:
		parts = append(parts, th.Warn.Render("! "+lang.Fill(t.NoExact, "query", s.answer.query)))
	case n == 1:
		parts = append(parts, t.FoundOne)
	default:
		parts = append(parts, lang.Fill(t.Found, "n", strconv.Itoa(n)))
	}
	if s.answer.rest > 0 {
		parts = append(parts, th.Warn.Render(lang.Fill(t.Rest, "n", strconv.Itoa(s.answer.rest))))
	}
	if onlyMirror(s.answer.rows) {
		parts = append(parts, th.Warn.Render("○ "+t.MirrorOnly))
	}
	if s.input.Old() {
		parts = append(parts, th.Dim.Render(t.HintOld))
	}
	return strings.Join(parts, th.Dim.Render(" · "))
}

func onlyMirror(rows []backend.Member) bool {
	for _, m := range rows {
		if m.Source == backend.SourceLive {
			return false
		}
	}
	return len(rows) > 0
}

// whatNow says what was asked for in vain, and what can be done instead.
func (s *Screen) whatNow() string {
	t := s.env.Text.Search
	key, _ := words(s.answer.query)
	text := lang.Fill(t.Asked, "key", key)
	if name := widget.KeyName(s.env, keymap.ScopeHome, keymap.OpenCard); name != "" && s.caps.Opener != nil {
		text += " " + lang.Fill(t.OfferCard, "key", name)
	}
	return text
}

// nothing is the body where no member is listed: why, and what to do next.
func (s *Screen) nothing() []string {
	th, t := s.env.Theme, s.env.Text.Search
	var lines []string
	add := func(render func(...string) string, sign, text string) {
		for _, l := range widget.Wrap(sign+text, s.width-4, 4) {
			lines = append(lines, "  "+render(l))
		}
	}
	lines = append(lines, "")
	switch {
	case s.query() == "":
		add(th.Dim.Render, "", t.NoRecent)
	case s.busy():
	case s.answer.err != nil:
		add(th.Bad.Render, "✗ ", ui.Sentence(s.env.Text, s.answer.err))
		add(th.Plain.Render, "", t.Retry)
	case s.answered():
		add(th.Warn.Render, "! ", lang.Fill(t.NotFound, "query", s.answer.query))
		add(th.Plain.Render, "", s.whatNow())
	}
	return lines
}

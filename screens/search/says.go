package search

import (
	"errors"
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// says is the line below the box: what of a command is wrong, what is awaited,
// what came of it, or what can be typed.
func (s *Screen) says() string {
	th, t := s.env.Theme, s.env.Text.Search
	notice := s.input.Notice(s.env.Text.Widget)
	switch {
	case s.reading.flaw != nil && errors.Is(s.reading.flaw.err, money.ErrEmpty):
		return th.Dim.Render(s.flawWords()) // the rest of it is still to come
	case s.reading.flaw != nil:
		return th.Bad.Render("✗ " + s.flawWords())
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
	case s.listed() && s.answer.err != nil:
		return th.Bad.Render("✗ " + t.MirrorLeft + ui.Sentence(s.env.Text, s.answer.err))
	case s.answer.err != nil:
		return ""
	case s.listed() || s.typing && s.list.Count() > 0 || s.answered() && s.answer.asked:
		return s.counted() // of the rows that are still there, while somebody types
	case s.typing:
		return ""
	case !s.caps.FindWhileTyping:
		return th.Dim.Render(t.HintEnter)
	case missing(s.query()) > 0:
		return th.Dim.Render(lang.Fill(t.HintMore, "n", strconv.Itoa(missing(s.query()))))
	}
	return ""
}

// counted says what Enter does where a command stands in the box, how many were
// found and how many are not drawn.
func (s *Screen) counted() string {
	th, t, a := s.env.Theme, s.env.Text.Search, s.answer
	_, hasExact := exact(a.query, a.rows)
	var parts []string
	if s.reading.order != nil && a.total > 0 {
		parts = append(parts, s.orderWords())
	}
	switch {
	case a.total == 0:
		return ""
	case a.scanned && !hasExact:
		parts = append(parts, th.Warn.Render("! "+lang.Fill(t.NoExact, "query", a.query)))
	case s.reading.order != nil:
		parts = append(parts, lang.Fill(t.Found, "n", strconv.Itoa(a.total)))
	case a.total == 1:
		parts = append(parts, t.FoundOne)
	default:
		parts = append(parts, lang.Fill(t.Found, "n", strconv.Itoa(a.total)))
	}
	if rest := a.total - len(a.rows); rest > 0 {
		parts = append(parts, th.Warn.Render(lang.Fill(t.Rest, "n", strconv.Itoa(rest))))
	}
	if s.input.Old() {
		parts = append(parts, th.Dim.Render(t.HintOld))
	}
	return strings.Join(parts, th.Dim.Render(" · "))
}

// where says which of the local copy and the vendor the rows come from, empty if
// all are the vendor's own.
func (s *Screen) where() string {
	t, a := s.env.Text.Search, s.answer
	switch {
	case !s.listed() || !onlyMirror(a.rows):
		return ""
	case a.asked:
		return "○ " + t.MirrorKnows
	case s.busy():
		return "○ " + t.MirrorFirst
	}
	text := "○ " + s.mirrorWords(t.MirrorOnly)
	if key := widget.KeyName(s.env, keymap.ScopeHome, keymap.Reload); key != "" {
		text += " · " + lang.Fill(t.AskVendor, "key", key)
	}
	return text
}

// mirrorWords tell of the local copy how many members it has, whether these are
// all, and how old it is.
func (s *Screen) mirrorWords(text string) string {
	t, c := s.env.Text.Search, s.copy
	whole := t.MirrorPart
	if c.Complete {
		whole = t.MirrorWhole
	}
	if !c.ReadAt.IsZero() {
		whole = lang.Fill(t.MirrorAge, "whole", whole, "age", s.env.Age(c.ReadAt))
	}
	return lang.Fill(text, "n", strconv.Itoa(c.Kept), "how", whole)
}

func onlyMirror(rows []backend.Member) bool {
	for _, m := range rows {
		if m.Source == backend.SourceLive {
			return false
		}
	}
	return len(rows) > 0
}

// orderWords say what Enter would do.
func (s *Screen) orderWords() string {
	t, o := s.env.Text.Search, s.reading.order
	text := ""
	switch o.screen {
	case ui.ScreenRecharge:
		text = lang.Fill(t.OrderRecharge, "amount", o.Amount.Grouped(), "pay", s.payWord(o.Pay))
	case ui.ScreenConsume:
		text = lang.Fill(t.OrderConsume, "amount", o.Amount.Grouped())
		if o.Discountable != nil {
			text += lang.Fill(t.OrderPart, "amount", o.Discountable.Grouped())
		}
	default:
		text = lang.Fill(t.OrderPoints, "points", o.Points.String())
	}
	if s.offered {
		return s.env.Theme.Warn.Render("▶ " + text + t.OrderOffered)
	}
	return s.env.Theme.Accent.Render("▶ " + text + t.OrderEnter)
}

func (s *Screen) payWord(letter rune) string {
	k := s.env.Text.Keys
	switch letter {
	case 'w':
		return k.PayWeChat
	case 'x':
		return k.PayCash
	case 'z':
		return k.PayAlipay
	case 'k':
		return k.PayBank
	}
	return s.env.Text.Search.OrderPayAsked
}

// flawWords say what is wrong with a command, and how it is written.
func (s *Screen) flawWords() string {
	t, e, f := s.env.Text.Search, s.env.Text.Errors, s.reading.flaw
	why := ""
	switch f.why {
	case flawPay:
		why = t.FlawPay
	case flawPart:
		why = e.Discountable
	case flawPoints:
		why = e.PointsPlaces
	case flawTail:
		why = t.FlawTail
	default:
		why = ui.AmountSentence(e, f.err)
	}
	switch f.screen {
	case ui.ScreenRecharge:
		return why + t.WriteRecharge
	case ui.ScreenConsume:
		return why + t.WriteConsume
	}
	return why + t.WritePoints
}

// whatNow says what was searched in vain, and what can be done instead.
func (s *Screen) whatNow() []string {
	t := s.env.Text.Search
	key, _ := words(s.answer.query)
	lines := []string{lang.Fill(t.NotAsked, "key", key)}
	if s.answer.asked {
		lines[0] = lang.Fill(t.Asked, "key", key)
	}
	if s.copy.query == s.answer.query && s.copy.Kept > 0 {
		lines = append(lines, s.mirrorWords(t.MirrorNone))
	}
	if name := widget.KeyName(s.env, keymap.ScopeHome, keymap.OpenCard); name != "" && s.caps.Opener != nil {
		lines = append(lines, lang.Fill(t.OfferCard, "key", name))
	}
	return lines
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
	case s.answered() && (s.answer.asked || s.copy.Kept > 0):
		add(th.Warn.Render, "! ", lang.Fill(t.NotFound, "query", s.answer.query))
		for _, l := range s.whatNow() {
			add(th.Plain.Render, "", l)
		}
	}
	return lines
}

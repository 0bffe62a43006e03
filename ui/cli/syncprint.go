package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"guitai/backend/directory/fill"
	"guitai/ui"
	"guitai/ui/lang"
)

// syncPrinter prints how a reading gets on: one line that moves in a terminal,
// some lines where there is none, or JSON.
type syncPrinter struct {
	out  io.Writer
	text lang.Strings
	zone *time.Location
	json bool
	// width is the terminal's; 0 where there is none.
	width int

	state fill.State
	began bool
	pages int
}

// everyPages is how many pages are between two lines where no terminal is.
const everyPages = 50

func newSyncPrinter(std Stdio, text lang.Strings, zone *time.Location, asJSON bool) *syncPrinter {
	p := &syncPrinter{out: std.Out, text: text, zone: zone, json: asJSON}
	if f, ok := std.Out.(*os.File); ok && !asJSON && term.IsTerminal(int(f.Fd())) {
		p.width = 80
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			p.width = w
		}
	}
	return p
}

// syncLine is what other programs read of a reading. The names are a promise;
// times are RFC 3339 in the shop's zone. What is not known is null.
type syncLine struct {
	State      string  `json:"state"`
	Full       bool    `json:"full"`
	Pages      int     `json:"pages"`
	Members    int     `json:"members"`
	Known      int     `json:"known"`
	Expected   *int    `json:"expected"`
	CallsUsed  int     `json:"calls_used_today"`
	CallsLimit int     `json:"calls_limit"`
	CallsOwn   int     `json:"calls_by_reading_today"`
	CallsSpare int     `json:"calls_left_for_reading"`
	CallsNeed  *int    `json:"calls_needed"`
	Days       *int    `json:"days_left"`
	PerMinute  int     `json:"members_per_minute"`
	Gone       int     `json:"gone"`
	Until      *string `json:"until"`
	Error      string  `json:"error,omitempty"`
}

func (p *syncPrinter) line(pr fill.Progress) syncLine {
	l := syncLine{State: pr.State.String(), Full: pr.Whole, Pages: pr.Pages, Members: pr.Members, Known: pr.Known,
		CallsUsed: pr.Calls.Used, CallsLimit: pr.Calls.Limit, CallsOwn: pr.CallsToday, CallsSpare: pr.Calls.Left,
		PerMinute: pr.PerMinute, Gone: pr.Gone, Until: stamp(pr.Until, p.zone)}
	if e := pr.Estimate; e.Told {
		l.Expected, l.CallsNeed, l.Days = &e.Members, &e.Calls, &e.Days
	}
	if pr.Err != nil {
		l.Error = pr.Err.Error()
	}
	return l
}

// encode writes one object on one line.
func (p *syncPrinter) encode(v any) {
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // a reader that went away does not stop the reading
}

// say prints a sentence on a line of its own.
func (p *syncPrinter) say(text string) {
	if !p.json {
		fmt.Fprintln(p.out, text)
	}
}

// forecast says before anything is asked for what it will take.
func (p *syncPrinter) forecast(whole, goesOn bool, e fill.Estimate, c fill.Calls) {
	t := p.text.Mirror
	if p.json {
		l := p.line(fill.Progress{Whole: whole, Calls: c, Estimate: e})
		l.State = "planned"
		p.encode(l)
		return
	}
	words := []string{t.ReadingNew}
	if whole {
		words[0] = t.ReadingAll
	}
	if goesOn {
		words = append(words, t.GoesOn)
	}
	words = append(words, p.left(e))
	if c.Limit > 0 {
		words = append(words, lang.Fill(t.CallsLeft, "n", grouped(c.Left), "limit", grouped(c.Limit)))
	}
	p.say(strings.Join(words, p.text.Mirror.Comma))
}

func (p *syncPrinter) left(e fill.Estimate) string {
	t := p.text.Mirror
	calls := grouped(e.Calls)
	switch {
	case !e.Told:
		return t.LeftUnknown
	case e.Days == 0 && e.Calls > 0:
		return lang.Fill(t.LeftNever, "calls", calls)
	case e.Days > 1:
		return lang.Fill(t.LeftDays, "calls", calls, "days", strconv.Itoa(e.Days))
	}
	return lang.Fill(t.LeftTime, "calls", calls, "time", p.span(e.Left))
}

func (p *syncPrinter) span(d time.Duration) string {
	t := p.text.Mirror
	up := func(text string, unit time.Duration) string {
		return lang.Fill(text, "n", strconv.FormatInt(int64((d+unit-1)/unit), 10))
	}
	switch {
	case d < 3*time.Second:
		return t.Moment
	case d < time.Minute:
		return up(t.Seconds, time.Second)
	case d < 2*time.Hour:
		return up(t.Minutes, time.Minute)
	}
	return up(t.Hours, time.Hour)
}

// progress prints a change, if it is worth a line there.
func (p *syncPrinter) progress(pr fill.Progress) {
	changed := !p.began || pr.State != p.state
	switch {
	case pr.State == fill.Resting:
		// Not begun yet, or at its end, which last prints.
	case p.json:
		if changed || pr.Pages != p.pages {
			p.encode(p.line(pr))
		}
	case p.width > 0:
		fmt.Fprint(p.out, "\r"+ansi.Truncate(p.sentence(pr), p.width-1, "…")+"\x1b[K")
	case changed || pr.Pages/everyPages != p.pages/everyPages:
		fmt.Fprintln(p.out, p.sentence(pr))
	}
	p.began, p.state, p.pages = true, pr.State, pr.Pages
}

// last prints the end.
func (p *syncPrinter) last(pr fill.Progress) {
	if p.json {
		p.encode(p.line(pr))
		return
	}
	line := p.sentence(pr)
	if p.width > 0 {
		line = "\r" + ansi.Truncate(line, p.width-1, "…") + "\x1b[K"
	}
	fmt.Fprintln(p.out, line)
	if pr.Gone > 0 {
		p.say(lang.Fill(p.text.Mirror.Missed, "n", grouped(pr.Gone)))
	}
}

// bar is how wide the bar of a terminal is.
const bar = 20

// sentence is how far the reading is.
func (p *syncPrinter) sentence(pr fill.Progress) string {
	t, words := p.text.Mirror, []string{}
	if e := pr.Estimate; p.width > 0 && e.Told && e.Members > 0 && pr.Whole {
		share := min(pr.Members*100/e.Members, 99)
		if pr.State == fill.Resting {
			share = 100
		}
		full := bar * share / 100
		words = append(words, "["+strings.Repeat("#", full)+strings.Repeat(".", bar-full)+"] "+strconv.Itoa(share)+"%")
	}
	words = append(words, lang.Fill(t.SoFar, "n", grouped(pr.Members), "pages", grouped(pr.Pages)))
	switch pr.State {
	case fill.Running:
		if pr.PerMinute > 0 {
			words = append(words, lang.Fill(t.PerMinute, "n", grouped(pr.PerMinute)))
		}
		if pr.Estimate.Told {
			words = append(words, p.left(pr.Estimate))
		}
	case fill.Resting:
		words = append(words, lang.Fill(t.Known, "n", grouped(pr.Known)))
	case fill.Paused:
		words = append(words, t.Paused)
	case fill.NoCalls:
		words = append(words, lang.Fill(t.NoCalls, "at", p.when(pr.Until)))
	case fill.Retrying:
		words = append(words, lang.Fill(t.Retrying, "at", p.when(pr.Until), "why", ui.Sentence(p.text, pr.Err)))
	}
	return strings.Join(words, t.Comma)
}

func (p *syncPrinter) when(t time.Time) string { return t.In(p.zone).Format("01-02 15:04") }

// grouped writes a number with commas.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

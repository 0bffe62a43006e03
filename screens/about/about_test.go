package about_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/about"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

type desk struct {
	mu    sync.Mutex
	facts about.Facts
	err   error
}

func (d *desk) About(context.Context) (about.Facts, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.facts, d.err
}

func (d *desk) set(change func(*about.Facts)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.facts)
}

type home struct{}

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (home) Title() string       { return "HOME" }
func (home) View() string        { return "HOME" }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (home) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Edit {
		return ui.Tell(ui.Open{Screen: ui.ScreenAbout})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, width, height int) *uitest.Pump {
	t.Helper()
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home{} },
		ui.ScreenAbout:  func(e *ui.Env, a ui.Args) ui.Screen { return about.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

func found(p backend.Probe, a backend.Answer, detail string) backend.Finding {
	f := backend.Finding{Probe: p, Answer: a, Detail: safe.Line(detail)}
	if a != backend.AnswerNone {
		f.At = uitest.Morning().AddDate(0, 0, -3)
	}
	return f
}

// keys is a vendor of keys that was probed with mixed success, rows one of rows
// that nobody probed, on a journal that was set back.
func keys() about.Facts {
	return about.Facts{Version: "v0.9.1", Built: "4f0c1b2", Vendor: safe.Line("银豹小店"), Account: "pospal/pospal:0123456789abcdef",
		Calls: backend.Quota{Used: 120, Limit: 300, Reserve: 25}, Journal: "/home/shop/.local/state/guitai/journal.db",
		Anchor: "/mnt/usb/journal.anchor", Entries: 1234, Rowless: true,
		Findings: []backend.Finding{
			found(backend.ProbeOneOfTwins, backend.AnswerGood, "5 pairs, one of each applied"),
			found(backend.ProbeRefusalKeeps, backend.AnswerBad, "refused for want of money, and its key is known ever after"),
			found(backend.ProbeNothingUses, backend.AnswerGood, "used up by a balance increment of 0"),
			found(backend.ProbeCheckOrder, backend.AnswerNone, ""),
			found(backend.ProbeKeyLife, backend.AnswerUnclear, "known after 0s; ask again after 1 h, 24 h and 7 d"),
			found(backend.ProbeKeyTime, backend.AnswerGood, "taken ten minutes ago and ahead"),
		}}
}

func rows() about.Facts {
	f := about.Facts{Vendor: safe.Line("聚客西餐"), Account: "sandy/sandy:fedcba9876543210", Plain: true,
		Journal: "/home/shop/.local/state/guitai/journal.db", Health: &backend.Error{Kind: backend.KindJournal}, Lost: true, Entries: 77,
		Swept: uitest.Morning().Add(-11 * time.Hour), SweepOver: true, Cards: 40, Foreign: 3, Raised: 1}
	for _, p := range []backend.Probe{"S7", "S2", "S5", "S4", "SP", "S6", "S1", "S3"} {
		f.Findings = append(f.Findings, found(p, backend.AnswerNone, ""))
	}
	return f
}

func TestItSaysWhatTheTillKnowsAndWhatThatMeans(t *testing.T) {
	d := &desk{facts: keys()}
	p := counter(t, "zh", d, 120, 60)
	p.See("v0.9.1", "银豹小店", "pospal:0123456789abcdef", "已加密", "还可用 180 / 300", "25 次留给核对", "journal.db", "正常，可以收款",
		"/mnt/usb/journal.anchor", "1234", "无从巡查", "P1", "没有回应时会用同一钥匙自动重发", "P2", "转主管处理", "ever after",
		"P4", "没测过", "guitai doctor --probe --member", "不清楚")
	p.DontSee("S1", "演练")
	p.Keys("Esc")
	p.See("HOME")
}

func TestItSaysThatNothingIsKnown(t *testing.T) {
	d := &desk{facts: rows()}
	p := counter(t, "en", d, 120, 60)
	p.See("NOT encrypted", "replaced or set back", "guitai journal accept", "nobody would see", "40 cards, 3 rows of others, 1 cases raised", "not asked", "without limit", "not known")
	d.set(func(f *about.Facts) { f.Lost, f.Health, f.Young = false, nil, uitest.Morning().Add(40*time.Second) })
	p.Keys("Ctrl+R")
	p.See("money at Pospal may move from 10:00:40 on")
	d.set(func(f *about.Facts) {
		f.Anchor, f.AnchorErr, f.Swept, f.Practice = "/mnt/x", errors.New("gone"), time.Time{}, true
	})
	p.Keys("Ctrl+R")
	p.See("cannot be written: /mnt/x", "never", "practice, simulated")
	p.DontSee("doctor --probe")
	d.set(func(*about.Facts) { d.err = &backend.Error{Kind: backend.KindJournal} })
	p.Keys("Ctrl+R")
	p.See("✗")
}

func TestAllOfItCanBeRead(t *testing.T) {
	d := &desk{facts: keys()}
	p := counter(t, "zh", d, 80, 24)
	p.See("PgDn 往下看", "v0.9.1")
	p.DontSee("P6")
	p.Keys("End")
	p.See("P6", "taken ten minutes")
	p.DontSee("往下看")
	p.Keys("Home", "PgDn", "Up", "Down")
	p.Wheel(-20)
	p.See("v0.9.1")
	for _, size := range [][2]int{{200, 60}, {80, 24}, {100, 30}} {
		p.Resize(size[0], size[1])
		p.Keys("End")
		p.See("P6")
	}
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			for name, facts := range map[string]about.Facts{"keys": keys(), "rows": rows()} {
				p := counter(t, language, &desk{facts: facts}, size[0], size[1])
				p.Golden(fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], name))
				p.Keys("End")
				p.Golden(fmt.Sprintf("%s-%dx%d-%s-end", language, size[0], size[1], name))
			}
		}
	}
}

package mirror_test

import (
	"errors"
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/keymap"
	"guitai/screens/mirror"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

type desk struct {
	mu       sync.Mutex
	standing mirror.Standing
	told     bool
	fail     error
	anew     int
}

func (d *desk) Mirror() mirror.Standing {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.standing
}

func (d *desk) Forecast() (calls, days int, told bool) { return 451, 3, d.told }

func (d *desk) PauseMirror(on bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.standing.Doing = mirror.Reading
	if on {
		d.standing.Doing = mirror.Paused
	}
	return d.fail
}

func (d *desk) ReadAnew() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.anew++
	d.standing = reading()
	d.standing.Pages, d.standing.Members = 0, 0
}

// set changes how the copy stands.
func (d *desk) set(change func(*mirror.Standing)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.standing)
}

func reading() mirror.Standing {
	return mirror.Standing{Offered: true, Known: 12300, Doing: mirror.Reading, Whole: true, Pages: 123, Members: 12300, Told: true,
		Expected: 45100, Calls: 328, Days: 3, Left: 164 * time.Second, PerMinute: 11800, Began: uitest.Morning().Add(-2 * time.Minute),
		Done: uitest.Morning().AddDate(0, 0, -7), Used: 140, Limit: 300, Own: 123, Spare: 52}
}

// The cases that goldens show.
func cases() map[string]mirror.Standing {
	with := func(change func(*mirror.Standing)) mirror.Standing {
		n := reading()
		change(&n)
		return n
	}
	at := uitest.Morning().Add(14*time.Hour + 5*time.Minute)
	return map[string]mirror.Standing{
		"reading": reading(),
		"first": with(func(n *mirror.Standing) {
			n.Told, n.Expected, n.Done, n.Damaged = false, 0, time.Time{}, true
		}),
		"waiting": with(func(n *mirror.Standing) {
			n.Doing, n.Until, n.Spare, n.Used = mirror.NoCalls, at, 0, 192
		}),
		"retrying": with(func(n *mirror.Standing) {
			n.Doing, n.Until, n.Err, n.Forgot = mirror.Retrying, uitest.Morning().Add(16*time.Second), &backend.Error{Kind: backend.KindTimeout}, 1
		}),
		"failed": with(func(n *mirror.Standing) { n.Doing, n.Err = mirror.Failed, &backend.Error{Kind: backend.KindAccess} }),
		"done": with(func(n *mirror.Standing) {
			n.Doing, n.Until, n.Gone, n.Done, n.Pages, n.Members, n.Known = mirror.Resting, uitest.Morning().Add(4*time.Hour), 3, uitest.Morning(), 451, 45100, 45097
		}),
		"elsewhere": with(func(n *mirror.Standing) { n.Doing = mirror.Elsewhere }),
		"unlisted":  {Known: 217},
	}
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
		return ui.Tell(ui.Open{Screen: ui.ScreenMirror})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, width, height int) *uitest.Pump {
	t.Helper()
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home{} },
		ui.ScreenMirror: func(e *ui.Env, a ui.Args) ui.Screen { return mirror.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

func TestTheProgressMovesByItself(t *testing.T) {
	d := &desk{standing: reading()}
	p := counter(t, "zh", d, 80, 24)
	p.See("正在读取全部会员", "12,300 / 约 45,100 人", "123 页", "27%", "每分钟 11,800 人", "连今天 3 天读完", "已用 140/300")
	d.set(func(n *mirror.Standing) { n.Members, n.Pages, n.Days = 44000, 440, 1 })
	p.Advance(time.Second)
	p.See("44,000 / 约 45,100 人", "97%", "3 分钟")
	d.set(func(n *mirror.Standing) { n.Doing, n.Until = mirror.Resting, uitest.Morning().Add(4*time.Hour) })
	p.Advance(time.Second)
	p.See("已读完，14:00:00 再看")
	p.DontSee("%")
	p.Keys("Esc")
	p.See("HOME")
}

func TestAnEstimateNeverLooksDone(t *testing.T) {
	d := &desk{standing: reading()}
	d.set(func(n *mirror.Standing) { n.Members = n.Expected + 500 })
	counter(t, "zh", d, 80, 24).See("99%")
}

func TestPPausesAndGoesOn(t *testing.T) {
	d := &desk{standing: reading()}
	p := counter(t, "zh", d, 80, 24)
	p.Type("p")
	p.See("已暂停", "继续读取")
	p.Advance(time.Second)
	p.Type("p")
	p.See("正在读取全部会员", "暂停读取")
	p.Keys("Enter")
	p.See("已暂停")
	d.fail = errors.New("disk full")
	p.Keys("Enter")
	p.See("下次启动后会忘记")
}

func TestAScanPausesNothing(t *testing.T) {
	d := &desk{standing: reading()}
	p := counter(t, "zh", d, 80, 24)
	p.Scan("P000123")
	p.See("正在读取全部会员")
	p.Scan("1380000123")
	p.See("正在读取全部会员")
	p.Scan("M000123")
	p.See("正在读取全部会员")
	assert.Zero(t, d.anew)
}

func TestReadingAllAnewIsAskedFirst(t *testing.T) {
	d := &desk{standing: cases()["done"], told: true}
	p := counter(t, "zh", d, 80, 24)
	p.Type("f")
	p.See("从头读取全部会员？", "约要 451 次调用", "连今天 3 天读完")
	p.Keys("Esc")
	assert.Zero(t, d.anew)
	p.Type("f")
	p.Advance(time.Second)
	p.Keys("Right", "Enter")
	assert.Equal(t, 1, d.anew)
	p.See("正在读取全部会员")
	d.told = false
	p.Type("f")
	p.See("总人数未知")
}

func TestAVendorWithoutAListSaysSo(t *testing.T) {
	d := &desk{standing: cases()["unlisted"]}
	p := counter(t, "zh", d, 80, 24)
	p.See("不给会员名单", "217 位会员")
	p.Type("pf")
	p.Keys("Enter")
	p.DontSee("暂停", "从头读取")
	assert.Equal(t, cases()["unlisted"], d.Mirror())
}

func TestWithoutCallsForReadingNoDayIsPromised(t *testing.T) {
	d := &desk{standing: reading()}
	d.set(func(n *mirror.Standing) { n.Days, n.Spare = 0, 0 })
	p := counter(t, "zh", d, 80, 24)
	p.See("每天的次数全部留给了收银")
	p.DontSee("连今天")
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			for name, n := range cases() {
				p := counter(t, language, &desk{standing: n}, size[0], size[1])
				p.Golden(fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], name))
			}
		}
	}
}

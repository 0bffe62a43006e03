package levels_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/levels"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// desk is a vendor with members whose numbers are their ids.
type desk struct {
	mu      sync.Mutex
	levels  []backend.Level
	members map[string]backend.Member
	broken  map[string]error // why one member cannot be read
	unread  error            // why the levels cannot be read
	refuse  error
	// only are the members that really change, all if nil.
	only   []string
	sent   [][]string
	looked []string
	hold   chan struct{}
	quota  backend.QuotaTeller
}

type quota struct{}

func (quota) Quota() backend.Quota { return backend.Quota{Used: 60, Limit: 300} }

func level(id, name, rate string, disabled bool) backend.Level {
	r, _ := money.ParseRate(rate)
	earns := id != "1"
	return backend.Level{ID: id, Name: safe.Line(name), Rate: r, Earns: &earns, Disabled: disabled}
}

func newDesk() *desk {
	d := &desk{quota: quota{}, members: map[string]backend.Member{}, broken: map[string]error{}, levels: []backend.Level{
		level("1", "普通卡", "1", false), level("9", "旧卡", "0.95", true), level("2", "银卡", "0.9", false), level("3", "金卡", "0.8", false)}}
	for i, who := range []string{"王小二", "张三", "李四"} {
		number := fmt.Sprint(8001 + i)
		d.members[number] = backend.Member{ID: number, Number: safe.Line(number), Name: safe.Line(who), Level: d.levels[0],
			Phone: safe.Line("13800138000"), Status: backend.Status{Kind: backend.StatusNormal}}
	}
	m := d.members["8003"]
	m.Level = d.levels[3]
	d.members["8003"] = m
	return d
}

func (d *desk) Capabilities() backend.Capabilities { return backend.Capabilities{Quota: d.quota} }

func (d *desk) Levels(context.Context) ([]backend.Level, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.levels, d.unread
}

func (d *desk) Lookup(ctx context.Context, number string) (backend.Member, error) {
	d.mu.Lock()
	d.looked = append(d.looked, number)
	d.mu.Unlock()
	return d.Member(ctx, number)
}

func (d *desk) Member(_ context.Context, id string) (backend.Member, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.broken[id]; err != nil {
		return backend.Member{}, err
	}
	m, ok := d.members[id]
	if !ok {
		return m, &backend.Error{Kind: backend.KindNotFound}
	}
	return m, nil
}

func (d *desk) ChangeLevel(_ context.Context, levelID string, ids []string) error {
	d.mu.Lock()
	d.sent = append(d.sent, append([]string{levelID}, ids...))
	hold := d.hold
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.levels {
		for _, id := range ids {
			if l.ID == levelID && (d.only == nil || slices.Contains(d.only, id)) {
				m := d.members[id]
				m.Level = l
				d.members[id] = m
			}
		}
	}
	return d.refuse
}

func (d *desk) change(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
}

func (d *desk) calls() [][]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sent
}

// home opens the screen by F6, for a member if there is one.
type home struct{ member *backend.Member }

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (home) Title() string       { return "HOME" }
func (home) View() string        { return "HOME" }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (h home) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Edit {
		return ui.Tell(ui.Open{Screen: ui.ScreenLevels, Args: ui.Args{Member: h.member}})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, member string, width, height int) *uitest.Pump {
	t.Helper()
	h := home{}
	if m, ok := d.members[member]; ok {
		m.Level = backend.Level{Name: safe.Line("过期的等级")}
		h.member = &m
	}
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return h },
		ui.ScreenLevels: func(e *ui.Env, a ui.Args) ui.Screen { return levels.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

// gold chooses the third level of the list.
func gold(p *uitest.Pump) { p.Keys("3", "Enter") }

// confirm goes to the page to check and confirms it.
func confirm(p *uitest.Pump) {
	p.Keys("Enter")
	p.Advance(time.Second)
	p.Keys("F10")
}

func TestLevelsShowTheirTermsAndTheDisabledStandApart(t *testing.T) {
	p := counter(t, "zh", newDesk(), "", 80, 24)
	p.See("可用等级", "普通卡", "不打折", "9折", "8折", "已停用", "旧卡")
	screen := p.Screen()
	assert.Less(t, strings.Index(screen, "金卡"), strings.Index(screen, "旧卡"), "the disabled one comes last")
	p.Keys("4", "Enter")
	p.See("这个等级已停用")
	p.DontSee("卡号 ❯")
}

func TestManyMembersAreChangedAndEachIsReadBack(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "", 80, 24)
	gold(p)
	p.Paste("8001，8002\n8003 9999, a.b 8001")
	p.See("可改 2 · 不用改 1 · 有误 2", "已是金卡", "没有这个会员", "不是卡号")
	assert.Equal(t, []string{"8001", "8002", "8003", "9999"}, d.looked, "each number once, and nothing that is none")
	p.Keys("Enter")
	p.See("请核对", "王小二", "张三", "→ 金卡", "要用 3 次接口调用，今天还剩 240 次", "按 F10 改等级")
	p.DontSee("李四")
	p.Keys("Enter")
	p.See("Enter 不会修改")
	assert.Empty(t, d.calls())
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("✔ 已改 · 普通卡 → 金卡", "已改 2 · 未改 0 · 没读到 0")
	assert.Equal(t, [][]string{{"3", "8001", "8002"}}, d.calls())
	p.Keys("F10")
	assert.Len(t, d.calls(), 1)
	p.Keys("Enter")
	p.See("HOME")
}

func TestNumbersAreTypedAndScanned(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "", 80, 24)
	gold(p)
	p.Type("８００１")
	p.Keys("Enter")
	p.See("可改 1")
	p.Scan("8002")
	p.ScanAtOnce("8003")
	p.See("可改 2 · 不用改 1")
	p.Keys("Up", "Delete")
	p.See("可改 1 · 不用改 1")
	p.DontSee("8002")
}

func TestWhatReallyBecameOfEachIsSaid(t *testing.T) {
	d := newDesk()
	d.only = []string{"8001"}
	d.refuse = &backend.Error{Kind: backend.KindRejected}
	p := counter(t, "zh", d, "", 80, 24)
	p.Keys("2", "Enter")
	p.Paste("8001 8002 8003")
	p.Keys("Enter")
	p.Advance(time.Second)
	d.change(func() { d.hold = make(chan struct{}) })
	p.Keys("F10")
	d.change(func() { d.broken["8003"] = &backend.Error{Kind: backend.KindTimeout} })
	close(d.hold)
	p.See("会员系统报错", "✔ 已改", "✘ 未改，仍是普通卡", "? 没读到", "已改 1 · 未改 1 · 没读到 1", "按 Enter 再读")
	d.change(func() { delete(d.broken, "8003") })
	p.Keys("Enter")
	p.See("✘ 未改，仍是金卡", "已改 1 · 未改 2 · 没读到 0")
	assert.Len(t, d.calls(), 1, "reading again changes nothing")
}

func TestALostAnswerIsSettledByReading(t *testing.T) {
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindTimeout}
	p := counter(t, "zh", d, "", 80, 24)
	gold(p)
	p.Paste("8001 8002")
	confirm(p)
	p.See("没有收到明确的回应", "已改 2 · 未改 0")
}

func TestWhatWasNotSentIsNotReadBack(t *testing.T) {
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindUnreachable}
	d.only = []string{}
	p := counter(t, "zh", d, "", 80, 24)
	gold(p)
	p.Paste("8001 8002")
	confirm(p)
	p.See("什么也没有发出", "按 F10 改等级")
}

func TestAKeyForTheListDoesNotConfirm(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "", 80, 24)
	gold(p)
	p.Paste("8001 8002")
	p.Rapid("Enter", "F10")
	p.See("刚刚显示")
	p.Advance(time.Second)
	p.Scan("88888888")
	p.See("扫到的内容没有用上")
	assert.Empty(t, d.calls())
}

func TestNobodyToChangeIsSaid(t *testing.T) {
	p := counter(t, "zh", newDesk(), "", 80, 24)
	gold(p)
	p.Keys("Enter")
	p.See("还没有要改的会员")
	p.Scan("8003")
	p.Keys("Enter")
	p.See("还没有要改的会员", "已是金卡")
}

func TestAHundredIsTheMost(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "", 80, 24)
	gold(p)
	var all []string
	for i := range 120 {
		all = append(all, fmt.Sprintf("7%03d", i))
	}
	p.Paste(strings.Join(all, "\n"))
	p.See("一次最多 100 位", "有误 100")
}

func TestOneMemberIsReadAnewAndChanged(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "8001", 80, 24)
	p.See("选定要改成的等级", "王小二")
	gold(p)
	p.See("请核对", "普通卡", "→ 金卡")
	p.DontSee("过期的等级")
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("已改 1")
	assert.Equal(t, [][]string{{"3", "8001"}}, d.calls())
	p.Keys("Enter")
	p.See("HOME")
	p = counter(t, "zh", d, "8003", 80, 24)
	gold(p)
	p.See("已是金卡，不用改")
}

func TestAMembersOwnRateIsSaidToStay(t *testing.T) {
	d := newDesk()
	m := d.members["8001"]
	m.RateFrom = backend.RateMember
	d.members["8001"] = m
	p := counter(t, "zh", d, "8001", 80, 24)
	gold(p)
	p.See("会员自己的折扣不会跟着改")
}

func TestEscIsOneStepBackAndLosesNothingUnasked(t *testing.T) {
	p := counter(t, "zh", newDesk(), "", 80, 24)
	gold(p)
	p.Paste("8001 8002")
	p.Keys("Enter", "Esc")
	p.See("可改 2")
	p.Keys("Esc", "2", "Enter")
	p.See("改成：银卡", "可改 2")
	p.Keys("Esc", "Esc")
	p.See("放弃这份名单？")
	p.Advance(time.Second)
	p.Keys("Tab", "Enter")
	p.See("HOME")
}

func TestLevelsThatCannotBeReadAreReadAgain(t *testing.T) {
	d := newDesk()
	d.unread = &backend.Error{Kind: backend.KindUnreachable}
	p := counter(t, "zh", d, "", 80, 24)
	p.See("什么也没有发出", "按 Enter 再读一次")
	d.change(func() { d.unread = nil })
	p.Keys("Enter")
	p.See("金卡")
}

func TestWhoeverLeavesIsTold(t *testing.T) {
	for says, err := range map[string]error{
		"2 位会员的等级已提交改为金卡": nil,
		"✘ 等级没有改":         &backend.Error{Kind: backend.KindUnreachable},
	} {
		d := newDesk()
		d.hold, d.refuse = make(chan struct{}), err
		p := counter(t, "zh", d, "", 120, 40)
		gold(p)
		p.Paste("8001 8002")
		confirm(p)
		p.Keys("Esc")
		p.See("HOME")
		close(d.hold)
		p.See(says)
	}
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := func(what string) string { return fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], what) }
			d := newDesk()
			p := counter(t, language, d, "", size[0], size[1])
			p.Golden(name("levels"))
			gold(p)
			p.Paste("8001 8002 8003 9999 a.b")
			p.Golden(name("numbers"))
			p.Keys("Enter")
			p.Advance(time.Second)
			p.Golden(name("check"))
			d.only = []string{"8001"}
			p.Keys("F10")
			p.Golden(name("result"))
		}
	}
}

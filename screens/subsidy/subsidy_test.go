package subsidy_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/subsidy"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

type desk struct {
	mu     sync.Mutex
	rows   []backend.Subsidy
	err    error
	unread error
	asked  []backend.Period
}

func (d *desk) Subsidies(_ context.Context, p backend.Period) ([]backend.Subsidy, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, p)
	var rows []backend.Subsidy
	for _, r := range d.rows {
		if !r.At.Before(p.From) && !r.At.After(p.To) {
			rows = append(rows, r)
		}
	}
	return rows, d.err
}

func (d *desk) Member(context.Context, string) (backend.Member, error) {
	balance := money.Must("200.50")
	return backend.Member{ID: "m1", Number: safe.Line("8001"), Name: safe.Line("王小二"), Subsidy: &balance}, d.unread
}

// newDesk pays three members on the first of each month and clears one of them
// before.
func newDesk() *desk {
	d := &desk{}
	for month := -14; month <= 0; month++ {
		at := uitest.Morning().AddDate(0, month, -1)
		for i, name := range []string{"王小二", "张三", "Tom"} {
			r := backend.Subsidy{MemberID: fmt.Sprint("m", i+1), Number: safe.Line(fmt.Sprint(8001 + i)), Name: safe.Line(name),
				Phone: safe.Line("13912345678"), Level: safe.Line("员工"), Department: safe.Line("研发"), Rule: safe.Line("月补贴"), Mode: safe.Line("按月"),
				At: at.Add(time.Duration(i) * time.Minute), Amount: money.Must("300.00"), After: money.Must("300.00")}
			if i == 1 {
				cleared := r
				cleared.At, cleared.Cleared, cleared.Amount, cleared.After = at.Add(-time.Hour), true, money.Must("-12.30"), money.Amount{}
				d.rows = append(d.rows, cleared)
			}
			d.rows = append(d.rows, r)
		}
	}
	slices.SortFunc(d.rows, func(a, b backend.Subsidy) int { return a.At.Compare(b.At) })
	return d
}

type home struct{ member *backend.Member }

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (home) Title() string       { return "HOME" }
func (home) View() string        { return "HOME" }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (h home) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Edit {
		return ui.Tell(ui.Open{Screen: ui.ScreenSubsidy, Args: ui.Args{Member: h.member}})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, member bool, width, height int) *uitest.Pump {
	t.Helper()
	h := home{}
	if member {
		h.member = &backend.Member{ID: "m1", Number: safe.Line("8001"), Name: safe.Line("王小二")}
	}
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch:  func(*ui.Env, ui.Args) ui.Screen { return h },
		ui.ScreenSubsidy: func(e *ui.Env, a ui.Args) ui.Screen { return subsidy.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

func TestAMembersBalanceAndRows(t *testing.T) {
	p := counter(t, "zh", newDesk(), true, 80, 24)
	p.See("王小二   补贴余额 200.50 元", "8001", "发放 2 笔 600.00 元", "读到 2026-01-30")
	p.DontSee("张三")
	p.Keys("End")
	p.See("发放 14 笔 4,200.00 元")
	p.Keys("Esc")
	p.See("HOME")
}

func TestABalanceThatCannotBeReadIsSaid(t *testing.T) {
	d := newDesk()
	d.unread = &backend.Error{Kind: backend.KindTimeout}
	p := counter(t, "zh", d, true, 80, 24)
	p.See("补贴余额没有读到", "发放 2 笔")
}

func TestPaidAndClearedAreSummedApart(t *testing.T) {
	p := counter(t, "zh", newDesk(), false, 80, 24)
	p.See("发放 6 笔 1,800.00 元 · 清零 2 笔 24.60 元 （只含已读部分）")
	p.Keys("d")
	p.Type("2025-06-01")
	p.Keys("Enter")
	p.Type("2025-12-31")
	p.Keys("Enter")
	p.See("2025-06-01 至 2025-12-31", "发放 21 笔 6,300.00 元 · 清零 7 笔 86.10 元")
	p.DontSee("只含已读部分")
	p.Keys("k", "3")
	p.See("· 清零", "发放 0 笔 0.00 元 · 清零 7 笔 86.10 元")
	p.Keys("m")
	p.See("上月 2026-02")
	p.Keys("t")
	p.See("没有符合的记录")
}

func TestTypingFilters(t *testing.T) {
	p := counter(t, "zh", newDesk(), false, 80, 24)
	p.Type("张")
	p.See("❯ 张", "发放 2 笔", "清零 2 笔", "Enter 保留筛选")
	p.Keys("Esc")
	p.See("发放 6 笔")
	p.Type("8001")
	p.Keys("Enter")
	p.See("发放 2 笔", "王小二")
	p.Keys("Tab", "Ctrl+U")
	p.Type("tom")
	p.See("Tom", "发放 2 笔")
	p.Scan("8002")
	p.See("8002")
	p.Keys("Enter", "a")
	p.See("全部时间", "张三")
}

func TestAFailureIsTriedAgain(t *testing.T) {
	d := newDesk()
	d.err = &backend.Error{Kind: backend.KindQuota}
	p := counter(t, "zh", d, false, 80, 24)
	p.See("接口调用次数已用完", "按 Enter 再试")
	d.mu.Lock()
	d.err = nil
	d.mu.Unlock()
	p.Keys("Enter")
	p.See("发放 6 笔")
}

func TestPhonesAreMaskedAndCallsAreFew(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, false, 120, 40)
	p.See("139****5678")
	p.DontSee("13912345678")
	p.Type("张三")
	assert.Len(t, d.asked, 1, "filtering asks nobody")
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := func(what string) string { return fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], what) }
			p := counter(t, language, newDesk(), true, size[0], size[1])
			p.Keys("End")
			p.Golden(name("member"))
			p = counter(t, language, newDesk(), false, size[0], size[1])
			p.Type("张")
			p.Golden(name("filter"))
			p.Keys("Enter", "k")
			p.Golden(name("kinds"))
		}
	}
}

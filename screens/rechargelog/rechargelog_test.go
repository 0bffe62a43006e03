package rechargelog_test

import (
	"context"
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/rechargelog"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

type desk struct {
	mu    sync.Mutex
	rows  []backend.StoreRecharge
	err   error
	calls int
}

func (d *desk) Recharges(_ context.Context, p backend.Period) ([]backend.StoreRecharge, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls++
	var rows []backend.StoreRecharge
	for _, r := range d.rows {
		if !r.At.Before(p.From) && !r.At.After(p.To) {
			rows = append(rows, r)
		}
	}
	return rows, d.err
}

// Known knows one member of two.
func (d *desk) Known(_ context.Context, ids []string) map[string]backend.Member {
	known := map[string]backend.Member{}
	for _, id := range ids {
		if id == "813951242628553689" {
			known[id] = backend.Member{ID: id, Number: safe.Line("8001"), Name: safe.Line("王小二")}
		}
	}
	return known
}

// newDesk has two recharges a day at two stores.
func newDesk() *desk {
	d := &desk{}
	for day := -69; day <= 0; day++ {
		at := uitest.Morning().AddDate(0, 0, day).Add(-time.Hour)
		d.rows = append(d.rows,
			backend.StoreRecharge{MemberID: "813951242628553689", Store: safe.Line("总店"), PayType: safe.Line("微信"), At: at,
				Money: money.Must("200.00"), Gift: money.Must("20.00"), Balance: money.Must("528.80"), Remark: safe.Line("节日")},
			backend.StoreRecharge{MemberID: "813951242628550000", Store: safe.Line("分店"), PayType: safe.Line("现金"), At: at.Add(time.Minute),
				Money: money.Must("100.00"), Balance: money.Must("100.00")})
	}
	d.rows[len(d.rows)-1].PayType = safe.Text{}
	return d
}

type home struct{ text string }

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (h home) Title() string     { return h.text }
func (h home) View() string      { return h.text }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (home) Update(msg ui.Msg) ui.Cmd {
	i, ok := msg.(ui.Intent)
	switch {
	case ok && i.Action == keymap.Edit:
		return ui.Tell(ui.Open{Screen: ui.ScreenRechargeLog})
	case ok && i.Action == keymap.Back:
		return ui.Tell(ui.Close{})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, width, height int) *uitest.Pump {
	t.Helper()
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home{"HOME"} },
		ui.ScreenMember: func(_ *ui.Env, a ui.Args) ui.Screen {
			return home{"MEMBER " + a.Member.ID + " " + a.Member.Name.String()}
		},
		ui.ScreenRechargeLog: func(e *ui.Env, a ui.Args) ui.Screen { return rechargelog.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

func TestAWeekWithItsSums(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	p.See("近七天 · 全部门店 · 全部支付方式", "14 笔 · 本金 2,100.00 元 · 赠送 140.00 元", "王小二 8001", "#28550000", "未注明")
	p.DontSee("只含已读部分")
	p.Keys("t")
	p.See("2 笔 · 本金 300.00 元 · 赠送 20.00 元")
	p.Keys("m")
	p.See("上月 2026-02", "56 笔 · 本金 8,400.00 元 · 赠送 560.00 元")
	assert.Equal(t, 3, d.calls)
}

func TestSumsByPayTypeAndStore(t *testing.T) {
	p := counter(t, "zh", newDesk(), 80, 24)
	p.Keys("Tab")
	p.See("总计", "按支付方式", "按门店和支付方式", "1,400.00", "140.00", "600.00", "未注明", "Tab 回到记录")
	p.Keys("t")
	p.See("今天", "200.00", "20.00")
	p.Keys("Down", "Down", "Tab")
	p.See("Tab 看合计")
}

func TestStoreAndPayTypeFilter(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	p.Keys("k")
	p.See("只看哪家门店", "全部门店", "分店", "总店")
	p.Keys("2")
	p.See("只看哪种支付方式", "现金", "未注明")
	p.DontSee("微信")
	p.Keys("Down", "Enter")
	p.See("近七天 · 分店", "笔 · 本金")
	p.DontSee("王小二")
	p.Keys("k", "Enter", "1", "m")
	p.See("上月 2026-02 · 分店 · 全部支付方式", "28 笔 · 本金 2,800.00 元 · 赠送 0.00 元")
	p.Keys("k", "Esc")
	p.See("分店 · 全部支付方式")
}

func TestTheListIsEndless(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	p.Keys("a")
	p.See("读到 2026-01-30", "62 笔", "（只含已读部分）")
	for range 60 {
		p.Keys("Down")
	}
	p.See("读到 2025-12-30", "124 笔")
	p.Keys("End")
	p.See("140 笔")
}

func TestEnterOpensTheMember(t *testing.T) {
	p := counter(t, "zh", newDesk(), 80, 24)
	p.Keys("Enter")
	p.See("MEMBER 813951242628550000")
	p.Keys("Esc", "Down", "Enter")
	p.See("MEMBER 813951242628553689 王小二")
}

func TestAFailureIsTriedAgain(t *testing.T) {
	d := newDesk()
	d.err = &backend.Error{Kind: backend.KindTimeout}
	p := counter(t, "zh", d, 80, 24)
	p.See("没有及时回应", "按 Enter 再试")
	d.mu.Lock()
	d.err = nil
	d.mu.Unlock()
	p.Keys("Enter")
	p.See("14 笔")
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := func(what string) string { return fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], what) }
			p := counter(t, language, newDesk(), size[0], size[1])
			p.Golden(name("list"))
			p.Keys("Tab")
			p.Golden(name("sums"))
			p.Keys("Tab", "k")
			p.Golden(name("stores"))
		}
	}
}

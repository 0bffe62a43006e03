package audit_test

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
	"guitai/screens/audit"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// desk has 450 entries, a minute apart, of which every third is an operation's.
type desk struct {
	mu      sync.Mutex
	count   int64
	asked   []audit.Query
	err     error
	verdict audit.Verdict
	// walked lets Verify go on.
	walked chan struct{}
	// sparse gives empty pages first.
	sparse int
}

func newDesk() *desk {
	return &desk{count: 450, verdict: audit.Verdict{Sound: true, Entries: 450, Head: "0123456789abcdef"}}
}

func (d *desk) May() error { return nil }

func entry(seq, newest int64) audit.Entry {
	e := audit.Entry{Seq: seq, At: uitest.Morning().Add(-time.Duration(newest-seq) * time.Minute), Who: safe.Line("小李"), Till: safe.Line("T1"),
		From: safe.Line("10.0.0.7 SHA256:abcdef"), Hash: fmt.Sprintf("%064x", seq)}
	switch seq % 3 {
	case 0:
		e.About, e.Approver = safe.Line("王小二 8001"), safe.Line("王经理")
		e.Op = &audit.Op{ID: fmt.Sprintf("0190-%d", seq), Slip: fmt.Sprintf("A%04d", seq), Kind: backend.OpConsume, Amount: money.Must("88.50"),
			Before: backend.StateSending, After: backend.StateApplied, Why: backend.WhyReply, Version: 3, Attempt: 1, Class: safe.Line("yes")}
	case 1:
		e.Who, e.What, e.About = safe.Line("王经理"), "staff.role", safe.Line("小李")
		e.Detail = []audit.Detail{{Name: "from", Value: safe.Line("cashier")}, {Name: "role", Value: safe.Line("supervisor")}}
	default:
		e.What, e.About, e.Reason = "member.edit", safe.Line("\x1b]0;owned\x07\u202e李四"), safe.Line("顾客要求\r\x1b[2J")
		e.Who = safe.Line("evil\u009b31m")
	}
	return e
}

func (d *desk) Entries(_ context.Context, q audit.Query) (audit.Page, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, q)
	if d.err != nil {
		return audit.Page{}, d.err
	}
	p := audit.Page{Names: []string{"小李", "王经理"}}
	from := d.count
	if q.Before > 0 {
		from = q.Before - 1
	}
	if d.sparse > 0 {
		d.sparse--
		p.Next = from - 10
		return p, nil
	}
	for seq := from; seq > 0; seq-- {
		e := entry(seq, d.count)
		if q.Who != "" && e.Who.String() != q.Who || q.Slip != "" && (e.Op == nil || e.Op.Slip != q.Slip) || e.At.Before(q.From) || !q.To.IsZero() && e.At.After(q.To) {
			continue
		}
		if p.Entries = append(p.Entries, e); len(p.Entries) == 200 {
			p.Next = seq
			break
		}
	}
	return p, nil
}

func (d *desk) Verify(_ context.Context, tell func(done, all int64)) (audit.Verdict, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	tell(200, d.count)
	if d.walked != nil {
		<-d.walked
	}
	return d.verdict, d.err
}

func (d *desk) last() audit.Query {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked[len(d.asked)-1]
}

func (d *desk) calls() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.asked)
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
		return ui.Tell(ui.Open{Screen: ui.ScreenAudit})
	}
	return nil
}

func office(t *testing.T, language string, d *desk, width, height int) *uitest.Story {
	t.Helper()
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home{} },
		ui.ScreenAudit:  func(e *ui.Env, a ui.Args) ui.Screen { return audit.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	return uitest.Cashier(t, p).Presses("F6")
}

func TestTheNewestStandFirstAndPagesAreReadAsSomebodyScrolls(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Sees("第 1 条，已读 200 条", "450", "消费 88.50 → 已入账", "#A0450 王小二 8001", "王经理")
	assert.Equal(t, 1, d.calls())
	s.Presses("End").Sees("已读 400 条")
	assert.Equal(t, int64(251), d.last().Before)
	s.Presses("End").Sees("共 450 条").Presses("End").Sees("第 450 条，共 450 条")
	assert.Equal(t, 3, d.calls())
}

func TestHostileNamesStayHarmless(t *testing.T) {
	s := office(t, "zh", newDesk(), 80, 24).Presses("Down")
	s.Sees("改会员资料", "顾客要求").DoesNotSee("\u202e", "\x1b]", "\u009b", "\r")
	s.Presses("k").Presses("1").Sees("只看谁", "evil").DoesNotSee("\u009b")
}

func TestKindThenPerson(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Presses("k").Sees("只看哪种事项", "款项", "会员资料", "PIN").Presses("4").Sees("只看谁", "所有人", "小李", "王经理")
	s.Presses("Down", "Down", "Down", "Enter").Sees("员工 · 王经理")
	assert.Equal(t, audit.KindStaff, d.last().Kind)
	assert.Equal(t, "王经理", d.last().Who)
	s.Presses("k", "Esc").Sees("员工 · 王经理").Presses("k", "1", "1").Sees("全部事项 · 所有人")
	assert.Empty(t, d.last().Who)
}

func TestPeriodsAreThoseOfHistory(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Presses("t").Sees("今天 2026-03-02")
	assert.Equal(t, uitest.Morning().Truncate(24*time.Hour).Add(-8*time.Hour).Unix(), d.last().From.Unix())
	s.Presses("m").Sees("上月 2026-02", "没有符合的记录").Presses("w").Sees("近七天")
	s.Presses("d").Sees("起止日期").Types("0301").Presses("Enter").Types("0230").Presses("Enter").Sees("没有这一天")
	s.Presses("Ctrl+U").Types("0301").Presses("Enter").Sees("2026-03-01 至 2026-03-01")
	s.Presses("a").Sees("全部时间")
	assert.True(t, d.last().From.IsZero())
}

func TestOneSlipAlone(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Sees("Enter 只看这张小票").Presses("Enter").Sees("小票 #A0450", "共 1 条").Presses("Esc").Sees("已读 200 条")
	s.Presses("#").Sees("小票号").Types("a0447").Presses("Enter").Sees("小票 #A0447", "共 1 条")
	s.Presses("9").Presses("Esc").Sees("小票 #A0447").Presses("Esc", "Esc").Sees("HOME")
	assert.Equal(t, "A0447", d.asked[len(d.asked)-2].Slip)
}

func TestAPageWithoutAnythingIsNoEnd(t *testing.T) {
	d := newDesk()
	d.sparse = 7
	s := office(t, "zh", d, 80, 24)
	s.Sees("已查到序号", "按 Enter 再往前查")
	assert.Equal(t, 5, d.calls(), "one key looks through so many pages and no more")
	s.Presses("Enter").Sees("已读")
}

func TestAFailureIsTriedAgain(t *testing.T) {
	d := newDesk()
	d.err = &backend.Error{Kind: backend.KindJournal}
	s := office(t, "en", d, 80, 24).Sees("Enter tries again")
	d.mu.Lock()
	d.err = nil
	d.mu.Unlock()
	s.Presses("Enter").Sees("1 of 200 read so far")
}

func TestTheChainIsVerifiedBesideTheWork(t *testing.T) {
	d := newDesk()
	d.walked = make(chan struct{})
	s := office(t, "zh", d, 80, 24)
	s.Presses("y").Waits(time.Second).Sees("正在核对审计链", "200/450 条").Presses("y").Sees("正在核对，请稍候")
	close(d.walked)
	s.Sees("✔ 审计链完整：450 条，末条 0123456789ab")
}

func TestABrokenChainIsAnAlarmEvenFromElsewhere(t *testing.T) {
	for name, x := range map[string]struct {
		verdict audit.Verdict
		says    string
	}{
		"link":   {audit.Verdict{Broken: 17}, "✗ The chain breaks at entry 17"},
		"record": {audit.Verdict{Says: safe.Line("operation A0001")}, "✗ The journal is not what the audit says: operation A0001"},
		"anchor": {audit.Verdict{Lost: true, Says: safe.Line("set back")}, "✗ The journal is older than what was noted outside"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			d.verdict = x.verdict
			office(t, "en", d, 120, 40).Presses("y").Sees(x.says)
			d.walked = make(chan struct{})
			s := office(t, "en", d, 120, 40).Presses("y", "Esc").Sees("HOME")
			close(d.walked)
			s.Sees(x.says)
		})
	}
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := func(what string) string { return fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], what) }
			s := office(t, language, newDesk(), size[0], size[1])
			s.Pump().Golden(name("money"))
			s.Presses("Down", "Down").Pump().Golden(name("staff"))
			s.Presses("k").Pump().Golden(name("kinds"))
			s.Presses("Esc", "y").Pump().Golden(name("verified"))
		}
	}
}

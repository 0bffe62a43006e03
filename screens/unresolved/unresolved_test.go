package unresolved_test

import (
	"context"
	"flag"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/unresolved"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// desk is a till with some operations.
type desk struct {
	mu      sync.Mutex
	cases   []backend.Case
	unread  error
	outcome func(backend.Case) backend.Case // what a look brings
	lookErr error
	deny    error
	looks   []string
	decided []decision
	closed  []string
	hold    chan struct{}
	whyNot  string
	voided  []string
	voidsTo backend.State
}

type decision struct {
	id     string
	paid   bool
	reason string
}

func (d *desk) Cases(context.Context) ([]backend.Case, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]backend.Case(nil), d.cases...), d.unread
}

func (d *desk) find(id string) backend.Case {
	for _, c := range d.cases {
		if c.ID == id {
			return c
		}
	}
	return backend.Case{Operation: backend.Operation{ID: id}, State: backend.StateApplied, UpdatedAt: uitest.Morning().Add(time.Hour)}
}

func (d *desk) Look(_ context.Context, id string) (backend.Case, error) {
	d.mu.Lock()
	d.looks = append(d.looks, id)
	c, hold := d.find(id), d.hold
	if d.outcome != nil {
		c = d.outcome(c)
	}
	err := d.lookErr
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return c, err
}

func (d *desk) WhyNotVoid(backend.Case) string { return d.whyNot }

func (d *desk) Void(_ context.Context, id string) (backend.Case, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.voided = append(d.voided, id)
	c := d.find(id)
	c.State, c.Why = backend.StateVoided, backend.WhyVoided
	if d.voidsTo != "" {
		c.State, c.Why = d.voidsTo, backend.WhyVoidKnown
	}
	c.UpdatedAt = c.UpdatedAt.Add(time.Minute)
	return c, d.deny
}

func (d *desk) Decide(_ context.Context, id string, paid bool, reason string) (backend.Case, error) {
	d.mu.Lock()
	d.decided = append(d.decided, decision{id, paid, reason})
	c, hold := d.find(id), d.hold
	c.State, c.Why = backend.StateClosedUnpaid, backend.WhyPerson
	if paid {
		c.State = backend.StateClosedPaid
	}
	c.UpdatedAt = c.UpdatedAt.Add(time.Minute)
	err := d.deny
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return c, err
}

func (d *desk) CloseIncident(_ context.Context, id, reason string) (backend.Case, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = append(d.closed, id+" "+reason)
	c := d.find(id)
	i := *c.Incident
	i.Closed, i.ClosedBy, i.Reason = c.UpdatedAt, "主管", reason
	c.Incident, c.UpdatedAt = &i, c.UpdatedAt.Add(time.Minute)
	return c, d.deny
}

func (d *desk) change(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
}

// stub is home, or a money screen that says what it was opened with.
type stub struct{ text string }

func (s stub) Init() ui.Cmd        { return nil }
func (s stub) SetSize(int, int)    {}
func (s stub) Scope() keymap.Scope { return keymap.ScopeMember }
func (s stub) Title() string       { return "STUB" }
func (s stub) View() string        { return s.text }
func (s stub) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Back}} }
func (s stub) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		return ui.Tell(ui.Close{})
	}
	return nil
}

// tray opens the tray over a home screen. Cases sent to the channel are told to
// every screen.
func tray(t *testing.T, language string, d *desk, width, height int) (*uitest.Pump, chan backend.Case) {
	env := uitest.Env(t, language)
	changes := make(chan backend.Case, 8)
	money := func(name string) ui.Maker {
		return func(_ *ui.Env, a ui.Args) ui.Screen {
			return stub{name + " " + a.Member.ID + " " + a.Member.Number.String() + " " + a.Member.Name.String() + " again " + a.RetryOf.Slip}
		}
	}
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch:     func(*ui.Env, ui.Args) ui.Screen { return stub{"HOME"} },
		ui.ScreenUnresolved: func(e *ui.Env, a ui.Args) ui.Screen { return unresolved.New(e, a, d) },
		ui.ScreenRecharge:   money("RECHARGE"), ui.ScreenConsume: money("CONSUME"), ui.ScreenPoints: money("POINTS"),
	}, shell.Options{Home: ui.ScreenSearch, Cases: changes}), width, height)
	p.Keys("F8")
	return p, changes
}

func operation(id, slip string, state backend.State, why backend.Why) backend.Case {
	at := uitest.Morning().Add(-90 * time.Second)
	return backend.Case{
		Operation: backend.Operation{ID: id, Kind: backend.OpConsume, MemberID: "8001", Number: safe.Line("8001"), Name: safe.Line("王小二"),
			Amount: money.Must("88.50"), Till: "T1", Operator: "阿美"},
		State: state, Slip: slip, CreatedAt: at, UpdatedAt: at, Why: why,
	}
}

func unknown() backend.Case {
	c := operation("u", "A0042", backend.StateUnknown, backend.WhyWaiting)
	c.NextLook = uitest.Morning().Add(20 * time.Second)
	c.Attempts = []backend.Attempt{{N: 1, At: c.CreatedAt, Wrote: true}}
	return c
}

func human() backend.Case {
	c := operation("h", "A0041", backend.StateHuman, backend.WhySeveral)
	consumed := money.Must("1000.00")
	more := money.Must("1177.00")
	row := func(id int64, kind backend.EventKind, gross, balance string, ago time.Duration) backend.Event {
		return backend.Event{ID: id, At: c.CreatedAt.Add(ago), Kind: kind, Gross: money.Must(gross), Net: money.Must(gross), Balance: money.Must(balance)}
	}
	c.Evidence = &backend.Evidence{
		Before: backend.Snapshot{Balance: money.Must("500.00"), Points: money.WholePoints(10), Consumed: &consumed, HeadID: 100},
		Now:    backend.Snapshot{Balance: money.Must("313.00"), Points: money.WholePoints(10), Consumed: &more, HeadID: 103},
		Rows: []backend.Event{row(101, backend.EventConsume, "88.50", "411.50", time.Second),
			row(102, backend.EventConsume, "10.00", "401.50", 2*time.Second), row(103, backend.EventConsume, "88.50", "313.00", 3*time.Second)},
		Fits: []int{0, 2}, Chained: true, Foreign: true,
	}
	c.Attempts = []backend.Attempt{{N: 1, At: c.CreatedAt, Wrote: true, HTTP: 502, Body: []byte("<html>\x1b[2JBad Gateway\x1b]0;owned\x07\u202e</html>")}}
	return c
}

func notFound() backend.Case {
	return operation("n", "A0040", backend.StateNotFound, backend.WhyNotFound)
}

func TestAnEmptyTraySaysSoCalmly(t *testing.T) {
	p, _ := tray(t, "zh", &desk{}, 80, 24)
	p.See("✔ 没有待核实的操作")
	p.DontSee("不要再收一次")
	p.Keys("y", "x", "g", "l", "Down", "PgDn")
	p.Keys("Esc")
	p.See("HOME")
}

func TestATrayThatCannotBeReadSaysWhy(t *testing.T) {
	d := &desk{unread: &backend.Error{Kind: backend.KindJournal}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.See("账本无法写入")
	p.DontSee("没有待核实的操作")
	d.change(func() { d.unread, d.cases = nil, []backend.Case{unknown()} })
	p.Keys("Ctrl+R")
	p.See("A0042")
	p.DontSee("账本无法写入")
}

func TestAnUnknownOperationCountsDownToItsNextLook(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown()}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.See("不要再收一次", "#A0042", "消费", "88.50", "王小二", "核对中", "没有收到回应", "再过 20 秒自动再查", "阿美", "1 分钟前", "第 1 次", "没有回应")
	p.Advance(5 * time.Second)
	p.See("再过 15 秒自动再查")
	p.Advance(15 * time.Second)
	p.See("正在查记录")
	p.Advance(time.Second)
	waiting := p.Clock().Waiting()
	p.Advance(time.Minute)
	assert.Equal(t, waiting, p.Clock().Waiting(), "nothing ticks once nothing is awaited")
}

func TestAnOperationOnItsWayIsNotSaidToBeWithoutAnswer(t *testing.T) {
	c := operation("s", "A0043", backend.StateSending, backend.WhyNone)
	c.Attempts = []backend.Attempt{{N: 1, At: c.CreatedAt, Wrote: true}}
	d := &desk{cases: []backend.Case{c}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.See("不要再收一次", "发送中", "正在等会员系统回应", "第 1 次", "等待回应")
	p.DontSee("不再自动查", "没有回应", "没有明确结果")
	p.Keys("l")
	p.See("! 正在等会员系统回应")
	assert.Empty(t, d.looks)
}

func TestAPendingOperationSaysWhichTryItIs(t *testing.T) {
	c := unknown()
	c.Looks, c.QuietUntil = 3, uitest.Morning().Add(41*time.Second)
	p, changes := tray(t, "zh", &desk{cases: []backend.Case{c}}, 80, 24)
	p.See("⏳ 结果未知，正在查单（第 3 次，剩 41 s） – 不要再收一次")
	p.Advance(10 * time.Second)
	p.See("剩 31 s")
	c.Looks, c.QuietUntil, c.UpdatedAt = 0, time.Time{}, c.UpdatedAt.Add(time.Minute)
	changes <- c
	p.See("（第 3 次，剩 31 s）")
	p.Advance(40 * time.Second)
	p.DontSee("第 3 次，剩")
	waiting := p.Clock().Waiting()
	p.Advance(time.Minute)
	assert.Equal(t, waiting, p.Clock().Waiting(), "nothing ticks once nothing is awaited")
}

func TestWhatWaitsForTheNextDaySaysUntilWhen(t *testing.T) {
	c := unknown()
	c.Why, c.NextLook = backend.WhyQuota, uitest.Morning().Add(14*time.Hour+5*time.Minute)
	for language, words := range map[string][]string{"zh": {"今天的调用次数已用完", "00:05", "此卡不能收款"}, "en": {"no calls left today", "00:05", "locked until then"}} {
		p, _ := tray(t, language, &desk{cases: []backend.Case{c}}, 120, 40)
		p.See(words...)
	}
}

func TestATaskWaitsForTheBackOffice(t *testing.T) {
	c := operation("t", "A0044", backend.StateTask, backend.WhyTask)
	p, _ := tray(t, "zh", &desk{cases: []backend.Case{c}}, 80, 24)
	p.See("☐ 待后台处理", "记录里看到后会自动结案")
	p.DontSee("不要再收一次")
	p, _ = tray(t, "en", &desk{cases: []backend.Case{c}}, 80, 24)
	p.See("To do in the member system's back office", "closes by itself")
}

func TestTheGuestLeftAndItIsVoided(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown()}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.See("顾客离开时可作废（z）")
	p.Keys("z")
	p.Advance(time.Second)
	p.See("顾客离开：作废这一笔？", "#A0042 消费 88.50")
	p.Keys("Enter")
	assert.Empty(t, d.voided, "Enter alone agrees to nothing")
	p.Keys("z")
	p.Advance(time.Second)
	p.Keys("Right", "Enter")
	p.Advance(time.Second)
	assert.Equal(t, []string{"u"}, d.voided)
	p.See("✔ #A0042 已作废", "服务器确认", "这一笔不会再发生")
	p.DontSee("顾客离开时可作废")
}

func TestAVoidingThatProvesNothingIsForASupervisor(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown()}, voidsTo: backend.StateHuman}
	p, _ := tray(t, "en", d, 120, 40)
	p.Keys("z")
	p.Advance(time.Second)
	p.Keys("Right", "Enter")
	p.Advance(time.Second)
	p.See("is not voided yet: needs a supervisor", "Needs a supervisor #A0042", "knew it already")
}

func TestWhyItCannotBeVoidedIsSaid(t *testing.T) {
	for why, words := range map[string]string{"vendor": "此会员系统不能作废", "unproven": "还没有验证过", "twins": "会重复入账", "old": "时间太久"} {
		d := &desk{cases: []backend.Case{unknown(), human()}, whyNot: why}
		p, _ := tray(t, "zh", d, 120, 40)
		p.See(words)
		p.Keys("z")
		p.Advance(time.Second)
		assert.Equal(t, 2, strings.Count(p.Screen(), words), "beside the operation, and as the answer to the key")
		assert.Empty(t, d.voided)
		p.Keys("Down", "z")
		assert.Empty(t, d.voided, "a supervisor's case is not voided")
	}
	d := &desk{cases: []backend.Case{unknown()}, deny: &backend.Error{Kind: backend.KindUnsupported, Field: "old"}}
	p, _ := tray(t, "zh", d, 120, 40)
	p.Keys("z")
	p.Advance(time.Second)
	p.Keys("Right", "Enter")
	p.Advance(time.Second)
	p.See("时间太久")
}

func TestNothingTicksWhereNothingIsAwaited(t *testing.T) {
	d := &desk{cases: []backend.Case{notFound()}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.Advance(time.Second)
	before := p.UnderWay()
	p.Advance(time.Minute)
	assert.Equal(t, before, p.UnderWay())
	assert.Zero(t, len(d.looks))
}

func TestTheEvidenceIsAllThere(t *testing.T) {
	d := &desk{cases: []backend.Case{human()}}
	p, _ := tray(t, "zh", d, 120, 60)
	p.See("不要再收一次", "需主管处理", "请主管看凭据后判定（y 已入账 / x 未入账）", "记录里有不止一笔相符",
		"500.00", "313.00", "累计消费", "1,177.00", "103", "此后有不是本柜台的记录",
		"411.50", "401.50", "✓", "相符", "HTTP 502", "Bad Gateway")
	assert.Equal(t, 2, strings.Count(p.Screen(), "✓"))
	p.See("�[2JBad Gateway�]0;owned��")
}

// A refusal that answered a second attempt says nothing about the first one.
func TestARefusalIsNoProofWhereNobodyKnows(t *testing.T) {
	c := human()
	c.Refusal = &backend.Error{Kind: backend.KindRejected, Text: safe.Line("重复提交修改")}
	d := &desk{cases: []backend.Case{c}}
	p, _ := tray(t, "zh", d, 120, 40)
	p.See("重复提交修改")
	p.DontSee("没有改动")
}

func TestLongEvidenceScrollsUnderTheWarning(t *testing.T) {
	d := &desk{cases: []backend.Case{human()}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.See("不要再收一次", "PgDn 往下看")
	p.DontSee("Bad Gateway")
	p.Keys("PgDn", "PgDn", "PgDn")
	p.See("不要再收一次", "Bad Gateway")
	p.DontSee("往下看")
	p.Keys("PgUp", "PgUp", "PgUp")
	p.See("下一步")
	p.Wheel(20)
	p.See("Bad Gateway")
}

func TestLookingAgainSettlesIt(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown()}, outcome: func(c backend.Case) backend.Case {
		c.State, c.Why, c.NextLook = backend.StateApplied, backend.WhyMatched, time.Time{}
		c.UpdatedAt = c.UpdatedAt.Add(time.Minute)
		c.Receipt = &backend.Receipt{Collect: money.Must("8.50")}
		return c
	}}
	p, _ := tray(t, "zh", d, 80, 24)
	p.Rapid("l", "l")
	p.Advance(time.Second)
	p.See("已有结果：入账", "另收 8.50", "记录里查到了这一笔")
	p.DontSee("不要再收一次")
	assert.Equal(t, []string{"u"}, d.looks)
	p.Keys("l")
	p.See("这一笔已经有结果了")
	assert.Len(t, d.looks, 1)
}

func TestALookThatFailsSaysSoAndKeepsTheCase(t *testing.T) {
	d := &desk{cases: []backend.Case{human()}, lookErr: &backend.Error{Kind: backend.KindUnreachable}}
	p, _ := tray(t, "zh", d, 120, 40)
	p.Keys("l")
	p.Advance(time.Second)
	p.See("连不上会员系统", "需主管处理")
}

func TestOnlyWhatWasNotFoundIsRungAgain(t *testing.T) {
	for kind, screen := range map[backend.OpKind]string{backend.OpConsume: "CONSUME", backend.OpRecharge: "RECHARGE", backend.OpRedeem: "POINTS"} {
		c := notFound()
		c.Kind = kind
		d := &desk{cases: []backend.Case{unknown(), c}}
		p, _ := tray(t, "zh", d, 80, 24)
		p.Keys("g")
		p.Advance(time.Second)
		p.See("只有“未查到”的操作才能重新收款")
		p.Keys("Down")
		p.See("再收一次？（g）")
		p.Keys("g")
		p.Advance(time.Second)
		p.See(screen + " 8001 8001 王小二 again A0040")
		d.change(func() { d.cases = d.cases[:1] })
		p.Keys("Esc")
		p.See("A0042")
	}
}

func TestWhatWasNotFoundCanBeCalledUnpaid(t *testing.T) {
	d := &desk{cases: []backend.Case{notFound()}}
	p, _ := tray(t, "zh", d, 120, 40)
	p.Keys("y")
	p.Advance(time.Second)
	p.See("只有“需主管处理”的操作才能判定")
	p.Keys("x")
	p.Advance(time.Second)
	p.Type("客人离开了")
	p.Keys("Tab", "Enter")
	p.Advance(time.Second)
	assert.Equal(t, []decision{{"n", false, "客人离开了"}}, d.decided)
}

func TestAnIncidentIsClosedByASupervisor(t *testing.T) {
	c := operation("i", "A0044", backend.StateApplied, backend.WhyReply)
	c.Incident = &backend.Incident{Why: backend.WhyExtraRow, At: c.CreatedAt, Rows: []backend.Event{{ID: 104, At: c.CreatedAt, Kind: backend.EventConsume,
		Gross: money.Must("88.50"), Net: money.Must("88.50"), Balance: money.Must("224.50")}}}
	d := &desk{cases: []backend.Case{c}}
	p, _ := tray(t, "zh", d, 120, 40)
	p.See("此卡停止收款", "旁边多出一笔相同的记录", "对不上的记录", "224.50", "核实下面的记录后结案（k）")
	p.DontSee("不要再收一次", "已有结果")
	p.Keys("y", "x")
	assert.Empty(t, d.decided)
	p.Keys("k")
	p.Advance(time.Second)
	p.See("核实结案", "请写明核实结果")
	p.Type("已退现金")
	p.Keys("Tab", "Enter")
	p.Advance(time.Second)
	assert.Equal(t, []string{"i 已退现金"}, d.closed)
	p.See("#A0044 已结案", "已有结果：入账")
	p.Keys("k")
	assert.Len(t, d.closed, 1)
}

func TestASupervisorDecidesWithAReason(t *testing.T) {
	for key, want := range map[string]decision{"y": {"h", true, "看过监控"}, "x": {"h", false, "看过监控"}} {
		d := &desk{cases: []backend.Case{human(), notFound()}}
		p, _ := tray(t, "zh", d, 120, 40)
		p.Keys(key)
		p.Advance(time.Second)
		p.See("请写明理由", "#A0041 消费 88.50")
		p.Keys("Tab", "Enter")
		assert.Empty(t, d.decided, "without a reason nothing is decided")
		p.Type("看过监控")
		p.Keys("Enter")
		p.Advance(time.Second)
		assert.Equal(t, []decision{want}, d.decided)
		p.See("#A0041 已判定", "主管判定", "已有结果")
		p.Keys(key)
		p.Advance(time.Second)
		p.See("这一笔已经有结果了")
		assert.Len(t, d.decided, 1)
	}
}

func TestOnlyWhatNeedsAPersonIsDecided(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown(), human()}}
	p, changes := tray(t, "zh", d, 80, 24)
	p.Keys("y")
	p.Advance(time.Second)
	p.See("只有“需主管处理”的操作才能判定")
	p.Keys("Down", "x")
	p.Advance(time.Second)
	p.Type("没有收到钱")
	settled := human()
	settled.State, settled.UpdatedAt = backend.StateApplied, settled.UpdatedAt.Add(time.Minute)
	changes <- settled
	p.See("✔ 已入账")
	p.Keys("Tab", "Enter")
	p.See("这一笔已经有结果了")
	assert.Empty(t, d.decided, "it settled while the reason was typed")
}

func TestADecisionThatCameTooLateIsLookedUp(t *testing.T) {
	d := &desk{cases: []backend.Case{human()}, deny: &backend.Error{Kind: backend.KindStale}}
	p, _ := tray(t, "zh", d, 120, 40)
	p.Keys("y")
	p.Advance(time.Second)
	p.Type("看过监控")
	p.Keys("Tab", "Enter")
	p.Advance(time.Second)
	p.See("这一笔已经有结果了")
	assert.Equal(t, []string{"h"}, d.looks)
}

func TestADecisionIsAnnouncedToWhoeverLeft(t *testing.T) {
	d := &desk{cases: []backend.Case{human()}, hold: make(chan struct{})}
	p, _ := tray(t, "zh", d, 120, 40)
	p.Keys("y")
	p.Advance(time.Second)
	p.Type("看过监控")
	p.Keys("Tab", "Enter")
	p.Advance(time.Second)
	p.See("正在记下判定")
	p.Keys("Esc")
	p.See("HOME")
	close(d.hold)
	p.See("#A0041 已判定")
}

func TestChangesComeInWithoutMovingTheSelection(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown(), human(), notFound()}}
	p, changes := tray(t, "zh", d, 80, 24)
	p.Keys("Down")
	p.See("▸ A0041")
	fresh := operation("f", "A0043", backend.StateSending, backend.WhyNone)
	changes <- fresh
	p.See("A0043", "▸ A0041")
	ended := unknown()
	ended.State, ended.UpdatedAt = backend.StateApplied, ended.UpdatedAt.Add(time.Minute)
	changes <- ended
	p.See("✔ 已入账", "▸ A0041")
	d.change(func() { d.cases = []backend.Case{fresh, human(), notFound()} })
	p.Keys("Ctrl+R")
	p.Advance(time.Second)
	p.See("▸ A0041")
	p.Keys("End")
	p.See("已有结果：入账", "#A0042")
	p.Keys("Esc", "F8")
	p.DontSee("A0042   09:58")
	older := human()
	older.State, older.UpdatedAt = backend.StateUnknown, older.UpdatedAt.Add(-time.Minute)
	changes <- older
	p.Keys("Down")
	p.See("▸ A0041", "需主管处理")
}

func TestACaseThatLeftTheTrayUnseenIsAskedFor(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown(), human()}}
	p, _ := tray(t, "zh", d, 80, 24)
	ended := unknown()
	ended.State, ended.Why, ended.UpdatedAt = backend.StateRefused, backend.WhyRefusal, ended.UpdatedAt.Add(time.Minute)
	d.change(func() {
		d.cases = []backend.Case{human()}
		d.outcome = func(backend.Case) backend.Case { return ended }
	})
	p.Keys("Ctrl+R")
	p.Advance(time.Second)
	p.See("▸ A0042", "已有结果：拒绝")
	require.Equal(t, []string{"u"}, d.looks)
}

func TestAnOperationCanBeOpenedByItsID(t *testing.T) {
	d := &desk{cases: []backend.Case{unknown(), human(), notFound()}}
	env := uitest.Env(t, "zh")
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenUnresolved: func(e *ui.Env, _ ui.Args) ui.Screen { return unresolved.New(e, ui.Args{CaseID: "n"}, d) },
	}, shell.Options{Home: ui.ScreenUnresolved}), 80, 24)
	p.See("▸ A0040", "再收一次？")
}

func TestEverySizeHolds(t *testing.T) {
	many := []backend.Case{human(), unknown()}
	for i := range 30 {
		c := notFound()
		c.ID, c.Name = c.ID+strings.Repeat("x", i), safe.Line(strings.Repeat("很长的名字", i))
		many = append(many, c)
	}
	d := &desk{cases: many}
	p, _ := tray(t, "en", d, 80, 24)
	for _, size := range [][2]int{{80, 24}, {99, 30}, {100, 24}, {200, 60}, {80, 24}} {
		p.Resize(size[0], size[1])
		p.Keys("End", "PgDn", "PgDn", "Home", "PgDn")
		p.See("A0041")
	}
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
			empty, _ := tray(t, language, &desk{}, size.w, size.h)
			empty.Golden(language + "-" + size.name + "-empty")
			p, _ := tray(t, language, &desk{cases: []backend.Case{unknown(), human(), notFound()}}, size.w, size.h)
			p.Advance(time.Second)
			p.Golden(language + "-" + size.name + "-unknown")
			p.Keys("Down")
			p.Golden(language + "-" + size.name + "-human")
		}
	}
}

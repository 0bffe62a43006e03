package cli

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sandy"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

// shift is a whole counter without a terminal: simulated vendor, wire client,
// journal, till, screens and shell.
type shift struct {
	*uitest.Story
	vendor *sandysim.Server
	plan   *sim.Plan
	till   *till.Till
}

func openShop(t *testing.T, language string, width, height int, change func(*sandysim.Options)) *shift {
	t.Helper()
	plan := &sim.Plan{}
	// The shop opens on a fixed day, so that frames can be compared.
	o := sandysim.Options{Plan: plan, History: sandysim.ShortHistory, Clock: uitest.Morning}
	if change != nil {
		change(&o)
	}
	vendor := sandysim.New(o)
	s := &shift{vendor: vendor, plan: plan}
	s.Story, s.till = openCounter(t, language, width, height, "sandy", vendor)
	return s
}

// openCounter puts a counter in front of a simulated vendor.
func openCounter(t *testing.T, language string, width, height int, vendor string, handler http.Handler) (*uitest.Story, *till.Till) {
	t.Helper()
	env := uitest.Env(t, language)
	env.Practice, env.MaskPhones = true, true
	dial, shut := sim.Serve(handler)
	t.Cleanup(shut)
	client := wireClient(vendor, dial)
	able := client.Capabilities()
	counter := till.New(till.Options{Backend: client, Journal: memory.New(uitest.Morning),
		Account: journal.Account{Backend: able.Kind, Name: able.Account}, Name: "till 1", Operator: "小梅", Limit: money.Must("5000"), Clock: fixedClock{}})
	require.NoError(t, counter.Start(t.Context()))
	t.Cleanup(func() { _ = counter.Close() })
	changes, stop := counter.Watch()
	t.Cleanup(stop)
	d := desk{Till: counter, log: slog.New(slog.DiscardHandler), passwordAbove: money.Must("500")}
	model := d.shell(env, shell.Options{Cases: changes})
	return uitest.Cashier(t, uitest.New(t, env, model, width, height)), counter
}

func wireClient(vendor string, dial dialer) backend.Backend {
	if vendor == "pospal" {
		return pospal.New(pospal.Options{Name: "银豹小店", BaseURL: "http://127.0.0.1", AppID: config.NewSecret(pospalsim.DefaultAppID),
			AppKey: config.NewSecret(pospalsim.DefaultAppKey), DialContext: dial, Clock: uitest.Morning, Zone: uitest.Shanghai(),
			Timeouts: pospal.Timeouts{Whole: 2 * time.Second, Header: time.Second}})
	}
	return sandy.New(sandy.Options{Name: sandysim.DefaultShop, BaseURL: "http://127.0.0.1",
		Token: config.NewSecret(sandysim.DefaultToken), GUID: config.NewSecret(sandysim.DefaultGUID),
		DialContext: dial, Clock: uitest.Morning, Zone: uitest.Shanghai(), Timeouts: sandy.Timeouts{Whole: 2 * time.Second, Header: time.Second}})
}

// fixedClock stands at the opening of the shop, with timers that really run.
type fixedClock struct{}

func (fixedClock) Now() time.Time { return uitest.Morning() }

func (fixedClock) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

func (s *shift) balance(t *testing.T, card string) string {
	t.Helper()
	c, ok := s.vendor.Card(card)
	require.True(t, ok)
	return c.Balance.String()
}

// keys counts what a flow costs: one for each key or scan.
func keys(s string) []string {
	var names []string
	for _, r := range s {
		names = append(names, string(r))
	}
	return names
}

func TestTheFlowsTakeNoMoreKeysThanPromised(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	find := append(keys("0123"), "Enter")
	recharge := append([]string{"F2"}, append(keys("500w"), "Enter", "F10")...)
	consume := append([]string{"F3"}, append(keys("88.5"), "Enter", "F10")...)
	redeem := append([]string{"F4"}, append(keys("100"), "Enter", "F10")...)
	last := append([]string{"F5"}, "m")
	assert.LessOrEqual(t, len(find), 5)
	assert.LessOrEqual(t, len(recharge), 7)
	assert.LessOrEqual(t, len(consume), 7)
	assert.LessOrEqual(t, len(redeem), 6)
	assert.LessOrEqual(t, len(last), 2)

	s.Presses(find...).Sees("Chan Kan Seng", "2555")
	for _, flow := range []struct {
		keys         []string
		preview, end string
	}{{recharge, "充值本金", "✔ 已充值 500.00"}, {consume, "消费金额", "✔ 已扣 88.50"}, {redeem, "2648", "✔ 已扣 100 积分"}} {
		n := len(flow.keys) - 1
		s.Presses(flow.keys[:n]...).Sees("请核对", flow.preview).Waits(time.Second)
		s.Presses(flow.keys[n]).Sees(flow.end).Waits(time.Second).Presses("Enter").Sees("最近记录")
	}
	s.Presses(last...).Sees("上月")
	assert.Equal(t, "15060.30", s.balance(t, "M000123"))
}

func TestEnterTwiceEverywhereMovesMoneyOnce(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000110").Sees("100.00")
	s.Presses("F3").Types("10").PressesTwice("Enter").Sees("请核对").Waits(time.Second)
	s.PressesTwice("Enter").Sees("Enter 不会动钱").PressesTwice("F10").Sees("✔ 已扣 10.00").Waits(time.Second)
	s.PressesTwice("Enter").Sees("最近记录")
	assert.Equal(t, "90.00", s.balance(t, "M000110"))
}

func TestTheSameBillAgainIsAskedFor(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000110").Sees("100.00")
	bill := func() {
		s.Presses("F3").Types("10").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10")
	}
	bill()
	s.Sees("✔ 已扣 10.00").Waits(time.Second).Presses("Enter")
	bill()
	s.Sees("60 秒内", "再按一次").DoesNotSee("✔").Waits(time.Second).Presses("F10").Sees("✔ 已扣 10.00")
	assert.Equal(t, "80.00", s.balance(t, "M000110"))
}

func TestAReplyThatIsLostAfterItWasAppliedSettlesItself(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.plan.Next("consume", sim.Fault{Kind: sim.ResetAfter})
	s.Scans("M000110").Sees("100.00")
	s.Presses("F3").Types("10").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10")
	s.Sees("✔ 已扣 10.00", "金额取自记录")
	assert.Equal(t, "90.00", s.balance(t, "M000110"))
}

func TestACardWithAnUnknownOperationTakesNoOther(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.plan.Next("consume", sim.Fault{Kind: sim.ResetBefore})
	s.Scans("M000110").Sees("100.00")
	s.Presses("F3").Types("10").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10")
	s.Sees("结果未知", "不要再收一次").Waits(time.Second).Presses("Esc").Sees("待核实")
	s.Presses("F3").Sees("#A0001").DoesNotSee("可打折").Presses("F8").Sees("M000110", "核对中")
	assert.Equal(t, "100.00", s.balance(t, "M000110"))
}

func TestWhatTheCardDoesNotCoverIsTheLargestThing(t *testing.T) {
	s := openShop(t, "zh", 80, 24, func(o *sandysim.Options) { o.Switches.Depot = true })
	s.Scans("M000110").Sees("100.00")
	s.Presses("F3").Types("150").Presses("Enter").Sees("请核对", "需另收").Waits(time.Second).Presses("F10")
	s.Sees("另收", "收齐后按 F10").Waits(time.Second).Presses("Enter").Sees("没有收").Presses("F10").Sees("已收齐")
}

func TestARefusalKeepsWhatWasTyped(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000111").Sees("0.00")
	s.Presses("F3").Types("10").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10")
	s.Sees("✘ 未扣款", "余额不足，没有扣款").Waits(time.Second).Presses("Enter").Sees("10")
}

func TestAVendorThatTalksNonsenseLosesNothing(t *testing.T) {
	for _, f := range []sim.Kind{sim.HTML, sim.Empty, sim.Garbage, sim.Truncated, sim.Redirect} {
		s := openShop(t, "zh", 80, 24, nil)
		s.Scans("M000110").Sees("100.00")
		s.plan.Always("getcardinfo", sim.Fault{Kind: f, Status: 302})
		s.Presses("F3").Types("10").Presses("Enter").Sees("✗ 会员系统").Sees("10")
		s.plan.Clear()
		s.Presses("Enter").Sees("请核对")
	}
}

func TestAThresholdFillsTheAmountAndAWayOfPayingIsNeverAssumed(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000123").Sees("14,493.80").Presses("F2").Sees("满 500.00")
	s.Presses("Tab").Types("3").Sees("500.00").Presses("Enter").Sees("请选支付方式").DoesNotSee("请核对")
	s.Presses("2", "Enter").Sees("请核对", "银行卡", "充500送100")
}

func TestALetterBeforeTheRulesCameIsKept(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000123").Sees("14,493.80")
	s.plan.Next("getrechargerules", sim.Fault{Kind: sim.Delay, Wait: 50 * time.Millisecond})
	s.Presses("F2").Types("500w").Presses("Enter").Sees("请核对", "微信")
}

func TestAWholeBillCanBeTypedAheadOfASlowVendor(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.plan.Always("getcards", sim.Fault{Kind: sim.Delay, Wait: 700 * time.Millisecond})
	s.Types("0123").Presses("Enter", "F3").Types("88.5").Presses("Enter").Sees("请核对", "Chan Kan Seng", "88.50")
}

func TestWhatWasTypedAheadOfNobodyIsToldAndNotUsed(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.plan.Always("getcards", sim.Fault{Kind: sim.Delay, Wait: 700 * time.Millisecond})
	s.Types("chan").Presses("Enter", "F3").Types("88.5").Presses("Enter").Sees("找到 3 位").Waits(time.Second).Sees("没有用上")
	s.Types("x").Sees("chanx")
}

func TestEscTakesBackWhatWasTypedAhead(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.plan.Always("getcards", sim.Fault{Kind: sim.Delay, Wait: 700 * time.Millisecond})
	s.Types("0123").Presses("Enter", "F3").Types("88.5").Presses("Esc").Waits(time.Second).DoesNotSee("可打折", "88.5", "0123")
}

func TestAmountsThatCannotBe(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000110").Sees("100.00").Presses("F3")
	for typed, says := range map[string]string{"1.234": "最多两位小数", "0": "不能是零", "": "请输入金额", "6000": "超过单笔限额 5,000.00", "99999999999999": "金额太大"} {
		s.Presses("Ctrl+U").Types(typed).Presses("Enter").Sees(says).DoesNotSee("请核对")
	}
	s.Presses("Ctrl+U").Pastes("￥８８．５０").Presses("Enter").Sees("请核对", "88.50")
}

func TestHostileTextsStayInTheirPlace(t *testing.T) {
	s := openShop(t, "zh", 120, 40, func(o *sandysim.Options) { o.Hostile = true })
	for _, c := range s.vendor.Cards()[:12] {
		s.Scans(c.Number).Sees("最近记录")
		for _, bad := range []string{"\x1b", "\u202e", "\u200b", "\u009b", "\r"} {
			assert.NotContains(t, s.Pump().Screen(), bad)
		}
		s.Presses("Esc")
	}
}

func TestHowMoneyLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := language + "-" + map[int]string{80: "80x24", 120: "120x40"}[size[0]]
			t.Run(name, func(t *testing.T) {
				s := openShop(t, language, size[0], size[1], nil)
				look := func(screen string) { s.Pump().Golden(screen + "-" + name) }
				s.Scans("M000123").Sees("14,493.80").Presses("F2").Types("500").Sees("250.00")
				look("recharge-form")
				s.Types("w").Presses("Enter").Sees("15,148.80")
				look("recharge-preview")
				s.Waits(time.Second).Presses("F10").Sees("#A0001").Waits(time.Second)
				look("recharge-result")
				s.Presses("Enter", "F3").Types("88.5").Presses("Enter").Sees("88.50", "F10")
				look("consume-preview")
				s.Waits(time.Second).Presses("F10").Sees("#A0002").Waits(time.Second)
				look("consume-result")
				s.Presses("Enter", "F4").Types("100").Presses("Enter").Sees("F10")
				look("points-preview")
			})
		}
	}
}

func TestADeskNeverShowsWhatItDoesNotHave(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	able := s.till.Capabilities()
	assert.Equal(t, "sandy", able.Kind)
	var none backend.LevelChanger
	assert.Equal(t, none, able.Levels)
}

package shell_test

import (
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

func key(name string) tea.KeyMsg {
	for t := tea.KeyType(-60); t < 128; t++ {
		if (tea.Key{Type: t}).String() == name {
			return tea.KeyMsg{Type: t}
		}
	}
	panic("no key " + name)
}

// opensMember is a home screen on which F5 opens a member.
func opensMember() *fake {
	home := at(keymap.ScopeMember, keymap.History)
	home.on = does(keymap.History, ui.Tell(ui.Open{Screen: ui.ScreenMember, Args: ui.Args{Query: "q"}}))
	return home
}

func TestAScreenOpensWithItsSizeAndArgumentsAndCloses(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.See("member 80x21", "home › member")
	require.Equal(t, "q", c.made[0].args.Query)
	c.got(c.home, "<history>")
	c.made[0].on = does(keymap.Back, ui.Tell(ui.Close{}))
	c.Keys("Esc")
	c.See("home 80x21")
	c.got(c.home, "shown")
}

func TestEscAtTheBottomAndClosingHomeDoNothing(t *testing.T) {
	home := at(keymap.ScopeHome)
	home.on = does(keymap.Back, ui.Tell(ui.Close{}))
	c := start(t, home, shell.Options{})
	c.Keys("Esc", "Esc")
	c.See("home 80x21")
	require.False(t, c.Ended())
}

func TestReplaceTakesThePlaceOfTheScreenThatAsked(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.made[0].offers = offers(keymap.Recharge)
	c.made[0].on = does(keymap.Recharge, ui.Tell(ui.Open{Screen: ui.ScreenRecharge, Replace: true}))
	c.Keys("F2")
	c.See("home › recharge")
	c.made[1].on = does(keymap.Back, ui.Tell(ui.Close{}))
	c.Keys("Esc")
	c.See("home 80x21")
}

func TestGoHomeClosesAllAndHandsTheQueryOver(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.got(c.home, "<history>")
	c.made[0].on = func(msg ui.Msg) ui.Cmd {
		if m, ok := msg.(ui.Typed); ok {
			return ui.Tell(ui.GoHome{Query: string(m.Rune)})
		}
		return nil
	}
	c.Keys("8")
	c.got(c.home, "shown", "home:8")
}

func TestAnUnknownScreenIsANotice(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.History)
	home.on = does(keymap.History, ui.Tell(ui.Open{Screen: "nowhere"}))
	c := start(t, home, shell.Options{})
	c.Keys("F5")
	c.See("没有这个页面")
}

func TestRepliesReachTheScreenThatAskedWhenItIsCovered(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.home.start = nil
	c.home.on = func(msg ui.Msg) ui.Cmd {
		if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Reload {
			return c.env.Clock.After(time.Second, reply("slow"))
		}
		return does(keymap.History, ui.Tell(ui.Open{Screen: ui.ScreenMember}))(msg)
	}
	c.home.offers = offers(keymap.Reload, keymap.History)
	c.Keys("Ctrl+R", "F5")
	c.See("home › member")
	c.Advance(2 * time.Second)
	c.got(c.home, "<reload>", "<history>", "reply:slow")
	c.got(c.made[0])
}

func TestALateReplyForAScreenThatIsGoneIsANotice(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.made[0].on = does(keymap.Back, ui.Batch(ui.Tell(ui.Close{}), c.env.Clock.After(time.Second, reply("入账"))))
	c.Keys("Esc")
	c.Advance(2 * time.Second)
	c.got(c.made[0], "<back>")
	c.See("late: 入账", "Esc 知道了")
	c.Keys("Up")
	c.See("late: 入账")
	c.Keys("Esc")
	c.DontSee("late: 入账")
	c.got(c.home, "<history>", "shown", "<up>")
}

func TestBatchesAndSequencesInsideBatchesAreAddressed(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	asks := tea.Sequence(ui.Tell(reply("a")), ui.Batch(ui.Tell(reply("b")), tea.Sequence(ui.Tell(reply("c")), ui.Tell(reply("d")))))
	c.made[0].offers = offers(keymap.Reload)
	c.made[0].on = does(keymap.Reload, asks)
	c.Keys("Ctrl+R")
	c.got(c.made[0], "<reload>", "reply:a", "reply:b", "reply:c", "reply:d")
}

func TestACoveredScreenCannotTakeThePersonAway(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	home := c.home.on
	c.home.on = func(msg ui.Msg) ui.Cmd {
		if r, ok := msg.(reply); ok && r == "now" {
			return ui.Batch(ui.Tell(ui.Open{Screen: ui.ScreenConsume}), ui.Tell(ui.GoHome{}))
		}
		return ui.Batch(home(msg), c.env.Clock.After(time.Second, reply("now")))
	}
	c.Keys("F5")
	c.Advance(5 * time.Second)
	c.See("home › member")
}

func TestTheShellOpensTheTrayAndTheCardFormWhereScreensDoNot(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{})
	c.Keys("F8", "F8")
	c.See("home › unresolved")
	require.Len(t, c.made, 1)
	c.Keys("F7")
	c.See("unresolved › open-card")
}

func aCase(state backend.State) backend.Case {
	return backend.Case{
		Operation: backend.Operation{ID: "op1", Kind: backend.OpRecharge, Amount: money.Must("500.00"), Till: "T1"},
		State:     state, Slip: "A0042",
	}
}

func withCases(t *testing.T, home *fake, o shell.Options) (*counter, func(backend.Case)) {
	t.Helper()
	cases := make(chan backend.Case)
	o.Cases = cases
	c := start(t, home, o)
	t.Cleanup(func() { close(cases) })
	return c, func(x backend.Case) {
		t.Helper()
		before := home.cases
		cases <- x
		c.Settle(func() bool { return home.cases > before })
	}
}

func TestChangesOfOperationsReachEveryScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, tell := withCases(t, opensMember(), shell.Options{})
		c.Keys("F5")
		tell(aCase(backend.StateSending))
		require.Equal(t, 1, c.home.cases)
		require.Equal(t, 1, c.made[0].cases)
	})
}

func TestAResultThatNoScreenShowsIsANotice(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*backend.Case)
		state  backend.State
		see    string
		stays  bool
	}{
		"settled": {state: backend.StateApplied, see: "✓ 单号 #A0042 充值 500.00 元：入账"},
		"refused": {state: backend.StateRefused, see: "✗ 单号 #A0042 充值 500.00 元：拒绝", stays: true},
		"unknown": {state: backend.StateUnknown, see: "待核实，请勿重复收款", stays: true},
		"collect": {state: backend.StateApplied, see: "还要向客人收 30.00 元", stays: true, change: func(x *backend.Case) {
			x.Receipt = &backend.Receipt{Collect: money.Must("30.00")}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, tell := withCases(t, at(keymap.ScopeHome), shell.Options{})
				x := aCase(tt.state)
				if tt.change != nil {
					tt.change(&x)
				}
				tell(x)
				c.See(tt.see)
				c.Advance(time.Minute)
				c.See(tt.see)
				c.Keys("Up")
				if tt.stays {
					c.See(tt.see)
				} else {
					c.DontSee(tt.see)
				}
				c.Keys("Esc")
				c.DontSee(tt.see)
			})
		})
	}
}

func TestAResultThatTheScreenShowsIsNoNotice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		home := at(keymap.ScopeResult)
		home.shown = func(id string) bool { return id == "op1" }
		c, tell := withCases(t, home, shell.Options{})
		tell(aCase(backend.StateApplied))
		c.DontSee("A0042")
		other := aCase(backend.StateApplied)
		other.ID, other.Slip = "op2", "A0043"
		tell(other)
		c.See("A0043")
	})
}

func TestWhatIsOnItsWayAndWhatOtherTillsDoIsNoNotice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, tell := withCases(t, at(keymap.ScopeHome), shell.Options{})
		tell(aCase(backend.StateSending))
		other := aCase(backend.StateApplied)
		other.Till = "T2"
		tell(other)
		c.DontSee("A0042")
	})
}

func TestTheNewerNoticeOfAnOperationReplacesTheOlder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, tell := withCases(t, at(keymap.ScopeHome), shell.Options{})
		tell(aCase(backend.StateUnknown))
		c.See("待核实，请勿")
		tell(aCase(backend.StateApplied))
		c.See("入账")
		c.DontSee("请勿重复收款")
	})
}

func TestTheBadgeCountsWhatIsToBeVerified(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, tell := withCases(t, at(keymap.ScopeHome), shell.Options{Open: []backend.Case{aCase(backend.StateUnknown)}})
		c.See("待核实 1")
		second := aCase(backend.StateHuman)
		second.ID = "op2"
		tell(second)
		c.See("待核实 2")
		tell(aCase(backend.StateApplied))
		c.See("待核实 1")
		second.State = backend.StateClosedPaid
		tell(second)
		require.NotContains(t, c.Line(0), "待核实")
	})
}

func TestTheLastResultStaysUntilItIsAcknowledged(t *testing.T) {
	var seen []string
	x := aCase(backend.StateApplied)
	o := shell.Options{Last: &x, Seen: func(x backend.Case) ui.Cmd {
		seen = append(seen, x.ID)
		return nil
	}}
	c := start(t, at(keymap.ScopeHome), o)
	c.See("✓ 上次退出前的结果：单号 #A0042", "Esc 知道了")
	c.Keys("Up", "1")
	c.Advance(time.Hour)
	c.See("A0042")
	c.Keys("Esc")
	c.DontSee("A0042")
	require.Equal(t, []string{"op1"}, seen)
	c.got(c.home, "<up>", "1")
}

func TestLeavingAtOnceWhenNothingIsOpen(t *testing.T) {
	drained := false
	c := start(t, at(keymap.ScopeHome), shell.Options{Leave: func() { drained = true }})
	c.Keys("Ctrl+C")
	require.True(t, c.Ended())
	require.True(t, drained)
}

func TestLeavingAsksWhileSomethingIsOpen(t *testing.T) {
	for name, o := range map[string]struct {
		scope keymap.Scope
		opts  shell.Options
	}{
		"unsettled":  {keymap.ScopeHome, shell.Options{Unsettled: func() int { return 2 }}},
		"submitting": {keymap.ScopeBusy, shell.Options{}},
		"sending":    {keymap.ScopeHome, shell.Options{Open: []backend.Case{aCase(backend.StateSending)}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, at(o.scope), o.opts)
			story := uitest.Cashier(t, c.Pump)
			story.Presses("Ctrl+C", "Ctrl+C").Sees("确定退出？").Presses("Enter").DoesNotSee("确定退出？")
			require.False(t, c.Ended())
			story.Presses("Ctrl+C").Sees("确定退出？").Presses("Left", "Enter")
			require.True(t, c.Ended())
		})
	}
}

func TestWhileLeavingKeysMeanNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wait := make(chan struct{})
		t.Cleanup(func() { close(wait) })
		c := start(t, at(keymap.ScopeMember, keymap.Recharge), shell.Options{Leave: func() { <-wait }})
		c.Keys("Ctrl+C", "F2", "Ctrl+C")
		c.See("正在退出")
		c.got(c.home)
	})
}

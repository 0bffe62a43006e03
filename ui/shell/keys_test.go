package shell_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
)

func TestPlusConfirmsAPreviewWhenItIsAlone(t *testing.T) {
	for _, scope := range []keymap.Scope{keymap.ScopePreview, keymap.ScopeResult} {
		c := start(t, at(scope, keymap.Confirm), shell.Options{})
		c.Advance(time.Second)
		c.Together("+")
		c.Advance(50 * time.Millisecond)
		c.got(c.home)
		c.Advance(time.Millisecond)
		c.got(c.home, "<confirm>")
	}
}

func TestPlusNextToAnotherKeyDoesNotConfirm(t *testing.T) {
	for name, press := range map[string]func(*counter){
		"a key before": func(c *counter) {
			c.Send(key("down"))
			c.Advance(50 * time.Millisecond)
			c.Together("+")
		},
		"a key behind": func(c *counter) {
			c.Together("+")
			c.Advance(45 * time.Millisecond)
			c.Send(key("down"))
		},
		"a character before": func(c *counter) {
			c.Together("7")
			c.Advance(40 * time.Millisecond)
			c.Together("+")
		},
		"a character behind": func(c *counter) {
			c.Together("+")
			c.Advance(40 * time.Millisecond)
			c.Together("7")
		},
		"together":   func(c *counter) { c.Together("+7") },
		"twice":      func(c *counter) { c.Together("++") },
		"with Enter": func(c *counter) { c.Rapid("+", "Enter") },
		"a paste":    func(c *counter) { c.Paste("+") },
		"before a paste": func(c *counter) {
			c.Together("+")
			c.Paste("1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, at(keymap.ScopePreview, keymap.Confirm, keymap.Choose), shell.Options{})
			c.Advance(time.Second)
			press(c)
			c.Advance(time.Second)
			require.NotContains(t, strings.Join(c.home.got, ""), "<confirm>")
		})
	}
}

func TestPlusIsNoConfirmationElsewhere(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Confirm), shell.Options{})
	c.Keys("+", "F10")
	c.got(c.home, "+")
}

func TestAnOwnersPrintableConfirmKeyHasToBeAloneToo(t *testing.T) {
	c := start(t, at(keymap.ScopePreview, keymap.Confirm), shell.Options{})
	keys, err := keymap.New(map[string][]string{"confirm": {"f10", "="}})
	require.NoError(t, err)
	c.env.Keys = keys
	c.Advance(time.Second)
	c.Together("=1")
	c.Advance(time.Second)
	c.got(c.home, "1")
	c.Keys("=")
	c.got(c.home, "<confirm>")
}

func TestPlusForAPreviewThatIsGoneDoesNothing(t *testing.T) {
	c := start(t, at(keymap.ScopePreview, keymap.Confirm), shell.Options{})
	c.Advance(time.Second)
	c.Together("+")
	c.home.scope = keymap.ScopeResult
	c.Advance(time.Second)
	c.got(c.home)
}

func TestEnterTwiceAtOnceReachesTheScreenTwiceButNeverConfirms(t *testing.T) {
	c := start(t, at(keymap.ScopePreview, keymap.Choose, keymap.Confirm), shell.Options{})
	c.Rapid("Enter", "Enter")
	c.got(c.home, "<choose>", "<choose>")
}

func TestAKeyThatCannotBeUsedSaysWhy(t *testing.T) {
	home := &fake{name: "home", scope: keymap.ScopeMember, offers: []ui.Offer{{Action: keymap.Recharge, WhyNot: "此卡已挂失"}}}
	c := start(t, home, shell.Options{})
	c.Keys("F2")
	c.See("此卡已挂失")
	c.got(home)
	c.Keys("Up")
	c.DontSee("此卡已挂失")
	c.Keys("r")
	c.See("此卡已挂失")
}

func TestAFunctionKeyThatIsNotOfferedSaysSo(t *testing.T) {
	c := start(t, at(keymap.ScopeMember), shell.Options{})
	c.Keys("F3")
	c.See("这里不能用“消费”")
	c.got(c.home)
}

func TestUnknownKeysAreIgnored(t *testing.T) {
	c := start(t, at(keymap.ScopeMember), shell.Options{})
	c.Keys("F12", "Ctrl+K", "Alt+x", "Insert")
	c.got(c.home)
}

func TestMovingAndTypingAndEscAlwaysReachTheScreen(t *testing.T) {
	c := start(t, at(keymap.ScopeForm), shell.Options{})
	c.Keys("Up", "Tab", "Backspace", "Ctrl+U", "Esc", "Enter")
	c.got(c.home, "<up>", "<next-field>", "<backspace>", "<erase-all>", "<back>")
}

func TestAPasteIsTextWithoutControlsAndNeverAKey(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Recharge, keymap.Choose), shell.Options{})
	c.Paste("r12\n34\x1b[31m\n")
	require.Len(t, c.home.got, 1)
	require.NotContains(t, c.home.got[0], "\x1b")
	require.NotContains(t, c.home.got[0], "\n")
	require.True(t, strings.HasPrefix(c.home.got[0], "paste:r12 34"))
	c.home.got = nil
	c.Paste(strings.Repeat("长", 4000))
	require.LessOrEqual(t, len(c.home.got[0])-len("paste:"), 4<<10)
}

func TestWhileMoneyMovesOnlyLeadingOutAndHelpWork(t *testing.T) {
	c := start(t, at(keymap.ScopeBusy, keymap.Choose, keymap.Recharge), shell.Options{})
	c.Keys("Enter", "F2", "5", "F8", "F9", "Up", "Ctrl+U")
	c.Paste("123")
	c.Scan("M00123")
	c.got(c.home)
	c.Keys("Esc")
	c.got(c.home, "<back>")
	c.Keys("F1")
	c.See("帮助")
}

func TestWhatIsTypedAheadWhileMoneyMovesIsGoneAfterwards(t *testing.T) {
	c := start(t, at(keymap.ScopeBusy), shell.Options{})
	c.Together("12")
	c.home.scope = keymap.ScopeResult
	c.home.offers = offers(keymap.Choose, keymap.Confirm)
	c.ScanAtOnce("3456")
	c.got(c.home)
}

func TestKeysTypedAheadWaitForTheScreenThatTheyAreFor(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.Recharge)
	home.on = does(keymap.Recharge, ui.Tell(ui.Open{Screen: ui.ScreenRecharge}))
	c := start(t, home, shell.Options{})
	c.Rapid("F2", "5", "0")
	c.got(home, "<recharge>")
	c.got(c.made[0], "5", "0")
}

func TestMnemonicsTypedAheadOpenAScreenAndTheRestIsForIt(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.Recharge)
	home.on = does(keymap.Recharge, ui.Tell(ui.Open{Screen: ui.ScreenRecharge}))
	c := start(t, home, shell.Options{})
	c.Together("r500")
	c.Advance(time.Second)
	c.got(home, "<recharge>")
	c.got(c.made[0], "5", "0", "0")
}

func TestKeysDoNotWaitLongForAScreenThatDoesNotCome(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.Recharge)
	c := start(t, home, shell.Options{})
	home.on = does(keymap.Recharge, c.env.Clock.After(time.Hour, reply("late")))
	c.Rapid("F2", "Down")
	c.got(home, "<recharge>")
	c.Advance(300 * time.Millisecond)
	c.got(home, "<down>")
}

func TestMoneyThatBeginsToMoveSwallowsWhatWasHeld(t *testing.T) {
	c := start(t, at(keymap.ScopePreview, keymap.Recharge, keymap.Confirm), shell.Options{})
	c.Together("r1")
	c.home.scope = keymap.ScopeBusy
	c.Together("2")
	c.Advance(time.Second)
	c.got(c.home)
}

func TestEscForANoticeStandsNextToAPlusToo(t *testing.T) {
	c := start(t, at(keymap.ScopePreview, keymap.Confirm), shell.Options{})
	c.Advance(time.Second)
	c.Send(ui.Notice{Level: ui.LevelBad, Text: "x"})
	c.Together("+")
	c.Send(key("esc"))
	c.Advance(40 * time.Millisecond)
	c.Together("+")
	c.Advance(time.Second)
	c.got(c.home)
}

// On a very busy machine even the opening of a screen takes its time: the first digit
// of an amount must not go to the screen before, where it would be lost.
func TestDigitsTypedAheadOfASlowScreenArriveThere(t *testing.T) {
	hold := make(chan struct{})
	home := at(keymap.ScopeMember, keymap.Consume)
	home.on = does(keymap.Consume, func() ui.Msg { <-hold; return ui.Open{Screen: ui.ScreenRecharge} })
	c := start(t, home, shell.Options{})
	c.Rapid("F3", "1", "0")
	c.Advance(200 * time.Millisecond)
	c.got(c.home, "<consume>")
	close(hold)
	c.Settle(func() bool { return len(c.made) == 1 && len(c.made[0].got) == 2 })
	c.got(c.made[0], "1", "0")
}

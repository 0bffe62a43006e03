package shell_test

import (
	"testing"
	"time"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
)

func at(scope keymap.Scope, actions ...keymap.Action) *fake {
	return &fake{name: "home", scope: scope, offers: offers(actions...)}
}

// typed sends characters with the same pause after each.
func (c *counter) typed(text string, pause time.Duration) {
	c.t.Helper()
	for _, r := range text {
		c.Together(string(r))
		c.Advance(pause)
	}
}

func TestAScanIsTakenWholeEverywhere(t *testing.T) {
	for _, scope := range []keymap.Scope{keymap.ScopeMember, keymap.ScopePreview, keymap.ScopeResult, keymap.ScopeTray, keymap.ScopeHistory} {
		t.Run(string(scope), func(t *testing.T) {
			c := start(t, at(scope, keymap.Recharge, keymap.Choose, keymap.Confirm), shell.Options{})
			c.Scan("r+0123")
			c.got(c.home, "scan:r+0123")
			c.ScanAtOnce("cphn")
			c.got(c.home, "scan:cphn")
		})
	}
}

func TestAScanInATextFieldIsTypedAtOnceAndThenTakenWhole(t *testing.T) {
	for _, scope := range []keymap.Scope{keymap.ScopeHome, keymap.ScopeForm} {
		c := start(t, at(scope, keymap.Choose), shell.Options{})
		c.Scan("M001")
		c.got(c.home, "M", "0", "0", "1", "scan:M001")
	}
}

func TestAScanIntoAnAmountNeverPicksAPayType(t *testing.T) {
	c := start(t, at(keymap.ScopeAmount, keymap.PayWeChat, keymap.Choose), shell.Options{})
	c.Scan("50w12")
	c.got(c.home, "5", "0", "scan:50w12")
}

func TestThreeCharactersAndEnterAreKeys(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Recharge, keymap.Choose), shell.Options{})
	c.ScanAtOnce("r12")
	c.got(c.home, "<recharge>", "1", "2", "<choose>")
}

func TestAPauseInTheMiddleIsNoScan(t *testing.T) {
	for _, tt := range []struct {
		pause time.Duration
		want  []string
	}{
		{30 * time.Millisecond, []string{"scan:1234"}},
		{31 * time.Millisecond, []string{"1", "2", "3", "4", "<choose>"}},
	} {
		c := start(t, at(keymap.ScopeMember, keymap.Choose), shell.Options{})
		c.typed("1234", tt.pause)
		c.Keys("Enter")
		c.got(c.home, tt.want...)
	}
}

func TestAKeyWaitsUntilItCannotBeAScan(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Recharge), shell.Options{})
	c.Together("r")
	c.got(c.home)
	c.Advance(30 * time.Millisecond)
	c.got(c.home)
	c.Advance(time.Millisecond)
	c.got(c.home, "<recharge>")
}

func TestAnotherKeyReleasesWhatIsHeldBeforeIt(t *testing.T) {
	c := start(t, at(keymap.ScopeMember), shell.Options{})
	c.Together("12")
	c.Keys("Down")
	c.got(c.home, "1", "2", "<down>")
}

func TestInAnAmountDigitsAppearAtOnceAndLettersWait(t *testing.T) {
	c := start(t, at(keymap.ScopeAmount, keymap.PayWeChat), shell.Options{})
	c.Together("500w5")
	c.got(c.home, "5", "0", "0")
	c.Advance(31 * time.Millisecond)
	c.got(c.home, "<pay-wechat>", "5")
}

func TestCharactersOfOneBurstShareTheirNumber(t *testing.T) {
	var bursts []uint64
	home := at(keymap.ScopeHome)
	home.on = func(msg ui.Msg) ui.Cmd {
		switch m := msg.(type) {
		case ui.Typed:
			bursts = append(bursts, m.Burst)
		case ui.Scanned:
			bursts = append(bursts, m.Burst)
		}
		return nil
	}
	c := start(t, home, shell.Options{})
	c.Scan("1234")
	c.Type("56")
	if len(bursts) != 7 || bursts[0] != bursts[4] || bursts[4] == bursts[5] || bursts[5] == bursts[6] {
		t.Fatalf("burst numbers are %v", bursts)
	}
}

func TestAScanThatADialogInterruptsIsLost(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Choose), shell.Options{})
	c.Together("12")
	c.Send(ui.Ask{Title: "Sure?", Tag: "x"})
	c.ScanAtOnce("3456")
	c.See("Sure?")
	c.got(c.home)
}

func TestAFloodIsNeitherScanNorKeys(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Recharge, keymap.Choose), shell.Options{})
	for range 5 {
		c.Together("rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr")
	}
	c.Keys("Enter")
	c.got(c.home)
}

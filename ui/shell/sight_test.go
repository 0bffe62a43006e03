package shell_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui/shell"
)

func TestNothingIsConfirmedThatCannotBeSeen(t *testing.T) {
	for name, press := range map[string]func(*counter){
		"F10": func(c *counter) { c.Keys("F10") },
		"+": func(c *counter) {
			c.Advance(time.Second)
			c.Together("+")
			c.Advance(time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, at(keymap.ScopePreview, keymap.Confirm, keymap.Back), shell.Options{})
			c.Resize(60, 20)
			press(c)
			c.got(c.home)
			c.Keys("Esc")
			c.got(c.home, "<back>")
		})
	}
}

func TestAConfirmationIsDeafUntilThePreviewWasSeenAgain(t *testing.T) {
	for name, hideAndShow := range map[string]func(*counter){
		"too small": func(c *counter) {
			c.Resize(60, 20)
			c.Resize(80, 24)
		},
		"locked": func(c *counter) {
			c.Keys("Ctrl+L")
			c.Send(key("down"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, at(keymap.ScopePreview, keymap.Confirm), shell.Options{})
			hideAndShow(c)
			c.Keys("F10")
			c.got(c.home)
			c.See("请看清楚")
			c.Advance(time.Second)
			c.Keys("F10")
			c.got(c.home, "<confirm>")
		})
	}
}

func TestTheConfirmingKeySaysSoWhereThereIsNothingToConfirm(t *testing.T) {
	for _, scope := range []keymap.Scope{keymap.ScopeHome, keymap.ScopeMember, keymap.ScopeAmount, keymap.ScopePick,
		keymap.ScopeForm, keymap.ScopeHistory, keymap.ScopeTray} {
		c := start(t, at(scope), shell.Options{})
		c.Keys("F10")
		c.See("没有可以确认的", "F10")
		c.got(c.home)
	}
}

func TestARefusedKeyIsAnsweredBesideANoticeThatWaits(t *testing.T) {
	x := aCase(backend.StateUnknown)
	c := start(t, at(keymap.ScopeTray), shell.Options{Last: &x})
	c.See("A0042", "Esc 知道了")
	c.Keys("F10")
	c.See("A0042", "没有可以确认的", "Esc 知道了")
	c.Keys("Down")
	c.DontSee("没有可以确认的")
	c.See("A0042")
}

func TestThatAKeyMeansNothingHereIsNotSaidOnTheNextScreen(t *testing.T) {
	c := start(t, at(keymap.ScopeHistory), shell.Options{})
	c.Keys("F6")
	c.See("这里不能用“资料”")
	c.Keys("Down")
	require.NotContains(t, c.Line(22), "这里不能用")
}

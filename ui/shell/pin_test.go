package shell_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui/shell"
)

// knows is a guard that knows one PIN, and what it was asked.
type knows struct {
	pin   string
	asked []string
}

func (k *knows) guard(_ context.Context, pin string) error {
	k.asked = append(k.asked, pin)
	if pin == k.pin {
		return nil
	}
	return &backend.Error{Kind: backend.KindPIN}
}

func TestASessionBeginsBehindThePIN(t *testing.T) {
	k := &knows{pin: "482917"}
	c := start(t, at(keymap.ScopeHome), shell.Options{Guard: k.guard})
	c.See("已锁定", "输入 PIN")
	c.DontSee("home 80x21")
	c.Keys("F2", "r", "F10", "Esc")
	c.Scan("8613800138000")
	c.Paste("482917")
	c.Keys("Enter")
	c.See("PIN 不对")
	c.Keys("4", "8", "x", "2", "9", "1", "7")
	c.See("••••••")
	c.DontSee("482917")
	c.Keys("Enter")
	c.DontSee("已锁定")
	c.got(c.home)
	assert.Equal(t, []string{"86138001", "482917"}, k.asked, "no paste, and never more than eight digits")
	c.Golden("unlocked-80x24")
}

func TestTheLockShowsNothingPersonal(t *testing.T) {
	k := &knows{pin: "482917"}
	home := at(keymap.ScopeMember, keymap.Lock)
	home.view = "陈嘉豪 138****1234 余额 88.50"
	for size, width := range map[string]int{"80x24": 80, "120x40": 120} {
		c := startIn(t, "zh", home, shell.Options{Guard: k.guard, LockAfter: 2 * time.Minute}, width, map[string]int{"80x24": 24, "120x40": 40}[size])
		c.Keys("4", "8", "2", "9", "1", "7", "Enter")
		c.See("陈嘉豪")
		c.Advance(2 * time.Minute)
		c.DontSee("陈嘉豪", "1234", "88.50")
		c.See("已锁定")
		c.Golden("gate-" + size)
		c.Keys("Enter", "Esc")
		c.DontSee("陈嘉豪")
		c.Keys("4", "8", "2", "9", "1", "7", "Enter")
		c.See("陈嘉豪")
	}
}

func TestAnotherPersonTakesTheSeat(t *testing.T) {
	k, left := &knows{pin: "482917"}, 0
	c := start(t, at(keymap.ScopeHome), shell.Options{Guard: k.guard, SwitchPerson: func() { left++ }})
	c.Keys("Ctrl+T")
	assert.Equal(t, 1, left)
	assert.True(t, c.Ended())
}

// allow is a permit that somebody waits for.
func allow(c chan shell.Permit, own bool, k *knows) (ended *[]bool) {
	ended = &[]bool{}
	c <- shell.Permit{Why: "您没有“改会员密码”的权限", Own: own,
		Try: func(ctx context.Context, who, pin string) error {
			k.asked = append(k.asked, who)
			return k.guard(ctx, pin)
		},
		Done: func(allowed bool) { *ended = append(*ended, allowed) }}
	return ended
}

func TestSomebodyElseAllowsItHere(t *testing.T) {
	permits, k := make(chan shell.Permit, 1), &knows{pin: "739162"}
	c := start(t, at(keymap.ScopeMember, keymap.Recharge), shell.Options{Permits: permits})
	ended := allow(permits, false, k)
	c.See("当场授权", "您没有“改会员密码”的权限")
	c.Keys("7") // was meant for what was there before
	c.Advance(time.Second)
	c.Golden("permit-80x24")
	c.Type("王")
	c.Keys("Enter")
	c.Type("111119")
	c.Keys("Enter")
	c.See("PIN 不对")
	assert.Empty(t, *ended)
	c.Paste("739162")
	c.Type("739162")
	c.Keys("Enter")
	c.DontSee("当场授权")
	assert.Equal(t, []bool{true}, *ended)
	assert.Equal(t, []string{"王", "111119", "王", "739162"}, k.asked)
	c.got(c.home)

	ended = allow(permits, true, k)
	c.See("请再输一次 PIN")
	c.DontSee("授权人")
	c.Advance(time.Second)
	c.Keys("Esc")
	assert.Equal(t, []bool{false}, *ended)
}

package shell_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui/shell"
)

func TestAnotherShopIsOneKeyAwayFromTheSearch(t *testing.T) {
	changed := ""
	c := start(t, &fake{name: "home", scope: keymap.ScopeHome}, shell.Options{Shops: []string{"二店"}, Change: func(s string) { changed = s }})
	c.Keys("Ctrl+T")
	assert.Equal(t, "二店", changed)
	assert.True(t, c.Ended())
}

func TestTheShopIsNotChangedAboveSomethingHalfDone(t *testing.T) {
	c := start(t, opensMember(), shell.Options{Shops: []string{"二店"}, Change: func(string) { t.Fatal("the shop was changed") }})
	c.Keys("F5", "Ctrl+T")
	c.See("请先按 Esc 回到查找页")
	assert.False(t, c.Ended())
}

func TestTheOnlyShopSaysSo(t *testing.T) {
	c := start(t, &fake{name: "home", scope: keymap.ScopeHome}, shell.Options{})
	c.Keys("Ctrl+T")
	c.See("只设了这一家店")
}

func TestEveryShopIsInThePalette(t *testing.T) {
	changed := ""
	c := start(t, &fake{name: "home", scope: keymap.ScopeHome}, shell.Options{Shops: []string{"二店", "三店"}, Change: func(s string) { changed = s }})
	c.Keys("F9")
	c.Type("三店")
	c.See("换到 三店")
	c.Keys("Enter")
	assert.Equal(t, "三店", changed)
}

func TestTheGaugeWarnsBeforeTheCallsAreGone(t *testing.T) {
	q := backend.Quota{Used: 28, Limit: 300, Reserve: 25}
	c := start(t, &fake{name: "home", scope: keymap.ScopeHome}, shell.Options{Quota: func() backend.Quota { return q }})
	c.See("调用 28/300")
	q.Used = 240
	c.Keys("x")
	c.See("调用 240/300 快用完")
	q.Used = 275
	c.Keys("x")
	c.See("调用 275/300 只够核对")
}

func TestTheStartSaysWhatTheOwnerWantsSaidUntilAKey(t *testing.T) {
	c := start(t, &fake{name: "home", scope: keymap.ScopeHome}, shell.Options{Hello: "演练，不动真钱"})
	c.See("演练，不动真钱")
	c.Keys("x")
	c.DontSee("演练，不动真钱")
}

package screens_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/screens"
	"guitai/screens/member"
	"guitai/ui"
	"guitai/ui/uitest"
)

// all is a vendor that offers everything.
type all struct {
	backend.LevelChanger
	backend.PasswordKeeper
	backend.SubsidyReader
	backend.RechargeReader
}

func able() backend.Capabilities {
	return backend.Capabilities{Levels: all{}, Passwords: all{}, Subsidies: all{}, Recharges: all{}}
}

func TestWhatTheVendorDoesNotOfferIsThereWithTheReason(t *testing.T) {
	env := uitest.Env(t, "zh")
	one := &backend.Member{ID: "m1"}
	for _, c := range screens.Commands(env, backend.Capabilities{}, func() *backend.Member { return one }) {
		if c.Name == env.Text.Mirror.Title {
			assert.Empty(t, c.WhyNot(), "a copy is kept of any vendor's members")
			continue
		}
		assert.Equal(t, env.Text.Errors.Unsupported, c.WhyNot(), c.Name)
	}
}

func TestEachLineOpensItsScreen(t *testing.T) {
	env := uitest.Env(t, "zh")
	var one *backend.Member
	open := func() map[string]ui.Open {
		opened := map[string]ui.Open{}
		for _, c := range screens.Commands(env, able(), func() *backend.Member { return one }) {
			if why := c.WhyNot(); why != "" {
				assert.Equal(t, "请先打开一位会员", why)
				continue
			}
			opened[c.Name] = c.Run().(ui.Open)
		}
		return opened
	}
	assert.Equal(t, map[string]ui.Open{"会员等级": {Screen: ui.ScreenLevels}, "补贴记录": {Screen: ui.ScreenSubsidy},
		"全店充值记录": {Screen: ui.ScreenRechargeLog}, "会员副本": {Screen: ui.ScreenMirror}}, open())
	one = &backend.Member{ID: "m1"}
	about := ui.Args{Member: one}
	assert.Equal(t, map[string]ui.Open{"会员等级": {Screen: ui.ScreenLevels}, "改这位会员的等级": {Screen: ui.ScreenLevels, Args: about},
		"设置会员密码": {Screen: ui.ScreenPassword, Args: about}, "补贴记录": {Screen: ui.ScreenSubsidy, Args: about},
		"全店充值记录": {Screen: ui.ScreenRechargeLog}, "会员副本": {Screen: ui.ScreenMirror}}, open())
}

func TestOnlyAnOpenMemberIsTheMember(t *testing.T) {
	makers := screens.All(screens.Desks{Member: memberDesk{}})
	env := uitest.Env(t, "zh")
	open := makers[ui.ScreenMember](env, ui.Args{Member: &backend.Member{ID: "m1"}})
	assert.Equal(t, "m1", screens.MemberOf(open).ID)
	assert.Nil(t, screens.MemberOf(makers[ui.ScreenMember](env, ui.Args{})))
	assert.Nil(t, screens.MemberOf(makers[ui.ScreenRechargeLog](env, ui.Args{})))
}

// memberDesk offers nothing: nobody reads here.
type memberDesk struct{ member.Desk }

func (memberDesk) Capabilities() backend.Capabilities { return backend.Capabilities{} }

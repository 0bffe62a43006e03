package member_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/screens/history"
	"guitai/screens/member"
	"guitai/screens/search"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

// shop is a counter with three members behind it.
type shop struct{ desk }

func (s *shop) Find(_ context.Context, key string) ([]backend.Member, error) {
	var hits []backend.Member
	for _, m := range s.members() {
		if strings.Contains(m.Number.String()+"\n"+m.Phone.String()+"\n"+m.Name.String(), key) {
			hits = append(hits, m)
		}
	}
	return hits, nil
}

func (s *shop) members() []backend.Member {
	one, two, three := wang(), wang(), wang()
	two.ID, two.Number, two.Name, two.Phone = "m2", safe.Line("80005678"), safe.Line("张三"), safe.Line("13900005678")
	three.ID, three.Number, three.Name, three.Phone = "m3", safe.Line("80015678"), safe.Line("李四"), safe.Line("13700000000")
	return []backend.Member{one, two, three}
}

func (s *shop) Member(_ context.Context, id string) (backend.Member, error) {
	for _, m := range s.members() {
		if m.ID == id {
			return m, nil
		}
	}
	return backend.Member{}, &backend.Error{Op: "member", Kind: backend.KindNotFound}
}

func (s *shop) Lately(ctx context.Context, id string) (backend.Member, error) {
	return s.Member(ctx, id)
}

func (s *shop) Mirror(context.Context, string, int) (search.MirrorAnswer, error) {
	return search.MirrorAnswer{}, nil
}

func (s *shop) Recent(int) []backend.Member { return nil }

func (s *shop) Capabilities() backend.Capabilities {
	return backend.Capabilities{FindWhileTyping: true}
}

func atTheCounter(t *testing.T) *uitest.Pump {
	t.Helper()
	s := &shop{}
	env := uitest.Env(t, "zh")
	return uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch:  func(e *ui.Env, a ui.Args) ui.Screen { return search.New(e, a, s) },
		ui.ScreenMember:  func(e *ui.Env, a ui.Args) ui.Screen { return member.New(e, a, s) },
		ui.ScreenHistory: func(e *ui.Env, a ui.Args) ui.Screen { return history.New(e, a, s) },
	}, shell.Options{Home: ui.ScreenSearch}), 80, 24)
}

func TestAMemberIsFoundInFiveKeys(t *testing.T) {
	p := atTheCounter(t)
	p.Keys("1", "2", "3", "4", "Enter")
	p.See("会员 王小二", "余额")
	p.Keys("h", "m")
	p.See("上月 2026-02")
	p.Keys("Esc", "Esc")
	p.See("❯ 1234", "直接输入即开始新的查找")
}

func TestAMemberIsOpenedByOneScan(t *testing.T) {
	p := atTheCounter(t)
	p.Scan("80005678")
	p.See("会员 张三")
	p.Scan("80001234")
	p.See("会员 王小二")
	p.ScanAtOnce("80015678")
	p.See("会员 李四")
}

func TestTheNextGuestIsTypedOverTheLast(t *testing.T) {
	p := atTheCounter(t)
	p.Keys("1", "2", "3", "4", "Enter")
	p.Keys("5", "6", "7", "8", "Enter")
	p.See("❯ 5678", "找到 2 位")
	p.Keys("Down", "Enter")
	p.See("会员 李四")
	p.Together("1234")
	p.Advance(time.Second)
	p.See("❯ 1234", "找到 1 位")
}

func TestASuffixOfSeveralOnlyLists(t *testing.T) {
	p := atTheCounter(t)
	p.Rapid("5", "6")
	p.Advance(time.Second)
	p.Keys("7", "8", "Enter")
	p.See("找到 2 位")
	p.DontSee("余额 上次")
	_, y, shown := p.Caret()
	assert.True(t, shown)
	assert.Equal(t, 1, y, "the caret stays in the box")
	p.Click("李四")
	p.Click("李四")
	p.See("会员 李四")
}

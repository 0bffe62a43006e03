package widget_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/ui/widget"
)

func TestAnOddStatusHasASign(t *testing.T) {
	env, _ := newEnv("zh")
	for _, c := range []struct {
		status backend.Status
		want   string
	}{
		{backend.Status{Kind: backend.StatusNormal}, "正常"},
		{backend.Status{}, "未知"},
		{backend.Status{Kind: backend.StatusLost}, "⚠ 挂失"},
		{backend.Status{Kind: backend.StatusOther, Text: safe.Line("冻结")}, "⚠ 冻结"},
	} {
		got, _ := widget.Status(env, c.status)
		assert.Equal(t, c.want, got)
	}
}

func TestFreshnessTellsSourceAndAge(t *testing.T) {
	env, clock := newEnv("zh")
	read := func(source backend.Source, ago time.Duration) string {
		return widget.Freshness(env, backend.Member{Source: source, ReadAt: clock.now.Add(-ago)})
	}
	assert.Equal(t, "● 实时", read(backend.SourceLive, 59*time.Second))
	assert.Equal(t, "● 2 分钟前", read(backend.SourceLive, 2*time.Minute))
	assert.Equal(t, "○ 5 秒前", read(backend.SourceMirror, 5*time.Second))
	assert.Equal(t, "○ 3 小时前", read(backend.SourceMirror, 3*time.Hour))
}

func TestOnlyAReturnedCardTakesNoMoney(t *testing.T) {
	env, _ := newEnv("zh")
	for kind, refused := range map[backend.StatusKind]bool{backend.StatusNormal: false, backend.StatusUntold: false,
		backend.StatusLost: false, backend.StatusDisabled: false, backend.StatusClosed: true} {
		m := backend.Member{Number: safe.Line("123"), Status: backend.Status{Kind: kind}}
		assert.Equal(t, refused, widget.MoneyWhyNot(env, m) != "", kind)
	}
}

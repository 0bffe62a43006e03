package recharge_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/screens/recharge"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

// desk takes WeChat and cash, and remembers what it was asked.
type desk struct {
	recharge.Desk
	err     error
	quoted  []string
	carried int
}

func (d *desk) Rules(context.Context, string) (backend.RuleSet, error) {
	return backend.RuleSet{PayTypes: []backend.PayType{{ID: "1", Name: safe.Line("现金")}, {ID: "2", Name: safe.Line("微信")}}}, d.err
}

func (d *desk) QuoteRecharge(_ context.Context, id string, amount money.Amount, pay backend.PayType, _ string) (backend.Quote, error) {
	d.quoted = append(d.quoted, amount.String()+" "+pay.Name.String())
	m := member()
	m.Name = safe.Line("陈大文新名")
	return backend.Quote{Operation: backend.Operation{Kind: backend.OpRecharge, MemberID: id, Amount: amount, PayType: pay}, Gross: amount, Member: m}, nil
}

func (d *desk) Do(context.Context, backend.Quote) (backend.Case, error) {
	d.carried++
	return backend.Case{}, nil
}

func member() backend.Member {
	return backend.Member{ID: "M1", Number: safe.Line("M1"), Name: safe.Line("陈大文"), Status: backend.Status{Kind: backend.StatusNormal},
		Source: backend.SourceMirror}
}

func ordered(t *testing.T, d *desk, o ui.Order) *uitest.Pump {
	t.Helper()
	env := uitest.Env(t, "zh")
	m := member()
	makers := map[ui.ScreenID]ui.Maker{ui.ScreenRecharge: func(e *ui.Env, _ ui.Args) ui.Screen {
		return recharge.New(e, ui.Args{Member: &m, Order: &o}, d)
	}}
	return uitest.New(t, env, shell.New(env, makers, shell.Options{Home: ui.ScreenRecharge}), 80, 24)
}

func TestAnOrderGoesAsFarAsItsPreviewAndNoFurther(t *testing.T) {
	d := &desk{}
	p := ordered(t, d, ui.Order{Amount: money.Must("500"), Pay: 'w'})
	p.See("请核对", "500.00", "微信", "陈大文新名")
	assert.Equal(t, []string{"500.00 微信"}, d.quoted)
	p.Advance(time.Second)
	p.Keys("Enter", "Enter")
	assert.Zero(t, d.carried)
	p.Keys("F10")
	assert.Equal(t, 1, d.carried)
}

func TestAnOrderWithoutAWayOfPayingAsksForIt(t *testing.T) {
	d := &desk{}
	p := ordered(t, d, ui.Order{Amount: money.Must("500")})
	p.See("请选支付方式", "500.00")
	p.DontSee("请核对")
	assert.Empty(t, d.quoted)
	p.Keys("w", "Enter")
	p.See("请核对")
}

func TestAWayOfPayingThatTheShopDoesNotTakeIsRefusedAsByItsKey(t *testing.T) {
	d := &desk{}
	p := ordered(t, d, ui.Order{Amount: money.Must("500"), Pay: 'k'})
	p.See("本店没有这种支付方式", "500.00")
	p.DontSee("请核对")
	p.Keys("x", "Enter")
	p.See("请核对", "现金")
}

func TestAnOrderWhoseRulesCannotBeReadWaitsForEnter(t *testing.T) {
	d := &desk{err: &backend.Error{Op: "rules", Kind: backend.KindUnreachable}}
	p := ordered(t, d, ui.Order{Amount: money.Must("500"), Pay: 'w'})
	p.See("连不上会员系统", "500.00")
	p.DontSee("请核对")
	d.err = nil
	p.Keys("Enter")
	p.See("请核对", "微信")
}

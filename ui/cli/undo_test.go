package cli

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
	"guitai/ui/uitest"
)

// At a vendor that takes an opposite change, a bill that was rung on the wrong card
// is taken back from the history, and both rows say so.
func TestTheCashierTakesABillBack(t *testing.T) {
	s := openVendor(t, "pospal")
	before := s.truth("M000110")
	s.Types("M000110").Presses("Enter").Sees("最近记录")
	s.Presses("F3").Types("20").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10").Sees("✔ 已扣 20.00")
	require.NotEqual(t, before.balance, s.truth("M000110").balance)
	s.Waits(time.Second).Presses("Enter").Sees("最近记录").Presses("F5").Sees("消费")

	s.Presses("u").Sees("更正", "原单", "原因")
	s.Types("错了").Presses("Enter").Sees("请写清原因")
	s.Types("会员刷错").Presses("Enter").Sees("请核对", "退回卡内", "错了会员刷错", "F10")
	s.Presses("Enter").Sees("Enter 不会动钱").Waits(time.Second).PressesTwice("F10").Sees("✔ 已更正 #")
	assert.Equal(t, before.balance, s.truth("M000110").balance, "the totals agree with the vendor's ledger")
	assert.Equal(t, before.points, s.truth("M000110").points)
	s.Waits(time.Second).Presses("Enter").Sees("更正#", "已更正#")
	s.Presses("Down", "u").Sees("已经更正过")
}

// Straight from the result, and what cannot be taken back says why.
func TestTheCashierTakesARechargeBackFromItsResult(t *testing.T) {
	s := openVendor(t, "pospal")
	before := s.truth("M000110")
	s.Types("M000110").Presses("Enter").Sees("最近记录")
	s.Presses("F2").Types("50x").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10").Sees("✔ 已充值 50.00")
	s.Waits(time.Second).Presses("u").Sees("原单").Types("顾客反悔").Presses("Enter").Sees("退还顾客", "退本金")
	s.Waits(time.Second).Presses("F10").Sees("✔ 已更正 #", "退还顾客")
	assert.Equal(t, before.balance, s.truth("M000110").balance)
	s.Waits(time.Second).Presses("Enter").Presses("F5").Sees("更正#").Presses("u").Sees("更正单本身不能再更正")
}

// At a vendor without undoing the same keys send nothing and make a task, which is
// recognised when somebody has done it in the back office.
func TestTheSameKeysMakeATask(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	before := s.balance(t, "M000110")
	s.Types("M000110").Presses("Enter").Sees("最近记录")
	s.Presses("F2").Types("50x").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10").Sees("✔ 已充值 50.00")
	s.Waits(time.Second).Presses("u").Sees("原单").Types("顾客反悔").Presses("Enter").Sees("不会动钱", "从卡内扣除", "M000110")
	s.Waits(time.Second).Presses("F10").Sees("已开后台任务单", "从卡内扣除", "备注写 #")
	require.NotEqual(t, before, s.balance(t, "M000110"), "nothing was sent")
	s.Waits(time.Second).Presses("Enter").Presses("F8").Sees("待后台办理", "从卡内扣除")

	sum := money.Must(s.balance(t, "M000110")).Sub(money.Must(before))
	_, err := s.vendor.Foreign("M000110", sandysim.Withdraw, sum, "", "")
	require.NoError(t, err)
	s.Presses("l").Sees("记录里已看到")
	assert.Equal(t, before, s.balance(t, "M000110"))
}

func TestWhatACorrectionLooksLike(t *testing.T) {
	for _, code := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			for _, vendor := range vendors() {
				t.Run(fmt.Sprintf("%s-%s-%d", vendor, code, size[0]), func(t *testing.T) {
					var server http.Handler = sandysim.New(sandysim.Options{History: sandysim.ShortHistory, Clock: uitest.Morning})
					if vendor == "pospal" {
						server = pospalsim.New(pospalsim.Options{History: pospalsim.ShortHistory, Clock: uitest.Morning})
					}
					s, _ := openCounter(t, code, size[0], size[1], vendor, server)
					look := func(what string) { s.Pump().Golden(fmt.Sprintf("undo-%s-%s-%s-%d", what, vendor, code, size[0])) }
					s.Types("M000110").Presses("Enter").Sees("M000110").Waits(time.Second)
					s.Presses("F2").Types("50x").Presses("Enter").Sees("F10").Waits(time.Second).Presses("F10").Sees("✔", "50.00")
					s.Waits(time.Second).Presses("u").Sees("#A").Types("wrong guest")
					look("form")
					s.Presses("Enter").Sees("wrong guest", "F10").Waits(time.Second)
					look("preview")
					s.Presses("F10").Waits(2*time.Second).Sees("#A", "M000110")
					if vendor == "sandy" {
						s.Sees(map[string]string{"zh": "待核实 1", "en": "to verify 1"}[code]) // the task waits there
					}
					look("result")
				})
			}
		}
	}
}

package cli

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOneLineTakesNoMoreKeysThanItsScreens(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	for _, flow := range []struct {
		line, preview, end string
		most               int
	}{
		{"0123 +500w", "充值本金", "✔ 已充值 500.00", 12},
		{"0123 -88.5", "消费金额", "✔ 已扣 88.50", 12},
		{"0123 p100", "扣积分", "✔ 已扣 100 积分", 11},
	} {
		pressed := append(keys(flow.line), "Enter", "F10")
		assert.LessOrEqual(t, len(pressed), flow.most)
		s.Presses(pressed[:len(pressed)-1]...).Sees("请核对", flow.preview, "Chan Kan Seng").DoesNotSee("✔ 已").Waits(time.Second)
		s.PressesTwice("Enter").Sees("Enter 不会动钱").Waits(time.Second)
		s.Presses("F10").Sees(flow.end).Waits(time.Second).Presses("Enter").Sees("❯ 0123", "直接输入即开始新的查找")
		s.Presses("Enter").Sees("最近记录", "Chan Kan Seng").DoesNotSee("请核对").Presses("Esc", "Esc")
	}
	assert.Equal(t, "15060.30", s.balance(t, "M000123"))
}

func TestOneLineOnBothVendors(t *testing.T) {
	for _, vendor := range vendors() {
		t.Run(vendor, func(t *testing.T) {
			s := openVendor(t, vendor)
			s.Types("M000110 +50x").Presses("Enter").Sees("请核对", "充值本金", "50.00", "现金").Waits(time.Second)
			require.Equal(t, "100.00", s.truth("M000110").balance, "a preview moves nothing")
			s.Presses("F10").Sees("✔ 已充值 50.00").Waits(time.Second).Presses("Enter", "Esc")

			s.Types("M000110 +50").Presses("Enter").Sees("请选支付方式", "微信").DoesNotSee("请核对").Presses("Esc", "Esc", "Esc", "Esc")

			s.Types("Ｍ０００１１０　－２０／１０").Presses("Enter").Sees("请核对", "消费金额", "可打折", "10.00").Presses("Esc").Sees("可打折", "20.00")
			s.Presses("Esc", "Esc", "Esc")
			before := s.truth("M000101").points
			s.Types("M000101 p6").Presses("Enter").Sees("请核对", "扣积分").Waits(time.Second).Presses("F10").Sees("✔ 已扣 6 积分")
			assert.NotEqual(t, before, s.truth("M000101").points)
		})
	}
}

func TestALineThatIsNotUnderstoodDoesNothing(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	for _, line := range []string{"M000110 +50q", "M000110 +0", "M000110 +1.005w", "M000110 -20/30", "M000110 p1.5", "M000110 +50x 1"} {
		s.Types(line).Sees("✗", "▲").Presses("Enter", "F10").Sees("查找 ❯ "+line, "▲").Waits(time.Second).Presses("Esc")
	}
	assert.Equal(t, "100.00", s.balance(t, "M000110"))
}

func TestAScanIsNeverALine(t *testing.T) {
	for _, vendor := range vendors() {
		s := openVendor(t, vendor)
		for _, scan := range []string{"M000110 +50x", "M000110+50x", "M000110 -20", "M000110 p6"} {
			s.Scans(scan).Sees("❯ "+scan).DoesNotSee("▶", "本金", "消费金额").Presses("Enter", "F10").Waits(time.Second).DoesNotSee("本金", "消费金额", "扣积分")
			s.Presses("Esc")
		}
		s.Scans("M000110").Sees("最近记录").Pump().ScanAtOnce("M000110 +50x")
		s.Sees("❯ M000110 +50x").DoesNotSee("▶", "本金")
		assert.Equal(t, "100.00", s.truth("M000110").balance)
	}
}

func TestAPastedLineWaitsForAHand(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Pastes("M000110 +50x\r\n").Waits(2 * time.Second).DoesNotSee("请核对").Sees("▶ 充值 50.00（现金）")
	s.Presses("Enter").Sees("请核对", "充值本金")
	assert.Equal(t, "100.00", s.balance(t, "M000110"))
}

func TestALineIsRefusedAsItsKeysAre(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.Types("M000112 -1").Presses("Enter").Sees("✗").DoesNotSee("请核对").Presses("Esc", "Esc", "Esc")
	s.Types("M000110 -600").Presses("Enter").Sees("密码").DoesNotSee("请核对")
}

package cli

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
	"guitai/ui/uitest"
)

// account is the truth behind a card at either vendor.
type account struct{ balance, points, name string }

// flowsShop is a counter with its vendor's own books.
type flowsShop struct {
	*uitest.Story
	truth func(number string) account
}

func vendors() []string { return []string{"sandy", "pospal"} }

func openVendor(t *testing.T, vendor string) flowsShop {
	t.Helper()
	if vendor == "sandy" {
		server := sandysim.New(sandysim.Options{History: sandysim.ShortHistory, Clock: uitest.Morning})
		story, _ := openCounter(t, "zh", 80, 24, vendor, server)
		return flowsShop{story, func(number string) account {
			c, ok := server.Card(number)
			require.True(t, ok)
			return account{c.Balance.String(), c.Points.String(), c.Name}
		}}
	}
	server := pospalsim.New(pospalsim.Options{History: pospalsim.ShortHistory, Clock: uitest.Morning})
	story, _ := openCounter(t, "zh", 80, 24, vendor, server)
	return flowsShop{story, func(number string) account {
		m, ok := server.Numbered(number)
		require.True(t, ok)
		return account{m.Balance.String(), m.Points.String(), m.Name}
	}}
}

// The same keys do the same on either vendor: no screen asks which one it is.
func TestTheFiveFlowsOnBothVendorsWithTheSameKeys(t *testing.T) {
	for _, vendor := range vendors() {
		t.Run(vendor, func(t *testing.T) {
			s := openVendor(t, vendor)
			require.Equal(t, "100.00", s.truth("M000110").balance)
			s.Types("M000110").Presses("Enter").Sees("黄俊辉", "最近记录")

			s.Presses("F2").Types("50x").Presses("Enter").Sees("请核对", "充值本金", "现金").Waits(time.Second).PressesTwice("F10").Sees("✔ 已充值 50.00")
			s.Waits(time.Second).Presses("Enter").Sees("最近记录")
			recharged := s.truth("M000110").balance

			s.Presses("F3").Types("20").Presses("Enter").Sees("请核对", "消费金额").Waits(time.Second).PressesTwice("F10").Sees("✔ 已扣 20.00")
			s.Waits(time.Second).Presses("Enter").Sees("最近记录")
			assert.NotEqual(t, recharged, s.truth("M000110").balance)

			s.Presses("Esc").Types("M000101").Presses("Enter").Sees("最近记录")
			before := s.truth("M000101").points
			s.Presses("F4").Types("6").Presses("Enter").Sees("请核对", "扣积分").Waits(time.Second).PressesTwice("F10").Sees("✔ 已扣 6 积分")
			s.Waits(time.Second).Presses("Enter").Sees("最近记录")
			assert.NotEqual(t, before, s.truth("M000101").points)

			s.Presses("F5").Sees("充值")
		})
	}
}

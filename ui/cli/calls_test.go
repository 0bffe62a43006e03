package cli

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestASaleCostsTwoCalls follows every call of whole sales at the counter, from
// the scan to the member's screen afterwards: one look-up and one change. The
// levels are read once a day.
func TestASaleCostsTwoCalls(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	asked := func() (calls []string) {
		for _, r := range s.vendor.Requests() {
			calls = append(calls, r.Name)
		}
		return calls
	}
	bill := func(sum string) {
		s.Presses("F3").Types(sum).Presses("Enter").Sees("请核对").Waits(time.Second)
		s.Presses("F10").Sees("✔ 已扣").Waits(time.Second).Presses("Enter")
	}
	s.opens("M000115")
	bill("3")
	first := asked()
	assert.ElementsMatch(t, []string{"queryByNumber", "queryAllCustomerCategory", "updateBalancePointByIncrement"}, first, "the day's first sale")

	s.Presses("Esc")
	s.opens("M000101")
	bill("5")
	second := asked()[len(first):]
	assert.ElementsMatch(t, []string{"queryByNumber", "updateBalancePointByIncrement"}, second)

	s.Presses("F2").Types("100").Presses("Tab", "x", "Enter").Sees("请核对").Waits(time.Second)
	s.Presses("F10").Sees("✔ 已充").Waits(time.Second).Presses("Enter")
	third := asked()[len(first)+len(second):]
	assert.Equal(t, []string{"updateBalancePointByIncrement"}, third, "what the reply told is as good as a reading")

	s.Presses("Ctrl+R")
	assert.Contains(t, asked()[len(first)+len(second)+len(third):], "queryByUid", "a person asked")
}

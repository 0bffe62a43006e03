package pospalsim_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

// chains asserts that every change follows from the one before, that the last
// is what the member holds, and that no key was applied twice.
func chains(t *testing.T, s *pospalsim.Server) (total int) {
	t.Helper()
	for _, m := range s.Members() {
		keys := map[string]bool{}
		changes := s.Changes(m.UID)
		for i, c := range changes {
			require.True(t, c.BalanceBefore.Add(c.Balance).Equal(c.BalanceAfter))
			require.True(t, c.PointsBefore.Add(c.Points).Equal(c.PointsAfter))
			require.False(t, c.Key != "" && keys[c.Key], "%s twice on %s", c.Key, m.Number)
			keys[c.Key] = true
			if i > 0 {
				require.True(t, changes[i-1].BalanceAfter.Equal(c.BalanceBefore))
				require.True(t, changes[i-1].PointsAfter.Equal(c.PointsBefore))
			}
			total++
		}
		if n := len(changes); n > 0 {
			require.True(t, changes[n-1].BalanceAfter.Equal(m.Balance))
			require.True(t, changes[n-1].PointsAfter.Equal(m.Points))
		}
	}
	return total
}

// one is a shop with a single member who holds 528.8 and 671.20 points.
func one(t *testing.T, w pospalsim.Switches) *pospalsim.Server {
	t.Helper()
	points, err := money.ParsePointsLiteral("671.20")
	require.NoError(t, err)
	return shop(func(o *pospalsim.Options) {
		o.Switches = w
		o.People = []sim.Person{{Card: "8001", Name: "示例会员", Level: "金卡", Status: sim.Normal, Balance: money.Must("528.8"), Points: points}}
	})
}

const (
	lunch     = `"balanceIncrement":-12.50,"pointIncrement":12,"validateBalance":1,"validatePoint":1,"remark":"till 1 #A0001"`
	duplicate = `{"status":"error","messages":["重复提交修改"],"errorCode":2013}`
	short     = `{"status":"error","messages":["会员余额不足"],"errorCode":2013}`
)

func TestAnIncrementAsTheVendorAnswersIt(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	assert.Equal(t, compact(t, `{"status":"success","messages":[],"data":{"customerUid":813951242628553689,
		"balanceBeforeUpdate":528.80,"balanceAfterUpdate":516.30,"balanceIncrement":-12.50,
		"pointBeforeUpdate":671.2,"pointAfterUpdate":683.2,"pointIncrement":12,
		"dataChangeTime":"2024-05-01 12:00:00","updateCustomerTime":"2024-05-01 12:00:00"}}`),
		change(t, s, "8001", "2024-05-01 12:00:00", lunch))
	assert.Equal(t, duplicate, change(t, s, "8001", "2024-05-01 12:00:00", lunch))
	assert.Equal(t, duplicate, change(t, s, "8001", "2024-05-01 12:00:00", `"balanceIncrement":100`), "the amount is no part of the key")

	changes := s.Changes(813951242628553689)
	require.Len(t, changes, 1)
	assert.Equal(t, "till 1 #A0001", changes[0].Remark)
	assert.Equal(t, "2024-05-01 12:00:00", changes[0].Key)
	assert.Equal(t, "-12.50", changes[0].Balance.String())
	assert.Equal(t, noon().Unix(), changes[0].At.Unix())
	assert.Contains(t, post(s, "queryByNumber", `"customerNum":"8001"`), `"point":683.2,"discount":80,"balance":516.30,`)
	applied := []int{}
	for _, r := range s.Requests() {
		applied = append(applied, r.Applied)
	}
	assert.Equal(t, []int{1, 0, 0, 0}, applied)
	chains(t, s)
}

func TestTheKeyIsOneMembersOwnAndAnyText(t *testing.T) {
	s := shop(nil)
	for _, number := range []string{"M000115", "M000116"} {
		for _, key := range []string{"2024-05-01 12:00:00", "2024-05-01T12:00:00Z", "12:00"} {
			assert.Contains(t, change(t, s, number, key, `"balanceIncrement":1`), "success")
			assert.Equal(t, duplicate, change(t, s, number, key, `"balanceIncrement":1`))
		}
	}
	assert.Equal(t, 6, chains(t, s))
}

func TestTheUidMayBeQuotedAndTheFiguresToo(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	got := post(s, "updateBalancePointByIncrement",
		`"customerUid":"813951242628553689","dataChangeTime":"k","balanceIncrement":"-1.5","pointIncrement":"0.25","validateBalance":"1"`)
	assert.Contains(t, got, `"balanceBeforeUpdate":528.8,"balanceAfterUpdate":527.3,"balanceIncrement":-1.5,`)
	assert.Contains(t, got, `"pointBeforeUpdate":671.20,"pointAfterUpdate":671.45,"pointIncrement":0.25,`)
}

func TestWhatWasNotSentIsZeroOrLeftOut(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	assert.Contains(t, change(t, s, "8001", "1", `"balanceIncrement":-1`),
		`"balanceIncrement":-1,"pointBeforeUpdate":671.2,"pointAfterUpdate":671.2,"pointIncrement":0,`)
	s.Switch(func(w *pospalsim.Switches) { w.EchoSentOnly = true })
	got := change(t, s, "8001", "2", `"balanceIncrement":-1`)
	assert.Contains(t, got, `"balanceAfterUpdate":526.8`)
	assert.NotContains(t, got, "point")
	assert.NotContains(t, change(t, s, "8001", "3", `"pointIncrement":-1`), "balance")
}

// This is the first of the contract's probes: of fifty copies at once exactly
// one is applied.
func TestOfFiftyCopiesAtOnceOneIsApplied(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	for round := range 10 {
		var mu sync.Mutex
		answers := map[bool]int{}
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				got := post(s, "updateBalancePointByIncrement",
					fmt.Sprintf(`"customerUid":813951242628553689,"dataChangeTime":"%d",%s`, round, lunch))
				mu.Lock()
				defer mu.Unlock()
				answers[strings.Contains(got, `"status":"success"`)]++
				if got != duplicate {
					assert.Contains(t, got, `"status":"success"`)
				}
			})
		}
		wg.Wait()
		assert.Equal(t, map[bool]int{true: 1, false: 49}, answers)
	}
	assert.Equal(t, 10, chains(t, s))
	assert.Equal(t, "403.80", member(t, s, "8001").Balance.String())
}

func TestDeductionsAreCheckedOnlyWhenAsked(t *testing.T) {
	for _, c := range []struct{ number, fields, says string }{
		{"M000110", `"balanceIncrement":-100.01,"validateBalance":1`, "会员余额不足"},
		{"M000110", `"balanceIncrement":-100,"validateBalance":1`, `"balanceAfterUpdate":0,`},
		{"M000110", `"balanceIncrement":-100.01`, `"balanceAfterUpdate":-0.01,`},
		{"M000110", `"balanceIncrement":-100.01,"validateBalance":0`, `"balanceAfterUpdate":-0.01,`},
		{"M000110", `"balanceIncrement":-100.01,"validateBalance":""`, `"balanceAfterUpdate":-0.01,`},
		{"M000110", `"balanceIncrement":-100.01,"validatePoint":1`, `"balanceAfterUpdate":-0.01,`},
		{"M000110", `"balanceIncrement":5,"validateBalance":1`, `"balanceAfterUpdate":105,`},
		{"M000110", `"pointIncrement":-1,"validatePoint":1`, "会员积分不足"},
		{"M000110", `"pointIncrement":-1`, `"pointAfterUpdate":-1,`},
		{"M000110", `"balanceIncrement":-50,"pointIncrement":-1,"validateBalance":1,"validatePoint":1`, "会员积分不足"},
		{"M000102", `"balanceIncrement":-628.50,"validateBalance":1`, `"balanceAfterUpdate":-500.00,`},
		{"M000102", `"balanceIncrement":-628.51,"validateBalance":1`, "超过会员赊账额度"},
		{"M000105", `"balanceIncrement":-99999,"validateBalance":1`, `"balanceAfterUpdate":-99910.20,`},
	} {
		s := shop(nil)
		got := change(t, s, c.number, "k", c.fields)
		assert.Contains(t, got, c.says, c.fields)
		booked := s.Changes(uidOf(t, s, c.number))
		assert.Len(t, booked, strings.Count(got, `"status":"success"`), "a refusal moves neither money nor points")
	}
	s := switched(pospalsim.Switches{ZeroLimitIsNone: true})
	assert.Equal(t, short, change(t, s, "M000105", "k", `"balanceIncrement":-99999,"validateBalance":1`))
}

// Who owes already may pay back, but not owe more than the limit.
func TestAMemberWhoOwes(t *testing.T) {
	s := shop(nil)
	assert.Contains(t, change(t, s, "M000110", "1", `"balanceIncrement":-150`), "success")
	assert.Contains(t, post(s, "queryByNumber", `"customerNum":"M000110"`), `"balance":-50,`)
	assert.Equal(t, short, change(t, s, "M000110", "2", `"balanceIncrement":-1,"validateBalance":1`))
	assert.Contains(t, change(t, s, "M000110", "3", `"balanceIncrement":20,"validateBalance":1`), `"balanceAfterUpdate":-30,`)
}

func TestARefusalLeavesTheKeyUnlessSwitched(t *testing.T) {
	const tooMuch, topUp = `"balanceIncrement":-200,"validateBalance":1`, `"balanceIncrement":500`
	for burns, want := range map[bool]string{false: `"balanceAfterUpdate":400,`, true: "重复提交修改"} {
		s := switched(pospalsim.Switches{RefusalBurnsKey: burns})
		assert.Equal(t, short, change(t, s, "M000110", "k", tooMuch))
		assert.Contains(t, change(t, s, "M000110", "other", topUp), "success")
		assert.Contains(t, change(t, s, "M000110", "k", tooMuch), want)
	}
	s := switched(pospalsim.Switches{RefusalBurnsKey: true})
	assert.Contains(t, change(t, s, "M000110", "k", `"pointIncrement":-1,"validatePoint":1`), "积分不足")
	assert.Equal(t, duplicate, change(t, s, "M000110", "k", `"pointIncrement":1`))
	assert.Contains(t, post(s, "updateBalancePointByIncrement", `"customerUid":1,"dataChangeTime":"k"`), "2015")
}

func TestAChangeOfNothingUsesUpTheKeyUnlessSwitched(t *testing.T) {
	for _, nothing := range []string{`"balanceIncrement":0`, `"balanceIncrement":0.00,"pointIncrement":0`, `"pointIncrement":0`, `"remark":"作废占位"`} {
		s := shop(nil)
		assert.Contains(t, change(t, s, "M000110", "k", nothing), `"balanceBeforeUpdate":100`)
		assert.Equal(t, duplicate, change(t, s, "M000110", "k", `"balanceIncrement":-1`))
		changes := s.Changes(uidOf(t, s, "M000110"))
		require.Len(t, changes, 1)
		assert.True(t, changes[0].Balance.IsZero())
		assert.Equal(t, 1, s.Requests()[0].Applied)

		s = switched(pospalsim.Switches{ZeroRejected: true})
		assert.Contains(t, change(t, s, "M000110", "k", nothing), `"errorCode":9003`)
		assert.Contains(t, change(t, s, "M000110", "k", `"balanceIncrement":-1`), `"balanceAfterUpdate":99,`)
	}
}

func TestTheOrderOfTheChecksCanBeSwitched(t *testing.T) {
	const all = `"balanceIncrement":-100,"validateBalance":1`
	for first, want := range map[bool]string{false: duplicate, true: short} {
		s := switched(pospalsim.Switches{BalanceFirst: first})
		assert.Contains(t, change(t, s, "M000110", "k", all), "success")
		assert.Equal(t, want, change(t, s, "M000110", "k", all))
		assert.Equal(t, duplicate, change(t, s, "M000110", "k", `"balanceIncrement":1`))
	}
}

func TestTheInactiveAreServedUnlessSwitched(t *testing.T) {
	s := shop(nil)
	for _, number := range []string{"M000112", "M000106"} {
		assert.Contains(t, change(t, s, number, "1", `"balanceIncrement":1`), "success", number)
	}
	assert.Equal(t, refused(2015, "会员不存在"), change(t, s, "M000113", "1", `"balanceIncrement":1`), "deleted is deleted")
	s.Switch(func(w *pospalsim.Switches) { w.InactiveRefused = true })
	for _, number := range []string{"M000112", "M000106"} {
		assert.Equal(t, refused(2013, "会员已禁用或已过期"), change(t, s, number, "2", `"balanceIncrement":1`), number)
	}
	assert.Contains(t, change(t, s, "M000100", "2", `"balanceIncrement":1`), "success", "expires years from now")
	assert.Contains(t, change(t, s, "M000110", "2", `"balanceIncrement":1`), "success", "never expires")
}

func TestBadIncrementsAreRefused(t *testing.T) {
	for _, fields := range []string{
		`"dataChangeTime":"k"`,
		`"customerUid":813951242628553689`,
		`"customerUid":813951242628553689,"dataChangeTime":""`,
		`"customerUid":813951242628553689,"dataChangeTime":null`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","balanceIncrement":-12.505`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","balanceIncrement":"NaN"`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","balanceIncrement":1e400`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","balanceIncrement":true`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","pointIncrement":"ten"`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","validateBalance":2`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","validatePoint":[]`,
		`"customerUid":813951242628553689,"dataChangeTime":"k","remark":{}`,
		`"customerInfo":{"customerUid":813951242628553689,"dataChangeTime":"k"}`,
	} {
		s := one(t, pospalsim.Switches{})
		assert.Contains(t, post(s, "updateBalancePointByIncrement", fields), `"errorCode":9003`, fields)
		assert.Zero(t, chains(t, s))
	}
}

func TestIncrementsReachTheRechargeLogsOnlyWhenSwitched(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	const ask = `"customerUid":813951242628553689`
	assert.Contains(t, change(t, s, "8001", "1", `"balanceIncrement":100`), "success")
	assert.Equal(t, `{"status":"success","data":[]}`, post(s, "queryCustomerRechargeLog", ask))
	s.Switch(func(w *pospalsim.Switches) { w.IncrementsLogged = true })
	assert.Contains(t, change(t, s, "8001", "2", `"balanceIncrement":100.5`), "success")
	assert.Contains(t, change(t, s, "8001", "3", `"balanceIncrement":-1`), "success")
	assert.Equal(t, compact(t, `{"status":"success","data":[{"rechargeStoreAppId":"DE30A991D00000000000000000000001",
		"rechargeStoreAccount":"demo01","customerUid":"813951242628553689","rechargeMoney":"100.5","giftMoney":0,
		"datetime":"2024-05-01 12:00:00","payMethod":"现金","customerMoneyAfterRecharge":729.3}]}`),
		post(s, "queryCustomerRechargeLog", ask))
}

func TestOthersChangeTheSameLedger(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	const uid = 813951242628553689
	c, err := s.Foreign(uid, money.Must("-0.05"), money.WholePoints(3), "")
	require.NoError(t, err)
	assert.True(t, c.Foreign)
	assert.Equal(t, "528.75", c.BalanceAfter.String())
	assert.Contains(t, post(s, "queryByUid", `"customerUid":813951242628553689`), `"balance":528.75,`)
	_, err = s.Foreign(uid, money.Must("1"), money.Points{}, "2024-05-01 12:00:00")
	require.NoError(t, err)
	assert.Equal(t, duplicate, change(t, s, "8001", "2024-05-01 12:00:00", lunch), "other software has used this second")
	assert.Contains(t, change(t, s, "8001", "2024-05-01 12:00:01", lunch), "success")
	for _, of := range []struct {
		uid  int64
		code pospalsim.Code
	}{{uid, pospalsim.ChangeFailed}, {1, pospalsim.NoMember}} {
		_, err = s.Foreign(of.uid, money.Must("1"), money.Points{}, "2024-05-01 12:00:01")
		var r *pospalsim.Refusal
		require.ErrorAs(t, err, &r)
		assert.Equal(t, of.code, r.Code)
	}
	assert.Equal(t, 3, chains(t, s))
	assert.Len(t, s.Requests(), 3, "others leave no trace in the log of requests")
}

func TestManyTillsAtOnceLeaveAWholeLedger(t *testing.T) {
	plan, err := sim.ParsePlan("seed=5,money%20=twice,money%20=int-errcode")
	require.NoError(t, err)
	s := shop(func(o *pospalsim.Options) { o.Plan, o.Clock = plan, time.Now })
	uid := uidOf(t, s, "M000123")
	var wg sync.WaitGroup
	for till := range 8 {
		wg.Go(func() {
			for i := range 25 {
				post(s, "updateBalancePointByIncrement", fmt.Sprintf(
					`"customerUid":%d,"dataChangeTime":"%d-%d","balanceIncrement":-9.99,"validateBalance":1`, uid, till, i))
				post(s, "queryByUid", fmt.Sprintf(`"customerUid":%d`, uid))
				post(s, "updateBaseInfo", fmt.Sprintf(`"customerInfo":{"customerUid":%d,"extInfo":{"nickName":"%d"}}`, uid, i))
				_, _ = s.Foreign(uid, money.Must("9.99"), money.Points{}, "")
				_ = s.Members()[3].Name
			}
		})
	}
	wg.Wait()
	assert.Equal(t, 400, chains(t, s))
	assert.Equal(t, "14493.80", member(t, s, "M000123").Balance.String())
}

package pospalsim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

func full(change func(*pospalsim.Options)) *pospalsim.Server {
	return shop(func(o *pospalsim.Options) {
		o.History = pospalsim.FullHistory
		if change != nil {
			change(o)
		}
	})
}

func wall(t time.Time) string { return t.In(sim.Zone()).Format(time.DateTime) }

func TestThePastIsPlausibleAndAlwaysTheSame(t *testing.T) {
	s := full(nil)
	all := s.Recharges()
	assert.Greater(t, len(all), 500)
	stores, gifts, pays := map[string]int{}, 0, map[string]int{}
	last := pospalsim.Recharge{}
	for _, r := range all {
		require.Greater(t, r.ID, last.ID)
		require.Greater(t, r.UID, last.UID)
		require.False(t, r.Time.Before(last.Time))
		require.GreaterOrEqual(t, r.After.Cmp(r.Money.Add(r.Gift)), 0)
		stores[r.StoreAppID+" "+r.StoreAccount]++
		pays[r.PayMethod]++
		if !r.Gift.IsZero() {
			gifts++
		}
		last = r
	}
	assert.Len(t, stores, 2)
	assert.Len(t, pays, 4)
	assert.Positive(t, gifts)
	assert.True(t, last.Time.Before(noon().Add(-47*time.Hour)), "nothing seeded looks like now")
	assert.Greater(t, last.Time.Sub(all[0].Time), 150*24*time.Hour)
	assert.Equal(t, all, full(nil).Recharges())
	assert.NotEqual(t, all, full(func(o *pospalsim.Options) { o.Seed = 9 }).Recharges())
	assert.Equal(t, all, full(func(o *pospalsim.Options) { o.Extra = 10 }).Recharges())
	assert.Empty(t, shop(nil).Recharges())
	assert.Empty(t, shop(nil).Subsidies())
}

func TestAllRechargesBetweenTwoMoments(t *testing.T) {
	s := full(nil)
	from, to := noon().AddDate(0, 0, -31), noon()
	count := 0
	for _, r := range s.Recharges() {
		if r.Time.After(from) {
			count++
		}
	}
	pages := walk(t, s, "queryAllRechargeLogs", fmt.Sprintf(`"stateDate":"%s","endDate":"%s"`, wall(from), wall(to)))
	require.Greater(t, len(pages), 1)
	seen := map[string]bool{}
	for _, p := range pages {
		for _, r := range p.Data.Result {
			seen[r.Row] = true
		}
	}
	assert.Len(t, seen, count)

	at := s.Recharges()[300].Time
	rows := func(from, to time.Time) int {
		return len(pageOf(t, s, "queryAllRechargeLogs", fmt.Sprintf(`"stateDate":"%s","endDate":"%s"`, wall(from), wall(to))).Data.Result)
	}
	assert.Positive(t, rows(at.Add(-time.Second), at), "the end counts")
	assert.Zero(t, rows(at, at), "the start does not")
}

func TestARechargeAsTheVendorWritesIt(t *testing.T) {
	s := full(nil)
	r := s.Recharges()[300]
	got := post(s, "queryAllRechargeLogs", fmt.Sprintf(`"stateDate":"%s","endDate":"%s"`, wall(r.Time.Add(-time.Second)), wall(r.Time)))
	assert.Contains(t, got, fmt.Sprintf(`"data":{"postBackParameter":{"parameterType":"LAST_RESULT_MAX_ID","parameterValue":"%d"},"pageSize":100,"result":[{"rechargeStoreAppId":"%s","rechargeStoreAccount":"%s","customerUid":%d,"cashierUid":%d,"rechargeMoney":%s,"giftMoney":%s,"datetime":"%s","uid":"%d","payMethod":"%s","payMethodCode":"%s","customerMoneyAfterRecharge":%s,"remark":"%s"}]}}`,
		r.ID, r.StoreAppID, r.StoreAccount, r.Member, r.Cashier, r.Money.Decimal(), r.Gift.Decimal(), wall(r.Time), r.UID, r.PayMethod, r.PayCode, r.After.Decimal(), r.Remark))

	own := post(s, "queryCustomerRechargeLog", fmt.Sprintf(`"customerUid":%d`, r.Member))
	assert.True(t, strings.HasPrefix(own, `{"status":"success","data":[{`), "without messages")
	assert.Contains(t, own, fmt.Sprintf(`{"rechargeStoreAppId":"%s","rechargeStoreAccount":"%s","customerUid":"%d","rechargeMoney":"%s","giftMoney":%s,"datetime":"%s","payMethod":"%s","customerMoneyAfterRecharge":%s}`,
		r.StoreAppID, r.StoreAccount, r.Member, r.Money.Decimal(), r.Gift.Decimal(), wall(r.Time), r.PayMethod, r.After.Decimal()))
	assert.Equal(t, `{"status":"success","data":[]}`, post(s, "queryCustomerRechargeLog", fmt.Sprintf(`"customerUid":%d`, uidOf(t, s, "M000110"))))
	assert.Equal(t, refused(2015, "会员不存在"), post(s, "queryCustomerRechargeLog", `"customerUid":1`))
}

func TestSubsidiesOfTheCanteen(t *testing.T) {
	s := full(nil)
	all := s.Subsidies()
	assert.Greater(t, len(all), 100)
	after := map[int64]string{}
	for i, c := range all {
		require.Equal(t, int64(501+i), c.ID)
		if c.Grant {
			assert.Equal(t, "300.00", c.Amount.String())
		} else {
			assert.Equal(t, -1, c.Amount.Sign())
			assert.True(t, c.After.IsZero())
		}
		after[c.Member] = c.After.String()
	}
	assert.Len(t, after, 6)
	for uid := range after {
		m, _ := s.Member(uid)
		assert.NotEmpty(t, m.Department)
		assert.LessOrEqual(t, m.Ext.Subsidy.Fen(), int64(30000))
	}
	var reset, grant pospalsim.Subsidy
	for _, c := range all {
		if c.Member == uidOf(t, s, "M000139") && wall(c.Time) == "2024-05-01 00:05:00" {
			reset = c
		}
		if c.Member == uidOf(t, s, "M000139") && wall(c.Time) == "2024-05-01 00:10:00" {
			grant = c
		}
	}
	got := post(s, "querySubsidyChangeLogPages", `"startTime":"2024-05-01 00:05:00","endTime":"2024-05-01 00:10:00"`)
	for _, c := range []struct {
		row      pospalsim.Subsidy
		at, kind string
	}{{reset, "2024-05-01 00:05:00", "2"}, {grant, "2024-05-01 00:10:00", "1"}} {
		assert.Contains(t, got, fmt.Sprintf(`{"customerUid":%d,"customerName":"胡一","customerNumber":"M000139","customerTel":"13900001039","department":"厨房","categoryUid":1511175366406782539,"categoryName":"员工卡","subsidyMode":"按月","subsidyDate":"2024-05-01","operateType":%s,"amount":%s,"afterAmount":%s,"datetime":"%s","ruleName":"月补贴","remark":""}`,
			c.row.Member, c.kind, c.row.Amount.Decimal(), c.row.After.Decimal(), c.at), "both ends count")
	}
	assert.Len(t, walk(t, s, "querySubsidyChangeLogPages", `"startTime":"2023-01-01 00:00:00","endTime":"2024-12-31 23:59:59"`), 2)
	assert.Empty(t, pageOf(t, s, "querySubsidyChangeLogPages", `"startTime":"2024-05-01 00:05:01","endTime":"2024-05-01 00:09:59"`).Data.Result)
}

func TestASubsidyIsNotGrantedBeforeItsHour(t *testing.T) {
	s := full(func(o *pospalsim.Options) {
		o.Clock = func() time.Time { return time.Date(2024, 5, 1, 0, 4, 0, 0, sim.Zone()) }
	})
	for _, c := range s.Subsidies() {
		assert.Less(t, wall(c.Time), "2024-05-01")
	}
}

func TestBadSpansAreRefused(t *testing.T) {
	s := full(nil)
	for _, c := range [][2]string{
		{"queryAllRechargeLogs", `"startDate":"2024-04-01 00:00:00","endDate":"2024-04-02 00:00:00"`},
		{"queryAllRechargeLogs", `"stateDate":"2024-04-01 00:00:00"`},
		{"queryAllRechargeLogs", `"stateDate":"2024-04-01","endDate":"2024-04-02 00:00:00"`},
		{"queryAllRechargeLogs", `"stateDate":"2024-04-02 00:00:00","endDate":"2024-04-01 00:00:00"`},
		{"queryAllRechargeLogs", `"stateDate":"2024-03-01 00:00:00","endDate":"2024-04-01 00:00:01"`},
		{"queryAllRechargeLogs", `"stateDate":"2024-04-01 00:00:00","endDate":"2024-04-02 00:00:00","postBackParameter":1`},
		{"queryCustomerRechargeLog", ``},
		{"querySubsidyChangeLogPages", `"startTime":"2024-04-01 00:00:00"`},
		{"querySubsidyChangeLogPages", `"startTime":"2024-04-02 00:00:00","endTime":"2024-04-01 00:00:00"`},
		{"queryDailyAccessTimesLog", `"beginDate":"2024-05-01"`},
		{"queryDailyAccessTimesLog", `"endDate":"2024-05-01"`},
		{"queryDailyAccessTimesLog", `"beginDate":"2024-05-01","endDate":"2024-04-30"`},
		{"queryDailyAccessTimesLog", `"beginDate":"2024-04-23","endDate":"2024-05-01"`},
		{"queryDailyAccessTimesLog", `"beginDate":"2024-04-30 00:00:00","endDate":"2024-05-01"`},
	} {
		assert.Contains(t, post(s, c[0], c[1]), `"errorCode":9003`, strings.Join(c[:], " "))
	}
	assert.Contains(t, post(s, "queryAllRechargeLogs", `"stateDate":"2024-03-01 00:00:00","endDate":"2024-04-01 00:00:00"`), "success")
}

const exhausted = `{"status":"error","messages":["今日接口访问次数已达上限"]}`

func TestTheQuotaIsADaysAndTheDayIsTheShops(t *testing.T) {
	now := noon()
	s := shop(func(o *pospalsim.Options) { o.DailyLimit, o.Clock = 0, func() time.Time { return now } })
	for range 300 {
		require.Contains(t, post(s, "queryAllCustomerCategory", ""), "success")
	}
	for _, name := range []string{"queryAllCustomerCategory", "queryAccessTimes"} {
		assert.Equal(t, exhausted, post(s, name, ""))
	}
	assert.Equal(t, exhausted, change(t, s, "M000110", "k", `"balanceIncrement":-1`))
	assert.Empty(t, s.Changes(uidOf(t, s, "M000110")))
	assert.Equal(t, 300, s.Used())

	now = time.Date(2024, 5, 1, 23, 59, 59, 0, sim.Zone())
	assert.Equal(t, exhausted, post(s, "queryAllCustomerCategory", ""))
	now = now.Add(time.Second)
	assert.Zero(t, s.Used())
	assert.Contains(t, change(t, s, "M000110", "k", `"balanceIncrement":-1`), "success", "a refusal for the quota burns no key")

	assert.False(t, s.Spend(300))
	assert.True(t, s.Spend(299))
	assert.Equal(t, exhausted, post(s, "queryAllCustomerCategory", ""))
}

func TestTheQuotaTellsItself(t *testing.T) {
	now := time.Date(2024, 4, 29, 9, 0, 0, 0, sim.Zone())
	s := shop(func(o *pospalsim.Options) { o.DailyLimit, o.Clock = 3000, func() time.Time { return now } })
	post(s, "queryAllCustomerCategory", "")
	now = now.AddDate(0, 0, 2)
	assert.Equal(t, compact(t, `{"status":"success","messages":[],"data":[
		{"appId":"DE30A991D00000000000000000000001","limitTimes":3000},
		{"appId":"DE30A991D00000000000000000000002","limitTimes":300}]}`), post(s, "queryAccessTimes", ""))
	assert.Equal(t, compact(t, `{"status":"success","messages":[],"data":[
		{"appId":"DE30A991D00000000000000000000002","limitTimes":300,"accessDate":"2024-04-29","haveAcessTimes":17},
		{"appId":"DE30A991D00000000000000000000001","limitTimes":3000,"accessDate":"2024-04-29","haveAcessTimes":1},
		{"appId":"DE30A991D00000000000000000000002","limitTimes":300,"accessDate":"2024-04-30","haveAcessTimes":17},
		{"appId":"DE30A991D00000000000000000000002","limitTimes":300,"accessDate":"2024-05-01","haveAcessTimes":17},
		{"appId":"DE30A991D00000000000000000000001","limitTimes":3000,"accessDate":"2024-05-01","haveAcessTimes":2}]}`),
		post(s, "queryDailyAccessTimesLog", `"beginDate":"2024-04-29","endDate":"2024-05-06"`), "both calls count themselves")
}

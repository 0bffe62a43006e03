package sandysim_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
)

// consumeOver sends the published consumption over a connection of its own and
// returns the body, or the error with which the line went dead.
func consumeOver(dial func(context.Context, string, string) (net.Conn, error)) (string, error) {
	transport := &http.Transport{DialContext: dial, DisableKeepAlives: true, DisableCompression: true}
	client := &http.Client{
		Transport: transport, Timeout: 15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	req, err := http.NewRequest(http.MethodPost, "http://sandy.test/api2/member-cjb/consume",
		strings.NewReader(`{"card_id":"M000123","money":100}`))
	if err != nil {
		return "", err
	}
	req.Header["CUSTOMERGUID"] = []string{sandysim.DefaultGUID}
	req.Header["AUTHORIZATION"] = []string{sandysim.DefaultToken}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return fmt.Sprint(res.StatusCode, " ", string(body)), err
}

const published = `{"cur_score":2555,"ori_money":100.0,"amount":"14493.80","discount_money":20.0,"card_money":80.0,` +
	`"discount":0.8,"depot_money":0,"card_id":"M000123","act_money":80.0}`

func TestEveryFaultAgainstTheTrueLedger(t *testing.T) {
	for _, c := range []struct {
		fault string
		now   int // consumptions booked when the client knows its outcome
		later int // and in the end
		fails bool
		says  string
	}{
		{"none", 1, 1, false, "200 " + published},
		{"reset-before", 0, 0, true, ""},
		{"reset-after", 1, 1, true, ""},
		{"hang", 0, 0, true, ""},
		{"hang-after", 1, 1, true, ""},
		{"delay:300ms", 1, 1, false, "200 " + published},
		{"delay:1m", 0, 1, true, ""},
		{"slow:1ms", 1, 1, false, "200 " + published},
		{"slow", 1, 1, true, "200 {"},
		{"http500", 0, 0, false, "500 <!DOCTYPE html>"},
		{"http503-after", 1, 1, false, "503 <!DOCTYPE html>"},
		{"http504-after", 1, 1, false, "504 <!DOCTYPE html>"},
		{"html", 0, 0, false, "200 <!DOCTYPE html>"},
		{"html-after", 1, 1, false, "200 <!DOCTYPE html>"},
		{"redirect302", 0, 0, false, "302 "},
		{"redirect307", 0, 0, false, "307 "},
		{"truncated", 1, 1, true, "200 " + published[:len(published)/2]},
		{"half-headers", 1, 1, true, ""},
		{"empty", 1, 1, false, "200 "},
		{"garbage", 1, 1, false, "200 \x00\xff"},
		{"trailing", 1, 1, false, "200 " + published + "{"},
		{"duplicate-keys", 1, 1, false, "200 " + strings.TrimSuffix(published, "}") + `,"cur_score":3666,`},
		{"wrong-card", 1, 1, false, "200 " + strings.Replace(published, "M000123", "000001", 1)},
		{"int-errcode", 1, 1, false, "200 " + published},
		{"late:45s", 0, 1, true, ""},
		{"twice", 2, 2, false, "200 " + published},
		{"twice-second", 2, 2, false, "200 " + strings.NewReplacer("2555", "2635", "14493.80", "14413.80").Replace(published)},
	} {
		t.Run(c.fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				plan, err := sim.ParsePlan("money#1=" + c.fault)
				require.NoError(t, err)
				s := sample(func(o *sandysim.Options) {
					o.Clock, o.Plan = time.Now, plan
					o.People = append(o.People, sim.Person{Card: "000001", Level: "普通卡", Status: sim.Normal})
				})
				dial, shut := sim.Serve(s)
				defer shut()
				body, err := consumeOver(dial)
				assert.Equal(t, c.fails, err != nil, "%v", err)
				assert.True(t, strings.HasPrefix(body, c.says), "%q", body)
				assert.Len(t, s.Rows("M000123"), 1+c.now)
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				assert.Len(t, s.Rows("M000123"), 1+c.later)
				assert.Equal(t, c.later, s.Requests()[0].Applied)
				chains(t, s)
				assert.Equal(t, `{"cards":[]}`, post(s, "getcards", `{"key":"nobody"}`), "reads are left alone")
			})
		})
	}
}

func TestALateConsumptionIsBookedWithTheTimeOfItsBooking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plan, err := sim.ParsePlan("consume=late:45s")
		require.NoError(t, err)
		s := sample(func(o *sandysim.Options) { o.Clock, o.Plan = time.Now, plan })
		dial, shut := sim.Serve(s)
		defer shut()
		sent := time.Now()
		_, err = consumeOver(dial)
		require.ErrorIs(t, err, syscall.ECONNRESET)
		time.Sleep(time.Minute)
		assert.Equal(t, sent.Add(45*time.Second).Unix(), s.Rows("M000123")[1].Time.Unix())
	})
}

// A test that keeps time itself hands in After and lets it pass by hand.
func TestLatenessCanBeHeldInTheHand(t *testing.T) {
	var pending []func()
	plan := &sim.Plan{}
	plan.Next("consume", sim.Fault{Kind: sim.Late, Wait: time.Hour})
	s := sample(func(o *sandysim.Options) {
		o.Plan = plan
		o.After = func(_ time.Duration, f func()) { pending = append(pending, f) }
	})
	dial, shut := sim.Serve(s)
	_, err := consumeOver(dial)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	shut()
	require.Len(t, pending, 1)
	assert.Len(t, s.Rows("M000123"), 1)
	pending[0]()
	assert.Len(t, s.Rows("M000123"), 2)
}

func TestARefusalsCodeCanBeANumber(t *testing.T) {
	plan, err := sim.ParsePlan("getcardinfo#1=int-errcode,consume#1=wrong-card")
	require.NoError(t, err)
	s := shop(func(o *sandysim.Options) { o.Plan = plan })
	assert.Equal(t, `{"errcode":2,"errmsg":"卡不存在"}`, post(s, "getcardinfo", `{"card_id":"wx001"}`))
	assert.Equal(t, `{"errcode":"2","errmsg":"卡不存在"}`, post(s, "getcardinfo", `{"card_id":"wx001"}`))
	assert.Contains(t, post(s, "consume", `{"card_id":"M000123","money":1}`), `"card_id":"000001"`)
	assert.Len(t, s.Rows("M000123"), 2)
	assert.Len(t, s.Rows("000001"), 1)
}

func TestTheLogNamesWhatArrivedWithoutSecrets(t *testing.T) {
	plan, err := sim.ParsePlan("write#2=http500")
	require.NoError(t, err)
	s := shop(func(o *sandysim.Options) { o.Plan, o.Token, o.GUID = plan, "canary", "{canary}" })
	auth := []string{"AUTHORIZATION", "canary", "CUSTOMERGUID", "{canary}"}
	call(s, http.MethodPost, "recharge", `{"card_id":"M000123","money":"1","pay_type":1}`, auth...)
	call(s, http.MethodPost, "modcardinfo", `{"card_id":"M000123","uname":"x"}`, auth...)
	log := s.Requests()
	require.Len(t, log, 2)
	assert.Equal(t, "recharge", log[0].Name)
	assert.Equal(t, `{"card_id":"M000123","money":"1","pay_type":1}`, log[0].Body)
	assert.Equal(t, 1, log[0].Applied)
	assert.Equal(t, "http500", log[1].Fault)
	assert.Equal(t, 0, log[1].Applied)
	assert.NotContains(t, fmt.Sprint(log), "canary")
	assert.Equal(t, "(redacted)", log[0].Header.Get("AUTHORIZATION"))
}

func TestManyTillsAtOnceLeaveAWholeLedger(t *testing.T) {
	plan, err := sim.ParsePlan("seed=5,consume%20=twice,recharge%20=int-errcode")
	require.NoError(t, err)
	s := shop(func(o *sandysim.Options) { o.Plan = plan })
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 25 {
				post(s, "consume", `{"card_id":"M000123","money":9.99}`)
				post(s, "recharge", `{"card_id":"M000123","money":"10","pay_type":1}`)
				post(s, "getcardhis", `{"card_id":"M000123"}`)
				post(s, "getcards", `{"key":"M0001"}`)
			}
		})
	}
	wg.Wait()
	assert.Greater(t, chains(t, s), 400)
}

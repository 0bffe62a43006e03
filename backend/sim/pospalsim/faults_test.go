package pospalsim_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

const sale = `{"appId":"DE30A991D00000000000000000000001","customerUid":813951242628553689,"balanceIncrement":-12.50,"dataChangeTime":"2000-01-01 08:00:00","validateBalance":1}`

// sellOver sends one sale over a connection of its own and returns the status
// and the body, or the error with which the line went dead.
func sellOver(dial func(context.Context, string, string) (net.Conn, error)) (string, error) {
	transport := &http.Transport{DialContext: dial, DisableKeepAlives: true, DisableCompression: true}
	client := &http.Client{
		Transport: transport, Timeout: 15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	req, err := http.NewRequest(http.MethodPost, "http://pospal.test"+root+"customerOpenApi/updateBalancePointByIncrement", strings.NewReader(sale))
	if err != nil {
		return "", err
	}
	req.Header.Set("data-signature", signature(appKey, sale))
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return fmt.Sprint(res.StatusCode, " ", string(body)), err
}

const sold = `{"status":"success","messages":[],"data":{"customerUid":813951242628553689,"balanceBeforeUpdate":500.00,"balanceAfterUpdate":487.50,` +
	`"balanceIncrement":-12.50,"pointBeforeUpdate":120,"pointAfterUpdate":120,"pointIncrement":0,"dataChangeTime":"2000-01-01 08:00:00",` +
	`"updateCustomerTime":"2000-01-01 08:00:00"}}`

func TestEveryFaultAgainstTheTrueLedger(t *testing.T) {
	for _, c := range []struct {
		fault string
		now   int // changes booked when the client knows its outcome
		later int // and in the end
		fails bool
		says  string
	}{
		{"none", 1, 1, false, "200 " + sold},
		{"reset-before", 0, 0, true, ""},
		{"reset-after", 1, 1, true, ""},
		{"hang", 0, 0, true, ""},
		{"hang-after", 1, 1, true, ""},
		{"delay:300ms", 1, 1, false, "200 " + sold},
		{"delay:1m", 0, 1, true, ""},
		{"slow:1ms", 1, 1, false, "200 " + sold},
		{"slow", 1, 1, true, "200 {"},
		{"http500", 0, 0, false, "500 <!DOCTYPE html>"},
		{"http429", 0, 0, false, "429 <!DOCTYPE html>"},
		{"http502-after", 1, 1, false, "502 <!DOCTYPE html>"},
		{"html", 0, 0, false, "200 <!DOCTYPE html>"},
		{"html-after", 1, 1, false, "200 <!DOCTYPE html>"},
		{"redirect302", 0, 0, false, "302 "},
		{"redirect307", 0, 0, false, "307 "},
		{"truncated", 1, 1, true, "200 " + sold[:len(sold)/2]},
		{"half-headers", 1, 1, true, ""},
		{"empty", 1, 1, false, "200 "},
		{"garbage", 1, 1, false, "200 \x00\xff"},
		{"trailing", 1, 1, false, "200 " + sold + "{"},
		{"duplicate-keys", 1, 1, false, "200 " + strings.TrimSuffix(sold, "}") + `,"status":"success"`},
		{"wrong-card", 1, 1, false, "200 " + strings.Replace(sold, "813951242628553689", "813951242668470491", 1)},
		{"int-errcode", 1, 1, false, "200 " + sold},
		{"late:45s", 0, 1, true, ""},
		{"twice", 1, 1, false, "200 " + sold},
		{"twice-second", 1, 1, false, "200 " + duplicate},
	} {
		t.Run(c.fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				plan, err := sim.ParsePlan("money#1=" + c.fault)
				require.NoError(t, err)
				s := shop(func(o *pospalsim.Options) { o.Clock, o.Plan = time.Now, plan })
				dial, shut := sim.Serve(s)
				defer shut()
				body, err := sellOver(dial)
				assert.Equal(t, c.fails, err != nil, "%v", err)
				assert.True(t, strings.HasPrefix(body, c.says), "%q", body)
				assert.Len(t, s.Changes(813951242628553689), c.now)
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				assert.Len(t, s.Changes(813951242628553689), c.later)
				assert.Equal(t, c.later, s.Requests()[0].Applied)
				chains(t, s)

				// The client's push: whatever happened, the same bytes again
				// leave exactly one change.
				body, err = sellOver(dial)
				require.NoError(t, err)
				want := duplicate
				if c.later == 0 {
					want = `"balanceAfterUpdate":487.50`
				}
				assert.Contains(t, body, want)
				assert.Equal(t, 1, chains(t, s))
			})
		})
	}
}

// A test that keeps time itself hands in After and lets it pass by hand: here
// a tombstone overtakes the sale, which then finds its key used up.
func TestALateSaleMeetsItsTombstone(t *testing.T) {
	var pending []func()
	plan := &sim.Plan{}
	plan.Next("money", sim.Fault{Kind: sim.Late, Wait: time.Hour})
	s := shop(func(o *pospalsim.Options) {
		o.Plan = plan
		o.After = func(_ time.Duration, f func()) { pending = append(pending, f) }
	})
	dial, shut := sim.Serve(s)
	defer shut()
	_, err := sellOver(dial)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.Len(t, pending, 1)
	assert.Contains(t, change(t, s, "000001", "2000-01-01 08:00:00", `"balanceIncrement":0,"remark":"作废占位"`), "success")
	pending[0]()
	changes := s.Changes(813951242628553689)
	require.Len(t, changes, 1)
	assert.Equal(t, "作废占位", changes[0].Remark)
	assert.Equal(t, "500.00", member(t, s, "000001").Balance.String())
}

func TestAPlanKnowsCallsByNameAndClass(t *testing.T) {
	plan, err := sim.ParsePlan("read#2=http500,write#3=http501,money#1=http502,queryByUid#1=http503,*#5=http504")
	require.NoError(t, err)
	s := shop(func(o *pospalsim.Options) { o.Plan = plan })
	var got []string
	for _, name := range []string{"queryAccessTimes", "queryBytel", "add", "updateBalancePointByIncrement", "queryCustomerPages", "queryByUid"} {
		got = append(got, fmt.Sprint(strings.Contains(post(s, name, ""), "<html>")))
	}
	assert.Equal(t, []string{"false", "true", "false", "true", "true", "true"}, got)
	var faults []string
	for _, r := range s.Requests() {
		faults = append(faults, r.Name+" "+r.Fault)
	}
	assert.Equal(t, []string{
		"queryAccessTimes none", "queryBytel http500", "add none", "updateBalancePointByIncrement http502",
		"queryCustomerPages http504", "queryByUid http503",
	}, faults)
}

func TestTheWrongMemberIsNamedWholly(t *testing.T) {
	plan, err := sim.ParsePlan("*=wrong-card")
	require.NoError(t, err)
	s := shop(func(o *pospalsim.Options) { o.Plan = plan })
	other := `"customrUid":813951242628553689,"customerUid":813951242628553689,`
	for name, fields := range map[string]string{
		"queryByNumber": `"customerNum":"M000123"`,
		"queryByUid":    fmt.Sprintf(`"customerUid":%d`, uidOf(t, s, "M000123")),
		"queryBytel":    `"customerTel":"66538536"`,
		"add":           `"customerInfo":{"number":"9","name":"9","phone":"9"}`,
	} {
		got := post(s, name, fields)
		assert.Contains(t, got, other, name)
		assert.Contains(t, got, `"number":"000001"`, name)
	}
	assert.Equal(t, done, post(s, "updateBaseInfo", `"customerInfo":{"customerUid":813951242628553689,"name":"x"}`))
	assert.Contains(t, post(s, "queryAllCustomerCategory", ""), "普通卡")
	assert.Contains(t, post(s, "queryByNumber", `"customerNum":"nobody"`), "2015")
	assert.Equal(t, "x", member(t, s, "000001").Name, "only the answer is wrong")
}

func TestTheLogKeepsTheBodyAndNoKey(t *testing.T) {
	s := shop(nil)
	change(t, s, "000001", "k", `"balanceIncrement":-0.01`)
	log := s.Requests()
	require.Len(t, log, 1)
	assert.Contains(t, log[0].Body, `"balanceIncrement":-0.01`)
	assert.NotContains(t, fmt.Sprint(log), appKey)
	assert.True(t, s.Changes(813951242628553689)[0].Balance.Equal(money.Must("-0.01")))
}

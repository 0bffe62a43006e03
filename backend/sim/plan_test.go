package sim_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
)

func kinds(p *sim.Plan, n int, names ...string) []sim.Kind {
	var out []sim.Kind
	for range n {
		out = append(out, p.Decide(names...).Kind)
	}
	return out
}

func TestAPlanWithoutRulesLetsEverythingPass(t *testing.T) {
	var none *sim.Plan
	assert.Equal(t, sim.None, none.Decide("consume").Kind)
	assert.Equal(t, "", none.String())
	assert.Equal(t, sim.None, new(sim.Plan).Decide("consume").Kind)
}

func TestNextStrikesOnceAndAheadOfTheRest(t *testing.T) {
	p := &sim.Plan{}
	p.Always("consume", sim.Fault{Kind: sim.HTML})
	p.Next("consume", sim.Fault{Kind: sim.ResetAfter}, sim.Fault{Kind: sim.Hang})
	assert.Equal(t, sim.None, p.Decide("recharge").Kind)
	assert.Equal(t, []sim.Kind{sim.ResetAfter, sim.Hang, sim.HTML, sim.HTML}, kinds(p, 4, "consume"))
}

func TestACallIsCountedUnderEachOfItsNames(t *testing.T) {
	p := &sim.Plan{}
	p.Nth("money", 3, sim.Fault{Kind: sim.Hang})
	p.Nth(sim.Any, 1, sim.Fault{Kind: sim.Empty})
	assert.Equal(t, sim.Empty, p.Decide("getcards").Kind)
	assert.Equal(t, sim.None, p.Decide("consume", "money").Kind)
	assert.Equal(t, sim.None, p.Decide("recharge", "money").Kind)
	assert.Equal(t, sim.Hang, p.Decide("consume", "money").Kind)
	assert.Equal(t, sim.None, p.Decide("consume", "money").Kind)
	p.Clear()
	assert.Equal(t, sim.None, p.Decide("getcards").Kind)
}

func TestChancesReplayFromTheirSeed(t *testing.T) {
	draw := func(seed uint64, between bool) []sim.Kind {
		p := &sim.Plan{}
		p.Seed(seed)
		p.Chance("consume", 30, sim.Fault{Kind: sim.ResetAfter})
		var out []sim.Kind
		for range 400 {
			if between {
				p.Decide("getcards")
			}
			out = append(out, p.Decide("consume").Kind)
		}
		return out
	}
	first := draw(7, false)
	assert.Equal(t, first, draw(7, false))
	assert.Equal(t, first, draw(7, true), "calls of other names must not shift the draws")
	assert.NotEqual(t, first, draw(8, false))
	struck := 0
	for _, k := range first {
		if k == sim.ResetAfter {
			struck++
		}
	}
	assert.InDelta(t, 120, struck, 40)
}

func TestAPlanIsReadFromOneLineAndWrittenBack(t *testing.T) {
	const line = "seed=42,consume=reset-after,recharge#2=http500-after,getcards%25=slow:50ms,late#1=late:45s,money#3=redirect307:http://elsewhere.example/x,*=delay:300ms"
	p, err := sim.ParsePlan(" seed=42 , consume=reset-after,recharge#2=http500-after,getcards%25=slow:50ms,late#1=late:45s,money#3=redirect307:http://elsewhere.example/x,,*=delay:300ms")
	require.NoError(t, err)
	assert.Equal(t, line, p.String())

	assert.Equal(t, sim.Fault{Kind: sim.Delay, Wait: 300 * time.Millisecond}, p.Decide("recharge"))
	assert.Equal(t, sim.Fault{Kind: sim.HTTPAfter, Status: 500}, p.Decide("recharge"))
	assert.Equal(t, sim.ResetAfter, p.Decide("consume").Kind)

	require.Error(t, p.Set("consume=boom"))
	assert.Equal(t, line, p.String(), "a bad line leaves the plan alone")
	require.NoError(t, p.Set(""))
	assert.Equal(t, "", p.String())
}

func TestBadPlansAreRefusedWithTheirReason(t *testing.T) {
	for line, reason := range map[string]string{
		"consume":                "name=fault",
		"consume=explode":        "no fault is called",
		"consume#0=hang":         "counts from 1",
		"consume#x=hang":         "counts from 1",
		"consume%101=hang":       "0 to 100",
		"=hang":                  "names no call",
		"consume=delay":          "needs a duration",
		"consume=delay:soon":     "not a duration",
		"consume=late:-1s":       "above zero",
		"consume=reset-after:2s": "nothing behind a colon",
		"consume=http200":        "status from 400",
		"consume=httpx-after":    "status from 400",
		"consume=redirect200":    "status from 300",
		"consume=rewrite":        "no fault is called",
		"seed=x":                 "whole number",
	} {
		_, err := sim.ParsePlan(line)
		assert.ErrorContains(t, err, reason, line)
	}
}

func TestEveryKindSurvivesItsText(t *testing.T) {
	for _, text := range []string{
		"none", "reset-before", "reset-after", "hang", "hang:5s", "hang-after", "delay:1s", "slow", "http500", "http502",
		"http503-after", "http429", "html", "html-after", "truncated", "half-headers", "empty", "garbage", "redirect302",
		"trailing", "duplicate-keys", "wrong-card", "int-errcode", "late:1m0s", "twice", "twice-second", "endless",
		"gzip-bomb", "big-header",
	} {
		f, err := sim.ParseFault(text)
		require.NoError(t, err, text)
		assert.Equal(t, text, f.String())
	}
	assert.Equal(t, "none", sim.Fault{}.String())
}

func TestAPlanMayChangeWhileCallsAreUnderWay(t *testing.T) {
	p := &sim.Plan{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				p.Decide("consume", "money")
				p.Next("consume", sim.Fault{Kind: sim.Hang})
				_ = p.Set("consume%50=hang")
				_ = p.String()
			}
		})
	}
	wg.Wait()
}

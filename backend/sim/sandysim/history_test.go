package sandysim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
)

func full(change func(*sandysim.Options)) *sandysim.Server {
	return shop(func(o *sandysim.Options) {
		o.History = sandysim.FullHistory
		if change != nil {
			change(o)
		}
	})
}

// chains asserts that every row of every card follows from the one before and
// that the last one is what the card says.
func chains(t *testing.T, s *sandysim.Server) (total int) {
	t.Helper()
	ids := map[int64]bool{}
	for _, c := range s.Cards() {
		balance, points := money.Amount{}, money.Points{}
		consumed, recharged := money.Amount{}, money.Amount{}
		last := sandysim.Row{}
		for i, r := range s.Rows(c.Number) {
			balance, points = balance.Add(r.Delta()), points.Add(r.ScoreDelta)
			require.True(t, r.Balance.Equal(balance), "%s row %d: %s, not %s", c.Number, i, r.Balance, balance)
			require.True(t, r.Score.Equal(points), "%s row %d", c.Number, i)
			require.GreaterOrEqual(t, balance.Sign(), 0)
			require.GreaterOrEqual(t, points.Sign(), 0)
			require.GreaterOrEqual(t, r.Act.Sign(), 0)
			require.Greater(t, r.ID, last.ID)
			require.False(t, r.Time.Before(last.Time))
			require.False(t, ids[r.ID], "ids are the whole shop's")
			require.GreaterOrEqual(t, r.ID, int64(1000))
			ids[r.ID] = true
			switch r.Type {
			case sandysim.Consume:
				consumed = consumed.Add(r.Act)
			case sandysim.Recharge:
				recharged = recharged.Add(r.Ori)
			}
			last = r
			total++
		}
		require.True(t, c.Balance.Equal(balance), c.Number)
		require.True(t, c.Points.Equal(points), c.Number)
		require.True(t, c.SumConsume.Equal(consumed), c.Number)
		require.True(t, c.SumRecharge.Equal(recharged), c.Number)
	}
	return total
}

func TestSeededRowsChainToTheSeededBalances(t *testing.T) {
	for _, size := range []sandysim.HistorySize{sandysim.FullHistory, sandysim.ShortHistory, sandysim.NoHistory} {
		for seed := range uint64(3) {
			s := shop(func(o *sandysim.Options) { o.History, o.Seed = size, seed })
			chains(t, s)
			for _, p := range sim.People(sampleTime()) {
				c, ok := s.Card(p.Card)
				require.True(t, ok)
				assert.True(t, c.Balance.Equal(p.Balance))
				assert.True(t, c.Points.Equal(p.Points))
			}
		}
	}
}

func TestThePastIsPlausibleAndAlwaysTheSame(t *testing.T) {
	s := full(nil)
	assert.Len(t, s.Rows("M000100"), 10_000)
	assert.Len(t, s.Rows("M000110"), 1)
	hundreds, types := 0, map[sandysim.Event]int{}
	for _, c := range s.Cards() {
		rows := s.Rows(c.Number)
		if len(rows) >= 200 {
			hundreds++
		}
		assert.Equal(t, sandysim.Open, rows[0].Type)
		newest := rows[len(rows)-1].Time
		assert.True(t, newest.Before(sampleTime().Add(-47*time.Hour)), "nothing seeded looks like now")
		for _, r := range rows {
			types[r.Type]++
		}
	}
	assert.Greater(t, hundreds, 5)
	assert.Greater(t, types[sandysim.Consume], types[sandysim.Recharge])
	assert.Positive(t, types[sandysim.ReportLost])
	assert.Positive(t, types[sandysim.Return])
	assert.Equal(t, s.Rows("M000123"), full(nil).Rows("M000123"))
	assert.NotEqual(t, s.Rows("M000123"), full(func(o *sandysim.Options) { o.Seed = 9 }).Rows("M000123"))
}

type wirePage struct {
	Data []struct {
		ID    int64       `json:"id"`
		Type  int         `json:"type"`
		Time  int64       `json:"time"`
		Score json.Number `json:"score"`
	} `json:"data"`
	Pages    json.Number `json:"pages"`
	PageSize int         `json:"page_size"`
	Page     int         `json:"page"`
}

func his(t *testing.T, s *sandysim.Server, fields string) wirePage {
	t.Helper()
	var p wirePage
	require.NoError(t, json.Unmarshal([]byte(post(s, "getcardhis", `{"card_id":"M000100"`+fields+`}`)), &p))
	return p
}

func TestHistoryPagesNewestFirstAndWhole(t *testing.T) {
	s := full(nil)
	rows := s.Rows("M000100")
	seen := []int64{}
	for page := 1; ; page++ {
		p := his(t, s, fmt.Sprintf(`,"page_size":300,"page":%d`, page))
		assert.Equal(t, page, p.Page)
		assert.Equal(t, "10000.0", p.Pages.String())
		for _, r := range p.Data {
			seen = append(seen, r.ID)
		}
		if len(p.Data) < 300 {
			break
		}
	}
	require.Len(t, seen, len(rows))
	for i, id := range seen {
		require.Equal(t, rows[len(rows)-1-i].ID, id)
	}
	first := his(t, s, "")
	assert.Len(t, first.Data, 20)
	assert.Equal(t, 20, first.PageSize)
	assert.Empty(t, his(t, s, `,"page":501`).Data)
	s.Switch(func(w *sandysim.Switches) { w.PagesAsPages = true })
	assert.Equal(t, "500.0", his(t, s, "").Pages.String())
}

func TestHistoryFilters(t *testing.T) {
	s := full(nil)
	rows := s.Rows("M000100")
	count := func(keep func(sandysim.Row) bool) string {
		n := 0
		for _, r := range rows {
			if keep(r) {
				n++
			}
		}
		return fmt.Sprintf("%d.0", n)
	}
	for _, r := range his(t, s, `,"event_type":6,"page_size":50`).Data {
		assert.Equal(t, 6, r.Type)
	}
	assert.Equal(t, count(func(r sandysim.Row) bool { return r.Type == sandysim.Recharge }), his(t, s, `,"event_type":6`).Pages.String())
	assert.Equal(t, count(func(r sandysim.Row) bool { return !r.ScoreDelta.IsZero() }), his(t, s, `,"only_score_change":1`).Pages.String())
	from, to := rows[4000].Time.Unix(), rows[4100].Time.Unix()
	assert.Equal(t, "101.0", his(t, s, fmt.Sprintf(`,"start_timestamp":%d,"end_timestamp":"%d"`, from, to)).Pages.String(), "both ends count")
}

func TestARowCanLagBehindItsReply(t *testing.T) {
	now := sampleTime()
	s := shop(func(o *sandysim.Options) {
		o.Clock = func() time.Time { return now }
		o.Switches.HistoryLag = 10 * time.Second
	})
	post(s, "consume", `{"card_id":"M000100","money":10}`)
	assert.Len(t, his(t, s, "").Data, 1)
	assert.Len(t, s.Rows("M000100"), 2)
	now = now.Add(10 * time.Second)
	assert.Len(t, his(t, s, "").Data, 2)
}

func TestForeignTillsBookOnTheSameLedger(t *testing.T) {
	s := full(nil)
	before := s.Rows("M000123")
	hundred := money.Must("100")
	r, err := s.Foreign("M000123", sandysim.Recharge, hundred, "聚客西餐·氹仔", "微信")
	require.NoError(t, err)
	assert.Equal(t, "115.00", r.Act.String())
	assert.Equal(t, "聚客西餐·氹仔", r.Org)
	assert.Equal(t, "微信", r.PayType)
	for _, kind := range []sandysim.Event{sandysim.Consume, sandysim.TransferOut, sandysim.TransferIn, sandysim.Withdraw} {
		r, err = s.Foreign("M000123", kind, hundred, "", "现金")
		require.NoError(t, err)
		assert.Equal(t, kind, r.Type)
		assert.Equal(t, "聚客西餐", r.Org)
	}
	_, err = s.Foreign("M000123", sandysim.ReportLost, money.Amount{}, "", "")
	require.NoError(t, err)
	_, err = s.Foreign("M000123", sandysim.TransferIn, hundred, "", "")
	assertCode(t, sandysim.BadValue, err)
	_, err = s.Foreign("M000123", sandysim.ReportLost, money.Amount{}, "", "")
	assertCode(t, sandysim.BadValue, err)
	_, err = s.Foreign("M000123", sandysim.LiftLoss, money.Amount{}, "", "")
	require.NoError(t, err)
	_, err = s.Foreign("M000123", sandysim.Return, money.Amount{}, "", "")
	require.NoError(t, err)
	c, _ := s.Card("M000123")
	assert.True(t, c.Balance.IsZero())
	assert.Equal(t, sim.Returned, c.Status)

	_, err = s.Foreign("wx001", sandysim.Consume, hundred, "", "")
	assertCode(t, sandysim.NoCard, err)
	_, err = s.Foreign("M000110", sandysim.Withdraw, money.Must("100.01"), "", "")
	assertCode(t, sandysim.TooLow, err)
	_, err = s.Foreign("M000110", sandysim.Replace, hundred, "", "")
	assertCode(t, sandysim.BadValue, err)
	_, err = s.Foreign("M000110", sandysim.Consume, money.Amount{}, "", "")
	assertCode(t, sandysim.BadValue, err)

	assert.Len(t, s.Rows("M000123"), len(before)+8)
	assert.Empty(t, s.Requests())
	chains(t, s)
}

func assertCode(t *testing.T, code sandysim.Code, err error) {
	t.Helper()
	var r *sandysim.Refusal
	require.ErrorAs(t, err, &r)
	assert.Equal(t, code, r.Code)
}

func TestTheStateSurvivesANight(t *testing.T) {
	s := full(func(o *sandysim.Options) { o.Hostile = true })
	post(s, "cardopen", `{"cardID":"0099","cardLevelID":2,"uname":"夜"}`)
	post(s, "recharge", `{"card_id":"0099","money":"333.33","pay_type":4}`)
	var saved bytes.Buffer
	require.NoError(t, s.Save(&saved))

	next := shop(nil)
	require.NoError(t, next.Load(bytes.NewReader(saved.Bytes())))
	require.Equal(t, len(s.Cards()), len(next.Cards()))
	for i, c := range s.Cards() {
		want, err := json.Marshal([]any{c, s.Rows(c.Number)})
		require.NoError(t, err)
		got, err := json.Marshal([]any{next.Cards()[i], next.Rows(c.Number)})
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
	for _, request := range []string{`{"card_id":"0099","money":12.34}`, `{"card_id":"M000123","money":1}`} {
		assert.Equal(t, post(s, "consume", request), post(next, "consume", request))
	}
	assert.Equal(t, s.Rows("0099")[2].ID, next.Rows("0099")[2].ID, "numbers go on where they stopped")
	chains(t, next)
}

func TestABadStateIsRefusedAndChangesNothing(t *testing.T) {
	s := shop(nil)
	for text, reason := range map[string]string{
		`{`:                               "saved state",
		`{"Version":1,"Accounts":[null]}`: "empty account",
		`{"Version":99}`:                  "version 99",
		`{"Version":1,"Accounts":[{"Card":{"Number":"1"}},{"Card":{"Number":"1"}}]}`:                 "twice",
		`{"Version":1,"Accounts":[{"Card":{"Number":"1","Balance":"5.00"},"Rows":[{"Balance":1}]}]}`: "do not end",
	} {
		assert.ErrorContains(t, s.Load(strings.NewReader(text)), reason)
	}
	assert.Len(t, s.Cards(), 60)
}

func TestHostileTextsReachTheWire(t *testing.T) {
	s := full(func(o *sandysim.Options) { o.Hostile = true })
	chains(t, s)
	found := post(s, "getcards", `{"key":"M000"}`)
	assert.Contains(t, found, `\u001b[2J`)
	assert.Contains(t, found, "✔ 已扣")
	var cards struct {
		Cards []struct {
			Name string `json:"uname"`
			Card string `json:"card_id"`
		} `json:"cards"`
	}
	require.NoError(t, json.Unmarshal([]byte(found), &cards))
	assert.NotEmpty(t, cards.Cards)
	history := post(s, "getcardhis", `{"card_id":"M000100","page_size":100}`)
	assert.Contains(t, history, "<script>")
}

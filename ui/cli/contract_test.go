package cli

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
	"guitai/ui/lang"
)

// What another process finds out about a vendor counts in this one, and whoever
// sits there is told.
func TestWhatIsProbedElsewhereCountsHere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	open := func() *sqlite.Journal {
		j, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Clock: time.Now})
		require.NoError(t, err)
		t.Cleanup(func() { _ = j.Close() })
		return j
	}
	here, there := open(), open()
	taught := backend.Contract{backend.ProbeRefusalKeeps: {Probe: backend.ProbeRefusalKeeps, Answer: backend.AnswerGood}}
	c := newContract(taught, here, "pospal/x", slog.New(slog.DiscardHandler))
	assert.True(t, c.Known().Holds(backend.ProbeRefusalKeeps), "what is taught holds before anything was read")
	require.NoError(t, c.read(t.Context()))
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	text, _ := lang.For("zh")
	news := c.news(ctx, text)
	c.follow(ctx)
	defer func() { c.stop() }()

	for _, account := range []string{"pospal/other", "pospal/x"} {
		body, err := json.Marshal(backend.Finding{Probe: backend.ProbeRefusalKeeps, Answer: backend.AnswerBad, Form: 2})
		require.NoError(t, err)
		_, err = there.Put(t.Context(), journal.Paper{Kind: "probe", Key: account + "/P2", Body: body}, journal.Note{What: "probe.changed"})
		require.NoError(t, err)
	}
	n := <-news
	assert.Contains(t, n.Text, "P2 被拒绝的钥匙还能再用：否")
	assert.False(t, c.Known().Holds(backend.ProbeRefusalKeeps))
	leave()
	_, more := <-news
	assert.False(t, more)

	var none *contract
	assert.Nil(t, none.Known(), "a shop that was never seated knows nothing")
	assert.Zero(t, none.voidForm())
}

func TestTheProgramKnowsWhatItIsAndOnWhatItStands(t *testing.T) {
	cfg, err := config.Demo(func(name string) string { return map[string]string{"XDG_STATE_HOME": "/nowhere"}[name] })
	require.NoError(t, err)
	cfg.DataDir = t.TempDir()
	for _, vendor := range []string{"sandy", "pospal"} {
		s, shut, err := simulated(cfg, vendor, nil)
		require.NoError(t, err)
		h, err := openHouse(t.Context(), Stdio{Env: func(string) string { return "" }}, cfg.DataDir, []shop{s})
		require.NoError(t, err)
		f, err := aboutDesk{h, h.shops[0]}.About(t.Context())
		require.NoError(t, err)
		assert.Contains(t, f.Account, vendor+"/"+vendor+":")
		assert.True(t, f.Practice)
		assert.NoError(t, f.Health)
		assert.NoError(t, f.AnchorErr)
		assert.False(t, f.Lost)
		assert.Equal(t, filepath.Join(cfg.DataDir, "journal.db"), f.Journal)
		assert.Equal(t, filepath.Join(cfg.DataDir, "journal.anchor"), f.Anchor)
		assert.Equal(t, map[string]int{"sandy": 8, "pospal": 6}[vendor], len(f.Findings))
		assert.Equal(t, vendor == "pospal", f.Rowless)
		assert.Equal(t, vendor == "pospal", f.Findings[0].Answer == backend.AnswerGood, "a simulated vendor of keys counts as probed")
		require.NoError(t, h.close())
		shut()
	}
}

package cli

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/directory"
	"guitai/backend/directory/fill"
	"guitai/backend/safe"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// copying is a shop with its copy, filled from a simulated vendor.
type copying struct {
	*memberCopy
	t      *testing.T
	shop   shop
	vendor backend.Backend // as the till sees it
}

// openShopCopy begins the copy of a practised shop, or takes it up again.
func openShopCopy(t *testing.T, s shop) *copying {
	t.Helper()
	vendor, err := s.vendor(nil)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(s.folder(), 0o700))
	c := s.newCopy(vendor, nil)
	c.start()
	t.Cleanup(c.close)
	return &copying{c, t, s, attended{vendor, &c.traffic, c}}
}

func practised(t *testing.T, vendor string, handler ledger) shop {
	t.Helper()
	cfg, err := config.Demo(func(name string) string {
		if name == "HOME" {
			return t.TempDir()
		}
		return ""
	})
	require.NoError(t, err)
	cfg.DataDir = t.TempDir()
	cfg.Pospal.PagesPerSecond = 100
	s, shut, err := simulated(cfg, vendor, nil)
	require.NoError(t, err)
	shut()
	dial, shut := sim.Serve(handler)
	t.Cleanup(shut)
	s.dial = dial
	return s
}

// eventually waits for what the background does.
func (c *copying) eventually(what func() bool) {
	c.t.Helper()
	require.Eventually(c.t, what, 20*time.Second, 2*time.Millisecond)
}

// filledUp waits for a reading's end.
func (c *copying) filledUp() {
	c.t.Helper()
	c.eventually(func() bool {
		f := c.filler.Load()
		return f != nil && f.Progress().State == fill.Resting && !f.Progress().Done.IsZero()
	})
}

func (c *copying) finds(text string) []backend.Member { return c.search(text, 50).Members }

func TestTheCopyFillsByItselfAndIsComplete(t *testing.T) {
	server := pospalsim.New(pospalsim.Options{Extra: 500, History: pospalsim.NoHistory})
	s := practised(t, "pospal", server)
	c := openShopCopy(t, s)
	c.filledUp()
	a := c.search("E000077", 50)
	require.NotEmpty(t, a.Members)
	assert.Equal(t, backend.SourceMirror, a.Members[0].Source)
	assert.True(t, a.Complete)
	assert.Equal(t, len(server.Members()), a.Kept)
	used := server.Used()
	c.close()

	again := openShopCopy(t, s)
	again.eventually(func() bool { return again.known() == len(server.Members()) })
	assert.True(t, again.search("E000077", 50).Complete, "a restart knows it still")
	again.eventually(func() bool {
		f := again.filler.Load()
		return f != nil && !f.Progress().Until.IsZero()
	})
	assert.Equal(t, used, server.Used(), "and reads nothing again before it is due")
}

func TestWhatThePersonSeesIsInTheCopyAtOnce(t *testing.T) {
	server := pospalsim.New(pospalsim.Options{Extra: 250, History: pospalsim.NoHistory})
	c := openShopCopy(t, practised(t, "pospal", server))
	c.filledUp()
	one, _ := server.Numbered("E000033")
	id, name := strconv.FormatInt(one.UID, 10), "欧阳龘龘"
	editor := c.vendor.Capabilities().Editor
	require.NotNil(t, editor)
	_, err := editor.Edit(t.Context(), id, backend.Edit{Name: &name})
	require.NoError(t, err)
	c.eventually(func() bool {
		found := c.finds("阳龘龘")
		return len(found) > 0 && found[0].Number.String() == "E000033"
	})

	disabled := backend.StatusDisabled
	_, err = editor.Edit(t.Context(), id, backend.Edit{Status: &disabled})
	require.NoError(t, err)
	c.eventually(func() bool { return c.finds("E000033")[0].Status.Kind == backend.StatusDisabled })

	closed := backend.StatusClosed
	_, _ = editor.Edit(t.Context(), id, backend.Edit{Status: &closed})
	_, err = c.vendor.Member(t.Context(), id)
	require.Equal(t, backend.KindNotFound, backend.KindOf(err))
	c.eventually(func() bool { return len(c.finds("阳龘龘")) == 0 })
}

func TestWhoWasServedComesFirst(t *testing.T) {
	server := pospalsim.New(pospalsim.Options{Extra: 250, History: pospalsim.NoHistory})
	c := openShopCopy(t, practised(t, "pospal", server))
	c.filledUp()
	one, _ := server.Numbered("E000231")
	c.visited(strconv.FormatInt(one.UID, 10))
	c.eventually(func() bool { return c.finds("1370")[0].Number.String() == "E000231" })
	assert.Equal(t, "E000231", c.recent(5)[0].Number.String())
}

func TestAVendorWithoutAListIsCopiedAsItIsSeen(t *testing.T) {
	server := sandysim.New(sandysim.Options{History: sandysim.NoHistory})
	c := openShopCopy(t, practised(t, "sandy", server))
	c.eventually(func() bool { return c.mirror.Load() != nil })
	found, err := c.vendor.Find(t.Context(), "M000101")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	c.eventually(func() bool { return len(c.finds("M000101")) > 0 })
	a := c.search("M000101", 50)
	assert.False(t, a.Complete, "nobody can know who else there is")
	d := mirrorDesk{c.memberCopy}
	assert.False(t, d.Mirror().Offered)
	assert.Equal(t, len(found), d.Mirror().Known)
	assert.Error(t, d.PauseMirror(true))
	d.ReadAnew()
}

func TestAPauseIsRememberedWithTheCopy(t *testing.T) {
	server := pospalsim.New(pospalsim.Options{Extra: 500, History: pospalsim.NoHistory})
	s := practised(t, "pospal", server)
	s.cfg.Pospal.PagesPerSecond = 5
	c := openShopCopy(t, s)
	d := mirrorDesk{c.memberCopy}
	c.eventually(func() bool { return d.Mirror().Pages > 0 })
	require.NoError(t, d.PauseMirror(true))
	c.close()
	used := server.Used()

	c = openShopCopy(t, s)
	d = mirrorDesk{c.memberCopy}
	c.eventually(func() bool { return c.filler.Load() != nil })
	assert.Equal(t, fill.Paused, c.filler.Load().Progress().State)
	assert.Equal(t, used, server.Used())
	d.ReadAnew()
	c.filledUp()
	assert.Equal(t, len(server.Members()), c.known())
}

func TestMembersKeptByAnOlderVersionAreTakenOver(t *testing.T) {
	s := practised(t, "sandy", sandysim.New(sandysim.Options{History: sandysim.NoHistory}))
	require.NoError(t, os.MkdirAll(s.folder(), 0o700))
	old := filepath.Join(s.folder(), "members.json")
	directory.OpenMembers(old).Remember(backend.Member{ID: "M000101", Number: safe.Line("M000101"), Name: safe.Line("陈嘉慧"), ReadAt: time.Now()})
	c := openShopCopy(t, s)
	c.eventually(func() bool { return len(c.finds("陈嘉慧")) == 1 })
	_, err := os.Stat(old)
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// People search and open members while all members are read and the screen
// watches; what the race detector says of it is the point.
func TestSearchingWhileTheCopyIsFilled(t *testing.T) {
	server := pospalsim.New(pospalsim.Options{Extra: 3000, History: pospalsim.NoHistory, DailyLimit: -1})
	s := practised(t, "pospal", server)
	s.cfg.Pospal.DailyCalls = 100_000
	c := openShopCopy(t, s)
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, text := range []string{"1370", "陈", "w", "E00"} {
		all.Go(func() {
			for last := 0; ctx.Err() == nil; {
				a := c.search(text, 50)
				assert.LessOrEqual(t, len(a.Members), max(a.Total, 50))
				assert.GreaterOrEqual(t, a.Kept, last, "nobody vanishes from a copy that grows")
				last = a.Kept
			}
		})
	}
	all.Go(func() {
		for i := 0; ctx.Err() == nil; i = (i + 1) % 40 {
			one, _ := server.Numbered("E0000" + strconv.Itoa(10+i))
			_, _ = c.vendor.Member(ctx, strconv.FormatInt(one.UID, 10))
			c.visited(strconv.FormatInt(one.UID, 10))
			_ = mirrorDesk{c.memberCopy}.Mirror()
		}
	})
	c.filledUp()
	stop()
	all.Wait()
	assert.Equal(t, len(server.Members()), c.known())
}

func TestTrafficLetsNobodyWaitForNothing(t *testing.T) {
	var tr traffic
	require.NoError(t, tr.Yield(t.Context()))
	first, second := tr.enter(), tr.enter()
	through := make(chan error, 1)
	go func() { through <- tr.Yield(t.Context()) }()
	first()
	select {
	case <-through:
		t.Fatal("somebody's call is still under way")
	default:
	}
	second()
	require.NoError(t, <-through)
	defer tr.enter()()
	ended, end := context.WithCancel(t.Context())
	end()
	require.ErrorIs(t, tr.Yield(ended), context.Canceled)
}

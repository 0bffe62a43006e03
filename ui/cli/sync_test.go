package cli_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
	"guitai/backend/directory"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

// How often a reading of all members is killed.
var syncKills = flag.Int("sync-kills", 200, "how often TestASyncThatIsKilledLosesAndRepeatsNobody kills the built program")

// register is a simulated vendor with many members, a configuration that reaches
// it, and a look into the copy.
type register struct {
	*pospalsim.Server
	plan    *sim.Plan
	config  string
	dataDir string
	members int
}

func newRegister(t *testing.T, members, daily, pace int) *register {
	t.Helper()
	r := &register{plan: &sim.Plan{}, members: members, dataDir: t.TempDir()}
	limit := daily
	if daily >= 100_000 {
		limit = -1
	}
	r.Server = pospalsim.New(pospalsim.Options{Plan: r.plan, Extra: members - len(sim.People(time.Now())), History: pospalsim.NoHistory, DailyLimit: limit})
	server := httptest.NewServer(r.Server)
	t.Cleanup(server.Close)
	r.config = configFile(t, fmt.Sprintf("backend: pospal\nlanguage: en\ndata_dir: %s\npospal:\n  base_url: %s\n  app_id: %s\n  app_key: \"%s\"\n  daily_calls: %d\n  pages_per_second: %d\n",
		r.dataDir, server.URL, pospalsim.DefaultAppID, pospalsim.DefaultAppKey, daily, pace))
	return r
}

// look opens the copy that the program has left.
func (r *register) look(t *testing.T, see func(*directory.Mirror)) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(r.dataDir, "pospal-*"))
	require.NoError(t, err)
	require.Len(t, folders, 1)
	account := pospal.New(pospal.Options{AppID: config.NewSecret(pospalsim.DefaultAppID), AppKey: config.NewSecret("1")}).Capabilities().Account
	m, err := directory.Open(folders[0], account, directory.Options{Now: time.Now})
	require.NoError(t, err)
	require.False(t, m.Damaged())
	see(m)
	require.NoError(t, m.Close())
}

func lines(t *testing.T, out string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(out) {
		var one map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &one), line)
		all = append(all, one)
	}
	return all
}

func TestSyncReadsEverybodyAndFindAnswers(t *testing.T) {
	r := newRegister(t, 1234, 300, 100)
	code, out, errs := call(t, map[string]string{}, "--config", r.config, "sync", "--json")
	require.Zero(t, code, errs)
	all := lines(t, out)
	assert.Equal(t, "planned", all[0]["state"])
	assert.Nil(t, all[0]["expected"], "nobody knows how many there are")
	last := all[len(all)-1]
	assert.Equal(t, []any{"done", 1234.0, 13.0, 1234.0, true}, []any{last["state"], last["members"], last["pages"], last["known"], last["full"]})

	code, out, errs = call(t, map[string]string{}, "--config", r.config, "sync")
	require.Zero(t, code, errs)
	assert.Contains(t, out, "Reading new members")
	assert.Contains(t, out, "1,234 members are known here")
	assert.Equal(t, 14, r.Used(), "who is new costs one call")

	code, out, errs = call(t, map[string]string{}, "--config", r.config, "find", "E000077", "--json")
	require.Zero(t, code, errs)
	var found []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &found))
	require.NotEmpty(t, found)
	truth, _ := r.Numbered("E000077")
	assert.Equal(t, []any{"E000077", truth.Name, "137****0077", truth.Category, "mirror"},
		[]any{found[0]["number"], found[0]["name"], found[0]["phone"], found[0]["level"], found[0]["source"]})
	assert.Contains(t, found[0], "age_seconds")
	_, out, errs = call(t, map[string]string{}, "--config", r.config, "find", "1370000", "--limit", "3")
	assert.Len(t, strings.Split(strings.TrimSpace(out), "\n"), 3)
	assert.Contains(t, errs, "only the first 3")
	_, out, _ = call(t, map[string]string{}, "--config", r.config, "find", "nobody at all", "--json")
	assert.Equal(t, "[]\n", out)
	assert.Equal(t, 14, r.Used(), "looking something up costs no call")
}

func TestSyncStopsWhenTheDaysCallsAreUsedUp(t *testing.T) {
	r := newRegister(t, 4000, 60, 100)
	code, out, errs := call(t, map[string]string{}, "--config", r.config, "sync")
	assert.Equal(t, 3, code)
	assert.Contains(t, out, "15 of 60 calls left for reading today")
	assert.Contains(t, out, "The calls for today are used up; goes on by itself at")
	assert.Contains(t, errs, "1,500 members, 15 pages are stored")
	assert.Equal(t, 15, r.Used())
	r.look(t, func(m *directory.Mirror) { assert.Equal(t, 1500, m.Len()) })
}

func TestSyncSaysWhatItCannotDo(t *testing.T) {
	code, _, errs := call(t, map[string]string{}, "sync", "--demo", "--shop", "sandy", "--language", "en")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "gives no list of members")
	code, _, errs = call(t, map[string]string{}, "sync", "--demo", "--shop", "nobody")
	assert.Equal(t, 2, code)
	assert.Contains(t, errs, "--shop")
	code, _, errs = call(t, map[string]string{}, "find", "x", "--demo")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "no copy of the members yet")
	code, _, _ = call(t, map[string]string{}, "find", "x", "--limit", "51")
	assert.Equal(t, 2, code)

	r := newRegister(t, 150, 300, 100)
	r.Switch(func(w *pospalsim.Switches) { w.Revoked = true })
	code, _, errs = call(t, map[string]string{}, "--config", r.config, "sync")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "access")
	assert.NotContains(t, errs, pospalsim.DefaultAppID)
}

// start runs the built program's sync.
func (r *register) start(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	out := &bytes.Buffer{}
	cmd := exec.CommandContext(t.Context(), program(t), append([]string{"--config", r.config, "sync", "--json"}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+r.dataDir)
	cmd.Stdout, cmd.Stderr = out, out
	require.NoError(t, cmd.Start())
	return cmd, out
}

func TestCtrlCStopsBehindThePage(t *testing.T) {
	r := newRegister(t, 20_000, 100_000, 20)
	cmd, out := r.start(t)
	require.Eventually(t, func() bool { return len(r.Requests()) > 5 }, 20*time.Second, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	err := cmd.Wait()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, out.String())
	assert.Equal(t, 3, exit.ExitCode())
	asked := len(r.Requests())
	r.look(t, func(m *directory.Mirror) {
		assert.Equal(t, asked, m.Filling().Pages, "every page that was asked for is stored")
		assert.Equal(t, asked*100, m.Len())
	})
}

func TestOnlyOneSyncAtATime(t *testing.T) {
	r := newRegister(t, 20_000, 100_000, 20)
	first, out := r.start(t)
	require.Eventually(t, func() bool { return len(r.Requests()) > 2 }, 20*time.Second, 5*time.Millisecond)
	second, other := r.start(t)
	err := second.Wait()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, other.String())
	assert.Equal(t, 4, exit.ExitCode())
	assert.Contains(t, other.String(), "Another guitai reads this copy")
	code, found, errs := call(t, map[string]string{}, "--config", r.config, "find", "M000101")
	assert.Zero(t, code, errs)
	assert.Contains(t, found, "M000101", "what is stored is found meanwhile")
	require.NoError(t, first.Process.Signal(syscall.SIGINT))
	_ = first.Wait()
	assert.NotContains(t, out.String(), "failed")
}

// A reading is killed at any moment, again and again, and takes up behind the
// last page that was stored: the page and where it stands are one write. What the
// reading counts comes out exactly only if no page was lost or stored twice.
func TestASyncThatIsKilledLosesAndRepeatsNobody(t *testing.T) {
	r := newRegister(t, 12_034, 1_000_000, 100)
	pages := (r.members + 99) / 100
	rng := rand.New(rand.NewPCG(1, 2))
	began, killed, whole := time.Now(), 0, 0
	var was directory.Filling
	for killed < *syncKills {
		var args []string
		if whole > 0 && !was.DoneAt.IsZero() {
			args = []string{"--full"}
		}
		cmd, out := r.start(t, args...)
		timer := time.AfterFunc(time.Duration(30+rng.IntN(100))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		if timer.Stop() {
			require.NoError(t, err, out.String())
		} else {
			killed++
		}
		if folders, _ := filepath.Glob(filepath.Join(r.dataDir, "pospal-*", "members-*")); len(folders) == 0 {
			continue // it died before it had begun anything
		}
		r.look(t, func(m *directory.Mirror) {
			f := m.Filling()
			require.Equal(t, min(f.Pages*100, r.members), f.Members, "whole pages only")
			if f.Generation == was.Generation {
				require.GreaterOrEqual(t, f.Pages, was.Pages, "nothing that was stored is lost")
			}
			if whole == 0 {
				require.Equal(t, f.Members, m.Len(), "nobody is there twice, nobody is missing")
			} else {
				require.Equal(t, r.members, m.Len())
			}
			if !f.DoneAt.IsZero() && was.DoneAt.IsZero() {
				require.Equal(t, []int{pages, r.members}, []int{f.Pages, f.Members})
				whole++
			}
			was = f
		})
	}
	t.Logf("%d kills in %d whole readings, %d calls for %d pages each, %s", killed, whole, len(r.Requests()), pages, time.Since(began).Round(time.Second))
	assert.Positive(t, whole)
}

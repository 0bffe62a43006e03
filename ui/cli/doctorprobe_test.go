package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
)

// demoHome is an environment in which the demo keeps its things in a folder of the
// test's own.
func demoHome(t *testing.T) map[string]string {
	home := t.TempDir()
	return map[string]string{"XDG_STATE_HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, "none")}
}

func TestAProbeSaysWhatItDoesAndAsks(t *testing.T) {
	env := demoHome(t)
	args := []string{"doctor", "--probe", "--demo", "--member", "M000111", "--only", "P3", "--times", "2"}
	code, out, errs := callWith(t, env, "M000112\n", args...)
	assert.Equal(t, 1, code)
	assert.Empty(t, out)
	assert.Contains(t, errs, "not confirmed; nothing was sent")
	for _, words := range []string{"M000111", "balance 0.00", "P3", "a change of nothing, then a recharge of 0.01", "calls are left today"} {
		assert.Contains(t, errs, words)
	}
	code, out, _ = callWith(t, env, "M000111\n", args...)
	assert.Zero(t, code)
	assert.True(t, strings.HasPrefix(out, "good     P3"), out)

	code, out, _ = call(t, env, append(args, "--yes", "--json")...)
	assert.Zero(t, code)
	var found []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &found))
	require.Len(t, found, 1)
	assert.Equal(t, "P3", found[0]["probe"])
	assert.Equal(t, "good", found[0]["before"])
	told := audit(t, env, "probe.send")
	assert.NotEmpty(t, told)
	assert.Empty(t, audit(t, env, "probe.changed"))
}

func audit(t *testing.T, env map[string]string, what string) []journal.Entry {
	t.Helper()
	var path string
	_ = filepath.WalkDir(env["XDG_STATE_HOME"], func(p string, d os.DirEntry, _ error) error {
		if d.Name() == "journal.db" {
			path = p
		}
		return nil
	})
	j, err := sqlite.Open(context.Background(), sqlite.Options{Path: path, Clock: time.Now, ReadOnly: true})
	require.NoError(t, err)
	defer j.Close()
	entries, err := j.Audit(context.Background(), journal.AuditFilter{What: what})
	require.NoError(t, err)
	return entries
}

func TestAProbeNeedsOneMemberThatSomebodyNamed(t *testing.T) {
	env := demoHome(t)
	for _, c := range []struct {
		says string
		code int
		args []string
	}{
		{"needs --member", 2, []string{"--probe"}},
		{"0 members have the number M000", 1, []string{"--probe", "--demo", "--member", "M000"}},
		{"this vendor is asked [P1", 2, []string{"--probe", "--demo", "--member", "M000111", "--only", "S3"}},
		{"--member is for --probe", 2, []string{"--member", "M000111"}},
		{"--times: 1 to 200", 2, []string{"--probe", "--member", "1", "--times", "0"}},
		{"Today's calls", 1, []string{"--probe", "--demo", "--member", "M000111", "--times", "200"}},
	} {
		code, out, errs := call(t, env, append([]string{"doctor"}, c.args...)...)
		assert.Equal(t, c.code, code, "%v: %s", c.args, errs)
		assert.Contains(t, errs, c.says)
		assert.Empty(t, out)
	}
}

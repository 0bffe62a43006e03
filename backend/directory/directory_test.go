package directory_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/directory"
	"guitai/backend/money"
	"guitai/backend/safe"
)

func member(n int) backend.Member {
	return backend.Member{ID: fmt.Sprint(n), Number: safe.Line(fmt.Sprint("8", n)), Name: safe.Line("欧阳静怡"), Phone: safe.Line("13800000000"),
		Level: backend.Level{Name: safe.Line("金卡")}, Status: backend.Status{Kind: backend.StatusLost, Text: safe.Line("挂失")},
		Balance: money.Must("12.50"), Points: money.WholePoints(7), ReadAt: time.Unix(1_700_000_000, 0).UTC(),
		Details: &backend.Details{Remarks: safe.Line("the remark is not kept")}}
}

func TestMembersAreStillKnownAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "members.json")
	first := directory.OpenMembers(path)
	first.Remember(member(1))
	first.Remember(member(2))
	first.Remember(member(1))
	again := directory.OpenMembers(path).Known()
	require.Len(t, again, 2)
	want := member(1)
	want.Source, want.Details = backend.SourceMirror, nil
	assert.Equal(t, want, again[0])
	assert.Equal(t, "2", again[1].ID)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "remark")
}

func TestOnlyTheOwnerReadsWhoTheMembersAre(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists instead of permission bits")
	}
	path := filepath.Join(t.TempDir(), "members.json")
	directory.OpenMembers(path).Remember(member(1))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Zero(t, info.Mode().Perm()&0o077)
}

func TestTheOldestAreForgotten(t *testing.T) {
	m := directory.OpenMembers(filepath.Join(t.TempDir(), "members.json"))
	for n := range directory.Limit + 3 {
		m.Remember(member(n))
	}
	known := m.Known()
	require.Len(t, known, directory.Limit)
	assert.Equal(t, fmt.Sprint(directory.Limit+2), known[0].ID)
}

func TestADamagedFileIsBegunAgain(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "nonsense", `{"day":5}`, `[{"id":1}]`, `{"day":"2026-11-22","used":-4}`} {
		path := filepath.Join(dir, "file")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		m, c := directory.OpenMembers(path), directory.OpenCalls(path)
		assert.Empty(t, m.Known())
		assert.Zero(t, c.Count("2026-11-22"))
		m.Remember(member(1))
		assert.Len(t, directory.OpenMembers(path).Known(), 1)
	}
}

func TestAFolderThatCannotBeWrittenStopsNobody(t *testing.T) {
	m := directory.OpenMembers(filepath.Join(t.TempDir(), "missing", "members.json"))
	m.Remember(member(1))
	assert.Len(t, m.Known(), 1)
}

func TestCallsAreCountedByDayAndSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "calls.json")
	c := directory.OpenCalls(path)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { c.Add("2026-11-22") })
	}
	all.Wait()
	again := directory.OpenCalls(path)
	assert.Equal(t, 20, again.Count("2026-11-22"))
	again.Add("2026-11-23")
	assert.Equal(t, 1, again.Count("2026-11-23"))
	assert.Zero(t, again.Count("2026-11-22"))
}

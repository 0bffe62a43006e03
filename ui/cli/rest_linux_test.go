package cli_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend/sim/sandysim"
)

// benchConfig points the program at a vendor in another process, as in a shop.
func benchConfig(b *testing.B, url string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "config.yaml")
	text := "backend: sandy\nsandy:\n  base_url: " + url + "\n  token: test\n  customer_guid: \"" + sandysim.DefaultGUID + "\"\n"
	require.NoError(b, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// BenchmarkAtRest leaves the program alone for five seconds with a list of
// members on the screen: what it holds, what it writes and what it burns.
func BenchmarkAtRest(b *testing.B) {
	env, bin := benchEnv(b)
	vendor := httptest.NewServer(sandysim.New(sandysim.Options{History: sandysim.ShortHistory}))
	defer vendor.Close()
	f := openFront(b, env, bin, "--config", benchConfig(b, vendor.URL))
	defer f.close()
	f.until("待核实")
	for _, r := range "M0001" {
		f.key(string(r))
		time.Sleep(40 * time.Millisecond)
	}
	time.Sleep(2 * time.Second)
	f.quiet()
	for b.Loop() {
		before := ticks(b, f.cmd.Process.Pid)
		time.Sleep(5 * time.Second)
		used := ticks(b, f.cmd.Process.Pid) - before
		b.ReportMetric(float64(used)/5, "%core") // a tick is 10 ms
		b.ReportMetric(float64(f.quiet()), "bytes")
		b.ReportMetric(resident(b, f.cmd.Process.Pid), "RSS-MB")
	}
}

func ticks(b *testing.B, pid int) int {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	require.NoError(b, err)
	fields := strings.Fields(string(stat)[strings.LastIndexByte(string(stat), ')')+2:])
	user, err := strconv.Atoi(fields[11])
	require.NoError(b, err)
	system, err := strconv.Atoi(fields[12])
	require.NoError(b, err)
	return user + system
}

func resident(b *testing.B, pid int) float64 {
	b.Helper()
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	require.NoError(b, err)
	pages, err := strconv.Atoi(strings.Fields(string(statm))[1])
	require.NoError(b, err)
	return float64(pages*os.Getpagesize()) / 1e6
}

package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
	"guitai/ui/cli"
)

// call runs the program in this process with an environment of its own.
func call(t *testing.T, env map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	return callWith(t, env, "", args...)
}

// callWith has something on standard input.
func callWith(t *testing.T, env map[string]string, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	if env["HOME"] == "" {
		env["HOME"] = t.TempDir()
	}
	var o, e bytes.Buffer
	std := cli.Stdio{In: strings.NewReader(in), Out: &o, Err: &e, Env: func(n string) string { return env[n] }, Environ: []string{"TERM=" + env["TERM"]}}
	code = cli.Main(t.Context(), args, std)
	return code, o.String(), e.String()
}

func configFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func sandyConfig(t *testing.T, url string) string {
	return configFile(t, "backend: sandy\ndata_dir: "+t.TempDir()+"\nsandy:\n  base_url: "+url+"\n  token: test\n  customer_guid: \""+sandysim.DefaultGUID+"\"\n")
}

func TestTheDoctorFindsADemoInGoodHealth(t *testing.T) {
	code, out, errs := call(t, map[string]string{"TERM": "xterm-256color"}, "doctor")
	assert.Zero(t, code, errs)
	for _, line := range []string{"config", "secrets", "keys", "clock", "data", "terminal", "vendor"} {
		assert.Regexp(t, `(?m)^ok +`+line+` `, out)
	}
}

func TestTheDoctorReadsAtTheVendorAndChangesNothing(t *testing.T) {
	vendor := sandysim.New(sandysim.Options{History: sandysim.NoHistory})
	server := httptest.NewServer(vendor)
	defer server.Close()
	code, out, errs := call(t, map[string]string{"TERM": "xterm"}, "--config", sandyConfig(t, server.URL), "doctor")
	assert.Zero(t, code, errs)
	assert.Regexp(t, `(?m)^ok +vendor +sandy answers in \d+ ms, 5 levels`, out)
	require.Len(t, vendor.Requests(), 1)
	assert.Equal(t, "cardlevellist", vendor.Requests()[0].Name)
}

func TestTheDoctorNamesWhatIsIll(t *testing.T) {
	plan := &sim.Plan{}
	plan.Always(sim.Any, sim.Fault{Kind: sim.HTML})
	server := httptest.NewServer(sandysim.New(sandysim.Options{History: sandysim.NoHistory, Plan: plan}))
	defer server.Close()
	code, out, errs := call(t, map[string]string{"TERM": "dumb"}, "--config", sandyConfig(t, server.URL), "doctor")
	assert.Equal(t, 1, code)
	assert.Regexp(t, `(?m)^FAIL +terminal `, out)
	assert.Regexp(t, `(?m)^FAIL +vendor +The member system's answer makes no sense`, out)
	assert.Contains(t, errs, "2 of 7 checks failed")
	assert.NotContains(t, out+errs, sandysim.DefaultGUID)
}

func TestAWrongConfigurationNamesKeyAndLine(t *testing.T) {
	path := configFile(t, "backend: sandy\nsandy:\n  base_url: http://127.0.0.1:1\n  tokn: x\n  customer_guid: {DEFAULT-AUTO}\n")
	code, _, errs := call(t, map[string]string{}, "--config", path)
	assert.Equal(t, 2, code)
	assert.Contains(t, errs, ":4: sandy.tokn")
	assert.Contains(t, errs, ":5: sandy.customer_guid")
	assert.Contains(t, errs, "quotes")
	assert.Contains(t, errs, "sandy.token")
}

func TestAKeyThatMeansTwoThingsIsNamedTwice(t *testing.T) {
	path := configFile(t, "backend: demo\nkeys:\n  recharge: f3\n")
	code, _, errs := call(t, map[string]string{}, "--config", path, "keys")
	assert.Equal(t, 2, code)
	assert.Contains(t, errs, `"recharge"`)
	assert.Contains(t, errs, `"consume"`)
}

func TestTheKeysAreListedInBothLanguages(t *testing.T) {
	_, zh, _ := call(t, map[string]string{}, "keys")
	assert.Regexp(t, `(?m)^F10 / \+ +确认 +confirm`, zh)
	_, en, _ := call(t, map[string]string{}, "keys", "--language", "en")
	assert.Regexp(t, `(?m)^F2 / r +recharge +recharge`, en)
}

func TestTheOfficialExampleWorksAgainstTheSimulator(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		std := cli.Stdio{In: strings.NewReader(""), Out: writer, Err: io.Discard, Env: func(string) string { return "" }}
		ended <- cli.Main(ctx, []string{"sim", "--vendor", "sandy", "--listen", "127.0.0.1:0"}, std)
	}()
	buf := make([]byte, 256)
	n, err := reader.Read(buf)
	require.NoError(t, err)
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	url := regexp.MustCompile(`http://[0-9.:]+`).FindString(string(buf[:n]))
	require.NotEmpty(t, url)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/api2/member-cjb/getrechargerules", strings.NewReader(`{"card_id": "000001" }`))
	require.NoError(t, err)
	req.Header.Set("CUSTOMERGUID", sandysim.DefaultGUID)
	req.Header.Set("AUTHORIZATION", "test")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded") // as curl --data sends it
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	resp, err := client.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Contains(t, string(body), `"paytypes"`)
	client.CloseIdleConnections()
	stop()
	assert.Zero(t, <-ended)
}

func TestAnUnknownFaultOrVendorIsAWrongCommandLine(t *testing.T) {
	for _, args := range [][]string{{"sim", "--vendor", "nobody"}, {"sim", "--fault", "consume=nonsense"}, {"demo", "--fault", "x"}, {"nothing"}} {
		code, _, errs := call(t, map[string]string{}, args...)
		assert.Equal(t, 2, code, args)
		assert.NotEmpty(t, errs)
	}
}

package cli_test

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
	"guitai/ui/cli"
)

// frontHouse is the built program serving a shop, with people who come over SSH.
type frontHouse struct {
	t       *testing.T
	plan    *sim.Plan
	vendor  *sandysim.Server
	env     []string
	config  string
	data    string
	listen  string
	status  string
	program *exec.Cmd
}

// openServed makes a shop with its host key; hire and serve come next.
func openServed(t *testing.T) *frontHouse {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		require.Empty(t, os.Getenv("GUITAI_ALL"), "OpenSSH's client is needed")
		t.Skip("OpenSSH's client is not here")
	}
	f := &frontHouse{t: t, plan: &sim.Plan{}, env: home(t), data: t.TempDir()}
	f.vendor = sandysim.New(sandysim.Options{Plan: f.plan, History: sandysim.ShortHistory})
	shop := httptest.NewServer(f.vendor)
	t.Cleanup(shop.Close)
	f.config = configFile(t, "backend: sandy\ntill: counter\ndata_dir: "+f.data+"\nstaff: {required: true}\nserve: {listen: '127.0.0.1:0', status: '127.0.0.1:0'}\n"+
		"sandy:\n  base_url: "+shop.URL+"\n  token: test\n  customer_guid: \""+sandysim.DefaultGUID+"\"\n")
	out, err := f.guitai("", "serve", "--init")
	require.NoError(t, err, out)
	require.Contains(t, out, "SHA256:")
	return f
}

func (f *frontHouse) guitai(in string, args ...string) (string, error) {
	cmd := exec.CommandContext(f.t.Context(), program(f.t), append([]string{"--config", f.config}, args...)...)
	cmd.Env, cmd.Stdin = f.env, strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// person is somebody with a key in a file.
type person struct{ name, keyFile string }

func (f *frontHouse) key() (private, public string) {
	f.t.Helper()
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(f.t, err)
	block, err := ssh.MarshalPrivateKey(secret, "")
	require.NoError(f.t, err)
	private = filepath.Join(f.t.TempDir(), "id")
	require.NoError(f.t, os.WriteFile(private, pem.EncodeToMemory(block), 0o600))
	return private, publicKey(f.t, secret)
}

func (f *frontHouse) hires(name, role, pin string, more ...string) person {
	f.t.Helper()
	private, public := f.key()
	out, err := f.guitai(pin+"\n", append([]string{"staff", "add", name, "--role", role, "--key", public, "--pin", "-"}, more...)...)
	require.NoError(f.t, err, out)
	return person{name, private}
}

// serves starts the server and waits until it listens.
func (f *frontHouse) serves(more ...string) {
	f.t.Helper()
	f.program = exec.Command(program(f.t), append([]string{"--config", f.config, "serve"}, more...)...)
	f.program.Env = f.env
	out, err := f.program.StdoutPipe()
	require.NoError(f.t, err)
	f.program.Stderr = os.Stderr
	require.NoError(f.t, f.program.Start())
	f.listens(out)
	f.t.Cleanup(f.kill)
}

// servesHere runs the server in this process, where races are detected.
func (f *frontHouse) servesHere() {
	f.t.Helper()
	values := map[string]string{}
	for _, e := range f.env {
		name, value, _ := strings.Cut(e, "=")
		values[name] = value
	}
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Main(ctx, []string{"--config", f.config, "serve"}, cli.Stdio{In: strings.NewReader(""), Out: in, Err: os.Stderr,
			Env: func(name string) string { return values[name] }, Environ: f.env})
	}()
	f.t.Cleanup(func() {
		stop()
		assert.Zero(f.t, <-ended)
	})
	f.listens(out)
}

// listens reads where the server is.
func (f *frontHouse) listens(out io.Reader) {
	f.t.Helper()
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(f.t, err)
	found := regexp.MustCompile(`at (\S+), status at (\S+)`).FindStringSubmatch(line)
	require.NotNil(f.t, found, line)
	f.listen, f.status = found[1], found[2]
}

func (f *frontHouse) kill() {
	if f.program != nil && f.program.ProcessState == nil {
		_ = f.program.Process.Kill()
		_ = f.program.Wait()
	}
}

// ssh are OpenSSH's arguments for somebody.
func (f *frontHouse) ssh(p person, more ...string) []string {
	host, port, _ := net.SplitHostPort(f.listen)
	args := []string{"-F", "none", "-p", port, "-i", p.keyFile, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
		"-o", "UserKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR", "-o", "PreferredAuthentications=publickey"}
	return append(append(args, more...), "anybody@"+host)
}

// comes opens a terminal with OpenSSH in it.
func (f *frontHouse) comes(p person) *window {
	f.t.Helper()
	return openWindowOf(f.t, 100, 30, f.env, "ssh", f.ssh(p)...)
}

// unlocks types a PIN.
func (w *window) unlocks(pin string) {
	w.t.Helper()
	w.sees("已锁定")
	w.presses(letters(pin)...)
	w.presses("Enter")
}

// signsIn is behind the lock.
func (w *window) signsIn(pin string) {
	w.t.Helper()
	w.unlocks(pin)
	w.sees("F9 更多")
}

func TestTheCounterOverSSH(t *testing.T) {
	f := openServed(t)
	mei := f.hires("小梅", "cashier", "482917", "--till", "till 7")
	f.serves()
	w := f.comes(mei)
	w.sees("小梅")
	w.unlocks("482918")
	w.sees("PIN 不对")
	w.unlocks("482917")
	w.sees("查找会员", "till 7", "小梅")
	w.scans("M000110")
	w.sees("100.00", "最近记录")
	w.presses("F3", "1", "0")
	w.sees("10")
	w.presses("Enter")
	w.sees("请核对")
	w.readable()
	w.presses("F10")
	w.sees("✔ 已扣 10.00")
	card, _ := f.vendor.Card("M000110")
	assert.Equal(t, "90.00", card.Balance.String())

	out, err := f.guitai("", "journal", "list", "--json", "--limit", "1")
	require.NoError(t, err)
	assert.Regexp(t, `"till": ?"till 7"`, out)
	assert.Regexp(t, `"operator": ?"小梅"`, out)
	w.presses("Ctrl+C")
	w.ends()
}

func TestWhoIsNotLetIn(t *testing.T) {
	f := openServed(t)
	out, err := f.guitai("", "serve")
	require.Error(t, err, "nobody may come in yet")
	assert.Contains(t, out, "staff add")
	mei := f.hires("小梅", "cashier", "482917")
	f.serves()
	stranger, _ := f.key()
	for name, args := range map[string][]string{
		"an unknown key": f.ssh(person{keyFile: stranger}),
		"a command":      append(f.ssh(mei), "cat", "/etc/passwd"),
		"no terminal":    f.ssh(mei, "-T"),
		"sftp":           append(f.ssh(mei, "-s"), "sftp"),
		"forwarding":     f.ssh(mei, "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"),
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		cmd := exec.CommandContext(ctx, "ssh", args...)
		cmd.Env = f.env
		out, err := cmd.CombinedOutput()
		assert.Error(t, err, "%s: %s", name, out)
		assert.NoError(t, ctx.Err(), "%s hangs", name)
		assert.NotContains(t, string(out), "root:", name)
		cancel()
	}
}

func TestAKeyTakenAwayEndsTheSessionAtOnceAndItsMoneyArrives(t *testing.T) {
	f := openServed(t)
	mei := f.hires("小梅", "cashier", "482917")
	f.serves()
	w := f.comes(mei)
	w.signsIn("482917")
	w.scans("M000110")
	w.sees("最近记录")
	w.presses("F3", "1", "0", "Enter")
	w.sees("请核对")
	w.readable()
	f.plan.Next("money", sim.Fault{Kind: sim.Delay, Wait: 4 * time.Second})
	w.presses("F10")
	w.sees("正在处理")
	out, err := f.guitai("", "staff", "revoke", "小梅")
	require.NoError(t, err, out)
	began := time.Now()
	w.ends()
	t.Logf("ended %v after the command", time.Since(began).Round(10*time.Millisecond))
	require.Eventually(t, func() bool {
		out, _ := f.guitai("", "journal", "list", "--json", "--limit", "1")
		return strings.Contains(out, `"APPLIED"`)
	}, 20*time.Second, 200*time.Millisecond)
	card, _ := f.vendor.Card("M000110")
	assert.Equal(t, "90.00", card.Balance.String())
}

func TestALostConnectionIsPickedUpOnTheSameScreen(t *testing.T) {
	f := openServed(t)
	mei := f.hires("小梅", "cashier", "482917")
	f.serves()
	w := f.comes(mei)
	w.signsIn("482917")
	w.scans("M000110")
	w.sees("最近记录")
	w.presses("F3", "1", "2", ".", "3")
	w.sees("12.3")
	require.NoError(t, w.cmd.Process.Kill()) // the line is cut
	w.ends()

	again := f.comes(mei)
	again.sees("已锁定")
	again.signsIn("482917")
	again.sees("12.3", "消费")
	again.presses("Enter")
	again.sees("请核对")
	again.readable()
	f.plan.Next("money", sim.Fault{Kind: sim.Delay, Wait: 2 * time.Second})
	again.presses("F10")
	again.sees("正在处理")
	require.NoError(t, again.cmd.Process.Kill()) // in the middle of the payment
	again.ends()

	third := f.comes(mei)
	third.signsIn("482917")
	third.sees("✔ 已扣 12.30")
	card, _ := f.vendor.Card("M000110")
	assert.Equal(t, "87.70", card.Balance.String(), "once")
}

func TestASupervisorAllowsItAtTheCashiersScreen(t *testing.T) {
	f := openServed(t)
	mei := f.hires("小梅", "cashier", "482917")
	f.hires("王", "supervisor", "739162")
	f.serves()
	w := f.comes(mei)
	w.signsIn("482917")
	w.scans("M000110")
	w.sees("最近记录")
	w.presses("F2")
	w.presses(letters("3000x")...)
	w.sees("3000")
	w.presses("Enter")
	w.sees("请核对")
	w.readable()
	w.presses("F10")
	w.sees("当场授权", "超过单笔限额")
	time.Sleep(500 * time.Millisecond)
	w.presses("王", "Enter")
	w.presses(letters("739162")...)
	w.presses("Enter")
	w.sees("✔ 已充值 3,000.00")
	out, err := f.guitai("", "journal", "list", "--json", "--limit", "1")
	require.NoError(t, err)
	assert.Contains(t, out, "王")
}

func TestSixtyFourSessionsAtWork(t *testing.T) {
	if testing.Short() {
		t.Skip("sixty-four people take their time")
	}
	f := openServed(t)
	var people []person
	for i := range 32 {
		people = append(people, f.hires(fmt.Sprintf("员工%d", i), "cashier", "482917"))
	}
	f.servesHere()
	windows := make([]*window, 0, 64)
	for i := range 64 {
		w := f.comes(people[i%32])
		w.sees("已锁定") // an address may have three on their way at once
		windows = append(windows, w)
	}
	for _, w := range windows {
		w.unlocks("482917")
	}
	for i, w := range windows {
		w.sees("查找会员")
		w.scans(fmt.Sprintf("M0001%02d", 1+i%8))
	}
	for _, w := range windows {
		w.sees("最近记录")
	}
	for _, w := range windows {
		w.presses("F3", "1", "Enter")
	}
	done := 0
	for _, w := range windows {
		w.sees("请核对")
		w.readable()
		w.presses("F10")
	}
	for _, w := range windows {
		require.Eventually(t, func() bool {
			return strings.Contains(w.text(), "✔ 已扣") || strings.Contains(w.text(), "未扣款") || strings.Contains(w.text(), "未完成") || strings.Contains(w.text(), "作废")
		}, 20*time.Second, 20*time.Millisecond, "%s", w.text())
		if strings.Contains(w.text(), "✔ 已扣") {
			done++
		}
	}
	t.Logf("%d of 64 went through at once, the others met one on the same card", done)
	assert.Positive(t, done)
	page := f.page("/metrics")
	assert.Contains(t, page, "guitai_sessions 64")
	assert.Regexp(t, `guitai_journal_commit_seconds_count\{change="begin",ok="yes"\} [1-9]`, page)
	assert.Equal(t, "ok\n", f.page("/healthz"))
}

func (f *frontHouse) page(path string) string {
	f.t.Helper()
	resp, err := http.Get(strings.TrimSuffix(f.status, "/healthz") + path)
	require.NoError(f.t, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	require.NoError(f.t, err)
	return string(b)
}

func TestATermSignalLetsTheMoneyArrive(t *testing.T) {
	f := openServed(t)
	mei := f.hires("小梅", "cashier", "482917")
	f.serves()
	w := f.comes(mei)
	w.signsIn("482917")
	w.scans("M000110")
	w.sees("最近记录")
	w.presses("F3", "5", "Enter")
	w.sees("请核对")
	w.readable()
	f.plan.Next("money", sim.Fault{Kind: sim.Delay, Wait: 3 * time.Second})
	w.presses("F10")
	w.sees("正在处理")
	require.NoError(t, f.program.Process.Signal(syscall.SIGTERM))
	began := time.Now()
	require.NoError(t, f.program.Wait())
	t.Logf("stopped after %v", time.Since(began).Round(100*time.Millisecond))
	out, err := f.guitai("", "journal", "list", "--json", "--limit", "1")
	require.NoError(t, err)
	assert.Contains(t, out, `"APPLIED"`)
}

package cli_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	hexa "encoding/hex"
	"encoding/pem"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// canary is a secret that must be nowhere but where it lives.
type canary struct {
	name, text string
	// lives are the parts of paths in which it may be.
	lives []string
}

// aviary is a house full of canaries, and everything that was heard from it.
type aviary struct {
	*frontHouse
	home     string
	canaries []canary
	heard    map[string][]byte
}

const (
	canaryKey   = "CANARY-appkey-7f3d90"
	canaryID    = "CANARYAPPID00000000000000000002A"
	canaryToken = "CANARY-token-51c2"
	canaryGUID  = "{CANARY-GUID-8E5A-BDE2-34ABA1BD9}"
	canaryDSN   = "CANARY-dsn-password"
	canaryNew   = "cnry7Ws"
)

func openAviary(t *testing.T) *aviary {
	t.Helper()
	f := &frontHouse{t: t, plan: &sim.Plan{}, env: home(t), data: t.TempDir()}
	a := &aviary{frontHouse: f, heard: map[string][]byte{}}
	for _, v := range f.env {
		if dir, ok := strings.CutPrefix(v, "HOME="); ok {
			a.home = dir
		}
	}
	pospal := pospalsim.New(pospalsim.Options{Plan: f.plan, AppID: canaryID, AppKey: canaryKey, History: pospalsim.ShortHistory, DailyLimit: -1})
	f.vendor = sandysim.New(sandysim.Options{Plan: f.plan, Token: canaryToken, GUID: canaryGUID, History: sandysim.ShortHistory})
	one, two := httptest.NewServer(pospal), httptest.NewServer(f.vendor)
	t.Cleanup(one.Close)
	t.Cleanup(two.Close)
	f.config = configFile(t, "till: counter\nshop: 分店\ndata_dir: "+f.data+"\nstaff: {required: true}\nserve: {listen: '127.0.0.1:0', status: '127.0.0.1:0'}\n"+
		"shops:\n  总店:\n    backend: pospal\n    pospal:\n      base_url: "+one.URL+"\n      app_id: "+canaryID+"\n      app_key: "+canaryKey+"\n      password_above: 5\n"+
		"  分店:\n    backend: sandy\n    sandy:\n      base_url: "+two.URL+"\n      token: "+canaryToken+"\n      customer_guid: \""+canaryGUID+"\"\n")
	// A phone may be in the copy of the members, where it is found by, and nowhere else.
	mirror := []string{"/pospal-", "/sandy-"}
	for _, c := range [][2]string{{"app key", canaryKey}, {"app id", canaryID}, {"token", canaryToken}, {"GUID", canaryGUID}, {"new password", canaryNew},
		{"MD5 of the new password", md5Hex(canaryNew)}, {"a cashier's PIN", "482917"}, {"a wrong PIN", "482918"}, {"a supervisor's PIN", "739162"}, {"a manager's PIN", "591736"}} {
		a.canaries = append(a.canaries, canary{name: c[0], text: c[1]})
	}
	for i, m := range pospal.Members() {
		if m.PasswordMD5 != "" && len(a.canaries) < 30 {
			a.canaries = append(a.canaries, canary{name: "MD5 password of " + m.Number, text: m.PasswordMD5})
		}
		if len(m.Phone) >= 8 && i < 40 && m.Number != "M000123" {
			a.canaries = append(a.canaries, canary{name: "phone of " + m.Number, text: m.Phone, lives: mirror})
		}
	}
	return a
}

func md5Hex(s string) string { return fmt.Sprintf("%X", md5.Sum([]byte(s))) }

// keeps are the secrets that files of the house's own are there for.
func (a *aviary) keeps() {
	pepper, err := os.ReadFile(filepath.Join(a.home, "config", "guitai", "pepper"))
	require.NoError(a.t, err)
	a.canaries = append(a.canaries, canary{"pepper", strings.TrimSpace(string(pepper)), []string{"/guitai/pepper"}})
	raw, err := hexa.DecodeString(strings.TrimSpace(string(pepper)))
	require.NoError(a.t, err)
	a.canaries = append(a.canaries, canary{"pepper, raw", string(raw), []string{"/guitai/pepper"}})
	host, err := os.ReadFile(filepath.Join(a.data, "host_key"))
	require.NoError(a.t, err)
	block, _ := pem.Decode(host)
	require.NotNil(a.t, block)
	lines := strings.Split(string(host), "\n")
	a.canaries = append(a.canaries, canary{"host key", lines[2], []string{"/host_key"}})
	key, err := ssh.ParseRawPrivateKey(host)
	require.NoError(a.t, err)
	seed := fmt.Sprintf("%x", key)
	a.canaries = append(a.canaries, canary{name: "host key, hexadecimal", text: seed[len(seed)-64:]})
}

// runs is a command whose output is heard.
func (a *aviary) runs(in string, args ...string) string {
	a.t.Helper()
	// A server whose database is away goes on trying.
	ctx, cancel := context.WithTimeout(a.t.Context(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(a.t), append([]string{"--config", a.config}, args...)...)
	cmd.Env, cmd.Stdin = a.env, strings.NewReader(in)
	said, _ := cmd.CombinedOutput()
	out := string(said)
	a.hears("output of guitai "+strings.Join(args, " "), []byte(out))
	return out
}

func (a *aviary) hears(where string, what []byte) { a.heard[where] = append(a.heard[where], what...) }

// process hears what everybody on the machine may read of a process and of those
// that it started.
func (a *aviary) process(pid int) {
	for _, file := range []string{"cmdline", "environ"} {
		b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), file))
		if err == nil {
			a.hears(fmt.Sprintf("/proc/%d/%s", pid, file), b)
		}
	}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	for _, child := range strings.Fields(string(children)) {
		if n, err := strconv.Atoi(child); err == nil {
			a.process(n)
		}
	}
}

// files hears every file that was written.
func (a *aviary) files(dirs ...string) int {
	n := 0
	for _, dir := range dirs {
		require.NoError(a.t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			n++
			b, err := os.ReadFile(path)
			a.hears(path, b)
			return err
		}))
	}
	return n
}

// silent looks for every canary in everything.
func (a *aviary) silent() {
	a.t.Helper()
	heard, bytesOf := 0, 0
	for where, what := range a.heard {
		bytesOf += len(what)
		for _, c := range a.canaries {
			for _, form := range [][]byte{[]byte(c.text), []byte(strings.ToLower(c.text)), []byte(base64.StdEncoding.EncodeToString([]byte(c.text))), []byte(hexa.EncodeToString([]byte(c.text)))} {
				if !bytes.Contains(what, form) || c.mayBeIn(where) {
					continue
				}
				heard++
				at := bytes.Index(what, form)
				assert.Fail(a.t, "a secret got out", "%s in %s: …%q…", c.name, where, what[max(0, at-60):min(len(what), at+60)])
			}
		}
	}
	a.t.Logf("%d canaries in four spellings, %d places, %d KB: %d hits", len(a.canaries), len(a.heard), bytesOf>>10, heard)
}

func (c canary) mayBeIn(where string) bool {
	for _, part := range c.lives {
		if strings.Contains(where, part) {
			return true
		}
	}
	return false
}

// A day at a counter with everything that knows a secret: nothing of it is in any
// file, on any screen, in any output, in what the machine tells of its processes,
// or on the status page.
func TestCanaries(t *testing.T) {
	a := openAviary(t)
	a.runs("", "serve", "--init")
	mei := a.hires("小梅", "cashier", "482917")
	boss := a.hires("王店", "manager", "591736")
	a.runs("739162\n", "staff", "add", "李", "--role", "supervisor", "--pin", "-")
	a.keeps()
	a.runs("482917\n", "staff", "add", "坏", "--role", "king", "--pin", "-")
	a.serves()
	a.process(a.program.Process.Pid)

	w := a.comes(mei)
	w.unlocks("482918")
	w.sees("PIN 不对")
	w.unlocks("482917")
	w.sees("F9 更多")
	w.presses(append(letters("M000110"), "Enter")...)
	w.sees("最近记录")
	w.presses("F2")
	w.presses(append(letters("50x"), "Enter")...)
	w.sees("请核对")
	w.readable()
	a.plan.Next("money", sim.Fault{Kind: sim.ResetAfter})
	w.presses("F10")
	w.sees("✔ 已充值 50.00")
	w.readable()
	w.presses("Enter", "F5")
	w.sees("充值")
	w.presses("Esc", "F3", "2", "Enter")
	w.sees("请核对")
	w.readable()
	a.plan.Next("money", sim.Fault{Kind: sim.HTMLAfter})
	w.presses("F10")
	w.sees("✔ 已扣")
	w.readable()
	w.presses("Enter", "Ctrl+L")
	w.sees("已锁定")
	a.process(w.cmd.Process.Pid)

	m := a.comes(boss)
	m.signsIn("591736")
	m.presses("\x14")
	m.sees("总店")
	m.signsIn("591736")
	m.presses(append(letters("M000110"), "Enter")...)
	m.sees("最近记录")
	m.presses("F9")
	m.presses(append(letters("密码"), "Enter")...)
	m.sees("新密码")
	m.presses(append(append(letters(canaryNew), "Tab"), append(letters(canaryNew), "Enter")...)...)
	m.readable()
	m.presses("F10")
	m.sees("✔")
	m.presses("Ctrl+C")
	m.ends()
	a.hears("status page", []byte(a.page("/metrics")+a.page("/healthz")))
	w.presses("Ctrl+C")
	w.ends()
	for i, x := range []*window{w, m} {
		x.mu.Lock()
		a.hears(fmt.Sprint("everything on screen ", i+1), x.said)
		a.hears(fmt.Sprint("cells of screen ", i+1), []byte(x.screen.String()))
		x.mu.Unlock()
	}
	for _, args := range [][]string{{"journal", "list", "--json"}, {"journal", "list"}, {"journal", "show", "A0001"}, {"journal", "verify"}, {"audit", "show"}, {"audit", "verify"},
		{"staff", "list", "--json"}, {"staff", "list"}, {"find", "M0001"}, {"find", "M0001", "--json"}, {"doctor"}, {"keys"}, {"staff", "revoke", "小梅"}} {
		a.runs("", args...)
	}
	a.badDatabase()
	require.NoError(t, a.program.Process.Signal(os.Interrupt))
	require.NoError(t, a.program.Wait())
	n := a.files(a.data, a.home)
	require.Greater(t, n, 5)
	a.silent()
}

// badDatabase starts everything with a database that is not there.
func (a *aviary) badDatabase() {
	text, err := os.ReadFile(a.config)
	require.NoError(a.t, err)
	good := a.config
	a.config = configFile(a.t, "database: postgres://guitai:"+canaryDSN+"@127.0.0.1:1/guitai?connect_timeout=1\n"+string(text))
	a.canaries = append(a.canaries, canary{name: "password of the database", text: canaryDSN})
	for _, args := range [][]string{{"serve"}, {"journal", "list"}, {"doctor"}, {"staff", "list"}} {
		a.runs("", args...)
	}
	a.config = good
}

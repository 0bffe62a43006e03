//go:build unix

package sshd_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"guitai/ui/sshd"
)

// realHouse is a server on a real port and what OpenSSH's client needs to reach it.
type realHouse struct {
	*house
	dir, port string
	li, bo    ed25519.PrivateKey
}

func atRealPort(t *testing.T, run sshd.Run) *realHouse {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		require.Emptyf(t, os.Getenv("GUITAI_ALL"), "ssh is missing")
		t.Skip("OpenSSH's client is not installed")
	}
	h := open(t, func(o *sshd.Options) { o.Run = run })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &realHouse{house: h, dir: t.TempDir()}
	_, r.port, err = net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	r.li, r.bo = r.hire("li"), r.hire("bo")
	r.write("stranger", privateKey(t))
	known := knownhosts.Line([]string{l.Addr().String()}, h.host.PublicKey())
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, "known"), []byte(known+"\n"), 0o600))
	h.serve(l)
	return r
}

func privateKey(t testing.TB) ed25519.PrivateKey {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return key
}

func (r *realHouse) hire(id string) ed25519.PrivateKey {
	key := privateKey(r.t)
	s, err := ssh.NewSignerFromKey(key)
	require.NoError(r.t, err)
	r.staff.set(s, sshd.Person{ID: id, Lang: "en"})
	r.write(id, key)
	return key
}

func (r *realHouse) write(name string, key ed25519.PrivateKey) {
	block, err := ssh.MarshalPrivateKey(key, "")
	require.NoError(r.t, err)
	require.NoError(r.t, os.WriteFile(filepath.Join(r.dir, name), pem.EncodeToMemory(block), 0o600))
}

// ssh is OpenSSH's client with nothing of this machine's settings.
func (r *realHouse) ssh(key string, args ...string) *exec.Cmd {
	all := []string{"-F", "/dev/null", "-p", r.port, "-o", "UserKnownHostsFile=" + filepath.Join(r.dir, "known"), "-o", "GlobalKnownHostsFile=/dev/null",
		"-o", "StrictHostKeyChecking=yes", "-o", "BatchMode=yes", "-o", "IdentityAgent=none"}
	if key != "" {
		all = append(all, "-i", filepath.Join(r.dir, key), "-o", "IdentitiesOnly=yes")
	}
	cmd := exec.Command("ssh", append(append(all, args...), "root@127.0.0.1")...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir, "TERM=xterm-256color", "LANG=zh_CN.UTF-8"}
	return cmd
}

// says runs the client without a terminal, to its end.
func (r *realHouse) says(cmd *exec.Cmd) (string, error) {
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	timer := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Run()
	return b.String(), err
}

func then(cmd *exec.Cmd, words ...string) *exec.Cmd {
	cmd.Args = append(cmd.Args, words...)
	return cmd
}

// seat is a client in a terminal.
type seat struct {
	t   testing.TB
	cmd *exec.Cmd
	tty *os.File
	out *lines
	end chan error
}

func (r *realHouse) sits(cmd *exec.Cmd) *seat {
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	require.NoError(r.t, err)
	s := &seat{t: r.t, cmd: cmd, tty: tty, out: &lines{}, end: make(chan error, 1)}
	go func() {
		_, _ = io.Copy(s.out, tty)
		s.end <- cmd.Wait()
	}()
	r.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = tty.Close()
	})
	return s
}

func (s *seat) reads(text string) {
	s.t.Helper()
	require.Eventually(s.t, func() bool { return strings.Contains(s.out.String(), text) }, 20*time.Second, 5*time.Millisecond, "%q", text)
}

func (s *seat) types(text string) {
	_, err := io.WriteString(s.tty, text)
	require.NoError(s.t, err)
}

func (s *seat) ends() error {
	select {
	case err := <-s.end:
		return err
	case <-time.After(20 * time.Second):
		return errors.New("it does not end")
	}
}

func TestOpenSSHSitsDown(t *testing.T) {
	r := atRealPort(t, tinyProgram)
	s := r.sits(r.ssh("li"))
	s.reads("desk of li")
	s.reads("size-100x30")
	s.types("500")
	s.reads("500")
	require.NoError(t, pty.Setsize(s.tty, &pty.Winsize{Rows: 20, Cols: 90}))
	s.reads("size-90x20")
	s.types("Q")
	require.NoError(t, s.ends())
	require.Contains(t, s.out.String(), "\x1b[?1049l", "the terminal is as it was")
}

func TestOpenSSHIsToldWhyItEnds(t *testing.T) {
	r := atRealPort(t, tinyProgram)
	s := r.sits(r.ssh("li"))
	s.reads("desk of li")
	require.Equal(t, 1, r.server.Kick("li"))
	require.Error(t, s.ends())
	after := s.out.String()[strings.LastIndex(s.out.String(), "\x1b[?1049l"):]
	require.Contains(t, after, "Somebody in charge ended your connection", "on the screen that stays")
}

func TestOpenSSHIsRefused(t *testing.T) {
	r := atRealPort(t, desk)
	free := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer func() { _ = l.Close() }()
		return l.Addr().String()
	}
	for name, c := range map[string]struct {
		cmd  *exec.Cmd
		says string
	}{
		"an unknown key":      {r.ssh("stranger"), "Permission denied (publickey)"},
		"a command":           {then(r.ssh("li"), "id"), "There is only the front desk here"},
		"sftp":                {then(r.ssh("li", "-s"), "sftp"), "There is only the front desk here"},
		"no terminal":         {r.ssh("li", "-T"), "connect with ssh -t"},
		"a port there (-R)":   {r.ssh("li", "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:"+free()), "remote port forwarding failed"},
		"a socket there (-R)": {r.ssh("li", "-N", "-o", "ExitOnForwardFailure=yes", "-R", "/tmp/x.sock:"+free()), "remote port forwarding failed"},
		"a stream (-W)":       {r.ssh("li", "-W", r.street.Addr().String()), "administratively prohibited"},
	} {
		said, err := r.says(c.cmd)
		require.Error(t, err, name)
		require.Contains(t, said, c.says, name)
	}
	require.Zero(t, r.book.opened)
}

func TestOpenSSHForwardsNothing(t *testing.T) {
	r := atRealPort(t, desk)
	target, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = target.Close() }()
	go func() {
		if _, err := target.Accept(); err == nil {
			t.Error("somebody was let through")
		}
	}()
	local, socks := filepath.Join(r.dir, "local"), freePort(t)
	cmd := r.ssh("li", "-L", local+":"+target.Addr().String(), "-D", socks, "-A", "-Y", "-o", "SendEnv=LANG LC_ALL PATH")
	sock := filepath.Join(r.dir, "agent")
	agentFor(t, sock, agent.NewKeyring())
	cmd.Env = append(cmd.Env, "SSH_AUTH_SOCK="+sock, "DISPLAY=127.0.0.1:0")
	cmd.Args = append(cmd.Args[:1], append([]string{"-o", "IdentityAgent=" + sock}, cmd.Args[1:]...)...)
	s := r.sits(cmd)
	s.reads("desk of li")
	require.NotContains(t, s.out.String(), "SSH_AUTH_SOCK")
	require.Contains(t, s.out.String(), "TERM=xterm-256color LANG=zh_CN.UTF-8\r\n", "and of the variables only what is of use")

	c, err := net.Dial("unix", local)
	require.NoError(t, err)
	_, err = c.Read(make([]byte, 1))
	require.Error(t, err)
	c, err = net.Dial("tcp", "127.0.0.1:"+socks)
	require.NoError(t, err)
	_, port, _ := net.SplitHostPort(target.Addr().String())
	var n int
	_, _ = fmt.Sscan(port, &n)
	_, err = c.Write([]byte{4, 1, byte(n >> 8), byte(n), 127, 0, 0, 1, 0})
	require.NoError(t, err)
	_, _ = io.Copy(io.Discard, c)
	require.Eventually(t, func() bool { return r.book.of(sshd.RefusedForward) == 2 }, 10*time.Second, 5*time.Millisecond)
	require.GreaterOrEqual(t, r.book.of(sshd.RefusedRequest), 2, "the agent and the display")
	s.types("Q")
	require.NoError(t, s.ends())
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

func TestOpenSSHSharesNoConnection(t *testing.T) {
	r := atRealPort(t, desk)
	control := filepath.Join(r.dir, "ctl")
	master := r.sits(r.ssh("li", "-M", "-S", control))
	master.reads("desk of li")
	// Without a way to connect by itself, the second one has the first's only.
	said, err := r.says(r.ssh("li", "-tt", "-S", control, "-o", "ProxyCommand=false"))
	require.Error(t, err)
	require.Contains(t, said, "refused")
	require.Equal(t, 1, r.book.of(sshd.RefusedChannel))
	master.types("Q")
	require.NoError(t, master.ends())
}

// reluctant has two keys and signs with one of them.
type reluctant struct {
	agent.Agent
	not ssh.PublicKey
}

func (a reluctant) Sign(key ssh.PublicKey, data []byte) (*ssh.Signature, error) {
	if bytes.Equal(key.Marshal(), a.not.Marshal()) {
		return nil, errors.New("it is somebody else's")
	}
	return a.Agent.Sign(key, data)
}

func agentFor(t *testing.T, path string, a agent.Agent) {
	l, err := net.Listen("unix", path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(a, c) }()
		}
	}()
}

// A client that offers Li's key, which the server says yes to, and then proves
// Bo's is Bo.
func TestWhoOffersOneKeyAndProvesAnotherIsTheOther(t *testing.T) {
	r := atRealPort(t, desk)
	ring := agent.NewKeyring()
	require.NoError(t, ring.Add(agent.AddedKey{PrivateKey: r.li}))
	require.NoError(t, ring.Add(agent.AddedKey{PrivateKey: r.bo}))
	li, err := ssh.NewSignerFromKey(r.li)
	require.NoError(t, err)
	sock := filepath.Join(r.dir, "agent")
	agentFor(t, sock, reluctant{ring, li.PublicKey()})
	cmd := r.ssh("", "-v")
	cmd.Args = append(cmd.Args[:1], append([]string{"-o", "IdentityAgent=" + sock}, cmd.Args[1:]...)...)
	s := r.sits(cmd)
	s.reads("desk of bo")
	require.Regexp(t, "Server accepts key: .*"+regexp.QuoteMeta(ssh.FingerprintSHA256(li.PublicKey())), s.out.String(), "it was offered and welcome")
	s.types("Q")
	require.NoError(t, s.ends())
}

package sshd_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

// channel opens a bare channel on which requests can be sent in any order.
func (g *guest) channel(kind string) (ssh.Channel, error) {
	ch, reqs, err := g.conn.OpenChannel(kind, nil)
	if err == nil {
		go ssh.DiscardRequests(reqs)
	}
	return ch, err
}

func terminal(name string, columns, rows uint32) []byte {
	return ssh.Marshal(struct {
		Term       string
		C, R, W, H uint32
		Modes      string
	}{name, columns, rows, 0, 0, "\x00"})
}

func variable(name, value string) []byte {
	return ssh.Marshal(struct{ Name, Value string }{name, value})
}

func window(columns, rows uint32) []byte {
	return ssh.Marshal(struct{ C, R, W, H uint32 }{columns, rows, 0, 0})
}

func text(s string) []byte { return ssh.Marshal(struct{ S string }{s}) }

func TestOnlyAShellOnATerminal(t *testing.T) {
	for name, c := range map[string]struct {
		pty     bool
		request string
		payload []byte
		says    string
		why     sshd.Refusal
	}{
		"a command":                {true, "exec", text("id"), "only the front desk", sshd.RefusedRequest},
		"a command, no terminal":   {false, "exec", text("scp -f /etc/passwd"), "only the front desk", sshd.RefusedRequest},
		"sftp":                     {false, "subsystem", text("sftp"), "only the front desk", sshd.RefusedRequest},
		"a shell without terminal": {false, "shell", nil, "ssh -t", sshd.RefusedPlain},
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, nil, func(t *testing.T, h *house) {
				g, err := h.come("198.51.100.7", h.config("li", h.li))
				require.NoError(t, err)
				ch, err := g.channel("session")
				require.NoError(t, err)
				if c.pty {
					ok, err := ch.SendRequest("pty-req", true, terminal("xterm", 80, 24))
					require.True(t, ok)
					require.NoError(t, err)
				}
				ok, err := ch.SendRequest(c.request, true, c.payload)
				require.NoError(t, err)
				require.False(t, ok)
				said, err := io.ReadAll(ch.Stderr())
				require.NoError(t, err)
				require.Contains(t, string(said), c.says)
				_ = ch.Close()
				require.Error(t, g.conn.Wait(), "the connection is over with it")
				require.Equal(t, 1, h.book.of(c.why))
				require.Zero(t, h.book.opened)
			})
		})
	}
}

func TestWhatElseASessionIsAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		payload []byte
		granted bool
	}{
		"auth-agent-req@openssh.com": {nil, false},
		"x11-req":                    {variable("", ""), false},
		"xon-xoff":                   {[]byte{1}, false},
		"break":                      {[]byte{0, 0, 0, 1}, false},
		"signal":                     {text("KILL"), false},
		"pty-req":                    {terminal("vt100", 10, 10), false}, // a second terminal
		"env":                        {variable("LANG", "zh_CN.UTF-8"), true},
		"window-change":              {window(100, 30), true},
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, nil, func(t *testing.T, h *house) {
				g, err := h.come("198.51.100.7", h.config("li", h.li))
				require.NoError(t, err)
				ch, err := g.channel("session")
				require.NoError(t, err)
				for _, r := range []struct {
					name    string
					payload []byte
					granted bool
				}{{"pty-req", terminal("xterm", 80, 24), true}, {name, c.payload, c.granted}, {"shell", nil, true}, {"shell", nil, false},
					{name, c.payload, c.granted && name != "env"}, {"exec", text("id"), false}, {"subsystem", text("sftp"), false}} {
					ok, err := ch.SendRequest(r.name, true, r.payload)
					require.NoError(t, err)
					require.Equal(t, r.granted, ok, r.name)
				}
				require.Len(t, h.server.Sessions(), 1, "whatever is refused, the session goes on")
				g.leaves()
			})
		})
	}
}

func TestVariables(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g, err := h.come("198.51.100.7", h.config("li", h.li))
		require.NoError(t, err)
		session, err := g.conn.NewSession()
		require.NoError(t, err)
		for _, c := range []struct {
			name, value string
			taken       bool
		}{
			{"LANG", "zh_CN.UTF-8", true}, {"LANG", "again", false}, {"COLORTERM", "truecolor", true},
			{"LD_PRELOAD", "/tmp/x.so", false}, {"PATH", "/tmp", false}, {"TERM", "evil", false}, {"LC_ALL", "C", false}, {"lang", "C", false},
		} {
			require.Equal(t, c.taken, session.Setenv(c.name, c.value) == nil, c.name)
		}
		out, err := session.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, session.RequestPty("xterm", 24, 80, nil))
		require.NoError(t, session.Shell())
		b := make([]byte, 500)
		n, err := out.Read(b)
		require.NoError(t, err)
		require.Contains(t, string(b[:n]), "LANG=zh_CN.UTF-8 COLORTERM=truecolor TERM=xterm\r\n")
		g.leaves()
	})
}

func TestValuesThatAreNoWords(t *testing.T) {
	for _, value := range []string{"a b", "a\x1b[2J", "中", strings.Repeat("x", 65), "a\x00"} {
		inside(t, nil, func(t *testing.T, h *house) {
			g, err := h.come("198.51.100.7", h.config("li", h.li))
			require.NoError(t, err)
			ch, err := g.channel("session")
			require.NoError(t, err)
			for request, payload := range map[string][]byte{"env": variable("LANG", value), "pty-req": terminal(value, 80, 24), "window-change": {1}} {
				ok, err := ch.SendRequest(request, true, payload)
				require.NoError(t, err)
				require.False(t, ok, "%s %q", request, value)
			}
			g.leaves()
		})
	}
}

func TestOneSessionAConnection(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		_, err := g.channel("session")
		require.ErrorContains(t, err, "one session a connection")
		g.types("Q")
		require.NoError(t, <-g.done)
		_, err = g.channel("session")
		require.Error(t, err, "nor one after the other")
		g.leaves()
	})
}

func TestNothingIsForwarded(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "tun@openssh.com", "x11", "auth-agent@openssh.com", "forwarded-tcpip", ""} {
			_, err := g.channel(kind)
			require.ErrorContains(t, err, "administratively prohibited", kind)
		}
		for _, request := range []string{"tcpip-forward", "streamlocal-forward@openssh.com", "cancel-tcpip-forward", "anything"} {
			ok, _, err := g.conn.SendRequest(request, true, nil)
			require.NoError(t, err)
			require.False(t, ok, request)
		}
		require.Equal(t, 4, h.book.of(sshd.RefusedForward))
		require.Equal(t, 5, h.book.of(sshd.RefusedChannel))
		g.types("still")
		g.reads("still")
		g.leaves()
	})
}

func TestWhoAsksTooOftenForWhatThereIsNotIsSentAway(t *testing.T) {
	for name, ask := range map[string]func(g *guest) error{
		"channels": func(g *guest) error { _, err := g.channel("direct-tcpip"); return err },
		"sessions": func(g *guest) error { _, err := g.channel("session"); return err },
		"forwards": func(g *guest) error { _, _, err := g.conn.SendRequest("tcpip-forward", true, nil); return err },
		"requests": func(g *guest) error { _, err := g.session.SendRequest("x11-req", true, nil); return err },
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, nil, func(t *testing.T, h *house) {
				g := h.sit("198.51.100.7", h.li)
				for range 40 {
					_ = ask(g)
				}
				require.Error(t, g.conn.Wait())
				synctest.Wait()
				require.Equal(t, 1, h.book.end(sshd.EndHungUp))
			})
		})
	}
}

func TestWindowChanges(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		time.Sleep(time.Second)
		require.NoError(t, g.session.WindowChange(50, 130))
		g.reads("size 130x50")
		require.NoError(t, g.session.WindowChange(0, 0))
		for i := range 500 { // a window that is dragged
			require.NoError(t, g.session.WindowChange(20+i%30, 100+i%60))
		}
		require.NoError(t, g.session.WindowChange(1<<20, 1<<20))
		g.reads("size 32768x32768")
		require.LessOrEqual(t, strings.Count(g.out.String(), "size"), 4, g.out.String())
		g.leaves()
	})
}

// Sizes that nobody takes, before there is a program and after it has ended,
// must not keep a connection for ever.
func TestWindowChangesThatNobodyTakes(t *testing.T) {
	inside(t, func(o *sshd.Options) { o.Run = deaf }, func(t *testing.T, h *house) {
		g, err := h.come("198.51.100.7", h.config("li", h.li))
		require.NoError(t, err)
		ch, err := g.channel("session")
		require.NoError(t, err)
		_, err = ch.SendRequest("pty-req", true, terminal("xterm", 80, 24))
		require.NoError(t, err)
		for i := range 200 {
			_, err := ch.SendRequest("window-change", false, window(uint32(i+1), 10))
			require.NoError(t, err)
			time.Sleep(20 * time.Millisecond)
		}
		_, err = ch.SendRequest("shell", true, nil)
		require.NoError(t, err)
		for i := range 200 {
			_, err := ch.SendRequest("window-change", false, window(uint32(i+1), 20))
			require.NoError(t, err)
			time.Sleep(20 * time.Millisecond)
		}
		g.leaves()
		time.Sleep(10 * time.Second)
		require.Empty(t, h.server.Sessions())
	})
}

func TestAClientThatSendsErrorsIsNoTerminal(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g, err := h.come("198.51.100.7", h.config("li", h.li))
		require.NoError(t, err)
		ch, err := g.channel("session")
		require.NoError(t, err)
		_, err = ch.SendRequest("pty-req", true, terminal("xterm", 80, 24))
		require.NoError(t, err)
		_, err = ch.SendRequest("shell", true, nil)
		require.NoError(t, err)
		_, err = ch.Stderr().Write([]byte("x"))
		require.NoError(t, err)
		said, err := io.ReadAll(ch)
		require.NoError(t, err)
		require.Contains(t, string(said), "sent what no terminal sends")
		_ = ch.Close()
		synctest.Wait()
		require.Equal(t, 1, h.book.end(sshd.EndAbuse))
	})
}

func TestEveryEndHasASentence(t *testing.T) {
	for _, lang := range []string{"en", "zh-Hans", "tlh"} {
		inside(t, nil, func(t *testing.T, h *house) {
			h.staff.set(h.li, sshd.Person{ID: "li", Lang: lang})
			g := h.sit("198.51.100.7", h.li)
			h.server.Kick("li")
			require.Error(t, <-g.done)
			said := strings.TrimSpace(g.out.String()[strings.Index(g.out.String(), "\r\n"):])
			require.NotEmpty(t, said)
			require.Equal(t, lang == "en", strings.HasPrefix(said, "Somebody"), fmt.Sprintf("%s: %s", lang, said))
		})
	}
}

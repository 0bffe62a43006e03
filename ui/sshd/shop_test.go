package sshd_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
	"guitai/ui/term"
)

// tiny is a program with a frame.
type tiny struct {
	who   string
	typed string
	size  tea.WindowSizeMsg
}

func (m *tiny) Init() tea.Cmd { return nil }

func (m *tiny) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = msg
	case tea.KeyMsg:
		if msg.String() == "Q" {
			return tea.Quit
		}
		m.typed += msg.String()
	}
	return nil
}

func (m *tiny) Frame() term.Frame {
	return term.Frame{Text: fmt.Sprintf("desk of %s\nsize-%dx%d\n收款:%s", m.who, m.size.Width, m.size.Height, m.typed)}
}

func tinyProgram(ctx context.Context, s sshd.Session) error {
	return term.Run(ctx, s.Terminal(), &tiny{who: s.Person.ID})
}

// After a restart all tills of a shop come back at once, from one address.
func TestAWholeShopComesBackAtOnce(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		var seated sync.WaitGroup
		for i := range 30 {
			key := newKey(t)
			h.staff.set(key, sshd.Person{ID: fmt.Sprint("till", i)})
			seated.Go(func() {
				for {
					g, err := h.come("198.51.100.7", h.config("x", key))
					if err == nil {
						if err := g.shell(); err != nil {
							t.Error(err)
						}
						g.reads("desk of")
						return
					}
					time.Sleep(time.Second) // as a person or a script tries again
				}
			})
		}
		began := time.Now()
		seated.Wait()
		require.Less(t, time.Since(began), 15*time.Second)
		require.Len(t, h.server.Sessions(), 30)
		require.Zero(t, h.book.of(sshd.RefusedRate))
	})
}

// What is handed on here and what ui/term makes of it fit together, wherever a
// slow line cuts the bytes.
func TestPastesReachTheProgramWhole(t *testing.T) {
	inside(t, func(o *sshd.Options) { o.Run = tinyProgram }, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		g.reads("size-120x40")
		for _, part := range []string{"\x1b[20", "0~139", "0013\x1b[2", "01~", "收", "\x1b[200~" + strings.Repeat("y", 9000) + "\x1b[201~", "z"} {
			g.types(part)
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		g.types("!")
		g.reads("!")
		screen := g.out.String()
		require.Contains(t, screen, "[1390013]", "one paste")
		require.NotContains(t, screen, "y")
		require.NotContains(t, screen, "0~")
		for _, key := range []string{"收", "z"} {
			require.Contains(t, screen, key)
		}
		g.types("Q")
		require.NoError(t, <-g.done)
	})
}

// What a client of the staff can do to its own connection at any moment does
// nothing to the others and leaves nothing behind.
func TestClientsThatVanishAtAnyStep(t *testing.T) {
	steps := []func(g *guest, ch ssh.Channel){
		func(_ *guest, ch ssh.Channel) { _, _ = ch.SendRequest("pty-req", true, terminal("xterm", 80, 24)) },
		func(_ *guest, ch ssh.Channel) { _, _ = ch.SendRequest("shell", true, nil) },
		func(_ *guest, ch ssh.Channel) { _, _ = ch.Write([]byte("abc\x1b[200~abc")) },
		func(_ *guest, ch ssh.Channel) { _, _ = ch.SendRequest("window-change", false, window(100, 50)) },
		func(_ *guest, ch ssh.Channel) { _, _ = ch.Write([]byte("!")) },
	}
	for n := range len(steps) + 1 {
		for how, vanish := range map[string]func(g *guest, ch ssh.Channel){
			"connection": func(g *guest, _ ssh.Channel) { _ = g.wire.Close() },
			"channel":    func(_ *guest, ch ssh.Channel) { _ = ch.Close() },
			"input":      func(_ *guest, ch ssh.Channel) { _ = ch.CloseWrite() },
			"silence":    func(*guest, ssh.Channel) {},
		} {
			t.Run(fmt.Sprint(how, " after ", n), func(t *testing.T) {
				inside(t, nil, func(t *testing.T, h *house) {
					other := h.sit("198.51.100.8", h.bo)
					g, err := h.come("198.51.100.7", h.config("x", h.li))
					require.NoError(t, err)
					ch, err := g.channel("session")
					require.NoError(t, err)
					for _, step := range steps[:n] {
						step(g, ch)
					}
					vanish(g, ch)
					time.Sleep(time.Second)
					other.types("fine")
					other.reads("fine")
					time.Sleep(20 * time.Minute) // longer than anything may wait
					synctest.Wait()
					require.Empty(t, h.server.Sessions())
					_ = g.conn.Close()
				})
			})
		}
	}
}

package postgres_test

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"guitai/backend/journal/postgres/pgtest"
)

// cut is where a connection to the database is lost.
type cut string

const (
	nowhere      cut = "nowhere: the next COMMIT passes"
	atBegin      cut = "at BEGIN"
	beforeCommit cut = "before COMMIT"
	afterCommit  cut = "after COMMIT, its answer lost"
)

// proxy stands between a journal and its server and loses connections.
type proxy struct {
	t                *testing.T
	network, server  string
	address          string
	listener         net.Listener
	mu               sync.Mutex
	next             []cut
	downAfter, isOff bool
	open             map[net.Conn]bool
}

// between puts a proxy before the server of an address.
func between(t *testing.T, address string) *proxy {
	t.Helper()
	p := &proxy{t: t, open: make(map[net.Conn]bool)}
	p.network, p.server = pgtest.Socket(address)
	folder, err := os.MkdirTemp("", "proxy") // a test's own folder may have a comma, which parts two servers
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	p.listener, err = net.Listen("unix", filepath.Join(folder, filepath.Base(p.server)))
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.listener.Close(); p.off() })
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	parsed.RawQuery = url.Values{"host": {folder}}.Encode()
	p.address = parsed.String()
	go p.serve()
	return p
}

// lose loses the next connections that come to these points.
func (p *proxy) lose(at ...cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = at
}

// loseAll also keeps the server away from then on.
func (p *proxy) loseAll(at ...cut) {
	p.lose(at...)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.downAfter = true
}

// off keeps the server away.
func (p *proxy) off() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.isOff = true
	for c := range p.open {
		_ = c.Close()
	}
}

// on lets everybody reach the server again.
func (p *proxy) on() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.isOff, p.downAfter = false, false
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		off := p.isOff
		if !off {
			p.open[client] = true
		}
		p.mu.Unlock()
		if off {
			_ = client.Close()
			continue
		}
		go p.carry(client)
	}
}

// carry hands on what one client says, message by message, until it is lost.
func (p *proxy) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial(p.network, p.server)
	if err != nil {
		return
	}
	defer server.Close()
	answers := make(chan struct{})
	var swallow sync.Mutex // held while nothing may be answered
	go func() {
		defer close(answers)
		defer client.Close()
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			swallow.Lock()
			if n > 0 {
				_, _ = client.Write(buffer[:n])
			}
			swallow.Unlock()
			if err != nil {
				return
			}
		}
	}()
	in := bufio.NewReader(client)
	if !forward(in, server) { // the start-up message has no letter
		return
	}
	for {
		message, ok := next(in)
		if !ok {
			return
		}
		switch p.comesTo(message) {
		case atBegin, beforeCommit:
			return
		case afterCommit:
			swallow.Lock()
			_, _ = server.Write(message)
			// The server ends when it has done this and reads the end.
			_ = server.(*net.UnixConn).CloseWrite()
			_ = client.Close()
			swallow.Unlock()
			<-answers
			return
		}
		if _, err := server.Write(message); err != nil {
			return
		}
	}
}

// comesTo tells what is to be lost with a message.
func (p *proxy) comesTo(message []byte) cut {
	text := string(message[5:])
	p.mu.Lock()
	defer p.mu.Unlock()
	if message[0] != 'Q' || len(p.next) == 0 {
		return ""
	}
	if c := p.next[0]; c == atBegin && strings.Contains(text, "read write") || c != atBegin && strings.HasPrefix(text, "commit") {
		p.next = p.next[1:]
		p.isOff = p.downAfter && c != nowhere
		return c
	}
	return ""
}

func next(in *bufio.Reader) ([]byte, bool) {
	head := make([]byte, 5)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, false
	}
	body := make([]byte, binary.BigEndian.Uint32(head[1:])-4)
	_, err := io.ReadFull(in, body)
	return append(head, body...), err == nil
}

func forward(in *bufio.Reader, to io.Writer) bool {
	head := make([]byte, 4)
	if _, err := io.ReadFull(in, head); err != nil {
		return false
	}
	body := make([]byte, binary.BigEndian.Uint32(head)-4)
	if _, err := io.ReadFull(in, body); err != nil {
		return false
	}
	_, err := to.Write(append(head, body...))
	return err == nil
}

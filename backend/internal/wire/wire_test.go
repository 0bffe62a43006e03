package wire_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/internal/wire"
)

const payload = `{"card_id":"M000123","money":"100"}`

func post(url string) wire.Request {
	return wire.Request{
		Method: http.MethodPost, URL: url, Body: []byte(payload),
		Header: http.Header{"CUSTOMERGUID": {"{SECRET-GUID}"}, "Content-Type": {"application/json; charset=utf-8"}},
	}
}

// rawServer answers each connection on real TCP with what handle does.
func rawServer(t *testing.T, handle func(*net.TCPConn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				handle(c.(*net.TCPConn))
				_ = c.Close()
			})
		}
	})
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
	return "http://" + l.Addr().String() + "/call"
}

func readRequest(c net.Conn) (*http.Request, string) {
	req, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return nil, ""
	}
	body, _ := io.ReadAll(req.Body)
	return req, string(body)
}

func TestACompleteReplyIsGivenWhole(t *testing.T) {
	var raw string
	url := rawServer(t, func(c *net.TCPConn) {
		buf := make([]byte, 4096)
		n, _ := c.Read(buf)
		raw = string(buf[:n])
		_, _ = io.WriteString(c, "HTTP/1.1 404 Nope\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Length: 2\r\n\r\n{}")
	})
	calls := 0
	res := wire.New(wire.Options{}).Send(t.Context(), post(url), func() error { calls++; return nil })
	require.NoError(t, res.Err)
	assert.Equal(t, backend.KindNone, res.Kind)
	assert.Equal(t, 404, res.Status)
	assert.Equal(t, "{}", string(res.Body))
	assert.Equal(t, time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), res.Date)
	assert.True(t, res.Wrote)
	assert.False(t, res.Closed.IsZero())
	assert.Equal(t, 1, calls)
	assert.Contains(t, raw, "\r\nCUSTOMERGUID: {SECRET-GUID}\r\n", "the documented spelling survives")
	assert.NotContains(t, strings.ToLower(raw), "idempotency", "Go would send a POST twice by itself")
	assert.Contains(t, raw, "Connection: close")
	assert.NotContains(t, raw, "Accept-Encoding", "nothing is unpacked on the money path")
}

func TestFaultsAfterTheFirstByteAreNeverNotSent(t *testing.T) {
	zeros := bytes.Repeat([]byte{0}, 8<<20)
	cases := map[string]struct {
		handle func(*net.TCPConn)
		kind   backend.Kind
	}{
		"reset before the request was read": {func(c *net.TCPConn) {
			_, _ = c.Read(make([]byte, 1))
			_ = c.SetLinger(0)
		}, backend.KindUnreadable},
		"reset after reading": {func(c *net.TCPConn) {
			readRequest(c)
			_ = c.SetLinger(0)
		}, backend.KindUnreadable},
		"closed without an answer": {func(c *net.TCPConn) { readRequest(c) }, backend.KindUnreadable},
		"half the head": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-")
		}, backend.KindUnreadable},
		"half the body": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"amount\"")
		}, backend.KindUnreadable},
		"half the chunks": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"amo\r\n")
		}, backend.KindUnreadable},
		"not HTTP": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "220 \x1b]0;mail {SECRET-GUID}\r\n")
		}, backend.KindUnreadable},
		"ten megabytes of head": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nX: ")
			_, _ = c.Write(bytes.Repeat([]byte("x"), 10<<20))
		}, backend.KindUnreadable},
		"eighty kilobytes of head": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 80<<10)+"\r\nContent-Length: 0\r\n\r\n")
		}, backend.KindUnreadable},
		"eight megabytes of body": {func(c *net.TCPConn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n")
			_, _ = c.Write(zeros)
		}, backend.KindUnreadable},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			var connections atomic.Int32
			url := rawServer(t, func(c *net.TCPConn) { connections.Add(1); tc.handle(c) })
			res := wire.New(wire.Options{Secrets: []string{"{SECRET-GUID}"}}).Send(t.Context(), post(url), nil)
			require.Error(t, res.Err)
			assert.True(t, res.Wrote)
			assert.Equal(t, tc.kind, res.Kind, res.Err.Error())
			assert.Equal(t, int32(1), connections.Load(), "never a second try")
			assert.NotContains(t, res.Err.Error(), "SECRET")
			assert.NotContains(t, res.Err.Error(), "\x1b")
		})
	}
}

func TestNothingListeningProvesThatNothingWasSent(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	url := "http://" + l.Addr().String() + "/"
	require.NoError(t, l.Close())
	asked := false
	res := wire.New(wire.Options{}).Send(t.Context(), post(url), func() error { asked = true; return nil })
	assert.Equal(t, backend.KindUnreachable, res.Kind)
	assert.False(t, res.Wrote)
	assert.False(t, asked, "the hook waits for a connection")
	assert.EqualError(t, res.Err, "wire: dial: connection refused")
}

func TestTheHookRunsOnceBeforeTheServerSeesAByte(t *testing.T) {
	seen := make(chan string, 1)
	var hooked atomic.Bool
	url := rawServer(t, func(c *net.TCPConn) {
		b := make([]byte, 1)
		if _, err := c.Read(b); err == nil {
			seen <- map[bool]string{true: "after", false: "before"}[hooked.Load()]
		}
	})
	calls := 0
	body := strings.Repeat("x", 100_000)
	req := post(url)
	req.Body = []byte(body)
	wire.New(wire.Options{}).Send(t.Context(), req, func() error { calls++; hooked.Store(true); return nil })
	assert.Equal(t, "after", <-seen)
	assert.Equal(t, 1, calls, "also for a request of many writes")
}

func TestAHookThatFailsLetsNothingOut(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		kind backend.Kind
	}{
		"any error":      {errors.New("disk full"), backend.KindJournal},
		"a typed one":    {&backend.Error{Op: "till", Kind: backend.KindClock}, backend.KindClock},
		"a journal's":    {&backend.Error{Op: "till", Kind: backend.KindJournal}, backend.KindJournal},
		"one of no kind": {&backend.Error{Op: "till", Kind: backend.KindInternal}, backend.KindJournal},
	} {
		t.Run(name, func(t *testing.T) {
			got := make(chan int, 1)
			url := rawServer(t, func(c *net.TCPConn) {
				all, _ := io.ReadAll(c)
				got <- len(all)
			})
			res := wire.New(wire.Options{}).Send(t.Context(), post(url), func() error { return tc.err })
			assert.False(t, res.Wrote)
			assert.Equal(t, tc.kind, res.Kind)
			assert.ErrorIs(t, res.Err, tc.err)
			assert.Zero(t, <-got, "the server saw nothing")
		})
	}
}

// stopped is a clock that jumps while the hook runs.
type stopped struct{ now time.Time }

func (s *stopped) Now() time.Time { return s.now }

func TestATillThatWakesLaterDoesNotSend(t *testing.T) {
	got := make(chan int, 1)
	url := rawServer(t, func(c *net.TCPConn) {
		all, _ := io.ReadAll(c)
		got <- len(all)
	})
	clock := &stopped{time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)}
	client := wire.New(wire.Options{Now: clock.Now})
	res := client.Send(t.Context(), post(url), func() error {
		clock.now = clock.now.Add(8 * time.Hour)
		return nil
	})
	assert.False(t, res.Wrote)
	assert.Equal(t, backend.KindUnreachable, res.Kind)
	assert.Zero(t, <-got)
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		var second atomic.Int32
		other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { second.Add(1) }))
		first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, status)
		}))
		c := wire.New(wire.Options{})
		sent, read := c.Send(t.Context(), post(first.URL), nil), c.Read(t.Context(), post(first.URL))
		for _, res := range []wire.Result{sent, read} {
			assert.Equal(t, backend.KindRedirected, res.Kind)
			assert.Equal(t, status, res.Status)
			assert.Error(t, res.Err)
		}
		assert.True(t, sent.Wrote)
		assert.Zero(t, second.Load(), "not one request to the second host")
		c.Close()
		first.Close()
		other.Close()
	}
}

func TestABombIsCutAfterUnpacking(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	chunk := make([]byte, 1<<20)
	for range 64 {
		_, _ = z.Write(chunk)
	}
	require.NoError(t, z.Close())
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	}))
	defer srv.Close()
	c := wire.New(wire.Options{})
	defer c.Close()
	res := c.Read(t.Context(), post(srv.URL))
	assert.Equal(t, backend.KindUnreadable, res.Kind)
	assert.Empty(t, res.Body)

	res = c.Send(t.Context(), post(srv.URL), nil)
	assert.Equal(t, backend.KindNone, res.Kind)
	assert.Len(t, res.Body, bomb.Len(), "the money path does not unpack at all")
}

func TestABodyOfExactlyTheLimitIsRead(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, wire.MaxBody))
	}))
	defer srv.Close()
	res := wire.New(wire.Options{}).Send(t.Context(), post(srv.URL), nil)
	require.NoError(t, res.Err)
	assert.Len(t, res.Body, wire.MaxBody)
}

func TestReadsKeepAConnectionAndMoneyNeverUsesIt(t *testing.T) {
	var remotes []string
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		remotes = append(remotes, r.RemoteAddr)
	}))
	defer srv.Close()
	c := wire.New(wire.Options{})
	defer c.Close()
	c.Read(t.Context(), post(srv.URL))
	c.Read(t.Context(), post(srv.URL))
	c.Send(t.Context(), post(srv.URL), nil)
	c.Send(t.Context(), post(srv.URL), nil)
	require.Len(t, remotes, 4)
	assert.Equal(t, remotes[0], remotes[1])
	assert.NotEqual(t, remotes[0], remotes[2])
	assert.NotEqual(t, remotes[2], remotes[3])
}

func TestEncryptedCallsAskTheHookAfterTheHandshake(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Proto)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	calls := 0
	hook := func() error { calls++; return nil }

	stranger := wire.New(wire.Options{})
	res := stranger.Send(t.Context(), post(srv.URL), hook)
	assert.Equal(t, backend.KindUnreachable, res.Kind)
	assert.EqualError(t, res.Err, "wire: tls: certificate from an unknown authority")
	assert.False(t, res.Wrote)
	assert.Zero(t, calls, "a handshake that fails has sent nothing")

	pool := srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	known := wire.New(wire.Options{RootCAs: pool})
	defer known.Close()
	res = known.Send(t.Context(), post(srv.URL), hook)
	require.NoError(t, res.Err)
	assert.Equal(t, "HTTP/1.1", string(res.Body))
	assert.Equal(t, 1, calls)
	assert.Equal(t, "HTTP/1.1", string(known.Read(t.Context(), post(srv.URL)).Body))
}

// pipes dials into one end of a pipe and gives the other to handle.
func pipes(handle func(net.Conn)) wire.DialFunc {
	return func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() { handle(server); _ = server.Close() }()
		return client, nil
	}
}

// drain lets the servers of a bubble notice that their clients are gone.
func drain() { time.Sleep(2 * time.Minute) }

func TestTimeLimits(t *testing.T) {
	dribble := func(c net.Conn, head string, each string) {
		readRequest(c)
		_, _ = io.WriteString(c, head)
		for {
			time.Sleep(time.Second)
			if _, err := io.WriteString(c, each); err != nil {
				return
			}
		}
	}
	swallow := func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }
	cases := map[string]struct {
		dial  wire.DialFunc
		after time.Duration
		kind  backend.Kind
		wrote bool
	}{
		"a dial that never ends": {func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, 3 * time.Second, backend.KindUnreachable, false},
		"nobody reads":          {pipes(func(c net.Conn) { time.Sleep(time.Minute) }), 2 * time.Second, backend.KindTimeout, true},
		"nobody answers":        {pipes(swallow), 10 * time.Second, backend.KindTimeout, true},
		"a head drop by drop":   {pipes(func(c net.Conn) { dribble(c, "HTTP/1.1 200 OK\r\n", "X: y\r\n") }), 10 * time.Second, backend.KindTimeout, true},
		"a body drop by drop":   {pipes(func(c net.Conn) { dribble(c, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "x") }), 15 * time.Second, backend.KindTimeout, true},
		"chunks without an end": {pipes(func(c net.Conn) { dribble(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n") }), 15 * time.Second, backend.KindTimeout, true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				res := wire.New(wire.Options{DialContext: tc.dial}).Send(t.Context(), post("http://shop.test/"), nil)
				assert.Equal(t, tc.kind, res.Kind)
				assert.Equal(t, tc.wrote, res.Wrote)
				assert.Equal(t, tc.after, time.Since(began))
				assert.Equal(t, tc.after, res.Took)
				assert.Equal(t, time.Now(), res.Closed)
				drain()
			})
		})
	}
}

func TestAReadIsCutToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wire.New(wire.Options{DialContext: pipes(func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })})
		began := time.Now()
		res := c.Read(t.Context(), post("http://shop.test/"))
		assert.Equal(t, backend.KindTimeout, res.Kind)
		assert.Equal(t, 10*time.Second, time.Since(began))
		drain()
	})
}

func TestASlowHookIsWaitedForSoThatNotSentIsAProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		received := 0
		c := wire.New(wire.Options{DialContext: pipes(func(c net.Conn) {
			all, _ := io.ReadAll(c)
			received = len(all)
		})})
		res := c.Send(ctx, post("http://shop.test/"), func() error {
			cancel()
			time.Sleep(time.Second)
			return nil
		})
		assert.False(t, res.Wrote)
		assert.Equal(t, backend.KindCanceled, res.Kind)
		assert.Equal(t, time.Second, res.Took, "the call returns only when the hook cannot let a byte out any more")
		synctest.Wait()
		assert.Zero(t, received)
	})
}

func TestAServerThatLeavesDuringTheHookGetsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leave := make(chan struct{})
		c := wire.New(wire.Options{DialContext: pipes(func(net.Conn) { <-leave })})
		res := c.Send(t.Context(), post("http://shop.test/"), func() error {
			close(leave)
			time.Sleep(time.Second)
			return nil
		})
		assert.False(t, res.Wrote)
		assert.Equal(t, backend.KindUnreachable, res.Kind)
		assert.Equal(t, time.Second, res.Took)

		c = wire.New(wire.Options{DialContext: pipes(func(net.Conn) {})})
		res = c.Send(t.Context(), post("http://shop.test/"), nil)
		assert.Error(t, res.Err)
		if !res.Wrote {
			assert.Equal(t, backend.KindUnreachable, res.Kind)
		}
	})
}

func TestCancelingAfterTheFirstByteDoesNotUnsendIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c := wire.New(wire.Options{DialContext: pipes(func(c net.Conn) {
			readRequest(c)
			cancel()
			time.Sleep(time.Minute)
		})})
		res := c.Send(ctx, post("http://shop.test/"), nil)
		assert.Equal(t, backend.KindCanceled, res.Kind)
		assert.True(t, res.Wrote)
		drain()
	})
}

// lingering notes whether the connection was told to end with a reset.
type lingering struct {
	net.Conn
	linger chan int
}

func (l lingering) SetLinger(sec int) error { l.linger <- sec; return nil }

func TestATimeoutEndsTheConnectionWithAReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		linger := make(chan int, 4)
		dial := pipes(func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
		c := wire.New(wire.Options{DialContext: func(ctx context.Context, n, a string) (net.Conn, error) {
			conn, err := dial(ctx, n, a)
			return lingering{conn, linger}, err
		}})
		c.Send(t.Context(), post("http://shop.test/"), nil)
		require.Len(t, linger, 1)
		assert.Zero(t, <-linger)
	})
}

func TestRequestsThatCannotBeBuiltAreNotSent(t *testing.T) {
	res := wire.New(wire.Options{}).Send(t.Context(), post("http://[::1"), nil)
	assert.Equal(t, backend.KindInternal, res.Kind)
	assert.False(t, res.Wrote)

	req := post("http://shop.test/")
	req.Header["AUTHORIZATION"] = []string{"SECRET\nX: y"}
	res = wire.New(wire.Options{}).Send(t.Context(), req, nil)
	assert.False(t, res.Wrote)
	require.Error(t, res.Err)
	assert.NotContains(t, res.Err.Error(), "SECRET")
}

func TestRedactor(t *testing.T) {
	r := wire.NewRedactor("{ABC-1}", "t/k n", "", "{ABC-1}-long")
	for text, want := range map[string]string{
		"guid {ABC-1}!":         "guid •••!",
		"guid ABC-1!":           "guid •••!",
		"q=%7BABC-1%7D":         "q=•••",
		"q=t%2Fk+n and t/k%20n": "q=••• and t/k%20n",
		"t/k n":                 "•••",
		"{ABC-1}-long":          "•••",
		"nothing here":          "nothing here",
	} {
		assert.Equal(t, want, r.String(text), text)
	}
	assert.Equal(t, "as it is", wire.Redactor{}.String("as it is"))
}

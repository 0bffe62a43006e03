package sim_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
)

// counter is the smallest vendor there is: every delivery adds one.
type counter struct {
	mu     sync.Mutex
	n      int
	player *sim.Player
}

func newCounter(plan *sim.Plan) *counter {
	return &counter{player: sim.NewPlayer(plan, time.Now, sim.RealAfter, "AUTHORIZATION")}
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.player.Play(w, r, []string{"add", "money"}, func(call sim.Call, _ sim.Fault) sim.Reply {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.n++
		return sim.Reply{
			Header:  http.Header{"Content-Type": {"application/json"}},
			Body:    fmt.Appendf(nil, `{"n":%d,"said":"%s"}`, c.n, call.Body),
			Applied: true,
		}
	})
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

type outcome struct {
	status int
	body   string
	err    error
}

func post(client *http.Client) outcome {
	req, err := http.NewRequest(http.MethodPost, "http://vendor.test/add", strings.NewReader("hi"))
	if err != nil {
		return outcome{err: err}
	}
	req.Header.Set("AUTHORIZATION", "canary")
	res, err := client.Do(req)
	if err != nil {
		return outcome{err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return outcome{status: res.StatusCode, body: string(body), err: err}
}

// overPipe gives a client of handler over pipes, and what ends both.
func overPipe(handler http.Handler) (*http.Client, func()) {
	dial, shut := sim.Serve(handler)
	transport := &http.Transport{DialContext: dial, DisableKeepAlives: true, DisableCompression: true}
	client := &http.Client{
		Transport:     transport,
		Timeout:       15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client, func() { transport.CloseIdleConnections(); shut() }
}

func TestEveryFaultAsAClientMeetsIt(t *testing.T) {
	ok := func(body string) func(*testing.T, outcome) {
		return func(t *testing.T, o outcome) {
			require.NoError(t, o.err)
			assert.Equal(t, 200, o.status)
			assert.Equal(t, body, o.body)
		}
	}
	reset := func(t *testing.T, o outcome) { assert.ErrorIs(t, o.err, syscall.ECONNRESET) }
	timeout := func(t *testing.T, o outcome) {
		var n net.Error
		require.ErrorAs(t, o.err, &n)
		assert.True(t, n.Timeout())
	}
	status := func(code int) func(*testing.T, outcome) {
		return func(t *testing.T, o outcome) {
			require.NoError(t, o.err)
			assert.Equal(t, code, o.status)
			assert.Contains(t, o.body, "<html>")
		}
	}
	cutShort := func(t *testing.T, o outcome) { assert.ErrorIs(t, o.err, io.ErrUnexpectedEOF) }

	for _, c := range []struct {
		fault   string
		applied int // when the client has its outcome
		later   int // five minutes on
		check   func(*testing.T, outcome)
	}{
		{"none", 1, 1, ok(`{"n":1,"said":"hi"}`)},
		{"reset-before", 0, 0, reset},
		{"reset-after", 1, 1, reset},
		{"hang", 0, 0, timeout},
		{"hang:2s", 0, 0, reset},
		{"hang-after", 1, 1, timeout},
		{"delay:3s", 1, 1, ok(`{"n":1,"said":"hi"}`)},
		{"delay:20s", 0, 1, timeout},
		{"slow:10ms", 1, 1, ok(`{"n":1,"said":"hi"}`)},
		{"slow", 1, 1, timeout},
		{"http500", 0, 0, status(500)},
		{"http502-after", 1, 1, status(502)},
		{"html", 0, 0, status(200)},
		{"html-after", 1, 1, status(200)},
		{"redirect302", 0, 0, status(302)},
		{"redirect307:http://other.test/", 0, 0, status(307)},
		{"truncated", 1, 1, cutShort},
		{"half-headers", 1, 1, cutShort},
		{"empty", 1, 1, ok("")},
		{"trailing", 1, 1, ok(`{"n":1,"said":"hi"}{"errcode":"500"}`)},
		{"duplicate-keys", 1, 1, ok(`{"n":1,"said":"hi","n":2,"said":"hi"}`)},
		{"late:45s", 0, 1, reset},
		{"twice", 2, 2, ok(`{"n":1,"said":"hi"}`)},
		{"twice-second", 2, 2, ok(`{"n":2,"said":"hi"}`)},
		{"wrong-card", 1, 1, ok(`{"n":1,"said":"hi"}`)},
	} {
		t.Run(c.fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				plan, err := sim.ParsePlan("add#1=" + c.fault)
				require.NoError(t, err)
				vendor := newCounter(plan)
				client, shut := overPipe(vendor)
				defer shut()
				c.check(t, post(client))
				assert.Equal(t, c.applied, vendor.count())
				time.Sleep(5 * time.Minute)
				synctest.Wait()
				assert.Equal(t, c.later, vendor.count())

				log := vendor.player.Requests()
				require.Len(t, log, 1)
				assert.Equal(t, c.fault, log[0].Fault)
				assert.Equal(t, c.later, log[0].Applied)
				assert.NotContains(t, fmt.Sprint(log[0].Header), "canary")

				o := post(client)
				require.NoError(t, o.err, "the next call is served in full")
			})
		})
	}
}

func TestARedirectPointsWhereItWasTold(t *testing.T) {
	plan := &sim.Plan{}
	plan.Next("add", sim.Fault{Kind: sim.Redirect, Status: 302, Target: "http://other.test/x"})
	w := httptest.NewRecorder()
	newCounter(plan).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/add", nil))
	assert.Equal(t, "http://other.test/x", w.Header().Get("Location"))
}

func TestFloodsEndWhenTheClientLeaves(t *testing.T) {
	for _, fault := range []string{"endless", "gzip-bomb", "big-header", "garbage"} {
		t.Run(fault, func(t *testing.T) {
			plan, err := sim.ParsePlan("*=" + fault)
			require.NoError(t, err)
			vendor := newCounter(plan)
			dial, shut := sim.Serve(vendor)
			conn, err := dial(context.Background(), "tcp", "vendor.test:80")
			require.NoError(t, err)
			_, err = io.WriteString(conn, "POST /add HTTP/1.1\r\nHost: v\r\nContent-Length: 2\r\n\r\nhi")
			require.NoError(t, err)
			head := make([]byte, 512)
			n, err := io.ReadAtLeast(conn, head, 100)
			require.NoError(t, err)
			assert.True(t, bytes.HasPrefix(head[:n], []byte("HTTP/1.1 200 OK")))
			require.NoError(t, conn.Close())
			shut()
			assert.Equal(t, 1, vendor.count())
		})
	}
}

func TestRewriteHandsTheBodyToTheTest(t *testing.T) {
	plan := &sim.Plan{}
	plan.Always("money", sim.Fault{Kind: sim.Rewrite, Rewrite: func(b []byte) []byte {
		return append([]byte("\xef\xbb\xbf"), bytes.ToUpper(b)...)
	}})
	client, shut := overPipe(newCounter(plan))
	defer shut()
	o := post(client)
	require.NoError(t, o.err)
	assert.Equal(t, "\xef\xbb\xbf"+`{"N":1,"SAID":"HI"}`, o.body)
}

// A reset over TCP has to be a real one: not a close that a client could take
// for the end of an answer.
func TestResetsAreResetsOverTCPToo(t *testing.T) {
	for _, fault := range []string{"reset-before", "reset-after"} {
		plan, err := sim.ParsePlan("*=" + fault)
		require.NoError(t, err)
		server := httptest.NewServer(newCounter(plan))
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		require.NoError(t, err)
		_, err = io.WriteString(conn, "POST /add HTTP/1.1\r\nHost: v\r\nContent-Length: 2\r\n\r\nhi")
		require.NoError(t, err)
		_, err = bufio.NewReader(conn).ReadByte()
		assert.ErrorIs(t, err, syscall.ECONNRESET, fault)
		_ = conn.Close()
		server.Close()
	}
}

func TestWithoutAConnectionToTakeAResetAbortsTheHandler(t *testing.T) {
	plan, err := sim.ParsePlan("*=reset-after")
	require.NoError(t, err)
	vendor := newCounter(plan)
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() {
		vendor.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/add", nil))
	})
	assert.Equal(t, 1, vendor.count())
}

func TestAnOverlongRequestIsNotApplied(t *testing.T) {
	vendor := newCounter(nil)
	w := httptest.NewRecorder()
	vendor.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/add", strings.NewReader(strings.Repeat("x", 2<<20))))
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	assert.Zero(t, vendor.count())
}

func TestPipesHaveDeadlinesAndTellAResetFromAnEnd(t *testing.T) {
	near, far := sim.Pipe()
	require.NoError(t, near.SetReadDeadline(time.Unix(1, 0)))
	_, err := near.Read(make([]byte, 1))
	var n net.Error
	require.ErrorAs(t, err, &n)
	assert.True(t, n.Timeout())
	require.NoError(t, far.Close())
	_, err = near.Write([]byte("x"))
	assert.ErrorIs(t, err, io.ErrClosedPipe)

	near, far = sim.Pipe()
	require.NoError(t, far.Abort())
	_, err = near.Read(make([]byte, 1))
	assert.ErrorIs(t, err, syscall.ECONNRESET)
	_, err = near.Write([]byte("x"))
	assert.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestAfterShutNobodyIsHome(t *testing.T) {
	dial, shut := sim.Serve(http.NotFoundHandler())
	shut()
	shut()
	_, err := dial(context.Background(), "tcp", "vendor.test:80")
	assert.ErrorIs(t, err, syscall.ECONNREFUSED)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = dial(ctx, "tcp", "vendor.test:80")
	assert.True(t, errors.Is(err, context.Canceled) || errors.Is(err, syscall.ECONNREFUSED))
}

package fill_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/directory"
	"guitai/backend/directory/fill"
	"guitai/backend/pospal"
	"guitai/backend/sim/pospalsim"
)

// BenchmarkReading reads 10,000 members in 101 pages from a vendor 20 ms away,
// over a real connection and into the real copy, and sends the same requests bare, one after another:
// no reading that follows cursors can be faster than those. The first figure is
// the wall time as a multiple of the bare round trips of the same run, the
// second as a multiple of 20 ms a page, which also counts how late this machine
// wakes up.
func BenchmarkReading(b *testing.B) {
	const trip, members = 20 * time.Millisecond, 10_000
	v := &distant{Server: pospalsim.New(pospalsim.Options{Extra: members, History: pospalsim.NoHistory, DailyLimit: -1}), trip: trip}
	url := v.serve(b)
	client := pospal.New(pospal.Options{BaseURL: url, AppID: secret(pospalsim.DefaultAppID), AppKey: secret(pospalsim.DefaultAppKey),
		Clock: time.Now, Quota: pospal.QuotaOptions{Daily: 1 << 30}})
	defer client.Close()
	people := len(v.Members()) - members
	var took, bare time.Duration
	pages := 0
	for b.Loop() {
		m, err := directory.Open(b.TempDir(), "bench", directory.Options{Now: time.Now})
		require.NoError(b, err)
		c := durable{m}
		f := fill.New(fill.Options{Pager: client, Store: c, PagesPerSecond: 100})
		began := time.Now()
		require.NoError(b, f.Once(b.Context(), false, false))
		took += time.Since(began)
		pages += c.Mark().Pages
		require.Equal(b, members+people, m.Len())
		require.NoError(b, m.Close())
		bare += v.replay(b, url)
	}
	b.ReportMetric(float64(took)/float64(bare), "x-bare-trips")
	b.ReportMetric(float64(took)/float64(time.Duration(pages)*trip), "x-pages*20ms")
	b.ReportMetric(float64(pages)/float64(b.N), "pages/op")
}

// durable is the real copy.
type durable struct{ *directory.Mirror }

func (d durable) Mark() fill.Mark { return fill.Mark(d.Filling()) }

func (d durable) Page(members []backend.Member, m fill.Mark) error {
	return d.Mirror.Page(members, directory.Filling(m))
}

func (d durable) Finish(m fill.Mark) (int, error) { return d.Mirror.Finish(directory.Filling(m)) }

func (durable) Notes() fill.Notes { return fill.Notes{} }

func (durable) Keep(fill.Notes) error { return nil }

// distant is a vendor whose answers take a while, which remembers what it was
// asked.
type distant struct {
	*pospalsim.Server
	trip time.Duration

	mu    sync.Mutex
	asked []*http.Request
	texts [][]byte
}

func (v *distant) serve(b *testing.B) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: v}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	return "http://" + listener.Addr().String()
}

func (v *distant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The time that this machine takes to play the vendor is part of the trip.
	due := time.Now().Add(v.trip)
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(text))
	v.mu.Lock()
	v.asked, v.texts = append(v.asked, r), append(v.texts, text)
	v.mu.Unlock()
	held := &holding{ResponseWriter: w}
	v.Server.ServeHTTP(held, r)
	time.Sleep(time.Until(due))
	held.release()
}

// replay sends again what was asked so far, forgets it, and gives the time.
func (v *distant) replay(b *testing.B, url string) time.Duration {
	b.Helper()
	v.mu.Lock()
	asked, texts := v.asked, v.texts
	v.mu.Unlock()
	bare := &http.Client{Transport: &http.Transport{}}
	defer bare.CloseIdleConnections()
	began := time.Now()
	for i, r := range asked {
		again, err := http.NewRequestWithContext(b.Context(), r.Method, url+r.URL.Path, bytes.NewReader(texts[i]))
		require.NoError(b, err)
		again.Header = r.Header.Clone()
		reply, err := bare.Do(again)
		require.NoError(b, err)
		_, err = io.Copy(io.Discard, reply.Body)
		require.NoError(b, err)
		require.NoError(b, reply.Body.Close())
	}
	took := time.Since(began)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked, v.texts = nil, nil
	return took
}

// holding keeps a small answer back.
type holding struct {
	http.ResponseWriter
	status int
	body   []byte
}

func (h *holding) WriteHeader(status int) { h.status = status }

func (h *holding) Write(p []byte) (int, error) {
	h.body = append(h.body, p...)
	return len(p), nil
}

func (h *holding) release() {
	if h.status != 0 {
		h.ResponseWriter.WriteHeader(h.status)
	}
	_, _ = h.ResponseWriter.Write(h.body)
}

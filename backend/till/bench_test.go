package till_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/till"
)

// kiosk is a till with its journal on a real disk before a simulated vendor that
// answers at once, over pipes: what is left is what the protocol costs.
type kiosk struct {
	till   *till.Till
	client *pospal.Client
	guests []string
}

func kioskOf(b *testing.B, guests int) *kiosk {
	b.Helper()
	server := pospalsim.New(pospalsim.Options{DailyLimit: -1, History: pospalsim.NoHistory, Extra: guests})
	dial, shut := sim.Serve(server)
	b.Cleanup(shut)
	client := pospal.New(pospal.Options{BaseURL: "http://vendor.invalid", DialContext: dial,
		AppID: secret(pospalsim.DefaultAppID), AppKey: secret(pospalsim.DefaultAppKey),
		Quota: pospal.QuotaOptions{Daily: 1 << 40}})
	b.Cleanup(client.Close)
	disk, err := sqlite.Open(b.Context(), sqlite.Options{Path: filepath.Join(b.TempDir(), "journal.db")})
	require.NoError(b, err)
	b.Cleanup(func() { _ = disk.Close() })
	k := &kiosk{client: client, till: till.New(till.Options{Backend: client, Journal: disk, Name: "till 1", Practice: true,
		Account: journal.Account{Backend: "pospal", Name: client.Capabilities().Account}})}
	require.NoError(b, k.till.Start(b.Context()))
	b.Cleanup(func() { _ = k.till.Close() })
	for _, m := range server.Members() {
		if m.Enable == pospalsim.Enabled && len(k.guests) < guests {
			k.guests = append(k.guests, strconv.FormatInt(m.UID, 10))
		}
	}
	return k
}

func (k *kiosk) quote(b *testing.B, n int) backend.Quote {
	q, err := k.till.QuoteRecharge(b.Context(), k.guests[n%len(k.guests)], money.Must("1"), backend.PayType{ID: "现金"})
	require.NoError(b, err)
	return q
}

// BenchmarkProtocol takes one recharge after another through the whole protocol,
// and the same by the vendor's client alone: look, then send.
func BenchmarkProtocol(b *testing.B) {
	k := kioskOf(b, 2000)
	var through, bare []time.Duration
	n := 0
	for b.Loop() {
		q := k.quote(b, n)
		began := time.Now()
		c, err := k.till.Do(b.Context(), q)
		through = append(through, time.Since(began))
		require.NoError(b, err)
		require.Equal(b, backend.StateApplied, c.State)
		b.StopTimer()
		q = k.quote(b, n+len(k.guests)/2)
		began = time.Now()
		token, err := k.client.Prepare(context.Background(), q.Operation, backend.Stamp(time.Now().Unix()))
		require.NoError(b, err)
		reply := k.client.Submit(context.Background(), q.Operation, token, nil)
		bare = append(bare, time.Since(began))
		require.Equal(b, backend.ReplyYes, reply.Class)
		n++
		b.StartTimer()
	}
	for _, q := range []int{50, 99} {
		with, without := quantile(through, q), quantile(bare, q)
		b.ReportMetric(float64(with.Microseconds()), fmt.Sprintf("µs-p%d", q))
		b.ReportMetric(float64((with - without).Microseconds()), fmt.Sprintf("µs-added-p%d", q))
	}
}

func quantile(all []time.Duration, percent int) time.Duration {
	slices.Sort(all)
	return all[len(all)*percent/100]
}

// BenchmarkManyCards lets many sessions recharge many cards on one journal, with
// preview and all.
func BenchmarkManyCards(b *testing.B) {
	k := kioskOf(b, 5000)
	var n atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, err := k.till.Do(context.Background(), k.quote(b, int(n.Add(1))))
			if err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "operations/s")
}

// BenchmarkRecovery is a start on a journal of 100,000 operations, until money can
// move. The journal is the one that the benchmarks of journal/sqlite keep under
// GUITAI_BENCH_JOURNAL; making it anew would take minutes.
func BenchmarkRecovery(b *testing.B) {
	path := os.Getenv("GUITAI_BENCH_JOURNAL")
	if path == "" {
		b.Skip("GUITAI_BENCH_JOURNAL names no journal of 100,000 operations")
	}
	var slowest time.Duration
	for b.Loop() {
		began := time.Now()
		disk, err := sqlite.Open(b.Context(), sqlite.Options{Path: path})
		require.NoError(b, err)
		t := till.New(till.Options{Backend: newShop(), Journal: disk, Name: "till 1", SweepHour: -1,
			Account: journal.Account{Backend: "sandy", Name: "shop"}, TakesOver: func(string) bool { return true }})
		require.NoError(b, t.Start(b.Context()))
		slowest = max(slowest, time.Since(began))
		b.StopTimer()
		require.NoError(b, t.Close())
		require.NoError(b, disk.Close())
		b.StartTimer()
	}
	b.ReportMetric(float64(slowest.Milliseconds()), "ms-slowest")
}
